using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

public sealed class Dossiers_load : IDisposable
{
    private readonly TestWarehouse _warehouse = new();

    [Fact]
    public void A_dossier_becomes_a_fact_with_its_computed_columns()
    {
        var run = _warehouse.Load(Feeds.Dossiers, Dossier("A", received: "2024-03-04", due: "2024-03-08", resolved: "2024-03-11"));

        Assert.Equal((LoadStatus.Completed, 1, 1), (run.Status, run.RowsRead, run.RowsLoaded));
        using var context = _warehouse.Open();
        var fact = Assert.Single(context.Dossiers);
        Assert.Equal((20240304, 20240311, true, false, 7), (fact.ReceivedDateKey, fact.ResolvedDateKey, fact.IsResolved, fact.IsOnTime!.Value, fact.ProcessingDays!.Value));
        Assert.Equal(1, fact.LoadKey);
    }

    [Fact]
    public void The_same_content_is_not_read_again()
    {
        var first = _warehouse.Load(Feeds.Dossiers, [Dossier("A")], "hash");
        var second = _warehouse.Load(Feeds.Dossiers, [Dossier("A")], "hash");

        Assert.Equal((LoadStatus.Completed, 0, first.LoadKey), (second.Status, second.RowsRead, second.SameAsLoadKey));
        Assert.True(second.DataVersion > first.DataVersion);
    }

