using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>A PostgreSQL database.</summary>
public sealed class PostgreSqlStore : TestStore
{
    private readonly PostgresDatabase _database = new();

    public override bool IsThere => !DatabaseServers.IsMissing(DatabaseServers.PostgreSql);

    public override SqlDialect Dialect { get; } = new PostgreSqlDialect();

    public override bool KeepsOffsets => false;

    public override void Create() => _database.Create();

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_database.ConnectionString).AddInterceptors(new UtcInstants());

    public override DbConnection Connect() => _database.Connect();

    public override void Dispose() => _database.Dispose();

    /// <summary>Puts the instants of new rows in UTC, which is all that the columns take.</summary>
    private sealed class UtcInstants : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            foreach (var property in eventData.Context!.ChangeTracker.Entries().Where(e => e.State is EntityState.Added).SelectMany(e => e.Properties))
            {
                switch (property.CurrentValue)
                {
                    case DateTimeOffset instant:
                        property.CurrentValue = instant.ToUniversalTime();
                        break;
                    case DateTime instant:
                        property.CurrentValue = DateTime.SpecifyKind(instant, DateTimeKind.Utc);
                        break;
                }
            }
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }
    }
}
