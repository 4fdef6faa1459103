using System.Data.Common;

namespace DtiWarehouse.OData.Sql;

/// <summary>
/// An open connection and the one state of the data that all its statements see, for one request at a time. Dispose it to
/// give it back, when every command is back.
/// </summary>
internal abstract class ReadChannel(DbConnection connection, DbTransaction? snapshot) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    /// <summary>The transaction that holds the state of the data; null where the connection itself is in it.</summary>
    public DbTransaction? Snapshot => snapshot;

    /// <summary>A command without parameters yet, for one execution at a time; see <see cref="GiveBackAsync"/>.</summary>
    public abstract DbCommand Take(string sql);

    /// <summary>Takes a command back whose rows are closed.</summary>
    public abstract ValueTask GiveBackAsync(DbCommand command);

    /// <summary>Makes the connection ready for statements that call these functions of the dialect's own.</summary>
    public virtual void Prepare(IReadOnlyCollection<string> helpers)
    {
    }

    /// <summary>Stops what runs here when the token fires. Dispose the registration before the channel.</summary>
    public abstract CancellationTokenRegistration StopOn(CancellationToken cancellation);

    /// <summary>A statement failed: whatever is left of the connection serves nobody else.</summary>
    public virtual void Distrust()
    {
    }

    public abstract ValueTask DisposeAsync();
}

/// <summary>Where the channels of a service come from.</summary>
internal abstract class ReadChannels
{
    public abstract ValueTask<ReadChannel> OpenAsync(CancellationToken cancellation);

    /// <summary>Closes what is kept for later requests; see <see cref="ODataService.ReleaseConnections"/>.</summary>
    public virtual void Release()
    {
    }
}

/// <summary>
/// Channels of a server, whose driver keeps its connections and knows its statements again: each channel is a transaction.
/// </summary>
internal sealed class TransactionChannels(SqlDialect dialect, Func<DbConnection> connect) : ReadChannels
{
    public override async ValueTask<ReadChannel> OpenAsync(CancellationToken cancellation)
    {
        var connection = connect();
        try
        {
            await connection.OpenAsync(cancellation);
            return new Channel(dialect, connection, await dialect.BeginSnapshotAsync(connection, cancellation));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Channel(SqlDialect dialect, DbConnection connection, DbTransaction snapshot) : ReadChannel(connection, snapshot)
    {
        private volatile DbCommand? _running;

        public override DbCommand Take(string sql) => _running = dialect.Command(Connection, Snapshot, sql);

        public override ValueTask GiveBackAsync(DbCommand command) => command.DisposeAsync();

        // A driver reads what is left of rows that nobody wants any more, unless their command is cancelled.
        public override CancellationTokenRegistration StopOn(CancellationToken cancellation) =>
            cancellation.UnsafeRegister(channel => ((Channel)channel!)._running?.Cancel(), this);

        public override async ValueTask DisposeAsync()
        {
            await Snapshot!.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
