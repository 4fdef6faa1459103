using DtiWarehouse.Etl;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Staging;
using Npgsql;

namespace DtiWarehouse.Tests.Load;

/// <summary>The accounts of <c>db/postgresql/accounts.sql</c>: each does its part and no other's.</summary>
public sealed class Accounts_are_apart
{
    [FactOnServer(DatabaseServers.PostgreSql)]
    public void On_PostgreSQL_one_deploys_one_loads_and_one_reads()
    {
        using var server = new PostgresDatabase();
        server.Create();
        Execute(server.ConnectionString, File.ReadAllText(Path.Combine(Repository(), "db", "postgresql", "accounts.sql")));
        var (owner, load, read) = (As("dtiw_owner"), As("dtiw_load"), As("dtiw_read"));
        var warehouse = new PostgreSqlDatabase(load, read, owner);

        Assert.Throws<NotDeployedException>(warehouse.OpenLoad);
        Assert.Null(warehouse.Deploy().From);
        var runner = new LoadRunner(warehouse.OpenLoad, TimeProvider.System);
        runner.LoadReferenceData();
        using var rows = new RowsSource(Feeds.Dossiers, "first.csv", [Given.Dossier("A"), Given.Dossier("B")]);
        Assert.Equal(2, runner.Load(rows).RowsLoaded);
        Assert.Equal(["2"], TestedDatabase.Rows(warehouse, "SELECT COUNT(*) FROM fact_dossier"));
        Assert.Equal(Warehouse.SchemaVersion, warehouse.Deploy().From);

        Refused(load, "ALTER TABLE fact_dossier ADD COLUMN x integer");
        Refused(load, "CREATE TABLE other (x integer)");
        Refused(read, "DELETE FROM fact_dossier");
        Refused(read, "CREATE TABLE other (x integer)");

        string As(string account) => new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = account }.ConnectionString;
    }

    private static void Refused(string connectionString, string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.Throws<PostgresException>(() => Execute(connectionString, sql)).SqlState);

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DtiWarehouse.sln")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException("DtiWarehouse.sln");
    }
}
