using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Facts whose natural key holds a unit, where units have other identifiers than before. Source rows stand under their
/// identifiers as written, so which of them make the facts is decided again from all of them.
/// </summary>
/// <param name="regrouped">Every identifier of these units, with the durable code that it has now.</param>
internal sealed class UnitFacts(LoadScope scope, IReadOnlyDictionary<string, string> regrouped)
{
    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Deletes the facts of rows that another row of their unit beats.</summary>
    public void DeleteLosers(string feed, string fact, string key)
    {
        if (regrouped.Count == 0)
        {
            return;
        }
        _connection.Empty(StagingTables.RegroupedCode);
        _connection.Empty(StagingTables.RegroupedRow);
        using (var writer = _connection.OpenWriter(StagingTables.RegroupedCode))
        {
            foreach (var (code, durable) in regrouped)
            {
                writer.Add(code).Add(durable).EndRow();
            }
        }
        _connection.Execute(
            $"""
            INSERT INTO stg_regrouped_row (row_key, place)
            SELECT s.row_key, ROW_NUMBER() OVER
                (
                    PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, {LoadSql.Length("s.natural_key")} - {LoadSql.Length("s.unit_code")}), c.durable_code)
                    ORDER BY s.version DESC, s.content DESC
                )
            FROM {Feeds.SourceTable(feed)} s
            JOIN stg_regrouped_code c ON c.code = s.unit_code
            """);
        _connection.Execute($"DELETE FROM {fact} WHERE {key} IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)");
    }

    /// <summary>Writes the facts of rows that nothing beats any more, once the other facts of the feed stand at their units of now.</summary>
    public void WriteWinners(string feed, string fact, string key)
    {
        if (regrouped.Count == 0)
        {
            return;
        }
        var source = Feeds.SourceTable(feed);
        var rows = _connection.Query(
            $"""
            SELECT s.row_key, s.version, s.content
            FROM stg_regrouped_row g
            JOIN {source} s ON s.row_key = g.row_key
            WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM {fact} f WHERE f.{key} = g.row_key)
            """,
            row => (RowKey: row.GetInt64(0), Version: DateTime.SpecifyKind(row.GetDateTime(1), DateTimeKind.Utc), Content: row.GetString(2)));
        if (rows.Count == 0)
        {
            return;
        }
        var reader = new ContentReader(FeedCatalogue.Find(feed)!);
        var load = FeedLoads.Create(feed, scope);
        var unreadable = 0;
        using (var facts = load.Facts!)
        {
            foreach (var (rowKey, version, content) in rows)
            {
                if (reader.Read(content, version) is { } row)
                {
                    facts.Write(rowKey, row, version, load);
                }
                else
                {
                    // Forgotten, it loads as a new row when its file comes again.
                    unreadable += _connection.Execute($"DELETE FROM {source} WHERE row_key = @key", ("key", rowKey));
                }
            }
            facts.Complete();
        }
        load.SaveMembers();
        scope.Warn(
            "Dòng do phiên bản cũ ghi không đọc lại được, hãy nạp lại các tệp có mã đơn vị tách ra / rows of parted identifiers that an earlier version kept cannot be read again, load the files that use them again",
            unreadable);
    }
}
