using DtiWarehouse.FeatureTests.Hosting;
using static DtiWarehouse.FeatureTests.Specs.Ternary;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Collections, keys and roots in expressions, against an oracle in memory.</summary>
public abstract class CollectionExpressionSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    [Fact]
    public Task In_takes_any_expressions_lists_in_json_and_paths_to_many_values() => Each(
        ("Gears in (Seats,7)", b => b.Gears == 7 || Eq<int?>(b.Gears, b.Seats) is true), ("not (Gears in (Seats,7))", b => !(b.Gears == 7 || Eq<int?>(b.Gears, b.Seats) is true)), ("Gears in (Seats add 1,null,3 mul 7)", b => b.Gears is null or 21 || (b.Gears == b.Seats + 1)), ("7 in (Gears,Seats)", b => b.Gears == 7), ("null in (Gears,1)", b => b.Gears is null), ("null in (1,2)", _ => false), ("Notes in (Name,'a')", b => b.Notes == b.Name || b.Notes == "a"),
        ("Name in [\"a\",\"B\",'Z']", b => b.Name is "a" or "B" or "Z"), ("Notes in [\"O'Neil\",null]", b => b.Notes is null or "O'Neil"), ("Notes in [\"quo\\\"te\\\\\",\"tab\\tline\\n\"]", b => b.Notes is "quo\"te\\" or "tab\tline\n"), ("Gears in [7,Seats]", b => b.Gears == 7 || Eq<int?>(b.Gears, b.Seats) is true), ("Gears in []", _ => false), ("Built in [\"2023-11-27\",2024-02-29]", b => b.Built == new DateOnly(2023, 11, 27) || b.Built == new DateOnly(2024, 2, 29)),
        ("Tag in [\"00000000-0000-0000-0000-000000000000\"]", b => b.Tag == Guid.Empty), ("SeenAt in [\"2023-12-31T17:00:00Z\"]", b => b.SeenAt?.UtcDateTime == new DateTime(2023, 12, 31, 17, 0, 0)), ("Gears in Rentals/Days", b => b.Gears is { } g && b.Rentals.Any(r => r.Days == g)), ("not (Gears in Rentals/Days)", b => !(b.Gears is { } g && b.Rentals.Any(r => r.Days == g))), ("null in Rentals/Customer", b => b.Rentals.Any(r => r.Customer is null)), ("Notes in Predecessors/Notes", b => b.Predecessors.Any(p => p.Notes == b.Notes)),
        ("3 in Shop/Bikes/Gears", b => b.Shop.Bikes.Any(x => x.Gears == 3)), ("'VN' in Predecessors/Maker/Country", b => b.Predecessors.Any(p => p.Maker?.Country == "VN")), ("Shop/Code in $root/Holidays/ShopCode", b => Rows.Holidays.Any(h => h.ShopCode == b.ShopCode)), ("[Gears,Name] in [[7,\"a\"],[null,\"B\"]]", b => (b.Gears == 7 && b.Name == "a") || (b.Gears is null && b.Name == "B")), ("[Gears,Seats] eq [7,1]", b => b.Gears == 7 && b.Seats == 1), ("[Gears,Seats] ne [7,1]", b => !(b.Gears == 7 && b.Seats == 1)), ("[1,2] eq [1]", _ => false),
        ("IsSold in (IsElectric,null)", b => b.IsSold is null || b.IsSold == b.IsElectric), ("2.5 in (Price,ListPrice)", _ => false), ("10 in (Price,ListPrice)", b => b.Price == 10 || b.ListPrice == 10), ("(Gears in (7,null)) in (true,null)", b => b.Gears is 7 or null), ("SeenAt in Successor/Predecessors/SeenAt", b => b.Successor is { } s && s.Predecessors.Any(p => Eq(p.SeenAt, b.SeenAt) is true)));

    [Fact]
    public async Task Aliases_hold_lists_json_and_any_expression()
    {
        await KeepsWithAsync("Gears in @p", "@p=(7,3,Seats)", b => b.Gears is 7 or 3 || Eq<int?>(b.Gears, b.Seats) is true);
        await KeepsWithAsync("Gears in @p", "@p=[7,3]", b => b.Gears is 7 or 3);
        await KeepsWithAsync("Name in @p", "@p=[\"a\",\"B\"]", b => b.Name is "a" or "B");
        await KeepsWithAsync("Gears in @p", "@p=Rentals/Days", b => b.Gears is { } g && b.Rentals.Any(r => r.Days == g));
        await KeepsWithAsync("Gears in @p", "@p=()", _ => false);
        await KeepsWithAsync("hassubset(@p,Rentals/Days)", "@p=[0,1,2,3,4]", b => b.Rentals.Select(r => r.Days).Distinct().Count() == b.Rentals.Count);
        await KeepsWithAsync("Photo eq @p", "@p=binary'AQ=='", b => b.Photo is [1]);
        await KeepsWithAsync("Ride eq @p", "@p='PT1H'", b => b.Ride == TimeSpan.FromHours(1));
        await KeepsWithAsync("Tag eq @p and Built ge @q", "@p=00000000-0000-0000-0000-000000000000&@q=2023-11-27", b => b.Tag == Guid.Empty && b.Built >= new DateOnly(2023, 11, 27));
        await KeepsWithAsync("Rentals/any(r:r/Days eq @p)", "@p=case(Gears gt 3:1,true:2)", b => b.Rentals.Any(r => r.Days == (b.Gears > 3 ? 1 : 2)));
        await Client.FailAsync(400, "Bikes?$filter=Gears%20in%20@p&@p=7");
        await Client.FailAsync(400, "Bikes?$filter=Gears%20in%20@p");
        await Client.FailAsync(400, "Bikes?$filter=Gears%20in%20@p&@p=(7");
        await Client.FailAsync(400, "Bikes?$filter=Name%20eq%20@p&@p=%22x%22");
    }

    private async Task KeepsWithAsync(string filter, string aliases, Func<Bike, bool> oracle)
    {
        var parts = string.Join('&', aliases.Split('&').Select(a => $"{a[..a.IndexOf('=', StringComparison.Ordinal)]}={Escape(a[(a.IndexOf('=', StringComparison.Ordinal) + 1)..])}"));
        Assert.Equal((filter + aliases, string.Join(' ', Bikes.Where(oracle).Select(b => b.Id))), (filter + aliases, string.Join(' ', await IdsAsync($"$filter={Escape(filter)}&{parts}"))));
    }

    /// <summary>The examples of the specification, and paths.</summary>
    [Fact]
    public Task Collections_are_compared_as_sets_and_sequences() => Each(
        ("hassubset([4,1,3],[4,1,3])", _ => true), ("hassubset([4,1,3],[1,3,4])", _ => true), ("hassubset([4,1,3],[3,1])", _ => true), ("hassubset([4,1,3],[4,3])", _ => true), ("hassubset([4,1,3,1],[1,1])", _ => true), ("hassubset([1,2],[1,1,2])", _ => false),
        ("hassubsequence([4,1,3],[4,1,3])", _ => true), ("hassubsequence([4,1,3],[4,1])", _ => true), ("hassubsequence([4,1,3],[4,3])", _ => true), ("hassubsequence([4,1,3,1],[1,1])", _ => true), ("hassubsequence([4,1,3],[1,3,4])", _ => false), ("hassubsequence([4,1,3],[3,1])", _ => false), ("hassubsequence([1,2],[1,1,2])", _ => false),
        ("endswith([\"Fred\",\"George\",\"Ron\"],[\"George\",\"Ron\"])", _ => true), ("startswith([1,2],[2])", _ => false), ("contains([1,2,3],[2,3])", _ => true), ("contains([1,2,3],[1,3])", _ => false), ("indexof([\"Fred\",\"George\",\"Ron\"],[\"George\",\"Ron\"]) eq 1", _ => true), ("indexof([1],[2]) eq -1", _ => true), ("length([1,2,3]) eq 3", _ => true), ("hassubset([],[])", _ => true), ("hassubset([1.0,2],[1])", _ => true), ("hassubset([null,1],[null])", _ => true),
        ("hassubset(Rentals/Days,[Gears])", b => b.Gears is { } g && b.Rentals.Any(r => r.Days == g)), ("hassubset(Rentals/Customer,[null])", b => b.Rentals.Any(r => r.Customer is null)), ("hassubset([0,1,2,3,4],Rentals/Days)", b => b.Rentals.Select(r => r.Days).Distinct().Count() == b.Rentals.Count), ("hassubsequence(Rentals/Days,[1,3])", b => HasInOrder([.. b.Rentals.OrderBy(r => r.Number).Select(r => r.Days)], 1, 3)), ("length(Rentals/Days) eq 2", b => b.Rentals.Count == 2), ("startswith(Rentals/Days,[2,3])", b => b.Rentals.OrderBy(r => r.Number).Select(r => r.Days).Take(2).SequenceEqual([2, 3])),
        ("hassubset(Shop/Holidays/Day,[\"2024-02-10\"])", b => b.ShopCode == "HN"), ("hassubset([\"2024-02-10\"],Shop/Holidays/Day)", b => b.ShopCode != "HN"), ("not hassubset(Rentals/Fee,[2.5])", b => b.Rentals.All(r => r.Fee != 2.5m)));

    private static bool HasInOrder(List<int> all, int first, int second) => all.IndexOf(first) is >= 0 and var at && all.IndexOf(second, at + 1) >= 0;

    [Theory]
    [InlineData("hassubset(1,[1])"), InlineData("hassubset([1])"), InlineData("hassubset([1],['a'])"), InlineData("hassubset([1,'a'],[1])"), InlineData("hassubset(Name,[1])"), InlineData("hassubset(Rentals,[1])"), InlineData("length([1]) eq 'x'"), InlineData("Gears in ['x']"), InlineData("Gears in [\"7\"]"), InlineData("[1,2"), InlineData("[\"x]"), InlineData("Gears in Rentals"), InlineData("Gears in Rentals/Customer"), InlineData("Gears in Shop/Name"), InlineData("[Gears] in [7]"), InlineData("Name in [\"\\q\"]")]
    [InlineData("Rentals/$count(Days gt 1) gt 1"), InlineData("Rentals/$count($top=1) gt 1"), InlineData("Rentals/$count($filter=Days) gt 1"), InlineData("Rentals/$count($filter=true;$filter=true) gt 1"), InlineData("Rentals/$filter(Days)/any()"), InlineData("Maker/$filter(true)/any()"), InlineData("Rentals(1)"), InlineData("Rentals(1,2)/Days eq 1"), InlineData("Rentals(Nr=1,BikeId=1)/Days eq 1"), InlineData("Rentals(BikeId=1,Number='x')/Days eq 1"), InlineData("Maker(1)/Name eq 'x'"), InlineData("$root eq 1"), InlineData("$root/Bikes eq 1"), InlineData("$root/Bikes/Name eq 'x'"), InlineData("$root/Bikes(1)"), InlineData("$root/Bikes()/Name eq 'x'"), InlineData("$root/Bikes('x')/Name eq 'x'"), InlineData("Rentals/any($it:true)"), InlineData("Predecessors/any(p:p/Rentals/any(p:true))"), InlineData("$this"), InlineData("$it"), InlineData("Predecessors/Rentals/any(r:r/Nope eq 1)"), InlineData("Predecessors/Name/any(r:true)")]
    public async Task Wrong_paths_and_collections_are_bad_requests(string filter) => await Client.FailAsync(400, "Bikes?$filter=" + Escape(filter));

    [Fact]
    public async Task An_unknown_set_below_the_root_is_not_found() => await Client.FailAsync(404, "Bikes?$filter=$root/Nope(1)/Name+eq+'x'");

    [Fact]
    public Task Counts_take_conditions_and_paths_go_through_collections() => Each(
        ("Rentals/$count($filter=Days gt 1) gt 1", b => b.Rentals.Count(r => r.Days > 1) > 1), ("Rentals/$count($filter=Days gt $it/Gears) eq 1", b => b.Rentals.Count(r => r.Days > b.Gears) == 1), ("Rentals/$count($search=Khách) eq 1", b => b.Rentals.Count(r => r.Customer is not null) == 1), ("Rentals/$count($filter=Days gt 1;$search=Khách) ge 1", b => b.Rentals.Any(r => r.Days > 1 && r.Customer is not null)), ("Shop/Bikes/$count($filter=IsElectric) gt 5", b => b.Shop.Bikes.Count(x => x.IsElectric) > 5),
        ("Rentals/$filter(Days gt 1)/$count eq 2", b => b.Rentals.Count(r => r.Days > 1) == 2), ("Rentals/$filter(Days gt 1)/any(r:r/Fee gt 5)", b => b.Rentals.Any(r => r.Days > 1 && r.Fee > 5)), ("Rentals/$filter(Days gt 1)/all(r:r/Fee gt 5)", b => b.Rentals.Where(r => r.Days > 1).All(r => r.Fee > 5)), ("Rentals/$filter(Days gt 1)/$filter(Fee gt 5)/any()", b => b.Rentals.Any(r => r.Days > 1 && r.Fee > 5)), ("2 in Rentals/$filter(Fee gt 5)/Days", b => b.Rentals.Any(r => r.Fee > 5 && r.Days == 2)), ("Rentals/$filter(Bike/Gears gt 3)/any()", b => b.Gears > 3 && b.Rentals.Count > 0),
        ("Predecessors/Rentals/any(r:r/Days gt 3)", b => b.Predecessors.Any(p => p.Rentals.Any(r => r.Days > 3))), ("Predecessors/Rentals/all(r:r/Days gt 1)", b => b.Predecessors.All(p => p.Rentals.All(r => r.Days > 1))), ("Predecessors/Rentals/$count eq 3", b => b.Predecessors.Sum(p => p.Rentals.Count) == 3), ("Predecessors/Maker/any(m:m/Country eq 'VN')", b => b.Predecessors.Any(p => p.Maker?.Country == "VN")), ("Predecessors/Shop/$count eq 2", b => b.Predecessors.Select(p => p.ShopCode).Distinct().Count() == 2), ("Shop/Bikes/Rentals/any(r:r/Days eq Gears)", b => b.Shop.Bikes.Any(x => x.Rentals.Any(r => r.Days == b.Gears))),
        ("Predecessors/any(p:p/Rentals/any(r:r/Days gt p/Gears))", b => b.Predecessors.Any(p => p.Rentals.Any(r => r.Days > p.Gears))), ("Predecessors/any(p:p/Rentals/$count($filter=Days gt p/Gears) gt 0)", b => b.Predecessors.Any(p => p.Rentals.Any(r => r.Days > p.Gears))), ("Rentals/any(r:r/Days gt 1) and Rentals/any(r:r/Days gt 2)", b => b.Rentals.Any(r => r.Days > 1) && b.Rentals.Any(r => r.Days > 2)), ("Rentals/any(Gears:Gears/Days eq $it/Gears)", b => b.Rentals.Any(r => r.Days == b.Gears)), ("$it/Rentals/any()", b => b.Rentals.Count > 0), ("$this/Gears gt 3", b => b.Gears > 3), ("Rentals/ANY(r:r/Days gt 3)", b => b.Rentals.Any(r => r.Days > 3)));

    [Fact]
    public Task Keys_and_the_root_lead_to_single_entities() => Each(
        ("Rentals(BikeId=1,Number=2)/Days gt 0", b => b.Id == 1 && b.Rentals.Single(r => r.Number == 2).Days > 0), ("Predecessors(Successor/Id)/Id eq 0", _ => false), ("Shop/Bikes(1)/Name eq Name", b => b.Id == 1), ("Predecessors(Id add 1)/Gears eq null", b => b.Predecessors.SingleOrDefault(p => p.Id == b.Id + 1)?.Gears is null), ("Name eq $root/Bikes(5)/Name", b => b.Name == Bikes[4].Name), ("Gears gt $root/Bikes(Id=3)/Gears", b => Gt(b.Gears, Bikes[2].Gears)), ("$root/Bikes(9999)/Name eq null", _ => true),
        ("$root/Shops('HN')/Name eq Shop/Name", b => b.ShopCode == "HN"), ("$root/Bikes(1)/Successor/Id eq Id", b => b.Id == 2), ("ListPrice eq $root/Bikes(1)/ListPrice", b => b.ListPrice == 1234.50m), ("Price lt $root/Bikes(1)/Price", b => Lt(b.Price, 9.99m)), ("hour($root/Bikes(1)/SeenAt) eq 15", _ => Bikes[0].SeenAt!.Value.Hour == 15), ("hour($root/Bikes(1)/SeenAt) eq 8", _ => Bikes[0].SeenAt!.Value.Hour == 8), ("SeenAt gt $root/Bikes(1)/SeenAt", b => Gt(b.SeenAt, Bikes[0].SeenAt)), ("$root/Bikes(Successor/Id)/Name eq Successor/Name", _ => true), ("$root/Shops/$count eq 5", _ => true), ("$root/Bikes/any(x:x/Gears gt $it/Gears)", b => Bikes.Any(x => x.Gears > b.Gears)), ("$root/Shops('HN')/Bikes/$count eq Shop/Bikes/$count", b => b.Shop.Bikes.Count == Rows.Shops[0].Bikes.Count),
        ("$root/Shops('HN')/Bikes/any(x:x/Id eq $it/Id)", b => b.ShopCode == "HN"), ("$root/Bikes/$filter(Gears gt 7)/any(x:x/Maker/Id eq Maker/Id)", b => Bikes.Any(x => x.Gears > 7 && x.MakerId == b.MakerId)), ("Id in $root/Shops('HN')/Bikes/Id", b => b.ShopCode == "HN"), ("$root/Bikes(1)/Successor eq null", _ => false), ("$root/Rentals(BikeId=1,Number=1)/Bike/Id eq Id", b => b.Id == 1), ("$root/Bikes(1)/IsElectric", _ => true), ("not $root/Bikes(1)/IsSold", _ => true), ("Predecessors/any(p:p/Id eq $root/Bikes(p/Id)/Id)", b => b.Predecessors.Count > 0));

    [Fact]
    public async Task Orders_and_computed_values_take_the_same_expressions()
    {
        var ids = await IdsAsync("$orderby=" + Escape("Rentals/$count($filter=Days gt 1) desc,case(IsElectric:1,true:2),Id"));
        Assert.Equal(Bikes.OrderByDescending(b => b.Rentals.Count(r => r.Days > 1)).ThenBy(b => b.IsElectric ? 1 : 2).ThenBy(b => b.Id).Select(b => b.Id), ids);
        var rows = (await Client.GetAsync("Bikes?$select=Id,A,B&$compute=" + Escape("$root/Bikes(1)/ListPrice as A,Gears in Rentals/Days as B"))).Value;
        Assert.All(rows.Zip(Bikes), p => Assert.Equal((1234.50m, p.Second.Rentals.Any(r => r.Days == p.Second.Gears)), ((decimal)p.First!["A"]!, (bool)p.First["B"]!)));
        var pages = (await Client.AllPagesAsync("Bikes?$select=Id&$orderby=" + Escape("$root/Bikes(Successor/Id)/Price desc,length(Rentals/Days)"), pageSize: 9)).ConvertAll(r => (int)r["Id"]!);
        Assert.Equal(Bikes.OrderByDescending(b => b.Successor?.Price).ThenBy(b => b.Rentals.Count).ThenBy(b => b.Id).Select(b => b.Id), pages);
    }

    /// <summary>The instance of the resource path, and the member at hand (URL Conventions 4.01, 5.1.1.14.4 and 5.1.1.14.6).</summary>
    [Fact]
    public async Task It_means_the_outermost_instance_inside_expanded_collections_and_this_the_member()
    {
        var rows = (await Client.GetAsync("Bikes?$select=Id&$expand=" + Escape("Rentals($select=Number;$filter=$this/Days gt $it/Gears;$orderby=$this/Days desc,$it/Name;$count=true)"))).Value;
        Assert.All(rows.Zip(Bikes), p => Assert.Equal(
            p.Second.Rentals.Where(r => r.Days > p.Second.Gears).OrderByDescending(r => r.Days).ThenBy(r => r.Number).Select(r => (int)r.Number),
            p.First!["Rentals"]!.AsArray().Select(r => (int)r!["Number"]!)));
        Assert.All(rows.Zip(Bikes), p => Assert.Equal(p.Second.Rentals.Count(r => r.Days > p.Second.Gears), (int)p.First!["Rentals@odata.count"]!));
        var deep = (await Client.GetAsync("Shops?$select=Code&$expand=" + Escape("Bikes($select=Id;$orderby=Id;$expand=Rentals($select=Number;$filter=Days gt $it/Rating))"))).Value;
        Assert.All(deep, s => Assert.All(s!["Bikes"]!.AsArray(), b => Assert.Equal(
            Bikes.Single(x => x.Id == (int)b!["Id"]!).Rentals.Where(r => Gt(r.Days, Rows.Shops.Single(x => x.Code == (string)s["Code"]!).Rating) is true).Select(r => (int)r.Number),
            b!["Rentals"]!.AsArray().Select(r => (int)r!["Number"]!).Order())));
        var among = (await Client.GetAsync("Shops?$select=Code&$expand=" + Escape("Bikes($select=Id;$orderby=Id;$filter=Rentals/any(r:r/Days gt $it/Rating))"))).Value;
        Assert.All(among, s => Assert.Equal(
            Rows.Shops.Single(x => x.Code == (string)s!["Code"]!) is var shop ? shop.Bikes.Where(b => b.Rentals.Any(r => r.Days > shop.Rating)).Select(b => b.Id).Order() : [],
            s!["Bikes"]!.AsArray().Select(b => (int)b!["Id"]!)));
    }

    [Fact]
    public async Task Nesting_that_multiplies_a_query_meets_a_limit()
    {
        var nested = "Gears in (Seats,null)";
        for (var i = 0; i < 60; i++)
        {
            nested = $"({nested}) in (IsSold,null)";
        }
        Assert.Equal("ODATA323", (await Client.FailAsync(400, "Bikes?$filter=" + Escape(nested))).ErrorCode);
    }
}
