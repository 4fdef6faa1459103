using System.Data.Common;
using DtiWarehouse.Schema.Staging;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A load's connection to the embedded database.</summary>
public sealed class SqliteLoadConnection : LoadConnection
{
    private readonly SqliteConnection _connection;

    private SqliteLoadConnection(SqliteConnection connection)
        : base(connection, new WarehouseContext(SqliteWarehouse.Options(connection))) => _connection = connection;

    /// <summary>Opens the warehouse file, creating its tables where it has none.</summary>
    public static SqliteLoadConnection Open(string file)
    {
        SqliteWarehouse.Create(file);
        // Not pooled: a pooled connection would come back with the temporary tables of the load before.
        var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(file) + ";Pooling=False");
        connection.Open();
        var load = new SqliteLoadConnection(connection);
        // A file leaves the inbox after its commit: the commit must survive a power cut as the move does.
        load.Execute("PRAGMA synchronous = FULL");
        load.Execute("PRAGMA cache_size = -131072");
        load.Execute("PRAGMA temp.cache_size = -65536");
        load.Execute("PRAGMA journal_size_limit = 67108864");
        return load;
    }

    // An immediate transaction: the load is the only writer from its first statement, so what it has read of the
    // dimensions stays true until it commits. Readers are not held up.
    protected override DbTransaction BeginTransaction() => _connection.BeginTransaction(deferred: false);

    public override void Empty(StagingTable table)
    {
        Execute($"DROP TABLE IF EXISTS temp.{table.Name}");
        var keys = table.Columns.Where(column => column.IsKey).ToList();
        // INTEGER PRIMARY KEY is the row's own number: no index beside the table.
        var columns = table.Columns.Select(column =>
            $"{column.Name} {(column.Type is StagingType.Int or StagingType.Long or StagingType.Flag ? "INTEGER" : "TEXT")}{(keys.Count == 1 && column.IsKey ? " PRIMARY KEY" : "")}");
        Execute($"CREATE TEMP TABLE {table.Name} ({string.Join(", ", keys.Count > 1 ? columns.Append($"PRIMARY KEY ({string.Join(", ", keys.Select(key => key.Name))})") : columns)})");
    }

    protected override LoadSpelling Spelling { get; } = new(rows => $"LIMIT {rows}", date => $"CAST(REPLACE({date}, '-', '') AS INTEGER)", text => $"LENGTH({text})");

    public override bool HasUniqueIndex(string table) =>
        Number("SELECT COUNT(*) FROM pragma_index_list(@table) WHERE name = 'ux_' || @table AND \"unique\" = 1 AND partial = 0", ("table", table)) > 0;

    public override IReadOnlyList<string> DropSecondaryIndexes(string table)
    {
        var indexes = Query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @table AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'",
            row => (Name: row.GetString(0), Sql: row.GetString(1)), ("table", table));
        foreach (var index in indexes)
        {
            Execute($"DROP INDEX {index.Name}");
        }
        return indexes.ConvertAll(index => index.Sql);
    }

    public override RowWriter OpenWriter(string table, IReadOnlyList<string> columns) =>
        new SqliteRowWriter(_connection.Handle!, table, columns);

    public override decimal ReadDecimal(DbDataReader row, int column, int scale)
    {
        var scaled = row.GetInt64(column);
        var digits = (ulong)Math.Abs(scaled);
        return new decimal((int)digits, (int)(digits >> 32), 0, scaled < 0, (byte)scale);
    }

    // The key of a new row is the engine's next row number.
    public override RowWriter OpenAdder(string table, StagingTable deltas, IReadOnlyList<string> grain, IReadOnlyList<string> measures) => new SqliteRowWriter(
        _connection.Handle!, table, [.. grain, .. measures, "updated_at"],
        $"ON CONFLICT ({string.Join(", ", grain)}) DO UPDATE SET {string.Concat(measures.Select(m => $"{m} = {m} + excluded.{m}, "))}updated_at = excluded.updated_at");

    public override StoredRows OpenStoredRows(string sourceTable) => new SqliteStoredRows(_connection.Handle!, sourceTable);
}
