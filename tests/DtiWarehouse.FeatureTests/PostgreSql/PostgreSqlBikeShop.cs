using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>The bike shop on a PostgreSQL database of its own; nothing where there is no server.</summary>
public class PostgreSqlBikeShop : BikeShopServer
{
    public PostgreSqlBikeShop()
    {
        // The column keeps the instant and no offset.
        foreach (var bike in Rows.Bikes)
        {
            bike.SeenAt = bike.SeenAt?.ToUniversalTime();
        }
    }

    protected PostgresDatabase Database { get; } = new();

    protected override SqlDialect Dialect { get; } = new PostgreSqlDialect();

    public override bool TriesPatterns => false;

    public override BikeShopContext CreateContext() => new(new DbContextOptionsBuilder<BikeShopContext>().UseNpgsql(Database.ConnectionString).Options);

    protected override DbConnection Connect() => Database.Connect();

    public override async Task InitializeAsync()
    {
        if (!DatabaseServers.IsMissing(DatabaseServers.PostgreSql))
        {
            Database.Create();
            await base.InitializeAsync();
        }
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Database.Dispose();
    }
}

/// <summary>Keys may stand as path segments.</summary>
public sealed class PostgreSqlBikeShopWithKeySegments : PostgreSqlBikeShop
{
    protected override bool KeyAsSegment => true;
}

/// <summary>Bodies, batches and links meet their limits soon.</summary>
public sealed class PostgreSqlBikeShopWithSmallBodies : PostgreSqlBikeShop
{
    protected override ODataLimits Limits { get; } = new() { MaxBodySize = 20_000, MaxBatchParts = 10, MaxUrlLength = 4_000 };
}
