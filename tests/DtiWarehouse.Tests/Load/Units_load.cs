using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

public sealed class Units_load : IDisposable
{
    private readonly TestWarehouse _warehouse = new();

    [Fact]
    public void An_inferred_unit_keeps_its_key_and_loses_the_flag_when_it_is_registered()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", unit: "H48.53"));
        Assert.Equal(["1|H48.53|1|Unknown|1900-01-01"], Units());

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.53"));

        Assert.Equal(["1|H48.53|0|Department|2018-01-01"], Units());
    }

    [Fact]
    public void Facts_move_to_the_version_of_their_day_when_the_register_comes_later()
    {
        _warehouse.Load(Feeds.Dossiers, Dossier("A", received: "2024-03-04"), Dossier("B", received: "2024-09-04"));
        _warehouse.Load(Feeds.OrgUnits, Unit("H48.01", "2018-01-01", "2024-06-30"), Unit("H48.01", "2024-07-01"));

        Assert.Equal(
            ["A|2018-01-01", "B|2024-07-01"],
            _warehouse.Rows("SELECT f.dossier_code, u.valid_from FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key"));
    }

    [Fact]
    public void Both_identifiers_of_a_unit_are_one_unit_whichever_came_first()
    {
        _warehouse.Load(Feeds.Documents, Document("V1", unit: "000.00.53.H48", at: Morning), Document("V1", unit: "H48.53", secret: true, at: Morning.AddDays(1)));
        Assert.Equal(2, _warehouse.Rows("SELECT 1 FROM fact_signed_document").Length);

        _warehouse.Load(Feeds.OrgUnits, Unit("H48.53", former: "000.00.53.H48"));

        Assert.Equal(["V1|H48.53|1"], _warehouse.Rows("SELECT f.document_code, u.unit_code, f.is_secret FROM fact_signed_document f JOIN dim_unit u USING (unit_key)"));
        Assert.Equal(1, _warehouse.Load(Feeds.Documents, Document("V1", unit: "000.00.53.H48", at: Morning)).RowsSuperseded);
        var (stored, recomputed) = _warehouse.Summaries(202412);
        Assert.Equal(recomputed, stored);
    }

    [Fact]
    public void Overlapping_versions_are_refused_but_a_version_may_be_closed_below_its_follower()
    {
        _warehouse.Load(Feeds.OrgUnits, [.. Enumerable.Range(10, 30).Select(i => Unit($"H48.{i}"))]);
        var ok = _warehouse.Load(Feeds.OrgUnits, [Unit("H48.10", "2024-07-01"), Unit("H48.10", "2018-01-01", "2024-06-30", at: Morning.AddDays(1))]);
        Assert.Equal((1, 1, 0), (ok.RowsLoaded, ok.RowsChanged, ok.RowsRejected));

        var overlap = _warehouse.Load(Feeds.OrgUnits, [.. Enumerable.Range(50, 30).Select(i => Unit($"H48.{i}")), Unit("H48.11", "2020-01-01")]);
        Assert.Equal((31, 30, 1), (overlap.RowsRead, overlap.RowsLoaded, overlap.RowsRejected));
        Assert.Equal(["UNIT_VERSION_OVERLAP"], _warehouse.Rows("SELECT reason_code FROM etl_rejected_row"));
    }

    [Fact]
    public void Abolished_offices_lead_to_todays_units()
    {
        _warehouse.Runner.LoadReferenceData();
        _warehouse.Load(
            Feeds.OrgUnits,
            Unit("H48", kind: UnitKind.ProvincePeopleCommittee, territory: "51", name: "UBND tỉnh"),
            Unit("H48.20", to: "2025-06-30", kind: UnitKind.DistrictPeopleCommittee, level: GovernmentLevel.District, territory: "524", parent: "H48"),
            Unit("H48.36", to: "2025-06-30", kind: UnitKind.DistrictPeopleCommittee, level: GovernmentLevel.District, territory: "536", parent: "H48"),
            Unit("H48.20.1", to: "2025-06-30", kind: UnitKind.CommunePeopleCommittee, level: GovernmentLevel.Commune, territory: "21142", parent: "H48.20"),
            Unit("H48.90", "2025-07-01", kind: UnitKind.CommunePeopleCommittee, level: GovernmentLevel.Commune, territory: "21136", parent: "H48"),
            Unit("H48.91", "2025-07-01", kind: UnitKind.CommunePeopleCommittee, level: GovernmentLevel.Commune, territory: "21548", parent: "H48"),
            Unit("H48.05", to: "2025-02-28", parent: "H48"));

        Assert.Equal(
            ["H48.05|H48.05|51", "H48.20.1|H48.90|51", "H48.20|H48|51", "H48.36|H48.91|51", "H48.90|H48.90|51", "H48.91|H48.91|51", "H48|H48|51"],
            _warehouse.Rows("SELECT u.unit_code, c.unit_code, u.province_code FROM dim_unit u JOIN dim_unit c ON c.unit_key = u.current_unit_key WHERE u.unit_key <> 0"));
    }

    private string[] Units() => _warehouse.Rows("SELECT unit_key, unit_code, is_inferred, kind, valid_from FROM dim_unit WHERE unit_key <> 0");

    public void Dispose() => _warehouse.Dispose();
}
