using DtiWarehouse.OData.Sql;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The warehouse and its jobs in one SQL Server database.</summary>
public sealed class SqlServerServerDatabase(string connectionString, string? reader, string? owner) : ServerDatabase
{
    public override WarehouseDatabase Warehouse { get; } = new SqlServerDatabase(connectionString, reader, owner);

    public override OperationsStore Operations { get; } = new SqlServerOperations(connectionString);

    protected override SqlDialect Dialect { get; } = new SqlServerDialect();

    protected override string DataStateSql =>
        "SELECT version, (SELECT CONVERT(varchar(23), MAX(last_loaded_at), 126) + 'Z' FROM etl_feed_state) AS [DTIW-Data-As-Of] FROM etl_data_version";
}
