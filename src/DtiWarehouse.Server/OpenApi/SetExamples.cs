using System.Text.Json.Nodes;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>
/// Values of query options that run on a set of the feed. What every set has follows from its type; what people really ask is
/// written down here.
/// </summary>
/// <param name="Key">A key that is there; null = none is known.</param>
internal sealed record SetExamples(IReadOnlyList<string> Filter, IReadOnlyList<string> Search, IReadOnlyList<string> Apply, JsonNode? Key)
{
    public static readonly SetExamples None = new([], [], [], null);

    private static readonly Dictionary<string, (string[] Filter, string[] Apply)> Asked = new()
    {
        ["Dossiers"] = (
            ["ReceivedDate ge 2023-01-01 and ReceivedDate le 2023-11-27", "ReceivingUnit/DistrictCode eq '522' and Channel eq 'Online'", "IsOnTime eq false and not contains(ReceivingUnit/Name,'Sở')"],
            ["groupby((Channel),aggregate($count as Dossiers))", "filter(IsResolved eq true)/groupby((ReceivingUnit/DistrictName),aggregate(ProcessingDays with average as AverageDays))", "filter(Period.Last12Months(Date=ReceivedDate))/aggregate($count as Dossiers)"]),
        ["DossierMonths"] = (
            ["MonthPeriod/Code eq '2023-11'", "Received gt 0 and Channel eq 'Online'"],
            ["groupby((MonthPeriod/Code),aggregate(Received with sum as Received,OnTimeRate))", "groupby((rollup(TerritoryLevels)),aggregate(Received with sum as Received))"]),
        ["DossierStocks"] = (
            ["PendingOverdue gt 0"],
            ["DtiWarehouse.LatestPeriod()/groupby((Unit/DistrictName),aggregate(PendingOverdue with sum as Overdue))"]),
        ["DossierTotals"] = (["ReceivedOnline gt 0", "Sector eq null"], ["groupby((SourceSystem/Name),aggregate(Received with sum as Received))"]),
        ["OnlineServices"] = (["IsPublished eq true and ServiceClass eq 'Full'"], ["groupby((MonthPeriod/Code,ServiceClass),aggregate($count as Services))"]),
        ["SignedDocuments"] = (["Direction eq 'Outgoing' and IsSigned eq true", "DocumentDate ge 2023-01-01"], ["groupby((Direction,Form),aggregate($count as Documents))"]),
        ["DocumentMonths"] = (["Direction eq 'Outgoing' and Documents gt 0"], ["groupby((MonthPeriod/Code),aggregate(Documents with sum as Documents,Signed with sum as Signed))"]),
        ["Satisfactions"] = (["Subject eq 'Citizen'"], ["groupby((Unit/Name),aggregate(Rated with sum as Rated,Satisfied with sum as Satisfied))"]),
        ["ReportedFigures"] = (["DocumentNumber eq '140/BC-UBND'", "State eq 'Reported' and Value ge 90"], ["groupby((DocumentNumber,State),aggregate($count as Figures))"]),
        ["IndicatorValues"] = (
            ["Indicator/Code eq 'ONLINE_OF_FULL' and Period/Code eq '2023' and Basis eq 'Current'", "Unit/UnitCode eq 'H48' and Period/Grain eq 'Year'"],
            ["filter(Basis eq 'Current')/groupby((Indicator/Code),aggregate(Value with average as Average))"]),
        ["FlatIndicatorValues"] = (
            ["IndicatorCode eq 'ONLINE_OF_FULL' and PeriodCode eq '2023' and UnitLevel eq 'District'"],
            ["filter(PeriodCode eq '2023' and Basis eq 'Current')/groupby((IndicatorCode),aggregate(Value with average as Average))"]),
        ["FlatDossierMonths"] = (["PeriodCode eq '2023-11' and Received gt 0"], ["groupby((PeriodCode,UnitName),aggregate(Received with sum as Received))"]),
        ["Reconciliations"] = (["Verdict eq 'Match'", "Verdict ne 'NotComputable'"], ["groupby((Verdict),aggregate($count as Figures))"]),
        ["Units"] = (["Level eq 'Commune' and IsCurrent eq true", "contains(Name,'Quảng Ngãi')"], ["groupby((Kind),aggregate($count as Units))"]),
        ["AdminUnits"] = (
            ["Level eq 'Commune' and IsCurrent eq true and ProvinceCode eq '51'"],
            ["descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51' and IsCurrent eq true))/groupby((Level),aggregate($count as Units))"]),
        ["AdminUnitSuccessors"] = (["Share lt 1"], ["groupby((Relation),aggregate($count as Successors))"]),
        ["Dates"] = (["Year eq 2023 and IsMonthEnd eq true", "Date eq 2023-11-27"], ["groupby((Year,Month),aggregate($count as Days))"]),
        ["Periods"] = (["Grain eq 'Quarter' and Year eq 2023", "Code eq '2023-9M'"], ["groupby((Grain),aggregate($count as Periods))"]),
        ["Procedures"] = (["ServiceClass eq 'Full' and IsCurrent eq true"], ["groupby((Sector),aggregate($count as Procedures))"]),
        ["Indicators"] = (["Framework eq 'QD766'"], ["groupby((Framework),aggregate($count as Indicators))"]),
        ["LoadRuns"] = (["RowsRejected gt 0", "Feed eq 'igate_dossiers' and Status eq 'Completed'"], ["groupby((Feed),aggregate(RowsLoaded with sum as RowsLoaded))"]),
        ["RejectedRows"] = (["ResolvedLoadKey eq null"], ["groupby((ReasonCode),aggregate($count as Rows))"]),
        ["CheckResults"] = (["EntitySet eq 'Dossiers'", "Severity eq 'Fail' and Violations eq 0"], ["groupby((CheckCode),aggregate(Violations with sum as Violations))"]),
        ["FeedStates"] = (["Feed eq 'igate_dossiers'"], ["aggregate(LastLoadedAt with max as LastLoadedAt)"]),
    };

