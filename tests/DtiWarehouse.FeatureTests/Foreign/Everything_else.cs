using System.Text;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Every mapping meets the rest of the service: keys, versions, preferences, computed values, downloads.</summary>
public abstract class Everything_else(MarketServer server) : MarketSpec(server)
{
    private static readonly (string, string) V401 = ("OData-MaxVersion", "4.01");

    private async Task<string> CsvAsync(string target) =>
        Encoding.UTF8.GetString((await Client.GetAsync(target.Replace(" ", "%20", StringComparison.Ordinal))).Body.AsSpan(3));

    [Fact]
    public async Task Unique_indexes_identify_entities_of_derived_types_too()
    {
        Assert.Equal("#Market.FoodProduct", (string?)(await Client.GetAsync("Products(Name='Rice')")).Json["@odata.type"]);
        Assert.Equal("5", (await Client.GetAsync("Products/Market.FoodProduct(Name='Rice')/Rating/$value")).Text);
        await Client.FailAsync(404, "Products/Market.NonFoodProduct(Name='Rice')");
        await Client.FailAsync(400, "Customers(Name='Anna')");
    }

    [Fact]
    public async Task Keys_stand_as_segments_behind_casts_and_never_behind_what_has_none()
    {
        Assert.Equal("Rice", (string?)(await Client.GetAsync("Products/Market.FoodProduct/1")).Json["Name"]);
        Assert.Equal("Hanoi", (await Client.GetAsync($"Customers/{MarketRows.Anna}/Address/City/$value")).Text);
        Assert.Equal("Market & Sons", (await Client.GetAsync("Company/Name/$value")).Text);
        Assert.Equal("c3", (string?)(await Client.GetAsync("ColorNotes/Red/d")).Json["Text"]);
        await Client.FailAsync(404, $"Customers/{MarketRows.Anna}/Phones/1-1");
        await Client.FailAsync(400, $"Customers({MarketRows.Anna})/Phones('1-1')");
        await Client.FailAsync(404, $"Customers({MarketRows.Anna})/Phones/$ref");
        await Client.FailAsync(404, "ColorNotes/Red/d/x");
        await Client.FailAsync(400, "ColorNotes(Color=Market.Perks'None',Initial='d')");
    }

