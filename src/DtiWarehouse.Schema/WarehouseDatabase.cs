using System.Data.Common;

namespace DtiWarehouse.Schema;

/// <summary>What <see cref="WarehouseDatabase.Deploy"/> did.</summary>
/// <param name="From">Version of the schema before; null where there was none.</param>
/// <param name="Steps">Scripts that were run, in order; empty where the schema was up to date.</param>
public sealed record Deployment(int? From, IReadOnlyList<string> Steps)
{
    /// <summary>What an administrator has to do beside it, in Vietnamese and English; null for nothing.</summary>
    public string? Remark { get; init; }
}

/// <summary>The database that holds a warehouse; what differs between databases is written in Dialects.</summary>
public abstract class WarehouseDatabase
{
    /// <summary>The database as people know it: a file, or server and name. No secret is in it.</summary>
    public abstract string DisplayName { get; }

    /// <summary>Whether a load or server brings the schema up to date by itself; elsewhere an owner's account has to, see <see cref="Deploy"/>.</summary>
    public abstract bool DeploysItself { get; }

    /// <summary>The model over the warehouse as readers see it.</summary>
    public abstract WarehouseContext OpenReader();

    /// <summary>A closed connection that may read.</summary>
    public abstract DbConnection Connect();

    /// <summary>Begins a transaction on an open connection that sees one state of the data and holds no load up.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>A load's connection.</summary>
    /// <exception cref="NewerWarehouseException">The schema is of a later version.</exception>
    /// <exception cref="NotDeployedException">The schema is missing or of an earlier version, and this account is not the one to change it.</exception>
    public abstract LoadConnection OpenLoad();

    /// <summary>
    /// Brings the schema to this version under a lock, in one transaction, and records it. A database of this version is left
    /// alone.
    /// </summary>
    /// <exception cref="NewerWarehouseException">The schema is of a later version.</exception>
    public abstract Deployment Deploy();

    /// <param name="version">Version of the schema; null where there is none.</param>
    protected void RequireThisVersion(long? version)
    {
        if (version > Warehouse.SchemaVersion)
        {
            throw new NewerWarehouseException(DisplayName, version.Value);
        }
        if (version != Warehouse.SchemaVersion)
        {
            throw new NotDeployedException(DisplayName, version);
        }
    }
}

/// <summary>A program of an earlier version was started on a warehouse that a later one has upgraded.</summary>
public sealed class NewerWarehouseException(string database, long version) : Exception(
    $"Kho dữ liệu {database} do phiên bản mới hơn của phần mềm tạo ra (lược đồ {version}, phần mềm này biết đến {Warehouse.SchemaVersion}); hãy dùng phiên bản mới. "
    + $"/ The warehouse {database} was made by a later version of the program (schema {version}, this program knows {Warehouse.SchemaVersion}); use that version.");

/// <summary>The schema of a database on a server is not that of this version.</summary>
public sealed class NotDeployedException(string database, long? version) : Exception(
    version is null
        ? $"Cơ sở dữ liệu {database} chưa có lược đồ; hãy chạy lệnh deploy bằng tài khoản chủ sở hữu. / The database {database} has no schema yet; run the deploy command with the owner's account."
        : $"Kho dữ liệu {database} có lược đồ {version}, phần mềm này cần {Warehouse.SchemaVersion}; hãy chạy lệnh deploy bằng tài khoản chủ sở hữu. "
            + $"/ The warehouse {database} has schema {version}, this program needs {Warehouse.SchemaVersion}; run the deploy command with the owner's account.");

/// <summary>Another load held the warehouse for longer than a load waits.</summary>
public sealed class WarehouseBusyException(Exception cause) : DbException("Một lần nạp khác đang ghi vào kho. / Another load is writing to the warehouse.", cause)
{
    public override bool IsTransient => true;
}
