using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>Formats, versions, methods: what is negotiated in headers.</summary>
public abstract class NegotiationSpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    /// <summary>As Power Query sends it, word for word.</summary>
    public const string PowerQuery = "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7";

    [Theory]
    [InlineData("", "minimal"), InlineData("*/*", "minimal"), InlineData("application/*", "minimal"), InlineData("application/json", "minimal"), InlineData(PowerQuery, "minimal"), InlineData("application/json;odata.metadata=full", "full"), InlineData("application/json;odata.metadata=none", "none")]
    [InlineData("application/json;metadata=none", "none"), InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "minimal"), InlineData("application/json;q=0.1,application/json;odata.metadata=full", "full"), InlineData("application/xml,application/json;q=0.5", "minimal")]
    [InlineData("application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8", "minimal"), InlineData("application/json;odata.metadata=\"full\"", "full"), InlineData("APPLICATION/JSON", "minimal")]
    public async Task The_best_json_variant_is_taken(string accept, string level)
    {
        foreach (var target in new[] { "", "Bikes?$top=1", "Bikes(1)", "Bikes(1)/Name" })
        {
            Assert.Equal("application/json;odata.metadata=" + level, (await Client.GetAsync(target, ("Accept", accept))).ContentType);
        }
    }

    [Theory]
    [InlineData("application/json;odata.metadata=minimal;IEEE754Compatible=true"), InlineData("application/json;IEEE754Compatible=true;odata.metadata=minimal"), InlineData("application/json;ieee754compatible=true")]
    public async Task Large_numbers_are_strings_where_the_client_has_only_doubles(string accept)
    {
        var answer = await Client.GetAsync("Bikes?$top=1&$count=true&$select=Id,Stock,Price,ListPrice,Weight&$expand=Rentals($count=true;$select=Days)", ("Accept", accept));
        Assert.Equal("application/json;odata.metadata=minimal;IEEE754Compatible=true", answer.ContentType);
        Equal($$"""
            {"@odata.context":"{{Root}}$metadata#Bikes(Id,Stock,Price,ListPrice,Weight,Rentals(Days))","@odata.count":"70",
             "value":[{"Id":1,"Stock":"9007199254740993","Price":"9.99","ListPrice":"1234.5","Weight":12.25,"Rentals@odata.count":"3","Rentals":[{"Days":2},{"Days":3},{"Days":4}]}]}
            """, answer.Json);
        Assert.Equal("70", (await Client.GetAsync("Bikes/$count", ("Accept", accept))).Text);
        Equal("\"1234.5\"", (await Client.GetAsync("Bikes(1)/ListPrice", ("Accept", accept))).Json["value"]!);
    }

    [Fact]
    public async Task Full_metadata_adds_types_ids_and_links()
    {
        var row = (await Client.GetAsync("Rentals?$top=1&$select=Days,Fee&$expand=Bike($select=Name)", ("Accept", "application/json;odata.metadata=full"))).Value[0]!;
        Assert.Equal("#BikeShop.Rental", (string)row["@odata.type"]!);
        Assert.Equal("Rentals(BikeId=1,Number=1)", ((string)row["@odata.id"]!).Replace(Root, "", StringComparison.Ordinal));
        Assert.Equal("#Decimal", (string)row["Fee@odata.type"]!);
        Assert.EndsWith("Rentals(BikeId=1,Number=1)/Bike", (string)row["Bike@odata.navigationLink"]!, StringComparison.Ordinal);
        Assert.EndsWith("Rentals(BikeId=1,Number=1)/Bike/$ref", (string)row["Bike@odata.associationLink"]!, StringComparison.Ordinal);
        Assert.EndsWith("Bikes(1)", (string)row["Bike"]!["@odata.id"]!, StringComparison.Ordinal);
        foreach (var target in new[] { "Bikes", "Bikes(1)", "Shops?$expand=Bikes($expand=Rentals)", "Bikes?$expand=*", "Bikes(1)/Stock", "Bikes/$ref", "Bikes(1)?$expand=Rentals($count=true)", "Makers?$count=true" })
        {
            await Client.GetAsync(target, ("Accept", "application/json;odata.metadata=full"));
        }
    }

    [Fact]
    public async Task No_metadata_leaves_only_counts_and_next_links()
    {
        var answer = await Client.GetAsync("Bikes?$select=Id&$count=true", ("Accept", "application/json;odata.metadata=none"), ("Prefer", "maxpagesize=1"));
        Assert.Equal(["@odata.count", "value", "@odata.nextLink"], answer.Json.AsObject().Select(m => m.Key));
        Equal("""{"Id":1}""", (await Client.GetAsync("Bikes(1)?$select=Id", ("Accept", "application/json;odata.metadata=none"))).Json);
        Equal("""{"value":21}""", (await Client.GetAsync("Bikes(1)/Gears", ("Accept", "application/json;odata.metadata=none"))).Json);
    }

    [Theory]
    [InlineData("json", "minimal"), InlineData("application/json", "minimal"), InlineData("application/json;odata.metadata=none", "none"), InlineData("application/json%3Bodata.metadata%3Dfull", "full")]
    public async Task The_format_option_wins_over_the_accept_header(string format, string level) =>
        Assert.Equal("application/json;odata.metadata=" + level, (await Client.GetAsync("Bikes?$top=1&$format=" + format, ("Accept", "application/xml"))).ContentType);

    [Theory]
    [InlineData("Bikes", "application/xml"), InlineData("Bikes", "application/atom+xml"), InlineData("Bikes", "application/json;odata=verbose"), InlineData("Bikes", "application/json;q=0"), InlineData("", "text/html"), InlineData("Bikes(1)", "image/png"), InlineData("Bikes/$count", "image/png"), InlineData("Bikes(1)/Name", "text/plain")]
    public async Task A_format_that_cannot_be_served_is_not_acceptable(string target, string accept) =>
        Assert.Equal("ODATA402", (await Client.FailAsync(406, target, ("Accept", accept))).ErrorCode);

    [Theory]
    [InlineData("atom"), InlineData("xml"), InlineData("application/json;foo=bar"), InlineData("application/json;odata.metadata=7")]
    public async Task A_format_option_that_cannot_be_served_is_not_acceptable(string format) => await Client.FailAsync(406, "Bikes?$format=" + format);

    [Theory]
    [InlineData("4.0", "4.0"), InlineData("", "4.0"), InlineData("4.01", "4.01"), InlineData("5.0", "4.01"), InlineData(" 4.0 ", "4.0")]
    public async Task The_version_is_the_highest_that_the_client_takes(string max, string version)
    {
        Assert.Equal(version, (await Client.GetAsync("Bikes(1)", ("OData-MaxVersion", max))).Headers["OData-Version"][0]);
        Assert.Equal(version, (await Client.FailAsync(404, "Nope", ("OData-MaxVersion", max))).Headers["OData-Version"][0]);
        Assert.Equal(version, (await Client.SendAsync("Bikes(2)/Maker", headers: [("OData-MaxVersion", max)])).Headers["OData-Version"][0]);
    }

    [Theory]
    [InlineData("3.0"), InlineData("abc"), InlineData("4.0,4.0"), InlineData("-4")]
    public async Task A_version_that_cannot_be_served_is_refused(string max) =>
        Assert.Equal("ODATA403", (await Client.FailAsync(400, "Bikes", ("OData-MaxVersion", max))).ErrorCode);

    [Theory]
    [InlineData("POST"), InlineData("PUT"), InlineData("PATCH"), InlineData("DELETE"), InlineData("MERGE")]
    public async Task Methods_that_write_are_not_allowed(string method)
    {
        foreach (var target in new[] { "", "Bikes", "Bikes(1)", "$metadata", "Nope" })
        {
            var answer = await Client.SendAsync(target, new HttpMethod(method));
            Assert.Equal((target, 405), (target, (int)answer.Status));
            Assert.Equal("GET, HEAD, OPTIONS", string.Join(", ", answer.Headers["Allow"]));
        }
    }

    [Fact]
    public async Task Messages_come_in_Vietnamese_where_the_client_prefers_it()
    {
        Assert.StartsWith("Không có tài nguyên", (await Client.FailAsync(404, "Nope", ("Accept-Language", "vi-VN,vi;q=0.9,en;q=0.8"))).ErrorMessage, StringComparison.Ordinal);
        Assert.StartsWith("There is no resource", (await Client.FailAsync(404, "Nope", ("Accept-Language", "en"))).ErrorMessage, StringComparison.Ordinal);
    }
}
