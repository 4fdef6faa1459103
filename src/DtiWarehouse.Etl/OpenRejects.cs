using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl;

/// <summary>
/// Rejected rows of earlier runs that a run settles, so that those left open are the ones that somebody still has to mend.
/// What is not proved stays open.
/// </summary>
internal static class OpenRejects
{
    private const string Earlier = "resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed)";

    /// <summary>Settles the open rows of the feed's earlier runs that this run proves settled.</summary>
    /// <param name="released">Natural keys of register rows that were rejected before and are accepted now.</param>
    public static void Settle(LoadConnection connection, LoadRun run, IReadOnlyCollection<string> released)
    {
        if (connection.Number($"SELECT COUNT(*) FROM etl_rejected_row WHERE {Earlier}", ("load", run.LoadKey), ("feed", run.Feed)) == 0)
        {
            return;
        }
        SettleSameContent(connection, run);
        SettleRejectedAnew(connection, run);
        SettleByKey(connection, run);
        foreach (var key in released)
        {
            connection.Execute(
                $"UPDATE etl_rejected_row SET resolved_load_key = @load WHERE natural_key = @key AND {Earlier}",
                ("load", run.LoadKey), ("feed", run.Feed), ("key", key));
        }
    }

    /// <summary>The same bytes were read again, through another mapping or after the file was refused: each row was judged again here.</summary>
    private static void SettleSameContent(LoadConnection connection, LoadRun run)
    {
        if (run.ContentHash is { } content)
        {
            connection.Execute(
                $"""
                UPDATE etl_rejected_row SET resolved_load_key = @load
                WHERE {Earlier} AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed AND content_hash = @content)
                """,
                ("load", run.LoadKey), ("feed", run.Feed), ("content", content));
        }
    }

    /// <summary>A row that came again as it was and was rejected again stays open under this run, once.</summary>
    private static void SettleRejectedAnew(LoadConnection connection, LoadRun run) => connection.Execute(
        $"""
        UPDATE etl_rejected_row SET resolved_load_key = @load
        WHERE {Earlier} AND needs_source_file = @no AND raw_row IN (SELECT raw_row FROM etl_rejected_row WHERE load_key = @load)
        """,
        ("load", run.LoadKey), ("feed", run.Feed));

    /// <summary>A row of the same key loaded here that is at least as new: whatever the rejected one said, it no longer counts.</summary>
    private static void SettleByKey(LoadConnection connection, LoadRun run)
    {
        connection.Empty(StagingTables.Settled);
        connection.Execute(
            $"""
            INSERT INTO stg_settled (rejected_row_key, row_key)
            SELECT r.rejected_row_key, s.row_key
            FROM etl_rejected_row r
            JOIN {Feeds.SourceTable(run.Feed)} s ON s.natural_key = r.natural_key
            WHERE {Earlier} AND s.version >= r.row_version
            """,
            ("load", run.LoadKey), ("feed", run.Feed));
        if (Feeds.KeyedByUnit.Contains(run.Feed))
        {
            SettleByOtherCodes(connection, run);
        }
        connection.Execute(
            $"""
            UPDATE etl_rejected_row SET resolved_load_key = @load
            WHERE rejected_row_key IN (SELECT c.rejected_row_key FROM stg_settled c JOIN {RowMerge.Accepted} a ON a.row_key = c.row_key)
            """,
            ("load", run.LoadKey));
    }

    /// <summary>The row that loaded may stand under another identifier of the unit.</summary>
    private static void SettleByOtherCodes(LoadConnection connection, LoadRun run) => connection.Execute(
        $"""
        INSERT INTO stg_settled (rejected_row_key, row_key)
        SELECT r.rejected_row_key, s.row_key
        FROM src_unit_code own
        JOIN src_unit_code other ON other.durable_code = own.durable_code AND other.code <> own.code
        JOIN etl_rejected_row r ON SUBSTRING(r.natural_key, {LoadSql.Length("r.natural_key")} - {LoadSql.Length("own.code")}, 401) = CONCAT(@separator, own.code)
        JOIN {Feeds.SourceTable(run.Feed)} s ON s.natural_key = CONCAT(SUBSTRING(r.natural_key, 1, {LoadSql.Length("r.natural_key")} - {LoadSql.Length("own.code")}), other.code)
        WHERE {Earlier} AND s.version >= r.row_version
        """,
        ("load", run.LoadKey), ("feed", run.Feed), ("separator", "\u001f"));
}
