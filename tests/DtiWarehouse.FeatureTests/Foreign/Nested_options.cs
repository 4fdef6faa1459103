namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Options inside <c>$select</c> and <c>$expand</c>: of complex collections, along many-to-many relationships, and those that name <c>$it</c>.</summary>
public abstract class Nested_options(MarketServer server) : AssetSpec(server)
{
    [Fact]
    public async Task Collections_of_complex_values_take_options_in_select()
    {
        var vehicles = (await AssetsAsync()).OfType<Vehicle>().ToList();
        await RowsAsync("Assets/Market.Vehicle?$orderby=Id&$select=Name,Trips($filter=Km gt 50;$orderby=Km desc;$top=1;$count=true;$select=Km)", vehicles.Select(v => Row(
            ("Name", v.Name), ("Trips@odata.count", v.Trips.Count(t => t.Km > 50)), ("Trips", v.Trips.Where(t => t.Km > 50).OrderByDescending(t => t.Km).Take(1).Select(t => new { t.Km })))));
        await RowsAsync("Assets/Market.Vehicle?$orderby=Id&$select=Trips($skip=1;$compute=Km mul 2 as Twice;$filter=Twice lt 200;$select=Day,Twice)", vehicles.Select(v => new
        {
            Trips = v.Trips.Where(t => t.Km * 2 < 200).Skip(1).Select(t => new { t.Day, Twice = t.Km * 2 }),
        }));
        await RowsAsync("Assets?$orderby=Id&$select=Name,Market.Truck/Trips($top=0),Market.Vehicle/Trips/Km", (await AssetsAsync()).Select(a => a is Vehicle v
            ? Row(("Name", a.Name), ("Trips", v is Truck ? [] : v.Trips.Select(t => new { t.Km })))
            : Row(("Name", a.Name))));
        Assert.Equal("2", string.Join(' ', (await Client.GetAsync(Encoded("Customers?$orderby=Name&$select=Phones($search=\"1-2\" OR \"2-1\")"))).Value.Sum(c => c!["Phones"]!.AsArray().Count)));
        await RowsAsync("Customers?$orderby=Name&$select=Name,Phones($filter=$it/Name eq 'Anna' and $this/Label ne null;$select=Number)", [
            new { Name = "Anna", Phones = new[] { new { Number = "1-1" } } }, new { Name = "Bình", Phones = Array.Empty<object>() }, new { Name = "Chi", Phones = Array.Empty<object>() }]);
    }

    [Fact]
    public async Task Single_complex_values_take_what_fits_them()
    {
        var anna = $"Customers({MarketRows.Anna})";
        Equal("""{"Name":"Anna","Address":{"City":"Hanoi","Country":{"Code":"VN","Name":"Việt Nam"}}}""", Bare(await Client.GetAsync($"{anna}?$select=Name,Address($expand=Country;$select=City)")));
        Equal("""{"Address":{"L@odata.type":"#Int32","L":5}}""", Bare(await Client.GetAsync($"{anna}?$select=Address($compute=length(City)%20as%20L;$select=L)")));
        Assert.EndsWith("#Customers(Address/City,Address/Country())/$entity", (await Client.GetAsync($"{anna}?$select=Address($expand=Country;$select=City)", ("OData-MaxVersion", "4.01"))).Context, StringComparison.Ordinal);
        await Client.FailAsync(400, $"{anna}?$select=Address($top=1)");
        await Client.FailAsync(400, $"{anna}?$select=Phones($top=1),Phones($skip=1)");
        await Client.FailAsync(400, $"{anna}?$select=Phones($filter=Number%20eq%201)");
        await Client.FailAsync(400, $"{anna}?$select=Phones($select=Nope)");
        await Client.FailAsync(400, $"{anna}?$select=Phones($levels=2)");
        await Client.FailAsync(400, $"{anna}?$select=Orders($top=1)");
    }

