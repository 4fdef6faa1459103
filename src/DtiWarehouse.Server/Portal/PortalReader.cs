using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Server.Portal;

/// <summary>
/// The queries of the pages, on one state of the data, as the caller sees it. A set that the caller may not read gives no rows.
/// </summary>
internal sealed class PortalReader(ODataSession session, CancellationToken cancellation)
{
    private const int MostRows = 1000;

    private static readonly (string Vietnamese, string English, string Resource)[] Subjects =
    [
        ("Hồ sơ tiếp nhận", "Dossiers received", "DossierMonths?$apply=aggregate(Received with sum as Number,MonthPeriod/StartDate with min as From,MonthPeriod/EndDate with max as To)"),
        ("Văn bản", "Documents", "DocumentMonths?$apply=aggregate(Documents with sum as Number,MonthPeriod/StartDate with min as From,MonthPeriod/EndDate with max as To)"),
        ("Thủ tục có dịch vụ công", "Procedures with online services", "OnlineServices?$apply=aggregate(Procedure/ProcedureCode with countdistinct as Number,MonthPeriod/StartDate with min as From,MonthPeriod/EndDate with max as To)"),
        ("Lượt đánh giá", "Ratings", "Satisfactions?$apply=aggregate(Rated with sum as Number,MonthPeriod/StartDate with min as From,MonthPeriod/EndDate with max as To)"),
        ("Số liệu đã công bố", "Published figures", "ReportedFigures?$apply=aggregate($count as Number,PeriodFrom with min as From,PeriodTo with max as To)"),
        ("Đơn vị hiện nay", "Units today", "Units?$apply=filter(IsCurrent eq true and Kind ne 'Unknown')/aggregate($count as Number,ValidFrom with min as From)"),
    ];

    private const string UnitColumns = "$select=UnitCode,Name,NameEn,Kind,IsCurrent,ValidFrom,ValidTo&$expand=Parent($select=UnitCode,Name),CurrentUnit($select=UnitCode,Name)&$top=1";

    /// <summary>A unit in its last version; null where there is none of that code.</summary>
    public async Task<PortalUnit?> UnitAsync(string code) =>
        code.Length == 0 ? null : (await ReadAsync($"Units?$filter=UnitCode eq {QueryLiteral.Text(code)} and Kind ne 'Unknown'&$orderby=ValidFrom desc&{UnitColumns}", UnitOf)).Rows.FirstOrDefault();

    /// <summary>The committee of the province; null in a warehouse without one.</summary>
    public async Task<PortalUnit?> ProvinceAsync() =>
        (await ReadAsync($"Units?$filter=Kind eq 'ProvincePeopleCommittee' and IsCurrent eq true&$orderby=UnitCode&{UnitColumns}", UnitOf)).Rows.FirstOrDefault();

    public Task<Answer<FeedRow>> FeedsAsync() => ReadAsync("FeedStates?$select=Feed,LastLoadedAt,Watermark,LastFailedAt&$expand=LastLoad($select=FileName,RowsRead)&$orderby=Feed", rows => new FeedRow(
        rows.Text("Feed")!, rows.Text("LastLoadedAt"), rows.Text("Watermark"), rows.Text("LastFailedAt"), rows.Text("LastLoad/FileName"), rows.Number("LastLoad/RowsRead")));

    public async Task<IReadOnlyList<Holding>> HoldingsAsync()
    {
        var holdings = new List<Holding>();
        foreach (var (vietnamese, english, resource) in Subjects)
        {
            var answer = await ReadAsync(resource, rows => new Holding(vietnamese, english, resource, rows.Number("Number"), rows.Day("From"), rows.Columns.Contains("To") ? rows.Day("To") : null));
            holdings.AddRange(answer.Rows.Where(holding => holding.Number > 0));
        }
        return holdings;
    }

    /// <summary>The periods that a unit has values for, the last one first within each length.</summary>
    public async Task<IReadOnlyList<FormPeriod>> PeriodsAsync(string unit, string basis)
    {
        var answer = await ReadAsync($"IndicatorValues?$apply=filter({ValuesOf(unit, basis)} and Value ne null)/groupby((Period/Code))", rows => FormPeriod.Parse(rows.Text("Period/Code") ?? ""));
        return [.. answer.Rows.OfType<FormPeriod>().OrderByDescending(period => period.To)];
    }

    /// <summary>All values of a unit and a period, by code of the indicator.</summary>
    public async Task<Answer<IndicatorFigure>> ValuesAsync(string unit, string basis, FormPeriod period)
    {
        var operators = await OperatorsAsync(period);
        return await ReadAsync(
            $"IndicatorValues?$filter={ValuesOf(unit, basis)} and Period/Code eq {QueryLiteral.Text(period.Code)} and Value ne null"
            + "&$select=IndicatorValueKey,IndicatorKey,Value,Numerator,Denominator,Target,Score,MaxScore,Rank,RankOf,IsProvisional"
            + "&$expand=Indicator($select=Code,Name,NameEn,Description,DescriptionEn,UnitOfMeasure,Decimals,Direction,Threshold,LegalBasis,Certainty)&$orderby=Indicator/Code",
            rows => FigureOf(rows, operators));
    }

