using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;

namespace DtiWarehouse.FeatureTests.SqlServer;

/// <summary>The bike shop on a SQL Server database of its own.</summary>
public class SqlServerBikeShop() : BikeShopServer(new SqlServerStore())
{
    public override bool TellsPlans => false;

    public override bool HasPatterns => false;

    public override IReadOnlyList<string> Lacking { get; } =
    [
        "matchesPattern",
        // No infinity: such a quotient is null.
        "Weight div 0",
        "Edm.Binary",
    ];
}

/// <summary>Keys may stand as path segments.</summary>
public sealed class SqlServerBikeShopWithKeySegments : SqlServerBikeShop
{
    protected override bool KeyAsSegment => true;
}

/// <summary>Bodies, batches and links meet their limits soon.</summary>
public sealed class SqlServerBikeShopWithSmallBodies : SqlServerBikeShop
{
    protected override ODataLimits Limits { get; } = new() { MaxBodySize = 20_000, MaxBatchParts = 10, MaxUrlLength = 4_000 };
}
