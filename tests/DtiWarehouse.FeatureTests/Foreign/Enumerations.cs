using Microsoft.OData.Edm;

namespace DtiWarehouse.FeatureTests.Foreign;

public abstract class Enumerations(MarketServer server) : MarketSpec(server)
{
    [Fact]
    public void Metadata_declares_those_kept_as_numbers()
    {
        var color = (IEdmEnumType)Client.Model.FindDeclaredType("Market.Color");
        Assert.Equal("Red=3 Green=1 Blue=7", string.Join(' ', color.Members.Select(m => $"{m.Name}={m.Value.Value}")));
        Assert.Equal("Edm.Int32", color.UnderlyingType.FullName());
        var perks = (IEdmEnumType)Client.Model.FindDeclaredType("Market.Perks");
        Assert.True(perks.IsFlags);
        Assert.Equal("Edm.Int16", perks.UnderlyingType.FullName());
        Assert.Null(Client.Model.FindDeclaredType("Market.Tier"));
        Assert.Contains("Xanh lá", Client.Metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_written_by_name_and_numbers_without_one_as_numbers()
    {
        var rows = (await Client.GetAsync("Customers?$select=Name,Tier,Perks,Favorite&$orderby=Name")).Value;
        Equal("""[{"Name":"Anna","Tier":"Gold","Perks":"Discount,Returns","Favorite":"Green"},{"Name":"Bình","Tier":"Basic","Perks":"Everything","Favorite":null},{"Name":"Chi","Tier":"Basic","Perks":"9","Favorite":"42"}]""", rows);
        var full = await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Favorite&$format=application/json;odata.metadata=full");
        Assert.Equal("#Market.Color", (string?)full.Json["Favorite@odata.type"]);
        Assert.Equal("Green", (await Client.GetAsync($"Customers({MarketRows.Anna})/Favorite/$value")).Text);
    }

    [Theory]
    [InlineData("Favorite eq Market.Color'Green'", "Anna"), InlineData("Favorite eq 'Green'", "Anna"), InlineData("'Green' eq Favorite", "Anna"), InlineData("Favorite ne 'Green'", "Bình Chi")]
    [InlineData("Favorite gt 'Red'", "Chi"), InlineData("Favorite in ('Green',Market.Color'42')", "Anna Chi"), InlineData("Favorite in ('Blue',null)", "Bình"), InlineData("Favorite eq null", "Bình")]
    [InlineData("Perks has Market.Perks'Returns'", "Anna Bình"), InlineData("Perks has 'Discount,Delivery'", "Bình"), InlineData("not (Perks has 'Returns')", "Chi"), InlineData("Perks eq 'Returns,Discount'", "Anna"), InlineData("Perks eq '9'", "Chi")]
    [InlineData("Tier eq 'Gold'", "Anna"), InlineData("Favorite has 'Green'", "Anna"), InlineData("Phones/any(p:p/Label eq 'Blue')", "Bình")]
    public async Task Literals_are_compared_by_number(string filter, string names) => Assert.Equal(names, await NamesAsync("Customers?$orderby=Name&$filter=" + Escape(filter)));

    [Fact]
    public async Task One_translation_serves_all_members()
    {
        Assert.Equal("Cup", await NamesAsync("Products?$filter=" + Escape("Market.NonFoodProduct/Color eq Market.Color'Red'")));
        Assert.Equal("Lamp", await NamesAsync("Products?$filter=" + Escape("Market.NonFoodProduct/Color eq Market.Color'Blue'")));
    }

    [Theory]
    [InlineData("Favorite eq 'Grey'"), InlineData("Favorite eq Market.Color'Grey'"), InlineData("Favorite eq Market.Perks'None'"), InlineData("Favorite eq Market.Nope'Red'"), InlineData("Favorite eq 1"), InlineData("Favorite eq 'Red,Blue'")]
    [InlineData("Favorite eq Perks"), InlineData("Favorite eq ''"), InlineData("contains(Favorite,'e')"), InlineData("Favorite add 1 eq 2"), InlineData("Name has 'x'"), InlineData("Name eq Market.Color'Red'"), InlineData("Perks has 4")]
    public async Task A_wrong_one_is_a_bad_request(string filter)
    {
        await Client.FailAsync(400, "Customers?$filter=" + Escape(filter));
        await Client.FailAsync(400, $"Customers?$expand=Friends($filter={Escape(filter)})");
    }

    [Fact]
    public async Task They_are_ordered_by_number_and_pages_go_on_from_there()
    {
        Assert.Equal(["c1", "c2", "c3", "c4", "c5"], (await Client.AllPagesAsync("ColorNotes?$orderby=Color", 2)).Select(r => (string?)r["Text"]));
        Assert.Equal("Chi Anna Bình", await NamesAsync("Customers?$orderby=Favorite desc"));
    }

    [Fact]
    public async Task They_are_grouped_and_have_extremes()
    {
        Equal("""[{"@odata.id":null,"Most@odata.type":"#Market.Color","Most":"42","Kinds@odata.type":"#Int64","Kinds":2}]""",
            (await Client.GetAsync("Customers?$apply=aggregate(Favorite%20with%20max%20as%20Most,Favorite%20with%20countdistinct%20as%20Kinds)")).Value);
        var groups = (await Client.GetAsync("Customers?$apply=groupby((Look/Theme),aggregate($count%20as%20N))&$orderby=Look/Theme")).Value;
        Assert.Equal([null, "Red", "Blue"], groups.Select(g => (string?)g!["Look"]?["Theme"]));
    }
}
