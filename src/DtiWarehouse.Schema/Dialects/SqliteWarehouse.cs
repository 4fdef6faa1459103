using DtiWarehouse.Schema.Facts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The warehouse on the embedded database: options, connection settings, DDL.</summary>
public static class SqliteWarehouse
{
    /// <summary>Connection string of a warehouse file. Foreign keys are checked in sets by the loader, not row by row.</summary>
    public static string ConnectionString(string file, bool readOnly = false) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = false,
        Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = 60,
    }.ToString();

    /// <summary>The file that a connection string names; null without one.</summary>
    public static string? FileOf(string? connectionString) =>
        string.IsNullOrEmpty(connectionString) ? null : Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>Options of the context over a SQLite connection string.</summary>
    public static DbContextOptions<WarehouseContext> Options(string connectionString) => Options<WarehouseContext>(connectionString);

    /// <summary>Options of another context over tables that are kept in the same way.</summary>
    public static DbContextOptions<T> Options<T>(string connectionString)
        where T : DbContext =>
        new DbContextOptionsBuilder<T>()
            .UseSqlite(connectionString)
            .ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCustomizer, SqliteModelCustomizer>()
            .Options;

    /// <summary>Options of the context over a connection that the caller owns.</summary>
    public static DbContextOptions<WarehouseContext> Options(SqliteConnection connection) =>
        new DbContextOptionsBuilder<WarehouseContext>()
            .UseSqlite(connection)
            .ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCustomizer, SqliteModelCustomizer>()
            .Options;

    /// <summary>
    /// Creates the tables where the file has none, adds what a file of an earlier version lacks, in one transaction, and
    /// sets the journal so that readers see the last commit while a load writes.
    /// </summary>
    /// <exception cref="NewerWarehouseException">The file is of a later version; it is left as it is.</exception>
    public static void Create(string file)
    {
        // A first load into a new data directory comes before the server has ever made it.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var connection = new SqliteConnection(ConnectionString(file));
        connection.Open();
        if (IsUpToDate(connection))
        {
            // Nothing to do, so nothing to wait for: a load of another process may hold the write lock.
            return;
        }
        // Of a new file. A load of many rows takes a seventh less time than over pages of 4096 bytes; scans read fewer pages.
        Execute(connection, "PRAGMA page_size = 16384");
        Execute(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var statement in Compare(connection, SchemaUpgrade.Statements))
        {
            Execute(connection, statement);
        }
        foreach (var statement in SchemaUpgrade.Restatements((long)Execute(connection, "PRAGMA user_version")!, Warehouse.SchemaVersion))
        {
            Execute(connection, statement);
        }
        Execute(connection, "INSERT INTO etl_data_version (id, version, as_of_date) SELECT 1, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM etl_data_version)");
        Execute(connection, $"INSERT INTO etl_schema_version (version, applied_at, applied_by) SELECT {Warehouse.SchemaVersion}, datetime('now'), 'DtiWarehouse' WHERE NOT EXISTS (SELECT 1 FROM etl_schema_version WHERE version = {Warehouse.SchemaVersion})");
        Execute(connection, $"PRAGMA user_version = {Warehouse.SchemaVersion}");
        transaction.Commit();
    }

    /// <summary>Version of the schema that a file is stamped with.</summary>
    public static int? VersionOf(string file)
    {
        using var connection = new SqliteConnection(ConnectionString(file) + ";Pooling=False");
        connection.Open();
        return (int)(long)Execute(connection, "PRAGMA user_version")!;
    }

    private static bool IsUpToDate(SqliteConnection connection)
    {
        var version = (long)Execute(connection, "PRAGMA user_version")!;
        return version > Warehouse.SchemaVersion
            ? throw new NewerWarehouseException(connection.DataSource, version)
            : version == Warehouse.SchemaVersion && Compare(connection, SchemaUpgrade.IsComplete);
    }

    private static T Compare<T>(SqliteConnection connection, Func<WarehouseContext, ILookup<string, string>, IReadOnlyDictionary<string, string>, T> with)
    {
        using var context = new WarehouseContext(Options(connection));
        return with(
            context,
            Names(connection, "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'").ToLookup(name => name.Table, name => name.Name),
            Names(connection, "SELECT i.name, (SELECT group_concat(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c) FROM sqlite_master i WHERE i.type = 'index' AND i.sql IS NOT NULL")
                .ToDictionary(index => index.Table, index => index.Name));
    }

    private static List<(string Table, string Name)> Names(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new List<(string, string)>();
        while (reader.Read())
        {
            names.Add((reader.GetString(0), reader.GetString(1)));
        }
        return names;
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The star's tables and indexes as one script.</summary>
    public static string CreateScript()
    {
        using var context = new WarehouseContext(Options(ConnectionString(":memory:")));
        return context.Database.GenerateCreateScript();
    }
}

/// <summary>
/// SQLite has no decimal: EF's default is text, which neither sums nor compares. A decimal with scale s is stored as
/// the whole number value × 10^s.
/// </summary>
internal sealed class SqliteModelCustomizer(Microsoft.EntityFrameworkCore.Infrastructure.ModelCustomizerDependencies dependencies)
    : Microsoft.EntityFrameworkCore.Infrastructure.RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        if (modelBuilder.Model.FindEntityType(typeof(IndicatorValueFact)) is not null)
        {
            modelBuilder.Entity<IndicatorValueFact>(e =>
            {
                e.Property(x => x.NumeratorLink).HasComputedColumnSql("'/indicators/v1/values/' || indicator_value_key || '/numerator'", stored: false);
                e.Property(x => x.DenominatorLink).HasComputedColumnSql("'/indicators/v1/values/' || indicator_value_key || '/denominator'", stored: false);
            });
        }
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(decimal))
            {
                var factor = (decimal)Math.Pow(10, property.GetScale() ?? throw new InvalidOperationException($"{property} needs a precision and a scale."));
                property.SetValueConverter(new ValueConverter<decimal, long>(value => (long)(value * factor), stored => stored / factor));
            }
        }
    }
}
