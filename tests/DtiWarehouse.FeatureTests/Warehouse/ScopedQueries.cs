using System.Globalization;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Random questions about facts of units, by every way on which a request can go to rows.</summary>
internal sealed class ScopedQueries(Random random)
{
    private sealed record FactSet(string Name, string Unit, string Key, string[] Texts, string[] Numbers, string Nullable);

    private static readonly FactSet[] Sets =
    [
        new("Dossiers", "ReceivingUnit", "DossierKey", ["Channel", "ServiceClass", "Status"], ["ReceivedDateKey", "ProcessingDays"], "ResolvedDate"),
        new("Dossiers", "ResolvingUnit", "DossierKey", ["Channel", "Status"], ["ReceivedDateKey", "ProcessingDays"], "IsOnTime"),
        new("DossierMonths", "ReceivingUnit", "DossierMonthKey", ["Channel", "ServiceClass"], ["Received", "Resolved", "ResolvedOnTime"], "ResolvedLate"),
        new("DossierStocks", "Unit", "DossierStockKey", ["ServiceClass"], ["Pending", "PendingOverdue"], "PendingOverdue"),
        new("OnlineServices", "Unit", "OnlineServiceKey", ["ServiceClass", "ServiceLevelLabel"], ["MonthPeriodKey"], "ServiceLevelLabel"),
        new("SignedDocuments", "Unit", "DocumentKey", ["Direction", "Form"], ["DocumentDateKey"], "SignatureKind"),
        new("DocumentMonths", "Unit", "DocumentMonthKey", ["Direction"], ["Documents", "Signed"], "Signed"),
        new("Satisfactions", "Unit", "SatisfactionKey", ["Channel", "Subject"], ["Rated", "Satisfied"], "Satisfied"),
        new("ReportedFigures", "Unit", "ReportedFigureKey", ["FigureCode", "State"], ["Value"], "Value"),
        new("DossierTotals", "Unit", "DossierTotalKey", ["ServiceClass"], ["Received", "Resolved"], "Sector"),
        new("IndicatorValues", "Unit", "IndicatorValueKey", ["Basis"], ["Numerator", "Denominator", "Rank"], "Value"),
    ];

    public string Next()
    {
        var set = Pick(Sets);
        return random.Next(14) switch
        {
            0 => $"{set.Name}/$count?$filter={Escape(Condition(set))}",
            1 => $"{set.Name}?$count=true&$top=0&$filter={Escape(Condition(set))}",
            2 => $"{set.Name}?$select={set.Key}&$expand={set.Unit}($select=Name)&$filter={Escape(Condition(set))}&$orderby={Escape(Pick(set.Numbers))}%20desc&$top=20",
            3 => $"{set.Name}?$apply={Escape($"filter({Condition(set)})/groupby(({set.Unit}/DistrictCode,{Pick(set.Texts)}),aggregate($count as N,{Pick(set.Numbers)} with sum as S))")}",
            4 => $"{set.Name}?$apply={Escape($"groupby(({set.Unit}/UnitKey),aggregate($count as N,{Pick(set.Numbers)} with max as M))/filter(N gt {random.Next(5)})")}",
            5 => $"{set.Name}?$apply={Escape($"groupby((rollup({set.Unit}/Level,{set.Unit}/UnitCode)),aggregate($count as N))")}",
            6 => $"{set.Name}?$apply={Escape($"descendants($root/Units,Organisation,{set.Unit}/UnitKey,filter({set.Unit}/UnitCode eq '{Pick(["H48", "H48.63", "H48.64"])}'),keep start)/aggregate($count as N)")}",
            7 => $"{set.Name}?$apply={Escape($"topcount({random.Next(1, 9)},{Pick(set.Numbers)})/aggregate({Pick(set.Numbers)} with sum as S,$count as N)")}",
            8 => $"{set.Name}?$search={Pick(["uy", "huyen", "duc", "so", "thi%20tran"])}&$select={set.Key}&$top=30",
            9 => $"Units?$select=UnitCode&$orderby=UnitKey&$top=40&$filter={Escape($"$root/{set.Name}/$count gt {random.Next(3000)}")}",
            10 => $"{set.Name}?$select={set.Key},{set.Texts[0]}&$format=csv&$top=25&$filter={Escape(Condition(set))}",
            11 => $"Flat{Pick(["IndicatorValues", "DossierMonths"])}?$apply={Escape("groupby((UnitName,PeriodCode),aggregate($count as N))")}&$top=50&$orderby=UnitName,PeriodCode",
            12 => $"{set.Name}?$apply={Escape($"concat(aggregate($count as N),groupby(({Pick(set.Texts)}),aggregate($count as N)))")}",
            _ => $"Reconciliations?$expand=ReportedFigure($select=FigureCode),IndicatorValue($select=Value)&$filter={Escape($"Declared gt {random.Next(500)} or IndicatorValue/Unit/Level eq 'District'")}",
        };
    }

    private string Condition(FactSet set, int depth = 0) => random.Next(depth > 1 ? 5 : 8) switch
    {
        0 => $"{Pick(set.Numbers)} {Pick(["gt", "lt", "ge", "ne"])} {random.Next(4) switch { 0 => 0, 1 => 3, 2 => 20230601, _ => 100 }}",
        1 => $"{set.Nullable} {Pick(["eq", "ne"])} null",
        2 => $"{set.Unit}/Level {Pick(["eq", "ne"])} '{Pick(["Province", "District", "Commune"])}'",
        3 => $"contains({set.Unit}/Name,'{Pick(["huyện", "xã", "Sở", "Đức"])}')",
        4 => string.Create(CultureInfo.InvariantCulture, $"{set.Unit}/UnitKey lt {random.Next(400)}"),
        5 => $"not ({Condition(set, depth + 1)})",
        6 => $"({Condition(set, depth + 1)} or {Condition(set, depth + 1)})",
        _ => $"({Condition(set, depth + 1)} and {set.Unit}/{Pick(["CurrentUnit/Level", "Parent/Level", "Level"])} ne 'Commune')",
    };

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
