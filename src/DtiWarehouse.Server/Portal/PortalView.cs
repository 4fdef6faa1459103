using DtiWarehouse.Indicators.Forms;

namespace DtiWarehouse.Server.Portal;

/// <summary>What stands on the page of a unit, all of one state of the data.</summary>
internal sealed record PortalView(PortalAddress Address, PortalChoice Choice, PortalUnit Unit, string Basis, DateOnly AsOf)
{
    /// <summary>Cards at the head of the page.</summary>
    private const int MostKeyIndicators = 12;

    /// <summary>Periods of a trend.</summary>
    public const int TrendLength = 13;

    public PortalLanguage Language => Address.Language;

    /// <summary>Periods with values, the last one first.</summary>
    public IReadOnlyList<FormPeriod> Periods { get; init; } = [];

    /// <summary>The period that is shown; null where the unit has no values.</summary>
    public FormPeriod? Period { get; init; }

    public Answer<IndicatorFigure> Values { get; init; } = new("", []);
    public IReadOnlyList<IndicatorFigure> Key { get; init; } = [];

    /// <summary>The indicator of the large chart and of the ranking.</summary>
    public IndicatorFigure? Featured { get; init; }

    public IReadOnlyList<FormPeriod> TrendPeriods { get; init; } = [];
    public (string Resource, ILookup<string, TrendPoint> Points) Trends { get; init; } = ("", Enumerable.Empty<TrendPoint>().ToLookup(_ => ""));
    public Answer<RankedUnit> Ranking { get; init; } = new("", []);

    /// <summary>On the overview alone.</summary>
    public Answer<FeedRow>? Feeds { get; init; }
    public IReadOnlyList<Holding> Holdings { get; init; } = [];

    /// <summary>Fills a page's figures in.</summary>
    /// <exception cref="PortalError">The unit has no value for the period or indicator that was asked for.</exception>
    public async Task<PortalView> ReadAsync(PortalReader reader)
    {
        var periods = Unit.IsNone ? [] : await reader.PeriodsAsync(Unit.Code, Basis);
        var period = Choice.Period is null
            ? periods.FirstOrDefault(p => p.Grain is Schema.PeriodGrain.Month && p.To < AsOf) ?? periods.FirstOrDefault()
            : periods.FirstOrDefault(p => p.Code == Choice.Period) ?? throw PortalError.NoSuchPeriod(Choice.Period, Unit);
        if (period is null)
        {
            return Choice.Indicator is null ? this : throw PortalError.NoSuchIndicator(Choice.Indicator, Unit);
        }
        var values = await reader.ValuesAsync(Unit.Code, Basis, period);
        var key = KeyOf(values.Rows);
        var featured = Choice.Indicator is null
            ? key.FirstOrDefault() ?? values.Rows.FirstOrDefault()
            : values.Rows.FirstOrDefault(value => value.Code == Choice.Indicator) ?? throw PortalError.NoSuchIndicator(Choice.Indicator, Unit);
        if (featured is null)
        {
            return this with { Periods = periods, Period = period };
        }
        IReadOnlyList<FormPeriod> trend = [.. periods.Where(p => p.Grain == period.Grain && p.To <= period.To).Take(TrendLength).Reverse()];
        return this with
        {
            Periods = periods,
            Period = period,
            Values = values,
            Key = key,
            Featured = featured,
            TrendPeriods = trend,
            Trends = await reader.TrendsAsync(Unit.Code, Basis, trend, key.Select(value => value.Code).Append(featured.Code).Distinct()),
            Ranking = await reader.RankingAsync(Unit.Code, Basis, period, featured.Code),
        };
    }

    /// <summary>The points of an indicator's trend, one per period, without a value where there is none.</summary>
    public IReadOnlyList<TrendPoint> TrendOf(string indicator)
    {
        var known = Trends.Points[indicator].DistinctBy(point => point.Period).ToDictionary(point => point.Period);
        return [.. TrendPeriods.Select(period => known.GetValueOrDefault(period) ?? new TrendPoint(period, null, null))];
    }

    /// <summary>
    /// The indicators that a document measures: those with a target in the period, the greatest sum of points, those with points
    /// of their own; where there are few, shares of any kind.
    /// </summary>
    private static List<IndicatorFigure> KeyOf(IReadOnlyList<IndicatorFigure> values) =>
    [
        .. values.Where(value => value.Target is not null)
            .Concat(values.Where(value => value.MaxScore is not null && value.Measure != "%").OrderByDescending(value => value.MaxScore).Take(1))
            .Concat(values.Where(value => value.MaxScore is not null && value.Measure == "%").OrderByDescending(value => value.MaxScore))
            .Concat(values.Where(value => value.Measure == "%"))
            .DistinctBy(value => value.Code)
            .Take(MostKeyIndicators),
    ];
}
