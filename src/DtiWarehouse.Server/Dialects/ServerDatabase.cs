using System.Collections.Concurrent;
using System.Data.Common;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Jobs;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The databases that a warehouse may stand on (<c>Warehouse__Provider</c>).</summary>
public enum WarehouseProvider { Sqlite, PostgreSql, SqlServer }

/// <summary>What the server needs of a database: the warehouse in it, its feed's SQL, and the place of its jobs.</summary>
public abstract class ServerDatabase
{
    private readonly ConcurrentDictionary<string, Lazy<ODataModel>> _models = new(StringComparer.Ordinal);
    private readonly Lazy<WarehouseContext> _context;

    protected ServerDatabase() => _context = new(() => Warehouse.OpenReader());

    public abstract WarehouseDatabase Warehouse { get; }

    /// <summary>Schedules and runs of the jobs.</summary>
    public abstract OperationsStore Operations { get; }

    protected abstract SqlDialect Dialect { get; }

    /// <summary>One row: the data's version, and when data last came, ISO 8601 in UTC, as <c>DTIW-Data-As-Of</c>.</summary>
    protected abstract string DataStateSql { get; }

    /// <summary>The day that the data stands at.</summary>
    public const string AsOfSql = "SELECT as_of_date FROM etl_data_version";

    /// <summary>The OData feed over the warehouse; the database need not be there before the first query.</summary>
    /// <param name="unavailable">What the warehouse is still being made ready for; null = ready.</param>
    /// <param name="publicRoot">Root of links; null = as requested.</param>
    /// <param name="scopeOf">What a caller is bound to; null = nobody is.</param>
    /// <param name="excluded">Sets that are not served.</param>
    public ODataService CreateFeed(
        FeedSettings settings, byte[] signingKey, Func<string?> unavailable, Uri? publicRoot = null, Func<HttpContext, RowScope?>? scopeOf = null, params string[] excluded)
    {
        return new ODataService(Model(excluded), Dialect, Warehouse.Connect)
        {
            Limits = settings.Limits,
            DataVersionSql = DataStateSql,
            AsOfSql = AsOfSql,
            ExplainAllowed = settings.MayExplain,
            SigningKey = signingKey,
            PublicRoot = publicRoot,
            Unavailable = unavailable,
            ScopeOf = scopeOf ?? (_ => null),
        };
    }

    /// <summary>Feeds over the same sets share their model; all are read from one context, which never opens a connection.</summary>
    private ODataModel Model(string[] excluded) => _models.GetOrAdd(string.Join(' ', excluded), _ => new Lazy<ODataModel>(() =>
    {
        lock (_context)
        {
            return FeedModel.Create(_context.Value, excluded);
        }
    })).Value;

    /// <summary>
    /// Builds EF Core's model of a kind of database, which feeds and checks of the schema then read. It takes longer than all else
    /// of a start and needs no settings, so a start begins with it.
    /// </summary>
    public static void BuildModel(WarehouseProvider provider)
    {
        WarehouseDatabase database = provider switch
        {
            WarehouseProvider.PostgreSql => new PostgreSqlDatabase("Host=localhost"),
            WarehouseProvider.SqlServer => new SqlServerDatabase("Server=localhost"),
            _ => new SqliteDatabase(":memory:"),
        };
        using var context = database.OpenReader();
        _ = context.GetService<IDesignTimeModel>().Model;
    }

    /// <param name="connectionStrings">Of the warehouse, its readers and its owner; see README.</param>
    /// <param name="data">The data folder.</param>
    /// <exception cref="SettingsException">A connection string is missing or cannot be read.</exception>
    public static ServerDatabase Open(WarehouseProvider provider, Func<string, string?> connectionStrings, string data)
    {
        var (warehouse, reader, owner) = (connectionStrings("Warehouse"), connectionStrings("WarehouseReader"), connectionStrings("WarehouseOwner"));
        if (provider is not WarehouseProvider.Sqlite && warehouse is null)
        {
            throw new SettingsException(
                $"Warehouse__Provider={provider}: hãy đặt ConnectionStrings__Warehouse. / set ConnectionStrings__Warehouse.");
        }
        try
        {
            return provider switch
            {
                WarehouseProvider.PostgreSql => new PostgreSqlServerDatabase(warehouse!, reader, owner),
                WarehouseProvider.SqlServer => new SqlServerServerDatabase(warehouse!, reader, owner),
                _ => new SqliteServerDatabase(warehouse, data),
            };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // The text may hold a password: it is not repeated.
            var example = provider switch
            {
                WarehouseProvider.PostgreSql => "Host=db;Database=dtiw;Username=dtiw_load",
                WarehouseProvider.SqlServer => "Server=db;Database=dtiw;Integrated Security=true",
                _ => "Data Source=/path/to/warehouse.db",
            };
            throw new SettingsException($"ConnectionStrings__Warehouse: không đọc được; hãy ghi như “{example}”. / cannot be read; write it like “{example}”.");
        }
    }
}
