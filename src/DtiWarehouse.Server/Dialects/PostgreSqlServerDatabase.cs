using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The warehouse and its jobs in one PostgreSQL database.</summary>
public sealed class PostgreSqlServerDatabase(string connectionString, string? reader, string? owner) : ServerDatabase
{
    public override WarehouseDatabase Warehouse { get; } = new PostgreSqlDatabase(connectionString, reader, owner);

    public override OperationsStore Operations { get; } = new PostgreSqlOperations(connectionString);

    protected override SqlDialect Dialect { get; } = new PostgreSqlDialect();

    protected override string DataStateSql =>
        """
        SELECT version, (SELECT to_char(MAX(last_loaded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM etl_feed_state) AS "DTIW-Data-As-Of"
        FROM etl_data_version
        """;
}
