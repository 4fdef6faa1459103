using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;
using static DtiWarehouse.Tests.Indicators.RandomProvince;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>Few rows, and figures that anyone can count in the head.</summary>
public sealed class Values_that_a_person_can_check : IDisposable
{
    private readonly IndicatorWarehouse _warehouse = new IndicatorWarehouse().WithLists();
    private int _dossiers;

    public Values_that_a_person_can_check() => _warehouse.Clock.Now = new DateTimeOffset(2025, 12, 20, 2, 0, 0, TimeSpan.Zero);

    public void Dispose() => _warehouse.Dispose();

    [Fact]
    public void Half_of_a_split_commune_goes_to_each_of_the_two_that_took_it_over()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        // Trà Bùi (21142) went to the communes of 21136 and 21157; Trà Tân (21136) to the former alone.
        Receive("000.10.54.H48", "2024-03-04", 7, digitised: 3);
        Receive("000.08.54.H48", "2024-03-04", 2, digitised: 2);
        _warehouse.Evaluate();

        Assert.Contains("2024-03: 3 / 7 = 42.857143", _warehouse.Said("COMPONENTS_DIGITISED", "000.10.54.H48"));
        Assert.Contains("2024-03: 3.5 / 5.5 = 63.636364", _warehouse.Said("COMPONENTS_DIGITISED", "H48.112", today: true));
        Assert.Contains("2024-03: 1.5 / 3.5 = 42.857143", _warehouse.Said("COMPONENTS_DIGITISED", "H48.114", today: true));
        Assert.All([true, false], today => Assert.Contains("2024-03: 5 / 9 = 55.555556", _warehouse.Said("COMPONENTS_DIGITISED", "H48", today)));
        Assert.Contains("2024-03: 5 / 9 = 55.555556", _warehouse.Said("COMPONENTS_DIGITISED", "H48.55"));
        Assert.Empty(_warehouse.Said("COMPONENTS_DIGITISED", "000.10.54.H48", today: true));
    }

    [Fact]
    public void A_procedure_cannot_be_halved_and_stays_with_one_of_the_two()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("000.10.54.H48", "2024-03-04", 2);
        _warehouse.Evaluate();

        Assert.Contains("2024-03: 1 / null = 1", _warehouse.Said("ONLINE_SERVICES_WITH_DOSSIERS", "H48.112", today: true));
        Assert.Empty(_warehouse.Said("ONLINE_SERVICES_WITH_DOSSIERS", "H48.114", today: true));
        Assert.Contains("2024-03: 1 / null = 1", _warehouse.Said("ONLINE_SERVICES_WITH_DOSSIERS", "H48", today: true));
    }

    [Fact]
    public void A_reform_may_take_a_part_and_a_later_one_the_rest()
    {
        using var warehouse = new IndicatorWarehouse();
        warehouse.Load(
            Feeds.AdminUnits,
            Territory("90", level: GovernmentLevel.Province),
            Territory("90001", to: "2025-06-30", parent: "90", level: GovernmentLevel.Commune), Territory("90002", to: "2025-06-30", parent: "90", level: GovernmentLevel.Commune),
            Territory("90003", "2025-07-01", parent: "90", level: GovernmentLevel.Commune), Territory("90004", "2025-07-01", parent: "90", level: GovernmentLevel.Commune));
        // Half of 90001 went to 90002 in 2020; five years later 90001 became 90003, and 90002 became 90004.
        warehouse.Load(
            Feeds.AdminSuccessors,
            Successor("90001", "90001", "2020-01-01", SuccessionRelation.Partial), Successor("90001", "90002", "2020-01-01", SuccessionRelation.Partial),
            Successor("90001", "90003", "2025-07-01", SuccessionRelation.Full), Successor("90002", "90004", "2025-07-01", SuccessionRelation.Full));
        warehouse.Load(
            Feeds.OrgUnits,
            Unit("P", territory: "90", kind: UnitKind.ProvincePeopleCommittee), Commune("A", "90001", "P", to: "2025-06-30"), Commune("B", "90002", "P", to: "2025-06-30"),
            Commune("C", "90003", "P", from: "2025-07-01"), Commune("D", "90004", "P", from: "2025-07-01"));
        warehouse.Clock.Now = new DateTimeOffset(2025, 12, 20, 2, 0, 0, TimeSpan.Zero);
        warehouse.Load(Feeds.Dossiers, Dossier("H48.01-1", "2019-03-04", unit: "A"), Dossier("H48.01-2", "2019-03-05", unit: "A"), Dossier("H48.01-3", "2019-03-05", unit: "B"));
        warehouse.Evaluate();

        Assert.Equal(["C|1", "D|2", "P|3"], warehouse.Said("DOSSIERS_RECEIVED", "2019-03", "CAST(v.value / 1000000.0 AS INTEGER)", today: true));
    }

    [Fact]
    public void An_abolished_district_has_rows_up_to_its_end_and_counts_for_the_province_today()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("H48.55", "2025-02-03", 1);
        Receive("000.08.54.H48", "2025-05-06", 2);
        Receive("H48.112", "2025-09-08", 4);
        _warehouse.Evaluate();

        Assert.Equal(
            ["2025-02: 1 / null = 1", "2025-05: 2 / null = 2", "2025-9M: 3 / null = 3", "2025-H1: 3 / null = 3", "2025-Q1: 1 / null = 1", "2025-Q2: 2 / null = 2", "2025: 3 / null = 3"],
            Sorted(_warehouse.Said("DOSSIERS_RECEIVED", "H48.55")));
        Assert.Empty(_warehouse.Said("DOSSIERS_RECEIVED", "H48.55", today: true));
        Assert.Equal(["H48.112|6000000", "H48|7000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2025", "v.value", today: true));
        Assert.Equal(["H48|1000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2025-02", "v.value", today: true));
        Assert.Equal(["H48.112|4000000", "H48|4000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2025-H2", "v.value"));
    }

    [Fact]
    public void A_unit_that_changes_its_identifier_in_the_year_is_one_unit()
    {
        _warehouse.Load(
            Feeds.OrgUnits, Unit("H48", territory: "51", kind: UnitKind.ProvincePeopleCommittee), Unit("000.00.01.H48", to: "2024-05-31", parent: "H48"),
            Unit("H48.01", "2024-06-01", former: "000.00.01.H48", parent: "H48", name: "Sở mới"));
        Receive("000.00.01.H48", "2024-03-04", 2);
        Receive("H48.01", "2024-09-05", 3);
        _warehouse.Evaluate();

        Assert.Equal(["H48.01|5000000", "H48|5000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2024", "v.value"));
        Assert.Equal(["000.00.01.H48|2000000", "H48|2000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2024-03", "v.value"));
        Assert.Equal(["H48.01|2000000", "H48|2000000"], _warehouse.Said("DOSSIERS_RECEIVED", "2024-03", "v.value", today: true));
    }

    [Fact]
    public void What_was_not_counted_has_no_value_and_what_was_counted_and_not_found_is_zero()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        _warehouse.Load(
            Feeds.Satisfaction, Satisfaction("H48.01", "2024-03", 10),
            WithContent(Satisfaction("H48.02", "2024-03", 10) with { Satisfied = 0 }), WithContent(Satisfaction("H48.55", "2024-03", 10) with { Satisfied = 4 }));
        Receive("H48.01", "2024-03-04", 3, digitised: null);
        Receive("H48.02", "2024-03-04", 3, digitised: 0);
        _warehouse.Evaluate();

        Assert.Equal(["H48.02|0|10000000|0", "H48.55|4000000|10000000|40000000", "H48|4000000|20000000|20000000"], _warehouse.Said("SATISFACTION", "2024-03", "v.numerator, v.denominator, v.value"));
        Assert.Equal(["H48.02|0", "H48.55|4000000", "H48|4000000"], _warehouse.Said("SATISFIED_CITIZENS", "2024-03", "v.value"));
        Assert.Equal(["H48.01|null|3000000|null|null", "H48.02|0|3000000|0|1", "H48|0|6000000|0|1"], _warehouse.Said("COMPONENTS_DIGITISED", "2024-03", "v.numerator, v.denominator, v.value, v.rank"));
    }

    [Fact]
    public void Without_overdue_dossiers_among_the_open_ones_a_unit_ranks_first()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        _warehouse.Load(Feeds.Dossiers, Dossier("H48.01-1", "2024-03-04", due: "2024-04-20"), Dossier("H48.01-2", "2024-03-04", due: "2024-03-20", unit: "H48.02"));
        _warehouse.Evaluate();

        Assert.Equal(["H48.01|0|1|2", "H48.02|1000000|2|2", "H48|1000000|1|1"], _warehouse.Said("DOSSIERS_PENDING_OVERDUE", "2024-03", "v.value, v.rank, v.rank_of"));
    }

    [Fact]
    public void A_period_to_a_day_ends_on_that_day()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("H48.01", "2023-01-01", 1);
        Receive("H48.01", "2023-11-27", 2);
        Receive("H48.01", "2023-11-28", 4);
        _warehouse.Evaluate();

        Assert.Equal(["H48.01|3000000|0", "H48|3000000|0"], _warehouse.Said("DOSSIERS_RECEIVED", "2023-to-11-27", "v.value, v.is_provisional"));
        Assert.Equal(["H48.01|6000000|0", "H48|6000000|0"], _warehouse.Said("DOSSIERS_RECEIVED", "2023-11", "v.value, v.is_provisional"));
        // Stocks are known at ends of months: that of October is the last before the day.
        Assert.Equal(["H48.01|1000000", "H48|1000000"], _warehouse.Said("DOSSIERS_PENDING", "2023-to-11-27", "v.value"));
    }

    [Fact]
    public void Equal_values_share_a_place_and_the_next_one_is_left_free()
    {
        _warehouse.Load(Feeds.OrgUnits, [Unit("H48", territory: "51", kind: UnitKind.ProvincePeopleCommittee), .. new[] { "H48.01", "H48.02", "H48.03", "H48.04", "H48.05" }.Select(code => Unit(code, parent: "H48"))]);
        Receive("H48.01", "2024-03-04", 2, digitised: 2);
        Receive("H48.02", "2024-03-04", 4, digitised: 2);
        Receive("H48.03", "2024-03-04", 2, digitised: 1);
        Receive("H48.04", "2024-03-04", 2, digitised: 0);
        Receive("H48.05", "2024-03-04", 2, digitised: null);
        _warehouse.Evaluate();

        Assert.Equal(
            ["H48.01|1|4", "H48.02|2|4", "H48.03|2|4", "H48.04|4|4", "H48.05|null|null", "H48|1|1"],
            _warehouse.Said("COMPONENTS_DIGITISED", "2024-03", "v.rank, v.rank_of"));
    }

    [Fact]
    public void The_lower_value_ranks_first_and_is_attained_the_other_way_round_where_lower_is_better()
    {
        _warehouse.Define("days.yaml", Own("OWN_DAYS", direction: "LowerIsBetter", measure: "ProcessingDays with sum", date: "ResolvedDate", targets: "[{ level: All, from: 2024-01-01, operator: \"<=\", value: 5 }]"));
        _warehouse.Load(Feeds.OrgUnits, Register);
        _warehouse.Load(Feeds.Dossiers, Dossier("H48.01-1", "2024-03-04", resolved: "2024-03-08"), Dossier("H48.01-2", "2024-03-04", resolved: "2024-03-14", unit: "H48.02"));
        _warehouse.Evaluate();

        Assert.Equal(["H48.01|4000000|1250000|1", "H48.02|10000000|500000|2", "H48|14000000|357143|1"], _warehouse.Said("OWN_DAYS", "2024-03", "v.value, v.attainment, v.rank"));
    }

    [Fact]
    public void A_target_for_a_kind_of_units_goes_before_one_for_their_level_and_that_before_one_for_all()
    {
        _warehouse.Define("own.yaml", Own(
            "OWN", targets: "[{ level: All, from: 2024-01-01, to: 2024-12-31, operator: \">=\", value: 10 }, { level: Province, kind: Department, from: 2024-01-01, to: 2024-12-31, operator: \">=\", value: 30 }, { level: Province, from: 2024-01-01, to: 2024-12-31, operator: \">=\", value: 20 }]"));
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("H48.01", "2024-03-04", 3);
        Receive("H48.55", "2024-03-04", 5);
        Receive("H48.55", "2025-03-04", 5);
        _warehouse.Evaluate();

        Assert.Equal(["H48.01|30000000|100000", "H48.55|10000000|500000", "H48|20000000|400000"], _warehouse.Said("OWN", "2024", "v.target, v.attainment"));
        Assert.Equal(["H48.55|null|null", "H48|null|null"], _warehouse.Said("OWN", "2025", "v.target, v.attainment"));
    }

    [Theory]
    [InlineData("Undefined", "null|null")]
    [InlineData("Zero", "0|0")]
    [InlineData("Full", "100000000|60000")]
    public void Nothing_to_divide_by_is_what_the_definition_says(string rule, string valueAndScore)
    {
        _warehouse.Define("own.yaml", Own("OWN", denominator: "HasFee eq true", more: $"emptyDenominator: {rule}\nscore: {{ maxPoints: 6 }}\n"));
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("H48.01", "2024-03-04", 2);
        _warehouse.Evaluate();

        Assert.Contains($"H48.01|2000000|0|{valueAndScore}", _warehouse.Said("OWN", "2024-03", "v.numerator, v.denominator, v.value, v.score"));
    }

    [Fact]
    public void Units_that_stay_away_are_zeros_once_the_source_has_rows_at_all()
    {
        _warehouse.Load(Feeds.OrgUnits, Register);
        _warehouse.Load(Feeds.Documents, Document("V1", "000.08.54.H48", "2024-03-05", DocumentDirection.Incoming));
        Receive("H48.01", "2024-05-06", 1);
        _warehouse.Evaluate();

        var received = _warehouse.Said("COMMUNES_RECEIVING_ELECTRONIC", "2024-03", "v.numerator, v.denominator, v.value");
        Assert.Equal(
            [
                "000.05.55.H48|0|1000000|0", "000.08.54.H48|1000000|1000000|100000000", "000.10.54.H48|0|1000000|0", "000.14.57.H48|0|1000000|0",
                "H48.55|1000000|3000000|33333333", "H48.57|0|1000000|0", "H48|1000000|4000000|25000000",
            ],
            received);
        Assert.Empty(_warehouse.Said("COMMUNES_RECEIVING_ELECTRONIC", "2024-05", "v.numerator"));
    }

    [Fact]
    public void A_period_is_provisional_until_its_last_day_is_over()
    {
        _warehouse.Clock.Now = new DateTimeOffset(2024, 3, 31, 2, 0, 0, TimeSpan.Zero);
        _warehouse.Load(Feeds.OrgUnits, Register);
        Receive("H48.01", "2024-03-04", 1);
        _warehouse.Evaluate();
        Assert.Contains("H48.01|1", _warehouse.Said("DOSSIERS_RECEIVED", "2024-03", "v.is_provisional"));

        _warehouse.Clock.Now = _warehouse.Clock.Now.AddDays(1);
        Assert.True(_warehouse.Runner.JudgeOpenDossiers());
        _warehouse.Evaluate();

        Assert.Contains("H48.01|0", _warehouse.Said("DOSSIERS_RECEIVED", "2024-03", "v.is_provisional"));
        Assert.Contains("H48.01|0", _warehouse.Said("DOSSIERS_RECEIVED", "2024-Q1", "v.is_provisional"));
        Assert.Contains("H48.01|1", _warehouse.Said("DOSSIERS_RECEIVED", "2024", "v.is_provisional"));
    }

    /// <summary>So many dossiers of a unit and day, so many of them digitised; null = the source does not say of any.</summary>
    private void Receive(string unit, string day, int count, int? digitised = null) => _warehouse.Load(
        Feeds.Dossiers, [.. Enumerable.Range(0, count).Select(n => Dossier($"H48.01-{++_dossiers:0000}", day, unit: unit, level: Full, digitised: digitised is { } known ? n < known : null))]);

    private static string Own(string code, string direction = "HigherIsBetter", string measure = "$count", string date = "ReceivedDate", string? targets = null, string? denominator = null, string more = "")
    {
        var part = denominator is null ? "" : $$"""
            denominator:
              - query: Dossiers?$apply=filter({unit} and {period} and {{denominator}})/aggregate($count as Value)
                unit: ReceivingUnit
                date: {{date}}

            """;
        return $$"""
            code: {{code}}
            version: 1
            name: { vi: Chỉ tiêu của tỉnh, en: An indicator of the province }
            framework: OWN
            legalBasis: Quyết định của tỉnh
            certainty: Known
            source: Tỉnh
            unitOfMeasure: "{{(denominator is null ? "dossiers" : "%")}}"
            decimals: 0
            direction: {{direction}}
            rollUp: Sum
            numerator:
              - query: Dossiers?$apply=filter({unit} and {period})/aggregate({{measure}} as Value)
                unit: ReceivingUnit
                date: {{date}}
            {{part}}{{(targets is null ? "" : $"targets: {targets}\n")}}{{more}}
            """;
    }

    private static string[] Sorted(string[] sentences) => [.. sentences.Order(StringComparer.Ordinal)];
}
