using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>The bike shop on a PostgreSQL database of its own.</summary>
public class PostgreSqlBikeShop() : BikeShopServer(new PostgreSqlStore())
{
    public override bool TriesPatterns => false;
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