    [Fact]
    public void A_deleted_dossier_leaves_and_only_a_newer_row_brings_it_back()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning));
        var deletion = _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning.AddDays(2), deleted: true));
        Assert.Equal(1, deletion.RowsChanged);
        Assert.Empty(_warehouse.Rows("SELECT 1 FROM fact_dossier"));
        Assert.Empty(_warehouse.Rows("SELECT 1 FROM agg_dossier_month"));
        Assert.Empty(_warehouse.Rows("SELECT 1 FROM dim_unit WHERE is_inferred"));

        Assert.Equal(1, _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning.AddDays(1))).RowsSuperseded);
        Assert.Empty(_warehouse.Rows("SELECT 1 FROM fact_dossier"));

        _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning.AddDays(3)));
        Assert.Single(_warehouse.Rows("SELECT 1 FROM fact_dossier"));
    }

    [Fact]
    public void Of_two_contents_of_one_time_the_greater_wins_in_either_order()
    {
        var lesser = Dossier("A") with { Content = "A\u001fz" };
        var greater = Dossier("A", received: "2024-03-05") with { Content = "A\u001f\U0001F600" };
        foreach (var order in (DossierRow[][])[[lesser, greater], [greater, lesser]])
        {
            using var warehouse = new TestWarehouse();
            var run = warehouse.Load(Feeds.Dossiers, [.. order]);
            Assert.Equal(["20240305"], warehouse.Rows("SELECT received_date_key FROM fact_dossier"));
            Assert.Contains("two contents of one key and time: 1", run.Remarks, StringComparison.Ordinal);
            Assert.Equal(2, run.RowsLoaded + run.RowsChanged + run.RowsSuperseded);
        }
    }

    [Fact]
    public void The_same_content_under_a_newer_time_takes_the_time_only()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning));
        var before = _warehouse.Rows("SELECT updated_at FROM fact_dossier");
        _warehouse.Clock.Now = _warehouse.Clock.Now.AddHours(1);

        Assert.Equal(1, _warehouse.Load(Feeds.Dossiers, Dossier("A", at: Morning.AddDays(1))).RowsUnchanged);

        Assert.Equal(before, _warehouse.Rows("SELECT updated_at FROM fact_dossier"));
        Assert.Equal(["2024-06-02 01:00:00"], _warehouse.Rows("SELECT source_updated_at FROM fact_dossier"));
    }

    [Fact]
    public void Exactly_the_allowed_share_of_rejected_rows_loads_and_one_more_refuses_the_file()
    {
        var rows = Enumerable.Range(0, 19).Select(i => (object)Dossier($"D{i}"));
        var allowed = _warehouse.Load(Feeds.Dossiers, [.. rows, Rejection(21)]);
        Assert.Equal((LoadStatus.Completed, 20, 19, 1), (allowed.Status, allowed.RowsRead, allowed.RowsLoaded, allowed.RowsRejected));

        var facts = _warehouse.Facts();
        var refused = _warehouse.Load(Feeds.Dossiers, [Dossier("new"), Rejection(3)]);
        Assert.Equal((LoadStatus.Failed, true), (refused.Status, refused.DataVersion > allowed.DataVersion));
        Assert.Contains("rejected", refused.Error, StringComparison.Ordinal);
        Assert.Equal(facts, _warehouse.Facts());
        Assert.Equal(["1|21", "2|3"], _warehouse.Rows("SELECT load_key, line_number FROM etl_rejected_row"));
    }

    [Fact]
    public void A_file_refused_half_way_leaves_everything_as_it_was()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A"));
        var facts = _warehouse.Facts();

        var run = _warehouse.Load(Feeds.Dossiers, Dossier("B", unit: "H48.77"), new FeedFileException("QUOTE_UNTERMINATED", "Thiếu dấu nháy. / A quote is open."));

        Assert.Equal((LoadStatus.Failed, "QUOTE_UNTERMINATED: Thiếu dấu nháy. / A quote is open."), (run.Status, run.Error));
        Assert.Equal(facts, _warehouse.Facts());
    }

    [Fact]
    public void An_open_dossier_turns_late_when_its_due_day_has_passed_and_enters_the_stock_of_the_month()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", received: "2025-01-10", due: "2025-01-20"), Dossier("B", received: "2025-01-10", due: "2025-01-31"));
        Assert.Equal(["1", "1"], _warehouse.Rows("SELECT is_on_time FROM fact_dossier"));
        Assert.False(_warehouse.Runner.JudgeOpenDossiers());

        _warehouse.Clock.Now = new DateTimeOffset(2025, 1, 31, 17, 5, 0, TimeSpan.Zero);
        Assert.True(_warehouse.Runner.JudgeOpenDossiers());

        Assert.Equal(["A|0", "B|0"], _warehouse.Rows("SELECT dossier_code, is_on_time FROM fact_dossier"));
        Assert.Equal(["20250110|2|1"], _warehouse.Rows("SELECT month_period_key, pending, pending_overdue FROM agg_dossier_stock"));
        var (stored, recomputed) = _warehouse.Summaries(202501);
        Assert.Equal(recomputed, stored);
    }

    [Fact]
    public void A_late_snapshot_gives_dossiers_their_level_and_a_correction_is_followed()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A"), Dossier("B", level: Partial), Dossier("C", received: "2024-04-01"));
        Assert.Equal(["A|null|None", "B|Một phần|Partial", "C|null|None"], Levels());

        _warehouse.Load(Feeds.Services, Service());
        Assert.Equal(["A|Toàn trình|Full", "B|Một phần|Partial", "C|null|None"], Levels());
        Assert.Equal(["0|Thủ tục"], _warehouse.Rows("SELECT is_inferred, name FROM dim_procedure WHERE procedure_key <> 0"));

        _warehouse.Load(Feeds.Services, Service(level: Partial, at: Morning.AddDays(1)));
        Assert.Equal(["A|Một phần|Partial", "B|Một phần|Partial", "C|null|None"], Levels());

        _warehouse.Load(Feeds.Services, Service(at: Morning.AddDays(2), deleted: true));
        Assert.Equal(["A|null|None", "B|Một phần|Partial", "C|null|None"], Levels());
        var (stored, recomputed) = _warehouse.Summaries(202412);
        Assert.Equal(recomputed, stored);
    }

    private string[] Levels() => _warehouse.Rows("SELECT dossier_code, service_level_label, service_class FROM fact_dossier");

    public void Dispose() => _warehouse.Dispose();
}
