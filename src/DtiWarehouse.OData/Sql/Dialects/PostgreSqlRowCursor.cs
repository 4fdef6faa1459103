using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Xml;
using DtiWarehouse.OData.Edm;
using Npgsql;
using NpgsqlTypes;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>Reads columns by the types that the server names; text goes from the wire to the response as bytes.</summary>
internal sealed class PostgreSqlRowCursor : RowCursor
{
    private enum Form { Other, Boolean, Int16, Int32, Int64, Numeric, Single, Double }

    private readonly NpgsqlDataReader _reader;
    private readonly Form[] _forms;
    private byte[] _scratch = new byte[256];

    public PostgreSqlRowCursor(NpgsqlDataReader reader)
        : base(reader)
    {
        _reader = reader;
        _forms = new Form[reader.FieldCount];
        for (var i = 0; i < _forms.Length; i++)
        {
            var type = reader.GetFieldType(i);
            _forms[i] = type == typeof(bool) ? Form.Boolean : type == typeof(short) ? Form.Int16 : type == typeof(int) ? Form.Int32 : type == typeof(long) ? Form.Int64
                : type == typeof(decimal) ? Form.Numeric : type == typeof(float) ? Form.Single : type == typeof(double) ? Form.Double : Form.Other;
        }
    }

    public override bool IsNull(int ordinal) => _reader.IsDBNull(ordinal);

    public override long GetInt64(int ordinal) => _forms[ordinal] switch
    {
        Form.Int64 => _reader.GetInt64(ordinal),
        Form.Int32 => _reader.GetInt32(ordinal),
        Form.Int16 => _reader.GetInt16(ordinal),
        Form.Boolean => _reader.GetBoolean(ordinal) ? 1 : 0,
        _ => (long)GetNumber(ordinal),
    };

    public override bool GetBoolean(int ordinal) => _reader.GetBoolean(ordinal);

    public override double GetDouble(int ordinal) => _forms[ordinal] switch
    {
        Form.Double => _reader.GetDouble(ordinal),
        Form.Single => _reader.GetFloat(ordinal),
        _ => (double)GetNumber(ordinal),
    };

    public override decimal GetDecimal(int ordinal, StorageForm storage, int? scale) =>
        storage is StorageForm.ScaledInteger ? GetInt64(ordinal) / (decimal)Math.Pow(10, scale!.Value) : GetNumber(ordinal);

    private decimal GetNumber(int ordinal) => _forms[ordinal] switch
    {
        // Division by one drops the zeros at the end.
        Form.Numeric => _reader.GetDecimal(ordinal) / 1.0000000000000000000000000000m,
        Form.Single or Form.Double => (decimal)GetDouble(ordinal),
        _ => GetInt64(ordinal),
    };

    public override ReadOnlySpan<byte> GetText(int ordinal)
    {
        var length = 0;
        for (;;)
        {
            var read = (int)_reader.GetBytes(ordinal, length, _scratch, length, _scratch.Length - length);
            length += read;
            if (length < _scratch.Length)
            {
                return _scratch.AsSpan(0, length);
            }
            Array.Resize(ref _scratch, _scratch.Length * 2);
        }
    }

    public override ReadOnlySpan<byte> GetFormatted(int ordinal, PrimitiveKind kind)
    {
        var written = 0;
        switch (kind)
        {
            case PrimitiveKind.Date:
                _reader.GetFieldValue<DateOnly>(ordinal).TryFormat(_scratch, out written, "O", CultureInfo.InvariantCulture);
                break;
            case PrimitiveKind.TimeOfDay:
                var time = _reader.GetFieldValue<TimeOnly>(ordinal);
                time.TryFormat(_scratch, out written, time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
                break;
            case PrimitiveKind.DateTimeOffset:
                GetInstant(ordinal).TryFormat(_scratch, out written, "yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
                break;
            case PrimitiveKind.Guid:
                Utf8Formatter.TryFormat(_reader.GetGuid(ordinal), _scratch, out written);
                break;
            case PrimitiveKind.Duration:
                return Encoding.UTF8.GetBytes(XmlConvert.ToString(GetDuration(ordinal)));
            case PrimitiveKind.Binary:
                return Encoding.UTF8.GetBytes(Convert.ToBase64String(GetText(ordinal)).Replace('+', '-').Replace('/', '_'));
            default:
                return GetText(ordinal);
        }
        return _scratch.AsSpan(0, written);
    }

    /// <summary>UTC; a column without a time zone holds no other.</summary>
    private DateTime GetInstant(int ordinal) => _reader.GetDateTime(ordinal);

    private TimeSpan GetDuration(int ordinal)
    {
        var interval = _reader.GetFieldValue<NpgsqlInterval>(ordinal);
        return TimeSpan.FromDays((interval.Months * 30) + interval.Days) + TimeSpan.FromTicks(interval.Time * TimeSpan.TicksPerMicrosecond);
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
            PrimitiveKind.Decimal => GetDecimal(ordinal, storage, scale),
            PrimitiveKind.Double or PrimitiveKind.Single => GetDouble(ordinal),
            PrimitiveKind.String => Encoding.UTF8.GetString(GetText(ordinal)),
            PrimitiveKind.Date => _reader.GetFieldValue<DateOnly>(ordinal),
            PrimitiveKind.DateTimeOffset => new DateTimeOffset(DateTime.SpecifyKind(GetInstant(ordinal), DateTimeKind.Utc)),
            PrimitiveKind.TimeOfDay => _reader.GetFieldValue<TimeOnly>(ordinal),
            PrimitiveKind.Duration => GetDuration(ordinal),
            PrimitiveKind.Guid => _reader.GetGuid(ordinal),
            PrimitiveKind.Binary => GetText(ordinal).ToArray(),
            _ => GetInt64(ordinal),
        };
    }
}
