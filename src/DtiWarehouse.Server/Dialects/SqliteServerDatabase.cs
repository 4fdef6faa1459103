using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The warehouse in a file, the jobs in another beside it.</summary>
public sealed class SqliteServerDatabase(string? connectionString, string data) : ServerDatabase
{
    public override WarehouseDatabase Warehouse { get; } = new SqliteDatabase(SqliteWarehouse.FileOf(connectionString) ?? Path.Combine(data, "warehouse.db"));

    public override OperationsStore Operations { get; } = new SqliteOperations(data);

    protected override SqlDialect Dialect { get; } = new SqliteDialect();

    protected override string DataStateSql => DataState;

    /// <summary>The data's state in a file, the open copy's too.</summary>
    public const string DataState =
        """
        SELECT version, (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(last_loaded_at)) FROM etl_feed_state) AS "DTIW-Data-As-Of"
        FROM etl_data_version
        """;
}
