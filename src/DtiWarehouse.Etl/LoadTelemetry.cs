using System.Diagnostics;
using System.Diagnostics.Metrics;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>
/// Where a load's time goes and what comes of it, for whoever listens; costs nothing while nobody does. Names and numbers
/// only, never a value of a row.
/// </summary>
public static class LoadTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DtiWarehouse.Etl";

    public static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Source = new(Name);
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("dtiw.load.rows", "{row}", "Rows that loads read, by feed and outcome.");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>("dtiw.load.rejected", "{row}", "Rows that loads rejected, by feed and reason.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("dtiw.load.duration", "s", "Time of a load, by feed and outcome.");

    /// <summary>A span of something that is done for a feed: a load, a pull.</summary>
    public static Activity? Start(string name, string feed) => Source.StartActivity(name)?.SetTag("dtiw.feed", feed);

    /// <summary>A span of a stage inside.</summary>
    public static Activity? Stage(string name) => Source.StartActivity(name);

    /// <summary>A span of work that was done piece by piece inside the present span: as long as all pieces together.</summary>
    public static void Pieces(string name, TimeSpan duration)
    {
        if (Activity.Current is { } around && Source.StartActivity(name, ActivityKind.Internal, around.Context, startTime: around.StartTimeUtc) is { } span)
        {
            span.SetEndTime(around.StartTimeUtc + duration).Dispose();
        }
    }

    /// <summary>Counts a run that has ended, completed or refused.</summary>
    public static void Done(Activity? load, LoadRun run, RejectedRows rejected)
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
        if (run.CompletedAt is { } ended)
        {
            Duration.Record((ended - run.StartedAt).TotalSeconds, feed, new("outcome", run.Status.ToString()));
        }
        load?.SetTag("dtiw.load_key", run.LoadKey).SetTag("dtiw.rows_read", run.RowsRead).SetTag("dtiw.rows_rejected", run.RowsRejected);
        if (run.Status is LoadStatus.Failed)
        {
            load?.SetStatus(ActivityStatusCode.Error, run.Error?.Split(':')[0]);
        }

        void Add(string outcome, long count)
        {
            if (count > 0)
            {
                Rows.Add(count, feed, new("outcome", outcome));
            }
        }
    }
}
