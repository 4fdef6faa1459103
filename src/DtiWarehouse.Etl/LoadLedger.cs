using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl;

/// <summary>The runs' records and the data version. A run is written when it ends: a killed load leaves no trace to clean up.</summary>
public static class LoadLedger
{
    public static LoadRun Open(LoadConnection connection, FeedSource source, DateTimeOffset now) => new()
    {
        LoadKey = LastKey(connection) + 1,
        Feed = source.Facts.Feed,
        Kind = source.Kind,
        FileName = source.Facts.FileName,
        ContentHash = source.Facts.ContentHash is { Length: > 0 } content ? content : null,
        SourceModifiedAt = Warehouse.Instant(source.Facts.ModifiedAt),
        StartedAt = Warehouse.Instant(now),
        Status = LoadStatus.Running,
    };

    public static int LastKey(LoadConnection connection) => (int)connection.Number("SELECT MAX(load_key) FROM etl_load_run");

    /// <summary>
    /// The first completed run that read the same content through the same mapping; null for none. Runs of before the
    /// register last parted identifiers do not count: what they read under those had become one row.
    /// </summary>
    public static int? FindSame(LoadConnection connection, FeedFacts file)
    {
        var key = connection.Number(
            """
            SELECT MIN(load_key) FROM etl_load_run
            WHERE feed = @feed AND content_hash = @content AND mapping_hash = @mapping AND status = @completed AND same_as_load_key IS NULL
                AND (feed NOT IN (@services, @documents, @satisfaction, @totals, @figures)
                    OR load_key > (SELECT COALESCE(MAX(p.load_key), 0) FROM etl_load_run p WHERE p.identifiers_parted = @yes))
            """,
            ("services", Feeds.Services), ("documents", Feeds.Documents), ("satisfaction", Feeds.Satisfaction), ("totals", Feeds.DossierTotals), ("figures", Feeds.ReportedFigures),
            ("feed", file.Feed), ("content", file.ContentHash), ("mapping", file.MappingHash), ("completed", nameof(LoadStatus.Completed)));
        return key == 0 ? null : (int)key;
    }

    public static void Complete(LoadConnection connection, FeedSource source, LoadRun run, IReadOnlyList<CheckResult> checks, DateTimeOffset now, TimeSpan duration)
    {
        run.Status = LoadStatus.Completed;
        Write(connection, source, run, checks, now, duration);
    }

    /// <summary>
    /// Records a refused file in a commit of its own: every row that was read of it is rejected with it. The first of those
    /// that broke a rule themselves are kept to mend the file by.
    /// </summary>
    /// <param name="attempt">The record of the attempt that was given up.</param>
    public static LoadRun Fail(
        LoadConnection connection, FeedSource source, LoadRun attempt, FeedFileException refusal, RejectedRows rejected, IReadOnlyList<CheckResult> checks,
        DateTimeOffset now, TimeSpan duration)
    {
        connection.Begin();
        // Another load may have taken the attempt's key in the meantime.
        var run = Open(connection, source, new DateTimeOffset(attempt.StartedAt, TimeSpan.Zero));
        run.RetryOfLoadKey = attempt.RetryOfLoadKey;
        run.Status = LoadStatus.Failed;
        run.Error = $"{refusal.Code}: {refusal.Message}";
        run.RowsRead = run.RowsRejected = attempt.RowsRead;
        run.RowsFaulty = rejected.Count;
        if (source.Kind is not LoadKind.Retry)
        {
            rejected.SaveKept(run.LoadKey);
        }
        Write(connection, source, run, checks, now, duration);
        connection.Commit();
        return run;
    }

    private static void Write(LoadConnection connection, FeedSource source, LoadRun run, IReadOnlyList<CheckResult> checks, DateTimeOffset now, TimeSpan duration)
    {
        run.CompletedAt = Warehouse.Instant(now);
        run.DurationMs = (int)Math.Min(int.MaxValue, duration.TotalMilliseconds);
        run.RowsPerSecond = run.RowsRead == 0 ? null : (int)Math.Min(int.MaxValue, run.RowsRead / Math.Max(0.001, duration.TotalSeconds));
        run.DataVersion = connection.RaiseDataVersion();
        run.Error = Shorten(run.Error);
        run.Remarks = Shorten(run.Remarks);
        new DimensionTable<LoadRun>(connection) { Shadow = (_, name) => Hidden(source, name) }.Insert(run);
        var key = connection.Number("SELECT COALESCE(MAX(check_result_key), 0) FROM etl_check_result");
        foreach (var check in checks)
        {
            check.CheckResultKey = ++key;
            check.LoadKey = run.LoadKey;
            new DimensionTable<CheckResult>(connection).Insert(check);
        }
        FeedStates.Write(connection, run.Feed);
    }

    private static string? Hidden(FeedSource source, string column) => column switch
    {
        "MappingHash" => source.Facts.MappingHash,
        "HeaderHash" => source.Facts.HeaderHash,
        _ => source.FlagForm?.ToString(),
    };

    private static string? Shorten(string? text) => text is { Length: > 4000 } ? text[..4000] : text;
}
