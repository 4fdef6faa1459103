using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Carries accepted staged rows into a fact table: the fact of a source row has the source row's key.</summary>
public sealed class FactTable(LoadScope scope, string table, string key, IReadOnlyList<string> columns)
{
    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Replaces the facts of changed rows, adds those of new rows and drops those of deleted rows.</summary>
    public void Apply() => Apply("stage");

    /// <param name="staged">The staging table, or a subquery over it that resolves more of the fact's columns.</param>
    public void Apply(string staged)
    {
        _connection.Execute($"DELETE FROM {table} WHERE {key} IN (SELECT row_key FROM decision WHERE action = {RowVersions.Replace})");
        var incoming = _connection.Number($"SELECT COUNT(*) FROM decision WHERE action IN ({RowVersions.Insert}, {RowVersions.Replace})");
        // Building an index in one go costs per row about half of keeping it up, but for the rows that are there as well.
        var indexes = incoming > 20_000 && incoming * 3 > _connection.Number($"SELECT COUNT(*) FROM {table}") * 2
            ? _connection.DropSecondaryIndexes(table)
            : [];
        var list = string.Join(", ", columns);
        _connection.Execute(
            $"""
            INSERT INTO {table} ({key}, {list}, updated_at, load_key)
            SELECT d.row_key, {string.Join(", ", columns.Select(column => "s." + column))}, @now, @load
            FROM decision d
            JOIN {staged} s ON s.row_number = d.row_number
            WHERE d.action IN ({RowVersions.Insert}, {RowVersions.Replace}) AND s.is_deleted = @no
            ORDER BY d.row_number
            """,
            ("now", scope.Now), ("load", scope.LoadKey), ("no", false));
        foreach (var index in indexes)
        {
            _connection.Execute(index);
        }
    }

    /// <summary>Rows that came again with the same content and a newer time keep their content and take the time.</summary>
    public void TakeNewerTimes() => _connection.Execute(
        $"""
        UPDATE {table} SET source_updated_at = (SELECT s.version FROM decision d JOIN stage s ON s.row_number = d.row_number WHERE d.row_key = {table}.{key} AND d.action = {RowVersions.Touch})
        WHERE {key} IN (SELECT row_key FROM decision WHERE action = {RowVersions.Touch})
        """);
}
