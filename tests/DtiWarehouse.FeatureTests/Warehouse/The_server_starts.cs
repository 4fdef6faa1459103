using System.Net;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>First starts, second starts, starts that were cut off, starts that are refused.</summary>
[Collection(ProductTests.Name)]
public sealed class The_server_starts(SampleServer undisturbed)
{
    private const int KillsPerStart = 2;

    [Fact]
    public void Until_the_warehouse_is_complete_the_feed_asks_to_come_back()
    {
        Assert.NotEmpty(undisturbed.Early);
        Assert.All(undisturbed.Early, early =>
        {
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (early.Live, early.Ready, early.Metadata));
            Assert.Contains("\"progress\":", early.Progress, StringComparison.Ordinal);
        });
        var refused = undisturbed.Early.Where(e => e.Feed is not HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, early =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, early.Feed);
            Assert.NotNull(early.RetryAfter);
            Assert.Contains("\"code\":\"ODATA503\"", early.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_first_start_prints_a_line_per_feed()
    {
        foreach (var feed in (string[])["holidays", "org_units", "dvc_services", "igate_dossiers", "ioffice_documents", "satisfaction", "dossier_totals"])
        {
            Assert.Matches($@"(?m)^  {feed} +[\d,]+ dòng/rows +[\d.]+ s +[\d,]+/s", undisturbed.Server.Output);
        }
        Assert.Contains("synthetic", undisturbed.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_after_kills_completes_with_the_same_rows_and_the_next_one_loads_nothing()
    {
        var counts = await undisturbed.Client.CountsAsync();
        var sums = await undisturbed.Client.DossierMonthSumsAsync();
        for (var round = 0; round < TestScale.Factor; round++)
        {
            using var folder = new WarehouseFolder();
            var moments = new List<string>();
            for (var kill = 0; kill < KillsPerStart; kill++)
            {
                moments.Add(await KilledStartAsync(folder));
            }
            var told = $"Killed {string.Join("; ", moments)}";

            await using (var server = StartIn(folder))
            {
                using var client = await server.ConnectAsync();
                Same(counts, await client.CountsAsync(), told);
                Assert.True(sums == await client.DossierMonthSumsAsync(), told);
                Assert.Equal(0, (await server.StopAsync()).ExitCode);
            }
            if (round == 0)
            {
                await using var second = StartIn(folder);
                using var client = await second.ConnectAsync();
                Assert.DoesNotContain("First start", second.Output, StringComparison.Ordinal);
                Same(counts, await client.CountsAsync(), told);
            }
        }
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0", "Access__Anonymous=All")]
    [InlineData("ASPNETCORE_URLS", "http://*:0", "Access__Anonymous=All")]
    [InlineData("Access__Anonymous", "Vài", "this version has All only")]
    [InlineData("DTIW_SAMPLE", "có", "true or false is expected")]
    [InlineData("DTIW_SAMPLE_SIZE", "0", "a number above 0")]
    [InlineData("Load__MaxRejectedShare", "5", "a number from 0 to 1")]
    [InlineData("OData__Limits__MaxNodes", "0", "a whole number within 10…100000")]
    [InlineData("OData__Limits__StatementTimeout", "1m", "(seconds) is expected")]
    [InlineData("OData__Limits__MaxNode", "50", "there is no such limit")]
    [InlineData("OData__Explain", "Everyone", "Loopback, All or None is expected")]
    [InlineData("Warehouse__Provider", "Postgres", "this version has Sqlite only")]
    [InlineData("Feeds__no_such_feed__PersonalColumns__0", "x", "there is no such feed")]
    [InlineData("Feeds__igate_dossiers__Schedule", "sáng sớm", "Feeds__igate_dossiers__Schedule=sáng sớm")]
    [InlineData("Feeds__igate_dossiers__Schedule", "61 5 * * *", "is no cron expression that ever fires again")]
    [InlineData("Feeds__igate_dossiers__Schedule", "0 0 5 1 1 ? 2020", "is no cron expression that ever fires again")]
    [InlineData("Jobs__MaxAttempts", "0", "a whole number within 1…100")]
    [InlineData("Jobs__RetryDelay", "1m", "Jobs__RetryDelay=1m")]
    public async Task A_setting_that_cannot_be_used_ends_the_start_with_a_sentence(string name, string value, string says)
    {
        using var folder = new WarehouseFolder();

        var finished = await ServerProcess.RunAsync(folder.Location, [], ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("DTIW_DATA", folder.Data), (name, value));

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(says, finished.Errors, StringComparison.Ordinal);
        var sentences = finished.Errors.Split(" / ", 2);
        Assert.True(sentences.Length == 2 && sentences[0].Any(c => c > '\u007F'), $"In Vietnamese and English: {finished.Errors}");
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
    }

    private static ServerProcess StartIn(WarehouseFolder folder) => ServerProcess.Start(folder.Location, ("DTIW_DATA", folder.Data), ("DTIW_SAMPLE_SIZE", SampleServer.Size));

    /// <summary>A first start that ends at any moment of its work: after a random number of looks at its progress.</summary>
    private static async Task<string> KilledStartAsync(WarehouseFolder folder)
    {
        await using var server = StartIn(folder);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        var looks = Random.Shared.Next(0, 60);
        var progress = "";
        for (var look = 0; look <= looks; look++)
        {
            try
            {
                using var answer = await http.GetAsync("health/ready");
                progress = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    break;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet: as good a moment as any, but the looks are kept for the work.
                look--;
                Assert.False(server.HasExited, server.Output);
            }
            await Task.Delay(40);
        }
        await server.KillAsync();
        return progress;
    }

    private static void Same(SortedDictionary<string, int> expected, SortedDictionary<string, int> actual, string told) => Assert.True(
        expected.SequenceEqual(actual), $"{told}\n{string.Join('\n', expected.Zip(actual).Where(p => p.First.Value != p.Second.Value).Select(p => $"{p.First} but {p.Second}"))}");
}
