using System.Globalization;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The schema of PostgreSQL.</summary>
internal sealed class PostgreSqlScript : SchemaScript
{
    protected override void Head()
    {
        Line($"-- The warehouse on PostgreSQL 15 or later: schema version {Version}.");
        Line("-- Generated from the model. \"DtiWarehouse.Server deploy\" runs it under a lock; by hand, as the owner of the schema:");
        Line("--   psql --single-transaction --set ON_ERROR_STOP=1 --file db/schema/postgresql.sql \"$DATABASE\"");
        Line("-- It may be run again, and then adds only what is missing. Accounts: db/postgresql/accounts.sql.");
        Line("-- Texts have the collation \"C\": they compare by their characters on every server. Loads check references in sets;");
        Line("-- no foreign key is declared.");
        Line();
        Line("SET client_min_messages = warning;");
    }

    protected override void Table(CreateTableOperation table)
    {
        var partitions = PostgreSqlPartitions.All.FirstOrDefault(p => p.Fact == table.Name);
        Line();
        Line($"-- {table.Comment?.ReplaceLineEndings(" ")}");
        Line($"CREATE TABLE IF NOT EXISTS {table.Name} (");
        Columns(table, partitions is null ? table.PrimaryKey!.Columns : [.. table.PrimaryKey!.Columns, partitions.Column], Type);
        Line(partitions is null ? ");" : $") PARTITION BY RANGE ({partitions.Column});");
        if (partitions is not null)
        {
            Partitions(partitions);
        }
        Line($"COMMENT ON TABLE {table.Name} IS {Literal(table.Comment)};");
        foreach (var column in table.Columns.Where(column => column.Comment is not null))
        {
            Line($"COMMENT ON COLUMN {table.Name}.{column.Name} IS {Literal(column.Comment)};");
        }
    }

    private void Partitions(PostgreSqlPartitions partitions)
    {
        for (var year = PostgreSqlPartitions.FirstYear; year <= PostgreSqlPartitions.LastYear; year++)
        {
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE IF NOT EXISTS {partitions.Fact}_{year} PARTITION OF {partitions.Fact} FOR VALUES FROM ({year * partitions.YearFactor}) TO ({(year + 1) * partitions.YearFactor});"));
        }
        Line($"CREATE TABLE IF NOT EXISTS {partitions.Fact}_rest PARTITION OF {partitions.Fact} DEFAULT;");
    }

    private static string Type(AddColumnOperation column) =>
        $"{column.ColumnType}{(column.Collation is { } collation ? $" COLLATE \"{collation}\"" : "")}{(column.IsNullable ? "" : " NOT NULL")}"
        + (column.ComputedColumnSql is { } sql ? $" GENERATED ALWAYS AS ({sql}) STORED" : "");

    protected override void Index(CreateTableOperation table, CreateIndexOperation index)
    {
        var partitions = PostgreSqlPartitions.All.FirstOrDefault(p => p.Fact == table.Name);
        if (index.IsUnique && partitions is not null)
        {
            Line($"-- Unique by ux_{partitions.NaturalKeys}, whose table is not partitioned: a fact has the key of its source row.");
        }
        var isUnique = index.IsUnique && partitions is null;
        Line($"CREATE {(isUnique ? "UNIQUE " : "")}INDEX IF NOT EXISTS {(isUnique ? index.Name : index.Name.Replace("ux_", "ix_", StringComparison.Ordinal))} ON {table.Name} ({string.Join(", ", index.Columns)});");
    }

    protected override void FirstRows()
    {
        Line();
        Line("INSERT INTO etl_data_version (id, version, as_of_date) VALUES (1, 0, NULL) ON CONFLICT (id) DO NOTHING;");
        Line($"INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES ({Version}, CURRENT_TIMESTAMP, CURRENT_USER) ON CONFLICT (version) DO NOTHING;");
    }

    private static string Literal(string? text) => text is null ? "NULL" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
