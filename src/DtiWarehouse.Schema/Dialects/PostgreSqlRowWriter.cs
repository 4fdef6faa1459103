using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// Rows in the binary form of COPY (PostgreSQL manual, COPY, "Binary Format"), put together in memory and sent a few megabytes
/// at a time: a connection that is copying can do nothing else, and a load writes several tables side by side.
/// </summary>
internal sealed class PostgreSqlRowWriter(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, uint[] types, Action? closed = null) : RowWriter
{
    private const int SendAt = 4 << 20;

    // Types by their fixed numbers (pg_type.dat).
    private const uint Boolean = 16, Int8 = 20, Int4 = 23, Text = 25, Date = 1082, Timestamp = 1184, Numeric = 1700;

    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly long Epoch = new DateTime(2000, 1, 1).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    private readonly string _copy = $"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)";
    private byte[] _rows = new byte[1 << 16];
    private int _length;
    private int _rowStart;
    private int _at;

    /// <summary>No row comes any more; those that have ended may not have been sent yet.</summary>
    public bool IsClosed { get; private set; }

    public override RowWriter Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }
        Expect(Text);
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var field = Field(4 + most);
        var written = Encoding.UTF8.GetBytes(value, field[4..]);
        BinaryPrimitives.WriteInt32BigEndian(field, written);
        _length -= most - written;
        return this;
    }

    public override RowWriter Add(long? value)
    {
        if (value is not { } number)
        {
            return AddNull();
        }
        if (Next() == Int4)
        {
            var field = Field(8);
            BinaryPrimitives.WriteInt32BigEndian(field, 4);
            BinaryPrimitives.WriteInt32BigEndian(field[4..], checked((int)number));
            return this;
        }
        Expect(Int8);
        return AddInt64(number);
    }

    public override RowWriter Add(bool? value)
    {
        if (value is not { } truth)
        {
            return AddNull();
        }
        Expect(Boolean);
        var field = Field(5);
        BinaryPrimitives.WriteInt32BigEndian(field, 1);
        field[4] = truth ? (byte)1 : (byte)0;
        return this;
    }

    public override RowWriter Add(DateOnly? value)
    {
        if (value is not { } day)
        {
            return AddNull();
        }
        Expect(Date);
        var field = Field(8);
        BinaryPrimitives.WriteInt32BigEndian(field, 4);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], day.DayNumber - EpochDay);
        return this;
    }

    /// <summary>Whole microseconds: the database keeps no more.</summary>
    public override RowWriter Add(DateTime value)
    {
        Expect(Timestamp);
        return AddInt64((value.Ticks - Epoch) / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Digits to the base 10000, counted from the point.</summary>
    public override RowWriter Add(decimal? value, int scale)
    {
        if (value is not { } number)
        {
            return AddNull();
        }
        Expect(Numeric);
        var fraction = (scale + 3) / 4;
        var rest = (Int128)decimal.Truncate(Math.Abs(number) * (decimal)Math.Pow(10, scale)) * (Int128)Math.Pow(10, fraction * 4 - scale);
        Span<short> digits = stackalloc short[12];
        var count = 0;
        for (; rest > 0; rest /= 10_000)
        {
            digits[count++] = (short)(rest % 10_000);
        }
        var field = Field(4 + 8 + count * 2);
        BinaryPrimitives.WriteInt32BigEndian(field, 8 + count * 2);
        BinaryPrimitives.WriteInt16BigEndian(field[4..], (short)count);
        BinaryPrimitives.WriteInt16BigEndian(field[6..], (short)(count - fraction - 1));
        BinaryPrimitives.WriteInt16BigEndian(field[8..], (short)(number < 0 && count > 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(field[10..], (short)scale);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(field[(12 + i * 2)..], digits[count - 1 - i]);
        }
        return this;
    }

    public override void EndRow()
    {
        if (_at != types.Length)
        {
            throw new InvalidOperationException($"{_at} values for {types.Length} columns.");
        }
        _at = 0;
        _rowStart = _length;
        if (_length >= SendAt)
        {
            Flush();
        }
    }

    /// <summary>Sends the rows that have ended.</summary>
    public void Flush()
    {
        if (_rowStart == 0)
        {
            return;
        }
        using (var copy = connection.BeginRawBinaryCopy(_copy))
        {
            copy.Write(Head);
            copy.Write(_rows.AsSpan(0, _rowStart));
            copy.Write([0xFF, 0xFF]);
        }
        // A row that is being put together stays.
        _rows.AsSpan(_rowStart, _length - _rowStart).CopyTo(_rows);
        (_length, _rowStart) = (_length - _rowStart, 0);
    }

    public override void Dispose()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            closed?.Invoke();
        }
    }

    private PostgreSqlRowWriter AddNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(Field(4), -1);
        return this;
    }

    private PostgreSqlRowWriter AddInt64(long number)
    {
        var field = Field(12);
        BinaryPrimitives.WriteInt32BigEndian(field, 8);
        BinaryPrimitives.WriteInt64BigEndian(field[4..], number);
        return this;
    }

    private uint Next() => types[_at];

    private void Expect(uint type)
    {
        if (Next() != type)
        {
            throw new InvalidOperationException($"{table}.{columns[_at]} is of type {Next()}, not {type}.");
        }
    }

    /// <summary>Room for the next field of the row, behind the count of fields where it is the first.</summary>
    private Span<byte> Field(int length)
    {
        var start = _at++ == 0 ? 2 : 0;
        if (_rows.Length - _length < length + start)
        {
            Array.Resize(ref _rows, Math.Max(_rows.Length * 2, _length + length + start));
        }
        if (start > 0)
        {
            BinaryPrimitives.WriteInt16BigEndian(_rows.AsSpan(_length), (short)types.Length);
        }
        var field = _rows.AsSpan(_length + start, length);
        _length += start + length;
        return field;
    }
}
