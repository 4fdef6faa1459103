using System.Collections.Concurrent;
using System.Numerics;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace DtiWarehouse.FeatureTests.SqlServer;

/// <summary>
/// The tests' models as SQL Server can keep them: durations in ticks, decimals with room for digits, keys that rows may
/// bring along, references that delete nothing. Texts but those of the bike shop compare by their characters.
/// </summary>
public sealed class SqlServerModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in type.GetProperties())
            {
                Adapt(property, context);
            }
            foreach (var complex in type.GetComplexProperties())
            {
                Adapt(complex, context);
            }
            foreach (var reference in type.GetForeignKeys().Where(f => !f.IsOwnership))
            {
                // Several ways that a deletion could go are an error.
                reference.DeleteBehavior = DeleteBehavior.ClientNoAction;
            }
        }
    }

    private static void Adapt(IMutableComplexProperty complex, DbContext context)
    {
        foreach (var property in complex.ComplexType.GetProperties())
        {
            Adapt(property, context);
        }
        foreach (var inner in complex.ComplexType.GetComplexProperties())
        {
            Adapt(inner, context);
        }
    }

    private static void Adapt(IMutableProperty property, DbContext context)
    {
        var clr = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (clr == typeof(TimeSpan))
        {
            property.SetValueConverter(new TimeSpanToTicksConverter());
        }
        else if (clr == typeof(decimal) && property.GetPrecision() is null && property.GetValueConverter() is null)
        {
            property.SetColumnType("decimal(28, 10)");
        }
        else if (clr == typeof(string) && context is not BikeShopContext)
        {
            property.SetCollation(SqlServerDialect.Collation);
        }
        else if ((clr == typeof(int) || clr == typeof(long)) && property.IsPrimaryKey() && property.ValueGenerated is ValueGenerated.OnAdd)
        {
            // An identity column would refuse the keys that rows bring along.
            property.SetValueGenerationStrategy(SqlServerValueGenerationStrategy.None);
            property.SetValueGeneratorFactory((_, _) => clr == typeof(int) ? new NextNumber<int>() : new NextNumber<long>());
        }
    }

    /// <summary>Numbers rows without a key from 1 in each table of each database.</summary>
    private sealed class NextNumber<T> : ValueGenerator<T>
        where T : INumber<T>
    {
        private static readonly ConcurrentDictionary<(string? Database, string Table), T> Last = new();

        public override bool GeneratesTemporaryValues => false;

        public override T Next(EntityEntry entry) => Last.AddOrUpdate((entry.Context.Database.GetConnectionString(), entry.Metadata.Name), T.One, (_, last) => last + T.One);
    }
}
