using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>Corrections in the past of units, procedures and territories: source rows in, facts and summaries that follow, keys that stay.</summary>
public sealed class Versions_are_corrected : IDisposable
{
    private const string DossierUnits = "SELECT f.dossier_code, u.unit_code, u.valid_from, u.unit_key FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key";

    private readonly TestWarehouse _warehouse = new();

    [Fact]
    public void A_corrected_last_day_moves_the_facts_between_two_versions_and_keeps_both_keys()
    {
        Facts();
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-06-30"), Unit("H48.01", "2024-07-01"));
        var keys = Keys();
        Assert.Equal(["A|H48.01|2018-01-01", "B|H48.01|2018-01-01", "C|H48.01|2024-07-01"], Units());

        // The later version began in April already: its start is part of its key, so it comes as another row.
        _warehouse.Load(
            Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-03-31", at: Later), Unit("H48.01", "2024-07-01", at: Later, deleted: true), Unit("H48.01", "2024-04-01", at: Later));

        Assert.Equal(["A|H48.01|2018-01-01", "B|H48.01|2024-04-01", "C|H48.01|2024-04-01"], Units());
        Assert.Equal(keys, Keys());
        SummariesFollow();
    }

    [Fact]
    public void A_version_may_be_split_in_two_and_the_two_merged_again()
    {
        Facts();
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01"));
        var whole = Keys();

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", to: "2024-05-31", at: Later), Unit("H48.01", "2024-06-01", name: "Sở mới", at: Later));
        Assert.Equal(["A|H48.01|2018-01-01", "B|H48.01|2018-01-01", "C|H48.01|2024-06-01"], Units());
        Assert.Subset(Keys().ToHashSet(), whole.ToHashSet());
        SummariesFollow();

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", at: Later.AddDays(1)), Unit("H48.01", "2024-06-01", name: "Sở mới", at: Later.AddDays(1), deleted: true));
        Assert.Equal(["A|H48.01|2018-01-01", "B|H48.01|2018-01-01", "C|H48.01|2018-01-01"], Units());
        Assert.Equal(whole, Keys());
        SummariesFollow();
    }

    [Fact]
    public void A_unit_struck_from_the_register_is_inferred_again_under_its_key_and_comes_back_under_it()
    {
        Facts();
        var inferred = Keys();
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01"));
        Assert.Equal(inferred, Keys());

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", at: Later, deleted: true));
        Assert.Equal(inferred, Keys());
        Assert.Equal(["1|H48.01|Unknown"], _warehouse.Rows("SELECT is_inferred, name, kind FROM dim_unit WHERE unit_key <> 0"));
        SummariesFollow();

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", at: Later.AddDays(1)));
        Assert.Equal(inferred, Keys());
        Assert.Equal(["0|Sở H48.01"], _warehouse.Rows("SELECT is_inferred, name FROM dim_unit WHERE unit_key <> 0"));
    }

    [Fact]
    public void A_unit_struck_that_nothing_mentions_is_gone()
    {
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01"), Unit("H48.02"));
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", at: Later, deleted: true));

        Assert.Equal(["H48.02"], _warehouse.Rows("SELECT unit_code FROM dim_unit WHERE unit_key <> 0"));
    }

    [Fact]
    public void Overlapping_versions_in_two_files_end_alike_in_either_order_and_a_closed_one_releases_the_other()
    {
        object[] open = [Unit("H48.01", "2018-01-01")], next = [Unit("H48.01", "2024-04-01")];
        foreach (var files in (object[][][])[[open, next], [next, open]])
        {
            using var warehouse = new TestWarehouse(maxRejectedShare: 1m);
            warehouse.Load(Feeds.Dossiers, Dossier("A", "2024-03-04"), Dossier("B", "2024-05-04"));
            var runs = files.Select(file => warehouse.Load(Feeds.OrgUnits, file)).ToList();
            Assert.Equal(["A|2018-01-01", "B|2018-01-01"], warehouse.Rows("SELECT f.dossier_code, u.valid_from FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key"));
            Assert.Equal(files[0] == open ? 1 : 0, runs[1].RowsRejected);
            Assert.Equal(files[0] == open, runs[1].Remarks is null);

            var closing = warehouse.Load(Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-03-31", at: Later));

            Assert.Equal(["A|2018-01-01", "B|2024-04-01"], warehouse.Rows("SELECT f.dossier_code, u.valid_from FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key"));
            Assert.Equal((1, 1), (closing.RowsRead, closing.RowsChanged));
            Assert.Contains("accepted now: 1", closing.Remarks, StringComparison.Ordinal);
            Assert.Empty(warehouse.Rows("SELECT 1 FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
            var (stored, recomputed) = warehouse.Summaries(202412);
            Assert.Equal(recomputed, stored);
        }
    }

    [Fact]
    public void A_row_that_overlaps_joins_no_identifiers_and_refuses_no_other_unit()
    {
        using var warehouse = new TestWarehouse(maxRejectedShare: 1m);
        var run = warehouse.Load(Feeds.OrgUnits, Unit("H48.60"), Unit("H48.61", "2019-01-01"), Unit("H48.60", "2021-01-01", former: "H48.61"));

        Assert.Equal((2, 1), (run.RowsLoaded, run.RowsRejected));
        Assert.Equal(["H48.60", "H48.61"], warehouse.Rows("SELECT unit_code FROM dim_unit WHERE unit_key <> 0"));
    }

    [Fact]
    public void Identifiers_that_part_again_are_told_and_their_files_are_read_again()
    {
        object[] documents = [Document("V", unit: "000.00.53.H48"), Document("V", unit: "H48.53", secret: true, at: Later)];
        const string State = "SELECT u.unit_code, f.is_secret FROM fact_signed_document f JOIN dim_unit u ON u.unit_key = f.unit_key";
        _warehouse.Load(Feeds.Documents, documents, "hash");
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.53", former: "000.00.53.H48"));
        Assert.Equal(["H48.53|1"], _warehouse.Rows(State));
        Assert.Equal(0, _warehouse.Load(Feeds.Documents, documents, "hash").RowsRead);

        var correction = _warehouse.Load(Feeds.OrgUnits, Unit("H48.53", at: Later));

        Assert.True(correction.IdentifiersParted);
        Assert.Contains("load the files that use them again: 1", correction.Remarks, StringComparison.Ordinal);
        Assert.Equal(2, _warehouse.Load(Feeds.Documents, documents, "hash").RowsRead);
        Assert.Equal(["000.00.53.H48|0", "H48.53|1"], _warehouse.Rows(State));
        Assert.Equal(0, _warehouse.Load(Feeds.Documents, documents, "hash").RowsRead);
        SummariesFollow();
    }

    [Fact]
    public void A_rename_that_is_withdrawn_is_as_if_it_had_never_been()
    {
        (string Feed, object[] Rows)[] facts =
        [
            (Feeds.Documents, [AsRead(Document("V", unit: "000.00.53.H48")), AsRead(Document("V", unit: "H48.53", secret: true, at: Later)), AsRead(Document("W", unit: "000.00.53.H48", at: Later))]),
            (Feeds.Services, [AsRead(Service(unit: "000.00.53.H48", level: Partial)), AsRead(Service(unit: "H48.53", name: "Tên khác", at: Later)), AsRead(Service("2024-04", unit: "H48.53", at: Later, deleted: true)), AsRead(Service("2024-04", unit: "000.00.53.H48"))]),
            (Feeds.Satisfaction, [AsRead(Satisfaction("H48.53", "2024-03", 4)), AsRead(Satisfaction("000.00.53.H48", "2024-03", 5, Later))]),
            (Feeds.DossierTotals, [AsRead(Total("H48.53", online: 5)), AsRead(Total("000.00.53.H48", online: 6, at: Later))]),
            (Feeds.ReportedFigures, [AsRead(Figure("1", unit: "H48.53", value: 1.5m)), AsRead(Figure("1", unit: "000.00.53.H48", value: 1234.5m, at: Later))]),
            (Feeds.Dossiers, [Dossier("A", "2024-03-04", unit: "000.00.53.H48"), Dossier("B", "2024-03-04", unit: "H48.53")]),
        ];
        (string Feed, object[] Rows) rename = (Feeds.OrgUnits, [Unit("H48.53", former: "000.00.53.H48")]), withdrawal = (Feeds.OrgUnits, [Unit("H48.53", at: Later)]);
        using var never = new TestWarehouse();
        Load(never, [.. facts, withdrawal]);
        var expected = (State(never), never.Summaries(202412).Stored);
        Assert.Contains(expected.Item1, row => row.StartsWith("figure|1|000.00.53.H48|12345000", StringComparison.Ordinal));

        foreach (var files in ((string, object[])[][])[[.. facts, rename, withdrawal], [rename, .. facts, withdrawal], [rename, withdrawal, .. facts], [.. facts[..3], rename, .. facts[3..], withdrawal], [withdrawal, .. facts, rename]])
        {
            using var warehouse = new TestWarehouse();
            Load(warehouse, files);
            var (stored, recomputed) = warehouse.Summaries(202412);
            Assert.Equal(expected.Item1, State(warehouse));
            Assert.Equal(recomputed, stored);
        }

        static void Load(TestWarehouse warehouse, (string Feed, object[] Rows)[] files)
        {
            foreach (var (feed, rows) in files)
            {
                Assert.Equal(LoadStatus.Completed, warehouse.Load(feed, rows).Status);
            }
        }

        static string[] State(TestWarehouse warehouse) =>
        [
            .. warehouse.Facts(),
            .. warehouse.Rows("SELECT 'total', u.unit_code, f.received_online FROM fact_dossier_total f JOIN dim_unit u ON u.unit_key = f.unit_key"),
            .. warehouse.Rows("SELECT 'figure', f.figure_code, u.unit_code, f.value FROM fact_reported_figure f JOIN dim_unit u ON u.unit_key = f.unit_key"),
        ];
    }

    [Fact]
    public void Rows_under_two_identifiers_of_a_unit_are_one_fact_whichever_file_comes_first()
    {
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.53", former: "000.00.53.H48"));
        Assert.Equal(1, _warehouse.Load(Feeds.Documents, Document("V", unit: "H48.53", at: Later)).RowsLoaded);

        var older = _warehouse.Load(Feeds.Documents, Document("V", unit: "000.00.53.H48"));
        var newer = _warehouse.Load(Feeds.Documents, Document("V", unit: "000.00.53.H48", secret: true, at: Later.AddDays(1)));

        Assert.Equal((1, 1), (older.RowsSuperseded, newer.RowsChanged));
        Assert.Equal(["V|H48.53|1"], _warehouse.Rows("SELECT f.document_code, u.unit_code, f.is_secret FROM fact_signed_document f JOIN dim_unit u ON u.unit_key = f.unit_key"));
        SummariesFollow();
    }

    [Fact]
    public void A_refused_version_loaded_again_is_refused_again_and_open_once()
    {
        using var warehouse = new TestWarehouse(maxRejectedShare: 1m);
        for (var i = 0; i < 2; i++)
        {
            var run = warehouse.Load(Feeds.OrgUnits, Unit("H48.60"), Unit("H48.60", "2021-01-01"));
            Assert.Equal(1, run.RowsRejected);
        }
        Assert.Equal(["UNIT_VERSION_OVERLAP|2"], warehouse.Rows("SELECT reason_code, load_key FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
    }

    [Fact]
    public void A_snapshot_corrected_in_the_past_leads_dossiers_to_the_versions_of_then()
    {
        const string Versions = "SELECT f.dossier_code, p.name, p.valid_from, p.is_inferred FROM fact_dossier f JOIN dim_procedure p ON p.procedure_key = f.procedure_key";
        _warehouse.Load(Feeds.Dossiers, Dossier("A", "2024-02-04", name: "Tên A"), Dossier("B", "2024-05-04"));
        Assert.Equal(["A|Tên A|1900-01-01|1", "B|Tên A|1900-01-01|1"], _warehouse.Rows(Versions));
        var inferred = _warehouse.Rows("SELECT procedure_key FROM dim_procedure WHERE procedure_key <> 0");

        _warehouse.Load(Feeds.Services, Service("2024-01", name: "Cũ"), Service("2024-05", name: "Mới"));
        Assert.Equal(["A|Cũ|2024-01-01|0", "B|Mới|2024-05-01|0"], _warehouse.Rows(Versions));
        Assert.Equal(inferred, _warehouse.Rows("SELECT procedure_key FROM dim_procedure WHERE valid_from = '2024-01-01'"));

        _warehouse.Load(Feeds.Services, Service("2024-02", name: "Mới"));
        Assert.Equal(["A|Mới|2024-02-01|0", "B|Mới|2024-02-01|0"], _warehouse.Rows(Versions));
        SummariesFollow();

        _warehouse.Load(
            Feeds.Services, Service("2024-01", name: "Cũ", at: Later, deleted: true), Service("2024-02", name: "Mới", at: Later, deleted: true), Service("2024-05", name: "Mới", at: Later, deleted: true));
        Assert.Equal(["A|Tên A|1900-01-01|1", "B|Tên A|1900-01-01|1"], _warehouse.Rows(Versions));
        Assert.Single(_warehouse.Rows("SELECT procedure_key FROM dim_procedure WHERE procedure_key <> 0"));
        SummariesFollow();
    }

    [Fact]
    public void A_territory_whose_start_is_corrected_keeps_its_key_and_its_figures()
    {
        const string Figures = "SELECT f.figure_code, a.code, a.valid_from, a.admin_unit_key FROM fact_reported_figure f JOIN dim_admin_unit a ON a.admin_unit_key = f.admin_unit_key";
        _warehouse.Load(Feeds.ReportedFigures, Figure("1", territory: "521", to: "2024-02-10"), Figure("1", territory: "522"), Figure("2", territory: "521"));
        Assert.Equal(["1||1900-01-01|0", "1||1900-01-01|0", "2||1900-01-01|0"], _warehouse.Rows(Figures));

        _warehouse.Load(Feeds.AdminUnits, Territory("521", to: "2024-05-31"), Territory("521", "2024-06-01"), Territory("522"));
        var before = _warehouse.Rows(Figures);
        Assert.Equal(["1|521|2018-01-01", "1|522|2018-01-01", "2|521|2024-06-01"], before.Select(row => row[..row.LastIndexOf('|')]));

        _warehouse.Load(
            Feeds.AdminUnits, Territory("521", to: "2024-01-31", at: Later), Territory("521", "2024-06-01", at: Later, deleted: true), Territory("521", "2024-02-01", at: Later));

        var after = _warehouse.Rows(Figures);
        Assert.Equal(["1|521|2024-02-01", "1|522|2018-01-01", "2|521|2024-02-01"], after.Select(row => row[..row.LastIndexOf('|')]));
        Assert.Equal(before[2][before[2].LastIndexOf('|')..], after[2][after[2].LastIndexOf('|')..]);
    }

    [Fact]
    public void A_clock_that_ran_ahead_does_not_hold_the_warehouse_in_the_future()
    {
        var today = _warehouse.Clock.Now;
        _warehouse.Load(Feeds.Dossiers, Dossier("A", "2025-01-10", due: "2025-01-31"));
        var before = Judged();

        _warehouse.Clock.Now = today.AddYears(3);
        _warehouse.Load(Feeds.Holidays);
        Assert.NotEqual(before, Judged());

        _warehouse.Clock.Now = today;
        Assert.True(_warehouse.Runner.JudgeOpenDossiers());
        Assert.Equal(before, Judged());
        SummariesFollow();
    }

    private static readonly DateTime Later = Morning.AddDays(3);

    private void Facts()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", "2024-03-04", resolved: "2024-07-02"), Dossier("B", "2024-05-04"), Dossier("C", "2024-08-04"));
        _warehouse.Load(Feeds.Documents, Document("V", day: "2024-05-05"));
        _warehouse.Load(Feeds.Satisfaction, Satisfaction("H48.01", "2024-05", 4));
        _warehouse.Load(Feeds.DossierTotals, Total("H48.01", "2024-06-30"));
        _warehouse.Load(Feeds.Services, Service("2024-05"));
    }

    private string[] Units() => [.. _warehouse.Rows(DossierUnits).Select(row => row[..row.LastIndexOf('|')])];

    private string[] Keys() => _warehouse.Rows("SELECT unit_key FROM dim_unit WHERE unit_key <> 0");

    private string[] Judged() => [
        .. _warehouse.Rows("SELECT dossier_code, is_on_time FROM fact_dossier"), .. _warehouse.Rows("SELECT month_period_key, pending FROM agg_dossier_stock"),
        .. _warehouse.Rows("SELECT as_of_date FROM etl_data_version")];

    /// <summary>Every fact stands at the version of its day, and the summaries at the same ones.</summary>
    private void SummariesFollow()
    {
        Assert.Empty(_warehouse.Rows(
            """
            SELECT f.dossier_code FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key
            WHERE f.received_date < u.valid_from OR f.received_date >= u.valid_until
            UNION ALL
            SELECT f.document_code FROM fact_signed_document f JOIN dim_unit u ON u.unit_key = f.unit_key WHERE f.document_date < u.valid_from OR f.document_date >= u.valid_until
            UNION ALL
            SELECT 'total' FROM fact_dossier_total f JOIN dim_unit u ON u.unit_key = f.unit_key WHERE f.period_to < u.valid_from OR f.period_to >= u.valid_until
            """));
        var (stored, recomputed) = _warehouse.Summaries(202412);
        Assert.Equal(recomputed, stored);
        Assert.Empty(_warehouse.Rows("SELECT 1 FROM etl_load_run WHERE status <> 'Completed'"));
    }

    public void Dispose() => _warehouse.Dispose();
}
