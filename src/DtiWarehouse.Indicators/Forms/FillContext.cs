using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>A computed number and the queries that it is the sum of; null = not counted.</summary>
internal sealed record ComputedFigure(decimal? Value, IReadOnlyList<string> Definitions);

/// <summary>What filling a form for a unit and a period asks of the warehouse, all on one state of the data.</summary>
internal sealed class FillContext(ODataSession session, FormUnit unit, FormPeriod period, DateOnly asOf, CancellationToken cancellation)
{
    private readonly Dictionary<string, PeriodDays?> _known = [];

    public FormUnit Unit => unit;
    public FormPeriod Period => period;
    public DateOnly AsOf => asOf;

    /// <summary>The days of the form's period.</summary>
    public PeriodDays Days { get; } = new(period.From, period.To, period.IsOpenAt(asOf) ? asOf : period.To);

    public ValueTask<ODataRows> QueryAsync(string resource) => session.QueryAsync(resource, cancellation);

    /// <summary>
    /// The sum of some queries for the form's unit. Not counted where the warehouse has no row of the period for any of them,
    /// or where there is nothing to add up.
    /// </summary>
    public async Task<ComputedFigure> ValueAsync(FigureTerms terms)
    {
        decimal? sum = null;
        var definitions = new List<string>();
        foreach (var query in terms.Queries)
        {
            if (await KnownAsync(query) is { } days)
            {
                var resource = query.Of(unit.Rows(query.Unit), days);
                definitions.Add(resource);
                await using var rows = await QueryAsync(resource);
                sum = Add(sum, await rows.ReadAsync() ? rows.Number("Value") : null);
            }
        }
        return new ComputedFigure(sum, definitions);
    }

    /// <summary>The earliest day that a query's value is; null where there is none.</summary>
    public async Task<(DateOnly? Day, string Definition)> DayAsync(FigureQuery query)
    {
        var resource = query.Of(unit.Rows(query.Unit), Days);
        await using var rows = await QueryAsync(resource);
        return (await rows.ReadAsync() ? rows.Day("Value") : null, resource);
    }

    /// <summary>A query's value for each value of a path, in Vietnamese alphabetical order.</summary>
    public async Task<IReadOnlyList<(string Member, decimal? Value)>> SplitAsync(FigureQuery query, string path, PeriodDays days)
    {
        var found = new List<(string, decimal?)>();
        await using var rows = await QueryAsync(query.By(path, unit.Rows(query.Unit), days));
        while (await rows.ReadAsync())
        {
            if (rows.Text(path) is { } member)
            {
                found.Add((member, rows.Number("Value")));
            }
        }
        return [.. found.OrderBy(part => VietnameseSort.Key(part.Item1), StringComparer.Ordinal)];
    }

    /// <summary>
    /// The days to ask a query for; null where the warehouse knows nothing of the period, of whatever unit: no rows then does
    /// not mean zero.
    /// </summary>
    public async Task<PeriodDays?> KnownAsync(FigureQuery query)
    {
        if (query.IsAlwaysKnown)
        {
            return Days;
        }
        var question = query.NeedsLastMonth ? LastMonth(query) : query.Coverage(Days);
        if (!_known.TryGetValue(question, out var known))
        {
            await using var rows = await QueryAsync(question);
            var hasRow = await rows.ReadAsync();
            known = query.NeedsLastMonth
                ? hasRow && rows.Day("Last") is { } last ? Days with { LastMonth = last } : null
                : hasRow ? Days : null;
            _known[question] = known;
        }
        return known;
    }

    /// <summary>Null plus null is null; else null adds nothing.</summary>
    private static decimal? Add(decimal? sum, decimal? value) => sum is null ? value : sum + (value ?? 0);

    /// <summary>The last month of the period that has rows (of which something is known).</summary>
    private string LastMonth(FigureQuery query)
    {
        var known = query.Known is null ? "" : $" and {query.Known}";
        return $"{query.Set}?$apply=filter({Days.Fill(FormTerms.WholeMonths)}{known})/aggregate(MonthPeriod/StartDate with max as Last)";
    }
}
