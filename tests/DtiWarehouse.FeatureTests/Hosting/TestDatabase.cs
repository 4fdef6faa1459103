using System.Data.Common;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>Database servers, and a browser, that tests run against where an environment variable says where one is.</summary>
public static class DatabaseServers
{
    /// <summary>PostgreSQL 15 or later; the account may create databases. <c>tests/postgresql</c> starts one.</summary>
    public const string PostgreSql = "DTIW_TEST_POSTGRESQL";

    /// <summary>SQL Server 2019 or later, or one that speaks its protocol; the account may create databases.</summary>
    public const string SqlServer = "DTIW_TEST_SQLSERVER";

    /// <summary>Path of a Chromium, for the tests of pages in a browser.</summary>
    public const string Chromium = "DTIW_TEST_CHROMIUM";

    /// <summary>After a variable's name, set to 1: its tests must run; without what they need they fail in place of being skipped.</summary>
    private const string Required = "_REQUIRED";

    /// <summary>Connection string of a server, or path of the browser; null where the machine has none.</summary>
    public static string? ConnectionString(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    public static bool IsMissing(string variable) =>
        ConnectionString(variable) is null && Environment.GetEnvironmentVariable(variable + Required) != "1";
}

/// <summary>A database of its own on a server that tests run against; gone with the test.</summary>
public abstract class TestDatabase : IDisposable
{
    private bool _isCreated;

    protected string Name { get; } = $"dtiw_test_{Guid.NewGuid():N}";

    /// <summary>Connection string of the database.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Creates the database, empty, on the first call.</summary>
    public void Create() => Create(() => CreateStatement);

    /// <param name="statement">Asked for on the first call alone.</param>
    protected void Create(Func<string> statement)
    {
        if (!_isCreated)
        {
            Execute(statement());
            _isCreated = true;
        }
    }

    public abstract DbConnection Connect();

    protected abstract string CreateStatement { get; }
    protected abstract string DropStatement { get; }

    /// <summary>A connection to the server's own database.</summary>
    protected abstract DbConnection ConnectToServer();

    public void Dispose()
    {
        if (_isCreated)
        {
            Forget();
            Execute(DropStatement);
            _isCreated = false;
        }
    }

    /// <summary>Closes the connections that the driver keeps.</summary>
    protected abstract void Forget();

    private void Execute(string sql)
    {
        using var connection = ConnectToServer();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>A database on PostgreSQL.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private static string Server => DatabaseServers.ConnectionString(DatabaseServers.PostgreSql) ?? throw new InvalidOperationException($"{DatabaseServers.PostgreSql} holds no connection string.");

    public override string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = Name, MaxPoolSize = 20 }.ConnectionString;

    public override DbConnection Connect() => new NpgsqlConnection(ConnectionString);

    /// <summary>Creates the database on the first call as a copy of another, to which nobody may be connected.</summary>
    public void Create(Func<PostgresDatabase> original) => Create(() => $"{CreateStatement} TEMPLATE {original().Name}");

    protected override string CreateStatement => $"CREATE DATABASE {Name}";

    protected override string DropStatement => $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)";

    protected override DbConnection ConnectToServer() => new NpgsqlConnection(Server + ";Pooling=false");

    protected override void Forget() => NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
}

/// <summary>A database on SQL Server.</summary>
public sealed class SqlServerDatabase : TestDatabase
{
    private static string Server => DatabaseServers.ConnectionString(DatabaseServers.SqlServer) ?? throw new InvalidOperationException($"{DatabaseServers.SqlServer} holds no connection string.");

    public override string ConnectionString => new SqlConnectionStringBuilder(Server) { InitialCatalog = Name }.ConnectionString;

    public override DbConnection Connect() => new SqlConnection(ConnectionString);

    protected override string CreateStatement => $"CREATE DATABASE {Name}";

    protected override string DropStatement => $"DROP DATABASE {Name}";

    protected override DbConnection ConnectToServer() => new SqlConnection(Server + ";Pooling=false");

    protected override void Forget() => SqlConnection.ClearPool(new SqlConnection(ConnectionString));
}
