using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>$orderby</c>, <c>$top</c>, <c>$skip</c> and <c>$count</c>.</summary>
public abstract class OrderSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    /// <summary>Everything that bikes are put in order by here: as text and as the oracle reads it.</summary>
    internal static readonly (string Text, Func<Bike, object?> Read)[] Orders =
    [
        ("Id", b => b.Id), ("Name", b => b.Name), ("Notes", b => b.Notes), ("Kind", b => b.Kind.ToString()), ("Grade", b => b.Grade), ("Price", b => b.Price), ("ListPrice", b => b.ListPrice),
        ("Weight", b => b.Weight), ("Load", b => b.Load), ("Stock", b => b.Stock), ("Gears", b => b.Gears), ("Seats", b => b.Seats), ("IsElectric", b => b.IsElectric), ("IsSold", b => b.IsSold),
        ("Built", b => b.Built), ("Ready", b => b.Ready), ("ChangedAt", b => b.ChangedAt), ("SeenAt", b => b.SeenAt), ("Ride", b => b.Ride), ("Tag", b => b.Tag), ("ShopCode", b => b.ShopCode), ("MakerId", b => b.MakerId),
        ("Shop/Name", b => b.Shop.Name), ("Shop/Rating", b => b.Shop.Rating), ("Maker/Country", b => b.Maker?.Country), ("Maker/Founded", b => b.Maker?.Founded), ("Successor/Price", b => b.Successor?.Price), ("Successor/Successor/Built", b => b.Successor?.Successor?.Built),
        ("Gears mul -1", b => -b.Gears), ("Gears add Seats", b => b.Gears + b.Seats), ("12 div Gears", b => b.Gears is null or 0 ? null : 12 / b.Gears), ("Price div 3", b => (double?)b.Price / 3), ("ListPrice div 7", b => (double?)b.ListPrice / 7), ("Weight div 3", b => b.Weight / 3),
        ("length(Notes)", b => b.Notes?.EnumerateRunes().Count()), ("tolower(Notes)", b => b.Notes?.ToLowerInvariant()), ("contains(Notes,'a')", b => b.Notes?.Contains('a')), ("Gears gt 3", b => b.Gears > 3), ("year(Built)", b => b.Built?.Year), ("date(ChangedAt)", b => b.ChangedAt is { } c ? DateOnly.FromDateTime(c) : null),
        ("time(ChangedAt)", b => b.ChangedAt is { } c ? TimeOnly.FromDateTime(c) : null), ("fractionalseconds(ChangedAt)", b => b.ChangedAt?.Millisecond), ("round(Weight)", b => b.Weight is { } w ? Math.Round(w, MidpointRounding.AwayFromZero) : null), ("Rentals/$count", b => b.Rentals.Count), ("concat(Name,Notes)", b => b.Notes is null ? null : b.Name + b.Notes),
    ];

    /// <summary>The order asked for, ties by the key: ascending, or descending when all before it is.</summary>
    internal static List<int> Sorted(IEnumerable<Bike> bikes, IReadOnlyList<((string Text, Func<Bike, object?> Read) Order, bool Descending)> items)
    {
        var compare = Comparer<object?>.Create(Ternary.Compare);
        var sorted = bikes.Order(Comparer<Bike>.Create((x, y) =>
        {
            foreach (var (order, descending) in items)
            {
                var sign = compare.Compare(order.Read(x), order.Read(y));
                if (sign != 0)
                {
                    return descending ? -sign : sign;
                }
            }
            return items.Count > 0 && items.All(i => i.Descending) ? y.Id.CompareTo(x.Id) : x.Id.CompareTo(y.Id);
        }));
        return [.. sorted.Select(b => b.Id)];
    }

    [Fact]
    public async Task Every_property_path_and_expression_orders_both_ways_with_nulls_lowest()
    {
        foreach (var order in Orders)
        {
            Assert.Equal((order.Text, Sorted(Bikes, [(order, false)])), (order.Text, await IdsAsync($"$orderby={Escape(order.Text)}")), Pairs);
            Assert.Equal((order.Text, Sorted(Bikes, [(order, true)])), (order.Text, await IdsAsync($"$orderby={Escape(order.Text + " desc")}")), Pairs);
        }
    }

    private static readonly IEqualityComparer<(string, List<int>)> Pairs =
        EqualityComparer<(string, List<int>)>.Create((a, b) => a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2), p => p.Item1.GetHashCode(StringComparison.Ordinal));

    [Fact]
    public async Task A_constant_orders_nothing_and_a_property_given_twice_counts_once()
    {
        Assert.Equal([.. Bikes.Select(b => b.Id)], await IdsAsync("$orderby=5,null,'x'"));
        Assert.Equal(Sorted(Bikes, [(Orders[1], false)]), await IdsAsync("$orderby=Name%20asc,Name%20desc"));
    }

    [Fact]
    public async Task Top_and_skip_cut_after_the_order_and_the_count_comes_before_them()
    {
        var answer = await Client.GetAsync("Bikes?$orderby=Id%20desc&$top=2&$skip=3&$count=true&$select=Id&$filter=Id%20gt%2010");
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes(Id)","@odata.count":60,"value":[{"Id":67},{"Id":66}]}""", answer.Json);
    }

    [Theory]
    [InlineData("$top=0&$count=true", 70)]
    [InlineData("$skip=1000&$count=true", 70)]
    [InlineData("$filter=false&$count=true", 0)]
    [InlineData("$skip=9223372036854775807&$top=9223372036854775807&$count=true", 70)]
    public async Task An_empty_answer_keeps_its_value_and_count(string query, int count) =>
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes","@odata.count":{{count}},"value":[]}""", (await Client.GetAsync("Bikes?" + query)).Json);

    [Fact]
    public async Task A_count_of_false_writes_none() => Assert.Null((await Client.GetAsync("Bikes?$count=false&$top=1")).Json["@odata.count"]);

    [Fact]
    public async Task Binary_values_have_no_order() => await Client.FailAsync(400, "Bikes?$orderby=Photo");
}
