using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Schedules, orders, pauses, retries and the history of runs, as an operator sees them.</summary>
public abstract class Jobs_are_operated(ProductDatabase product) : IDisposable
{
    private const string Never = "0 0 0 29 2 ?";
    private const string EverySecond = "* * * * * ?";

    private readonly WarehouseFolder _folder = new(product);

    public void Dispose() => _folder.Dispose();

    private ServerProcess Start(params (string Name, string Value)[] settings) => _folder.Start([("DTIW_SAMPLE", "false"), .. settings]);

    private string Inbox => Path.Combine(_folder.Data, "inbox");

    private string Drop(string name, byte[] content)
    {
        Directory.CreateDirectory(Inbox);
        File.Move(Path.Combine(_folder.With((name, content)), name), Path.Combine(Inbox, name));
        return Path.Combine(Inbox, name);
    }

    private bool IsArchived(string name) => File.Exists(Path.Combine(_folder.Data, "archive", name));

    [Fact]
    public async Task What_the_command_line_loaded_stands_in_the_history_with_its_refusals()
    {
        Assert.Equal(1, (await _folder.LoadAsync(
            ("holidays_goes.csv", SourceFile.Utf8("Ngày,Tên\n2024-01-01,Tết\n")), ("igate_dossiers_wrong.csv", SourceFile.Utf8("Mã hồ sơ,Tên\n1,2\n")))).ExitCode);

        await using var server = Start();
        using var client = await server.ConnectAsync();
        using var person = new Operator(server);
        await person.WaitForSchedulerAsync("running");
        var loaded = Assert.Single(await person.RunsAsync("holidays"))!;
        Assert.Equal(("Command", "Succeeded", 1), ((string)loaded["trigger"]!, (string)loaded["state"]!, (int)loaded["attempt"]!));
        var load = Assert.Single(await client.RowsAsync("LoadRuns?$filter=FileName eq 'holidays_goes.csv'"))!;
        Assert.Equal((int)load["LoadKey"]!, (int)Assert.Single(loaded["loadKeys"]!.AsArray())!);
        var refused = Assert.Single(await person.RunsAsync("igate_dossiers"))!;
        Assert.Equal("Refused", (string)refused["state"]!);
        Assert.StartsWith("COLUMN_MISSING", (string)refused["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_a_scheduled_feed_wait_for_their_time_or_an_order_and_the_run_names_what_it_loaded()
    {
        await using var server = Start(("Feeds__igate_dossiers__Schedule", Never));
        using var client = await server.ConnectAsync();
        using var person = new Operator(server);
        await person.WaitForSchedulerAsync("running");
        Drop("igate_dossiers_waits.csv", SourceFile.Dossiers("1.001612", "240301", 3));
        Drop("holidays_goes.csv", SourceFile.Utf8("Ngày,Tên\n2024-01-01,Tết\n"));
        await server.WaitUntilAsync(() => Task.FromResult(IsArchived("holidays_goes.csv")), "The file of the watched feed is loaded.");
        Assert.True(File.Exists(Path.Combine(Inbox, "igate_dossiers_waits.csv")));

        var (status, ordered, headers, _) = await person.SendAsync(HttpMethod.Post, "jobs/igate_dossiers/run");
        Assert.Equal((HttpStatusCode.Accepted, $"/operations/v1/runs/{ordered!["runId"]}"), (status, headers.Location!.OriginalString));
        var run = await person.WaitForRunAsync((string)ordered["runId"]!, "Succeeded");

        Assert.Equal(("igate_dossiers", "Manual", 1), ((string)run["job"]!, (string)run["trigger"]!, (int)run["attempt"]!));
        Assert.True(IsArchived("igate_dossiers_waits.csv"));
        var load = Assert.Single(await client.RowsAsync("LoadRuns?$filter=FileName eq 'igate_dossiers_waits.csv'"))!;
        Assert.Equal((int)load["LoadKey"]!, (int)Assert.Single(run["loadKeys"]!.AsArray())!);
        var job = await person.GetAsync("jobs/igate_dossiers");
        Assert.Equal((Never, false, false), ((string)job["schedule"]!, (bool)job["watchesInbox"]!, (bool)job["paused"]!));
        Assert.Equal(new DateTimeOffset(2028, 2, 29, 0, 0, 0, TimeSpan.FromHours(7)), (DateTimeOffset)job["nextFireTime"]!);
        Assert.Equal("Inbox", (string)Assert.Single(await person.RunsAsync("holidays"))!["trigger"]!);
        Assert.Contains("CatchUp", (await person.RunsAsync("open_dossiers")).Select(r => (string)r!["trigger"]!));
    }

    [Fact]
    public async Task A_schedule_fires_and_a_refused_file_is_not_tried_again()
    {
        await using var server = Start(("Feeds__igate_dossiers__Schedule", EverySecond));
        using var client = await server.ConnectAsync();
        using var person = new Operator(server);
        Drop("igate_dossiers_bad.csv", SourceFile.Utf8("Mã\n1\n"));
        await server.WaitUntilAsync(() => Task.FromResult(File.Exists(Path.Combine(_folder.Data, "rejects", "igate_dossiers_bad.csv"))), "The file is refused.");
        await server.WaitUntilAsync(async () => (await person.RunsAsync("igate_dossiers")).Any(r => (string)r!["state"]! == "Refused"), "The run is recorded.");
        Drop("igate_dossiers_good.csv", SourceFile.Dossiers("1.001612", "240302", 2));
        await server.WaitUntilAsync(() => Task.FromResult(IsArchived("igate_dossiers_good.csv")), "The file is loaded.");

        var runs = await person.RunsAsync("igate_dossiers");
        var refused = Assert.Single(runs, r => (string)r!["state"]! == "Refused")!;
        Assert.Equal(("Schedule", 1), ((string)refused["trigger"]!, (int)refused["attempt"]!));
        Assert.Contains("COLUMN_MISSING", (string)refused["error"]!, StringComparison.Ordinal);
        Assert.Equal(1, await client.CountAsync("LoadRuns", "Status eq 'Failed'"));
        Assert.NotNull((await person.GetAsync("jobs/igate_dossiers"))["previousFireTime"]);
        // One run after another, never two at once.
        var times = runs.Where(r => r!["endedAt"] is not null).Select(r => (From: (DateTimeOffset)r!["startedAt"]!, To: (DateTimeOffset)r["endedAt"]!)).OrderBy(t => t.From).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
    }

    [Fact]
    public async Task A_paused_feed_loads_nothing_by_itself_until_it_is_resumed_also_over_a_restart()
    {
        await using (var first = Start(("Feeds__holidays__Schedule", EverySecond)))
        {
            await first.WaitUntilReadyAsync();
            using var person = new Operator(first);
            await person.WaitForSchedulerAsync("running");
            foreach (var feed in (string[])["holidays", "igate_dossiers"])
            {
                Assert.True((bool)(await person.PostAsync($"jobs/{feed}/pause"))["paused"]!);
            }
            Assert.Equal(0, (await first.StopAsync()).ExitCode);
        }
        await using var server = Start(("Feeds__holidays__Schedule", EverySecond));
        await server.WaitUntilReadyAsync();
        using var again = new Operator(server);
        await again.WaitForSchedulerAsync("running");
        Drop("igate_dossiers_p.csv", SourceFile.Dossiers("1.001612", "240303", 2));
        Drop("holidays_p.csv", SourceFile.Utf8("Ngày,Tên\n2024-01-01,Tết\n"));
        Drop("org_units_p.csv", SourceFile.Utf8("Mã định danh,Tên,Loại,Cấp,Mã ĐVHC,Mã định danh cấp trên,Hiệu lực từ\nH48,UBND tỉnh,UBND tỉnh,Tỉnh,51,,01/01/2018\n"));
        await server.WaitUntilAsync(() => Task.FromResult(IsArchived("org_units_p.csv")), "The feed that is not paused is loaded.");
        Assert.False(IsArchived("igate_dossiers_p.csv"));
        Assert.False(IsArchived("holidays_p.csv"));
        Assert.Null((await again.GetAsync("jobs/holidays"))["nextFireTime"]);

        // An order is carried out all the same.
        await again.WaitForRunAsync(await again.OrderAsync("holidays"), "Succeeded");
        Assert.True(IsArchived("holidays_p.csv"));
        foreach (var feed in (string[])["holidays", "igate_dossiers"])
        {
            Assert.False((bool)(await again.PostAsync($"jobs/{feed}/resume"))["paused"]!);
        }
        await server.WaitUntilAsync(() => Task.FromResult(IsArchived("igate_dossiers_p.csv")), "The watched feed is loaded.");
        Assert.NotNull((await again.GetAsync("jobs/holidays"))["nextFireTime"]);
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_and_one_that_does_not_pass_ends()
    {
        await using var server = Start(("Feeds__igate_dossiers__Schedule", Never), ("Jobs__RetryDelay", "1"), ("Jobs__MaxAttempts", "3"));
        using var client = await server.ConnectAsync();
        using var person = new Operator(server);
        await person.WaitForSchedulerAsync("running");
        var file = Drop("igate_dossiers_held.csv", SourceFile.Dossiers("1.001612", "240304", 4));

        string first;
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            first = await person.OrderAsync("igate_dossiers");
            var waiting = await person.WaitForRunAsync(first, "Waiting");
            Assert.NotNull(waiting["nextAttemptAt"]);
            Assert.NotNull(waiting["error"]);
        }
        var mended = await person.WaitForRunAsync(first, "Succeeded");
        Assert.True((int)mended["attempt"]! >= 2);
        Assert.Null(mended["error"]);
        Assert.Equal(4, await client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240304-')"));

        file = Drop("igate_dossiers_held2.csv", SourceFile.Dossiers("1.001612", "240305", 4));
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var failed = await person.WaitForRunAsync(await person.OrderAsync("igate_dossiers"), "Failed");
            Assert.Equal(3, (int)failed["attempt"]!);
        }
        Assert.True(File.Exists(file));
        Assert.Equal(0, await client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240305-')"));
    }

    [Fact]
    public async Task A_run_that_was_killed_is_interrupted_in_the_history_and_made_good_by_the_next_start()
    {
        string killed;
        string queued;
        await using (var server = Start(("Feeds__igate_dossiers__Schedule", Never)))
        {
            await server.WaitUntilReadyAsync();
            using var person = new Operator(server);
            await person.WaitForSchedulerAsync("running");
            Drop("igate_dossiers_kill.csv", SourceFile.Dossiers("1.001612", "240306", 5));
            using (_folder.Database.HoldWriteLock())
            {
                killed = await person.OrderAsync("igate_dossiers");
                await person.WaitForRunAsync(killed, "Running");
                // While one runs, one more can stand in line, and a third order is that one.
                queued = await person.OrderAsync("igate_dossiers");
                Assert.Equal(queued, await person.OrderAsync("igate_dossiers"));
                Assert.Equal("Queued", (string)(await person.GetAsync($"runs/{queued}"))["state"]!);
                await server.KillAsync();
            }
        }
        await using var next = Start(("Feeds__igate_dossiers__Schedule", Never));
        using var client = await next.ConnectAsync();
        using var again = new Operator(next);
        await again.WaitForSchedulerAsync("running");
        await again.WaitForRunAsync(queued, "Succeeded");
        var interrupted = await again.WaitForRunAsync(killed, "Interrupted");
        var recovery = Assert.Single(await again.RunsAsync("igate_dossiers"), r => (string)r!["trigger"]! == "Recovery")!;
        await again.WaitForRunAsync((string)recovery["runId"]!, "Succeeded");

        Assert.NotNull(interrupted["endedAt"]);
        Assert.Equal(killed, (string)recovery["recovers"]!);
        Assert.Equal(3, (await again.RunsAsync("igate_dossiers")).Count);
        Assert.Equal(5, await client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240306-')"));
        Assert.Equal(1, await client.CountAsync("LoadRuns", "Feed eq 'igate_dossiers'"));
    }

    [Fact]
    public async Task A_stop_waits_for_the_load_that_runs_and_a_cron_of_five_fields_is_one_of_minutes()
    {
        (string, string)[] settings = [("Feeds__igate_dossiers__Schedule", "30 5 * * 1-5")];
        string stopped;
        await using (var server = Start(settings))
        {
            await server.WaitUntilReadyAsync();
            using var person = new Operator(server);
            await person.WaitForSchedulerAsync("running");
            var next = (DateTimeOffset)(await person.GetAsync("jobs/igate_dossiers"))["nextFireTime"]!;
            Assert.Equal((new TimeSpan(5, 30, 0), TimeSpan.FromHours(7)), (next.TimeOfDay, next.Offset));
            Assert.InRange(next.DayOfWeek, DayOfWeek.Monday, DayOfWeek.Friday);
            Drop("igate_dossiers_stop.csv", SourceFile.Dossiers("1.001612", "240309", 5));
            Task<Finished> stop;
            using (_folder.Database.HoldWriteLock())
            {
                stopped = await person.OrderAsync("igate_dossiers");
                await person.WaitForRunAsync(stopped, "Running");
                stop = server.StopAsync();
                // Longer than a program is usually given to end.
                await Task.Delay(TimeSpan.FromSeconds(4));
            }
            Assert.Equal(0, (await stop).ExitCode);
        }
        await using var again = Start(settings);
        using var client = await again.ConnectAsync();
        using var later = new Operator(again);
        await later.WaitForSchedulerAsync("running");

        await later.WaitForRunAsync(stopped, "Succeeded");
        Assert.Equal("Manual", (string)Assert.Single(await later.RunsAsync("igate_dossiers"))!["trigger"]!);
        Assert.Equal(5, await client.CountAsync("Dossiers", "startswith(DossierCode,'H48.90-240309-')"));
    }

    [Fact]
    public async Task A_feed_with_a_source_over_the_network_is_pulled_and_loaded_and_tried_again_while_the_source_is_down()
    {
        var isDown = true;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var source = builder.Build();
        source.MapGet("/dossiers", () => isDown
            ? Results.StatusCode(503)
            : Results.Text("""[{"Mã hồ sơ":"H48.90-240310-0001","Mã thủ tục":"1.001612","Đơn vị tiếp nhận":"H48.90","Hình thức nộp":"Trực tuyến","Ngày tiếp nhận":"2024-01-05","Trạng thái":"Đang xử lý"}]""", "application/json"));
        await source.StartAsync();
        await using var server = Start(
            ("Feeds__igate_dossiers__Schedule", Never), ("Feeds__igate_dossiers__Http__Url", $"{source.Urls.Single()}/dossiers"),
            ("Feeds__igate_dossiers__Http__MaxRetries", "0"), ("Jobs__RetryDelay", "1"));
        using var client = await server.ConnectAsync();
        using var person = new Operator(server);
        await person.WaitForSchedulerAsync("running");
        Assert.Equal("pull", (string)(await person.GetAsync("jobs/igate_dossiers"))["kind"]!);

        var ordered = await person.OrderAsync("igate_dossiers");
        await person.WaitForRunAsync(ordered, "Waiting");
        isDown = false;
        var run = await person.WaitForRunAsync(ordered, "Succeeded");

        Assert.True((int)run["attempt"]! >= 2);
        Assert.Equal(1, await client.CountAsync("Dossiers", "DossierCode eq 'H48.90-240310-0001'"));
        Assert.Single(run["loadKeys"]!.AsArray());
    }

    [Fact]
    public async Task A_fire_time_that_passed_without_a_server_is_made_up_for_once_or_ignored_as_the_setting_says()
    {
        (string, string)[] settings = [("Feeds__igate_dossiers__Schedule", Never), ("Feeds__holidays__Schedule", Never), ("Feeds__holidays__Misfire", "Ignore")];
        await using (var server = Start(settings))
        {
            await server.WaitUntilReadyAsync();
            using var person = new Operator(server);
            await person.WaitForSchedulerAsync("running");
            Assert.Equal(0, (await server.StopAsync()).ExitCode);
        }
        // As if it had been due two days ago.
        OnOperations("UPDATE QRTZ_TRIGGERS SET NEXT_FIRE_TIME = " + DateTimeOffset.UtcNow.AddDays(-2).UtcTicks + " WHERE TRIGGER_GROUP = 'schedule' AND TRIGGER_NAME IN ('igate_dossiers', 'holidays')");

        await using var next = Start(settings);
        await next.WaitUntilReadyAsync();
        using var again = new Operator(next);
        await again.WaitForSchedulerAsync("running");
        await next.WaitUntilAsync(async () => (await again.RunsAsync("igate_dossiers")).Count > 0, "The missed run is made up for.");
        await next.WaitUntilAsync(async () => (DateTimeOffset)(await again.GetAsync("jobs/holidays"))["nextFireTime"]! > DateTimeOffset.UtcNow, "The other schedule has moved on.");

        Assert.Equal("Schedule", (string)Assert.Single(await again.RunsAsync("igate_dossiers"))!["trigger"]!);
        Assert.Empty(await again.RunsAsync("holidays"));
    }

    [Fact]
    public async Task Two_servers_on_one_folder_run_each_job_once_and_one_takes_over_from_the_other()
    {
        (string, string)[] settings = [("Feeds__holidays__Schedule", EverySecond)];
        await using var leader = Start(settings);
        await leader.WaitUntilReadyAsync();
        using var first = new Operator(leader);
        await first.WaitForSchedulerAsync("running");
        await using var other = Start(settings);
        using var client = await other.ConnectAsync();
        using var second = new Operator(other);
        await second.WaitForSchedulerAsync("standby");

        Drop("igate_dossiers_both.csv", SourceFile.Dossiers("1.001612", "240307", 6));
        await leader.WaitUntilAsync(() => Task.FromResult(IsArchived("igate_dossiers_both.csv")), "The file is loaded.");
        var ordered = await second.WaitForRunAsync(await second.OrderAsync("open_dossiers"), "Succeeded");
        Assert.Equal(1, await client.CountAsync("LoadRuns", "FileName eq 'igate_dossiers_both.csv'"));
        var servers = (await first.RunsAsync("holidays")).Append(ordered).Select(r => (string?)r!["server"]).OfType<string>().Distinct();
        var one = Assert.Single(servers);

        await leader.KillAsync();
        await second.WaitForSchedulerAsync("running");
        Drop("igate_dossiers_after.csv", SourceFile.Dossiers("1.001612", "240308", 6));
        await other.WaitUntilAsync(() => Task.FromResult(IsArchived("igate_dossiers_after.csv")), "The other server has taken over.");
        await other.WaitUntilAsync(async () => (await second.RunsAsync("holidays")).Any(r => (string?)r!["server"] is { } server && server != one), "It runs the schedule.");
        Assert.DoesNotContain((await second.GetAsync("runs?top=1000"))["runs"]!.AsArray(), r => (string)r!["state"]! == "Running" && (string)r["server"]! == one);
    }

    [Fact]
    public async Task Two_first_starts_at_once_make_one_sample()
    {
        (string, string)[] settings = [("DTIW_SAMPLE_SIZE", "0.01")];
        await using var one = _folder.Start(settings);
        await using var other = _folder.Start(settings);
        using var client = await one.ConnectAsync();
        using var clientOfOther = await other.ConnectAsync();

        Assert.True(await client.CountAsync("Dossiers") > 0);
        Assert.Equal(await client.CountsAsync(), await clientOfOther.CountsAsync());
        Assert.Single(new[] { one, other }, server => server.Output.Contains("First start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_history_keeps_as_many_runs_as_the_setting_says()
    {
        await using var server = Start(("Jobs__KeepRuns", "3"));
        await server.WaitUntilReadyAsync();
        using var person = new Operator(server);
        await person.WaitForSchedulerAsync("running");
        var runs = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            runs.Add(await person.OrderAsync("holidays"));
            await person.WaitForRunAsync(runs[^1], "Succeeded");
        }

        Assert.Equal(runs.TakeLast(3).Reverse(), (await person.RunsAsync("holidays")).Select(r => (string)r!["runId"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await person.SendAsync(HttpMethod.Get, $"runs/{runs[0]}")).Status);
    }

    private void OnOperations(string sql)
    {
        using var connection = _folder.Database.OpenOperations();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(2, command.ExecuteNonQuery());
    }
}
