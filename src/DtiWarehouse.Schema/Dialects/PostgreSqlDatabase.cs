using System.Data.Common;
using Npgsql;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A warehouse on PostgreSQL.</summary>
/// <param name="connectionString">Account of the loads; it reads and writes rows.</param>
/// <param name="reader">Account of the readers; that of the loads where none is given.</param>
/// <param name="owner">Account that deploys; that of the loads where none is given.</param>
public sealed class PostgreSqlDatabase(string connectionString, string? reader = null, string? owner = null) : WarehouseDatabase
{
    /// <summary>Held by the one deployment that runs.</summary>
    private const long DeployLock = 0x44544944;

    private readonly string _reader = Readers(reader ?? connectionString);
    private readonly string _owner = owner ?? connectionString;

    public override string DisplayName { get; } = NameOf(connectionString);
    public override bool DeploysItself => false;
    public override WarehouseContext OpenReader() => new(PostgreSqlWarehouse.Options(_reader));
    public override DbConnection Connect() => new NpgsqlConnection(_reader);

    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);

    public override LoadConnection OpenLoad()
    {
        var load = PostgreSqlLoadConnection.Open(connectionString);
        try
        {
            var isDeployed = load.Number("SELECT COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('etl_schema_version')") > 0;
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
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_owner) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Execute($"SELECT pg_advisory_xact_lock({DeployLock})");
        var from = Execute("SELECT to_regclass('etl_schema_version')::text") is string ? Execute("SELECT MAX(version) FROM etl_schema_version") as int? : null;
        if (from > Warehouse.SchemaVersion)
        {
            throw new NewerWarehouseException(DisplayName, from.Value);
        }
        var steps = from == Warehouse.SchemaVersion ? [] : DeployScripts.From("postgresql", from);
        foreach (var (_, text) in steps)
        {
            Execute(text);
        }
        transaction.Commit();
        return new Deployment(from, [.. steps.Select(step => step.Name)]);

        object? Execute(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            return command.ExecuteScalar();
        }
    }

    // Statements of one shape have one text, so that a pooled connection keeps its plan.
    private static string Readers(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC" };
        text.MaxAutoPrepare = text.MaxAutoPrepare == 0 ? 100 : text.MaxAutoPrepare;
        return text.ConnectionString;
    }

    private static string NameOf(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{text.Host}:{text.Port}/{text.Database}";
    }
}
