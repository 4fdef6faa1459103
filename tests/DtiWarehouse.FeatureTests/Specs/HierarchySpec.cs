using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Recursive hierarchies: what lies above and below, tree order, tests of a node's position.</summary>
public abstract class HierarchySpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private const string Assembly = "$root/Parts,Assembly,Code", Succession = "$root/Bikes,Succession,", Origin = "$root/Bikes,Origin,";

    private HierarchyOracle<Part> Parts => new(Rows.Parts, p => Rows.Parts.Where(w => w.Code == p.WholeCode));
    private HierarchyOracle<Bike> Successors => new(Bikes, b => b.Successor is null ? [] : [b.Successor]);
    private HierarchyOracle<Bike> Predecessors => new(Bikes, b => b.Predecessors);

    private async Task<List<string>> CodesAsync(string query) =>
        [.. (await Client.GetAsync("Parts?$select=Code&" + query.Replace(" ", "%20", StringComparison.Ordinal))).Value.Select(r => (string)r!["Code"]!)];

    private Task<List<int>> ApplyAsync(string apply) => IdsAsync("$apply=" + apply.Replace(" ", "%20", StringComparison.Ordinal));

    [Theory]
    [InlineData("descendants({0},filter(Code eq 'wheel'))", "axle hub nut rim spoke washer")]
    [InlineData("descendants({0},filter(Code eq 'wheel'),keep start)", "axle hub nut rim spoke washer wheel")]
    [InlineData("descendants({0},filter(Code eq 'wheel'),1)", "hub rim spoke")]
    [InlineData("descendants({0},filter(Code eq 'wheel'),2,keep start)", "axle hub rim spoke wheel")]
    [InlineData("descendants({0},filter(Code eq 'wheel' or Code eq 'axle'))", "axle hub nut rim spoke washer")]
    [InlineData("ancestors({0},filter(Code eq 'axle'))", "bike hub wheel")]
    [InlineData("ancestors({0},filter(Code eq 'axle'),keep start)", "axle bike hub wheel")]
    [InlineData("ancestors({0},filter(Grams eq 400),1,keep start)", "bike hub saddle wheel")]
    [InlineData("descendants({0},filter(Code eq 'ring1'))", "pendant ring1 ring2 ring3")]
    [InlineData("ancestors({0},filter(Code eq 'pendant'))", "ring1 ring2 ring3")]
    [InlineData("ancestors({0},identity,50)", "axle bike frame hub lamp ring1 ring2 ring3 self wheel")]
    [InlineData("filter(Grams gt 95)/descendants({0},filter(Code eq 'wheel'))", "hub rim")]
    [InlineData("orderby(Grams desc)/descendants({0},top(1))", "fork")]
    [InlineData("descendants({0},topcount(2,Grams),keep start)", "axle fork frame hub nut rim spoke washer wheel")]
    [InlineData("descendants({0},search(wheel),keep start)/ancestors({0},filter(Code eq 'hub'),keep start)", "hub wheel")]
    [InlineData("ancestors({0},descendants({0},filter(Code eq 'wheel'),1))", "bike wheel")]
    [InlineData("descendants({0},filter(false))", "")]
    [InlineData("descendants({0},filter(Code eq 'bell'))", "")]
    [InlineData("traverse({0},preorder)", "bell bike frame fork saddle wheel hub axle nut washer rim spoke lamp bulb", true)]
    [InlineData("traverse({0},postorder)", "bell fork frame saddle nut washer axle hub rim spoke wheel bike bulb lamp", true)]
    [InlineData("traverse({0},preorder,Grams desc,Code)", "lamp bulb bell bike frame fork wheel rim hub axle nut washer spoke saddle", true)]
    [InlineData("traverse({0},preorder,filter(Code eq 'hub' or Code eq 'lamp'))", "hub axle nut washer lamp bulb", true)]
    [InlineData("traverse({0},preorder,filter(Code eq 'hub' or Code eq 'lamp')/orderby(Code desc))", "lamp bulb hub axle nut washer", true)]
    [InlineData("traverse({0},postorder,filter(Code eq 'wheel'),Code desc)", "spoke rim washer nut axle hub wheel", true)]
    [InlineData("traverse({0},preorder,filter(Code eq 'hub' or Code eq 'axle'))", "axle nut washer hub axle nut washer", true)]
    [InlineData("filter(Grams gt 95)/traverse({0},preorder)", "bell frame fork saddle wheel hub rim lamp", true)]
    [InlineData("traverse({0},preorder)/filter(Grams gt 95)/skip(1)/top(4)", "frame fork saddle wheel", true)]
    [InlineData("traverse({0},preorder)/compute(length(Code) as L)/filter(L eq 4)", "bell bike fork axle lamp bulb", true)]
    [InlineData("traverse({0},preorder)/orderby(Grams)/top(4)", "bike spoke bulb nut", true)]
    public async Task A_transformation_over_a_tree_gives(string apply, string codes, bool inOrder = false)
    {
        var found = await CodesAsync("$apply=" + string.Format(System.Globalization.CultureInfo.InvariantCulture, apply, Assembly));
        Assert.Equal(codes, string.Join(' ', inOrder ? found : [.. found.Order(StringComparer.Ordinal)]));
    }

    /// <summary>Of the nodes in the collection alone: what hangs from a node outside it has no parent, and no way leads through one.</summary>
    [Theory]
    [InlineData("traverse($root/Parts/$filter(Code ne 'hub'),Assembly,Code,preorder)", "axle nut washer bell bike frame fork saddle wheel rim spoke lamp bulb")]
    [InlineData("traverse($root/Parts('wheel')/Pieces,Assembly,Code,preorder,Grams desc)", "rim hub spoke")]
    [InlineData("traverse($root/Parts/$filter(Grams gt 400)/$filter(Code ne 'frame')/Pieces,Assembly,Code,preorder)", "hub rim spoke")]
    [InlineData("descendants($root/Parts/$filter(Code ne 'hub'),Assembly,Code,filter(Code eq 'wheel'))/orderby(Code)", "rim spoke")]
    [InlineData("ancestors($root/Parts/$filter(Grams gt 80),Assembly,Code,filter(Code eq 'axle'))/orderby(Code)", "hub wheel")]
    [InlineData("ancestors($root/Parts/Pieces,Assembly,Code,filter(Code eq 'axle'))/orderby(Code)", "hub wheel")]
    [InlineData("filter(Aggregation.isroot(HierarchyNodes=$root/Parts/$filter(Grams lt 10),HierarchyQualifier='Assembly',Node=Code))/orderby(Code)", "nut washer")]
    [InlineData("filter(Aggregation.isleaf(HierarchyNodes=$root/Parts/$filter(Grams gt 80),HierarchyQualifier='Assembly',Node=Code))/orderby(Code)", "axle bell fork lamp rim saddle")]
    [InlineData("filter(Aggregation.issibling(HierarchyNodes=$root/Parts('axle')/Pieces,HierarchyQualifier='Assembly',Node=Code,Other='nut'))", "washer")]
    [InlineData("filter(Aggregation.isdescendant(HierarchyNodes=@nodes,HierarchyQualifier='Assembly',Node=Code,Ancestor='bike'))/orderby(Code)&@nodes=$root/Parts/$filter(Code ne 'wheel')", "fork frame saddle")]
    [InlineData("descendants($root/Parts,Assembly,Code,BikeShop.Light())/orderby(Code)", "pendant ring1 ring2 ring3 self")]
    [InlineData("traverse($root/Parts,Assembly,Code,preorder,filter(Code eq 'nut' or Code eq 'hub')/BikeShop.Light())", "nut")]
    [InlineData("traverse($root/Parts/$filter(Code eq 'nut' or Code eq 'hub'),Assembly,Code,preorder,BikeShop.Light(),Code)", "nut")]
    [InlineData("groupby((rolluprecursive($root/Parts/$filter(Code ne 'hub'),Assembly,Code,filter(Code eq 'wheel'))),filter(Code ne 'rim'))/orderby(Grams)", "wheel wheel")]
    [InlineData("groupby((rolluprecursive($root/Parts,Assembly,Code,BikeShop.Light())),aggregate($count as N))/filter(N eq 1)/orderby(Code)", "nut pendant self washer")]
    public async Task A_tree_of_some_nodes_gives(string apply, string codes) => Assert.Equal(codes, string.Join(' ', await CodesAsync("$apply=" + apply)));

    [Theory]
    [InlineData("isroot({0},Node=Code)", "bell bike lamp")]
    [InlineData("isleaf({0},Node=Code)", "bell bulb fork nut pendant rim saddle spoke washer")]
    [InlineData("isnode({0},Node=WholeCode)", "axle bulb fork frame hub nut pendant rim ring1 ring2 ring3 saddle self spoke washer wheel")]
    [InlineData("isdescendant({0},Node=Code,Ancestor='hub')", "axle nut washer")]
    [InlineData("isdescendant({0},Node=Code,Ancestor='hub',IncludeSelf=true)", "axle hub nut washer")]
    [InlineData("isdescendant({0},Node=Code,Ancestor='hub',MaxDistance=1,IncludeSelf=false)", "axle")]
    [InlineData("isdescendant({0},Node='nut',Ancestor=Code)", "axle bike hub wheel")]
    [InlineData("isdescendant({0},Node='nut',Ancestor=Code,MaxDistance=2)", "axle hub")]
    [InlineData("isdescendant({0},Node=Code,Ancestor='nothing')", "")]
    [InlineData("isdescendant({0},Node=Code,Ancestor=null)", "")]
    [InlineData("isdescendant({0},Node=Code,Ancestor=Code)", "ring1 ring2 ring3 self")]
    [InlineData("isdescendant({0},Node=Whole/WholeCode,Ancestor='bike')", "axle nut washer")]
    [InlineData("isancestor({0},Node=Code,Descendant='axle')", "bike hub wheel")]
    [InlineData("isancestor({0},Node=Code,Descendant='axle',MaxDistance=2)", "hub wheel")]
    [InlineData("isancestor({0},Node=WholeCode,Descendant=Code,MaxDistance=1)", "axle bulb fork frame hub nut pendant rim ring1 ring2 ring3 saddle self spoke washer wheel")]
    [InlineData("issibling({0},Node=Code,Other='rim')", "hub spoke")]
    [InlineData("issibling({0},Node=Code,Other='bell')", "bike lamp")]
    [InlineData("issibling({0},Node=Code,Other=Whole/Code)", "")]
    [InlineData("issibling({0},Node=Whole/WholeCode,Other='rim')", "nut washer")]
    public async Task A_function_finds(string function, string codes)
    {
        var call = "Aggregation." + string.Format(System.Globalization.CultureInfo.InvariantCulture, function, "HierarchyNodes=$root/Parts,HierarchyQualifier='Assembly'");
        var found = await CodesAsync("$filter=" + call);
        Assert.Equal(codes, string.Join(' ', found.Order(StringComparer.Ordinal)));
        // What is not true is false, never unknown.
        Assert.Equal(Rows.Parts.Count - found.Count, (await CodesAsync($"$filter=not ({call})")).Count);
    }

    /// <summary>Sets whose rows belong to bikes, and how.</summary>
    private List<(string Set, string Path, IReadOnlyList<(string Key, IReadOnlyList<Bike> Nodes)> Rows)> Related =>
    [
        ("Bikes", "Id", [.. Bikes.Select(b => (Key(b.Id), (IReadOnlyList<Bike>)[b]))]),
        ("Bikes", "SuccessorId", [.. Bikes.Select(b => (Key(b.Id), (IReadOnlyList<Bike>)(b.Successor is null ? [] : [b.Successor])))]),
        ("Bikes", "Successor/Successor/Id", [.. Bikes.Select(b => (Key(b.Id), (IReadOnlyList<Bike>)(b.Successor?.Successor is null ? [] : [b.Successor.Successor])))]),
        ("Bikes", "Predecessors/Id", [.. Bikes.Select(b => (Key(b.Id), (IReadOnlyList<Bike>)[.. b.Predecessors]))]),
        ("Rentals", "Bike/Id", [.. Rows.Rentals.Select(r => (Key(r.BikeId) + "/" + Key(r.Number), (IReadOnlyList<Bike>)[r.Bike]))]),
        ("Makers", "Bikes/Id", [.. Rows.Makers.Select(m => (m.Id.ToString(), (IReadOnlyList<Bike>)[.. m.Bikes]))]),
        ("Makers", "Bikes/Successor/Id", [.. Rows.Makers.Select(m => (m.Id.ToString(), (IReadOnlyList<Bike>)[.. m.Bikes.Where(b => b.Successor is not null).Select(b => b.Successor!)]))]),
        ("Holidays", "Shop/Bikes/Id", [.. Rows.Holidays.Select(h => (h.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), (IReadOnlyList<Bike>)[.. h.Shop?.Bikes ?? []]))]),
    ];

    private static string Key(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<List<string>> KeysAsync(string set, string query) =>
        [.. (await Client.GetAsync($"{set}?{query}")).Value.Select(r => KeyOf(set, r!))];

    private static string KeyOf(string set, System.Text.Json.Nodes.JsonNode row) => set switch
    {
        "Rentals" => $"{row["BikeId"]}/{row["Number"]}",
        "Holidays" => (string)row["Day"]!,
        _ => row["Id"]!.ToString(),
    };

    [Fact]
    public async Task Random_kin_of_random_rows_is_what_plain_code_finds()
    {
        for (var seed = 0; seed < 120 * TestScale.Factor; seed++)
        {
            var random = new Random(seed);
            var (reference, oracle) = random.Next(2) == 0 ? (Succession, Successors) : (Origin, Predecessors);
            var (set, path, rows) = Related[random.Next(Related.Count)];
            var (up, keep) = (random.Next(2) == 0, random.Next(2) == 0);
            var distance = random.Next(2) == 0 ? random.Next(1, 4) : (int?)null;
            Func<(string Key, IReadOnlyList<Bike> Nodes), bool> isStart = _ => true;
            var start = "identity";
            if (set == "Bikes")
            {
                var (text, condition) = new RandomCondition(seed).Next(random.Next(2));
                (start, isStart) = ($"filter({text})", r => condition(Bikes.Single(b => Key(b.Id) == r.Key)) is true);
            }
            else if (set == "Rentals")
            {
                var least = random.Next(1, BikeShopRows.BikeCount);
                start = $"filter(Bike/Gears gt 3 and BikeId lt {Key(least)})";
                isStart = r => r.Nodes[0].Gears > 3 && r.Nodes[0].Id < least;
            }
            var nodes = rows.Where(isStart).SelectMany(r => r.Nodes).ToList();
            var reached = oracle.Reached(nodes, up, distance ?? int.MaxValue);
            reached.UnionWith(keep ? nodes : []);
            var expected = rows.Where(r => r.Nodes.Any(reached.Contains)).Select(r => r.Key).Order(StringComparer.Ordinal).ToList();
            var query = $"$apply={(up ? "ancestors" : "descendants")}({reference}{path},{start}{(distance is null ? "" : $",{distance}")}{(keep ? ",keep start" : "")})";
            var found = (await KeysAsync(set, Escaped(query))).Order(StringComparer.Ordinal).ToList();
            Assert.True(expected.SequenceEqual(found), $"{set}?{query}\nexpected {string.Join(' ', expected)}\nactual   {string.Join(' ', found)}");
        }
    }

    private static string Escaped(string query) => "$apply=" + Uri.EscapeDataString(query["$apply=".Length..]);

    [Fact]
    public async Task Random_traversals_come_in_the_order_of_plain_code_on_one_page_and_on_many()
    {
        (string Text, Func<IEnumerable<Bike>, IEnumerable<Bike>> Sort)[] orders =
        [
            ("", b => b), (",Gears desc", b => b.OrderByDescending(x => x.Gears ?? int.MinValue).ThenBy(x => x.Id)), (",Shop/Rating,Built desc", b => b.OrderBy(x => x.Shop.Rating ?? double.MinValue).ThenByDescending(x => x.Built ?? DateOnly.MinValue).ThenBy(x => x.Id)),
        ];
        for (var seed = 0; seed < 60 * TestScale.Factor; seed++)
        {
            var random = new Random(seed);
            var (reference, oracle) = random.Next(3) > 0 ? (Succession, Successors) : (Origin, Predecessors);
            var (set, path, rows) = Related[random.Next(Related.Count)];
            var (text, sort) = orders[random.Next(orders.Length)];
            var (postorder, starts) = (random.Next(2) == 0, random.Next(3) == 0);
            var sorted = sort(Bikes.OrderBy(b => b.Id)).ToList();
            var visits = oracle.Traverse(sorted, starts ? [.. sorted.Where(b => b.IsElectric)] : null, postorder);
            var expected = visits.SelectMany(v => rows.Where(r => r.Nodes.Contains(v)).Select(r => r.Key).Order(Comparer)).ToList();
            var query = Escaped($"$apply=traverse({reference}{path},{(postorder ? "postorder" : "preorder")}{(starts ? ",filter(IsElectric)" : "")}{text})");
            var found = await KeysAsync(set, query);
            Assert.True(expected.SequenceEqual(found), $"{set}?{query}\nexpected {string.Join(' ', expected)}\nactual   {string.Join(' ', found)}");
            var paged = await Client.AllPagesAsync($"{set}?{query}", 7);
            Assert.Equal(expected, paged.Select(r => KeyOf(set, r)));
        }
    }

    /// <summary>Rows of one node come by key: numbers as numbers, all else as text.</summary>
    private static readonly Comparer<string> Comparer = Comparer<string>.Create((a, b) =>
    {
        var (one, other) = (a.Split('/'), b.Split('/'));
        return one.Zip(other, (x, y) => int.TryParse(x, out var i) && int.TryParse(y, out var j) ? i.CompareTo(j) : string.CompareOrdinal(x, y)).FirstOrDefault(c => c != 0);
    });

    [Theory]
    [InlineData("$apply=traverse($root/Parts,Assembly,Code,preorder,filter(Code eq 'ring1'))"), InlineData("$apply=traverse($root/Parts,Assembly,Code,postorder,identity)")]
    public async Task A_circle_that_would_have_no_end_is_an_error(string query)
    {
        var answer = await Client.FailAsync(400, "Parts?" + query.Replace(" ", "%20", StringComparison.Ordinal));
        Assert.Equal("ODATA501", answer.ErrorCode);
    }

    [Fact]
    public async Task The_order_of_a_tree_gives_way_to_another_and_is_counted_and_cut()
    {
        var apply = $"$apply=traverse({Assembly},preorder)";
        Assert.Equal(["bike", "bulb", "spoke"], (await CodesAsync(apply + "&$orderby=Grams&$top=3")).Order(StringComparer.Ordinal));
        Assert.Equal(["saddle", "wheel"], await CodesAsync(apply + "&$skip=4&$top=2"));
        Assert.Equal(14, (int)(await Client.GetAsync($"Parts?{apply}&$count=true&$top=1")).Json["@odata.count"]!);
        Assert.Equal("14", (await Client.GetAsync($"Parts/$count?{apply}")).Text);
        Assert.Equal("7", (await Client.GetAsync($"Parts/$count?$apply=descendants({Assembly},filter(Code%20eq%20'wheel'),keep%20start)")).Text);
    }

    [Fact]
    public async Task The_node_behind_the_path_is_put_into_the_row()
    {
        var rentals = (await Client.GetAsync($"Rentals?$apply=traverse({Succession}Bike/Id,preorder)&$top=3&$expand=Bike($select=Id;$expand=Shop($select=Code))")).Value;
        Assert.All(rentals, r => Assert.Equal((int)r!["BikeId"]!, (int)r["Bike"]!["Id"]!));
        Assert.All(rentals, r => Assert.Equal(Bikes.Single(b => b.Id == (int)r!["BikeId"]!).ShopCode, (string)r!["Bike"]!["Shop"]!["Code"]!));
        var makers = (await Client.GetAsync($"Makers?$apply=traverse({Succession}Bikes/Id,preorder)&$select=Name")).Value;
        Assert.All(makers, m => Assert.Equal((string)m!["Name"]!, Bikes.Single(b => b.Id == (int)Assert.Single(m["Bikes"]!.AsArray())!["Id"]!).Maker!.Name));
        var holidays = (await Client.GetAsync($"Holidays?$apply=traverse({Succession}Shop/Bikes/Id,preorder)")).Value;
        Assert.All(holidays, h => Assert.Equal("HN", Bikes.Single(b => b.Id == (int)Assert.Single(h!["Shop"]!["Bikes"]!.AsArray())!["Id"]!).ShopCode));
    }

    [Theory]
    [InlineData("groupby((rolluprecursive({0})),aggregate($count as N))&$filter=N gt 1&$orderby=N desc,Code&$select=Code,N", "bike 11,wheel 7,hub 4,ring1 4,ring2 4,ring3 4,axle 3,frame 2,lamp 2")]
    [InlineData("filter(Grams gt 1000)/groupby((rolluprecursive({0},filter(Code eq 'bike' or Code eq 'lamp'))),aggregate(Grams with sum as N))&$orderby=Code&$select=Code,N", "bike 4300,lamp ")]
    [InlineData("groupby((rolluprecursive({0},descendants({0},filter(Code eq 'hub'),keep start)/traverse({0},postorder))),aggregate($count as N))&$select=Code,N", "nut 1,washer 1,axle 3,hub 4")]
    [InlineData("groupby((rolluprecursive({0},filter(Code eq 'bike')/traverse({0},preorder,filter(Code eq 'hub' or Code eq 'axle')))),aggregate($count as N))&$select=Code,N", "")]
    [InlineData("groupby((rolluprecursive({0},traverse({0},preorder,filter(Code eq 'hub' or Code eq 'axle')))),aggregate($count as N))&$select=Code,N", "axle 3,nut 1,washer 1,hub 4,axle 3,nut 1,washer 1")]
    [InlineData("groupby((rolluprecursive({0},filter(Code eq 'wheel' or Code eq 'hub'))),filter($it eq Aggregation.rollupnode())/aggregate(Grams with sum as N))&$orderby=Code&$select=Code,N", "hub 400,wheel 1800")]
    [InlineData("groupby((rolluprecursive({0},filter(Code eq 'wheel' or Code eq 'nut'))),filter(Aggregation.rollupnode(Position=1) eq Whole)/aggregate($count as N))&$orderby=Code&$select=Code,N", "nut 0,wheel 3")]
    [InlineData("groupby((rolluprecursive({0},filter(Code eq 'wheel'))),filter(Whole ne Aggregation.rollupnode() and $it ne Aggregation.rollupnode())/aggregate($count as N))&$select=Code,N", "wheel 3")]
    [InlineData("groupby((rolluprecursive({0},filter(Code eq 'wheel'))),compute(Grams div 2 as H)/aggregate(H with max as N))/compute(N mul 2 as M)/filter(M eq 1800)&$select=Code,N", "wheel 900")]
    public async Task Values_rolled_up_along_a_tree_are(string apply, string rows)
    {
        var query = "$apply=" + string.Format(System.Globalization.CultureInfo.InvariantCulture, apply, Assembly).Replace(" ", "%20", StringComparison.Ordinal);
        var found = (await Client.GetAsync("Parts?" + query)).Value;
        Assert.Equal(rows, string.Join(',', found.Select(r => $"{r!["Code"]} {r["N"]}")));
        Assert.Equal(rows, string.Join(',', (await Client.AllPagesAsync("Parts?" + query, 2)).Select(r => $"{r["Code"]} {r["N"]}")));
    }

    [Fact]
    public async Task Random_rows_rolled_up_give_what_plain_code_finds()
    {
        for (var seed = 0; seed < 60 * TestScale.Factor; seed++)
        {
            var random = new Random(seed);
            var (reference, oracle) = random.Next(2) == 0 ? (Succession, Successors) : (Origin, Predecessors);
            var (set, path, rows) = Related[random.Next(Related.Count)];
            var some = random.Next(2) == 0;
            var expected = Bikes.Where(b => !some || b.IsElectric)
                .Select(b => (b.Id, Below: oracle.Reached([b], up: false).Append(b).ToHashSet()))
                .Select(b => $"{b.Id}:{rows.Count(r => r.Nodes.Any(b.Below.Contains))}").Order(StringComparer.Ordinal).ToList();
            var query = Escaped($"$apply=groupby((rolluprecursive({reference}{path}{(some ? ",filter(IsElectric)" : "")})),aggregate($count as N))");
            var found = (await Client.GetAsync($"{set}?{query}")).Value.Select(r => $"{NodeOf(r!, path)}:{r!["N"]}").Order(StringComparer.Ordinal).ToList();
            Assert.True(expected.SequenceEqual(found), $"{set}?{query}\nexpected {string.Join(' ', expected)}\nactual   {string.Join(' ', found)}");
        }
    }

    private static string NodeOf(System.Text.Json.Nodes.JsonNode row, string path) =>
        path.Split('/').Aggregate(row, (node, name) => node[name] is System.Text.Json.Nodes.JsonArray items ? items.Single()! : node[name]!).ToString();

    [Fact]
    public async Task A_tree_and_other_values_are_grouped_by_together()
    {
        var expected = Bikes.SelectMany(b => Successors.Reached([b], up: false).Append(b).Distinct().GroupBy(x => (IsNull: x.Maker is null, x.Maker?.Country)).Select(g => $"{b.Id} {g.Key.Country} {g.Count()}")).Order(StringComparer.Ordinal);
        var found = (await Client.GetAsync($"Bikes?$apply=groupby((Maker/Country,rolluprecursive({Succession}Id)),aggregate($count%20as%20N))")).Value;
        Assert.Equal(expected, found.Select(r => $"{r!["Id"]} {r["Maker"]?["Country"]} {r["N"]}").Order(StringComparer.Ordinal));

        var rentals = (await Client.GetAsync($"Rentals?$apply=groupby((rolluprecursive({Succession}Bike/Id,filter(Id%20lt%2020))),topcount(1,Days))&$expand=Bike($select=Id;$expand=Shop($select=Code))")).Value;
        var greatest = Bikes.Where(b => b.Id < 20).Select(b => (b, Below: Successors.Reached([b], up: false).Append(b).ToHashSet()))
            .Select(b => (b.b, Most: Rows.Rentals.Where(r => b.Below.Contains(r.Bike)).Select(r => (int?)r.Days).Max())).Where(b => b.Most is not null);
        Assert.Equal(greatest.Select(g => $"{g.b.Id} {g.b.ShopCode} {g.Most}").Order(StringComparer.Ordinal), rentals.Select(r => $"{r!["Bike"]!["Id"]} {r["Bike"]!["Shop"]!["Code"]} {r["Days"]}").Order(StringComparer.Ordinal));

        var pairs = (await Client.GetAsync($"Bikes?$apply=groupby((rolluprecursive({Succession}Id,filter(Id%20lt%204)),rolluprecursive({Succession}Successor/Id,filter(Id%20lt%203))),filter($it%20eq%20Aggregation.rollupnode()%20and%20Successor%20eq%20Aggregation.rollupnode(Position=2))/aggregate($count%20as%20N))")).Value;
        Assert.Equal(
            from x in Bikes where x.Id < 4 from y in Bikes where y.Id < 3 orderby x.Id, y.Id select $"{x.Id} {y.Id} {(x.SuccessorId == y.Id ? 1 : 0)}",
            pairs.Select(p => $"{p!["Id"]} {p["Successor"]!["Id"]} {p["N"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_of_several_collections_is_rolled_up_on_its_own()
    {
        List<Bike> roots = [.. Bikes.Where(b => b.Id < 6)];
        string Counts(Func<Bike, bool> isIn) => string.Join(',', roots.Select(r => $"{r.Id}:{Bikes.Count(b => isIn(b) && (b == r || Successors.Reached([r], up: false).Contains(b)))}"));
        static string Shown(System.Text.Json.Nodes.JsonArray rows) => string.Join(',', rows.OrderBy(r => (int)r!["Id"]!).Select(r => $"{r!["Id"]}:{r["N"]}"));
        var rollup = $"groupby((rolluprecursive({Succession}Id,filter(Id lt 6))),aggregate($count as N))";

        // Inside a group: a group for each node of each.
        var shops = (await Client.GetAsync("Bikes?" + Escaped($"$apply=groupby((Shop/Code),{rollup})"))).Value;
        Assert.Equal(
            Bikes.Select(b => b.ShopCode).Distinct().Select(code => $"{code} {Counts(b => b.ShopCode == code)}").Order(StringComparer.Ordinal),
            shops.GroupBy(r => (string)r!["Shop"]!["Code"]!).Select(g => $"{g.Key} {Shown([.. g.Select(r => r!.DeepClone())])}").Order(StringComparer.Ordinal));

        // Inside a group whose rows have all been filtered away too.
        var sold = (await Client.GetAsync("Bikes?" + Escaped($"$apply=groupby((Shop/Code),filter(IsSold eq true and Gears eq 21)/{rollup})"))).Value;
        Assert.Equal(
            Bikes.Select(b => b.ShopCode).Distinct().Select(code => $"{code} {Counts(b => b.ShopCode == code && b.IsSold == true && b.Gears == 21)}").Order(StringComparer.Ordinal),
            sold.GroupBy(r => (string)r!["Shop"]!["Code"]!).Select(g => $"{g.Key} {Shown([.. g.Select(r => r!.DeepClone())])}").Order(StringComparer.Ordinal));

        // Behind a navigation: a shop without bikes has the nodes, and none below them; the total of each is told.
        var expanded = (await Client.GetAsync($"Shops?$select=Code&$expand=Bikes($apply={Uri.EscapeDataString(rollup)};$count=true)")).Value;
        Assert.Equal(Rows.Shops.Select(s => $"{s.Code} {Counts(b => b.Shop == s)}").Order(StringComparer.Ordinal), expanded.Select(s => $"{s!["Code"]} {Shown(s["Bikes"]!.AsArray())}").Order(StringComparer.Ordinal));
        Assert.All(expanded, s => Assert.Equal(roots.Count, (int)s!["Bikes@odata.count"]!));
        var few = (await Client.GetAsync($"Shops?$select=Code&$expand=Bikes($apply={Uri.EscapeDataString(rollup)};$filter=N%20gt%201;$count=true;$top=1)")).Value;
        Assert.Equal(Rows.Shops.Select(s => $"{s.Code} {Counts(b => b.Shop == s).Split(',').Count(c => int.Parse(c.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) > 1)}").Order(StringComparer.Ordinal),
            few.Select(s => $"{s!["Code"]} {s["Bikes@odata.count"]}").Order(StringComparer.Ordinal));
        var kin = (await Client.GetAsync($"Shops?$select=Code&$expand=Bikes($apply=descendants({Succession}Id,filter(Id%20lt%206));$count=true)")).Value;
        Assert.Equal(
            Rows.Shops.Select(s => $"{s.Code} {s.Bikes.Count(b => Successors.Reached([.. s.Bikes.Where(x => x.Id < 6)], up: false).Contains(b))}").Order(StringComparer.Ordinal),
            kin.Select(s => $"{s!["Code"]} {s["Bikes@odata.count"]}").Order(StringComparer.Ordinal));

        // One inside the other: the outer node is told by its identifier, the inner one by all that it has.
        var twice = (await Client.GetAsync("Bikes?" + Escaped($"$apply=groupby((rolluprecursive({Succession}SuccessorId,filter(Id lt 4))),filter(Gears ne null)/groupby((Maker/Country,rolluprecursive({Succession}Id,filter(Id lt 3))),aggregate($count as N)))"))).Value;
        var expected =
            from outer in Bikes where outer.Id < 4
            from inner in Bikes where inner.Id < 3
            from g in Bikes.Where(b => b.Gears is not null && (b == inner || Successors.Reached([inner], up: false).Contains(b)) && b.Successor is not null && (b.Successor == outer || Successors.Reached([outer], up: false).Contains(b.Successor)))
                .GroupBy(b => (b.Maker is null, b.Maker?.Country))
            select $"{outer.Id} {inner.Id} {inner.Name} {g.Key.Country} {g.Count()}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), twice.Select(r => $"{r!["SuccessorId"]} {r["Id"]} {r["Name"]} {r["Maker"]?["Country"]} {r["N"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Kin_and_traversal_of_groups_stay_within_each()
    {
        var kin = await ApplyAsync($"groupby((Shop/Code),descendants({Succession}Id,topcount(1,Gears),2,keep start))");
        var expected = Bikes.GroupBy(b => b.ShopCode).SelectMany(g =>
        {
            var start = g.Where(b => b.Gears is not null).OrderByDescending(b => b.Gears).ThenBy(b => b.Id).Take(1).ToList();
            return g.Where(b => start.Contains(b) || Successors.Reached(start, up: false, 2).Contains(b));
        });
        Assert.Equal(expected.Select(b => b.Id).Order(), kin.Order());

        var first = await ApplyAsync($"groupby((Shop/Code),traverse({Succession}Id,postorder)/top(1))");
        var order = Successors.Traverse([.. Bikes.OrderBy(b => b.Id)], null, postorder: true);
        Assert.Equal(Bikes.GroupBy(b => b.ShopCode).Select(g => order.First(g.Contains).Id).Order(), first.Order());
    }

    [Theory]
    [InlineData(400, "ancestors($root/Parts,Nope,Code,identity)"), InlineData(400, "ancestors($root/Nope,Assembly,Code,identity)"), InlineData(400, "ancestors(Parts,Assembly,Code,identity)"), InlineData(400, "ancestors($root/Parts,Assembly,Nope,identity)"), InlineData(400, "ancestors($root/Parts,Assembly,Grams,identity)"), InlineData(400, "ancestors($root/Parts,Assembly,Nope/Code,identity)")]
    [InlineData(400, "ancestors($root/Parts,Assembly,Code)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,filter(Nope eq 1))"), InlineData(400, "ancestors($root/Parts,Assembly,Code,identity,0)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,identity,101)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,identity,1.5)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,identity,keep)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,identity,keep start,1)"), InlineData(400, "ancestors($root/Parts,Assembly,Code,aggregate($count as N))"), InlineData(400, "descendants($root/Parts,Assembly,Code,groupby((Name)))"), InlineData(400, "descendants($root/Parts,Assembly,Code,compute(Grams as G))")]
    [InlineData(400, "traverse($root/Parts,Assembly,Code)"), InlineData(400, "traverse($root/Parts,Assembly,Code,inorder)"), InlineData(400, "traverse($root/Parts,Assembly,Code,preorder,)"), InlineData(400, "traverse($root/Parts,Assembly,Code,preorder,Nope)"), InlineData(400, "traverse($root/Parts,Assembly,Code,preorder,aggregate($count as N))"), InlineData(400, "traverse($root/Parts,Assembly,Code,preorder,Name,filter(true))")]
    [InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts,HierarchyQualifier='Nope',Node=Code))"), InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts,HierarchyQualifier=Assembly,Node=Code))"), InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts,HierarchyQualifier='Assembly'))"), InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts,HierarchyQualifier='Assembly',Node=Grams))"), InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts,HierarchyQualifier='Assembly',Node=Code,Ancestor='x'))"), InlineData(400, "filter(Aggregation.isroot($root/Parts,'Assembly',Code))"), InlineData(400, "filter(Aggregation.isdescendant(HierarchyNodes=$root/Parts,HierarchyQualifier='Assembly',Node=Code,Ancestor='x',MaxDistance=0))"), InlineData(400, "filter(Aggregation.rollupnode() eq null)")]
    [InlineData(400, "groupby((rolluprecursive($root/Parts,Nope,Code)))"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly)))"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly,Code,aggregate($count as N))))"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly,Code,identity,keep start)))"), InlineData(400, "groupby((Name),filter(Whole eq Aggregation.rollupnode()))"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly,Code)),filter(Whole eq Aggregation.rollupnode(Position=2)))"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly,Code)),filter(Aggregation.rollupnode()))")]
    [InlineData(400, "traverse($root/Parts,Assembly,BikeShop.Nope/Code,preorder)"), InlineData(501, "filter(Aggregation.isroot(HierarchyNodes=Pieces,HierarchyQualifier='Assembly',Node=Code))"), InlineData(501, "filter(Aggregation.isroot(HierarchyNodes=$root/Parts/$filter(Code eq $it/Code),HierarchyQualifier='Assembly',Node=Code))"), InlineData(501, "filter(Pieces/any(p:Aggregation.isroot(HierarchyNodes=$root/Parts/$filter(Code eq p/Code),HierarchyQualifier='Assembly',Node=Code)))")]
    [InlineData(400, "ancestors($root/Parts/Code,Assembly,Code,identity)"), InlineData(400, "ancestors($root/Parts('bike'),Assembly,Code,identity)"), InlineData(400, "ancestors($root/Parts('bike')/Whole,Assembly,Code,identity)"), InlineData(400, "ancestors($root/Parts/$count,Assembly,Code,identity)"), InlineData(400, "ancestors($root/Parts/$filter(Nope),Assembly,Code,identity)"), InlineData(400, "ancestors($root/Shops/Bikes,Assembly,Id,identity)"), InlineData(400, "filter(Aggregation.isroot(HierarchyNodes=5,HierarchyQualifier='Assembly',Node=Code))")]
    [InlineData(400, "ancestors($root/Parts,Assembly,Code,BikeShop.Nope())"), InlineData(400, "ancestors($root/Parts,Assembly,Code,BikeShop.Sum())"), InlineData(400, "groupby((rolluprecursive($root/Parts,Assembly,Code,BikeShop.Sum())))"), InlineData(400, "traverse($root/Parts,Assembly,Code,preorder,BikeShop.Sum())")]
    public async Task What_is_wrong_or_not_done_says_so(int status, string apply) => await Client.FailAsync(status, "Parts?$apply=" + apply.Replace(" ", "%20", StringComparison.Ordinal));

    [Fact]
    public void The_metadata_declares_the_hierarchies()
    {
        Assert.Contains("<Annotation Term=\"Aggregation.RecursiveHierarchy\" Qualifier=\"Assembly\">", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("<PropertyValue Property=\"NodeProperty\" PropertyPath=\"Code\" />", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("<PropertyValue Property=\"ParentNavigationProperty\" NavigationPropertyPath=\"Predecessors\" />", Client.Metadata, StringComparison.Ordinal);
        Assert.Contains("<PropertyPath>Maker/Country</PropertyPath>", Client.Metadata, StringComparison.Ordinal);
    }
}
