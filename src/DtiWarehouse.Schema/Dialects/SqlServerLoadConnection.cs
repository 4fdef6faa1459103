using System.Data;
using System.Data.Common;
using DtiWarehouse.Schema.Staging;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A load's connection to SQL Server. The account needs to read and write rows, no more.</summary>
public sealed class SqlServerLoadConnection : LoadConnection
{
    /// <summary>SQL Server's number; servers of its protocol have others, and say it in the message.</summary>
    private const int LockTimeout = 1222;

    private readonly SqlConnection _connection;
    private readonly List<SqlServerRowWriter> _writers = [];
    private SqlTransaction? _transaction;

    private SqlServerLoadConnection(SqlConnection connection)
        : base(connection, new WarehouseContext(SqlServerWarehouse.Options(connection))) => _connection = connection;

    /// <summary>How the pieces of statements are spelled.</summary>
    public static LoadSpelling Words { get; } = new(
        rows => $"OFFSET 0 ROWS FETCH NEXT {rows} ROWS ONLY",
        date => $"CONVERT(int, CONVERT(char(8), {date}, 112))",
        // LEN leaves out spaces at the end.
        text => $"(LEN({text} + N'.') - 1)");

    public static SqlServerLoadConnection Open(string connectionString)
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0, MultipleActiveResultSets = false }.ConnectionString);
        try
        {
            connection.Open();
            return new SqlServerLoadConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override LoadSpelling Spelling => Words;

    // The load is the only writer from here on, so what it has read of the dimensions stays true until it commits. Readers see
    // a snapshot and are not held up.
    protected override DbTransaction BeginTransaction()
    {
        using (var patience = new SqlCommand("SET LOCK_TIMEOUT 60000", _connection))
        {
            patience.ExecuteNonQuery();
        }
        _transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            using var command = new SqlCommand("UPDATE stg_write_lock SET held = held + 1 WHERE id = 1", _connection, _transaction);
            command.ExecuteNonQuery();
            return _transaction;
        }
        catch (SqlException failure) when (failure.Number == LockTimeout || failure.Message.Contains("lock timeout", StringComparison.OrdinalIgnoreCase))
        {
            throw new WarehouseBusyException(failure);
        }
    }

    public override void Empty(StagingTable table) => Execute($"DELETE FROM {table.Name}");

    public override bool HasUniqueIndex(string table) => Number(
        "SELECT COUNT(*) FROM sys.indexes WHERE object_id = OBJECT_ID(@table) AND is_unique = @yes AND is_primary_key = @no AND is_disabled = @no", ("table", table)) > 0;

    // The account of the loads may not drop or make indexes.
    public override IReadOnlyList<string> DropSecondaryIndexes(string table) => [];

    public override RowWriter OpenWriter(string table, IReadOnlyList<string> columns) => Keep(new SqlServerRowWriter(_connection, () => _transaction, table, columns));

    public override decimal ReadDecimal(DbDataReader row, int column, int scale) => row.GetDecimal(column);

    public override RowWriter OpenAdder(string table, StagingTable deltas, IReadOnlyList<string> grain, IReadOnlyList<string> measures)
    {
        Empty(deltas);
        return Keep(new SqlServerRowWriter(
            _connection, () => _transaction, deltas.Name, [.. grain, .. measures, "updated_at"], () => Summaries.AddDeltas(this, table, deltas, grain, measures)));
    }

    public override StoredRows OpenStoredRows(string sourceTable) => new SqlServerStoredRows(this, sourceTable);

    protected override void Bind(DbParameter parameter, object? value)
    {
        base.Bind(parameter, value);
        var typed = (SqlParameter)parameter;
        switch (value)
        {
            case DateTime:
                // The driver's own choice rounds to three milliseconds.
                typed.SqlDbType = SqlDbType.DateTime2;
                break;
            case string text:
                // One length for all, so that one statement has one plan.
                typed.SqlDbType = SqlDbType.NVarChar;
                typed.Size = text.Length <= 4000 ? 4000 : -1;
                break;
        }
    }

    // A connection does one thing at a time: rows go over together, before the statement that may read them.
    protected override void BeforeStatement()
    {
        _writers.ForEach(writer => writer.Flush());
        _writers.RemoveAll(writer => writer.IsClosed);
    }

    protected override void BeforeRollback() => _writers.Clear();

    private SqlServerRowWriter Keep(SqlServerRowWriter writer)
    {
        _writers.Add(writer);
        return writer;
    }
}
