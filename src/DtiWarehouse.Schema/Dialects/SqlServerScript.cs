using System.Globalization;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The schema of SQL Server, in what every server of its protocol understands.</summary>
internal sealed class SqlServerScript : SchemaScript
{
    /// <summary>Bytes that a key of an index may have.</summary>
    private const int LongestKey = 1700;

    protected override void Head()
    {
        Line($"-- The warehouse on SQL Server 2019 or later, or Azure SQL: schema version {Version}.");
        Line("-- Generated from the model. \"DtiWarehouse.Server deploy\" runs it under a lock; by hand, as the owner of the schema:");
        Line("--   sqlcmd -b -I -d DATABASE -i db/schema/sqlserver.sql");
        Line("-- It may be run again, and then adds only what is missing. Accounts, columnstore and comments as extended properties have");
        Line("-- scripts of their own in db/sqlserver/.");
        Line("-- Texts have a binary collation: they compare by their characters on every server. Loads check references in sets;");
        Line("-- no foreign key is declared. Tables stg_… belong to the loads, which fill and empty them.");
        Go();
    }

    protected override void Table(CreateTableOperation table)
    {
        Line();
        Line($"-- {table.Comment?.ReplaceLineEndings(" ")}");
        Line($"IF OBJECT_ID(N'{table.Name}', N'U') IS NULL");
        Line($"CREATE TABLE {table.Name} (");
        Columns(table, table.PrimaryKey!.Columns, Type);
        Line(");");
        Go();
    }

    private static string Type(AddColumnOperation column) => column.ComputedColumnSql is { } sql
        ? $"AS {sql}"
        : $"{column.ColumnType}{(column.Collation is { } collation ? $" COLLATE {collation}" : "")} {(column.IsNullable ? "NULL" : "NOT NULL")}";

    protected override void Index(CreateTableOperation table, CreateIndexOperation index)
    {
        var length = index.Columns.Sum(name => Length(table.Columns.Single(column => column.Name == name)));
        if (length > LongestKey)
        {
            Line($"-- No index {index.Name}: a key of {length.ToString(CultureInfo.InvariantCulture)} bytes is longer than SQL Server takes. The loads keep these rows apart.");
            return;
        }
        Line($"IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'{index.Name}' AND object_id = OBJECT_ID(N'{table.Name}'))");
        Line($"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX {index.Name} ON {table.Name} ({string.Join(", ", index.Columns)});");
        Go();
    }

    private static int Length(AddColumnOperation column) => column.ClrType == typeof(string) ? (column.MaxLength ?? 4000) * 2 : 8;

    protected override void Staging(StagingTable table)
    {
        var keys = table.Columns.Where(column => column.IsKey).Select(column => column.Name).ToList();
        Line();
        Line($"IF OBJECT_ID(N'{table.Name}', N'U') IS NULL");
        Line($"CREATE TABLE {table.Name} (");
        Line(string.Join(",\n", table.Columns.Select(column => $"    {column.Name} {Type(column.Type)} {(column.IsKey ? "NOT NULL" : "NULL")}")
            .Concat(keys.Count == 0 ? [] : [$"    CONSTRAINT pk_{table.Name} PRIMARY KEY ({string.Join(", ", keys)})"])));
        Line(");");
        Go();
    }

    private static string Type(StagingType type) => type switch
    {
        StagingType.Int => "int",
        StagingType.Long => "bigint",
        StagingType.Flag => "bit",
        StagingType.Instant => "datetime2",
        StagingType.Code => $"nvarchar(450) COLLATE {SqlServerWarehouse.Collation}",
        _ => $"nvarchar(max) COLLATE {SqlServerWarehouse.Collation}",
    };

    protected override void FirstRows()
    {
        Line();
        Line("-- The one row of it is held by the load that writes.");
        Line("IF OBJECT_ID(N'stg_write_lock', N'U') IS NULL");
        Line("CREATE TABLE stg_write_lock (id int NOT NULL, held bigint NOT NULL, CONSTRAINT pk_stg_write_lock PRIMARY KEY (id));");
        Go();
        Line("INSERT INTO stg_write_lock (id, held) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM stg_write_lock);");
        Line("INSERT INTO etl_data_version (id, version, as_of_date) SELECT 1, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM etl_data_version);");
        Line($"INSERT INTO etl_schema_version (version, applied_at, applied_by) SELECT {Version}, SYSUTCDATETIME(), SUSER_SNAME() WHERE NOT EXISTS (SELECT 1 FROM etl_schema_version WHERE version = {Version});");
        Go();
    }

    private void Go() => Line("GO");
}
