using System.Data.Common;
using System.Diagnostics;
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

    /// <summary>A connection that nobody needed for so long is closed: its file may no longer be the one that the name leads to.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(1);

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
        if (channel?.IdleFor > LongestIdle)
        {
            // The last one to come back: those below it have been idle for longer.
            channel.Close();
            CloseIdle();
            channel = null;
        }
        channel ??= Connect(generation);
        try
        {
            channel.Begin();
            return new(channel);
        }
        catch
        {
            channel.Close();
            throw;
        }
    }

    public override void Release()
    {
        lock (_lock)
        {
            _generation++;
        }
        CloseIdle();
    }

    private void CloseIdle()
    {
        Channel[] idle;
        lock (_lock)
        {
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
        private const int LongestKeptText = 4_096;

        private readonly Dictionary<string, Ready> _statements = new(StringComparer.Ordinal);
        private readonly HashSet<string> _helpers = new(StringComparer.Ordinal);
        private readonly SqliteCommand _begin = Command(connection, "BEGIN");
        private readonly SqliteCommand _end = Command(connection, "ROLLBACK");
        private bool _isOpen, _isDistrusted;
        private int _taken;
        private long _clock, _idleSince;

        public int Generation => generation;

        public TimeSpan IdleFor => Stopwatch.GetElapsedTime(_idleSince);

        /// <summary>The state of the data is that of the first statement that reads.</summary>
        public void Begin()
        {
            _begin.ExecuteNonQuery();
            _isOpen = true;
        }

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
            return ready.Command;
        }

        public override ValueTask GiveBackAsync(DbCommand command)
        {
            _taken--;
            if (!_statements.TryGetValue(command.CommandText, out var ready) || !ReferenceEquals(ready.Command, command))
            {
                return command.DisposeAsync();
            }
            ready.IsTaken = false;
            if (HoldsMuch(command))
            {
                // The engine keeps what was bound with the statement.
                _statements.Remove(command.CommandText);
                return command.DisposeAsync();
            }
            command.Parameters.Clear();
            return default;
        }

        private static bool HoldsMuch(DbCommand command)
        {
            foreach (DbParameter parameter in command.Parameters)
            {
                if (parameter.Value is string { Length: > LongestKeptText } or byte[] { Length: > LongestKeptText })
                {
                    return true;
                }
            }
            return command.CommandText.Length > 16 * LongestKeptText;
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
            if (!_isOpen)
            {
                return default;
            }
            _isOpen = false;
            _idleSince = Stopwatch.GetTimestamp();
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
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                // Rows that were left open have kept it from ending before.
                TryEnd();
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
