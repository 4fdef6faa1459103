namespace DtiWarehouse.Schema.Dialects;

/// <summary>The rows of a batch of keys by one statement, which the server plans once.</summary>
internal sealed class PostgreSqlStoredRows(LoadConnection connection, string table) : StoredRows
{
    private readonly string _sql =
        $"""
        SELECT k.place, s.row_key, s.version, s.content, s.is_deleted
        FROM unnest(@keys) WITH ORDINALITY k(natural_key, place)
        JOIN {table} s ON s.natural_key = k.natural_key
        """;

    public override void Find(IReadOnlyList<string> naturalKeys, Action<int, StoredRow> found)
    {
        var rows = connection.Stream(
            _sql, row => (Place: (int)row.GetInt64(0) - 1, Row: new StoredRow(row.GetInt64(1), row.GetDateTime(2), row.GetString(3), row.GetBoolean(4))),
            ("keys", naturalKeys as string[] ?? [.. naturalKeys]));
        foreach (var (place, row) in rows)
        {
            found(place, row);
        }
    }

    public override void Dispose()
    {
    }
}
