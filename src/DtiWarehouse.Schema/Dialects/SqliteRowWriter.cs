using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// One prepared INSERT, bound value by value without boxing: the fastest way into the embedded database. A row's texts lie one
/// after another in memory that does not move, where the engine reads them: it copies none.
/// </summary>
internal sealed unsafe partial class SqliteRowWriter : RowWriter
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _owner;
    private readonly nint _statement;
    private readonly int _columns;
    private readonly List<byte[]> _outgrown = [];
    private byte[] _texts = NewTexts(1 << 14);
    private int _used;
    private int _at;

    public SqliteRowWriter(sqlite3 database, string table, IReadOnlyList<string> columns, string conflict = "")
    {
        _database = database;
        _columns = columns.Count;
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))}) {conflict}";
        Check(raw.sqlite3_prepare_v2(database, sql, out _owner));
        _statement = _owner.DangerousGetHandle();
    }

    public override RowWriter Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }
        var text = Reserve(value.Length * 3);
        return AddText(Encoding.UTF8.GetBytes(value, text));
    }

    public override RowWriter Add(long? value)
    {
        if (value is not { } number)
        {
            return AddNull();
        }
        Check(BindInt64(_statement, ++_at, number));
        return this;
    }

    public override RowWriter Add(bool? value) => Add(value is { } flag ? flag ? 1L : 0L : null);

    public override RowWriter Add(DateOnly? value)
    {
        if (value is not { } date)
        {
            return AddNull();
        }
        WriteDate(Reserve(10), date.Year, date.Month, date.Day);
        return AddText(10);
    }

    /// <summary>As the database driver writes it: a fraction where there is one, without closing zeros.</summary>
    public override RowWriter Add(DateTime value)
    {
        var text = Reserve(27);
        WriteDate(text, value.Year, value.Month, value.Day);
        text[10] = (byte)' ';
        WriteTwo(text[11..], value.Hour);
        text[13] = (byte)':';
        WriteTwo(text[14..], value.Minute);
        text[16] = (byte)':';
        WriteTwo(text[17..], value.Second);
        var fraction = value.Ticks % TimeSpan.TicksPerSecond;
        if (fraction == 0)
        {
            return AddText(19);
        }
        text[19] = (byte)'.';
        Utf8Formatter.TryFormat(fraction, text[20..], out _, new System.Buffers.StandardFormat('D', 7));
        return AddText(text.LastIndexOfAnyExcept((byte)'0') + 1);
    }

    public override RowWriter Add(decimal? value, int scale) =>
        Add(value is { } number ? (long)(number * (decimal)Math.Pow(10, scale)) : null);

    public override void EndRow()
    {
        if (_at != _columns)
        {
            throw new InvalidOperationException($"{_at} values for {_columns} columns.");
        }
        var result = Step(_statement);
        Reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
        (_at, _used) = (0, 0);
        _outgrown.Clear();
    }

    public override void Dispose() => _owner.Dispose();

    private static byte[] NewTexts(int length) => GC.AllocateUninitializedArray<byte>(length, pinned: true);

    /// <summary>Room for a text behind those of the row so far.</summary>
    private Span<byte> Reserve(int length)
    {
        if (_texts.Length - _used < length)
        {
            // What was bound before stays where it is until the row ends.
            _outgrown.Add(_texts);
            (_texts, _used) = (NewTexts(Math.Max(_texts.Length * 2, length)), 0);
        }
        return _texts.AsSpan(_used, length);
    }

    private SqliteRowWriter AddText(int length)
    {
        Check(BindText(_statement, ++_at, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_texts, _used), length, destructor: 0));
        _used += length;
        return this;
    }

    private SqliteRowWriter AddNull()
    {
        Check(BindNull(_statement, ++_at));
        return this;
    }

    private static void WriteDate(Span<byte> text, int year, int month, int day)
    {
        WriteTwo(text, year / 100);
        WriteTwo(text[2..], year % 100);
        text[4] = (byte)'-';
        WriteTwo(text[5..], month);
        text[7] = (byte)'-';
        WriteTwo(text[8..], day);
    }

    private static void WriteTwo(Span<byte> text, int number)
    {
        text[1] = (byte)('0' + number % 10);
        text[0] = (byte)('0' + number / 10);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }

    // The driver's own imports guard the handle and leave the runtime on every call, which cost more than these calls do.
    private const string Engine = "e_sqlite3";

    [LibraryImport(Engine, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    private static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Engine, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition]
    private static partial int BindNull(nint statement, int index);

    [LibraryImport(Engine, EntryPoint = "sqlite3_bind_text"), SuppressGCTransition]
    private static partial int BindText(nint statement, int index, byte* text, int length, nint destructor);

    [LibraryImport(Engine, EntryPoint = "sqlite3_step")]
    private static partial int Step(nint statement);

    [LibraryImport(Engine, EntryPoint = "sqlite3_reset")]
    private static partial int Reset(nint statement);
}
