using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Health, freshness, structured logs, traces and metrics of a running server.</summary>
public abstract class The_server_is_observed(LoadedServer loaded)
{
    private static readonly (string, string) NoSample = ("DTIW_SAMPLE", "false");

    [Fact]
    public async Task Ready_names_the_warehouse_the_scheduler_and_every_feed_without_paths_and_messages()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = loaded.Server.Address };
        var feeds = await loaded.Client.RowsAsync("FeedStates?$select=Feed&$orderby=Feed");
        var text = "";
        await loaded.Server.WaitUntilAsync(
            async () => feeds.Select(f => (string)f!["Feed"]!).SequenceEqual(JsonNode.Parse(text = await http.GetStringAsync("health/ready"))!["feeds"]!.AsArray().Select(f => (string)f!["feed"]!)),
            "Every feed is named.");
        var ready = JsonNode.Parse(text)!;

        Assert.Equal(("ready", "ready"), ((string)ready["status"]!, (string)ready["warehouse"]!));
        Assert.Contains((string)ready["scheduler"]!, new[] { "starting", "running" });
        Assert.DoesNotContain(loaded.Folder.Location, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_s_state_is_what_the_ledger_says()
    {
        // Fails after it was loaded: both show.
        await loaded.Folder.LoadAsync(("satisfaction_stale.csv", SourceFile.Utf8("Mã\n1\n")));

        var runs = await loaded.Client.RowsAsync("LoadRuns?$select=LoadKey,Feed,Status,CompletedAt,Watermark,Error,DataVersion");
        var states = await loaded.Client.RowsAsync("FeedStates?$expand=LastLoad($select=LoadKey,Status)");

        Assert.Equal(runs.Select(r => (string)r!["Feed"]!).Distinct().Order(StringComparer.Ordinal), states.Select(s => (string)s!["Feed"]!).Order(StringComparer.Ordinal));
        foreach (var state in states)
        {
            var own = runs.Where(r => (string)r!["Feed"]! == (string)state!["Feed"]!).OrderBy(r => (int)r!["LoadKey"]!).ToList();
            var completed = own.Where(r => (string)r!["Status"]! == "Completed").ToList();
            var failed = own.LastOrDefault(r => (string)r!["Status"]! == "Failed");
            var last = completed.LastOrDefault();
            Assert.Equal((int?)last?["LoadKey"], (int?)state!["LastLoadKey"]);
            Assert.Equal((int?)last?["LoadKey"], (int?)state["LastLoad"]?["LoadKey"]);
            Assert.Equal((string?)last?["CompletedAt"], (string?)state["LastLoadedAt"]);
            Assert.Equal((long?)last?["DataVersion"], (long?)state["DataVersion"]);
            Assert.Equal(completed.Max(r => (DateTimeOffset?)r!["Watermark"]), (DateTimeOffset?)state["Watermark"]);
            Assert.Equal(((string?)failed?["CompletedAt"], (string?)failed?["Error"]), ((string?)state["LastFailedAt"], (string?)state["LastError"]));
        }
        Assert.NotNull(states.Single(s => (string)s!["Feed"]! == "satisfaction")!["LastError"]);
    }

    [Theory]
    [InlineData("Dossiers?$top=1"), InlineData("Dossiers/$count"), InlineData("Units?$format=csv&$top=1"), InlineData("DossierMonths?$apply=aggregate(Received%20with%20sum%20as%20R)")]
    public async Task An_answer_says_when_its_data_was_last_loaded(string target)
    {
        var newest = (await loaded.Client.RowsAsync("FeedStates?$select=LastLoadedAt")).Max(s => (DateTimeOffset?)s!["LastLoadedAt"])!.Value;

        var header = Assert.Single((await loaded.Client.GetAsync(target)).Headers["DTIW-Data-As-Of"]);

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", header);
        Assert.Equal(newest, DateTimeOffset.Parse(header, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task Structured_logs_are_one_object_a_line_and_name_each_load()
    {
        using var folder = loaded.Folder.New();
        await using var server = folder.Start(NoSample, ("Logging__Console__FormatterName", "json"));
        await server.WaitUntilReadyAsync();
        await DropAndWaitAsync(server, folder, "igate_dossiers_log.csv", SourceFile.Dossiers("1.001612", "240401", 30, bad: 1));
        var finished = await server.StopAsync();

        var messages = finished.Lines.Select(line => JsonNode.Parse(line)!).ToList();
        var load = Assert.Single(messages, m => m["State"]?["FileName"] is not null)!["State"]!;
        Assert.Equal(("igate_dossiers", 30, 29, 1), ((string)load["Feed"]!, (int)load["RowsRead"]!, (int)load["RowsLoaded"]!, (int)load["RowsRejected"]!));
        Assert.DoesNotContain("H48.90-240401", finished.Output + finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_may_have_more_logged_but_no_request_with_the_key_in_its_url()
    {
        using var folder = loaded.Folder.New();
        await using var server = folder.Start(
            NoSample, ("Logging__LogLevel__Microsoft", "Debug"), ("Logging__Console__LogLevel__Default", "Debug"), ("Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting", "Debug"));
        await server.WaitUntilReadyAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        var answer = await http.GetAsync("odata/v1/Units?api_key=dtiw_00000000_secret&$filter=Name%20eq%20'person'");
        var finished = await server.StopAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Microsoft.AspNetCore", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", finished.Output + finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("person", finished.Output + finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_and_metrics_go_where_the_setting_says()
    {
        using var collector = new Collector();
        using var folder = loaded.Folder.New();
        await using var server = folder.Start(
            NoSample, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        using var client = await server.ConnectAsync();
        await DropAndWaitAsync(server, folder, "igate_dossiers_trace.csv", SourceFile.Dossiers("1.001612", "240402", 30, bad: 1));
        await client.GetAsync("Dossiers?$filter=DossierCode%20eq%20'H48.90-240402-0007'");
        await client.GetAsync("Dossiers/$filter(DossierCode%20eq%20'H48.90-240402-0008')");

        foreach (var name in (string[])["decide", "accept", "commit", "odata.plan", "odata.query", "dtiw.load.rows", "dtiw.load.rejected", "CHANNEL_UNKNOWN", "dtiw.load.duration", "dtiw.feed.lag", "dtiw.odata.request.duration", "entity_set"])
        {
            await server.WaitUntilAsync(() => Task.FromResult(collector.Received.Contains(name, StringComparison.Ordinal)), $"{name} is exported.");
        }
        await server.StopAsync();
        Assert.DoesNotContain("H48.90-240402", collector.Received, StringComparison.Ordinal);
    }

    private static async Task DropAndWaitAsync(ServerProcess server, WarehouseFolder folder, string name, byte[] content)
    {
        File.Move(Path.Combine(folder.With((name, content)), name), Path.Combine(folder.Data, "inbox", name));
        await server.WaitUntilAsync(() => Task.FromResult(File.Exists(Path.Combine(folder.Data, "archive", name))), "The file is loaded.");
    }

    /// <summary>Takes what is exported to it and keeps the bytes as text: names stand in them as they are.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<string> _received = new();

        public Collector()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/";
            }
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = ListenAsync();
        }

        public string Address { get; }
        public string Received => string.Concat(_received);

        private async Task ListenAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
                context.Response.Close();
            }
        }

        public void Dispose() => _listener.Close();
    }
}
