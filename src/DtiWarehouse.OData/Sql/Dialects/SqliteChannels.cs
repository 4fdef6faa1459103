using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// Channels to an embedded database. A statement costs more to prepare than a small answer takes to read, so connections
/// are kept open between requests with the statements that were last asked of them.
/// </summary>
internal sealed class SqliteChannels(Func<DbConnection> connect) : ReadChannels
{
    /// <summary>Each holds a cache of pages.</summary>
    private static readonly int Kept = Environment.ProcessorCount * 2;

    private readonly Lock _lock = new();
    private readonly Stack<Channel> _idle = new();
    private int _generation;

    public override ValueTask<ReadChannel> OpenAsync(CancellationToken cancellation)
    {
        Channel? channel;
        int generation;
        lock (_lock)
        {
            generation = _generation;
            _idle.TryPop(out channel);
        }
        channel ??= Connect(generation);
        channel.Begin();
        return new(channel);
    }

    public override void Release()
    {
        Channel[] idle;
        lock (_lock)
        {
            _generation++;
            idle = [.. _idle];
            _idle.Clear();
        }
        foreach (var channel in idle)
        {
            channel.Close();
        }
    }

    private Channel Connect(int generation)
    {
        var connection = (SqliteConnection)connect();
        try
        {
            connection.Open();
            return new Channel(this, connection, generation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private bool TryKeep(Channel channel)
    {
        lock (_lock)
        {
            if (channel.Generation != _generation || _idle.Count >= Kept)
            {
                return false;
            }
            _idle.Push(channel);
            return true;
        }
    }

    private sealed class Channel(SqliteChannels channels, SqliteConnection connection, int generation) : ReadChannel(connection, null)
    {
        private const int KeptStatements = 32;

        private readonly Dictionary<string, Ready> _statements = new(StringComparer.Ordinal);
        private readonly HashSet<string> _helpers = new(StringComparer.Ordinal);
        private readonly SqliteCommand _begin = Command(connection, "BEGIN");
        private readonly SqliteCommand _end = Command(connection, "ROLLBACK");
        private bool _isDistrusted;
        private int _taken;
        private long _clock;

        public int Generation => generation;

        /// <summary>The state of the data is that of the first statement that reads.</summary>
        public void Begin() => _begin.ExecuteNonQuery();

        public override DbCommand Take(string sql)
        {
            _taken++;
            if (!_statements.TryGetValue(sql, out var ready))
            {
                if (_statements.Count >= KeptStatements)
                {
                    ForgetOldest();
                }
                _statements[sql] = ready = new Ready(Command(connection, sql));
            }
            else if (ready.IsTaken)
            {
                // Its rows are still being read: the same statement once more.
                return Command(connection, sql);
            }
            ready.IsTaken = true;
            ready.TakenAt = ++_clock;
            ready.Command.Parameters.Clear();
            return ready.Command;
        }

        public override ValueTask GiveBackAsync(DbCommand command)
        {
            _taken--;
            if (_statements.TryGetValue(command.CommandText, out var ready) && ReferenceEquals(ready.Command, command))
            {
                ready.IsTaken = false;
                return default;
            }
            return command.DisposeAsync();
        }

        private void ForgetOldest()
        {
            var oldest = _statements.Values.Where(s => !s.IsTaken).MinBy(s => s.TakenAt);
            if (oldest is not null)
            {
                _statements.Remove(oldest.Command.CommandText);
                oldest.Command.Dispose();
            }
        }

        public override void Prepare(IReadOnlyCollection<string> helpers)
        {
            foreach (var helper in helpers)
            {
                if (_helpers.Add(helper))
                {
                    SqliteFunctions.All[helper](connection);
                }
            }
        }

        public override CancellationTokenRegistration StopOn(CancellationToken cancellation) =>
            cancellation.UnsafeRegister(handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);

        public override void Distrust() => _isDistrusted = true;

        public override ValueTask DisposeAsync()
        {
            // Ended in any case: the driver lends the connection out again as it is.
            var isEnded = TryEnd();
            if (_isDistrusted || _taken > 0 || !isEnded || !channels.TryKeep(this))
            {
                Close();
            }
            return default;
        }

        private bool TryEnd()
        {
            try
            {
                _end.ExecuteNonQuery();
                return true;
            }
            catch (SqliteException)
            {
                // A failure of the file has ended it already.
                return false;
            }
        }

        public void Close()
        {
            foreach (var ready in _statements.Values)
            {
                ready.Command.Dispose();
            }
            _begin.Dispose();
            _end.Dispose();
            connection.Dispose();
        }

        private static SqliteCommand Command(SqliteConnection connection, string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            return command;
        }

        /// <summary>A command that stays prepared.</summary>
        private sealed class Ready(SqliteCommand command)
        {
            public SqliteCommand Command => command;
            public bool IsTaken { get; set; }
            public long TakenAt { get; set; }
        }
    }
}
