using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DtiWarehouse.FeatureTests.SqlServer;

/// <summary>A SQL Server database.</summary>
public sealed class SqlServerStore : TestStore
{
    private readonly SqlServerDatabase _database = new();

    public override bool IsThere => !DatabaseServers.IsMissing(DatabaseServers.SqlServer);

    public override SqlDialect Dialect { get; } = new SqlServerDialect();

    public override void Create() => _database.Create();

    public override void Configure(DbContextOptionsBuilder options) => options
        // A batch of several rows would be a MERGE, which not every server of the protocol has.
        .UseSqlServer(_database.ConnectionString, server => server.MaxBatchSize(1))
        .ReplaceService<IModelCustomizer, SqlServerModel>();

    public override DbConnection Connect() => _database.Connect();

    public override void Dispose() => _database.Dispose();
}
