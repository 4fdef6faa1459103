using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Xml;
using DtiWarehouse.OData.Edm;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>Reads columns straight from SQLite's own memory: text goes from the engine to the response as bytes.</summary>
internal sealed class SqliteRowCursor(SqliteDataReader reader) : RowCursor(reader)
{
    private readonly sqlite3_stmt _statement = reader.Handle!;
    private readonly byte[] _scratch = new byte[64];

    public override ValueTask<bool> ReadAsync(CancellationToken cancellation) => new(Reader.Read());

    public override bool IsNull(int ordinal) => raw.sqlite3_column_type(_statement, ordinal) == raw.SQLITE_NULL;

    public override long GetInt64(int ordinal) => raw.sqlite3_column_int64(_statement, ordinal);

    public override bool GetBoolean(int ordinal) => raw.sqlite3_column_int(_statement, ordinal) != 0;

    public override double GetDouble(int ordinal) => raw.sqlite3_column_double(_statement, ordinal);

    public override ReadOnlySpan<byte> GetText(int ordinal) => raw.sqlite3_column_blob(_statement, ordinal);

    public override decimal GetDecimal(int ordinal, StorageForm storage, int? scale)
    {
        if (storage is StorageForm.ScaledInteger)
        {
            return GetInt64(ordinal) / (decimal)Math.Pow(10, scale!.Value);
        }
        return raw.sqlite3_column_type(_statement, ordinal) switch
        {
            raw.SQLITE_INTEGER => GetInt64(ordinal),
            raw.SQLITE_FLOAT => (decimal)GetDouble(ordinal),
            _ => decimal.Parse(Encoding.UTF8.GetString(GetText(ordinal)), NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    public override ReadOnlySpan<byte> GetFormatted(int ordinal, PrimitiveKind kind)
    {
        var text = GetText(ordinal);
        switch (kind)
        {
            case PrimitiveKind.DateTimeOffset:
                return FormatInstant(text);
            case PrimitiveKind.Guid when text.Length == 16:
                Utf8Formatter.TryFormat(new Guid(text), _scratch, out var written);
                return _scratch.AsSpan(0, written);
            case PrimitiveKind.Guid:
                Ascii.ToLower(text, _scratch, out var length);
                return _scratch.AsSpan(0, length);
            case PrimitiveKind.Duration:
                return Encoding.UTF8.GetBytes(XmlConvert.ToString(GetDuration(ordinal)));
            case PrimitiveKind.Binary:
                return Encoding.UTF8.GetBytes(Convert.ToBase64String(text).Replace('+', '-').Replace('/', '_'));
            default:
                return text;
        }
    }

    /// <summary>A column keeps text; a calculated duration is a number of ticks.</summary>
    private TimeSpan GetDuration(int ordinal) => raw.sqlite3_column_type(_statement, ordinal) == raw.SQLITE_INTEGER
        ? TimeSpan.FromTicks(GetInt64(ordinal))
        : TimeSpan.Parse(Encoding.UTF8.GetString(GetText(ordinal)), CultureInfo.InvariantCulture);

    /// <summary>"2023-11-27 08:30:00" is "2023-11-27T08:30:00Z"; a text with an offset keeps it.</summary>
    private ReadOnlySpan<byte> FormatInstant(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 10 or > 60)
        {
            return text;
        }
        text.CopyTo(_scratch);
        var length = text.Length;
        if (length == 10)
        {
            "T00:00:00"u8.CopyTo(_scratch.AsSpan(10));
            length = 19;
        }
        _scratch[10] = (byte)'T';
        if (_scratch[length - 1] != (byte)'Z' && text.Length > 19 && text[19..].IndexOfAny((byte)'+', (byte)'-') >= 0)
        {
            return _scratch.AsSpan(0, length);
        }
        if (_scratch[length - 1] != (byte)'Z')
        {
            _scratch[length++] = (byte)'Z';
        }
        return _scratch.AsSpan(0, length);
    }

    public override object? Capture(int ordinal, PrimitiveKind kind, StorageForm storage, int? scale)
    {
        if (IsNull(ordinal))
        {
            return null;
        }
        return kind switch
        {
            PrimitiveKind.Boolean => GetBoolean(ordinal),
            // A calculated decimal is a double here; as a decimal it would lose digits and no longer equal itself.
            PrimitiveKind.Decimal or PrimitiveKind.Int64 when raw.sqlite3_column_type(_statement, ordinal) == raw.SQLITE_FLOAT => GetDouble(ordinal),
            PrimitiveKind.Decimal => GetDecimal(ordinal, storage, scale),
            PrimitiveKind.Double or PrimitiveKind.Single => GetDouble(ordinal),
            PrimitiveKind.String => Encoding.UTF8.GetString(GetText(ordinal)),
            PrimitiveKind.Date => DateOnly.ParseExact(Encoding.UTF8.GetString(GetText(ordinal)), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            PrimitiveKind.DateTimeOffset => DateTimeOffset.Parse(Encoding.UTF8.GetString(FormatInstant(GetText(ordinal))), CultureInfo.InvariantCulture),
            PrimitiveKind.TimeOfDay => TimeOnly.Parse(Encoding.UTF8.GetString(GetText(ordinal)), CultureInfo.InvariantCulture),
            PrimitiveKind.Duration => GetDuration(ordinal),
            PrimitiveKind.Guid => Guid.Parse(Encoding.UTF8.GetString(GetFormatted(ordinal, kind)), CultureInfo.InvariantCulture),
            PrimitiveKind.Binary => GetText(ordinal).ToArray(),
            _ => GetInt64(ordinal),
        };
    }
}
