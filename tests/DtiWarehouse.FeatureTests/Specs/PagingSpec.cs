using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Server-driven paging: the pages together are the whole, each row once, whatever the order.</summary>
public abstract class PagingSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private async Task<List<int>> PagesAsync(string query, int size) =>
        [.. (await Client.AllPagesAsync($"Bikes?$select=Id&{query}", size)).Select(r => (int)r["Id"]!)];

    [Fact]
    public async Task Pages_of_every_single_order_make_the_whole()
    {
        for (var i = 0; i < OrderSpec.Orders.Length; i++)
        {
            var order = OrderSpec.Orders[i];
            var descending = i % 2 == 0;
            foreach (var direction in new[] { descending, !descending })
            {
                var size = direction ? 11 : 7;
                Assert.Equal(OrderSpec.Sorted(Bikes, [(order, direction)]), await PagesAsync($"$orderby={Escape(order.Text)}{(direction ? "%20desc" : "")}", size));
            }
        }
    }

    /// <summary>Orders made at random: one to four items, mixed directions, nulls and ties everywhere.</summary>
    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(3, 3), InlineData(4, 3)]
    public async Task Pages_of_any_size_and_order_make_the_whole(int seed, int size)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5 * size * TestScale.Factor; i++)
        {
            var items = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (OrderSpec.Orders[random.Next(OrderSpec.Orders.Length)], Descending: random.Next(2) == 0)).ToList();
            var orderBy = string.Join(',', items.Select(o => o.Item1.Text + (o.Descending ? " desc" : "")));
            var bikes = Bikes.Where(b => b.Id <= 30);
            var actual = await PagesAsync($"$filter=Id%20le%2030&$orderby={Escape(orderBy)}", size);
            Assert.True(OrderSpec.Sorted(bikes, items).SequenceEqual(actual), $"{orderBy} in pages of {size}:\n{string.Join(' ', OrderSpec.Sorted(bikes, items))}\n{string.Join(' ', actual)}");
        }
    }

    [Fact]
    public async Task Every_set_pages_by_its_key()
    {
        foreach (var (set, count) in new[] { ("Shops", Rows.Shops.Count), ("Makers", Rows.Makers.Count), ("Rentals", Rows.Rentals.Count), ("Holidays", Rows.Holidays.Count) })
        {
            var rows = await Client.AllPagesAsync(set, 2);
            Assert.Equal((set, count), (set, rows.Select(r => r.ToJsonString()).Distinct().Count()));
            Assert.Equal((set, count), (set, rows.Count));
        }
    }

    [Fact]
    public async Task A_top_reaches_across_pages_and_ends_without_a_next_link()
    {
        foreach (var (top, size, pages) in new[] { (5, 2, 3), (4, 2, 2), (6, 3, 2), (1, 3, 1), (3, 3, 1), (70, 35, 2), (1000, 35, 2) })
        {
            var next = $"Bikes?$select=Id&$top={top}";
            var (count, rows) = (0, 0);
            for (; next is not null; count++)
            {
                var answer = await Client.GetAsync(next, ("Prefer", $"maxpagesize={size}"));
                (next, rows) = (answer.NextLink, rows + answer.Value.Count);
            }
            Assert.Equal((top, pages, Math.Min(top, BikeShopRows.BikeCount)), (top, count, rows));
        }
    }

    [Theory]
    [InlineData(70, 1), InlineData(35, 2), InlineData(69, 2), InlineData(71, 1), InlineData(10, 7)]
    public async Task A_full_last_page_has_no_next_link(int size, int pages)
    {
        var count = 0;
        for (string? next = "Bikes?$select=Id"; next is not null; count++)
        {
            next = (await Client.GetAsync(next, ("Prefer", $"odata.maxpagesize={size}"))).NextLink;
        }
        Assert.Equal(pages, count);
    }

    [Fact]
    public async Task Skip_filter_count_select_and_expand_hold_on_every_page()
    {
        var rows = await Client.AllPagesAsync("Bikes?$skip=3&$filter=Gears%20ge%200&$orderby=Gears%20desc&$count=true&$select=Name&$expand=Rentals($select=Number;$orderby=Number)", 3);
        var expected = OrderSpec.Sorted(Bikes.Where(b => b.Gears >= 0), [(OrderSpec.Orders[10], true)]).Skip(3).Select(id => Bikes[id - 1]).ToList();
        Assert.Equal(expected.Select(b => b.Name), rows.Select(r => (string)r["Name"]!));
        Assert.Equal(expected.Select(b => b.Rentals.Count), rows.Select(r => r["Rentals"]!.AsArray().Count));
        Assert.All(rows, r => Assert.Null(r["Gears"]));
        var second = await Client.GetAsync((await Client.GetAsync("Bikes?$count=true&$filter=Gears%20ge%200", ("Prefer", "maxpagesize=2"))).NextLink!);
        Assert.Equal(Bikes.Count(b => b.Gears >= 0), (int)second.Json["@odata.count"]!);
    }

    [Fact]
    public async Task Collections_behind_a_navigation_and_references_page_too()
    {
        Assert.Equal([1, 2, 3], (await Client.AllPagesAsync("Bikes(1)/Rentals", 1)).Select(r => (int)r["Number"]!));
        var hanoi = Bikes.Where(b => b.ShopCode == "HN").Select(b => b.Id).ToList();
        Assert.Equal(hanoi, (await Client.AllPagesAsync("Shops('HN')/Bikes", 3)).Select(r => (int)r["Id"]!));
        Assert.Equal(hanoi.Select(id => $"{Root}Bikes({id})"), (await Client.AllPagesAsync("Shops('HN')/Bikes/$ref", 3)).Select(r => (string)r["@odata.id"]!));
    }

    [Fact]
    public async Task A_preferred_page_size_is_acknowledged_and_a_useless_one_is_not()
    {
        Assert.Equal("odata.maxpagesize=2", Assert.Single((await Client.GetAsync("Bikes", ("Prefer", "respond-async, odata.maxpagesize=\"2\", x"))).Headers["Preference-Applied"]));
        foreach (var useless in new[] { "maxpagesize=0", "maxpagesize=-1", "maxpagesize=abc", "maxpagesize", "maxpagesize=99999999999999999999", "=,;\"" })
        {
            var answer = await Client.GetAsync("Bikes?$select=Id", ("Prefer", useless));
            Assert.False(answer.Headers.ContainsKey("Preference-Applied"), useless);
            Assert.Equal((useless, BikeShopRows.BikeCount), (useless, answer.Value.Count));
        }
    }

    [Fact]
    public async Task A_token_that_was_altered_or_made_for_another_query_is_refused()
    {
        var next = (await Client.GetAsync("Bikes?$select=Id&$orderby=Notes", ("Prefer", "maxpagesize=5"))).NextLink!;
        var token = next[(next.IndexOf("$skiptoken=", StringComparison.Ordinal) + "$skiptoken=".Length)..];
        Assert.StartsWith(Root, next, StringComparison.Ordinal);
        await Client.GetAsync(next);
        foreach (var altered in new[] { token[..^1] + (token[^1] == 'A' ? 'B' : 'A'), token[1..], "A" + token, token + "AAAA", "", "x", "null", "%20", "'", "1", token.ToUpperInvariant() })
        {
            Assert.Equal("ODATA105", (await Client.FailAsync(400, $"Bikes?$select=Id&$orderby=Notes&$skiptoken={altered}")).ErrorCode);
        }
        foreach (var foreign in new[] { "Bikes?$select=Id&$orderby=Notes%20desc&$skiptoken=", "Bikes?$select=Id&$skiptoken=", "Rentals?$skiptoken=", "Bikes?$filter=false&$select=Id&$orderby=Notes&$skiptoken=", "Bikes(1)?$skiptoken=", "Bikes/$count?$skiptoken=" })
        {
            Assert.Equal((foreign, "ODATA105"), (foreign, (await Client.FailAsync(400, foreign + token)).ErrorCode));
        }
    }

    [Fact]
    public async Task A_next_link_does_not_show_the_values_it_stands_for_as_query_text()
    {
        var next = (await Client.GetAsync("Bikes?$select=Id&$orderby=Name&@unused='<|>'", ("Prefer", "maxpagesize=1"))).NextLink!;
        Assert.True(Uri.IsWellFormedUriString(next, UriKind.Absolute), next);
        Assert.Contains("$orderby=Name", next, StringComparison.Ordinal);
    }
}
