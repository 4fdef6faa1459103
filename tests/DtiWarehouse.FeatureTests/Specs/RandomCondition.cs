using System.Globalization;
using DtiWarehouse.FeatureTests.Hosting;
using static DtiWarehouse.FeatureTests.Specs.Ternary;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Makes conditions over bikes, each as text and as the oracle's function; the same for the same seed.</summary>
internal sealed class RandomCondition(int seed)
{
    private readonly Random _random = new(seed);

    private static readonly (string Name, Func<Bike, object?> Read, string[] Texts, object?[] Values)[] Leaves =
    [
        ("Gears", b => b.Gears, ["3", "7", "0", "null"], [3, 7, 0, null]),
        ("Price", b => b.Price, ["10", "9.5", "-3", "null"], [10m, 9.5m, -3m, null]),
        ("ListPrice", b => b.ListPrice, ["10", "2.25", "99999.99"], [10m, 2.25m, 99999.99m]),
        ("Weight", b => b.Weight, ["9.5", "1e20", "null"], [9.5, 1e20, null]),
        ("Notes", b => b.Notes, ["'a'", "'O''Neil'", "'🚲 emoji'", "null"], ["a", "O'Neil", "🚲 emoji", null]),
        ("Successor/Notes", b => b.Successor?.Notes, ["'B'", "'a%_b'", "null"], ["B", "a%_b", null]),
        ("Built", b => b.Built, ["2023-11-27", "2024-02-29"], [new DateOnly(2023, 11, 27), new DateOnly(2024, 2, 29)]),
        ("SeenAt", b => b.SeenAt, ["2023-12-31T17:00:00Z", "2024-01-01T06:00:00+07:00"], [new DateTimeOffset(2023, 12, 31, 17, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 12, 31, 23, 0, 0, TimeSpan.Zero)]),
        ("ChangedAt", b => b.ChangedAt, ["2023-11-27T08:30:00Z", "2024-01-01T00:00:00Z"], [new DateTime(2023, 11, 27, 8, 30, 0, DateTimeKind.Utc), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)]),
        ("Ready", b => b.Ready, ["08:30:00", "23:59:59"], [new TimeOnly(8, 30), new TimeOnly(23, 59, 59)]),
        ("Ride", b => b.Ride, ["duration'PT1H'", "duration'P2D'", "duration'-PT5M'"], [TimeSpan.FromHours(1), TimeSpan.FromDays(2), TimeSpan.FromMinutes(-5)]),
        ("Gears add Seats", b => b.Gears + b.Seats, ["4", "null"], [4, null]),
        ("12 div Gears", b => b.Gears is null or 0 ? null : 12 / b.Gears, ["1", "4", "12"], [1, 4, 12]),
        ("Successor/Gears", b => b.Successor?.Gears, ["7", "null"], [7, null]),
        ("Maker/Founded", b => b.Maker?.Founded, ["1997", "null"], [1997, null]),
        ("length(Notes)", b => b.Notes?.EnumerateRunes().Count(), ["1", "7"], [1, 7]),
    ];

    private static readonly (string Text, Func<Bike, bool?> Oracle)[] Booleans =
    [
        ("IsElectric", b => b.IsElectric), ("IsSold", b => b.IsSold), ("Successor/IsSold", b => b.Successor?.IsSold),
        ("contains(Notes,'a')", b => Of(b.Notes, n => n.Contains('a'))), ("startswith(Successor/Notes,'Th')", b => Of(b.Successor?.Notes, n => n.StartsWith("Th", StringComparison.Ordinal))),
        ("Rentals/any(r:r/Fee gt 5)", b => b.Rentals.Any(r => r.Fee > 5)), ("Predecessors/all(p:p/IsSold)", b => b.Predecessors.All(p => p.IsSold is true)),
    ];

    public (string Text, Func<Bike, bool?> Oracle) Next(int depth)
    {
        switch (depth == 0 ? _random.Next(4) : _random.Next(9))
        {
            case 0:
                return Booleans[_random.Next(Booleans.Length)];
            case 1:
                return In();
            case 2 or 3:
                return Comparison();
            case 4 or 5:
                var (inner, not) = Next(depth - 1);
                return ($"not ({inner})", b => Not(not(b)));
            case 6:
                var (first, x) = Next(depth - 1);
                var (second, y) = Next(depth - 1);
                return ($"({first}) eq ({second})", b => Eq(x(b), y(b)));
            default:
                var (left, l) = Next(depth - 1);
                var (right, r) = Next(depth - 1);
                return _random.Next(2) == 0 ? ($"({left}) and ({right})", b => And(l(b), r(b))) : ($"({left}) or ({right})", b => Or(l(b), r(b)));
        }
    }

    private (string, Func<Bike, bool?>) Comparison()
    {
        var (name, read, texts, values) = Leaves[_random.Next(Leaves.Length)];
        var at = _random.Next(texts.Length);
        var value = values[at];
        var (word, compare) = _random.Next(6) switch
        {
            0 => ("eq", (Func<object?, object?, bool?>)((a, b) => Eq(a, b))),
            1 => ("ne", (a, b) => Ne(a, b)),
            2 => ("lt", (a, b) => Lt(a, b)),
            3 => ("le", (a, b) => Le(a, b)),
            4 => ("gt", (a, b) => Gt(a, b)),
            _ => ("ge", (a, b) => Ge(a, b)),
        };
        return _random.Next(4) == 0
            ? ($"{texts[at]} {word} ({name})", b => compare(value, Same(read(b), value)))
            : ($"{name} {word} {texts[at]}", b => compare(Same(read(b), value), value));
    }

    /// <summary>Whole numbers of all widths meet as they do in OData.</summary>
    private static object? Same(object? read, object? value) =>
        read is not null && value is int ? Convert.ToInt32(read, CultureInfo.InvariantCulture) : read;

    private (string, Func<Bike, bool?>) In()
    {
        var (name, read, texts, values) = Leaves[_random.Next(Leaves.Length)];
        var picked = Enumerable.Range(0, texts.Length).Where(_ => _random.Next(2) == 0).DefaultIfEmpty(0).ToList();
        return ($"({name}) in ({string.Join(',', picked.Select(i => texts[i]))})", b => picked.Exists(i => Eq(Same(read(b), values[i]), values[i]) is true));
    }
}
