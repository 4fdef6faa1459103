using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.Server.Hosting;

/// <summary>What a warehouse holds.</summary>
public static class WarehouseContents
{
    /// <summary>Whether anything beyond the reference lists was ever loaded: such a warehouse gets no sample.</summary>
    public static bool HasRows(string file)
    {
        using var context = new WarehouseContext(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(file)));
        return context.LoadRuns.Any(run => run.Feed != "admin_units" && run.Feed != "admin_successors" && run.Feed != "reported_figures");
    }
}
