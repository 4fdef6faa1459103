using System.Globalization;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>
/// A caller bound to a scope: rows of scoped sets that are not tied to it are not there, on whatever way a request goes to
/// them. The shop's bikes are tied by their seats or their gears, rentals by those of their bike.
/// </summary>
public abstract class ScopeSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private static readonly (string, string) Bound = ("X-Scope", "1,21");

    private static bool Sees(Bike? bike) => bike is not null && (bike.Seats is 1 || bike.Gears is 1 or 21);

    private IEnumerable<Bike> Seen => Bikes.Where(Sees);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<List<int>> SeenIdsAsync(string target) => [.. (await Client.GetAsync(target, Bound)).Value.Select(b => (int)b!["Id"]!)];

    [Fact]
    public void The_scope_holds_some_and_not_all() => Assert.InRange(Seen.Count(), 10, BikeShopRows.BikeCount - 20);

    [Fact]
    public async Task A_set_has_the_rows_of_the_scope()
    {
        Assert.Equal(Seen.Select(b => b.Id), await SeenIdsAsync("Bikes?$select=Id"));
        Assert.Equal(Text(Seen.Count()), (await Client.GetAsync("Bikes/$count", Bound)).Text);
        var counted = await Client.GetAsync("Bikes?$count=true&$top=0", Bound);
        Assert.Equal(Seen.Count(), (int)counted.Json["@odata.count"]!);
    }

    [Fact]
    public async Task No_condition_brings_others_back()
    {
        foreach (var filter in new[] { "true", "not (Id eq 0)", "Id gt 0 or Seats eq 2", "Seats ne 1", "not (Seats eq 1)", "Seats eq null", "Shop/Name ne 'x'", "Successor eq null or Successor/Id gt 0" })
        {
            var expected = (await Client.GetAsync($"Bikes?$select=Id,Seats,Gears&$filter={Escape(filter)}")).Value
                .Where(b => (int?)b!["Seats"] is 1 || (int?)b["Gears"] is 1 or 21).Select(b => (int)b!["Id"]!);
            // What lies behind a navigation is scoped too: only conditions on the bike itself are the same for all.
            if (!filter.Contains("Successor", StringComparison.Ordinal))
            {
                Assert.Equal(expected, await SeenIdsAsync($"Bikes?$select=Id&$filter={Escape(filter)}"));
            }
            Assert.Empty((await SeenIdsAsync($"Bikes?$select=Id&$filter={Escape(filter)}")).Except(Seen.Select(b => b.Id)));
        }
    }

    [Fact]
    public async Task A_row_outside_is_not_found_by_its_key_nor_behind_it()
    {
        var (seen, hidden) = (Seen.First(b => b.Rentals.Count > 0), Bikes.First(b => !Sees(b) && b.Rentals.Count > 0));
        await Client.GetAsync($"Bikes({seen.Id})", Bound);
        await Client.GetAsync($"Bikes({hidden.Id})");
        foreach (var path in new[] { "", "/Name", "/Name/$value", "/Shop", "/Rentals", "/Rentals/$count", "/$ref" })
        {
            await Client.FailAsync(404, $"Bikes({hidden.Id}){path}", Bound);
        }
        await Client.FailAsync(404, $"Rentals(BikeId={hidden.Id},Number=1)", Bound);
        Assert.Equal(seen.Rentals.Count, (await Client.GetAsync($"Bikes({seen.Id})/Rentals", Bound)).Value.Count);
        Assert.Equal(Seen.Sum(b => b.Rentals.Count), (await Client.GetAsync("Rentals?$select=Number", Bound)).Value.Count);
    }

    [Fact]
    public async Task A_navigation_leads_to_none_of_them()
    {
        var successors = (await Client.GetAsync("Bikes?$select=Id&$expand=Successor($select=Id),Predecessors($select=Id;$orderby=Id)", Bound)).Value;
        Assert.All(successors, row =>
        {
            var bike = Bikes.Single(b => b.Id == (int)row!["Id"]!);
            Assert.Equal(Sees(bike.Successor) ? bike.SuccessorId : null, (int?)row!["Successor"]?["Id"]);
            Assert.Equal(bike.Predecessors.Where(Sees).Select(b => b.Id).Order(), row["Predecessors"]!.AsArray().Select(b => (int)b!["Id"]!));
        });
        var makers = (await Client.GetAsync("Makers?$select=Id&$expand=Bikes($select=Id;$orderby=Id;$count=true)", Bound)).Value;
        Assert.All(makers, row =>
        {
            var expected = Seen.Where(b => b.MakerId == (Guid)row!["Id"]!).Select(b => b.Id).ToList();
            Assert.Equal((expected.Count, (object)string.Join(' ', expected)), ((int)row!["Bikes@odata.count"]!, string.Join(' ', row["Bikes"]!.AsArray().Select(b => (int)b!["Id"]!))));
        });
        foreach (var maker in Rows.Makers)
        {
            Assert.Equal(Text(Seen.Count(b => b.MakerId == maker.Id)), (await Client.GetAsync($"Makers({maker.Id})/Bikes/$count", Bound)).Text);
        }
    }

    [Fact]
    public async Task No_question_about_a_collection_counts_them()
    {
        foreach (var (filter, oracle) in new (string, Func<Maker, bool>)[]
        {
            ("Bikes/any(b:b/Seats eq 2 and b/Gears eq 7)", m => m.Bikes.Any(b => Sees(b) && b.Seats == 2 && b.Gears == 7)),
            ("Bikes/all(b:b/Seats eq 1 or b/Gears eq 1 or b/Gears eq 21)", _ => true),
            ("Bikes/$count gt 8", m => m.Bikes.Count(Sees) > 8),
            ("Bikes/any(b:b/Rentals/any(r:r/Days gt 3))", m => m.Bikes.Any(b => Sees(b) && b.Rentals.Any(r => r.Days > 3))),
        })
        {
            var found = (await Client.GetAsync($"Makers?$select=Id&$filter={Escape(filter)}", Bound)).Value.Select(m => (Guid)m!["Id"]!);
            Assert.Equal(Rows.Makers.Where(oracle).Select(m => m.Id).Order(), found.Order());
        }
    }

    [Fact]
    public async Task Aggregates_are_of_the_scope()
    {
        async Task<JsonNode> One(string target) => Assert.Single((await Client.GetAsync(target, Bound)).Value)!;

        Assert.Equal(Seen.Count(), (int)(await One("Bikes?$apply=" + Escape("aggregate($count as N)")))["N"]!);
        Assert.Equal(Seen.Sum(b => b.Gears), (int)(await One("Bikes?$apply=" + Escape("aggregate(Gears with sum as N)")))["N"]!);
        Assert.Equal(Seen.Count(), (int)(await One("Makers?$apply=" + Escape("aggregate(Bikes/$count as N)")))["N"]! + Seen.Count(b => b.MakerId is null));
        Assert.Equal(Seen.Sum(b => b.Rentals.Sum(r => r.Days)), (int)(await One("Bikes?$apply=" + Escape("aggregate(Rentals/Days with sum as N)")))["N"]!);
        var shops = (await Client.GetAsync("Bikes?$apply=" + Escape("groupby((ShopCode),aggregate($count as N))"), Bound)).Value;
        Assert.Equal(
            Seen.GroupBy(b => b.ShopCode).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal),
            shops.Select(s => ((string)s!["ShopCode"]!, (int)s["N"]!)).OrderBy(g => g.Item1, StringComparer.Ordinal));
        var joined = (await Client.GetAsync("Makers?$apply=" + Escape("join(Bikes as B)/aggregate($count as N)"), Bound)).Value;
        Assert.Equal(Seen.Count(b => b.MakerId is not null), (int)joined.Single()!["N"]!);
    }

    [Fact]
    public async Task Neither_roots_nor_hierarchies_lead_around()
    {
        Assert.Equal(Rows.Shops.Count, (await Client.GetAsync("Shops?$filter=" + Escape($"$root/Bikes/$count eq {Seen.Count()}"), Bound)).Value.Count);
        var family = await SeenIdsAsync("Bikes?$apply=" + Escape("descendants($root/Bikes,Succession,Id,filter(true),keep start)") + "&$select=Id");
        Assert.Equal(Seen.Select(b => b.Id), family.Order());
        var ancestors = await SeenIdsAsync("Bikes?$apply=" + Escape("ancestors($root/Bikes,Succession,Id,filter(true),keep start)") + "&$select=Id");
        Assert.Equal(Seen.Select(b => b.Id), ancestors.Order());
    }

    [Fact]
    public async Task Searches_pages_downloads_references_and_batches_are_bound_too()
    {
        Assert.Empty((await SeenIdsAsync("Bikes?$search=thong&$select=Id")).Except(Seen.Select(b => b.Id)));
        Assert.Equal(Seen.Count() + 1, (await Client.GetAsync("Bikes?$select=Id&$format=csv", Bound)).Text.TrimEnd().Split('\n').Length);
        Assert.Equal(Seen.Count(), (await Client.GetAsync("Bikes/$ref", Bound)).Value.Count);
        Assert.Equal(Seen.Count(), (await Client.GetAsync("FlatBikes?$select=Id", Bound)).Value.Count);
        var ids = new List<int>();
        for (var next = "Bikes?$select=Id&$orderby=Name"; next is not null;)
        {
            var page = await Client.GetAsync(next, Bound, ("Prefer", "maxpagesize=7"));
            ids.AddRange(page.Value.Select(b => (int)b!["Id"]!));
            next = page.NextLink;
        }
        Assert.Equal(Seen.Select(b => b.Id), ids.Order());
        var batch = await Client.SendAsync(
            "$batch", HttpMethod.Post, content: new StringContent("""{"requests":[{"id":"1","method":"GET","url":"Bikes/$count","headers":{"X-Scope":"1,2,3,7,21,0"}}]}""", System.Text.Encoding.UTF8, "application/json"), headers: [Bound]);
        Assert.Equal(Text(Seen.Count()), batch.Json["responses"]![0]!["body"]!.ToString());
    }

    [Fact]
    public async Task Another_scope_sees_other_rows_of_the_same_query()
    {
        foreach (var keys in new[] { "2", "7,0", "99" })
        {
            var numbers = keys.Split(',').Select(k => int.Parse(k, CultureInfo.InvariantCulture)).ToList();
            var expected = Bikes.Where(b => (b.Seats is { } s && numbers.Contains(s)) || (b.Gears is { } g && numbers.Contains(g))).Select(b => b.Id);
            Assert.Equal(expected, (await Client.GetAsync("Bikes?$select=Id", ("X-Scope", keys))).Value.Select(b => (int)b!["Id"]!));
        }
    }
}
