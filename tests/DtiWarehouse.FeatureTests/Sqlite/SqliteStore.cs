using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>A SQLite file.</summary>
public sealed class SqliteStore : TestStore
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"store-{Guid.NewGuid():N}.db");

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _file }.ToString();

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override void Create()
    {
    }

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public override DbConnection Connect() => new SqliteConnection(ConnectionString + ";Mode=ReadOnly");

    public override void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}
