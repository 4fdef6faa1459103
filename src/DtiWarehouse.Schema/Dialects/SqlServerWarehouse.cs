using System.Data.Common;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>The warehouse on SQL Server 2019 or later and Azure SQL: options of the context.</summary>
public static class SqlServerWarehouse
{
    /// <summary>Texts compare by their code units, whatever the database's own collation.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    /// <summary>Options of the context over a connection string.</summary>
    public static DbContextOptions<WarehouseContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<WarehouseContext>().UseSqlServer(connectionString, Compatible).ReplaceService<IModelCustomizer, SqlServerModelCustomizer>().Options;

    /// <summary>Options of the context over a connection that the caller owns.</summary>
    public static DbContextOptions<WarehouseContext> Options(DbConnection connection) =>
        new DbContextOptionsBuilder<WarehouseContext>().UseSqlServer(connection, Compatible).ReplaceService<IModelCustomizer, SqlServerModelCustomizer>().Options;

    /// <summary>The schema as a script that may be run again.</summary>
    public static string CreateScript()
    {
        using var context = new WarehouseContext(Options(""));
        return new SqlServerScript().Write(context);
    }

    // Of SQL Server 2019; several rows are saved one statement each, since MERGE is not for every server of its protocol. A
    // connection that breaks is told as what it is: the provider's own strategy would wrap it in another exception.
    private static void Compatible(SqlServerDbContextOptionsBuilder options) =>
        options.UseCompatibilityLevel(150).MaxBatchSize(1).ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies));
}

/// <summary>Texts in a binary collation, so that answers are those of every other database.</summary>
internal sealed class SqlServerModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        modelBuilder.Entity<IndicatorValueFact>(e =>
        {
            e.Property(x => x.NumeratorLink).HasComputedColumnSql("CAST(CONCAT('/indicators/v1/values/', indicator_value_key, '/numerator') AS nvarchar(200)) COLLATE " + SqlServerWarehouse.Collation, stored: false);
            e.Property(x => x.DenominatorLink).HasComputedColumnSql("CAST(CONCAT('/indicators/v1/values/', indicator_value_key, '/denominator') AS nvarchar(200)) COLLATE " + SqlServerWarehouse.Collation, stored: false);
        });
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            // No OUTPUT clause: keys come from the program, and the servers' forms of it differ.
            entity.UseSqlOutputClause(false);
            foreach (var property in entity.GetProperties().Where(p => p.ClrType == typeof(string) || (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType).IsEnum))
            {
                property.SetCollation(SqlServerWarehouse.Collation);
            }
        }
    }
}
