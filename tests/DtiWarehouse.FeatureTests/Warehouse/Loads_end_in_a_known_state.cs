using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Specs;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>
/// Loads that are killed, starved, held up or doubled: the warehouse is as before or complete, never between, and the
/// next run ends where an undisturbed one does. What a warehouse holds is read by plain SQL.
/// </summary>
public abstract class Loads_end_in_a_known_state(KnownStates states)
{
    private const int Kills = 3;

    [Fact]
    public async Task A_load_that_is_killed_leaves_all_or_nothing_and_the_next_one_completes()
    {
        for (var kill = 0; kill < Kills * TestScale.Factor; kill++)
        {
            using var folder = await states.BeforeAsync();
            var moment = TimeSpan.FromMilliseconds(Random.Shared.Next(0, (int)states.Undisturbed.TotalMilliseconds));
            var files = folder.With(states.Correction);
            await using (var load = folder.Run(["load", "--inbox", files]))
            {
                await Task.Delay(moment);
                await load.KillAsync();
            }

            var left = KnownStates.Read(folder);
            Assert.True(left == states.StateBefore || left == states.StateAfter, $"Killed after {moment}: neither before nor after.\n{left}");

            var next = await folder.LoadFolderAsync(files);
            Assert.True(next.ExitCode == 0, next.Output + next.Errors);
            Assert.Equal(states.StateAfter, KnownStates.Read(folder));
            KnownStates.AssertBalanced(folder);
        }
    }

    [Fact]
    public async Task Two_loads_at_once_end_as_one_after_the_other()
    {
        using var folder = await states.BeforeAsync();
        var first = folder.With(states.Correction);
        var second = folder.With(states.Correction, ("igate_dossiers_more.csv", KnownStates.Dossiers("24", 500, "Đang xử lý", "2024-03-01T00:00:00")));

        var both = await Task.WhenAll(folder.LoadFolderAsync(first), folder.LoadFolderAsync(second));

        Assert.All(both, load => Assert.True(load.ExitCode == 0, load.Output + load.Errors));
        using var alone = await states.BeforeAsync();
        await alone.LoadFolderAsync(second);
        Assert.Equal(KnownStates.Read(alone), KnownStates.Read(folder));
        KnownStates.AssertBalanced(folder);
    }

    [Fact]
    public async Task A_load_waits_for_whoever_writes()
    {
        using var folder = await states.BeforeAsync();
        Task<Finished> load;
        using (folder.Database.HoldWriteLock())
        {
            load = folder.LoadAsync(states.Correction);
            await Task.Delay(TimeSpan.FromSeconds(2));
            Assert.False(load.IsCompleted);
        }

        Assert.Equal(0, (await load).ExitCode);
        Assert.Equal(states.StateAfter, KnownStates.Read(folder));
    }

    [Fact]
    public async Task Readers_see_one_commit_at_a_time_and_a_chain_of_pages_goes_on_through_loads()
    {
        using var folder = await states.BeforeAsync();
        await using var server = folder.Start(("DTIW_SAMPLE", "false"));
        await server.WaitUntilReadyAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.FeedRoot };
        using var ended = new CancellationTokenSource();
        var answers = ReadStatusesAsync(http, ended.Token);
        var codes = new List<string>();
        var pages = 0;
        Task<Finished>? load = null;
        for (string? next = "Dossiers?$select=DossierCode,Status"; next is not null; pages++)
        {
            if (pages % 50 == 10)
            {
                // Each load gives every dossier another status.
                if (load is not null)
                {
                    Assert.Equal(0, (await load).ExitCode);
                }
                load = folder.LoadAsync(($"igate_dossiers_{pages}.csv", KnownStates.Dossiers("23", KnownStates.Rows, pages % 100 == 10 ? "Tạm dừng" : "Đang xử lý", $"2025-01-01T00:{pages / 50:00}:00")));
            }
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Add("Prefer", $"odata.maxpagesize={KnownStates.Rows / 200}");
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            codes.AddRange(page["value"]!.AsArray().Select(row => (string)row!["DossierCode"]!));
            Assert.Single(page["value"]!.AsArray().Select(row => (string)row!["Status"]!).Distinct());
            next = (string?)page["@odata.nextLink"];
        }
        Assert.Equal(0, (await load!).ExitCode);
        await ended.CancelAsync();

        Assert.InRange(pages, 200, 201);
        Assert.Equal(KnownStates.Rows, codes.Count);
        Assert.Equal(KnownStates.Rows, codes.Distinct(StringComparer.Ordinal).Count());
        var seen = await answers;
        Assert.All(seen, groups => Assert.Equal(KnownStates.Rows, Assert.Single(groups).Value));
        Assert.Equal(["InProgress", "Suspended"], seen.SelectMany(groups => groups.Keys).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>How many dossiers have which status, asked again and again.</summary>
    private static async Task<List<Dictionary<string, int>>> ReadStatusesAsync(HttpClient http, CancellationToken ended)
    {
        var answers = new List<Dictionary<string, int>>();
        while (!ended.IsCancellationRequested)
        {
            var groups = JsonNode.Parse(await http.GetStringAsync("Dossiers?$apply=groupby((Status),aggregate($count as N))", CancellationToken.None))!["value"]!.AsArray();
            answers.Add(groups.ToDictionary(group => (string)group!["Status"]!, group => (int)group!["N"]!));
        }
        return answers;
    }
}

/// <summary>A warehouse before a file of corrections and after it, and how long that load takes undisturbed.</summary>
public abstract class KnownStates(ProductDatabase product) : IAsyncLifetime
{
    public const int Rows = 4000;

