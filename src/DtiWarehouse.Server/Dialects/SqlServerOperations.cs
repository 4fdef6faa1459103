using System.Data.Common;
using DtiWarehouse.Server.Jobs;
using Microsoft.Data.SqlClient;
using Quartz;

namespace DtiWarehouse.Server.Dialects;

/// <summary>
/// Schedules and runs in the warehouse's own database, whose <c>deploy</c> makes their tables. Of several servers on it the one
/// whose connection holds a lock runs the jobs; it falls free with the connection, however that ends.
/// </summary>
public sealed class SqlServerOperations(string connectionString) : OperationsStore
{
    public override void Create()
    {
    }

    public override DbConnection Open()
    {
        var connection = new SqlConnection(connectionString);
        connection.Open();
        return connection;
    }

    public override void Configure(IPersistentStoreBuilder store) => store.UseSqlServer(SqlClientFactory.Instance, connectionString);

    public override Lead? TryLead()
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var command = new SqlCommand(
                "DECLARE @outcome int; EXEC @outcome = sp_getapplock @Resource = N'DtiWarehouse jobs', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0; SELECT @outcome", connection);
            if (command.ExecuteScalar() is >= 0)
            {
                return new ConnectionLead(connection);
            }
            connection.Dispose();
            return null;
        }
        catch (SqlException)
        {
            connection.Dispose();
            return null;
        }
    }
}
