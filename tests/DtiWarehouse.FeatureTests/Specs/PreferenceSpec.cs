using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>What clients wish for in <c>Prefer</c>, and how the answer says which wishes it follows; versions apart.</summary>
public abstract class PreferenceSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private const string Full = "application/json;odata.metadata=full";

    private static string[] Names(JsonNode row) => [.. row.AsObject().Select(m => m.Key)];

    [Theory]
    [InlineData("omit-values=nulls", "omit-values=nulls"), InlineData("odata.omit-values=\"nulls\"", "omit-values=nulls"), InlineData("omit-values=defaults", "omit-values=defaults")]
    public async Task Nulls_are_left_out_where_the_client_wishes_it(string wish, string applied)
    {
        var answer = await Client.GetAsync("Bikes(2)?$select=Id,Name,Notes,Gears,IsSold&$expand=Maker,Rentals", ("Prefer", wish));
        Assert.Equal(applied, Assert.Single(answer.Headers["Preference-Applied"]));
        Assert.Equal(["@odata.context", "Id", "Name", "Rentals"], Names(answer.Json));

        var rows = (await Client.GetAsync("Bikes?$select=Id,Notes,Grade&$expand=Successor($select=Id,Notes)", ("Prefer", wish))).Value;
        foreach (var (bike, row) in Bikes.Zip(rows))
        {
            string[] expected = ["Id", .. bike.Notes is null ? Array.Empty<string>() : ["Notes"], .. bike.Grade is null ? Array.Empty<string>() : ["Grade"], .. bike.Successor is null ? Array.Empty<string>() : ["Successor"]];
            Assert.Equal(expected, Names(row!));
            Assert.True(row!["Successor"] is not { } successor || successor.AsObject().ContainsKey("Notes") == (bike.Successor!.Notes is not null));
        }
    }

    [Fact]
    public async Task A_row_of_which_nothing_is_left_is_still_an_object()
    {
        Equal("""{}""", (await Client.GetAsync("Bikes?$select=Notes&$filter=Id eq 2".Replace(" ", "%20", StringComparison.Ordinal), ("Prefer", "omit-values=nulls"))).Value[0]!);
        Equal($$"""{"@odata.context":"{{Root}}$metadata#Bikes(Notes)/$entity"}""", (await Client.GetAsync("Bikes(2)?$select=Notes", ("Prefer", "omit-values=nulls"))).Json);
        Assert.Equal("#BikeShop.Bike", (string)(await Client.GetAsync("Bikes(2)?$select=Notes", ("Prefer", "omit-values=nulls"), ("Accept", Full))).Json["@odata.type"]!);
        Equal("""{}""", (await Client.GetAsync("Bikes(2)?$select=Notes", ("Prefer", "omit-values=nulls"), ("Accept", "application/json;odata.metadata=none"))).Json);
    }

    [Theory]
    [InlineData("respond-async"), InlineData("omit-values=some"), InlineData("omit-values"), InlineData("return=minimal"), InlineData("odata.track-changes"), InlineData("x;y=1;z, \"a,b\", ,=,;"), InlineData("maxpagesize=\"")]
    public async Task A_wish_that_is_not_known_is_no_error_and_not_acknowledged(string wish)
    {
        var answer = await Client.GetAsync("Bikes?$select=Id,Notes", ("Prefer", wish));
        Assert.False(answer.Headers.ContainsKey("Preference-Applied"));
        Assert.True(answer.Value[1]!.AsObject().ContainsKey("Notes"));
    }

    [Fact]
    public async Task The_first_of_equal_wishes_counts_and_quotes_hide_commas()
    {
        var answer = await Client.GetAsync("Bikes?$select=Id", ("Prefer", "odata.include-annotations=\"a.*,-b.c\"; x=1, maxpagesize=3, odata.maxpagesize=5"));
        Assert.Equal("odata.maxpagesize=3, odata.include-annotations=\"a.*,-b.c\"", Assert.Single(answer.Headers["Preference-Applied"]));
        Assert.Equal(3, answer.Value.Count);
    }

    [Fact]
    public async Task A_warning_goes_with_the_rows_unless_it_is_not_wanted()
    {
        const string Query = "Bikes?$select=Id&$top=1&$orderby=1";
        var warning = Assert.Single((await Client.GetAsync(Query)).Json["@dtiw.warnings"]!.AsArray())!;
        Assert.Equal("ODATA601", (string)warning["code"]!);
        Assert.StartsWith("Một phần tử", (string)(await Client.GetAsync(Query, ("Accept-Language", "vi"))).Json["@dtiw.warnings"]![0]!["message"]!, StringComparison.Ordinal);
        foreach (var (patterns, isWanted) in new[] { ("*", true), ("dtiw.*", true), ("dtiw.warnings", true), ("-*", false), ("-dtiw.*", false), ("other.*", false), ("*,-dtiw.*", false), ("-*,dtiw.warnings", true) })
        {
            var answer = await Client.GetAsync(Query, ("Prefer", $"odata.include-annotations=\"{patterns}\""));
            Assert.Equal((patterns, isWanted), (patterns, answer.Json["@dtiw.warnings"] is not null));
        }
        Assert.Null((await Client.GetAsync("Bikes?$select=Id&$top=1&$orderby=Name")).Json["@dtiw.warnings"]);
    }

    [Fact]
    public async Task Version_4_01_writes_control_information_without_odata()
    {
        var version = ("OData-MaxVersion", "4.01");
        var answer = await Client.GetAsync("Bikes?$select=Id&$count=true&$expand=Rentals($count=true;$select=Days)", version, ("Prefer", "maxpagesize=1"));
        Assert.Equal("application/json;metadata=minimal", answer.ContentType);
        Assert.Equal("maxpagesize=1", Assert.Single(answer.Headers["Preference-Applied"]));
        Assert.Equal(["@context", "@count", "value", "@nextLink"], Names(answer.Json));
        Assert.Equal(["Id", "Rentals@count", "Rentals"], Names(answer.Value[0]!));
        Assert.Equal("4.01", (await Client.GetAsync(answer.NextLink!, version)).Headers["OData-Version"][0]);

        var full = (await Client.GetAsync("Rentals?$top=1&$select=Days", version, ("Accept", "application/json;metadata=full"))).Value[0]!;
        Assert.Equal(["@type", "@id", "@editLink", "Bike@associationLink", "Bike@navigationLink", "Days@type", "Days"], Names(full));
        Assert.Equal(["@context"], Names((await Client.GetAsync("", version)).Json).Take(1));
        Assert.Equal(["@context", "value"], Names((await Client.GetAsync("Bikes(1)/Name", version)).Json));
        Assert.Equal(["@id"], Names((await Client.GetAsync("Bikes/$ref", version)).Value[0]!));
        Assert.Equal("application/json;metadata=minimal;IEEE754Compatible=true", (await Client.GetAsync("Bikes(1)", version, ("Accept", "application/json;IEEE754Compatible=true"))).ContentType);
    }

    [Fact]
    public async Task A_snapshot_over_several_requests_is_not_promised()
    {
        Assert.Equal("ODATA412", (await Client.FailAsync(412, "Bikes", ("OData-Isolation", "snapshot"))).ErrorCode);
        Assert.Equal("ODATA412", (await Client.FailAsync(412, "Bikes(1)", ("Isolation", "snapshot"))).ErrorCode);
    }
}