    private static readonly (string Name, byte[] Content) First = ("igate_dossiers_1.csv", Dossiers("23", Rows, "Đang xử lý", "2024-01-01T00:00:00"));

    private WarehouseFolder? _before;

    /// <summary>Half of the dossiers again with another status, and as many new ones.</summary>
    public (string Name, byte[] Content) Correction { get; } = ("igate_dossiers_correction.csv", [
        .. Dossiers("23", Rows / 2, "Tạm dừng", "2024-02-01T00:00:00"),
        .. Dossiers("25", Rows, "Đang xử lý", "2024-02-01T00:00:00", withHeader: false)]);

    public string StateBefore { get; private set; } = "";

    public string StateAfter { get; private set; } = "";

    public TimeSpan Undisturbed { get; private set; }

    /// <summary>A copy of the warehouse as it was before.</summary>
    public async Task<WarehouseFolder> BeforeAsync()
    {
        var copy = new WarehouseFolder(product);
        if (!copy.Database.TryCopy(_before!.Database))
        {
            Assert.Equal(0, (await copy.LoadAsync(First)).ExitCode);
        }
        return copy;
    }

    public async Task InitializeAsync()
    {
        if (product.IsMissing)
        {
            return;
        }
        _before = new WarehouseFolder(product);
        var first = await _before.LoadAsync(First);
        Assert.True(first.ExitCode == 0, first.Output + first.Errors);
        StateBefore = Read(_before);
        using var after = await BeforeAsync();
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await after.LoadAsync(Correction)).ExitCode);
        Undisturbed = clock.Elapsed;
        StateAfter = Read(after);
        Assert.NotEqual(StateBefore, StateAfter);
    }

    public Task DisposeAsync()
    {
        _before?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Everything that a reader could tell apart, by natural keys: keys, instants and the ledger's runs are left out.</summary>
    public static string Read(WarehouseFolder folder)
    {
        var state = new StringBuilder(folder.Database.Soundness()).Append('\n');
        foreach (var sql in (string[])
        [
            "SELECT COUNT(*), SUM(CASE WHEN status = 'Suspended' THEN 1 ELSE 0 END), SUM(CAST(received_date_key AS bigint)), MIN(dossier_code), MAX(dossier_code) FROM fact_dossier",
            "SELECT status, received_date, COUNT(*) FROM fact_dossier GROUP BY status, received_date ORDER BY status, received_date",
            "SELECT month_period_key, channel, service_class, SUM(received), SUM(resolved) FROM agg_dossier_month GROUP BY month_period_key, channel, service_class ORDER BY month_period_key, channel, service_class",
            // Months that have ended before any run of this test: another may end between two readings.
            "SELECT service_class, month_period_key, pending FROM agg_dossier_stock WHERE month_period_key < 20260000 ORDER BY service_class, month_period_key, pending",
            "SELECT COUNT(*), MAX(version) FROM src_igate_dossiers",
            "SELECT unit_code, is_inferred FROM dim_unit ORDER BY unit_code",
            "SELECT procedure_code, name FROM dim_procedure ORDER BY procedure_code",
        ])
        {
            foreach (var row in folder.Database.Rows(sql))
            {
                state.AppendJoin('|', row).Append('\n');
            }
        }
        var sources = folder.Database.Rows("SELECT natural_key, content FROM src_igate_dossiers ORDER BY natural_key").Select(row => string.Join('|', row));
        return state.Append(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sources))))).ToString();
    }

    /// <summary>Every run accounts for every row, and no row of a run that is not there is in the facts.</summary>
    public static void AssertBalanced(WarehouseFolder folder)
    {
        foreach (var sql in (string[])
        [
            "SELECT COUNT(*) FROM etl_load_run WHERE rows_read <> rows_loaded + rows_changed + rows_unchanged + rows_superseded + rows_rejected",
            "SELECT COUNT(*) FROM etl_load_run WHERE status <> 'Completed'",
            "SELECT COUNT(*) FROM fact_dossier WHERE load_key NOT IN (SELECT load_key FROM etl_load_run)",
            "SELECT (SELECT SUM(rows_loaded) FROM etl_load_run WHERE feed = 'igate_dossiers') - (SELECT COUNT(*) FROM fact_dossier)",
        ])
        {
            Assert.True(folder.Database.Number(sql) == 0, sql);
        }
    }

    public static byte[] Dossiers(string series, int rows, string status, string updatedAt, bool withHeader = true) => SourceFile.Utf8(
        (withHeader ? "Mã hồ sơ,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái,Mức độ dịch vụ,Cập nhật lúc\n" : "")
        + string.Concat(Enumerable.Range(1, rows).Select(n => FormattableString.Invariant(
            $"H48.90-{series}0101-{n:00000},1.00{n % 40:0000},H48.{90 + n % 5},Trực tuyến,2023-{n % 12 + 1:00}-{n % 28 + 1:00},{status},Toàn trình,{updatedAt}\n"))));
}
