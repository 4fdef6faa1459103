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
    /// over the whole model, and so do its tables and the model that rows are tracked by, which a reader has no need of.
    /// </summary>
    public static bool IsComplete(WarehouseContext context, ILookup<string, string> columns, IReadOnlyDictionary<string, string> indexes) =>
        context.GetService<IDesignTimeModel>().Model.GetEntityTypes().All(type =>
            type.GetProperties().All(property => columns[type.GetTableName()!].Contains(property.GetColumnName()))
            && type.GetIndexes().All(index => indexes.GetValueOrDefault(index.GetDatabaseName()!) == string.Join(',', index.Properties.Select(property => property.GetColumnName()))));

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

    /// <summary>Statements that bring the rows of one version of the model into the form in which a later one keeps them.</summary>
    public static IEnumerable<string> Restatements(long from, long to)
    {
        // Until version 1 the natural key of a source row ended with the durable code of its unit, since then as written.
        var keys = from > 1 || to < 2 ? [] : Feeds.KeyedByUnit.Select(Feeds.SourceTable).Select(source =>
            $"""
            UPDATE {source} SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
            FROM src_unit_code c
            WHERE c.code = {source}.unit_code AND c.code <> c.durable_code
            """);
        // Since version 4 there are roll-ups of dossiers by unit.
        return keys.Concat(from > 3 || to < 4 ? [] : DossierRollups);
    }

    private const string Counts = "received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count";

    private static string Sums { get; } = string.Join(", ", $"{Counts}, on_time, late".Split(", ").Select(count => $"SUM({count})"));

    private static string[] DossierRollups { get; } =
    [
        $"""
        INSERT INTO agg_dossier_unit_month (dossier_unit_month_key, month_period_key, receiving_unit_key, channel, service_class, {Counts}, on_time, late, updated_at)
        SELECT ROW_NUMBER() OVER (ORDER BY month_period_key, receiving_unit_key, channel, service_class), month_period_key, receiving_unit_key, channel, service_class, {Sums}, MAX(updated_at)
        FROM
        (
            SELECT month_period_key, receiving_unit_key, channel, service_class, {Counts}, 0 AS on_time, 0 AS late, updated_at FROM agg_dossier_month
            UNION ALL
            SELECT received_date_key / 100 * 100 + 10, receiving_unit_key, channel, service_class, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                CASE WHEN is_on_time = 1 THEN 1 ELSE 0 END, CASE WHEN is_on_time = 0 THEN 1 ELSE 0 END, updated_at
            FROM fact_dossier
        ) counted
        GROUP BY month_period_key, receiving_unit_key, channel, service_class
        """,
        $"""
        INSERT INTO agg_dossier_unit (dossier_unit_key, receiving_unit_key, channel, service_class, {Counts}, on_time, late, updated_at)
        SELECT ROW_NUMBER() OVER (ORDER BY receiving_unit_key, channel, service_class), receiving_unit_key, channel, service_class, {Sums}, MAX(updated_at)
        FROM agg_dossier_unit_month
        GROUP BY receiving_unit_key, channel, service_class
        """,
    ];

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
