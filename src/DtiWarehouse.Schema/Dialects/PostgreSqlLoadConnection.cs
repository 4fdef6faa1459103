using System.Data;
using System.Data.Common;
using DtiWarehouse.Schema.Staging;
using Npgsql;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A load's connection to PostgreSQL. The account needs to read and write rows and to make temporary tables, no more.</summary>
public sealed class PostgreSqlLoadConnection : LoadConnection
{
    /// <summary>Held by the one load that writes; the number is the product's own within the database.</summary>
    private const long WriteLock = 0x44544957;

    private readonly NpgsqlConnection _connection;
    private readonly List<PostgreSqlRowWriter> _writers = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, uint>> _types = new(StringComparer.Ordinal);

    private PostgreSqlLoadConnection(NpgsqlConnection connection)
        : base(connection, new WarehouseContext(PostgreSqlWarehouse.Options(connection))) => _connection = connection;

    public static PostgreSqlLoadConnection Open(string connectionString)
    {
        // Not pooled: a pooled connection would come back with the temporary tables of the load before.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0, Timezone = "UTC" }.ConnectionString);
        try
        {
            connection.Open();
            return new PostgreSqlLoadConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The load is the only writer from here on, so what it has read of the dimensions stays true until it commits. Readers are
    // not held up. Compiling a statement to machine code costs more than these statements take, and the pages that a load looks
    // keys up in are in memory: at the server's own price of a random page it would rather read a table whole for each batch.
    protected override DbTransaction BeginTransaction()
    {
        var transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            using var command = new NpgsqlCommand($"SET LOCAL lock_timeout = '60s'; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1; SELECT pg_advisory_xact_lock({WriteLock})", _connection, transaction);
            command.ExecuteNonQuery();
            return transaction;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new WarehouseBusyException(failure);
        }
    }

    public override void Empty(StagingTable table)
    {
        var keys = table.Columns.Where(column => column.IsKey).Select(column => column.Name).ToList();
        var columns = table.Columns.Select(column => $"{column.Name} {Type(column.Type)}");
        Execute($"CREATE TEMPORARY TABLE IF NOT EXISTS {table.Name} ({string.Join(", ", keys.Count > 0 ? columns.Append($"PRIMARY KEY ({string.Join(", ", keys)})") : columns)})");
        Execute($"TRUNCATE pg_temp.{table.Name}");
    }

    // A table that nobody has measured is planned for as ten pages full: from a few rows it would read large tables whole.
    public override void Measure(StagingTable table) => Execute($"ANALYZE pg_temp.{table.Name}");

    private static string Type(StagingType type) => type switch
    {
        StagingType.Int => "integer",
        StagingType.Long => "bigint",
        StagingType.Flag => "boolean",
        StagingType.Instant => "timestamp with time zone",
        _ => "text COLLATE \"C\"",
    };

    protected override LoadSpelling Spelling { get; } = new(rows => $"LIMIT {rows}", date => $"CAST(to_char({date}, 'YYYYMMDD') AS integer)", text => $"LENGTH({text})");

    /// <summary>A partitioned fact has its natural keys in a table that is not.</summary>
    public override bool HasUniqueIndex(string table) => Number(
        """
        SELECT COUNT(*) FROM pg_catalog.pg_index i
        WHERE i.indexrelid = to_regclass(CONCAT('ux_', @table)) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
        """,
        ("table", PostgreSqlPartitions.NaturalKeysOf(table) ?? table)) > 0;

    // The account of the loads may not drop or make indexes.
    public override IReadOnlyList<string> DropSecondaryIndexes(string table) => [];

    public override RowWriter OpenWriter(string table, IReadOnlyList<string> columns)
    {
        var types = TypesOf(table);
        var writer = new PostgreSqlRowWriter(_connection, table, columns, [.. columns.Select(column => types[column])]);
        _writers.Add(writer);
        return writer;
    }

    private IReadOnlyDictionary<string, uint> TypesOf(string table)
    {
        if (!_types.TryGetValue(table, out var types))
        {
            types = Query(
                "SELECT attname, atttypid FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(@table) AND attnum > 0 AND NOT attisdropped",
                row => (Column: row.GetString(0), Type: row.GetFieldValue<uint>(1)), ("table", table)).ToDictionary(c => c.Column, c => c.Type, StringComparer.Ordinal);
            _types.Add(table, types);
        }
        return types;
    }

    public override decimal ReadDecimal(DbDataReader row, int column, int scale) => row.GetDecimal(column);

    public override RowWriter OpenAdder(string table, StagingTable deltas, IReadOnlyList<string> grain, IReadOnlyList<string> measures)
    {
        Empty(deltas);
        var types = TypesOf(deltas.Name);
        IReadOnlyList<string> columns = [.. grain, .. measures, "updated_at"];
        var writer = new PostgreSqlRowWriter(_connection, deltas.Name, columns, [.. columns.Select(column => types[column])], () => Summaries.AddDeltas(this, table, deltas, grain, measures));
        _writers.Add(writer);
        return writer;
    }

    public override StoredRows OpenStoredRows(string sourceTable) => new PostgreSqlStoredRows(this, sourceTable);

    /// <summary>Instants are UTC, whatever the value says of itself.</summary>
    protected override void Bind(DbParameter parameter, object? value) =>
        base.Bind(parameter, value is DateTime instant ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : value);

    // A connection does one thing at a time: rows go over together, before the statement that may read them.
    protected override void BeforeStatement()
    {
        // Writers that are closed while a cut connection is given up end as it did, and not with a fault of the program.
        if (_connection.State is not ConnectionState.Open)
        {
            throw new NpgsqlException("Mất kết nối với cơ sở dữ liệu. / The connection to the database was lost.");
        }
        _writers.ForEach(writer => writer.Flush());
        _writers.RemoveAll(writer => writer.IsClosed);
    }

    protected override void BeforeRollback() => _writers.Clear();
}
