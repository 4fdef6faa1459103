using System.Data.Common;
using DtiWarehouse.Server.Jobs;
using Microsoft.Data.Sqlite;
using Quartz;

namespace DtiWarehouse.Server.Dialects;

/// <summary>
/// Schedules and runs in a file of their own beside the warehouse, so that they never wait for a load's write lock. The
/// scheduler has no cluster on SQLite: an exclusive lock on a file beside it says which of several servers runs the jobs.
/// The others stand by, serve and take orders, and one of them takes over when the lock falls free.
/// </summary>
public sealed class SqliteOperations(string folder) : OperationsStore
{
    private static readonly string[] Scripts = ["operations/sqlite.quartz.sql", "operations/sqlite.sql"];

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, "operations.db"),
        DefaultTimeout = 30,
    }.ToString();

    public override void Create()
    {
        Directory.CreateDirectory(folder);
        using var connection = (SqliteConnection)Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction(deferred: false);
        command.Transaction = transaction;
        foreach (var name in Scripts)
        {
            using var script = new StreamReader(typeof(SqliteOperations).Assembly.GetManifestResourceStream(name)!);
            command.CommandText = script.ReadToEnd();
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    public override DbConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    public override void Configure(IPersistentStoreBuilder store) => store.UseSqlite(SqliteFactory.Instance, _connectionString);

    public override Lead? TryLead()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileLead(new FileStream(Path.Combine(folder, "operations.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class FileLead(FileStream file) : Lead
    {
        public override bool IsHeld => true;

        public override void Dispose() => file.Dispose();
    }
}