    /// <summary>The values of some indicators in some periods, in the order of the periods.</summary>
    public async Task<(string Resource, ILookup<string, TrendPoint> Points)> TrendsAsync(string unit, string basis, IReadOnlyList<FormPeriod> periods, IEnumerable<string> indicators)
    {
        var answer = await ReadAsync(
            $"IndicatorValues?$filter={ValuesOf(unit, basis)} and Period/Code in ({Texts(periods.Select(period => period.Code))}) and Indicator/Code in ({Texts(indicators)})"
            + "&$select=Value,Target&$expand=Indicator($select=Code),Period($select=Code)&$orderby=Indicator/Code,Period/StartDate",
            rows => (Code: rows.Text("Indicator/Code")!, Point: new TrendPoint(FormPeriod.Parse(rows.Text("Period/Code")!)!, rows.Number("Value"), rows.Number("Target"))));
        return (answer.Resource, answer.Rows.ToLookup(row => row.Code, row => row.Point));
    }

    /// <summary>The units right below a unit in the order of their places, level by level.</summary>
    public Task<Answer<RankedUnit>> RankingAsync(string unit, string basis, FormPeriod period, string indicator) => ReadAsync(
        $"IndicatorValues?$filter=Basis eq {QueryLiteral.Text(basis)} and Unit/Parent/UnitCode eq {QueryLiteral.Text(unit)} and Period/Code eq {QueryLiteral.Text(period.Code)} and Indicator/Code eq {QueryLiteral.Text(indicator)} and Rank ne null"
        + "&$select=IndicatorValueKey,Rank,RankOf,Value,Numerator,Denominator,Target,Score,MaxScore&$expand=Unit($select=UnitCode,Name,NameEn,Level)&$orderby=Unit/Level,Rank,Unit/NameSort",
        rows => new RankedUnit(
            (long)rows.Number("IndicatorValueKey")!.Value, rows.Text("Unit/UnitCode")!, rows.Text("Unit/Name")!, rows.Text("Unit/NameEn"), Enum.Parse<GovernmentLevel>(rows.Text("Unit/Level")!),
            (int)rows.Number("Rank")!.Value)
        {
            Value = rows.Number("Value"),
            Numerator = rows.Number("Numerator"),
            Denominator = rows.Number("Denominator"),
            Target = rows.Number("Target"),
            Score = rows.Number("Score"),
            MaxScore = rows.Number("MaxScore"),
        });

    /// <summary>How values compare with the targets of a period, by indicator and target.</summary>
    private async Task<ILookup<(decimal? Indicator, decimal? Target), string?>> OperatorsAsync(FormPeriod period)
    {
        var answer = await ReadAsync(
            $"IndicatorTargets?$filter=PeriodFrom le {period.To:yyyy-MM-dd} and (PeriodTo eq null or PeriodTo ge {period.From:yyyy-MM-dd})&$select=IndicatorKey,Target,Operator",
            rows => (Key: (rows.Number("IndicatorKey"), rows.Number("Target")), Operator: rows.Text("Operator")));
        return answer.Rows.ToLookup(row => row.Key, row => row.Operator);
    }

    private static string ValuesOf(string unit, string basis) => $"Basis eq {QueryLiteral.Text(basis)} and Unit/UnitCode eq {QueryLiteral.Text(unit)}";

    private static string Texts(IEnumerable<string> values) => string.Join(',', values.Select(QueryLiteral.Text));

    private static PortalUnit UnitOf(ODataRows rows)
    {
        var code = rows.Text("UnitCode")!;
        return new PortalUnit(code, rows.Text("Name")!, rows.Text("NameEn"), Enum.Parse<UnitKind>(rows.Text("Kind")!), rows.Text("IsCurrent") == "true", rows.Day("ValidFrom"), rows.Day("ValidTo"))
        {
            Parent = Linked("Parent"),
            Today = Linked("CurrentUnit") is { } today && today.Code != code ? today : null,
        };

        (string Code, string Name)? Linked(string path) => rows.Text(path + "/UnitCode") is { Length: > 0 } linked ? (linked, rows.Text(path + "/Name")!) : null;
    }

    private static IndicatorFigure FigureOf(ODataRows rows, ILookup<(decimal?, decimal?), string?> operators) => new(
        (long)rows.Number("IndicatorValueKey")!.Value, rows.Text("Indicator/Code")!, rows.Text("Indicator/Name")!, rows.Text("Indicator/NameEn"),
        rows.Text("Indicator/UnitOfMeasure")!, (int)rows.Number("Indicator/Decimals")!.Value, rows.Text("Indicator/Direction") != nameof(IndicatorDirection.LowerIsBetter))
    {
        Description = rows.Text("Indicator/Description"),
        DescriptionEn = rows.Text("Indicator/DescriptionEn"),
        LegalBasis = rows.Text("Indicator/LegalBasis")!,
        Certainty = rows.Text("Indicator/Certainty")!,
        Value = rows.Number("Value"),
        Numerator = rows.Number("Numerator"),
        Denominator = rows.Number("Denominator"),
        Target = rows.Number("Target"),
        Operator = operators[(rows.Number("IndicatorKey"), rows.Number("Target"))].FirstOrDefault(),
        Threshold = rows.Number("Indicator/Threshold"),
        Score = rows.Number("Score"),
        MaxScore = rows.Number("MaxScore"),
        Rank = (int?)rows.Number("Rank"),
        RankOf = (int?)rows.Number("RankOf"),
        IsProvisional = rows.Text("IsProvisional") == "true",
    };

    private async Task<Answer<T>> ReadAsync<T>(string resource, Func<ODataRows, T> read)
    {
        var found = new List<T>();
        try
        {
            await using var rows = await session.QueryAsync(resource, cancellation);
            while (found.Count < MostRows && await rows.ReadAsync())
            {
                found.Add(read(rows));
            }
        }
        // This caller may not see the set.
        catch (ODataError hidden) when (hidden.Status == StatusCodes.Status404NotFound)
        {
        }
        return new Answer<T>(resource, found);
    }
}
