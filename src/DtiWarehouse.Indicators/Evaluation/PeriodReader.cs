using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema.Dimensions;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>Reads the values of periods, several queries side by side, all over one state of the data.</summary>
internal sealed class PeriodReader : IAsyncDisposable
{
    // More readers beside the one writer would only wait for the disk and each other.
    private static readonly int Readers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private readonly List<ODataSession> _sessions = [];
    private readonly TermNumbers _terms;
    private readonly IReadOnlyList<Scan> _scans;
    private readonly UnitMap _units;
    private DateOnly _asOf;

    private PeriodReader(TermNumbers terms, UnitMap units)
    {
        _terms = terms;
        _scans = Scan.Over(terms.All);
        _units = units;
    }

    /// <summary>Opens the readers. Nothing may be committed meanwhile, so that they see the same.</summary>
    public static async Task<PeriodReader> OpenAsync(ODataService service, TermNumbers terms, UnitMap units, CancellationToken cancellation)
    {
        var reader = new PeriodReader(terms, units);
        try
        {
            for (var i = 0; i < Readers; i++)
            {
                reader._sessions.Add(await ODataSession.OpenAsync(service, cancellation));
            }
            reader._asOf = await reader._sessions[0].AsOfAsync(cancellation);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>The years from the first row that any dated term looks at to the last; empty without rows.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken cancellation)
    {
        var years = new SortedSet<int>();
        foreach (var scan in _scans.Where(scan => scan.DateKind is not Catalogue.DateKind.AsOf).DistinctBy(scan => (scan.Set, scan.Date)))
        {
            years.UnionWith(await scan.YearsAsync(_sessions[0], cancellation));
        }
        return years.Count == 0 ? [] : [.. Enumerable.Range(years.Min, years.Max - years.Min + 1)];
    }

    /// <summary>The values of some periods of one year, by the period's key; those that have not begun have none.</summary>
    public async Task<ILookup<int, ValueRow>> ReadAsync(IEnumerable<PeriodDimension> periods, CancellationToken cancellation)
    {
        var rows = new List<ValueRow>();
        foreach (var slots in Slot.Windows(periods, _asOf))
        {
            WindowTotals totals;
            using (IndicatorTelemetry.Stage("read"))
            {
                totals = await WindowTotals.ReadAsync(_sessions, _terms.All, _scans, slots, _units, cancellation);
            }
            using (IndicatorTelemetry.Stage("value"))
            {
                rows.AddRange(new WindowValues(_terms.Indicators, slots, _units, totals).Rows());
            }
        }
        return rows.ToLookup(row => row.PeriodKey);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }
}
