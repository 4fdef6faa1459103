using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>The bike shop on a PostgreSQL database of its own.</summary>
public class PostgreSqlBikeShop() : BikeShopServer(new PostgreSqlStore())
{
    /// <summary>A query that runs for hours: its condition holds for no bikes, and takes all of them together to tell.</summary>
    public static string Endless { get; } =
        $"Bikes?$filter={string.Concat(Enumerable.Range(0, 9).Select(i => $"{(i == 0 ? "" : $"x{i - 1}/")}Shop/Bikes/any(x{i}:"))}{string.Join("+add+", Enumerable.Range(0, 9).Select(i => $"x{i}/Id"))}+eq+-1{new string(')', 9)}";

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
