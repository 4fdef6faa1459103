using System.Data.Common;
using DtiWarehouse.Server.Jobs;
using Npgsql;
using Quartz;

namespace DtiWarehouse.Server.Dialects;

/// <summary>
/// Schedules and runs in the warehouse's own database, whose <c>deploy</c> makes their tables. Of several servers on it the one
/// whose connection holds a lock runs the jobs; it falls free with the connection, however that ends.
/// </summary>
public sealed class PostgreSqlOperations(string connectionString) : OperationsStore
{
    private const long LeadLock = 0x4454494A;

    public override void Create()
    {
    }

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        return connection;
    }

    public override void Configure(IPersistentStoreBuilder store) => store.UsePostgres(NpgsqlFactory.Instance, connectionString);

    public override Lead? TryLead()
    {
        // Kept alive, so that a server that is cut off from the database learns of it.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 5, TcpKeepAlive = true }.ConnectionString);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LeadLock})", connection);
            if (command.ExecuteScalar() is true)
            {
                return new ConnectionLead(connection);
            }
            connection.Dispose();
            return null;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            return null;
        }
    }
}
