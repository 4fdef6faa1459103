using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The rows of a batch of keys by one join with the keys, sent in bulk.</summary>
internal sealed class SqlServerStoredRows(LoadConnection connection, string table) : StoredRows
{
    public override void Find(IReadOnlyList<string> naturalKeys, Action<int, StoredRow> found)
    {
        connection.Empty(StagingTables.SoughtKey);
        using (var writer = connection.OpenWriter(StagingTables.SoughtKey))
        {
            for (var place = 0; place < naturalKeys.Count; place++)
            {
                writer.Add(place).Add(naturalKeys[place]).EndRow();
            }
        }
        var rows = connection.Stream(
            $"SELECT k.place, s.row_key, s.version, s.content, s.is_deleted FROM {StagingTables.SoughtKey.Name} k JOIN {table} s ON s.natural_key = k.natural_key",
            row => (Place: row.GetInt32(0), Row: new StoredRow(row.GetInt64(1), row.GetDateTime(2), row.GetString(3), row.GetBoolean(4))));
        foreach (var (place, row) in rows)
        {
            found(place, row);
        }
    }

    public override void Dispose()
    {
    }
}
