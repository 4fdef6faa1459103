using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl.Staging;

/// <summary>What every stage of one load shares: the connection, the run, its instant and day, and what is worth a look.</summary>
/// <param name="Now">Instant of the load (UTC).</param>
/// <param name="AsOf">Day (UTC+7) as of which open dossiers are judged.</param>
public sealed record LoadScope(LoadConnection Connection, int LoadKey, DateTime Now, DateOnly AsOf)
{
    private readonly SortedDictionary<string, long> _warnings = new(StringComparer.Ordinal);

    private readonly SortedSet<int> _touchedMonths = [];

    /// <summary>Months (yyyymm) of which any fact changed, before or after; 0 stands for all.</summary>
    public IReadOnlyCollection<int> TouchedMonths => _touchedMonths;

    /// <summary>The register parted identifiers of one unit.</summary>
    public bool IdentifiersParted { get; set; }

    /// <summary>Month (yyyymm) of the last month end on or before the as-of day.</summary>
    public int LastClosedMonth
    {
        get
        {
            var end = AsOf.AddDays(1).Day == 1 ? AsOf : new DateOnly(AsOf.Year, AsOf.Month, 1).AddDays(-1);
            return end.Year * 100 + end.Month;
        }
    }

    /// <summary>Takes note that facts of a month (yyyymm) changed.</summary>
    public void Touch(int month) => _touchedMonths.Add(month);

    /// <summary>Takes note that facts of the months from a day to another changed.</summary>
    public void Touch(DateOnly from, DateOnly to)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            Touch(month.Year * 100 + month.Month);
        }
    }

    /// <summary>Takes note that members changed which any fact may belong to.</summary>
    public void TouchAll() => Touch(IndicatorDue.EveryMonth);

    /// <summary>Counts something that loads but deserves a look.</summary>
    public void Warn(string what, long times = 1)
    {
        if (times > 0)
        {
            _warnings[what] = _warnings.GetValueOrDefault(what) + times;
        }
    }

    /// <summary>The warnings with their counts, as the run's remarks show them; null for none.</summary>
    public string? Warnings => _warnings.Count == 0 ? null : string.Join("; ", _warnings.Select(w => $"{w.Key}: {w.Value}"));
}
