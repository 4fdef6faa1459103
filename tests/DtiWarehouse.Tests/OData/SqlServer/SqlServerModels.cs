using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>Models as EF Core keeps them on SQL Server; no server is asked.</summary>
internal static class SqlServerModels
{
    /// <summary>The warehouse, with the collation of the dialect on all texts.</summary>
    public static readonly ODataModel Warehouse = Of(Options<WarehouseContext, BinaryTexts>(), o => new WarehouseContext(o), FeedModel.Create);

    /// <summary>A stranger's model, whose texts have the collation of whatever database it is in.</summary>
    public static readonly ODataModel BikeShop = Of(Options<BikeShopContext, DurationsInTicks>(), o => new BikeShopContext(o), c => EntityFrameworkModel.Create(c, "BikeShop", "Store", BikeShopDeclarations.All));

    private static ODataModel Of<TContext>(DbContextOptions<TContext> options, Func<DbContextOptions<TContext>, TContext> create, Func<TContext, ODataModel> read)
        where TContext : DbContext
    {
        using var context = create(options);
        return read(context);
    }

    private static DbContextOptions<TContext> Options<TContext, TCustomizer>()
        where TContext : DbContext
        where TCustomizer : IModelCustomizer =>
        new DbContextOptionsBuilder<TContext>().UseSqlServer("Server=nowhere").ReplaceService<IModelCustomizer, TCustomizer>().Options;

    private sealed class BinaryTexts(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            modelBuilder.UseCollation(SqlServerDialect.Collation);
        }
    }

    private sealed class DurationsInTicks(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(TimeSpan)))
            {
                property.SetValueConverter(new TimeSpanToTicksConverter());
            }
        }
    }
}
