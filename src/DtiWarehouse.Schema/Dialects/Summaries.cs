using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>Adding to a summary in sets, for databases that cannot add row by row.</summary>
internal static class Summaries
{
    /// <summary>Adds staged rows, of which there is one for each grain, to those that are there, and inserts the others under new keys.</summary>
    public static void AddDeltas(LoadConnection connection, string table, StagingTable deltas, IReadOnlyList<string> grain, IReadOnlyList<string> measures)
    {
        var key = connection.Context.Model.GetEntityTypes().Single(e => e.GetTableName() == table).FindPrimaryKey()!.Properties[0].GetColumnName();
        var same = string.Join(" AND ", grain.Select(column => $"{table}.{column} = n.{column}"));
        var columns = string.Join(", ", grain.Concat(measures).Append("updated_at"));
        connection.Execute(
            $"UPDATE {table} SET {string.Concat(measures.Select(m => $"{m} = {table}.{m} + n.{m}, "))}updated_at = n.updated_at FROM {deltas.Name} n WHERE {same}");
        connection.Execute(
            $"""
            INSERT INTO {table} ({key}, {columns})
            SELECT (SELECT COALESCE(MAX({key}), 0) FROM {table}) + ROW_NUMBER() OVER (ORDER BY {string.Join(", ", grain)}), {columns}
            FROM {deltas.Name} n
            WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {same})
            """);
    }
}
