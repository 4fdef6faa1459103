using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Hierarchies whose nodes have any number of parents, through a table between (Data Aggregation 4.0 CS03, section 6.2.2.2).</summary>
public abstract class Many_parents(MarketServer server) : MarketSpec(server)
{
    private const string Within = "$root/Areas,Within,", Child = "Child \"of\" Atlantis";

    private static readonly Dictionary<string, string[]> Parents = MarketRows.Areas.ToDictionary(a => a.Id, a => a.Parents);

    private static IEnumerable<string> Children(string area) => Parents.Where(a => a.Value.Contains(area)).Select(a => a.Key).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Above(string area) => Parents[area].SelectMany(p => Above(p).Prepend(p)).Distinct();

    /// <summary>The area and what lies within it, once for every way that leads there, with the areas passed on that way.</summary>
    private static IEnumerable<(string Id, string[] Path)> Walk(string area, string[] path, bool postorder)
    {
        var below = Children(area).SelectMany(c => Walk(c, [area, .. path], postorder));
        return postorder ? below.Append((area, path)) : below.Prepend((area, path));
    }

    private async Task<JsonArray> ApplyAsync(string set, string apply, string options = "") =>
        (await Client.GetAsync($"{set}?$apply={Escape(apply)}{options.Replace(" ", "%20", StringComparison.Ordinal)}")).Value;

    private static string Visit(JsonNode? node) =>
        $"{node!["Id"]}<{string.Join('/', node["@Aggregation.UpPath#Within"]!.AsArray().Select(n => (string)n!))}";

    private static string Visit((string Id, string[] Path) visit) => $"{visit.Id}<{string.Join('/', visit.Path)}";

    [Theory]
    [InlineData("preorder"), InlineData("postorder")]
    public async Task A_node_is_visited_on_every_way_and_says_on_which(string order)
    {
        var rows = await ApplyAsync("Areas", $"traverse({Within}Id,{order})");
        Assert.Equal(new[] { "Mars", "Sales" }.SelectMany(root => Walk(root, [], order == "postorder")).Select(Visit), rows.Select(Visit));
        Assert.Equal(rows.Select(Visit), (await Client.AllPagesAsync($"Areas?$apply={Escape($"traverse({Within}Id,{order})")}", 3)).Select(Visit));
    }

