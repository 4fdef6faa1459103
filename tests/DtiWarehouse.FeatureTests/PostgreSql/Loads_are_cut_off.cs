using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Specs;
using DtiWarehouse.FeatureTests.Warehouse;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>Loads whose database goes away, and loads that another one keeps waiting: they end with a sentence, and as if they had never been.</summary>
[NeedsServer(DatabaseServers.PostgreSql)]
[Collection(ProcessesOnPostgreSql.Name)]
public sealed class Loads_are_cut_off(PostgreSqlKnownStates states) : IClassFixture<PostgreSqlKnownStates>
{
    private const int Cuts = 2;

    private static readonly string WriteLocks =
        $"FROM pg_locks WHERE locktype = 'advisory' AND objid = {PostgreSqlFolderDatabase.WriteLock} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_leaves_all_or_nothing_and_the_next_load_completes()
    {
        for (var cut = 0; cut < Cuts * TestScale.Factor; cut++)
        {
            using var folder = await states.BeforeAsync();
            var files = folder.With(states.Correction);
            var load = folder.LoadFolderAsync(files);
            await UntilAsync(load, () => folder.Database.Number($"SELECT COUNT(*) {WriteLocks}") > 0);
            var moment = TimeSpan.FromMilliseconds(Random.Shared.Next(0, (int)states.Undisturbed.TotalMilliseconds / 3));
            await Task.Delay(moment);
            folder.Database.Number("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

            var ended = await load;

            var left = KnownStates.Read(folder);
            var told = $"Cut {moment} after it began to write: exit {ended.ExitCode}\n{ended.Output}{ended.Errors}";
            Assert.True(left == states.StateBefore || left == states.StateAfter, $"{told}\nNeither before nor after.\n{left}");
            if (ended.ExitCode == 0)
            {
                Assert.True(left == states.StateAfter, told);
            }
            else
            {
                AssertBrokenOff(ended);
            }
            await AssertCompletesAsync(folder, files);
        }
    }

    [Fact]
    public async Task A_load_that_is_cut_off_while_it_waits_has_never_been()
    {
        using var folder = await states.BeforeAsync();
        var files = folder.With(states.Correction);
        Finished ended;
        using (folder.Database.HoldWriteLock())
        {
            var load = folder.LoadFolderAsync(files);
            await UntilAsync(load, () => folder.Database.Number($"SELECT COUNT(pg_terminate_backend(pid)) {WriteLocks} AND NOT granted") > 0);
            ended = await load;
        }

        AssertBrokenOff(ended);
        Assert.Equal(states.StateBefore, KnownStates.Read(folder));
        await AssertCompletesAsync(folder, files);
    }

    [Fact]
    public async Task A_load_that_another_one_keeps_waiting_for_a_minute_says_so()
    {
        using var folder = await states.BeforeAsync();
        var files = folder.With(states.Correction);
        Finished ended;
        using (folder.Database.HoldWriteLock())
        {
            ended = await folder.LoadFolderAsync(files);
        }

        AssertBrokenOff(ended);
        Assert.Contains("Một lần nạp khác đang ghi", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("Another load is writing", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(states.StateBefore, KnownStates.Read(folder));
        await AssertCompletesAsync(folder, files);
    }

    private static void AssertBrokenOff(Finished ended)
    {
        Assert.True(ended.ExitCode == 1, $"{ended.ExitCode} {ended.Output}{ended.Errors}");
        Assert.Contains("Chưa nạp xong", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("The load broke off", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    private async Task AssertCompletesAsync(WarehouseFolder folder, string files)
    {
        var next = await folder.LoadFolderAsync(files);
        Assert.True(next.ExitCode == 0, next.Output + next.Errors);
        Assert.Equal(states.StateAfter, KnownStates.Read(folder));
        KnownStates.AssertBalanced(folder);
    }

    /// <summary>Looks until something holds or the load has ended.</summary>
    private static async Task UntilAsync(Task load, Func<bool> holds)
    {
        while (!load.IsCompleted && !holds())
        {
            await Task.Delay(5);
        }
    }
}
