using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>The runs' records and the data version. A run is written when it ends: a killed load leaves no trace to clean up.</summary>
public static class LoadLedger
{
    public static LoadRun Open(LoadConnection connection, FeedFacts file, DateTimeOffset now) => new()
    {
        LoadKey = LastKey(connection) + 1,
        Feed = file.Feed,
        FileName = file.FileName,
        ContentHash = file.ContentHash,
        StartedAt = now.UtcDateTime,
        Status = LoadStatus.Running,
    };

    public static int LastKey(LoadConnection connection) => (int)connection.Number("SELECT MAX(load_key) FROM etl_load_run");

    /// <summary>The first completed run that read the same content through the same mapping; null for none.</summary>
    public static int? FindSame(LoadConnection connection, FeedFacts file)
    {
        var key = connection.Number(
            """
            SELECT MIN(load_key) FROM etl_load_run
            WHERE feed = @feed AND content_hash = @content AND mapping_hash = @mapping AND status = @completed AND same_as_load_key IS NULL
            """,
            ("feed", file.Feed), ("content", file.ContentHash), ("mapping", file.MappingHash), ("completed", nameof(LoadStatus.Completed)));
        return key == 0 ? null : (int)key;
    }

    public static void Complete(LoadConnection connection, FeedFacts file, LoadRun run, DateTimeOffset now)
    {
        run.Status = LoadStatus.Completed;
        Write(connection, file, run, now);
    }

    /// <summary>
    /// Records a refused file in a commit of its own. Of its rows only the rejected ones are counted, so that the ledger
    /// balances; the first of them are kept to mend the file by.
    /// </summary>
    public static LoadRun Fail(LoadConnection connection, FeedFacts file, FeedFileException refusal, RejectedRows rejected, DateTimeOffset now)
    {
        connection.Begin();
        var run = Open(connection, file, now);
        run.Status = LoadStatus.Failed;
        run.Error = $"{refusal.Code}: {refusal.Message}";
        run.RowsRead = run.RowsRejected = rejected.Count;
        rejected.SaveKept(run.LoadKey);
        Write(connection, file, run, now);
        connection.Commit();
        return run;
    }

    /// <summary>Raises the number that every commit that readers can see raises.</summary>
    public static long RaiseDataVersion(LoadConnection connection)
    {
        connection.Execute("UPDATE etl_data_version SET version = version + 1");
        return connection.Number("SELECT version FROM etl_data_version");
    }

    private static void Write(LoadConnection connection, FeedFacts file, LoadRun run, DateTimeOffset now)
    {
        run.CompletedAt = now.UtcDateTime;
        run.DataVersion = RaiseDataVersion(connection);
        run.Error = Shorten(run.Error);
        run.Remarks = Shorten(run.Remarks);
        new DimensionTable<LoadRun>(connection) { Shadow = (_, _) => file.MappingHash }.Insert(run);
        FeedStates.Write(connection, run.Feed);
    }

    private static string? Shorten(string? text) => text is { Length: > 4000 } ? text[..4000] : text;
}
