using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>How far the load of a file is.</summary>
public sealed record LoadProgress(string Feed, string FileName, int RowsRead, int RowsRejected);

/// <summary>
/// Loads feed files into the warehouse, one transaction per file: staging, dimensions, facts, summaries, checks, rejected
/// rows, the run's record and the data version become visible together or not at all.
/// </summary>
public sealed class LoadRunner(Func<LoadConnection> open, TimeProvider clock)
{
    private const int ProgressEvery = 10_000;

    /// <summary>A file with a greater share of rejected rows is refused.</summary>
    public decimal MaxRejectedShare { get; init; } = 0.05m;

    /// <summary>Called from time to time while rows are read.</summary>
    public Action<LoadProgress>? Progress { get; init; }

    /// <summary>Loads one file. A refused file leaves the warehouse as it was, with a failed run that says why.</summary>
    public LoadRun Load(FeedSource source)
    {
        using var connection = open();
        var rejected = new RejectedRows(connection);
        try
        {
            connection.Begin();
            var run = LoadLedger.Open(connection, source.Facts, clock.GetUtcNow());
            if (LoadLedger.FindSame(connection, source.Facts) is { } same)
            {
                run.SameAsLoadKey = same;
            }
            else
            {
                LoadRows(connection, source, run, rejected);
            }
            LoadLedger.Complete(connection, source.Facts, run, clock.GetUtcNow());
            connection.Commit();
            return run;
        }
        catch (FeedFileException refusal)
        {
            connection.Rollback();
            return LoadLedger.Fail(connection, source.Facts, refusal, rejected, clock.GetUtcNow());
        }
    }

    /// <summary>Judges open dossiers as of today (the nightly run). True where the day moved on and a new data version came of it.</summary>
    public bool JudgeOpenDossiers()
    {
        using var connection = open();
        connection.Begin();
        var now = clock.GetUtcNow();
        var asOf = OpenDossiers.AsOf(connection, now);
        if (OpenDossiers.LastJudged(connection) == asOf)
        {
            return false;
        }
        OpenDossiers.Judge(new LoadScope(connection, LoadLedger.LastKey(connection), now.UtcDateTime, asOf));
        LoadLedger.RaiseDataVersion(connection);
        connection.Commit();
        return true;
    }

    private void LoadRows(LoadConnection connection, FeedSource source, LoadRun run, RejectedRows rejected)
    {
        var scope = new LoadScope(connection, run.LoadKey, run.StartedAt, OpenDossiers.AsOf(connection, new DateTimeOffset(run.StartedAt, TimeSpan.Zero)));
        ReferenceMembers.Prepare(scope);
        OpenDossiers.Judge(scope);
        var feed = FeedLoads.Create(source.Facts.Feed, scope);
        using var staged = new StagedFile(connection, source.Facts, feed.FactTable, feed.FactColumns);
        StageRows(source, feed, staged, run, rejected);
        var versions = new RowVersions(scope, source.Facts.Feed);
        versions.Decide();
        foreach (var refusal in feed.Refuse())
        {
            rejected.Add(refusal);
        }
        RefuseAbove(MaxRejectedShare, run.RowsRead, rejected);
        versions.Accept();
        feed.Apply();
        LoadChecks.Run(scope, feed.FactTable);
        var counts = versions.Count();
        (run.RowsLoaded, run.RowsChanged, run.RowsUnchanged, run.RowsSuperseded) = (counts.Loaded, counts.Changed, counts.Unchanged, counts.Superseded);
        run.RowsRejected = rejected.Count;
        run.Watermark = staged.Watermark;
        run.Remarks = string.Join("; ", new[] { source.Remarks, scope.Warnings }.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } remarks ? remarks : null;
        rejected.Save(run.LoadKey);
    }

    private void StageRows(FeedSource source, FeedLoad feed, StagedFile staged, LoadRun run, RejectedRows rejected)
    {
        while (source.TryRead(out var row, out var rejection))
        {
            run.RowsRead++;
            if (rejection is not null)
            {
                rejected.Add(rejection);
            }
            else
            {
                feed.Stage(row!, staged);
            }
            if (run.RowsRead % ProgressEvery == 0)
            {
                Progress?.Invoke(new LoadProgress(source.Facts.Feed, source.Facts.FileName, run.RowsRead, rejected.Count));
            }
        }
        Progress?.Invoke(new LoadProgress(source.Facts.Feed, source.Facts.FileName, run.RowsRead, rejected.Count));
    }

    private static void RefuseAbove(decimal share, int read, RejectedRows rejected)
    {
        if (rejected.Count > share * read)
        {
            var first = rejected.Kept[0];
            throw new FeedFileException(
                "TOO_MANY_REJECTED",
                FormattableString.Invariant($"{rejected.Count} trên {read} dòng bị từ chối, quá mức cho phép {share:P1}; dòng {first.LineNumber}: {first.ReasonCode}. Sửa các dòng trong RejectedRows rồi nạp lại. ")
                + FormattableString.Invariant($"/ {rejected.Count} of {read} rows rejected, more than {share:P1}; line {first.LineNumber}: {first.ReasonCode}. Mend the rows listed in RejectedRows and load again."));
        }
    }
}
