namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Type casts wherever a path may have one.</summary>
public abstract class Casts(MarketServer server) : AssetSpec(server)
{
    [Theory]
    [InlineData("Products?$filter=Market.FoodProduct/Name eq 'Lamp'", ""), InlineData("Products?$filter=Market.FoodProduct/Name eq null&$orderby=Id", "Cup Lamp"), InlineData("Products?$filter=Market.FoodProduct/Category/Name eq 'Things'", ""), InlineData("Products?$filter=Market.FoodProduct/CategoryId eq 2", "")]
    [InlineData("Products?$filter=Market.FoodProduct/Tags/any()&$orderby=Id", "Rice Sugar"), InlineData("Products?$filter=Market.NonFoodProduct/Tags/$count eq 1", "Cup"), InlineData("Products?$orderby=Market.NonFoodProduct/Name desc,Id", "Lamp Cup Rice Sugar Ice"), InlineData("Products?$filter=Market.FrozenProduct/Market.Product/Name ne null", "Ice")]
    [InlineData("Assets?$filter=Market.Vehicle/Engine eq null&$orderby=Id", "Hall Shed"), InlineData("Assets?$filter=Market.Vehicle/Check eq null&$orderby=Id", "Bike Tipper Hall Shed"), InlineData("Assets?$filter=Market.Truck/Check ne null", "Lorry"), InlineData("Assets?$filter=Market.Truck/Engine/Power eq 90", "Tipper"), InlineData("Assets?$filter=Market.Truck/Owner/Name eq 'North'", "Lorry")]
    [InlineData("Assets?$filter=Market.Building/SharedBy/any(d:d/Name eq 'South')", "Shed"), InlineData("Depots?$filter=Main/Market.Truck/Name ne null", "South"), InlineData("Depots?$filter=Main/Market.Vehicle/Trips/any(t:t/Km gt 100)", "North")]
    public async Task Behind_a_cast_everything_is_null_in_rows_of_other_types(string target, string names) => Assert.Equal(names, await NamesAsync(target));