    /// <summary>Sets whose rows name units are searched for these; others by words of their own. Values of indicators are too many to search.</summary>
    private static readonly string[] Places = ["quang ngai", "\"quảng ngãi\" OR tỉnh"];

    private static readonly Dictionary<string, string[]> Searched = new()
    {
        ["Dossiers"] = Places, ["DossierMonths"] = Places, ["DossierStocks"] = Places, ["OnlineServices"] = Places, ["SignedDocuments"] = Places, ["DocumentMonths"] = Places,
        ["Satisfactions"] = Places, ["Units"] = Places, ["AdminUnits"] = Places,
        ["ReportedFigures"] = ["dich vu cong"], ["Procedures"] = ["xay dung", "\"giấy phép\" NOT \"quy hoạch\""], ["Indicators"] = ["truc tuyen"], ["LoadRuns"] = ["igate"],
    };

    public static SetExamples Of(EntitySet set)
    {
        var key = set.Type.Key[0];
        return new(
            Asked.TryGetValue(set.Name, out var asked) ? asked.Filter : [$"{key.Name} ne null"],
            Searched.GetValueOrDefault(set.Name) ?? [],
            asked.Apply ?? ["aggregate($count as Rows)"],
            (set.Name, key.Kind) switch
            {
                ("Dates", _) => 20231127,
                ("Periods", _) => 20230150,
                // A digest of what it is the value of.
                ("IndicatorValues" or "FlatIndicatorValues", _) => null,
                (_, PrimitiveKind.String) => "igate_dossiers",
                _ => 1,
            });
    }

    /// <summary>The newest first, or as people sort names.</summary>
    public static string OrderBy(EntityType type) =>
        type.Properties.FirstOrDefault(p => p.Name == "NameSort")?.Name
        ?? (type.Properties.FirstOrDefault(p => p.Kind is PrimitiveKind.Date or PrimitiveKind.DateTimeOffset) is { } time ? time.Name + " desc" : type.Properties[^1].Name);

    public static string Select(EntityType type) => string.Join(',', type.Properties.Except(type.Key).Where(p => !p.Name.EndsWith("Key", StringComparison.Ordinal)).Take(3).Select(p => p.Name));

    /// <summary>Null where nothing is related.</summary>
    public static string? Expand(EntityType type) =>
        type.Navigations.Where(n => !n.IsComplex).OrderBy(n => n.IsCollection).FirstOrDefault() is { } navigation ? $"{navigation.Name}($select={Select(navigation.Target)})" : null;

    public static IReadOnlyList<string> Compute(EntityType type) =>
        type.Properties.FirstOrDefault(p => p.Kind is PrimitiveKind.Date) is { } date ? [$"year({date.Name}) as {date.Name}Year"]
        : type.Properties.FirstOrDefault(p => p.Kind is PrimitiveKind.String) is { } text ? [$"length({text.Name}) as {text.Name}Length"]
        : [];
}