    [Fact]
    public async Task Entities_behind_many_to_many_relationships_are_transformed_for_each_owner()
    {
        var depots = await DepotsAsync();
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($apply=aggregate(Worth with sum as W,$count as N))", depots.Select(d => new
        {
            d.Name, Shares = new[] { new { W = d.Shares.Count > 0 ? d.Shares.Sum(a => a.Worth) : (decimal?)null, N = d.Shares.Count } },
        }));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($compute=Worth mul 2 as Twice;$select=Name,Twice;$filter=Twice gt 10;$orderby=Twice;$top=1;$count=true)", depots.Select(d => Row(
            ("Name", d.Name), ("Shares@odata.count", d.Shares.Count(a => a.Worth * 2 > 10)), ("Shares", d.Shares.Where(a => a.Worth * 2 > 10).OrderBy(a => a.Worth).Take(1).Select(a => new { a.Name, Twice = a.Worth * 2 })))));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares/Market.Vehicle($apply=groupby((Engine/Power),aggregate($count as N))/orderby(Engine/Power))", depots.Select(d => new
        {
            d.Name, Shares = d.Shares.OfType<Vehicle>().GroupBy(v => v.Engine.Power).OrderBy(g => g.Key).Select(g => new { N = g.Count(), Engine = new { Power = g.Key } }),
        }));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($apply=topcount(1,Worth);$select=Name)", depots.Select(d => new { d.Name, Shares = d.Shares.OrderByDescending(a => a.Worth).Take(1).Select(a => new { a.Name }) }));
    }

    [Fact]
    public async Task Rows_are_nested_and_joined_along_many_to_many_relationships()
    {
        var depots = await DepotsAsync();
        await RowsAsync("Depots?$apply=addnested(Shares,filter(Worth gt 10) as Dear,aggregate($count as N) as All)&$select=Name,Dear,All&$expand=Dear($select=Name)&$orderby=Id", depots.Select(d => new
        {
            d.Name, Dear = d.Shares.Where(a => a.Worth > 10).Select(a => new { a.Name }), All = new[] { new { N = d.Shares.Count } },
        }));
        await RowsInAnyOrderAsync("Depots?$apply=join(Shares as S)/groupby((S/Name),aggregate($count as N))", depots.SelectMany(d => d.Shares).GroupBy(a => a.Name).Select(g => Row(("N", g.Count()), ("S", new { Name = g.Key }))));
        await RowsAsync("Depots?$apply=outerjoin(Shares as S,topcount(1,Worth))&$select=Name&$expand=S($select=Name)&$orderby=Id", depots.Select(d => new { d.Name, S = d.Shares.MaxBy(a => a.Worth) is { } best ? new { best.Name } : null }));
        await RowsAsync("Customers?$apply=join(Friends as F)/join(Orders as O)&$select=Name&$expand=F($select=Name),O($select=Number)&$orderby=Name,F/Name,O/Number",
            [.. new[] { ("Anna", "Bình", 1), ("Anna", "Bình", 2), ("Anna", "Chi", 1), ("Anna", "Chi", 2), ("Bình", "Anna", 1) }.Select(r => new { Name = r.Item1, F = new { Name = r.Item2 }, O = new { Number = r.Item3 } })]);
        // Along what was aggregated away there is nothing.
        await RowsAsync("Depots?$apply=aggregate($count as N)/outerjoin(Shares as S)&$expand=S", [Row(("N", 4), ("S", null))]);
        await RowsAsync("Depots?$apply=aggregate($count as N)/join(Shares as S)", []);
    }

    [Fact]
    public async Task Nested_collections_are_followed_by_later_steps()
    {
        var depots = await DepotsAsync();
        const string Dear = "Depots?$apply=addnested(Shares,filter(Worth gt 10) as Dear)";
        Assert.Equal(string.Join(' ', depots.Where(d => d.Shares.Count(a => a.Worth > 10) >= 2).Select(d => d.Name)), await NamesAsync(Dear + "/filter(Dear/$count ge 2)&$orderby=Id"));
        Assert.Equal("North", await NamesAsync(Dear + "&$filter=Dear/any(d:d/Worth gt 100)"));
        var dear = depots.SelectMany(d => d.Shares).Distinct().Where(a => a.Worth > 10).ToList();
        await RowsAsync(Dear + "/aggregate(Dear/Worth with sum as W,Dear/$count as N)", [new { W = dear.Sum(a => a.Worth), N = dear.Count }]);
        await RowsAsync(Dear + "/join(Dear as D)/groupby((D/Name))/orderby(D/Name)", dear.Select(a => a.Name).Order(StringComparer.Ordinal).Select(n => new { D = new { Name = n } }));
        await RowsAsync("Depots?$apply=addnested(Shares,groupby((Owner/Name),aggregate(Worth with sum as W)) as G)/aggregate(G/W with sum as S,G/$count as N)",
            [new { S = depots.SelectMany(d => d.Shares).Sum(a => a.Worth), N = depots.Sum(d => d.Shares.Select(a => a.Owner).Distinct().Count()) }]);
        await RowsAsync("Depots?$apply=join(Shares as S,nest(topcount(1,Worth) as Best))&$select=Name&$expand=S($expand=Best($select=Name))&$orderby=Id",
            depots.Select(d => new { d.Name, S = new { Best = d.Shares.OrderByDescending(a => a.Worth).Take(1).Select(a => new { a.Name }) } }));
        await RowsAsync("Depots?$apply=nest(orderby(Name)/top(1) as First)/top(1)&$expand=First($select=Name)", [new { First = new[] { new { Name = "North" } } }]);
    }

    [Fact]
    public async Task The_instance_of_the_path_is_known_however_deep_an_option_stands()
    {
        var (assets, depots) = (await AssetsAsync(), await DepotsAsync());
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($filter=contains($it/Name,'t') and Worth gt 5;$count=true;$select=Name)", depots.Select(d => Row(
            ("Name", d.Name), ("Shares@odata.count", d.Shares.Count(a => d.Name.Contains('t', StringComparison.Ordinal) && a.Worth > 5)), ("Shares", d.Shares.Where(a => d.Name.Contains('t', StringComparison.Ordinal) && a.Worth > 5).Select(a => new { a.Name })))));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Shares($apply=filter(Worth gt $it/Id mul 30)/aggregate($count as N);$filter=N gt $it/Id sub 2)", depots.Select(d => new
        {
            d.Name, Shares = new[] { new { N = d.Shares.Count(a => a.Worth > d.Id * 30) } }.Where(r => r.N > d.Id - 2),
        }));
        // Depots share what their main assets lead to, and each asks on its own behalf.
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Main($select=Name;$expand=SharedBy($filter=Id ne $it/Id;$orderby=$it/Id mul Id desc;$count=true;$select=Name))", depots.Select(d => new
        {
            d.Name, Main = d.Main is null ? null : Row(("Name", d.Main.Name), ("SharedBy@odata.count", d.Main.SharedBy.Count(o => o.Id != d.Id)), ("SharedBy", d.Main.SharedBy.Where(o => o.Id != d.Id).OrderByDescending(o => o.Id).Select(o => new { o.Name }))),
        }));
        await RowsAsync("Depots?$select=Name&$orderby=Id&$expand=Main($select=Name;$expand=SharedBy($apply=filter(Id ne $it/Id)/aggregate($count as N)))", depots.Select(d => new
        {
            d.Name, Main = d.Main is null ? null : new { d.Main.Name, SharedBy = new[] { new { N = d.Main.SharedBy.Count(o => o.Id != d.Id) } } },
        }));
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Owner($select=Name;$expand=Owns($filter=Id ne $it/Id;$select=Name;$expand=SharedBy($filter=Id le $it/Id;$select=Id)))", assets.Select(a => new
        {
            a.Name, Owner = a.Owner is null ? null : new { a.Owner.Name, Owns = a.Owner.Owns.Where(o => o.Id != a.Id).OrderBy(o => o.Id).Select(o => new { o.Name, SharedBy = o.SharedBy.Where(d => d.Id <= a.Id).Select(d => new { d.Id }) }) },
        }));
        await RowsAsync("Assets?$select=Name&$orderby=Id&$expand=Owner($compute=concat(Name,$it/Name) as Both;$select=Both)", assets.Select(a => new { a.Name, Owner = a.Owner is null ? null : new { Both = a.Owner.Name + a.Name } }));
        await RowsAsync("Customers?$select=Name&$orderby=Name&$expand=Friends($orderby=Name;$select=Name;$expand=Orders($filter=$it/Name eq 'Anna';$select=Number))",
        [
            new { Name = "Anna", Friends = new object[] { new { Name = "Bình", Orders = new[] { new { Number = 1 } } }, new { Name = "Chi", Orders = Array.Empty<object>() } } },
            new { Name = "Bình", Friends = new object[] { new { Name = "Anna", Orders = Array.Empty<object>() } } },
            new { Name = "Chi", Friends = Array.Empty<object>() },
        ]);
    }
}
