using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>What the ledger says of a feed's pulls.</summary>
public static class PullLedger
{
    /// <summary>
    /// The latest version that completed pulls have brought in (UTC); null where there is none. A row whose version is later
    /// than the pull that brought it is a mistake of its source, and does not keep what comes between from being asked for.
    /// </summary>
    public static DateTime? Watermark(LoadConnection connection, string feed) => connection.Query(
            "SELECT file_name, watermark FROM etl_load_run WHERE feed = @feed AND status = @completed AND watermark IS NOT NULL AND kind = @pull",
            row => (Start: PullSpool.StartOf(row.GetString(0)), Watermark: DateTime.SpecifyKind(row.GetDateTime(1), DateTimeKind.Utc)),
            ("feed", feed), ("completed", nameof(LoadStatus.Completed)), ("pull", nameof(LoadKind.Pull)))
        .Where(run => run.Start is not null)
        .Select(run => run.Watermark < run.Start ? run.Watermark : run.Start)
        .Max();
}

/// <summary>A pull that ended without a file: its run says why.</summary>
public sealed class FailedPull(FeedDefinition feed, FeedMapping mapping, PullException failure, DateTimeOffset now) : FeedSource
{
    public override FeedFacts Facts { get; } = new(feed.Name, PullSpool.NameOf(feed.Name, now.UtcDateTime), "", mapping.Fingerprint(), now.UtcDateTime);

    public override LoadKind Kind => LoadKind.Pull;

    public override bool TryRead(out FeedRow? row, out RowRejection? rejection) => throw failure;
}