    [Fact]
    public async Task Navigations_behind_casts_and_complex_values_are_expanded()
    {
        var assets = await AssetsAsync();
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Market.Vehicle/Check/By($select=Name),Market.Vehicle/Keeper($select=Id),Market.Building/Site/Country($select=Code)", assets.Select(a => a switch
        {
            Vehicle v => (object)Row(("Name", v.Name), ("Check", v.Check is null ? null : new { By = v.Check.By is null ? null : new { v.Check.By.Name } }), ("Keeper", v.Keeper is null ? null : new { v.Keeper.Id })),
            _ => Row(("Name", a.Name), ("Site", new { Country = ((Building)a).Site.Country is { } c ? new { c.Code } : null })),
        }));
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Market.Truck/SharedBy($filter=Id gt 1;$count=true;$select=Name),Market.Building/SharedBy/$count", assets.Select(a => a switch
        {
            Truck t => Row(("Name", t.Name), ("SharedBy@odata.count", t.SharedBy.Count(d => d.Id > 1)), ("SharedBy", t.SharedBy.Where(d => d.Id > 1).Select(d => new { d.Name }))),
            Building b => Row(("Name", b.Name), ("SharedBy@odata.count", b.SharedBy.Count)),
            _ => Row(("Name", a.Name)),
        }));
        var references = (await Client.GetAsync("Assets?$select=Name&$expand=Market.Vehicle/Keeper/$ref&$filter=Id%20le%202&$orderby=Id")).Value;
        Assert.EndsWith("/Employees(2)", (string?)references[0]!["Keeper"]!["@odata.id"], StringComparison.Ordinal);
        Assert.Null(references[1]!["Keeper"]);
    }

    [Fact]
    public async Task A_star_stands_for_all_that_is_not_named_for_the_type()
    {
        var assets = await AssetsAsync();
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Market.Vehicle/*,Owner($select=Id)", assets.Select(a => a is Vehicle v
            ? Row(("Name", a.Name), ("Owner", a.Owner is null ? null : new { a.Owner.Id }), ("SharedBy", v.SharedBy.Select(d => new { d.Id, d.Name })), ("Keeper", v.Keeper is null ? null : new { v.Keeper.Id, v.Keeper.Name }))
            : Row(("Name", a.Name), ("Owner", a.Owner is null ? null : new { a.Owner.Id }))));
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=*,Market.Building/Owner($select=Id)&$filter=Id ge 5", assets.OfType<Building>().Select(b =>
            Row(("Name", b.Name), ("SharedBy", b.SharedBy.Select(d => new { d.Id, d.Name })), ("Owner", new { b.Owner!.Id }))));
        await Client.GetAsync("Customers?$expand=Address/*");
        await Client.FailAsync(400, "Assets?$expand=Owner,Market.Vehicle/Owner");
        await Client.FailAsync(400, "Assets?$expand=Market.Vehicle/Owner,Market.Truck/Owner");
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Market.Vehicle/Owner($select=Name),Market.Building/Owner($select=Id)", assets.Select(a =>
            Row(("Name", a.Name), ("Owner", a.Owner is null ? null : a is Vehicle ? new { a.Owner.Name } : (object)new { a.Owner.Id }))));
    }

    [Fact]
    public async Task A_cast_behind_a_navigation_expands_only_entities_of_the_type()
    {
        var depots = await DepotsAsync();
        var answer = await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares/Market.Vehicle($filter=Engine/Power gt 50;$count=true;$select=Name;$orderby=Id desc;$top=1),Main/Market.Truck($select=Load)", depots.Select(d => Row(
            ("Name", d.Name),
            ("Shares@odata.count", d.Shares.OfType<Vehicle>().Count(v => v.Engine.Power > 50)),
            ("Shares", d.Shares.OfType<Vehicle>().Where(v => v.Engine.Power > 50).OrderByDescending(v => v.Id).Take(1).Select(v => new { v.Name })),
            ("Main", d.Main is Truck t ? new { t.Load } : null))));
        // What is declared is the base: a type is told even where it is the one asked for.
        Assert.Equal("#Market.Truck", (string?)answer.Value[1]!["Main"]!["@odata.type"]);
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares/Market.Truck/$count,Owns/Market.Building/$count", depots.Select(d =>
            Row(("Name", d.Name), ("Shares@odata.count", d.Shares.OfType<Truck>().Count()), ("Owns@odata.count", d.Owns.OfType<Building>().Count()))));
        Assert.Equal("/market/Assets(5)", new Uri((string)(await Client.GetAsync("Depots(1)?$expand=Owns/Market.Building/$ref")).Json["Owns"]![0]!["@odata.id"]!).AbsolutePath);
        await Client.FailAsync(400, "Depots?$expand=Owns/Market.Nope");
        await Client.FailAsync(400, "Depots?$expand=Market.Vehicle");
    }

    [Fact]
    public async Task Rows_are_grouped_by_what_lies_behind_casts()
    {
        var (assets, depots) = (await AssetsAsync(), await DepotsAsync());
        await RowsInAnyOrderAsync("Assets?$apply=groupby((Market.Vehicle/Engine/Power),aggregate($count as N))",
            assets.GroupBy(a => (a as Vehicle)?.Engine.Power).Select(g => g.Key is { } power ? Row(("N", g.Count()), ("Engine", new { Power = power })) : Row(("N", g.Count()))));
        await RowsInAnyOrderAsync("Depots?$apply=groupby((Main/Market.Vehicle/Engine/Power),aggregate($count as N))", depots.GroupBy(d => d.Main switch { null => "none", Vehicle v => $"{v.Engine.Power}", _ => "other" }).Select(g => Row(
            ("N", g.Count()), ("Main", g.Key switch { "none" => null, "other" => Row(), var power => Row(("Engine", new { Power = int.Parse(power, System.Globalization.CultureInfo.InvariantCulture) })) }))));
        await RowsInAnyOrderAsync("Assets?$apply=groupby((Market.Vehicle/Keeper/Name,Market.Building/Site/City))", assets.Select(a => a switch
        {
            Vehicle v => Row(("Keeper", v.Keeper is null ? null : new { v.Keeper.Name })),
            _ => Row(("Site", new { ((Building)a).Site.City })),
        }).DistinctBy(r => System.Text.Json.JsonSerializer.Serialize(r)));
        // A narrower cast is all that counts, and rows not of the type are one group.
        await RowsInAnyOrderAsync("Products?$apply=groupby((Market.FoodProduct/Market.FrozenProduct/Degrees),aggregate($count as N))", [Row(("N", 4)), Row(("Degrees", -18.5), ("N", 1))]);
        await RowsInAnyOrderAsync("Products?$apply=groupby((Market.FoodProduct/Name))", [Row(), Row(("Name", "Rice")), Row(("Name", "Sugar")), Row(("Name", "Ice"))]);
        await RowsInAnyOrderAsync("Products?$apply=groupby((Market.FrozenProduct/Name,Market.NonFoodProduct/Name))", [Row(), Row(("Name", "Ice")), Row(("Name", "Cup")), Row(("Name", "Lamp"))]);
        await RowsInAnyOrderAsync("Depots?$apply=join(Shares as S)/groupby((S/Market.Building/Floors),aggregate(S/Worth with max as W))", depots.SelectMany(d => d.Shares).GroupBy(a => (a as Building)?.Floors).Select(g =>
            Row(("W", g.Max(a => a.Worth)), ("S", g.Key is { } floors ? Row(("Floors", floors)) : Row()))));
        Assert.Equal("#Market.Vehicle", (string?)(await Client.GetAsync("Assets?$apply=groupby((Market.Vehicle/Engine/Power))&$filter=Market.Vehicle/Engine/Power%20eq%205")).Value.Single()!["@odata.type"]);
        Assert.Equal("#Market.FrozenProduct", (string?)(await Client.GetAsync("Products?$apply=groupby((Market.FoodProduct/Rating,Market.FrozenProduct/Degrees))&$filter=Market.FrozenProduct/Degrees%20lt%200")).Value.Single()!["@odata.type"]);
        Assert.Equal(3, (await Client.GetAsync("Products?$apply=groupby((Market.FoodProduct/Name))&$filter=isof(Market.FoodProduct)")).Value.Count);
    }

    [Fact]
    public async Task Values_are_aggregated_along_casts()
    {
        var (assets, depots) = (await AssetsAsync(), await DepotsAsync());
        var shared = depots.SelectMany(d => d.Shares).Distinct().ToList();
        await RowsAsync("Depots?$apply=aggregate(Main/Market.Vehicle/Engine/Power with sum as P,Shares/Market.Vehicle/Engine/Power with sum as Q,Shares/Market.Truck/$count as T,Main/Market.Truck/Load with max as L)",
        [
            new
            {
                P = depots.Select(d => d.Main).OfType<Vehicle>().Distinct().Sum(v => v.Engine.Power), Q = shared.OfType<Vehicle>().Sum(v => v.Engine.Power),
                T = shared.OfType<Truck>().Count(), L = depots.Select(d => d.Main).OfType<Truck>().Max(t => t.Load),
            },
        ]);
        await RowsInAnyOrderAsync("Depots?$apply=groupby((Name),aggregate(Shares/Market.Vehicle/Trips/Km with sum as Km,Shares/Market.Vehicle with countdistinct as V))", depots.Select(d => new
        {
            d.Name, Km = d.Shares.OfType<Vehicle>().SelectMany(v => v.Trips).Any() ? d.Shares.OfType<Vehicle>().SelectMany(v => v.Trips).Sum(t => t.Km) : (int?)null, V = d.Shares.OfType<Vehicle>().Count(),
        }));
        await RowsAsync("Assets?$apply=aggregate(Market.Truck/$count as T,Market.Vehicle/Trips/$count as N,Market.Vehicle/Keeper with countdistinct as K,Market.Truck/Worth with sum as W,Market.Vehicle/SharedBy/$count as S)",
        [
            new
            {
                T = assets.OfType<Truck>().Count(), N = assets.OfType<Vehicle>().Sum(v => v.Trips.Count), K = assets.OfType<Vehicle>().Select(v => v.Keeper).OfType<Employee>().Distinct().Count(),
                W = assets.OfType<Truck>().Sum(t => t.Worth), S = assets.OfType<Vehicle>().SelectMany(v => v.SharedBy).Distinct().Count(),
            },
        ]);
        // Van and Tipper have as much power, and each counts.
        await RowsAsync("Assets?$apply=aggregate(Market.Vehicle/Engine/Power with sum as P,Market.Vehicle/Engine/Power with countdistinct as D,Market.Vehicle/Check/$count as C)",
            [new { P = assets.OfType<Vehicle>().Sum(v => v.Engine.Power), D = assets.OfType<Vehicle>().Select(v => v.Engine.Power).Distinct().Count(), C = assets.OfType<Vehicle>().Count(v => v.Check is not null) }]);
        await RowsAsync("Assets?$apply=aggregate(Market.Vehicle/Engine/Power with sum from Market.Vehicle/Keeper/Name with max as M)", [new { M = assets.OfType<Vehicle>().GroupBy(v => v.Keeper?.Name).Max(g => g.Sum(v => v.Engine.Power)) }]);
    }

    [Fact]
    public async Task Collections_are_joined_and_nested_along_casts()
    {
        var (assets, depots) = (await AssetsAsync(), await DepotsAsync());
        await RowsAsync("Depots?$apply=join(Shares/Market.Vehicle as S)&$select=Name&$expand=S($select=Name)&$orderby=Name,S/Name", depots.SelectMany(d => d.Shares.OfType<Vehicle>().Select(v => (d, v))).OrderBy(p => p.d.Name).ThenBy(p => p.v.Name).Select(p =>
            new { p.d.Name, S = new { p.v.Name } }));
        await RowsAsync("Assets?$apply=outerjoin(Market.Truck/SharedBy as D)&$select=Name&$expand=D($select=Name)&$orderby=Id,D/Name", assets.SelectMany(a => (a is Truck ? a.SharedBy : []).DefaultIfEmpty().OrderBy(d => d?.Name).Select(d =>
            Row(("Name", a.Name), ("D", d is null ? null : new { d.Name })))));
        await RowsAsync("Assets?$apply=addnested(Market.Vehicle/Trips,filter(Km gt 50)/orderby(Km) as Far)&$select=Name,Far&$orderby=Id", assets.Select(a => a is Vehicle v
            ? Row(("Name", a.Name), ("Far", v.Trips.Where(t => t.Km > 50).OrderBy(t => t.Km).Select(t => new { t.Day, t.Km, t.Mark })))
            : Row(("Name", a.Name))));
        await RowsAsync("Depots?$apply=addnested(Shares/Market.Truck,aggregate(Load with sum as L,$count as N) as T)&$select=Name,T&$orderby=Id", depots.Select(d => new
        {
            d.Name, T = new[] { new { L = d.Shares.OfType<Truck>().Any() ? d.Shares.OfType<Truck>().Sum(t => t.Load) : (double?)null, N = d.Shares.OfType<Truck>().Count() } },
        }));
        var single = await RowsAsync("Depots?$apply=addnested(Main/Market.Truck,compute(Load mul 2 as Twice) as M)&$select=Name,M&$expand=M($select=Name,Twice)&$orderby=Id",
            depots.Select(d => d.Main is Truck t ? Row(("Name", d.Name), ("M", new { t.Name, Twice = t.Load * 2 })) : Row(("Name", d.Name), ("M", null))));
        Assert.Equal("#Market.Truck", (string?)single.Value[1]!["M"]!["@odata.type"]);
        await RowsAsync("Assets?$apply=addnested(Market.Vehicle/Keeper,compute(length(Name) as L) as K)/filter(K/L eq 4)&$select=Name", assets.OfType<Vehicle>().Where(v => v.Keeper?.Name.Length == 4).Select(v => new { v.Name }));
        await Client.FailAsync(400, "Depots?$apply=join(Main%20as%20M)");
        await Client.FailAsync(400, "Depots?$apply=addnested(Main,filter(Id%20eq%201)%20as%20M)");
        await Client.FailAsync(400, "Depots?$apply=join(Shares/Market.Nope%20as%20S)");
        await Client.FailAsync(400, "Assets?$apply=join(SharedBy%20as%20Engine)");
    }

    [Fact]
    public async Task Rows_whose_types_have_complex_values_are_put_together()
    {
        var assets = await AssetsAsync();
        object Shown(Asset a) => a switch
        {
            Vehicle v => Row(("Name", v.Name), ("Engine", new { v.Engine.Power, v.Engine.Tank }), ("Trips", v.Trips.Where(t => t.Km > 50).Select(t => new { t.Km })), ("Keeper", v.Keeper is null ? null : new { v.Keeper.Name })),
            _ => Row(("Name", a.Name), ("Site", new { ((Building)a).Site.City })),
        };
        const string Shape = "&$select=Name,Market.Vehicle/Engine,Market.Vehicle/Trips($filter=Km gt 50;$select=Km),Market.Building/Site&$expand=Market.Vehicle/Keeper($select=Name)";
        await RowsAsync("Assets?$apply=concat(topcount(2,Worth),filter(Market.Vehicle/Engine/Power eq 90))" + Shape, assets.OrderByDescending(a => a.Worth).Take(2).OrderBy(a => a.Id).Concat(assets.Where(a => a is Vehicle { Engine.Power: 90 })).Select(Shown));
        await RowsAsync("Assets?$apply=concat(concat(filter(Id eq 6),filter(Id eq 1)),identity)/orderby(Market.Vehicle/Engine/Power desc,Id)/top(3)" + Shape,
            assets.Where(a => a.Id == 6).Concat(assets.Where(a => a.Id == 1)).Concat(assets).OrderByDescending(a => (a as Vehicle)?.Engine.Power).ThenBy(a => a.Id).Take(3).Select(Shown));
        await RowsAsync("Assets?$apply=concat(filter(Market.Truck/Load gt 8),aggregate(Worth with sum as W))&$select=Name,Market.Truck/Load,Market.Truck/Crane,W",
            [Row(("Name", "Tipper"), ("Load", 12), ("Crane", null)), Row(("W", assets.Sum(a => a.Worth)))]);
        await RowsAsync("Assets?$apply=concat(identity,identity)/compute(Worth mul 2 as Twice)&$filter=Market.Vehicle/Engine/Tank/Litres gt 100&$select=Name,Twice", Enumerable.Repeat(new { Name = "Lorry", Twice = 160 }, 2));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($apply=concat(topcount(1,Worth),bottomcount(1,Worth));$count=true;$select=Name)", (await DepotsAsync()).Select(d => Row(
            ("Name", d.Name), ("Shares@odata.count", Math.Min(d.Shares.Count, 1) * 2), ("Shares", d.Shares.OrderByDescending(a => a.Worth).Take(1).Concat(d.Shares.OrderBy(a => a.Worth).Take(1)).Select(a => new { a.Name })))));
    }

    [Fact]
    public async Task Rows_belong_to_the_nodes_that_a_path_with_a_cast_leads_to()
    {
        var (assets, depots) = (await AssetsAsync(), await DepotsAsync());
        var parents = MarketRows.Areas.ToDictionary(a => a.Id, a => a.Parents);
        bool Within(string? id, string ancestor) => id is not null && (id == ancestor || parents[id].Any(p => Within(p, ancestor)));
        var areas = parents.Keys.Where(a => a is not ("Here" or "There")).Order(StringComparer.Ordinal).ToList();
        await RowsAsync("Assets?$apply=groupby((rolluprecursive($root/Areas,Within,Market.Building/Area/Id)),aggregate(Worth with sum as W))&$filter=W gt 0&$orderby=Market.Building/Area/Id&$select=W",
            areas.Select(a => assets.OfType<Building>().Where(b => Within(b.Area?.Id, a)).Sum(b => b.Worth)).Where(w => w > 0).Select(w => new { W = w, Area = (object?)null }).Select((r, i) => Row(("W", r.W), ("Area", areas.Where(a => assets.OfType<Building>().Any(b => Within(b.Area?.Id, a))).Select(a => new { Id = a, Name = a }).ElementAt(i)))));
        Assert.Equal(
            string.Join(' ', depots.Where(d => d.Shares.OfType<Building>().Any(b => Within(b.Area?.Id, "US"))).Select(d => d.Name)),
            await NamesAsync("Depots?$apply=descendants($root/Areas,Within,Shares/Market.Building/Area/Id,filter(Shares/Market.Building/any(b:b/Area/Id eq 'US')),keep start)&$orderby=Id"));
        Assert.Equal("Hall Shed", await NamesAsync("Assets?$apply=descendants($root/Areas,Within,Market.Building/Area/Id,filter(Id eq 6),keep start)&$orderby=Id"));
        Assert.Equal("Shed", await NamesAsync("Assets?$apply=ancestors($root/Areas,Within,Market.Building/Area/Id,filter(Id eq 5))"));
        Assert.Equal("Hall Shed Hall", await NamesAsync("Assets?$apply=traverse($root/Areas,Within,Market.Building/Area/Id,preorder)"));
        await Client.FailAsync(400, "Assets?$apply=ancestors($root/Areas,Within,Market.Nope/Area/Id,identity)");
    }
}
