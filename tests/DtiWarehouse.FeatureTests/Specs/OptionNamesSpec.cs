using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Names of query options: any spelling for clients of 4.01 and those that say nothing, exact ones for clients of 4.0.</summary>
public abstract class OptionNamesSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private const string Exact = "Bikes?$filter=Gears%20gt%203&$orderby=Name,Id%20desc&$top=5&$skip=1&$count=true&$select=Id,Name&$expand=Rentals($filter=Days%20gt%201;$orderby=Days%20desc;$top=2;$select=Days)";

    [Theory]
    [InlineData("Bikes?filter=Gears%20gt%203&orderby=Name,Id%20desc&top=5&skip=1&count=true&select=Id,Name&expand=Rentals(filter=Days%20gt%201;orderby=Days%20desc;top=2;select=Days)")]
    [InlineData("Bikes?$Filter=Gears%20gt%203&$OrderBy=Name,Id%20desc&$TOP=5&$Skip=1&$Count=true&$SELECT=Id,Name&$eXpand=Rentals($FILTER=Days%20gt%201;OrderBy=Days%20desc;Top=2;$Select=Days)")]
    [InlineData("Bikes?FILTER=Gears%20GT%203&OrderBy=Name%20ASC,Id%20DESC&Top=5&$skip=1&COUNT=TRUE&select=Id,Name&%24expand=Rentals(Filter=Days%20Gt%201;$orderby=Days%20Desc;$top=2;$select=Days)")]
    public async Task Every_spelling_means_the_same(string target)
    {
        var expected = (await Client.GetAsync(Exact, ("OData-MaxVersion", "4.01"))).Json;
        Equal(expected.ToJsonString(), (await Client.GetAsync(target, ("OData-MaxVersion", "4.01"))).Json);
        var silent = (await Client.GetAsync(target, ("OData-MaxVersion", ""))).Json;
        Equal(expected["value"]!.ToJsonString(), silent["value"]!);
        // Whoever names no version gets names spelled as 4.0 spells them.
        Assert.Equal((int)expected["@count"]!, (int)silent["@odata.count"]!);
    }

    [Theory]
    [InlineData("OData-MaxVersion", "4.0"), InlineData("OData-Version", "4.0")]
    public async Task A_client_of_4_0_keeps_its_custom_options_and_writes_exact_names(string header, string version)
    {
        var headers = new[] { ("OData-MaxVersion", ""), (header, version) };
        Assert.Equal(BikeShopRows.BikeCount, (await Client.GetAsync("Bikes?top=1&filter=nonsense&$select=Id", headers)).Value.Count);
        Assert.Contains("'$filter'", (await Client.FailAsync(400, "Bikes?$Filter=true", headers)).ErrorMessage, StringComparison.Ordinal);
        await Client.FailAsync(400, "Bikes?$expand=Rentals(top=1)", headers);
    }

    [Theory]
    [InlineData("$top=1&top=1"), InlineData("$top=1&$TOP=2"), InlineData("Top=1&top=1"), InlineData("$filter=true&Filter=true"), InlineData("$expand=Rentals($top=1;Top=1)"), InlineData("@a=1&@a=1")]
    public async Task The_same_option_twice_is_refused_in_any_spelling(string query) =>
        Assert.Equal("ODATA102", (await Client.FailAsync(400, "Bikes?" + query, ("OData-MaxVersion", "4.01"))).ErrorCode);

    [Theory]
    [InlineData("$fliter=true", "'$filter'"), InlineData("$SELEKT=Id", "'$select'"), InlineData("$expand=Rentals(fliter=true)", "'$filter'"), InlineData("$expand=Rentals(custom=1)", "")]
    public async Task An_unknown_option_gets_a_hint(string query, string hint)
    {
        var answer = await Client.FailAsync(400, "Bikes?" + query, ("OData-MaxVersion", "4.01"));
        Assert.Equal("ODATA103", answer.ErrorCode);
        Assert.Contains(hint, answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_may_get_its_value_inside_expand()
    {
        var expected = (await Client.GetAsync("Bikes?$select=Id&$expand=Rentals($filter=Days%20gt%202;$select=Days)")).Value;
        Equal(expected.ToJsonString(), (await Client.GetAsync("Bikes?$select=Id&$expand=Rentals($filter=Days%20gt%20@d;@d=2;$select=Days)")).Value);
        Equal(expected.ToJsonString(), (await Client.GetAsync("Bikes?$select=Id&$expand=Rentals(@d=2;$filter=Days%20gt%20@d;$select=Days)&@d=99")).Value);
        Equal(expected.ToJsonString(), (await Client.GetAsync("Bikes?$select=Id&$expand=Rentals($filter=Days%20gt%20@d;$select=Days)&@d=2")).Value);
        await Client.FailAsync(400, "Bikes?$expand=Rentals($filter=@a;@a=@a)");
    }

    [Fact]
    public async Task All_mistakes_that_are_known_are_told()
    {
        var form = (await Client.FailAsync(400, "Bikes?$nope=1&$top=x&$filter=(&$select=Id")).Json["error"]!;
        Assert.Equal("$nope", (string?)form["target"]);
        var parsed = (await Client.FailAsync(400, "Bikes?$top=x&$filter=(&$select=Id")).Json["error"]!;
        Assert.Equal("$top", (string?)parsed["target"]);
        Assert.Equal(["$filter"], parsed["details"]!.AsArray().Select(d => (string?)d!["target"]));
        var meaning = (await Client.FailAsync(400, "Bikes?$filter=Nope%20eq%201&$orderby=Nope&$select=Nope")).Json["error"]!;
        Assert.Equal(["$filter", "$select", "$orderby"], new[] { meaning }.Concat(meaning["details"]!.AsArray()).Select(d => (string?)d!["target"]));
        Assert.All(meaning["details"]!.AsArray(), d => Assert.False(string.IsNullOrEmpty((string?)d!["message"])));
    }

    [Theory]
    [InlineData("*"), InlineData("%2A")]
    public async Task The_schema_version_that_is_served_is_the_star(string version)
    {
        await Client.GetAsync($"Bikes?$top=1&$schemaversion={version}");
        await Client.GetAsync($"$metadata?$schemaversion={version}");
    }

    [Theory]
    [InlineData("5.0"), InlineData("3.0"), InlineData("x")]
    public async Task A_request_of_another_version_is_refused(string version) =>
        Assert.Equal("ODATA403", (await Client.FailAsync(400, "Bikes", ("OData-Version", version))).ErrorCode);

    [Fact]
    public async Task A_page_link_in_any_spelling_leads_on()
    {
        var rows = new List<JsonNode?>();
        for (string? next = "Bikes?ORDERBY=Name&top=9&select=Id"; next is not null;)
        {
            var page = await Client.GetAsync(next, ("Prefer", "maxpagesize=4"), ("OData-MaxVersion", "4.01"));
            rows.AddRange(page.Value);
            next = page.NextLink;
        }
        Assert.Equal(9, rows.Select(r => (int)r!["Id"]!).Distinct().Count());
    }
}
