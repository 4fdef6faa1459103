using System.Data.Common;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Dialects;

/// <summary>The lead that a lock of a connection's session gives; it is lost with the connection.</summary>
internal sealed class ConnectionLead(DbConnection connection) : Lead
{
    public override bool IsHeld
    {
        get
        {
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT 1";
                return command.ExecuteScalar() is 1;
            }
            catch (Exception failure) when (failure is DbException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    public override void Dispose() => connection.Dispose();
}
