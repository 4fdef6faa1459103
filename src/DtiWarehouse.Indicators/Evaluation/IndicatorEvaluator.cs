using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.Indicators.Reconciling;
using DtiWarehouse.OData;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>What an evaluation did.</summary>
/// <param name="Years">Years of which periods were computed; empty when nothing was due.</param>
public sealed record EvaluationResult(IReadOnlyList<int> Years, ValueChanges Changes);

/// <summary>How far an evaluation is.</summary>
public sealed record EvaluationProgress(int Year, int YearsLeft, int RowsWritten);

/// <summary>
/// Computes the values of all indicators for the periods that are due, in one transaction: queries of the catalogue over one
/// state of the data → totals of units and periods → values → stored where they differ, then the declared figures beside
/// them. Its result depends on the facts alone, not on what was computed before.
/// </summary>
public sealed class IndicatorEvaluator(Func<LoadConnection> open, ODataService service, IndicatorCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Called after each year.</summary>
    public Action<EvaluationProgress>? Progress { get; init; }

    /// <summary>Whether <see cref="EvaluateAsync"/> has something to compute.</summary>
    public bool IsDue()
    {
        using var connection = open();
        return IsDue(connection);
    }

    private bool IsDue(LoadConnection connection) => connection.Number("SELECT COUNT(*) FROM etl_indicator_due") > 0 || !IndicatorTable.IsCurrent(connection, catalogue.Indicators);

    /// <summary>Computes what is due: periods around the months that loads touched, or all when units, territories or the catalogue changed.</summary>
    public async Task<EvaluationResult> EvaluateAsync(CancellationToken cancellation)
    {
        using var connection = open();
        // Seen without the write lock: where nothing is due, a load of another process is not waited for.
        if (!IsDue(connection))
        {
            return new EvaluationResult([], default);
        }
        // The only writer from here on: what the readers see stays the last commit until the values are in.
        connection.Begin();
        var now = Warehouse.Instant(clock.GetUtcNow());
        var indicators = new IndicatorTable(connection, now);
        var (keys, gone, isChanged) = indicators.Save(catalogue.Indicators);
        var due = connection.Context.Set<IndicatorDue>().AsNoTracking().Select(d => d.YearMonth).ToHashSet();
        if (due.Count == 0 && !isChanged && gone.Count == 0)
        {
            return new EvaluationResult([], default);
        }
        using var span = IndicatorTelemetry.Stage("evaluate");
        var values = new ValueTable(connection, now);
        values.RemoveIndicators(gone);
        indicators.Flush();

        var units = UnitMap.Read(connection.Context);
        await using var reader = await PeriodReader.OpenAsync(service, new TermNumbers(catalogue.Indicators, keys), units, cancellation);
        var isEvery = isChanged || gone.Count > 0 || due.Contains(IndicatorDue.EveryMonth);
        var years = isEvery
            ? PeriodsOf(connection, [.. await reader.YearsAsync(cancellation), .. values.Years()])
            : PeriodsAround(connection, due);
        var changes = await ReplaceAsync(values, reader, years, cancellation);
        using (IndicatorTelemetry.Stage("reconcile"))
        {
            new Reconciler(connection, catalogue, now).Write(units, keys);
        }
        connection.Context.Set<IndicatorDue>().ExecuteDelete();
        connection.RaiseDataVersion();
        using (IndicatorTelemetry.Stage("commit"))
        {
            connection.Commit();
        }
        var result = new EvaluationResult([.. years.Select(year => year.Year)], changes);
        IndicatorTelemetry.Done(span, result);
        return result;
    }

    private async Task<ValueChanges> ReplaceAsync(ValueTable values, PeriodReader reader, IReadOnlyList<(int Year, List<PeriodDimension> Periods)> years, CancellationToken cancellation)
    {
        var changes = default(ValueChanges);
        // While one year is stored, the next one is read: on other connections than the store's.
        Task<ILookup<int, ValueRow>> ReadAsync(int year) => Task.Run(() => reader.ReadAsync(years[year].Periods, cancellation), cancellation);
        var ahead = years.Count > 0 ? ReadAsync(0) : null;
        for (var i = 0; i < years.Count; i++)
        {
            var rows = await ahead!;
            ahead = i + 1 < years.Count ? ReadAsync(i + 1) : null;
            using (IndicatorTelemetry.Stage("store"))
            {
                foreach (var period in years[i].Periods)
                {
                    changes += values.Replace(period, rows[period.PeriodKey]);
                }
            }
            Progress?.Invoke(new EvaluationProgress(years[i].Year, years.Count - i - 1, changes.Total));
        }
        using (IndicatorTelemetry.Stage("index"))
        {
            values.Finish();
        }
        return changes;
    }

    private static List<(int Year, List<PeriodDimension> Periods)> PeriodsOf(LoadConnection connection, IReadOnlyCollection<int> years) =>
        ByYear(connection.Context.Periods.AsNoTracking().Where(p => p.Year != null && years.Contains(p.Year.Value)).AsEnumerable());

    /// <summary>The periods that hold a day of some months.</summary>
    private static List<(int Year, List<PeriodDimension> Periods)> PeriodsAround(LoadConnection connection, HashSet<int> months)
    {
        var years = months.Select(month => month / 100).Distinct().ToList();
        return ByYear(connection.Context.Periods.AsNoTracking().Where(p => p.Year != null && years.Contains(p.Year.Value)).AsEnumerable()
            .Where(period => months.Any(month => MonthOf(period.StartDate!.Value) <= month && month <= MonthOf(period.EndDate!.Value))));

        static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;
    }

    private static List<(int Year, List<PeriodDimension> Periods)> ByYear(IEnumerable<PeriodDimension> periods) =>
        [.. periods.GroupBy(period => period.Year!.Value).OrderBy(year => year.Key).Select(year => (year.Key, year.OrderBy(period => IndicatorValueFact.KeysOf(period).First).ToList()))];
}