    [Fact]
    public async Task The_annotation_goes_on_through_other_steps_and_gives_way_to_the_client()
    {
        // Example 64: Atlantis twice, and its child with the whole way up.
        Assert.Equal("Atlantis<EMEA/Sales|Child \"of\" Atlantis<Atlantis/EMEA/Sales|Atlantis<US/Sales|Child \"of\" Atlantis<Atlantis/US/Sales",
            string.Join('|', (await ApplyAsync("Areas", $"traverse({Within}Id,preorder)/filter(contains(Name,'Atlantis'))/compute(length(Name) as L)", "&$select=Id")).Select(Visit)));
        // Example 117: from one start node, what is not below it is not reached.
        Assert.Equal(Walk("Sales", [], false).Select(Visit), (await ApplyAsync("Areas", $"traverse({Within}Id,preorder,filter(Id eq 'Sales'))")).Select(Visit));
        var both = await ApplyAsync("Areas", $"concat(filter(Id eq 'US'),traverse({Within}Id,preorder,filter(Id eq 'US')))");
        Assert.Equal("US:none US:0 Atlantis:1 Child \"of\" Atlantis:2", string.Join(' ', both.Select(r => $"{r!["Id"]}:{r["@Aggregation.UpPath#Within"]?.AsArray().Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}")));
        var bare = await Client.SendAsync($"Areas?$apply={Escape($"traverse({Within}Id,preorder)")}", headers: [("Prefer", "odata.include-annotations=\"-*\"")]);
        Assert.DoesNotContain("UpPath", bare.Text, StringComparison.Ordinal);
        Assert.Equal(11, bare.Text.Split("\"Id\":").Length);
    }

    [Fact]
    public async Task The_node_behind_a_navigation_is_annotated()
    {
        var sold = new Dictionary<string, int> { ["US"] = 1, ["Atlantis"] = 2, ["EMEA Central"] = 4, [Child] = 8, ["Phobos"] = 32 };
        var rows = await ApplyAsync("Outlets", $"traverse({Within}Area/Id,preorder)");
        Assert.Equal(
            new[] { "Mars", "Sales" }.SelectMany(root => Walk(root, [], false)).Where(v => sold.ContainsKey(v.Id)).Select(v => $"{sold[v.Id]} {Visit(v)}"),
            rows.Select(r => $"{r!["Sold"]} {Visit(r["Area"])}"));
        var serving = await ApplyAsync("Outlets", $"traverse({Within}Serves/Id,preorder,filter(Id eq 'EMEA'))");
        Assert.Equal("2 EMEA<|1 Atlantis<EMEA|2 Atlantis<EMEA", string.Join('|', serving.Select(r => $"{r!["Sold"]} {Visit(r["Serves"]![0])}")));
    }

    [Fact]
    public async Task What_lies_above_and_below_is_found_through_every_parent()
    {
        foreach (var (id, _) in MarketRows.Areas.Where(a => a.Id is not ("Here" or "There")))
        {
            Assert.Equal(Above(id).Order(StringComparer.Ordinal), await IdsAsync($"ancestors({Within}Id,filter(Id eq '{id}'))"));
            Assert.Equal(Walk(id, [], false).Select(v => v.Id).Distinct().Order(StringComparer.Ordinal), await IdsAsync($"descendants({Within}Id,filter(Id eq '{id}'),keep start)"));
            Assert.Equal(Parents[id].Order(StringComparer.Ordinal), await IdsAsync($"ancestors({Within}Id,filter(Id eq '{id}'),1)"));
            // The same relation told from the other end.
            Assert.Equal(Above(id).Order(StringComparer.Ordinal), await IdsAsync($"descendants($root/Areas,Holds,Id,filter(Id eq '{id}'))"));
            Assert.Equal(Above(id).Order(StringComparer.Ordinal), await IdsAsync($"filter(Aggregation.isancestor(HierarchyNodes=$root/Areas,HierarchyQualifier='Within',Node=Id,Descendant='{id}'))"));
            Assert.Equal(Parents.Keys.Where(o => o != id && (Parents[o].Intersect(Parents[id]).Any() || (Parents[o].Length == 0 && Parents[id].Length == 0))).Order(StringComparer.Ordinal),
                await IdsAsync($"filter(Aggregation.issibling(HierarchyNodes=$root/Areas,HierarchyQualifier='Within',Node=Id,Other='{id}'))"));
        }
        Assert.Equal(["Mars", "Sales"], await IdsAsync("filter(Aggregation.isroot(HierarchyNodes=$root/Areas,HierarchyQualifier='Within',Node=Id))"));
        Assert.Equal([Child, "EMEA Central", "Phobos"], await IdsAsync("filter(Aggregation.isleaf(HierarchyNodes=$root/Areas,HierarchyQualifier='Within',Node=Id))"));

        async Task<IEnumerable<string>> IdsAsync(string apply) => (await ApplyAsync("Areas", apply)).Select(r => (string)r!["Id"]!).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Sums_rolled_up_count_each_row_once_for_each_node_whatever_the_ways_to_it()
    {
        // By hand: Sales holds 1 + 2 + 4 + 8 however often Atlantis lies below it.
        var rows = await ApplyAsync("Outlets", $"groupby((rolluprecursive({Within}Area/Id)),aggregate(Sold with sum as Sum))", "&$expand=Area($select=Id)");
        Assert.Equal(["Atlantis 10", $"{Child} 8", "EMEA 14", "EMEA Central 4", "Here ", "Mars 32", "Phobos 32", "Sales 15", "There ", "US 11"],
            rows.Select(r => $"{r!["Area"]!["Id"]} {r["Sum"]}").Order(StringComparer.Ordinal));
        // Example 118: in the order of a traversal, a group for every visit, which says by which way.
        var visits = await ApplyAsync("Outlets", $"groupby((rolluprecursive({Within}Area/Id,traverse({Within}Id,preorder,filter(Id eq 'Sales')))),aggregate(Sold with sum as Sum))");
        Assert.Equal(
            $"Sales< 15|EMEA<Sales 14|Atlantis<EMEA/Sales 10|{Child}<Atlantis/EMEA/Sales 8|EMEA Central<EMEA/Sales 4|US<Sales 11|Atlantis<US/Sales 10|{Child}<Atlantis/US/Sales 8",
            string.Join('|', visits.Select(r => $"{Visit(r!["Area"])} {r["Sum"]}")));
        var own = await ApplyAsync("Areas", $"groupby((rolluprecursive({Within}Id,traverse({Within}Id,postorder,filter(Id eq 'US')))),aggregate($count as N))");
        Assert.Equal($"{Child}<Atlantis/US 1|Atlantis<US 2|US< 3", string.Join('|', own.Select(r => $"{Visit(r)} {r!["N"]}")));
    }

    /// <summary>The model of example 117, where the relation has a weight and so is an entity.</summary>
    [Fact]
    public async Task Parents_behind_an_entity_of_their_own_are_the_same()
    {
        Assert.Contains("<PropertyValue Property=\"ParentNavigationProperty\" NavigationPropertyPath=\"Routes/To\" />", Client.Metadata, StringComparison.Ordinal);
        foreach (var apply in new[] { "traverse({0}Id,preorder)", "traverse({0}Id,postorder,filter(Id eq 'EMEA'))", "descendants({0}Id,filter(Id eq 'US'))", "ancestors({0}Id,filter(contains(Id,'Child')),1,keep start)" })
        {
            var direct = await ApplyAsync("Areas", string.Format(System.Globalization.CultureInfo.InvariantCulture, apply, Within));
            var related = await ApplyAsync("Areas", string.Format(System.Globalization.CultureInfo.InvariantCulture, apply, "$root/Areas,Routes,"));
            Assert.NotEmpty(direct);
            Assert.Equal(direct.ToJsonString(), related.ToJsonString().Replace("UpPath#Routes", "UpPath#Within", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_circle_of_parents_ends()
    {
        Assert.Equal(["Here", "There"], (await ApplyAsync("Areas", $"descendants({Within}Id,filter(Id eq 'Here'))")).Select(r => (string)r!["Id"]!).Order(StringComparer.Ordinal));
        var failed = await Client.FailAsync(400, $"Areas?$apply={Escape($"traverse({Within}Id,preorder,filter(Id eq 'Here'))")}");
        Assert.Equal("ODATA501", failed.ErrorCode);
    }
}
