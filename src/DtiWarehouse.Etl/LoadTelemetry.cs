using System.Diagnostics;
using System.Diagnostics.Metrics;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>
/// What one load tells of itself: a span with one below it per stage, and counts when it ends. Names and numbers only,
/// never a value of a row. Nothing is recorded while nobody listens.
/// </summary>
public sealed class LoadTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DtiWarehouse.Etl";

    public static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Source = new(Name);
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("dtiw.load.rows", "{row}", "Rows that loads read, by feed and outcome.");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>("dtiw.load.rejected", "{row}", "Rows that loads rejected, by feed and reason.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("dtiw.load.duration", "s", "Time of a load, by feed and outcome.");

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Activity? _load;
    private Activity? _stage;

    public LoadTelemetry(FeedFacts file)
    {
        _load = Source.StartActivity("load");
        _load?.SetTag("dtiw.feed", file.Feed);
    }

    /// <summary>A span for something that goes before a load or around it, such as a pull.</summary>
    public static Activity? Start(string name, string feed) => Source.StartActivity(name)?.SetTag("dtiw.feed", feed);

    /// <summary>Ends the stage before and begins the next.</summary>
    public void Stage(string name)
    {
        _stage?.Dispose();
        _stage = Source.StartActivity("load." + name);
    }

    /// <summary>Counts a run that has ended, completed or refused.</summary>
    public void Done(LoadRun run, RejectedRows rejected)
    {
        var feed = KeyValuePair.Create<string, object?>("feed", run.Feed);
        Add("loaded", run.RowsLoaded);
        Add("changed", run.RowsChanged);
        Add("unchanged", run.RowsUnchanged);
        Add("superseded", run.RowsSuperseded);
        Add("rejected", run.RowsRejected);
        foreach (var (reason, count) in rejected.ByReason)
        {
            Rejected.Add(count, feed, new("reason", reason));
        }
        Duration.Record(_clock.Elapsed.TotalSeconds, feed, new("outcome", run.Status.ToString()));
        _load?.SetTag("dtiw.load_key", run.LoadKey).SetTag("dtiw.rows_read", run.RowsRead).SetTag("dtiw.rows_rejected", run.RowsRejected);
        if (run.Status is LoadStatus.Failed)
        {
            _load?.SetStatus(ActivityStatusCode.Error, run.Error?.Split(':')[0]);
        }

        void Add(string outcome, long count)
        {
            if (count > 0)
            {
                Rows.Add(count, feed, new("outcome", outcome));
            }
        }
    }

    public void Dispose()
    {
        _stage?.Dispose();
        _load?.Dispose();
    }
}
