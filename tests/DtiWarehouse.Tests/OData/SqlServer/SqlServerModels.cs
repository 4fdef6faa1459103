using DtiWarehouse.FeatureTests.Conformance;
using DtiWarehouse.FeatureTests.Differential;
using DtiWarehouse.FeatureTests.Foreign;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.SqlServer;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>Models as EF Core keeps them on SQL Server; no server is asked.</summary>
internal static class SqlServerModels
{
    /// <summary>The warehouse as the product keeps it.</summary>
    public static readonly ODataModel Warehouse = FeedModel.Create(new WarehouseContext(SqlServerWarehouse.Options("Server=nowhere")));

    /// <summary>The strangers' models of the feature tests, by the name that requests are kept under, with the script that makes their tables.</summary>
    public static readonly IReadOnlyDictionary<string, (ODataModel Model, string Script)> Strangers = new Dictionary<string, (ODataModel Model, string Script)>
    {
        ["bikeshop"] = Of(new BikeShopContext(Options<BikeShopContext, SqlServerModel>()), c => EntityFrameworkModel.Create(c, "BikeShop", "Store", BikeShopDeclarations.All)),
        ["market"] = Of(new MarketContext(Options<MarketContext, SqlServerModel>()), c => EntityFrameworkModel.Create(c, "Market", "Store", MarketDeclarations.All)),
        ["sales"] = Of(new SalesContext(Options<SalesContext, SqlServerModel>()), c => EntityFrameworkModel.Create(c, "SalesModel", "SalesData", SalesDeclarations.All)),
        ["library"] = Of(new LibraryContext(Options<LibraryContext, SqlServerModel>()), c => EntityFrameworkModel.Create(c, "Library", "Shelves")),
    };

    private static (ODataModel Model, string Script) Of<TContext>(TContext context, Func<TContext, ODataModel> read)
        where TContext : DbContext => (read(context), context.Database.GenerateCreateScript());

    private static DbContextOptions<TContext> Options<TContext, TCustomizer>()
        where TContext : DbContext
        where TCustomizer : IModelCustomizer =>
        new DbContextOptionsBuilder<TContext>().UseSqlServer("Server=nowhere").ReplaceService<IModelCustomizer, TCustomizer>().Options;
}
