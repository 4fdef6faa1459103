using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Open;
using DtiWarehouse.Server.Open;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The entity data model of the feed: the star, and what is declared about it.</summary>
public static class FeedModel
{
    /// <summary>The model as a database's context maps it; no data is read.</summary>
    /// <param name="excluded">Sets that are not served.</param>
    public static ODataModel Create(WarehouseContext context, params string[] excluded) => EntityFrameworkModel.Create(context, "DtiWarehouse", "Warehouse", Declarations with { Excluded = excluded });

    /// <summary>The model of what is open: the same declarations, as far as their sets are.</summary>
    public static ODataModel CreateOpen(OpenWarehouse context, OpenSettings open) => EntityFrameworkModel.Create(context, "DtiWarehouse", "Warehouse", new ModelDeclarations
    {
        PlainEnumerations = Declarations.PlainEnumerations,
        Excluded = [.. OpenWarehouse.Facts.Keys.Where(set => !open.IsOpen(set))],
        SearchPaths = Open(Declarations.SearchPaths, open, (nameof(OpenWarehouse.OpenDossierMonths), ["ReceivingUnit/Name"])),
        RecursiveHierarchies = [.. Declarations.RecursiveHierarchies.Where(hierarchy => open.IsOpen(hierarchy.EntitySet))],
        LeveledHierarchies = [.. Declarations.LeveledHierarchies.Where(hierarchy => open.IsOpen(hierarchy.EntitySet))],
        Transformations = Open(Declarations.Transformations, open, (nameof(OpenWarehouse.OpenDossierMonths), Analyses("MonthPeriod", "ReceivingUnit"))),
    });

    private static Dictionary<string, T> Open<T>(IReadOnlyDictionary<string, T> declared, OpenSettings open, (string Set, T Value) summary) =>
        declared.Append(new(summary.Set, summary.Value)).Where(set => open.IsOpen(set.Key)).ToDictionary();

    private static readonly Measures OfMonths = new(
        Additivity.Additive,
        "Received", "Resolved", "ResolvedOnTime", "ResolvedLate", "ComponentsDigitised", "ResultsDigitised", "WithFee", "PaidOnline", "ReusingData", "ProcessingDaysSum", "ProcessingDaysCount");

    private static readonly Measures OfIndicators = new(Additivity.NonAdditive, "Numerator", "Denominator", "Value", "Target", "Attainment", "Score", "Rank");

