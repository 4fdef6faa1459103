using DtiWarehouse.Schema.Moves;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>What old loads left in the ledger goes into files, whole, and the rest stays.</summary>
public sealed class Old_loads_are_put_away : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-").FullName;

    [Fact]
    public void Rejected_rows_and_check_results_of_runs_before_the_day_leave_and_the_runs_stay()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Clock.Now = new DateTimeOffset(2024, 12, 31, 16, 59, 59, TimeSpan.Zero);
        warehouse.Load(Feeds.Dossiers, Dossier("A"));
        var old = warehouse.Rows("SELECT check_result_key FROM etl_check_result").Length;
        // Midnight of the day in UTC+7.
        warehouse.Clock.Now = new DateTimeOffset(2024, 12, 31, 17, 0, 0, TimeSpan.Zero);
        warehouse.Load(Feeds.Dossiers, Dossier("B"));
        var all = warehouse.Rows("SELECT check_result_key FROM etl_check_result").Length;

        var archived = LedgerArchive.PutAway(warehouse.Database, new DateOnly(2025, 1, 1), _folder);

        Assert.True(old > 0);
        Assert.Equal(old, archived.CheckResults);
        Assert.Equal(old + 1, File.ReadAllLines(Path.Combine(_folder, "etl_check_result-2025-01-01.csv")).Length);
        Assert.Equal(["2"], warehouse.Rows("SELECT DISTINCT load_key FROM etl_check_result"));
        Assert.Equal(all - old, warehouse.Rows("SELECT check_result_key FROM etl_check_result").Length);
        Assert.Equal(["1", "2"], warehouse.Rows("SELECT load_key FROM etl_load_run"));
        Assert.Equal(0, LedgerArchive.PutAway(warehouse.Database, new DateOnly(2025, 1, 1), _folder).Total);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
