using System.Text;
using System.Text.RegularExpressions;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.OpenApi;
using Microsoft.Data.Sqlite;
using Quartz;

namespace DtiWarehouse.Tests.Generated;

/// <summary>Files that are generated and checked in. <c>DTIW_REWRITE_BASELINES=1 dotnet test</c> rewrites them.</summary>
public sealed partial class GeneratedFiles
{
    [Fact]
    public void The_schema_script_of_SQLite_is_the_model_s() => Verify("db/schema/sqlite.sql", SqliteWarehouse.CreateScript());

    [Fact]
    public void The_schema_script_of_PostgreSQL_is_the_model_s() => Verify("db/schema/postgresql.sql", PostgreSqlWarehouse.CreateScript());

    [Fact]
    public void The_schema_script_of_SQL_Server_is_the_model_s() => Verify("db/schema/sqlserver.sql", SqlServerWarehouse.CreateScript());

    [Fact]
    public void The_metadata_documents_are_the_model_s()
    {
        var service = new ODataService(Model(), new SqliteDialect(), () => throw new InvalidOperationException("No data is read."));
        Verify("openapi/metadata.xml", Encoding.UTF8.GetString(service.Metadata));
        Verify("openapi/metadata.json", Encoding.UTF8.GetString(service.MetadataJson));
    }

    [Fact]
    public void The_OpenAPI_document_is_the_model_s() => Verify("openapi/openapi.json", OpenApiEndpoints.Write(Model(), DocumentRoots.Here));

    private static ODataModel Model()
    {
        using var context = new WarehouseContext(SqliteWarehouse.Options("Data Source=:memory:"));
        return FeedModel.Create(context);
    }

    [Fact]
    public async Task The_tables_of_the_scheduler_are_those_of_its_library()
    {
        var file = Path.GetTempFileName();
        var connectionString = $"Data Source={file};Pooling=False";
        var scheduler = await QuartzSchedulerBuilder
            .Create(quartz => quartz.UsePersistentStore(store => store.UseSqlite(SqliteFactory.Instance, connectionString).ProvisionSchema()))
            .BuildScheduler();
        await scheduler.Shutdown(waitForJobsToComplete: false);

        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name";
        using var reader = command.ExecuteReader();
        var script = new StringBuilder();
        while (reader.Read())
        {
            script.Append(CreateObject().Replace(reader.GetString(0), "$0 IF NOT EXISTS", 1)).Append(";\n");
        }
        reader.Close();
        connection.Close();
        File.Delete(file);
        Verify("db/operations/sqlite.quartz.sql", script.ToString());
    }

    [Fact]
    public void The_tables_of_the_scheduler_on_PostgreSQL_are_those_of_its_library() => Verify("db/operations/postgresql.quartz.sql", SchedulerScript("postgres", "qrtz_", ""));

    [Fact]
    public void The_tables_of_the_scheduler_on_SQL_Server_are_those_of_its_library() => Verify("db/operations/sqlserver.quartz.sql", SchedulerScript("sqlServer", "QRTZ_", "GO\n"));

    /// <summary>The script by which the library creates what is missing: statements between separators, with a prefix for its tables.</summary>
    private static string SchedulerScript(string database, string prefix, string separator)
    {
        using var resource = new StreamReader(typeof(IScheduler).Assembly.GetManifestResourceStream($"Quartz.Impl.AdoJobStore.Schema.create_{database}.sql")!);
        var statements = resource.ReadToEnd().ReplaceLineEndings("\n").Split("--;;\n")[1..]
            .Select(statement => string.Join('\n', statement.TrimEnd().Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))));
        return string.Concat(statements.Where(statement => statement.Length > 0).Select(statement => statement.Replace("{0}", prefix, StringComparison.Ordinal).Replace("{1}", prefix, StringComparison.Ordinal) + "\n" + separator));
    }

    [GeneratedRegex("^CREATE [A-Z]+")]
    private static partial Regex CreateObject();

    internal static void Verify(string path, string generated)
    {
        var file = Path.Combine(Root(), path);
        generated = generated.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("DTIW_REWRITE_BASELINES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, generated);
        }
        Assert.True(File.Exists(file) && File.ReadAllText(file) == generated, $"{path} is stale; run DTIW_REWRITE_BASELINES=1 dotnet test and check the difference in.");
    }

    internal static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DtiWarehouse.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("The tests run inside the repository.");
    }
}
