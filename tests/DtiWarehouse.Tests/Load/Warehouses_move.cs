using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Moves;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Tests.Load;

/// <summary>A warehouse as files, and back, on the same database and from one to another.</summary>
public sealed class Warehouses_move(FilledWarehouse filled) : IClassFixture<FilledWarehouse>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-").FullName;

    [Fact]
    public void An_import_is_its_export_row_for_row()
    {
        var source = filled.Database;
        var manifest = WarehouseMove.Export(source, At("export"), TimeProvider.System);
        var copy = new SqliteDatabase(At("copy.db"));

        WarehouseMove.Import(copy, At("export"));

        var again = WarehouseMove.Export(copy, At("again"), TimeProvider.System);
        Assert.Equal(manifest.Tables.Select(t => (t.Name, t.Rows, t.Sha256)), again.Tables.Select(t => (t.Name, t.Rows, t.Sha256)));
        Assert.Equal(manifest.DataVersion, again.DataVersion);
        Assert.All(["fact_dossier", "dim_unit", "etl_load_run", "src_igate_dossiers"], table => Assert.True(manifest.Tables.Single(t => t.Name == table).Rows > 10, table));
        Assert.Equal(Facts(source), Facts(copy));
    }

    [FactOnServer(DatabaseServers.PostgreSql)]
    public void From_a_file_to_PostgreSQL_and_back_nothing_changes()
    {
        using var server = new PostgresDatabase();
        server.Create();
        var there = new PostgreSqlDatabase(server.ConnectionString);
        there.Deploy();
        var source = filled.Database;
        var manifest = WarehouseMove.Export(source, At("export"), TimeProvider.System);

        WarehouseMove.Import(there, At("export"));
        var back = WarehouseMove.Export(there, At("back"), TimeProvider.System);

        Assert.Equal(manifest.Tables.Select(t => (t.Name, t.Rows, t.Sha256)), back.Tables.Select(t => (t.Name, t.Rows, t.Sha256)));
        // It takes loads: keys go on where they were.
        using var rows = new RowsSource(Schema.Staging.Feeds.Dossiers, "next.csv", [Given.Dossier("NEXT")]);
        Assert.Equal(1, new LoadRunner(there.OpenLoad, TimeProvider.System).Load(rows).RowsLoaded);
    }

    [Fact]
    public void An_export_that_was_changed_is_refused_and_nothing_is_written()
    {
        WarehouseMove.Export(filled.Database, At("export"), TimeProvider.System);
        var file = Path.Combine(At("export"), "dim_channel.csv");
        File.WriteAllText(file, File.ReadAllText(file).Replace("Trực tuyến", "Trực tuyếm", StringComparison.Ordinal));
        var copy = new SqliteDatabase(At("copy.db"));

        Assert.Contains("dim_channel.csv", Assert.Throws<MoveException>(() => WarehouseMove.Import(copy, At("export"))).Message, StringComparison.Ordinal);

        Assert.Equal(["0"], TestedDatabase.Rows(copy, "SELECT COUNT(*) FROM dim_admin_level"));
    }

    [Theory]
    [InlineData("fact_dossier.csv", null, "fact_dossier.csv")]
    [InlineData("manifest.json", null, "manifest.json")]
    [InlineData("manifest.json", "{}", "manifest.json")]
    [InlineData("dim_channel.csv", "channel_key\n1,", "dim_channel.csv")]
    public void What_is_missing_or_damaged_is_named(string file, string? content, string named)
    {
        WarehouseMove.Export(filled.Database, At("export"), TimeProvider.System);
        var path = Path.Combine(At("export"), file);
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        Assert.Contains(named, Assert.Throws<MoveException>(() => WarehouseMove.Import(new SqliteDatabase(At("copy.db")), At("export"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warehouse_that_holds_data_takes_no_import_and_a_folder_that_holds_files_no_export()
    {
        var source = filled.Database;
        WarehouseMove.Export(source, At("export"), TimeProvider.System);

        Assert.Contains("empty", Assert.Throws<MoveException>(() => WarehouseMove.Import(source, At("export"))).Message, StringComparison.Ordinal);
        Assert.Contains("not empty", Assert.Throws<MoveException>(() => WarehouseMove.Export(source, At("export"), TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static string[] Facts(WarehouseDatabase database) => TestedDatabase.Rows(database, "SELECT dossier_code, received_date, is_on_time, updated_at FROM fact_dossier");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A small warehouse with texts that try the form of the files.</summary>
public sealed class FilledWarehouse : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-").FullName;

    public FilledWarehouse()
    {
        var files = Path.Combine(_folder, "sample");
        SampleExport.Write(files, new SampleOptions { Size = 0.002, Calibrated = false }, _ => { }, CancellationToken.None);
        Database = new SqliteDatabase(Path.Combine(_folder, "source.db"));
        var runner = new LoadRunner(Database.OpenLoad, TimeProvider.System);
        runner.LoadReferenceData();
        Assert.Contains(runner.LoadInbox(files).ToList(), run => run is { Feed: Schema.Staging.Feeds.Dossiers, RowsLoaded: > 10 });
        using var connection = Database.OpenLoad();
        connection.Execute("UPDATE dim_channel SET name_en = @text WHERE channel_key = 1", ("text", "a \"quoted\", text\r\nof two lines"));
        connection.Execute("UPDATE dim_channel SET name_en = '' WHERE channel_key = 2");
    }

    public SqliteDatabase Database { get; }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
