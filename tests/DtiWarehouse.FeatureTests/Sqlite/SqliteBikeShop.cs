using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>The bike shop on a SQLite file of its own.</summary>
public class SqliteBikeShop() : BikeShopServer(new SqliteStore());

/// <summary>Keys may stand as path segments.</summary>
public sealed class SqliteBikeShopWithKeySegments : SqliteBikeShop
{
    protected override bool KeyAsSegment => true;
}

/// <summary>Bodies, batches and links meet their limits soon.</summary>
public sealed class SqliteBikeShopWithSmallBodies : SqliteBikeShop
{
    protected override ODataLimits Limits { get; } = new() { MaxBodySize = 20_000, MaxBatchParts = 10, MaxUrlLength = 4_000 };
}
