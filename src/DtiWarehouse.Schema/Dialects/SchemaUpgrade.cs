using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// What a database of an earlier version lacks of the model: whole tables, indexes, columns. Versions only ever add, so
/// no column is dropped, renamed or retyped, and rows stay where they are; an index over other columns is built again. What
/// is kept in another way since is restated once.
/// </summary>
public static class SchemaUpgrade
{
    /// <summary>
    /// Whether nothing is missing, by the names alone: what every open asks. Working the statements out takes EF's differ
    /// over the whole model, tens of milliseconds.
    /// </summary>
    public static bool IsComplete(WarehouseContext context, ILookup<string, string> columns, IReadOnlyDictionary<string, string> indexes) =>
        context.Model.GetRelationalModel().Tables.All(table =>
            table.Columns.All(column => columns[table.Name].Contains(column.Name))
            && table.Indexes.All(index => indexes.GetValueOrDefault(index.Name) == string.Join(',', index.Columns.Select(column => column.Name))));

    /// <summary>
    /// Statements that add what is missing, in order. In the rows that are there a new column says nothing (null) or, where
    /// it must say something, its type's zero: the first word of a vocabulary, 0, no, or the empty text.
    /// </summary>
    /// <param name="columns">Columns that the database has, by table.</param>
    /// <param name="indexes">Indexes that it has, each with its columns in order, separated by commas.</param>
    public static IReadOnlyList<string> Statements(WarehouseContext context, ILookup<string, string> columns, IReadOnlyDictionary<string, string> indexes)
    {
        var model = context.GetService<IDesignTimeModel>().Model;
        var whole = context.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel());
        var missing = whole.SelectMany<MigrationOperation, MigrationOperation>(operation => operation switch
        {
            CreateTableOperation table when columns.Contains(table.Name) => table.Columns
                .Where(column => !columns[table.Name].Contains(column.Name))
                .Select(column => Fill(column, model)),
            CreateIndexOperation index when indexes.TryGetValue(index.Name, out var built) =>
                built == string.Join(',', index.Columns) ? [] : [new DropIndexOperation { Name = index.Name, Table = index.Table }, index],
            _ => [operation],
        }).ToList();
        return missing.Count == 0 ? [] : [.. context.GetService<IMigrationsSqlGenerator>().Generate(missing, model).Select(command => command.CommandText)];
    }

    /// <summary>Statements that bring rows into the form in which this version keeps them.</summary>
    /// <param name="version">Version of the model that the database is stamped with.</param>
    public static IEnumerable<string> Restatements(long version)
    {
        // Until version 1 the natural key of a source row ended with the durable code of its unit, since then as written.
        return version > 1 ? [] : Feeds.KeyedByUnit.Select(Feeds.SourceTable).Select(source =>
            $"""
            UPDATE {source} SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
            FROM src_unit_code c
            WHERE c.code = {source}.unit_code AND c.code <> c.durable_code
            """);
    }

    private static AddColumnOperation Fill(AddColumnOperation column, IModel model)
    {
        if (!column.IsNullable && column.DefaultValue is null && column.DefaultValueSql is null)
        {
            var property = model.GetRelationalModel().FindTable(column.Table, column.Schema)!.FindColumn(column.Name)!.PropertyMappings[0].Property;
            var zero = property.ClrType == typeof(string) ? "" : Activator.CreateInstance(property.ClrType);
            column.DefaultValue = property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(zero) : zero;
        }
        return column;
    }
}
