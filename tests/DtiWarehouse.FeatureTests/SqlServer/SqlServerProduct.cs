using System.Data.Common;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.FeatureTests.Warehouse;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.FeatureTests.SqlServer;

/// <summary>The product on SQL Server. It has no copy of a database by one statement: every folder's is deployed.</summary>
public sealed class SqlServerProduct : ProductDatabase
{
    public static readonly SqlServerProduct Instance = new();

    public override bool IsMissing => DatabaseServers.IsMissing(DatabaseServers.SqlServer);

    public override FolderDatabase Open(string data) => new SqlServerFolderDatabase();
}

/// <summary>A folder's own database.</summary>
internal sealed class SqlServerFolderDatabase : FolderDatabase
{
    private readonly SqlServerDatabase _database = new();
    private bool _isDeployed;

    public override IReadOnlyList<(string Name, string Value)> Settings
    {
        get
        {
            IReadOnlyList<(string, string)> settings = [("Warehouse__Provider", "SqlServer"), ("ConnectionStrings__Warehouse", _database.ConnectionString)];
            if (!_isDeployed)
            {
                _database.Create();
                ServerProcess.Deploy(settings);
                _isDeployed = true;
            }
            return settings;
        }
    }

    public override DbConnection Connect() => new SqlConnection(_database.ConnectionString + ";Pooling=false");

    public override DbConnection HoldWriteLock()
    {
        var connection = OpenWarehouse();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN TRANSACTION; UPDATE stg_write_lock SET held = held WHERE id = 1";
        command.ExecuteNonQuery();
        return connection;
    }

    public override bool Keeps(string text) => Rows(
        """
        SELECT QUOTENAME(c.TABLE_NAME), QUOTENAME(c.COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS c
        JOIN INFORMATION_SCHEMA.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
        WHERE t.TABLE_TYPE = 'BASE TABLE' AND c.DATA_TYPE IN ('varchar', 'nvarchar', 'char', 'nchar')
        """).Any(column => Number($"SELECT COUNT(*) FROM {column[0]} WHERE {column[1]} LIKE '%{text}%'") > 0);

    public override void Dispose() => _database.Dispose();
}
