using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>The bike shop on a SQLite file of its own.</summary>
public class SqliteBikeShop : BikeShopServer
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bikes-{Guid.NewGuid():N}.db");

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _file }.ToString();

    protected override SqlDialect Dialect { get; } = new SqliteDialect();

    public override BikeShopContext CreateContext() => new(new DbContextOptionsBuilder<BikeShopContext>().UseSqlite(ConnectionString).Options);

    protected override DbConnection Connect() => new SqliteConnection(ConnectionString + ";Mode=ReadOnly");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}

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
