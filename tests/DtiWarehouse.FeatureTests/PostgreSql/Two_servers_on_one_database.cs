using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>Two servers, each with a data folder of its own as on two machines, on one database.</summary>
[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Two_servers_on_one_database : IDisposable
{
    private static readonly string LeadLocks =
        $"FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = {PostgreSqlFolderDatabase.LeadLock} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    /// <summary>The one address before both.</summary>
    private const string PublicHost = "data.example.org", PublicRoot = $"http://{PublicHost}/odata/v1/";

    private readonly WarehouseFolder _folder = new(PostgreSqlProduct.Instance);
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_go_on_at_the_other_server_and_a_load_is_seen_by_both_at_once()
    {
        const int Rows = 300;
        Assert.Equal(0, (await _folder.LoadAsync(("igate_dossiers_1.csv", SourceFile.Dossiers("1.001612", "240101", Rows)))).ExitCode);
        await using var one = await StartAsync("one");
        await using var other = await StartAsync("other");
        using var first = Client(one);
        using var second = Client(other);

        var codes = new List<string>();
        var pages = 0;
        for (string? next = "Dossiers?$select=DossierCode"; next is not null; pages++)
        {
            var (status, page, _) = await AskAsync(pages % 2 == 0 ? first : second, next);
            Assert.Equal(HttpStatusCode.OK, status);
            codes.AddRange(page!["value"]!.AsArray().Select(row => (string)row!["DossierCode"]!));
            next = ((string?)page["@odata.nextLink"])?[PublicRoot.Length..];
        }
        Assert.Equal((30, Rows, Rows), (pages, codes.Count, codes.Distinct(StringComparer.Ordinal).Count()));

        const string Asked = "Dossiers?$apply=aggregate($count as N)";
        for (var load = 2; load <= 4; load++)
        {
            var (_, _, before) = await AskAsync(second, Asked);
            Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(second, Asked, before)).Status);
            Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(first, Asked, before)).Status);
            var name = $"igate_dossiers_{load}.csv";
            var file = Path.Combine(_folder.With((name, SourceFile.Dossiers("1.001612", $"24010{load}", Rows))), name);
            Assert.Equal(0, (await _folder.LoadFolderAsync(Path.GetDirectoryName(file)!)).ExitCode);
            foreach (var client in (HttpClient[])[second, first])
            {
                var (status, answer, _) = await AskAsync(client, Asked, before);
                Assert.Equal((HttpStatusCode.OK, load * Rows), (status, (int)answer!["value"]![0]!["N"]!));
            }
        }
    }

    [Fact]
    public async Task One_leads_and_the_other_takes_over_when_it_is_killed()
    {
        await using var one = await StartAsync("one");
        await WaitForAsync(one, "running");
        await using var other = await StartAsync("other");
        await WaitForAsync(other, "standby");
        Assert.Equal("running", await SchedulerAsync(one));

        await one.KillAsync();

        await WaitForAsync(other, "running");
        await using var third = await StartAsync("one");
        await WaitForAsync(third, "standby");
        await AssertRunsOnceAsync(third);
    }

    [Fact]
    public async Task When_the_leader_s_connection_is_cut_exactly_one_leads_again()
    {
        await using var one = await StartAsync("one");
        await WaitForAsync(one, "running");
        await using var other = await StartAsync("other");
        await WaitForAsync(other, "standby");

        for (var cut = 0; cut < 2; cut++)
        {
            var before = _folder.Database.Number($"SELECT pid {LeadLocks}");
            Assert.Equal(1, _folder.Database.Number($"SELECT COUNT(pg_terminate_backend(pid)) {LeadLocks}"));
            await one.WaitUntilAsync(
                async () => _folder.Database.Rows($"SELECT pid {LeadLocks}") is [[long holder]] && holder != before && await StatesAsync() is ["running", "standby"],
                "One leads, the other stands by.");
        }
        await AssertRunsOnceAsync(one);
        await AssertRunsOnceAsync(other);

        async Task<string[]> StatesAsync() => [.. new[] { await SchedulerAsync(one), await SchedulerAsync(other) }.Order(StringComparer.Ordinal)];
    }

    private async Task<ServerProcess> StartAsync(string machine)
    {
        var server = _folder.Start(("DTIW_DATA", Path.Combine(_folder.Location, machine)), ("DTIW_SAMPLE", "false"), ("OData__SigningKey", _key));
        await server.WaitUntilReadyAsync();
        return server;
    }

    private static Task WaitForAsync(ServerProcess server, string state) =>
        server.WaitUntilAsync(async () => await SchedulerAsync(server) == state, $"The scheduler is {state}.");

    private static async Task<string> SchedulerAsync(ServerProcess server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        return (string)JsonNode.Parse(await http.GetStringAsync("health/ready"))!["scheduler"]!;
    }

    /// <summary>What is ordered of either server runs, once.</summary>
    private static async Task AssertRunsOnceAsync(ServerProcess server)
    {
        using var person = new Operator(server);
        var run = await person.WaitForRunAsync(await person.OrderAsync("holidays"), "Succeeded");
        Assert.Equal(1, (int)run["attempt"]!);
    }

    private static HttpClient Client(ServerProcess server) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.FeedRoot };

    private static async Task<(HttpStatusCode Status, JsonNode? Body, string Tag)> AskAsync(HttpClient http, string target, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Host = PublicHost;
        request.Headers.Add("Prefer", "odata.maxpagesize=10");
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, answer.Headers.ETag?.ToString() ?? "");
    }
}
