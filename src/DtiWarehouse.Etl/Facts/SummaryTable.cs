using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>A summary whose measures are sums: deltas are added to its rows, empty rows leave, unchanged rows keep their instant.</summary>
public sealed class SummaryTable(LoadScope scope, string table, string key, IReadOnlyList<string> grain, IReadOnlyList<string> measures, string isEmpty)
{
    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Adds the rows of a table with the same grain and measures.</summary>
    /// <param name="net">Where the net changes are put together, each with the key of the row that it changes.</param>
    public void Add(StagingTable deltas, StagingTable net)
    {
        var names = string.Join(", ", grain.Concat(measures));
        var same = string.Join(" AND ", grain.Select(column => $"a.{column} = n.{column}"));
        _connection.Empty(net);
        _connection.Execute(
            $"""
            INSERT INTO {net.Name} ({names}, {key})
            SELECT {string.Join(", ", grain.Concat(measures).Select(column => "n." + column))}, a.{key}
            FROM
            (
                SELECT {string.Join(", ", grain)}, {string.Join(", ", measures.Select(m => $"SUM({m}) AS {m}"))}
                FROM {deltas.Name}
                GROUP BY {string.Join(", ", grain)}
                HAVING {string.Join(" OR ", measures.Select(m => $"SUM({m}) <> 0"))}
            ) n
            LEFT JOIN {table} a ON {same}
            """);
        _connection.Execute(
            $"""
            UPDATE {table} SET {string.Join(", ", measures.Select(m => $"{m} = {table}.{m} + n.{m}"))}, updated_at = @now
            FROM {net.Name} n
            WHERE n.{key} = {table}.{key}
            """,
            ("now", scope.Now));
        _connection.Execute($"DELETE FROM {table} WHERE {isEmpty} AND {key} IN (SELECT {key} FROM {net.Name})");
        _connection.Execute(
            $"""
            INSERT INTO {table} ({key}, {names}, updated_at)
            SELECT (SELECT COALESCE(MAX({key}), 0) FROM {table}) + ROW_NUMBER() OVER (ORDER BY {string.Join(", ", grain)}), {names}, @now
            FROM {net.Name}
            WHERE {key} IS NULL
            """,
            ("now", scope.Now));
    }
}
