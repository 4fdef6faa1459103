using System.Net;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>First starts, second starts, starts that were cut off, starts that are refused.</summary>
public abstract class The_server_starts(SampleServer undisturbed)
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
            using var folder = undisturbed.Folder.New();
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

    private static ServerProcess StartIn(WarehouseFolder folder) => folder.Start(("DTIW_SAMPLE_SIZE", SampleServer.Size));

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
