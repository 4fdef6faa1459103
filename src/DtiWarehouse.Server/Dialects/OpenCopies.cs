using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Schema.Open;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Open;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Server.Dialects;

/// <summary>
/// The open copies of one server: a folder of its own below the data folder, with the file that requests read and the one
/// being written. A file that a new one has replaced is deleted when its last request has ended.
/// </summary>
public sealed class OpenCopies : IDisposable
{
    private const string Lock = "in-use";

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly Lock _gate = new();
    private Copy? _current;
    private Action _releaseConnections = () => { };

    /// <param name="parent">Folder of all servers' copies. What servers that are gone left there is deleted.</param>
    public OpenCopies(string parent)
    {
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.EnumerateDirectories(parent))
        {
            DeleteLeft(left);
        }
        _folder = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("N"))).FullName;
        _lock = new FileStream(Path.Combine(_folder, Lock), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The data's version in the copy that requests read; null before the first one is complete.</summary>
    public long? Version => _current?.Version;

    /// <summary>Writes a copy beside the one in use and takes it into use.</summary>
    public void Renew(WarehouseDatabase source, OpenSettings settings, Action<string> progress, CancellationToken cancellation)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".db");
        long version;
        try
        {
            version = SqliteOpenCopy.Write(source, file, settings.Facts.ToHashSet(StringComparer.Ordinal), settings.SmallestCell, progress, cancellation);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
        Copy? old;
        lock (_gate)
        {
            (old, _current) = (_current, new Copy(file, version));
            if (old is not null)
            {
                old.IsReplaced = true;
            }
        }
        _releaseConnections();
        Tidy(old);
    }

    /// <summary>A closed connection to the copy in use, which stays until the connection is disposed.</summary>
    /// <exception cref="InvalidOperationException">There is no copy yet.</exception>
    public DbConnection Connect()
    {
        Copy copy;
        lock (_gate)
        {
            copy = _current ?? throw new InvalidOperationException("There is no open copy yet.");
            copy.Users++;
        }
        var connection = new SqliteConnection(copy.ConnectionString);
        connection.Disposed += (_, _) =>
        {
            lock (_gate)
            {
                copy.Users--;
            }
            Tidy(copy);
        };
        return connection;
    }

    /// <summary>The feed over the copy in use.</summary>
    public ODataService CreateFeed(OpenSettings open, FeedSettings feed, byte[] signingKey, Uri? publicRoot, Func<string?> unavailable)
    {
        using var context = new OpenWarehouse(SqliteOpenCopy.Options(":memory:"));
        // No set of the copy is scoped: the name alone counts.
        var scope = new RowScope(
            string.Create(CultureInfo.InvariantCulture, $"open {open.SmallestCell} {string.Join(' ', open.Facts)}"), (_, _, _) => ValueTask.FromResult<IReadOnlyCollection<long>>([]));
        var service = new ODataService(FeedModel.CreateOpen(context, open), new SqliteDialect(), Connect)
        {
            Limits = feed.Limits,
            DataVersionSql = SqliteServerDatabase.DataState,
            AsOfSql = ServerDatabase.AsOfSql,
            ExplainAllowed = feed.MayExplain,
            SigningKey = signingKey,
            PublicRoot = publicRoot,
            Unavailable = unavailable,
            // What others see stands at the same version and is not the same.
            ScopeOf = _ => scope,
        };
        _releaseConnections += service.ReleaseConnections;
        return service;
    }

    public void Dispose()
    {
        if (_current is { } current)
        {
            current.IsReplaced = true;
            _releaseConnections();
            Tidy(current);
        }
        _lock.Dispose();
        DeleteLeft(_folder);
    }

    private void Tidy(Copy? copy)
    {
        lock (_gate)
        {
            if (copy is not { IsReplaced: true, Users: 0 })
            {
                return;
            }
        }
        using (var connection = new SqliteConnection(copy.ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }
        File.Delete(copy.File);
    }

    /// <summary>Deletes a server's folder unless the server still holds it.</summary>
    private static void DeleteLeft(string folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
            }
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Another server is using it, or a start after this one will find it free.
        }
    }

    private sealed class Copy(string file, long version)
    {
        public string File => file;
        public long Version => version;
        public string ConnectionString { get; } = SqliteWarehouse.ConnectionString(file, readOnly: true);
        public int Users { get; set; }
        public bool IsReplaced { get; set; }
    }
}
