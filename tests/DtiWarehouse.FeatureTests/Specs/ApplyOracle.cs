using System.Globalization;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>A value as the wire gives it: numbers whole, exact or double, all else text.</summary>
internal static class Plain
{
    public static object? Of(object? value) => value switch
    {
        null or Missing => null,
        bool or string or decimal or double => value,
        float single => (double)single,
        sbyte or byte or short or int or long => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        Enum name => name.ToString(),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Guid guid => guid.ToString(),
        _ => throw new ArgumentException(value.GetType().Name),
    };
}

/// <summary>The value behind a navigation that leads nowhere: null, but of another group than a null that is there.</summary>
internal sealed record Missing(int Depth)
{
    /// <summary>Groups stand in the order of their values, before these those that lead nowhere.</summary>
    public static int Compare(object? x, object? y) => Rank(x) != Rank(y) ? Rank(x).CompareTo(Rank(y)) : Ternary.Compare(Plain.Of(x), Plain.Of(y));

    private static int Rank(object? value) => value is Missing missing ? missing.Depth : int.MaxValue;
}

/// <summary>One row under way: what its paths lead to; the bike it still is, if it is one.</summary>
internal sealed record OracleRow(IReadOnlyDictionary<string, object?> Values, Bike? Bike)
{
    public object? this[string path] => Values[path] is Missing ? null : Values[path];
}

/// <summary>Rows as the extension's text defines their aggregation, in LINQ over objects.</summary>
internal static class ApplyOracle
{
    public static List<OracleRow> Group(
        IReadOnlyList<OracleRow> rows, IReadOnlyList<string> paths, IReadOnlyList<(string Method, string Path, string Alias)> aggregates, Func<OracleRow, bool> inner) =>
        [.. rows.GroupBy(r => string.Join('\u0001', paths.Select(p => Convert.ToString(r.Values[p] is Missing missing ? missing : Plain.Of(r[p]) is decimal d ? d / 1.0000000000000000000000000000m : Plain.Of(r[p]) ?? "\u0002", CultureInfo.InvariantCulture))))
            .Select(g =>
            {
                var values = paths.ToDictionary(p => p, p => g.First().Values[p]);
                foreach (var (method, path, alias) in aggregates)
                {
                    values[alias] = Aggregate(method, [.. g.Where(inner).Select(r => path.Length == 0 ? null : r[path])]);
                }
                return new OracleRow(values, null);
            })];

    /// <summary>All rows as one group, which is there even when they are not.</summary>
    public static OracleRow Whole(IReadOnlyList<OracleRow> rows, IReadOnlyList<(string Method, string Path, string Alias)> aggregates) =>
        new(aggregates.ToDictionary(a => a.Alias, a => Aggregate(a.Method, [.. rows.Select(r => a.Path.Length == 0 ? null : r[a.Path])])), null);

    private static object? Aggregate(string method, List<object?> all)
    {
        if (method == "$count")
        {
            return (decimal)all.Count;
        }
        var values = all.Where(v => v is not null).Select(v => Plain.Of(v)!).ToList();
        if (method == "countdistinct")
        {
            return (decimal)values.Distinct().Count();
        }
        if (values.Count == 0)
        {
            return null;
        }
        return method switch
        {
            "min" => values.Aggregate((a, b) => Ternary.Compare(a, b) <= 0 ? a : b),
            "max" => values.Aggregate((a, b) => Ternary.Compare(a, b) >= 0 ? a : b),
            "sum" => values[0] is double ? values.Sum(v => (double)v) : values.Sum(v => (decimal)v),
            _ => values.Average(v => v is double d ? d : (double)(decimal)v),
        };
    }
}
