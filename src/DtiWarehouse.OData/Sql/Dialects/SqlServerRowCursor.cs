using System.Data.SqlTypes;
using System.Globalization;
using System.Text;
using System.Xml;
using DtiWarehouse.OData.Edm;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>Reads columns in the types that the statement gives them, which may be narrower or wider than the model's.</summary>
internal sealed class SqlServerRowCursor(SqlDataReader reader) : RowCursor(reader)
{
    private readonly SqlDataReader _reader = reader;
    private readonly TypeCode[] _types = [.. Enumerable.Range(0, reader.FieldCount).Select(i => Type.GetTypeCode(reader.GetFieldType(i)))];
    private byte[] _text = new byte[256];

    public override bool IsNull(int ordinal) => _reader.IsDBNull(ordinal);

    public override long GetInt64(int ordinal) => _types[ordinal] switch
    {
        TypeCode.Int64 => _reader.GetInt64(ordinal),
        TypeCode.Int32 => _reader.GetInt32(ordinal),
        TypeCode.Int16 => _reader.GetInt16(ordinal),
        TypeCode.Byte => _reader.GetByte(ordinal),
        _ => Convert.ToInt64(_reader.GetValue(ordinal), CultureInfo.InvariantCulture),
    };

    public override bool GetBoolean(int ordinal) => _types[ordinal] is TypeCode.Boolean ? _reader.GetBoolean(ordinal) : GetInt64(ordinal) != 0;

    public override double GetDouble(int ordinal) => _types[ordinal] switch
    {
        TypeCode.Double => _reader.GetDouble(ordinal),
        TypeCode.Single => _reader.GetFloat(ordinal),
        TypeCode.Decimal => _reader.GetSqlDecimal(ordinal).ToDouble(),
        _ => GetInt64(ordinal),
    };

    public override decimal GetDecimal(int ordinal, StorageForm storage, int? scale)
    {
        if (storage is StorageForm.ScaledInteger)
        {
            return GetInt64(ordinal) / (decimal)Math.Pow(10, scale!.Value);
        }
        switch (_types[ordinal])
        {
            case TypeCode.Decimal:
                return Exact(_reader.GetSqlDecimal(ordinal));
            case TypeCode.Double or TypeCode.Single:
                var number = GetDouble(ordinal);
                return Math.Abs(number) < (double)decimal.MaxValue ? (decimal)number : throw ODataErrors.OutOfRange();
            default:
                return GetInt64(ordinal);
        }
    }

    /// <summary>The server's decimals have 38 digits; zeros at the end are the column's, not the value's.</summary>
    private static decimal Exact(SqlDecimal value)
    {
        while (value.Precision > 28 && (value.Data[3] != 0 || value.Scale > 28))
        {
            value = value.Scale > 0 ? SqlDecimal.AdjustScale(value, -1, fRound: true) : throw ODataErrors.OutOfRange();
        }
        return value.Value / 1.0000000000000000000000000000m;
    }

    /// <summary>The driver has a string of the text; its bytes go into one buffer.</summary>
    public override ReadOnlySpan<byte> GetText(int ordinal) => AsBytes(_reader.GetString(ordinal));

    private ReadOnlySpan<byte> AsBytes(string text)
    {
        if (_text.Length < text.Length * 3)
        {
            _text = new byte[Math.Max(text.Length * 3, _text.Length * 2)];
        }
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    public override ReadOnlySpan<byte> GetFormatted(int ordinal, PrimitiveKind kind)
    {
        var culture = CultureInfo.InvariantCulture;
        int written;
        switch (kind)
        {
            case PrimitiveKind.Date:
                _reader.GetDateTime(ordinal).TryFormat(_text, out written, "yyyy-MM-dd", culture);
                break;
            case PrimitiveKind.TimeOfDay:
                var time = _reader.GetTimeSpan(ordinal);
                TimeOnly.FromTimeSpan(time).TryFormat(_text, out written, time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", culture);
                break;
            case PrimitiveKind.DateTimeOffset:
                var instant = GetInstant(ordinal);
                instant.TryFormat(_text, out written, instant.Offset == TimeSpan.Zero ? "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ" : "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", culture);
                break;
            case PrimitiveKind.Guid:
                _reader.GetGuid(ordinal).TryFormat(_text, out written, "D");
                break;
            case PrimitiveKind.Duration:
                return AsBytes(XmlConvert.ToString(TimeSpan.FromTicks(GetInt64(ordinal))));
            case PrimitiveKind.Binary:
                return AsBytes(Convert.ToBase64String(_reader.GetSqlBytes(ordinal).Value).Replace('+', '-').Replace('/', '_'));
            default:
                return GetText(ordinal);
        }
        return _text.AsSpan(0, written);
    }

    /// <summary>A <c>datetime2</c> is in UTC.</summary>
    private DateTimeOffset GetInstant(int ordinal) => _types[ordinal] is TypeCode.DateTime
        ? new DateTimeOffset(DateTime.SpecifyKind(_reader.GetDateTime(ordinal), DateTimeKind.Unspecified), TimeSpan.Zero)
        : _reader.GetDateTimeOffset(ordinal);

    public override object? Capture(int ordinal, PrimitiveKind kind, StorageForm storage, int? scale)
    {
        if (IsNull(ordinal))
        {
            return null;
        }
        return kind switch
        {
            PrimitiveKind.Boolean => GetBoolean(ordinal),
            // A quotient is a double here; as a decimal it would lose digits and no longer equal itself.
            PrimitiveKind.Decimal when _types[ordinal] is TypeCode.Double => GetDouble(ordinal),
            PrimitiveKind.Decimal => GetDecimal(ordinal, storage, scale),
            PrimitiveKind.Double or PrimitiveKind.Single => GetDouble(ordinal),
            PrimitiveKind.String => _reader.GetString(ordinal),
            PrimitiveKind.Date => DateOnly.FromDateTime(_reader.GetDateTime(ordinal)),
            PrimitiveKind.DateTimeOffset => GetInstant(ordinal),
            PrimitiveKind.TimeOfDay => TimeOnly.FromTimeSpan(_reader.GetTimeSpan(ordinal)),
            PrimitiveKind.Duration => TimeSpan.FromTicks(GetInt64(ordinal)),
            PrimitiveKind.Guid => _reader.GetGuid(ordinal),
            PrimitiveKind.Binary => _reader.GetSqlBytes(ordinal).Value,
            _ => GetInt64(ordinal),
        };
    }
}
