using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>One prepared INSERT, bound value by value without boxing: the fastest way into the embedded database.</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int _columns;
    private byte[] _utf8 = new byte[4096];
    private int _at;

    public SqliteRowWriter(sqlite3 database, string table, IReadOnlyList<string> columns)
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

    private SqliteRowWriter AddNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_at));
        return this;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    public override void Dispose() => raw.sqlite3_finalize(_statement);
}
