using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>Checks are evaluated before the commit, stored with the run, and stop a load or remark on it as they are declared.</summary>
public sealed class Checks_hold
{
    [Fact]
    public void Every_load_stores_what_was_checked_and_how_many_rows()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.Dossiers, Dossier("A"), Dossier("B", resolved: "2024-03-09"));

        Assert.Equal(
            [
                "CODE_PRESENT|Dossiers|Fail|2|0", "DATES_IN_ORDER|Dossiers|Fail|2|0", "FACT_FOLLOWS_SOURCE|Dossiers|Fail|2|0", "GRAIN_UNIQUE|Dossiers|Fail|2|0",
                "LEDGER_BALANCES|LoadRuns|Fail|2|0", "MONTHS_MATCH_RECEIVED|DossierMonths|Fail|2|0", "MONTHS_MATCH_RESOLVED|DossierMonths|Fail|2|0",
                "ON_TIME_AGREES_WITH_SOURCE|Dossiers|Warn|2|0", "ON_TIME_KNOWN_WITH_DUE_DATE|Dossiers|Fail|2|0", "REJECTS_KEPT|LoadRuns|Fail|2|0",
                "RELATIONSHIPS_EXIST|Dossiers|Fail|2|0", "RESOLUTION_CONSISTENT|Dossiers|Fail|2|0", "ROLLUPS_MATCH_MONTHS|DossierMonths|Fail|2|0", "ROLLUPS_MATCH_UNITS|DossierMonths|Fail|2|0", "STOCKS_MATCH|DossierStocks|Fail|2|0",
            ],
            warehouse.Rows("SELECT check_code, entity_set, severity, rows_checked, violations FROM etl_check_result WHERE load_key = 1"));
    }

    [Fact]
    public void A_form_that_does_not_add_up_fails_its_load_and_leaves_the_warehouse_as_it_was()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.DossierTotals, Total("H48.01"));
        var before = warehouse.Rows("SELECT * FROM fact_dossier_total");

        var run = warehouse.Load(Feeds.DossierTotals, Total("H48.02"), Total("H48.03") with { Received = 99 });

        Assert.Equal((LoadStatus.Failed, 2, 2, 0), (run.Status, run.RowsRead, run.RowsRejected, run.RowsFaulty));
        Assert.StartsWith("CHECK_FAILED: RECEIVED_ADDS_UP: 1 dòng của DossierTotals không đạt", run.Error, StringComparison.Ordinal);
        Assert.Contains("received = carried over + online + direct", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, warehouse.Rows("SELECT * FROM fact_dossier_total"));
        Assert.Equal(
            ["RECEIVED_ADDS_UP|1", "RECEIVED_IS_RESOLVED_AND_PENDING|1"],
            warehouse.Rows($"SELECT check_code, violations FROM etl_check_result WHERE load_key = {run.LoadKey} AND violations > 0"));
    }

    [Theory]
    [InlineData("resolved_early + 1", "RESOLVED_ADDS_UP")]
    [InlineData("pending_overdue + 1", "PENDING_ADDS_UP")]
    public void Each_sum_of_the_form_is_checked(string wrong, string code)
    {
        using var warehouse = new TestWarehouse();
        var total = Total("H48.01");
        var run = warehouse.Load(Feeds.DossierTotals, wrong.StartsWith("resolved", StringComparison.Ordinal) ? total with { ResolvedEarly = 9 } : total with { PendingOverdue = 9 });

        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_loads_and_is_remarked_on()
    {
        using var warehouse = new TestWarehouse();
        var run = warehouse.Load(Feeds.Dossiers, Dossier("A", due: "2024-03-08", resolved: "2024-03-11") with { IsOnTimeBySource = true });

        Assert.Equal((LoadStatus.Completed, 1), (run.Status, run.RowsLoaded));
        Assert.Contains("ON_TIME_AGREES_WITH_SOURCE (Dossiers)", run.Remarks, StringComparison.Ordinal);
        Assert.Equal(["1|1"], warehouse.Rows("SELECT violations, sample FROM etl_check_result WHERE check_code = 'ON_TIME_AGREES_WITH_SOURCE'"));
    }

    [Theory]
    [InlineData("UPDATE agg_dossier_month SET received = received + 1", "MONTHS_MATCH_RECEIVED")]
    [InlineData("UPDATE agg_dossier_unit_month SET on_time = on_time + 1", "ROLLUPS_MATCH_MONTHS")]
    [InlineData("UPDATE agg_dossier_unit SET paid_online = paid_online + 1", "ROLLUPS_MATCH_UNITS")]
    [InlineData("UPDATE agg_dossier_month SET resolved_late = resolved_late + 1", "MONTHS_MATCH_RESOLVED")]
    [InlineData("UPDATE agg_dossier_stock SET pending = pending + 1 WHERE month_period_key = 20241210", "STOCKS_MATCH")]
    [InlineData("DELETE FROM dim_date WHERE date_key = 20240305", "RELATIONSHIPS_EXIST")]
    public void A_warehouse_that_was_tampered_with_is_noticed_by_the_next_load_that_touches_it(string tampering, string code)
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.Dossiers, Dossier("A", resolved: "2024-03-06"), Dossier("C"));
        warehouse.Execute(tampering);

        var run = warehouse.Load(Feeds.Dossiers, Dossier("B", received: "2024-03-05", resolved: "2024-03-07"));

        Assert.Equal(LoadStatus.Failed, run.Status);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [FactOnSqlite("Elsewhere the owner's account mends the schema.")]
    public void The_index_that_keeps_the_grain_is_built_again_where_it_is_gone()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.Dossiers, Dossier("A"));
        warehouse.Execute("DROP INDEX ux_fact_dossier");

        Assert.Equal(LoadStatus.Completed, warehouse.Load(Feeds.Dossiers, Dossier("B")).Status);
        Assert.Single(warehouse.Rows("SELECT 1 FROM sqlite_master WHERE name = 'ux_fact_dossier'"));
    }

    [Fact]
    public void A_tampered_month_of_documents_is_noticed()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.Documents, Document("A"));
        warehouse.Execute("UPDATE agg_document_month SET signed = 0");

        Assert.Contains("MONTHS_MATCH_DOCUMENTS", warehouse.Load(Feeds.Documents, Document("B")).Error, StringComparison.Ordinal);
    }

    [FactOnSqlite("The triggers are SQLite's.")]
    public void A_fact_that_is_lost_or_stays_behind_is_noticed()
    {
        using var warehouse = new TestWarehouse();
        warehouse.Load(Feeds.Dossiers, Dossier("A"), Dossier("B"));
        var before = warehouse.Rows("SELECT * FROM fact_dossier");

        warehouse.Execute("CREATE TRIGGER lose AFTER INSERT ON fact_dossier BEGIN DELETE FROM fact_dossier WHERE dossier_key = NEW.dossier_key; END");
        var lost = warehouse.Load(Feeds.Dossiers, Dossier("C"));
        warehouse.Execute("DROP TRIGGER lose");
        warehouse.Execute("CREATE TRIGGER keep BEFORE DELETE ON fact_dossier BEGIN SELECT RAISE(IGNORE); END");
        var kept = warehouse.Load(Feeds.Dossiers, Dossier("B", at: Morning.AddDays(1), deleted: true));

        Assert.Contains("FACT_FOLLOWS_SOURCE: 1 dòng của Dossiers", lost.Error, StringComparison.Ordinal);
        Assert.Contains("FACT_FOLLOWS_SOURCE: 1 dòng của Dossiers", kept.Error, StringComparison.Ordinal);
        Assert.Contains("(2)", kept.Error, StringComparison.Ordinal);
        Assert.Equal(before, warehouse.Rows("SELECT * FROM fact_dossier"));
    }

    [Fact]
    public void A_check_that_fails_on_every_row_names_the_first_keys()
    {
        using var warehouse = new TestWarehouse(checks: [new DataCheck("NEVER", "Dossiers", CheckSeverity.Fail, "Không bao giờ", "Never") { Row = "f.dossier_key > 0" }]);

        var run = warehouse.Load(Feeds.Dossiers, [.. Enumerable.Range(1, 9).Select(i => Dossier($"D{i}"))]);

        Assert.Contains("9 dòng của Dossiers không đạt “Không bao giờ” (1, 2, 3)", run.Error, StringComparison.Ordinal);
        Assert.Empty(warehouse.Rows("SELECT 1 FROM fact_dossier"));
    }

    [Fact]
    public void Codes_are_unique_per_set_and_every_set_exists()
    {
        Assert.Equal(DataChecks.All.Count, DataChecks.All.Select(check => (check.Code, check.EntitySet)).Distinct().Count());
        using var warehouse = new TestWarehouse();
        warehouse.Runner.LoadReferenceData();
        using var context = warehouse.Open();
        Assert.Empty(DataChecks.All.Select(check => check.EntitySet).Distinct().Except(WarehouseContext.EntitySets(context).Keys));
    }
}
