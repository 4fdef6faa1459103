using DtiWarehouse.Etl;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Staging;
using Npgsql;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>How <c>deploy</c> leaves a database on a server.</summary>
public sealed class Deployments : IDisposable
{
    private readonly PostgresDatabase _server = new();

    [FactOnServer(DatabaseServers.PostgreSql)]
    public async Task Two_at_once_make_one_schema_and_one_record()
    {
        _server.Create();

        var deployed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => new PostgreSqlDatabase(_server.ConnectionString).Deploy())));

        Assert.Equal([null, Warehouse.SchemaVersion], deployed.Select(d => d.From).Order());
        Assert.Equal(1, deployed.Count(d => d.Steps.Count > 0));
        Assert.Equal([$"{Warehouse.SchemaVersion}"], TestedDatabase.Rows(new PostgreSqlDatabase(_server.ConnectionString), "SELECT version FROM etl_schema_version"));
    }

    [FactOnServer(DatabaseServers.PostgreSql)]
    public void A_later_schema_is_left_alone_by_deploy_and_by_loads_and_an_earlier_one_by_loads()
    {
        _server.Create();
        var database = new PostgreSqlDatabase(_server.ConnectionString);
        database.Deploy();

        Execute("UPDATE etl_schema_version SET version = 999");
        Assert.Contains("schema 999", Assert.Throws<NewerWarehouseException>(database.Deploy).Message, StringComparison.Ordinal);
        Assert.Throws<NewerWarehouseException>(database.OpenLoad);

        Execute("UPDATE etl_schema_version SET version = 1");
        Assert.Contains("deploy", Assert.Throws<NotDeployedException>(database.OpenLoad).Message, StringComparison.Ordinal);
    }

    [FactOnServer(DatabaseServers.PostgreSql)]
    public void A_database_of_version_3_gets_the_roll_ups_of_what_it_holds()
    {
        _server.Create();
        var database = new PostgreSqlDatabase(_server.ConnectionString);
        database.Deploy();
        new LoadRunner(database.OpenLoad, TimeProvider.System).Load(new RowsSource(Feeds.Dossiers, "first.csv", [Dossier("A"), Dossier("B", resolved: "2024-03-09")]));
        string[] tables = ["agg_dossier_unit_month", "agg_dossier_unit"];
        var before = tables.SelectMany(table => TestedDatabase.Rows(database, $"SELECT * FROM {table}")).ToArray();
        Execute("DROP TABLE agg_dossier_unit_month; DROP TABLE agg_dossier_unit; UPDATE etl_schema_version SET version = 3");

        var deployment = database.Deploy();

        Assert.Equal((3, Warehouse.SchemaVersion - 3), (deployment.From!.Value, deployment.Steps.Count));
        Assert.NotEmpty(before);
        Assert.Equal(before, tables.SelectMany(table => TestedDatabase.Rows(database, $"SELECT * FROM {table}")));
    }

    [FactOnServer(DatabaseServers.PostgreSql)]
    public void The_script_run_again_by_hand_changes_nothing()
    {
        _server.Create();
        var database = new PostgreSqlDatabase(_server.ConnectionString);
        database.Deploy();
        const string Objects = "SELECT relname, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'";
        var before = TestedDatabase.Rows(database, Objects);

        Execute(PostgreSqlWarehouse.CreateScript());

        Assert.Equal(before, TestedDatabase.Rows(database, Objects));
        Assert.True(before.Length > 200, "Tables, partitions and indexes.");
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose() => _server.Dispose();
}
