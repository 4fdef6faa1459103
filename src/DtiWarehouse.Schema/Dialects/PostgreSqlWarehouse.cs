using System.Data.Common;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The warehouse on PostgreSQL 15 or later: options of the context.</summary>
public static class PostgreSqlWarehouse
{
    /// <summary>Options of the context over a connection string.</summary>
    public static DbContextOptions<WarehouseContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<WarehouseContext>().UseNpgsql(connectionString, Plain).ReplaceService<IModelCustomizer, PostgreSqlModelCustomizer>().Options;

    /// <summary>Options of the context over a connection that the caller owns.</summary>
    public static DbContextOptions<WarehouseContext> Options(DbConnection connection) =>
        new DbContextOptionsBuilder<WarehouseContext>().UseNpgsql(connection, Plain).ReplaceService<IModelCustomizer, PostgreSqlModelCustomizer>().Options;

    /// <summary>A connection that breaks is told as what it is: the provider's own strategy would wrap it in another exception.</summary>
    private static void Plain(NpgsqlDbContextOptionsBuilder options) => options.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies));

    /// <summary>The schema as a script that may be run again.</summary>
    public static string CreateScript()
    {
        using var context = new WarehouseContext(Options(""));
        return new PostgreSqlScript().Write(context);
    }
}

/// <summary>
/// Texts compare and sort by their characters whatever the database's own collation, so that answers are those of every other
/// database; names have sort keys of their own for the Vietnamese order.
/// </summary>
internal sealed class PostgreSqlModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        modelBuilder.Entity<IndicatorValueFact>(e =>
        {
            e.Property(x => x.NumeratorLink).HasComputedColumnSql("'/indicators/v1/values/' || CAST(indicator_value_key AS text) || '/numerator'", stored: true);
            e.Property(x => x.DenominatorLink).HasComputedColumnSql("'/indicators/v1/values/' || CAST(indicator_value_key AS text) || '/denominator'", stored: true);
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.ClrType == typeof(string) || (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum)
            {
                // A length would save nothing here and could only fail a load.
                property.SetColumnType("text");
                property.SetCollation("C");
            }
        }
    }
}
