using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Reconciling;
using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>What an evaluation did.</summary>
/// <param name="Years">Years that were computed; empty when nothing was due.</param>
public sealed record EvaluationResult(IReadOnlyList<int> Years, ValueChanges Changes);

/// <summary>How far an evaluation is.</summary>
public sealed record EvaluationProgress(int Year, int YearsLeft, int RowsWritten);

/// <summary>
/// Computes the values of all indicators for the years that are due, in one transaction: queries of the catalogue over one
/// state of the data → totals of units and periods → values → stored where they differ, then the declared figures beside
/// them. Its result depends on the facts alone, not on what was computed before.
/// </summary>
public sealed class IndicatorEvaluator(Func<LoadConnection> open, ODataService service, IndicatorCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Called after each year.</summary>
    public Action<EvaluationProgress>? Progress { get; init; }

    /// <summary>Computes what is due: years that loads touched, or all when units, territories or the catalogue changed.</summary>
    public async Task<EvaluationResult> EvaluateAsync(CancellationToken cancellation)
    {
        using var connection = open();
        // The only writer from here on: what the session below sees stays the last commit until the values are in.
        connection.Begin();
        var now = clock.GetUtcNow().UtcDateTime;
        var indicators = new IndicatorTable(connection, now);
        var (keys, gone, isChanged) = indicators.Save(catalogue.Indicators);
        var due = connection.Context.Set<IndicatorDue>().AsNoTracking().ToList();
        if (due.Count == 0 && !isChanged && gone.Count == 0)
        {
            return new EvaluationResult([], default);
        }
        var values = new ValueTable(connection, now);
        new Reconciler(connection, catalogue, now).Remove();
        values.RemoveIndicators(gone);
        indicators.Flush();

        await using var session = await ODataSession.OpenAsync(service, cancellation);
        var terms = new TermNumbers(catalogue.Indicators, keys);
        var scans = Scan.Over(terms.All);
        var asOf = await session.AsOfAsync(cancellation);
        var units = UnitMap.Read(connection.Context);
        var isEvery = isChanged || gone.Count > 0 || due.Exists(d => d.Year == IndicatorDue.EveryYear);
        var years = isEvery ? await YearsAsync(session, scans, values, cancellation) : [.. due.Select(d => d.Year).Distinct().Order()];
        var changes = default(ValueChanges);
        for (var i = 0; i < years.Count; i++)
        {
            changes += values.Replace(years[i], await RowsAsync(session, connection.Context, terms, scans, units, years[i], asOf, cancellation));
            Progress?.Invoke(new EvaluationProgress(years[i], years.Count - i - 1, changes.Total));
        }
        new Reconciler(connection, catalogue, now).Write(units, keys);
        connection.Context.Set<IndicatorDue>().ExecuteDelete();
        connection.RaiseDataVersion();
        connection.Commit();
        return new EvaluationResult(years, changes);
    }

    private static async Task<List<ValueRow>> RowsAsync(
        ODataSession session, WarehouseContext context, TermNumbers terms, IReadOnlyList<Scan> scans, UnitMap units, int year, DateOnly asOf, CancellationToken cancellation)
    {
        var rows = new List<ValueRow>();
        var periods = await context.Periods.AsNoTracking().Where(p => p.Year == year).OrderBy(p => p.PeriodKey).ToListAsync(cancellation);
        foreach (var slots in Slot.Windows(periods, asOf))
        {
            var totals = await WindowTotals.ReadAsync(session, terms.All, scans, slots, units, cancellation);
            rows.AddRange(new WindowValues(terms.Indicators, slots, units, totals).Rows());
        }
        return rows;
    }

    /// <summary>The years from the first row that any dated term looks at to the last, and those that have values.</summary>
    private static async Task<List<int>> YearsAsync(ODataSession session, IReadOnlyList<Scan> scans, ValueTable values, CancellationToken cancellation)
    {
        var years = new SortedSet<int>(values.Years());
        foreach (var scan in scans.Where(scan => scan.DateKind is not DateKind.AsOf).DistinctBy(scan => (scan.Set, scan.Date)))
        {
            foreach (var year in await scan.YearsAsync(session, cancellation))
            {
                years.Add(year);
            }
        }
        return years.Count == 0 ? [] : [.. Enumerable.Range(years.Min, years.Max - years.Min + 1)];
    }

    /// <summary>The distinct terms of all indicators by number, and each indicator by the numbers of its terms, composites after their parts.</summary>
    private sealed class TermNumbers
    {
        private readonly Dictionary<(string Text, string Unit, string Date, bool TakesLast), int> _numbers = [];
        private readonly List<Term> _terms = [];

        public TermNumbers(IReadOnlyList<IndicatorDefinition> indicators, IReadOnlyDictionary<IndicatorDefinition, int> keys)
        {
            Indicators =
            [
                .. indicators.OrderBy(indicator => Depth(indicator, indicators)).ThenBy(indicator => keys[indicator])
                    .Select(indicator => new EvaluatedIndicator(indicator, keys[indicator], Numbers(indicator.Numerator), Numbers(indicator.Denominator))),
            ];
        }

        public IReadOnlyList<Term> All => _terms;
        public IReadOnlyList<EvaluatedIndicator> Indicators { get; }

        private static int Depth(IndicatorDefinition indicator, IReadOnlyList<IndicatorDefinition> all) => indicator.Components.Count == 0
            ? 0
            : 1 + all.Where(other => indicator.Components.Contains(other.Code)).Max(other => Depth(other, all));

        private int[] Numbers(IReadOnlyList<Term> terms) => [.. terms.Select(Number)];

        private int Number(Term term)
        {
            var key = (term.Text, term.Unit, term.Date + term.DateEnd, term.TakesLast);
            if (!_numbers.TryGetValue(key, out var number))
            {
                number = _numbers[key] = _terms.Count;
                _terms.Add(term);
            }
            return number;
        }
    }
}
