using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A warehouse on SQL Server.</summary>
/// <param name="connectionString">Account of the loads; it reads and writes rows.</param>
/// <param name="reader">Account of the readers; that of the loads where none is given.</param>
/// <param name="owner">Account that deploys; that of the loads where none is given.</param>
public sealed class SqlServerDatabase(string connectionString, string? reader = null, string? owner = null) : WarehouseDatabase
{
    private readonly string _reader = new SqlConnectionStringBuilder(reader ?? connectionString) { MultipleActiveResultSets = false }.ConnectionString;
    private readonly string _owner = owner ?? connectionString;

    public override string DisplayName { get; } = NameOf(connectionString);
    public override bool DeploysItself => false;
    public override WarehouseContext OpenReader() => new(SqlServerWarehouse.Options(_reader));
    public override DbConnection Connect() => new SqlConnection(_reader);

    public override DbTransaction BeginSnapshot(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()";
        return connection.BeginTransaction(Convert.ToInt32(command.ExecuteScalar() is { } state and not DBNull ? state : 0, System.Globalization.CultureInfo.InvariantCulture) == 1
            ? System.Data.IsolationLevel.Snapshot
            : System.Data.IsolationLevel.RepeatableRead);
    }

    public override LoadConnection OpenLoad()
    {
        var load = SqlServerLoadConnection.Open(connectionString);
        try
        {
            var isDeployed = load.Number("SELECT COUNT(*) FROM sys.tables WHERE name = N'etl_schema_version'") > 0;
            RequireThisVersion(isDeployed ? load.Number("SELECT MAX(version) FROM etl_schema_version") : null);
            return load;
        }
        catch
        {
            load.Dispose();
            throw;
        }
    }

    public override Deployment Deploy()
    {
        using var connection = new SqlConnection(new SqlConnectionStringBuilder(_owner) { Pooling = false, CommandTimeout = 0, MultipleActiveResultSets = false }.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        // The procedure tells a wait in vain by its outcome, not by an error.
        Execute(
            "DECLARE @outcome int; EXEC @outcome = sp_getapplock @Resource = N'DtiWarehouse deploy', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 600000; "
            + "IF @outcome < 0 THROW 51000, N'Lệnh deploy khác đang chạy. / Another deploy is running.', 1");
        var isDeployed = Execute("SELECT COUNT(*) FROM sys.tables WHERE name = N'etl_schema_version'") is > 0;
        var from = isDeployed ? Execute("SELECT MAX(version) FROM etl_schema_version") as int? : null;
        if (from > Warehouse.SchemaVersion)
        {
            throw new NewerWarehouseException(DisplayName, from.Value);
        }
        var steps = from == Warehouse.SchemaVersion ? [] : DeployScripts.From("sqlserver", from);
        foreach (var (_, text) in steps)
        {
            foreach (var batch in DeployScripts.Batches(text))
            {
                Execute(batch);
            }
        }
        transaction.Commit();
        return new Deployment(from, [.. steps.Select(step => step.Name)]) { Remark = AllowSnapshots(connection) };

        object? Execute(string sql)
        {
            using var command = new SqlCommand(sql, connection, transaction);
            return command.ExecuteScalar();
        }
    }

    /// <summary>Readers wait for no load under snapshot isolation; not every account, nor every server of the protocol, may switch it on.</summary>
    private static string? AllowSnapshots(SqlConnection connection)
    {
        try
        {
            using var command = new SqlCommand(
                "IF (SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()) = 0 ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON", connection);
            command.ExecuteNonQuery();
            return null;
        }
        catch (SqlException failure)
        {
            return $"Chưa bật được snapshot isolation: quản trị viên hãy chạy db/sqlserver/snapshot.sql. / Snapshot isolation could not be switched on: have an administrator run db/sqlserver/snapshot.sql. ({failure.Message})";
        }
    }

    private static string NameOf(string connectionString)
    {
        var text = new SqlConnectionStringBuilder(connectionString);
        return $"{text.DataSource}/{text.InitialCatalog}";
    }
}
