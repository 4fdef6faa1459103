using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What a caller may cost: it is told when to come again, and others do not notice.</summary>
[Collection(ProcessesOnSqlite.Name)]
[OnSqliteOnly("Callers are counted before any database is asked.")]
public sealed class One_caller_cannot_stop_the_others : IDisposable
{
    private const string Small = "odata/v1/Periods?$top=1&$select=Code";

    private readonly WarehouseFolder _folder = new(SqliteProduct.Instance);

    [Fact]
    public async Task A_flood_is_refused_and_others_are_answered()
    {
        await using var server = await StartAsync(
            ("Limits__ConcurrentQueries", "2"), ("Limits__Callers__ConcurrentQueries", "1"), ("Limits__Callers__QueuedQueries", "3"), ("Limits__Callers__RequestsPerMinute", "40"));
        using var heavy = Caller(server, "203.0.113.1");
        using var light = Caller(server, "203.0.113.2");

        var flood = Enumerable.Range(0, 150).Select(_ => heavy.GetAsync("odata/v1/Dates?$top=100")).ToList();
        for (var n = 0; n < 10; n++)
        {
            using var answer = await light.GetAsync(Small);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var answers = await Task.WhenAll(flood);
        var refused = answers.Where(answer => answer.StatusCode is not HttpStatusCode.OK).ToList();
        Assert.InRange(answers.Length - refused.Count, 1, 60);
        Assert.All(refused, RequireTimeToComeAgain);
        // Neither health nor who sits at the server waits for that caller.
        Assert.Equal(HttpStatusCode.OK, (await heavy.GetAsync("health/live")).StatusCode);
        using var local = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        var own = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => local.GetAsync(Small)));
        Assert.All(own, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Rows_are_paid_for_after_they_went_out_also_in_a_batch_and_in_other_languages()
    {
        await using var server = await StartAsync(("Limits__Callers__RowsPerMinute", "300"));
        using var heavy = Caller(server, "203.0.113.1");
        using var light = Caller(server, "203.0.113.2");
        using var parts = Caller(server, "203.0.113.3");
        using var file = Caller(server, "203.0.113.4");

        Assert.Equal(HttpStatusCode.OK, (await heavy.GetAsync("odata/v1/Dates?$top=350")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await file.GetAsync("odata/v1/Dates?$top=350&$format=csv")).StatusCode);
        using var batch = new StringContent("""{"requests":[{"id":"1","method":"GET","url":"Dates?$top=350"}]}""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await parts.PostAsync("odata/v1/$batch", batch)).StatusCode);

        foreach (var debtor in (HttpClient[])[heavy, file, parts])
        {
            using var answer = await debtor.GetAsync(Small);
            await RequireRefusedAsync(answer, "Try again in");
            // 50 rows too many at 5 a second.
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 11);
        }
        heavy.DefaultRequestHeaders.Add("Accept-Language", "vi");
        using (var vietnamese = await heavy.GetAsync("forms/v1"))
        {
            await RequireRefusedAsync(vietnamese, "Hãy thử lại sau");
        }
        Assert.Equal(HttpStatusCode.OK, (await light.GetAsync(Small)).StatusCode);
    }

    /// <summary>
    /// A statement of an embedded database holds its thread to the end. Where threads were wanting, a small request would wait
    /// for the runtime to add one, which it does twice a second: hundreds of times what it takes.
    /// </summary>
    [Fact]
    public async Task Heavy_statements_on_every_place_but_one_leave_threads_for_small_requests()
    {
        const int Places = 8;
        await using var server = await StartAsync(
            ("Limits__ConcurrentQueries", "9"), ("Limits__Callers__ConcurrentQueries", "8"), ("Limits__Callers__StatementSecondsPerMinute", "60000"), ("Limits__Callers__RequestsPerMinute", "1000000"));
        using var heavy = Caller(server, "203.0.113.1");
        using var light = Caller(server, "203.0.113.2");
        await MedianAsync(light);
        var idle = await MedianAsync(light);

        using var enough = new CancellationTokenSource();
        var (asked, answered) = (0, 0);
        var loops = Enumerable.Range(0, Places).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var patterns = string.Join(" or ", Enumerable.Repeat(Interlocked.Increment(ref asked), 3).Select((n, i) => $"matchesPattern(cast(Date,Edm.String),'^.*[0-9]+-.*{n}-{i}x$')"));
                using var answer = await heavy.GetAsync("odata/v1/Dates/$count?$filter=" + Uri.EscapeDataString(patterns));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Interlocked.Increment(ref answered);
            }
        })).ToList();
        while (Volatile.Read(ref answered) < Places)
        {
            await Task.Delay(20);
        }
        var busy = await MedianAsync(light);
        await enough.CancelAsync();
        await Task.WhenAll(loops);

        Assert.True(busy < 100 * idle, $"{busy.TotalMilliseconds} ms beside heavy statements, {idle.TotalMilliseconds} ms alone.");

        static async Task<TimeSpan> MedianAsync(HttpClient client)
        {
            var times = new List<TimeSpan>();
            for (var n = 0; n < 60; n++)
            {
                var clock = Stopwatch.StartNew();
                using var request = new HttpRequestMessage(HttpMethod.Get, Small) { Headers = { CacheControl = new() { NoCache = true } } };
                using var answer = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                times.Add(clock.Elapsed);
            }
            return times.Order().ElementAt(times.Count / 2);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ServerProcess> StartAsync(params (string, string)[] limits)
    {
        var server = _folder.Start([("DTIW_SAMPLE", "false"), ("Proxy__Trusted", "127.0.0.1"), .. limits]);
        await server.WaitUntilReadyAsync();
        return server;
    }

    private static HttpClient Caller(ServerProcess server, string address) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = server.Address,
        DefaultRequestHeaders = { { "X-Forwarded-For", address } },
    };

    private static void RequireTimeToComeAgain(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        var text = Assert.Single(answer.Headers.GetValues("Retry-After"));
        Assert.True(text.All(char.IsAsciiDigit), text);
        Assert.InRange(int.Parse(text, CultureInfo.InvariantCulture), 1, 120);
    }

    private static async Task RequireRefusedAsync(HttpResponseMessage answer, string says)
    {
        RequireTimeToComeAgain(answer);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("ODATA306", (string)error["code"]!);
        Assert.Contains(says, (string)error["message"]!, StringComparison.Ordinal);
    }
}
