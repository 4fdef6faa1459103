using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Evaluation;
using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Drilling;

/// <summary>One term of a numerator or denominator for a unit and a period.</summary>
/// <param name="Figure">Resource of the feed, not percent-encoded, whose <c>Value</c> is the term's figure.</param>
/// <param name="Rows">Resource of the feed that gives the rows behind it.</param>
public sealed record TermLink(string Figure, string Rows);

/// <summary>A stored value with the queries that anyone can open to see the same figures.</summary>
/// <param name="Numerator">Terms that add up to the numerator; of a composite, the values it is made of.</param>
public sealed record ValueExplanation(IndicatorValueFact Value, IReadOnlyList<TermLink> Numerator, IReadOnlyList<TermLink> Denominator);

/// <summary>Takes a value of an indicator apart.</summary>
public sealed class DrillThrough(ODataService service, IndicatorCatalogue catalogue)
{
    /// <summary>The queries of a value; null where there is no such value.</summary>
    public async Task<ValueExplanation?> ExplainAsync(WarehouseContext context, long valueKey, CancellationToken cancellation)
    {
        var value = await context.IndicatorValues.AsNoTracking().Include(v => v.Indicator).Include(v => v.Period).Include(v => v.Unit)
            .FirstOrDefaultAsync(v => v.IndicatorValueKey == valueKey, cancellation);
        if (value is null || catalogue.Indicators.FirstOrDefault(i => i.Code == value.Indicator.Code && i.Version == value.Indicator.Version) is not { } indicator)
        {
            return null;
        }
        if (indicator.Components.Count > 0)
        {
            return new ValueExplanation(value, [Parts(value, indicator, "Score")], [Parts(value, indicator, "MaxScore")]);
        }
        var units = UnitMap.Read(context);
        await using var session = await ODataSession.OpenAsync(service, cancellation);
        var asOf = await session.AsOfAsync(cancellation);
        return new ValueExplanation(value, await LinksAsync(indicator.Numerator), await LinksAsync(indicator.Denominator));

        async Task<IReadOnlyList<TermLink>> LinksAsync(IReadOnlyList<Term> terms)
        {
            var links = new List<TermLink>();
            foreach (var term in terms)
            {
                links.Add(await LinkAsync(session, term, value, units, asOf, cancellation));
            }
            return links;
        }
    }

    private static async Task<TermLink> LinkAsync(ODataSession session, Term term, IndicatorValueFact value, UnitMap units, DateOnly asOf, CancellationToken cancellation)
    {
        var (from, to) = (value.Period.StartDate!.Value, value.Period.EndDate!.Value);
        if (term.TakesLast && await LastMonthAsync(session, term, from, to, cancellation) is { } last)
        {
            (from, to) = last;
        }
        var unit = UnitCondition.Of(term, units.NumberOf(value.UnitKey)!.Value, value.Basis, units);
        var day = to < asOf ? to : asOf;
        var operand = term.CountsUnits && value.Basis is IndicatorBasis.Current ? term.OfUnit("CurrentUnit/UnitCode") : unit.Weighted(term);
        return new TermLink(term.Fill(unit.Text, from, to, day, operand), $"{term.Set}?$filter={term.Rows(unit.Text, from, to, day)}");
    }

    /// <summary>The last month of a period that any unit has rows of; null where none has.</summary>
    private static async Task<(DateOnly From, DateOnly To)?> LastMonthAsync(ODataSession session, Term term, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        await using var rows = await session.QueryAsync($"{term.Set}?$apply=filter({term.PeriodCondition(from, to)})/aggregate({term.DateEnd} with max as Last)", cancellation);
        if (!await rows.ReadAsync() || rows.IsNull(0))
        {
            return null;
        }
        var month = (int)rows.GetInt64(0) / 100;
        var first = new DateOnly(month / 100, month % 100, 1);
        return (first, first.AddMonths(1).AddDays(-1));
    }

    /// <summary>The values that a composite is made of.</summary>
    private static TermLink Parts(IndicatorValueFact value, IndicatorDefinition indicator, string measure)
    {
        var codes = string.Join(",", indicator.Components.Select(code => $"'{code}'"));
        var rows = FormattableString.Invariant($"UnitKey eq {value.UnitKey} and PeriodKey eq {value.PeriodKey} and Basis eq '{value.Basis}' and Indicator/Code in ({codes}) and Score ne null");
        return new TermLink($"IndicatorValues?$apply=filter({rows})/aggregate({measure} with sum as Value)", $"IndicatorValues?$filter={rows}");
    }
}
