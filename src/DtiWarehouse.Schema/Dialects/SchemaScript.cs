using System.Globalization;
using System.Text;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// The model as a script that a person can read and run by hand: tables with what each column holds, indexes, first rows. It
/// may be run again, and then adds only what is missing. No foreign key is declared: loads check references in sets, before
/// they commit, and renew members of dimensions that facts lead to.
/// </summary>
internal abstract class SchemaScript
{
    protected StringBuilder Text { get; } = new();

    public string Write(WarehouseContext context)
    {
        var model = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        var operations = context.GetService<IMigrationsModelDiffer>().GetDifferences(null, model);
        var indexes = operations.OfType<CreateIndexOperation>().ToLookup(index => index.Table);
        Head();
        foreach (var table in operations.OfType<CreateTableOperation>().OrderBy(table => Place(table.Name)).ThenBy(table => table.Name, StringComparer.Ordinal))
        {
            Table(table);
            foreach (var index in indexes[table.Name])
            {
                Index(table, index);
            }
        }
        foreach (var table in StagingTables.All)
        {
            Staging(table);
        }
        FirstRows();
        return Text.ToString();
    }

    protected abstract void Head();
    protected abstract void Table(CreateTableOperation table);
    protected abstract void Index(CreateTableOperation table, CreateIndexOperation index);

    /// <summary>A table that loads fill and empty, where the database keeps those in its schema.</summary>
    protected virtual void Staging(StagingTable table)
    {
    }

    protected abstract void FirstRows();

    protected void Line(string line = "") => Text.Append(line).Append('\n');

    /// <summary>Columns and primary key, a line each, with the comment of each column above it.</summary>
    protected void Columns(CreateTableOperation table, IReadOnlyList<string> key, Func<AddColumnOperation, string> type)
    {
        foreach (var column in table.Columns)
        {
            if (column.Comment is { } comment)
            {
                Line($"    -- {comment.ReplaceLineEndings(" ")}");
            }
            Line($"    {column.Name} {type(column)},");
        }
        Line($"    CONSTRAINT {table.PrimaryKey!.Name} PRIMARY KEY ({string.Join(", ", key)})");
    }

    protected static string Version { get; } = Warehouse.SchemaVersion.ToString(CultureInfo.InvariantCulture);

    private static int Place(string table) => table.Split('_')[0] switch { "dim" => 0, "bridge" => 1, "fact" => 2, "agg" => 3, "src" => 4, _ => 5 };
}
