using System.Runtime.CompilerServices;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Staging;
using Microsoft.Data.Sqlite;
using static DtiWarehouse.Tests.Load.Given;

namespace DtiWarehouse.Tests.Load;

/// <summary>Files made by the scripts of earlier versions open, keep their rows and take loads.</summary>
public sealed class Earlier_warehouses_open : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}.db");

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(ScriptFolder(), "*.sql").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_file_of_an_earlier_version_gets_what_it_lacks_and_keeps_its_rows(string script)
    {
        Make(script);

        SqliteWarehouse.Create(_file);

        Assert.Equal(ColumnsOfANewFile(), Columns(_file));
        Assert.Equal(["1|igate_dossiers|first.csv|Completed|3"], Rows("SELECT load_key, feed, file_name, status, rows_read FROM etl_load_run"));
        Assert.Equal(["5"], Rows("SELECT version FROM etl_data_version"));
        Assert.Equal([$"{Warehouse.SchemaVersion}"], Rows("PRAGMA user_version"));
        Assert.Equal(["ok"], Rows("PRAGMA integrity_check"));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void An_upgraded_file_takes_a_load_and_reads_as_a_model(string script)
    {
        Make(script);
        var runner = new LoadRunner(() => SqliteLoadConnection.Open(_file), TimeProvider.System);

        using var source = new RowsSource(Feeds.Dossiers, "second.csv", [Dossier("A")]);
        var run = runner.Load(source);

        Assert.Equal((LoadStatus.Completed, 2, 1, 6L), (run.Status, run.LoadKey, run.RowsLoaded, run.DataVersion));
        using var context = new WarehouseContext(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(_file, readOnly: true) + ";Pooling=False"));
        Assert.Equal([1, 2], context.LoadRuns.OrderBy(r => r.LoadKey).AsEnumerable().Select(r => r.LoadKey));
    }

    [Fact]
    public void Source_rows_that_stood_under_the_durable_code_stand_under_the_identifier_as_written()
    {
        Make("version-0.sql");
        Execute("INSERT INTO src_unit_code (code, durable_code) VALUES ('000.00.53.H48', 'H48.53'), ('H48.53', 'H48.53')");
        foreach (var (key, code, written) in ((int, string, string)[])[(1, "V", "000.00.53.H48"), (2, "W", "H48.53")])
        {
            Execute(
                $"INSERT INTO src_ioffice_documents (row_key, natural_key, version, content, is_deleted, unit_code) VALUES ({key}, '{code}\u001fOutgoing\u001fH48.53', '2024-06-01 01:00:00', '{code}', 0, '{written}')");
        }

        SqliteWarehouse.Create(_file);
        SqliteWarehouse.Create(_file);

        Assert.Equal(["V\u001fOutgoing\u001f000.00.53.H48", "W\u001fOutgoing\u001fH48.53"], Rows("SELECT natural_key FROM src_ioffice_documents"));
    }

    [Fact]
    public void An_upgrade_that_cannot_finish_leaves_the_file_as_it_was()
    {
        Make("version-0.sql");
        Execute("DROP INDEX ux_dim_channel; INSERT INTO dim_channel (channel_key, code, name, name_en) VALUES (1, 'x', 'x', 'x'), (2, 'x', 'x', 'x')");
        var before = Columns(_file);

        Assert.Throws<SqliteException>(() => SqliteWarehouse.Create(_file));

        Assert.Equal(before, Columns(_file));
        Assert.Equal(["0"], Rows("PRAGMA user_version"));
    }

    [Fact]
    public void A_file_of_a_later_version_is_left_alone_and_the_message_says_why()
    {
        Make("version-0.sql");
        Execute("PRAGMA user_version = 999");
        var before = Columns(_file);

        var refusal = Assert.Throws<NewerWarehouseException>(() => SqliteWarehouse.Create(_file));

        Assert.Contains("phiên bản mới hơn", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a later version of the program (schema 999", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Columns(_file));
    }

    [Fact]
    public void A_file_that_is_up_to_date_is_opened_without_waiting_for_a_writer()
    {
        SqliteWarehouse.Create(_file);
        using var writer = new SqliteConnection(SqliteWarehouse.ConnectionString(_file) + ";Pooling=False");
        writer.Open();
        using var transaction = writer.BeginTransaction(deferred: false);

        SqliteWarehouse.Create(_file);
    }

    private void Make(string script)
    {
        Execute("PRAGMA journal_mode = WAL");
        Execute(File.ReadAllText(Path.Combine(ScriptFolder(), script)));
        // What a version asks of a run beyond the first one's columns.
        var first = "load_key feed file_name content_hash started_at completed_at status rows_read rows_loaded rows_changed rows_unchanged rows_superseded rows_rejected data_version mapping_hash".Split(' ');
        var further = Rows("SELECT name, CASE name WHEN 'kind' THEN '''File''' ELSE '0' END FROM pragma_table_info('etl_load_run') WHERE \"notnull\"")
            .Select(column => column.Split('|')).Where(column => !first.Contains(column[0])).ToList();
        Execute(
            $"""
            INSERT INTO etl_data_version (id, version, as_of_date) VALUES (1, 5, '2025-01-01');
            INSERT INTO etl_load_run ({string.Join(", ", first.Concat(further.Select(column => column[0])))})
            VALUES (1, 'igate_dossiers', 'first.csv', 'hash', '2025-01-01 00:00:00', '2025-01-01 00:00:01', 'Completed', 3, 3, 0, 0, 0, 0, 5, ''
                {string.Concat(further.Select(column => ", " + column[1]))})
            """);
    }

    private static string[] ColumnsOfANewFile()
    {
        var file = Path.Combine(Path.GetTempPath(), $"dtiw-{Guid.NewGuid():N}.db");
        SqliteWarehouse.Create(file);
        var columns = Columns(file);
        Delete(file);
        return columns;
    }

    /// <summary>Columns with type and nullability, and indexes with what they are on.</summary>
    private static string[] Columns(string file) =>
    [
        .. Rows(file, "SELECT t.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"),
        .. Rows(file, "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"),
    ];

    private string[] Rows(string sql) => Rows(_file, sql);

    private static string[] Rows(string file, string sql)
    {
        using var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(file) + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString())));
        }
        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(_file) + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string ScriptFolder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "EarlierWarehouses");

    private static void Delete(string file)
    {
        SqliteConnection.ClearAllPools();
        foreach (var part in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(part);
        }
    }

    public void Dispose() => Delete(_file);
}