    [Fact]
    public async Task Version_4_01_names_types_without_the_prefix()
    {
        var rows = (await Client.GetAsync("Products?$orderby=Id&$select=Name", V401)).Value;
        Equal("""{"@type":"#Market.FoodProduct","Name":"Rice"}""", rows[0]);
        var full = (await Client.GetAsync($"Customers({MarketRows.Anna})?$select=Address,Favorite&$format=application/json;metadata=full", V401)).Json;
        Assert.Equal("#Market.Address", (string?)full["Address"]!["@type"]);
        Assert.Equal("#Market.Color", (string?)full["Favorite@type"]);
        Assert.EndsWith("/Address", (string?)(await Client.GetAsync($"Customers({MarketRows.Anna})/Address", V401)).Json["@context"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_values_are_left_out_where_the_client_wants_that()
    {
        var bare = Bare(await Client.GetAsync($"Customers({MarketRows.Binh})?$select=Billing,Look,Address,Favorite,Name", ("Prefer", "omit-values=nulls")));
        Equal("""{"Address":{"City":"Vientiane"},"Name":"Bình"}""", bare);
    }

    [Fact]
    public async Task Parts_of_complex_values_are_selected_in_parentheses()
    {
        var anna = $"Customers({MarketRows.Anna})";
        var part = await Client.GetAsync($"{anna}?$select=Address($select=City),Contact($select=Place($select=X)),Phones($select=Number)");
        Assert.EndsWith("#Customers(Address/City,Contact/Place/X,Phones/Number)/$entity", part.Context, StringComparison.Ordinal);
        Equal("""{"Address":{"City":"Hanoi"},"Contact":{"Place":{"X":1.5}},"Phones":[{"Number":"1-1"},{"Number":"1-2"}]}""", Bare(part));
        await Client.FailAsync(400, $"{anna}?$select=Address($select=Nope)");
        await Client.FailAsync(400, $"{anna}?$select=Name($select=City)");
        await Client.FailAsync(400, $"{anna}?$select=Address/City($top=1)");
    }

    [Fact]
    public async Task Values_are_computed_for_entities_and_complex_values()
    {
        Assert.Equal(3m, (decimal)(await Client.GetAsync($"Customers({MarketRows.Anna})?$compute=Contact/Place/X%20mul%202%20as%20Twice&$select=Twice")).Json["Twice"]!);
        Assert.Equal(5.0, (double)(await Client.GetAsync($"Customers({MarketRows.Anna})/Contact/Place?$compute=Y%20mul%202%20as%20Twice")).Json["Twice"]!);
        Assert.Equal(6m, (decimal)(await Client.GetAsync("Products(Name='Ice')?$compute=Price%20mul%202%20as%20Twice")).Json["Twice"]!);
    }

    [Theory]
    [InlineData("Customers?$filter=Friends/Address/any(a:a/City eq 'Vientiane')", "Anna"), InlineData("Customers?$filter='Vientiane' in Friends/Address/City", "Anna"), InlineData("Customers?$orderby=Name&$filter=Friends/Friends/$count eq 2", "Bình"), InlineData("Customers?$orderby=Name&$filter=Friends/Orders/$count eq 2", "Bình")]
    [InlineData("Categories?$filter=Products/Market.FoodProduct/any(f:f/Rating eq 5)", "Food"), InlineData("Categories?$orderby=Id&$filter=Products/Market.NonFoodProduct/$count ge 1", "Things"), InlineData("Categories?$filter=Products/$filter(isof(Market.FrozenProduct))/any()", "Food")]
    [InlineData("Categories?$filter=Products/Market.FrozenProduct/Degrees/any()", "!400"), InlineData("Categories?$filter=-18.5 in Products/Market.FrozenProduct/Degrees", "Food")]
    [InlineData("Products?$filter=Name eq $root/Products(1)/Name", "Rice"), InlineData("Categories?$filter=isof($root/Products(1),Market.FoodProduct) and Id eq 1", "Food"), InlineData("Categories?$filter=$root/Products(1)/Market.FoodProduct/Rating eq 5 and Id eq 1", "Food")]
    [InlineData("Employees?$filter=Name eq $root/Company/Head/Name", "Head"), InlineData("Employees?$filter=$root/Company/Head ne null and Id eq 1", "Head"), InlineData("Employees?$filter=$root/Company(1)/Name eq 'x'", "!400")]
    [InlineData("Customers?$filter=case(Favorite eq 'Green':Favorite,true:'Red') eq Market.Color'Green'", "Anna"), InlineData("Customers?$filter=Favorite in ('Green',Look/Theme)&$orderby=Name", "Anna Bình"), InlineData("Customers?$filter=cast(Favorite,Edm.String) eq 'Green'", "Anna"), InlineData("Customers?$filter=cast(Favorite,Edm.String) eq '42'", "Chi"), InlineData("Customers?$filter=cast(Perks,Edm.String) eq 'Discount,Returns'", "Anna"), InlineData("Customers?$filter=isof(Favorite,Edm.String)&$orderby=Name", "Anna Chi")]
    [InlineData("Customers?$filter=Favorite eq cast(case(Name eq 'Anna':'Green',true:Name),Market.Color)&$orderby=Name", "Anna Bình"), InlineData("Customers?$filter=cast(Name,Market.Color) eq null&$orderby=Name", "Anna Bình Chi"), InlineData("Customers?$filter=cast('Green',Market.Color) eq Favorite", "Anna"), InlineData("Customers?$filter=isof(Favorite,Market.Color)&$orderby=Name", "Anna Chi"), InlineData("Customers?$filter=not isof(Name,Market.Color)&$orderby=Name", "Anna Bình Chi"), InlineData("Products?$filter=cast(Market.FoodProduct) eq 1", "!400"), InlineData("Customers?$filter=cast(Name,Edm.Enum) eq null", "!400")]
    [InlineData("Customers?$filter=Phones('1-1')/Label eq 'Red'", "!400"), InlineData("Customers?$filter=isof(Address,Market.Address)&$orderby=Name", "Anna Bình Chi"), InlineData("Customers?$filter=isof(Billing,Market.Billing)&$orderby=Name", "Anna Chi")]
    [InlineData("Products/Market.FoodProduct?$compute=Price mul 2 as Twice&$filter=Twice gt 2.5&$orderby=Id", "Rice Ice"), InlineData("Farms(1)/Products?$apply=compute(Price mul 2 as Twice)/filter(Market.FrozenProduct/Degrees lt 0)", "Ice"), InlineData("FrozenProducts?$compute=Price mul 2 as Twice&$filter=Degrees lt 0", "Ice")]
    [InlineData("Customers?$filter=Orders(CustomerId=11111111-1111-4111-8111-111111111111,Number=1)/Products/any(p:p/Name eq 'Cup')", "Anna")]
    public async Task Paths_and_functions_know_every_mapping(string target, string names)
    {
        if (names[0] == '!')
        {
            await Client.FailAsync(int.Parse(names[1..], System.Globalization.CultureInfo.InvariantCulture), target.Replace(" ", "%20", StringComparison.Ordinal));
            return;
        }
        Assert.Equal(names, await NamesAsync(target));
    }

    [Fact]
    public async Task Downloads_hold_complex_values_enumerations_and_what_only_some_rows_have()
    {
        Assert.Equal(
            "Name,Favorite,Perks,Address/City,Billing/Terms\r\nAnna,Green,\"Discount,Returns\",Hanoi,30\r\nBình,,Everything,Vientiane,\r\nChi,42,9,Hanoi,\r\n",
            await CsvAsync("Customers?$select=Name,Favorite,Perks,Address/City,Billing/Terms&$orderby=Name&$format=csv"));
        Assert.Equal(
            "Name,Market.FoodProduct/Rating,Market.FrozenProduct/Degrees\r\nRice,5,\r\nSugar,,\r\nIce,2,-18.5\r\nCup,,\r\nLamp,,\r\n",
            await CsvAsync("Products?$select=Name,Market.FoodProduct/Rating,Market.FrozenProduct/Degrees&$orderby=Id&$format=csv"));
        Assert.Equal(200, (int)(await Client.SendAsync("Customers?$select=Name,Favorite,Address&$format=xlsx")).Status);
        await Client.FailAsync(406, "Customers?$format=csv");
    }

    [Fact]
    public async Task Rows_are_joined_to_those_of_a_hierarchy_of_types()
    {
        var rows = Plain(await Client.GetAsync("Categories?$apply=filter(Id%20eq%201)/join(Products%20as%20P)/filter(P/Market.FoodProduct/Rating%20eq%205)&$select=Name,P&$expand=P($select=Name,Market.FoodProduct/Rating)"));
        Assert.Equal("Rice 5", string.Join(' ', rows.Select(r => $"{r!["P"]!["Name"]} {r["P"]!["Rating"]}")));
    }
}
