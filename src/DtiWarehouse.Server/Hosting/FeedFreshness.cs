using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Server.Hosting;

/// <summary>How fresh each feed's data is, as readers see it.</summary>
public sealed class FeedFreshness(Func<WarehouseContext> open, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _reading = new();
    private IReadOnlyList<FeedState> _states = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>The states of the feeds in order of name; read anew at most once a second.</summary>
    public IReadOnlyList<FeedState> States()
    {
        lock (_reading)
        {
            if (clock.GetUtcNow() - _readAt > Kept)
            {
                using var context = open();
                _states = [.. context.FeedStates.AsNoTracking().OrderBy(s => s.Feed)];
                _readAt = clock.GetUtcNow();
            }
            return _states;
        }
    }

    /// <summary>Adds <c>dtiw.feed.lag</c> to the load's meter: the age of the newest data of each feed.</summary>
    public void Measure(Readiness readiness) => LoadTelemetry.Meter.CreateObservableGauge(
        "dtiw.feed.lag",
        () => readiness.Doing is null
            ? States().Where(s => NewestOf(s) is not null).Select(s => new System.Diagnostics.Metrics.Measurement<double>((clock.GetUtcNow().UtcDateTime - NewestOf(s)!.Value).TotalSeconds, new KeyValuePair<string, object?>("feed", s.Feed)))
            : [],
        "s",
        "Age of the newest data, by feed.");

    /// <summary>The latest source update where rows carry one, or else when data last came.</summary>
    private static DateTime? NewestOf(FeedState state) => state.Watermark ?? state.LastLoadedAt;
}
