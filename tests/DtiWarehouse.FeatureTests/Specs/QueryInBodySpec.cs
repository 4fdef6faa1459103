using System.Net;
using System.Text;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary><c>POST …/$query</c>: options in the body (OData URL Conventions 4.01, section 4.17).</summary>
public abstract class QueryInBodySpec(BikeShopServer shop) : BikeShopSpec(shop)
{
    private Task<Answer> PostAsync(string target, string body, string? type = "text/plain", params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return Client.SendAsync(target, HttpMethod.Post, content: content, headers: headers);
    }

    private async Task SameAsync(string get, string target, string body, string type = "text/plain")
    {
        var answer = await PostAsync(target, body, type);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal((await Client.GetAsync(get)).Text, answer.Text);
    }

    [Fact]
    public async Task Options_of_the_body_are_those_of_the_request()
    {
        const string Query = "$filter=Gears%20gt%203&$orderby=Name&$top=5&$select=Id,Name";
        await SameAsync("Bikes?" + Query, "Bikes/$query", Query);
        await SameAsync("Bikes?" + Query, "Bikes/$query", Query + "\r\n", "text/plain;charset=utf-8");
        await SameAsync("Bikes?" + Query, "Bikes/$query", "$filter=Gears+gt+3&$orderby=Name&$top=5&$select=Id,Name", "application/x-www-form-urlencoded");
        await SameAsync("Bikes?" + Query, "Bikes/$query?$top=5&$select=Id,Name", "$filter=Gears%20gt%203&$orderby=Name");
        await SameAsync("Bikes?" + Query, "Bikes/$query", "$filter=Gears gt @g&$orderby=Name&$top=5&$select=Id,Name&@g=3");
        await SameAsync("Bikes?$filter=Name%20eq%20'Th%E1%BB%91ng%20Nh%E1%BA%A5t'", "Bikes/$query", "$filter=Name eq 'Thống Nhất'");
        await SameAsync("Bikes(1)?$select=Id", "Bikes(1)/$query", "$select=Id");
        await SameAsync("Bikes/$count?$filter=Gears%20gt%203", "Bikes/$count/$query", "$filter=Gears%20gt%203");
        await SameAsync("Bikes?$top=1", "Bikes/$query?$top=1", "");
    }

    [Fact]
    public async Task Page_links_are_followed_by_get()
    {
        var answer = await PostAsync("Bikes/$query", "$filter=Gears gt 0&$select=Id", headers: ("Prefer", "maxpagesize=7"));
        var ids = answer.Value.Select(r => (int)r!["Id"]!).Concat((await Client.AllPagesAsync(answer.NextLink!, 7)).Select(r => (int)r["Id"]!));
        Assert.Equal(Bikes.Where(b => b.Gears > 0).Select(b => b.Id), ids);
    }

    [Fact]
    public async Task Page_links_of_a_query_too_long_for_a_url_are_posted_with_the_same_body()
    {
        var body = $"$select=Id&$filter=Id in ({string.Join(',', Enumerable.Range(1, 900))})";
        var ids = new List<int>();
        for (var next = "Bikes/$query?$orderby=Id%20desc"; next is not null;)
        {
            var answer = await PostAsync(next, body, headers: ("Prefer", "maxpagesize=30"));
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            ids.AddRange(answer.Value.Select(r => (int)r!["Id"]!));
            next = answer.NextLink;
            Assert.True(next is null || next.Length < 4_000, next);
        }
        Assert.Equal(Bikes.Select(b => b.Id).Reverse(), ids);
    }

    [Theory]
    [InlineData("application/json"), InlineData("text/html"), InlineData("text/plain;charset=utf-16"), InlineData(null)]
    public async Task Other_types_are_not_taken(string? type) => Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync("Bikes/$query", "$top=1", type)).Status);

    [Fact]
    public async Task Bodies_have_a_limit()
    {
        var answer = await PostAsync("Bikes/$query", $"$top=1&custom={new string('x', 20_000)}");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "ODATA303"), (answer.Status, answer.ErrorCode));
    }

    [Theory]
    [InlineData("Bikes/$query?$top=1", "$top=1"), InlineData("Bikes/$query", "$filter=("), InlineData("Bikes/$query", "$filter=%ZZ"), InlineData("Bikes/$query", "$nope=1"), InlineData("Bikes/$query", "{\"$top\":1}=x&$top=x")]
    public async Task Wrong_options_are_wrong_in_a_body_too(string target, string body) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(target, body)).Status);

    [Fact]
    public async Task The_resource_is_looked_up_as_ever()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("Nope/$query", "$top=1")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Client.SendAsync("Bikes/$query")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await PostAsync("Bikes", "$top=1")).Status);
    }
}
