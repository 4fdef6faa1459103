using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Staging;

/// <summary>What every stage of one load shares: the connection, the run, its instant and day, and what is worth a look.</summary>
/// <param name="Now">Instant of the load (UTC).</param>
/// <param name="AsOf">Day (UTC+7) as of which open dossiers are judged.</param>
public sealed record LoadScope(LoadConnection Connection, int LoadKey, DateTime Now, DateOnly AsOf)
{
    private readonly SortedDictionary<string, long> _warnings = new(StringComparer.Ordinal);

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
