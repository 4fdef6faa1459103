using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Warehouse;
using Npgsql;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>The product on PostgreSQL. The schema is deployed once; every folder has a copy of that database.</summary>
public sealed class PostgreSqlProduct : ProductDatabase
{
    public static readonly PostgreSqlProduct Instance = new();

    private static readonly Lazy<PostgresDatabase> Deployed = new(Deploy);

    public override bool IsMissing => DatabaseServers.IsMissing(DatabaseServers.PostgreSql);

    public override FolderDatabase Open(string data) => new PostgreSqlFolderDatabase(() => Deployed.Value);

    private static PostgresDatabase Deploy()
    {
        var database = new PostgresDatabase();
        database.Create();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.Dispose();
        ServerProcess.Deploy(PostgreSqlFolderDatabase.SettingsOf(database));
        return database;
    }
}

/// <summary>A folder's own database.</summary>
internal sealed class PostgreSqlFolderDatabase(Func<PostgresDatabase> deployed) : FolderDatabase
{
    /// <summary>The product's own, see <c>PostgreSqlLoadConnection</c>.</summary>
    public const long WriteLock = 0x44544957;

    /// <summary>The lock of the server that runs the jobs, see <c>PostgreSqlOperations</c>.</summary>
    public const long LeadLock = 0x4454494A;

    private readonly PostgresDatabase _database = new();

    public override IReadOnlyList<(string Name, string Value)> Settings
    {
        get
        {
            _database.Create(deployed);
            return SettingsOf(_database);
        }
    }

    public static IReadOnlyList<(string Name, string Value)> SettingsOf(PostgresDatabase database) =>
        [("Warehouse__Provider", "PostgreSql"), ("ConnectionStrings__Warehouse", database.ConnectionString)];

    public override DbConnection Connect()
    {
        _database.Create(deployed);
        return new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
    }

    public override DbConnection HoldWriteLock()
    {
        var connection = OpenWarehouse();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({WriteLock})";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Nobody may be connected to the original.</summary>
    public override bool TryCopy(FolderDatabase original)
    {
        _database.Create(() => ((PostgreSqlFolderDatabase)original)._database);
        return true;
    }

    public override bool Keeps(string text) => Rows("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        .Any(table => Number($"SELECT COUNT(*) FROM {table[0]} t WHERE CAST(t AS text) LIKE '%{text}%'") > 0);

    public override void Dispose() => _database.Dispose();
}
