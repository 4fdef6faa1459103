using System.Data.Common;
using DtiWarehouse.OData.Sql;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>Where a test's model keeps its rows: a database of its own, gone with the test, and the dialect that is spoken to it.</summary>
public abstract class TestStore : IDisposable
{
    /// <summary>False where the database has no server on this machine: tests are skipped, and fixtures do nothing.</summary>
    public virtual bool IsThere => true;

    public abstract SqlDialect Dialect { get; }

    /// <summary>Instants come back with the offset that they were saved with; else in UTC, as rows that are saved become.</summary>
    public virtual bool KeepsOffsets => true;

    /// <summary>Makes the database, empty.</summary>
    public abstract void Create();

    /// <summary>Points EF Core to the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Options of a context on the database.</summary>
    public DbContextOptions<T> Options<T>() where T : DbContext
    {
        var options = new DbContextOptionsBuilder<T>();
        Configure(options);
        return options.Options;
    }

    /// <summary>A closed connection for the service.</summary>
    public abstract DbConnection Connect();

    public abstract void Dispose();
}
