using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The feed over a warehouse on the embedded database.</summary>
public static class SqliteFeed
{
    /// <summary>The warehouse as readers see it.</summary>
    public static WarehouseContext Open(string file) => new(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(file, readOnly: true)));

    /// <summary>Reads with read-only rights; the file need not be there before the first query.</summary>
    public static ODataService Create(string file, FeedSettings settings, byte[] signingKey, Func<string?> unavailable)
    {
        using var context = Open(file);
        var model = FeedModel.Create(context);
        var connectionString = SqliteWarehouse.ConnectionString(file, readOnly: true);
        return new ODataService(model, new SqliteDialect(), () => new SqliteConnection(connectionString))
        {
            Limits = settings.Limits,
            DataVersionSql =
                """
                SELECT version, (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(last_loaded_at)) FROM etl_feed_state) AS "DTIW-Data-As-Of"
                FROM etl_data_version
                """,
            AsOfSql = "SELECT as_of_date FROM etl_data_version",
            ExplainAllowed = settings.MayExplain,
            SigningKey = signingKey,
            Unavailable = unavailable,
        };
    }
}
