using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>A load's connection to the embedded database.</summary>
public sealed class SqliteLoadConnection : LoadConnection
{
    private readonly SqliteConnection _connection;

    private SqliteLoadConnection(SqliteConnection connection)
        : base(connection, new WarehouseContext(SqliteWarehouse.Options(connection))) => _connection = connection;

    /// <summary>Opens the warehouse file, creating its tables where it has none.</summary>
    public static SqliteLoadConnection Open(string file)
    {
        SqliteWarehouse.Create(file);
        // Not pooled: a pooled connection would come back with the temporary tables of the load before.
        var connection = new SqliteConnection(SqliteWarehouse.ConnectionString(file) + ";Pooling=False");
        connection.Open();
        var load = new SqliteLoadConnection(connection);
        // A file leaves the inbox after its commit: the commit must survive a power cut as the move does.
        load.Execute("PRAGMA synchronous = FULL");
        load.Execute("PRAGMA cache_size = -131072");
        load.Execute("PRAGMA temp.cache_size = -65536");
        load.Execute("PRAGMA journal_size_limit = 67108864");
        return load;
    }

    // An immediate transaction: the load is the only writer from its first statement, so what it has read of the
    // dimensions stays true until it commits. Readers are not held up.
    protected override DbTransaction BeginTransaction() => _connection.BeginTransaction(deferred: false);

    public override void CreateTemporary(string table, string columns) => Execute($"CREATE TEMP TABLE {table} ({columns})");

    public override void CreateTemporaryLike(string table, string key, string sourceColumns, string source)
    {
        // AS SELECT keeps each column's affinity, so staged values compare as the stored ones do.
        Execute($"CREATE TEMP TABLE {table}_shape AS SELECT {sourceColumns} FROM {source} WHERE 0");
        var columns = Query($"SELECT name, type FROM pragma_table_info('{table}_shape')", row => $"{row.GetString(0)} {row.GetString(1)}");
        Execute($"CREATE TEMP TABLE {table} ({key} INTEGER PRIMARY KEY, {string.Join(", ", columns)})");
        Execute($"DROP TABLE {table}_shape");
    }

    public override void DropTemporary(string table) => Execute($"DROP TABLE IF EXISTS temp.{table}");

    public override bool HasUniqueIndex(string table) =>
        Number("SELECT COUNT(*) FROM pragma_index_list(@table) WHERE name = 'ux_' || @table AND \"unique\" = 1 AND partial = 0", ("table", table)) > 0;

    public override IReadOnlyList<string> DropSecondaryIndexes(string table)
    {
        var indexes = Query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @table AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'",
            row => (Name: row.GetString(0), Sql: row.GetString(1)), ("table", table));
        foreach (var index in indexes)
        {
            Execute($"DROP INDEX {index.Name}");
        }
        return indexes.ConvertAll(index => index.Sql);
    }

    public override RowWriter OpenWriter(string table, IReadOnlyList<string> columns) =>
        new PreparedInsert(_connection.Handle!, table, columns);

    public override decimal ReadDecimal(DbDataReader row, int column, int scale)
    {
        var scaled = row.GetInt64(column);
        var digits = (ulong)Math.Abs(scaled);
        return new decimal((int)digits, (int)(digits >> 32), 0, scaled < 0, (byte)scale);
    }

    /// <summary>One prepared INSERT, bound value by value without boxing: the fastest way into the embedded database.</summary>
    private sealed class PreparedInsert : RowWriter
    {
        private readonly sqlite3 _database;
        private readonly sqlite3_stmt _statement;
        private readonly int _columns;
        private byte[] _utf8 = new byte[4096];
        private int _at;

        public PreparedInsert(sqlite3 database, string table, IReadOnlyList<string> columns)
        {
            _database = database;
            _columns = columns.Count;
            var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";
            Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        }

        public override RowWriter Add(string? value)
        {
            if (value is null)
            {
                return AddNull();
            }
            if (_utf8.Length < value.Length * 3)
            {
                _utf8 = new byte[value.Length * 3];
            }
            var length = Encoding.UTF8.GetBytes(value, _utf8);
            Check(raw.sqlite3_bind_text(_statement, ++_at, _utf8.AsSpan(0, length)));
            return this;
        }

        public override RowWriter Add(long? value)
        {
            if (value is not { } number)
            {
                return AddNull();
            }
            Check(raw.sqlite3_bind_int64(_statement, ++_at, number));
            return this;
        }

        public override RowWriter Add(bool? value) => Add(value is { } flag ? flag ? 1L : 0L : null);

        public override RowWriter Add(DateOnly? value)
        {
            if (value is not { } date)
            {
                return AddNull();
            }
            Span<byte> text = stackalloc byte[10];
            date.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Check(raw.sqlite3_bind_text(_statement, ++_at, text[..length]));
            return this;
        }

        public override RowWriter Add(DateTime value)
        {
            Span<byte> text = stackalloc byte[27];
            value.TryFormat(text, out var length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            Check(raw.sqlite3_bind_text(_statement, ++_at, text[..length]));
            return this;
        }

        public override RowWriter Add(decimal? value, int scale) =>
            Add(value is { } number ? (long)(number * (decimal)Math.Pow(10, scale)) : null);

        public override void EndRow()
        {
            if (_at != _columns)
            {
                throw new InvalidOperationException($"{_at} values for {_columns} columns.");
            }
            var result = raw.sqlite3_step(_statement);
            raw.sqlite3_reset(_statement);
            if (result != raw.SQLITE_DONE)
            {
                Check(result);
            }
            _at = 0;
        }

        private PreparedInsert AddNull()
        {
            Check(raw.sqlite3_bind_null(_statement, ++_at));
            return this;
        }

        private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

        public override void Dispose() => raw.sqlite3_finalize(_statement);
    }
}