    private static readonly ModelDeclarations Declarations = new()
    {
        // Power BI and Excel show texts and numbers.
        PlainEnumerations = true,
        FlatSets = FlatSets.All,
        Summaries = FeedSummaries.All,
        // Which facts a caller bound to units may read; dimensions are everyone's.
        ScopedBy = new Dictionary<string, string[]>
        {
            ["Dossiers"] = ["ReceivingUnitKey", "ResolvingUnitKey"],
            ["DossierMonths"] = ["ReceivingUnitKey", "ResolvingUnitKey"],
            ["DossierStocks"] = ["UnitKey"],
            ["DossierTotals"] = ["UnitKey"],
            ["OnlineServices"] = ["UnitKey"],
            ["SignedDocuments"] = ["UnitKey"],
            ["DocumentMonths"] = ["UnitKey"],
            ["Satisfactions"] = ["UnitKey"],
            ["ReportedFigures"] = ["UnitKey"],
            ["IndicatorValues"] = ["UnitKey"],
            ["Reconciliations"] = ["ReportedFigure/UnitKey"],
        },
        // Indexes by unit and partitions go by the keys of days.
        DayNumbers = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["Dossiers"] = new Dictionary<string, string> { ["ReceivedDate"] = "ReceivedDateKey", ["ResolvedDate"] = "ResolvedDateKey" },
            ["SignedDocuments"] = new Dictionary<string, string> { ["DocumentDate"] = "DocumentDateKey" },
        },
        // What people look for when they search facts: who, which procedure, which number.
        SearchPaths = new Dictionary<string, string[]>
        {
            ["Dossiers"] = ["DossierCode", "ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
            ["DossierMonths"] = ["ReceivingUnit/Name", "ResolvingUnit/Name", "Procedure/Name", "Procedure/ProcedureCode"],
            ["DossierStocks"] = ["Unit/Name"],
            ["DossierTotals"] = ["Unit/Name", "SourceSystem/Name", "Sector"],
            ["OnlineServices"] = ["Procedure/Name", "Procedure/ProcedureCode", "Unit/Name"],
            ["SignedDocuments"] = ["DocumentCode", "Number", "Unit/Name"],
            ["DocumentMonths"] = ["Unit/Name"],
            ["Satisfactions"] = ["Unit/Name"],
            ["IndicatorValues"] = ["Indicator/Code", "Indicator/Name", "Unit/Name"],
            ["Reconciliations"] = ["ReportedFigure/FigureCode", "ReportedFigure/Name"],
            ["Indicators"] = ["Code", "Name", "NameEn"],
            ["Units"] = ["UnitCode", "Name", "NameEn", "DistrictName", "CommuneName"],
        },
        RecursiveHierarchies =
        [
            new("AdminUnits", "Territory", "AdminUnitKey", "Parent"),
            new("Units", "Organisation", "UnitKey", "Parent"),
            new("Periods", "Calendar", "PeriodKey", "Parent"),
        ],
        LeveledHierarchies =
        [
            new("AdminUnits", "TerritoryLevels", "ProvinceCode", "DistrictCode", "CommuneCode"),
            new("Units", "TerritoryLevels", "ProvinceCode", "DistrictCode", "CommuneCode"),
            new("Dates", "CalendarLevels", "Year", "Quarter", "Month"),
            new("Periods", "CalendarLevels", "Year", "Quarter", "Month"),
            new("Dossiers", "TerritoryLevels", "ReceivingUnit/ProvinceCode", "ReceivingUnit/DistrictCode", "ReceivingUnit/CommuneCode"),
            new("Dossiers", "CalendarLevels", "ReceivedOn/Year", "ReceivedOn/Quarter", "ReceivedOn/Month"),
            new("DossierMonths", "TerritoryLevels", "ReceivingUnit/ProvinceCode", "ReceivingUnit/DistrictCode", "ReceivingUnit/CommuneCode"),
            new("DossierMonths", "CalendarLevels", "MonthPeriod/Year", "MonthPeriod/Quarter", "MonthPeriod/Month"),
        ],
        CustomAggregates = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            // Numerators and denominators are added up first and divided last.
            ["DossierMonths"] = new Dictionary<string, string>
            {
                ["OnTimeRate"] = "aggregate(ResolvedOnTime with sum as N,Resolved with sum as D)/compute(N divby D as Value)",
                ["ResolutionRate"] = "aggregate(Resolved with sum as N,Received with sum as D)/compute(N divby D as Value)",
                ["DigitisedComponentsRate"] = "aggregate(ComponentsDigitised with sum as N,Received with sum as D)/compute(N divby D as Value)",
                ["DigitisedResultsRate"] = "aggregate(ResultsDigitised with sum as N,Resolved with sum as D)/compute(N divby D as Value)",
                ["AverageProcessingDays"] = "aggregate(ProcessingDaysSum with sum as N,ProcessingDaysCount with sum as D)/compute(N divby D as Value)",
            },
        },
        Measures = new Dictionary<string, IReadOnlyList<Measures>>
        {
            ["Dossiers"] = [new(Additivity.Additive, "ProcessingDays")],
            ["DossierMonths"] = [OfMonths],
            ["FlatDossierMonths"] = [OfMonths],
            ["DossierStocks"] = [new(Additivity.SemiAdditive, "Pending", "PendingOverdue") { FixedBy = MonthOf("MonthPeriod") }],
            ["DossierTotals"] =
            [
                new(Additivity.Additive, "ReceivedOnline", "ReceivedDirect", "Received", "ResolvedEarly", "ResolvedOnTime", "ResolvedLate", "Resolved"),
                new(Additivity.SemiAdditive, "CarriedOver") { FixedBy = ["PeriodFrom"] },
                new(Additivity.SemiAdditive, "PendingInTerm", "PendingOverdue", "Pending") { FixedBy = ["PeriodTo"] },
            ],
            ["DocumentMonths"] = [new(Additivity.Additive, "Documents", "ElectronicOnly", "ElectronicAndPaper", "Paper", "Signed", "Secret")],
            ["Satisfactions"] = [new(Additivity.Additive, "Rated", "Satisfied")],
            ["ReportedFigures"] = [new(Additivity.NonAdditive, "Numerator", "Denominator", "Value", "Target")],
            // Units lie within units and periods within periods: their values hold each other.
            ["IndicatorValues"] = [OfIndicators],
            ["FlatIndicatorValues"] = [OfIndicators],
            ["Reconciliations"] = [new(Additivity.NonAdditive, "Declared", "Computed", "Difference")],
        },
        Transformations = new Dictionary<string, IReadOnlyDictionary<string, TransformationDeclaration>>
        {
            ["DossierMonths"] = Analyses("MonthPeriod", "ReceivingUnit"),
            ["DossierStocks"] = Analyses("MonthPeriod", "Unit"),
            ["DocumentMonths"] = Analyses("MonthPeriod", "Unit"),
            ["IndicatorValues"] = new Dictionary<string, TransformationDeclaration>
            {
                ["Availability"] = Availability([("Unit", "Unit/UnitCode", "Unit/Name"), ("Period", "Period/Code", "Period/Code"), ("Indicator", "Indicator/Code", "Indicator/Name")]),
            },
            ["ReportedFigures"] = new Dictionary<string, TransformationDeclaration> { ["Availability"] = Availability([("Indicator", "FigureCode", "Name")]) },
        },
    };

    /// <summary>What tells the month of a row, by key, code or dates.</summary>
    private static string[] MonthOf(string period) =>
        [$"{period}Key", $"{period}/PeriodKey", $"{period}/Code", $"{period}/StartDate", $"{period}/EndDate", $"{period}/Year+{period}/Month"];

    private static Dictionary<string, TransformationDeclaration> Analyses(string period, string unit) => new()
    {
        ["LatestPeriod"] = new(
            $"groupby(({unit}/UnitCode),filter({period}/StartDate eq $these/aggregate({period}/StartDate with max)))",
            "Kỳ gần nhất có số liệu",
            "The rows of the last period that has data, for each unit by itself."),
        ["Availability"] = Availability([("Unit", $"{unit}/UnitCode", $"{unit}/Name"), ("Period", $"{period}/Code", $"{period}/Code")]),
    };

    /// <summary>One row per member of each dimension that has rows, with their number.</summary>
    private static TransformationDeclaration Availability(IReadOnlyList<(string Dimension, string Code, string Name)> dimensions)
    {
        var parts = dimensions.Select(d =>
            $"groupby(({d.Code}{(d.Name == d.Code ? "" : "," + d.Name)}),aggregate($count as Count))/compute('{d.Dimension}' as Dimension,{d.Code} as MemberCode,{d.Name} as MemberName,Count as Rows)/groupby((Dimension,MemberCode,MemberName,Rows))");
        return new(
            dimensions.Count == 1 ? parts.Single() : $"concat({string.Join(',', parts)})",
            "Số liệu hiện có",
            "Which units, periods and indicators have rows, after the steps before it: Dimension, MemberCode, MemberName, Rows.");
    }
}
