using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A warehouse in a file.</summary>
public sealed class SqliteDatabase(string file) : WarehouseDatabase
{
    private readonly string _readOnly = SqliteWarehouse.ConnectionString(file, readOnly: true);

    public string Location => file;
    public override string DisplayName => file;
    public override bool DeploysItself => true;
    public override WarehouseContext OpenReader() => new(SqliteWarehouse.Options(_readOnly));
    public override DbConnection Connect() => new SqliteConnection(_readOnly);
    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);
    public override LoadConnection OpenLoad() => SqliteLoadConnection.Open(file);

    public override Deployment Deploy()
    {
        var from = File.Exists(file) ? SqliteWarehouse.VersionOf(file) : null;
        SqliteWarehouse.Create(file);
        return new Deployment(from, from == Warehouse.SchemaVersion ? [] : ["schema"]);
    }
}
