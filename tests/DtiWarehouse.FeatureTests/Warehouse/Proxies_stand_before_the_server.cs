using System.Net;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Links carry the address that callers know, if a proxy that is trusted says it; nobody else can put one in.</summary>
[Collection(ProcessesOnSqlite.Name)]
[OnSqliteOnly("Links are made of the request and the settings alone.")]
public sealed class Proxies_stand_before_the_server : IDisposable
{
    private const string Page = "odata/v1/Periods?$select=Code";

    private static readonly (string, string)[] Forwarded =
        [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "data.example.org"), ("X-Forwarded-Prefix", "/dti")];

    private readonly WarehouseFolder _folder = new(SqliteProduct.Instance);

    [Fact]
    public async Task What_a_trusted_proxy_says_goes_into_links_and_the_link_is_answered()
    {
        await using var server = await StartAsync(("Proxy__Trusted", "10.1.0.0/16, 127.0.0.1"));

        var (status, answer) = await AskAsync(server, Page, Forwarded);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("https://data.example.org/dti/odata/v1/$metadata#Periods(Code)", (string)answer["@odata.context"]!);
        var next = (string)answer["@odata.nextLink"]!;
        Assert.StartsWith("https://data.example.org/dti/odata/v1/Periods?", next, StringComparison.Ordinal);
        var (_, second) = await AskAsync(server, next["https://data.example.org/dti/".Length..], Forwarded);
        Assert.NotEmpty(second["value"]!.AsArray());
        Assert.NotEqual((string)answer["value"]![0]!["Code"]!, (string)second["value"]![0]!["Code"]!);
        // The description of the server and its pages hold behind the prefix too.
        var (_, described) = await AskAsync(server, "openapi/v1.json", Forwarded);
        Assert.Equal("/dti/odata/v1", (string)described["servers"]![0]!["url"]!);
        Assert.Equal("/dti/", (string)described["paths"]!["/health/ready"]!["servers"]![0]!["url"]!);
        // The portal's links and the file for Power BI go the same way; a warehouse without units has an overview too.
        var (_, file) = await AskAsync(server, "connect/dtiwarehouse.pbids", Forwarded);
        Assert.Equal("https://data.example.org/dti/odata/v1", (string)file["connections"]![0]!["details"]!["address"]!["url"]!);
        var links = PortalClient.Links(await PageAsync(server, "", Forwarded)).Where(link => link.Address[0] != '#').ToList();
        Assert.True(links.Count > 5, $"{links.Count} links.");
        Assert.All(links, link => Assert.StartsWith("/dti/", link.Address, StringComparison.Ordinal));
        Assert.Contains("OData.Feed(&quot;https://data.example.org/dti/odata/v1/&quot;", await PageAsync(server, "connect", Forwarded), StringComparison.Ordinal);
        // Nor does the proxy's own address open what is for this machine.
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "operations/v1/jobs", Forwarded)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "operations/v1/jobs", ("X-Forwarded-For", "127.0.0.1"))).Status);
        // Without a proxy the address is the one that was asked.
        Assert.StartsWith(server.Address.AbsoluteUri, (string)(await AskAsync(server, Page)).Body["@odata.nextLink"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("10.0.0.5"), InlineData("10.0.0.5,192.168.0.0/16,::2")]
    public async Task What_a_stranger_says_is_ignored(string trusted)
    {
        await using var server = await StartAsync(("Proxy__Trusted", trusted));

        var (status, answer) = await AskAsync(server, Page, Forwarded);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith($"{server.FeedRoot}$metadata", (string)answer["@odata.context"]!, StringComparison.Ordinal);
        Assert.StartsWith(server.FeedRoot.AbsoluteUri, (string)answer["@odata.nextLink"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_root_goes_before_what_requests_say()
    {
        await using var server = await StartAsync(("OData__PublicRoot", "https://data.example.org/kho/odata/v1"));

        var (_, answer) = await AskAsync(server, Page);

        Assert.StartsWith("https://data.example.org/kho/odata/v1/$metadata", (string)answer["@odata.context"]!, StringComparison.Ordinal);
        Assert.StartsWith("https://data.example.org/kho/odata/v1/Periods?", (string)answer["@odata.nextLink"]!, StringComparison.Ordinal);
        var (_, described) = await AskAsync(server, "openapi/v1.json");
        Assert.Equal("https://data.example.org/kho/odata/v1", (string)described["servers"]![0]!["url"]!);
        Assert.Equal("https://data.example.org/kho/", (string)described["paths"]!["/health/ready"]!["servers"]![0]!["url"]!);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ServerProcess> StartAsync((string, string) setting)
    {
        var server = _folder.Start(("DTIW_SAMPLE", "false"), setting);
        await server.WaitUntilReadyAsync();
        return server;
    }

    private static async Task<string> PageAsync(ServerProcess server, string target, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        foreach (var (name, value) in headers)
        {
            http.DefaultRequestHeaders.Add(name, value);
        }
        return await http.GetStringAsync(new Uri(target, UriKind.Relative));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(ServerProcess server, string target, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Add("Prefer", "odata.maxpagesize=2");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
