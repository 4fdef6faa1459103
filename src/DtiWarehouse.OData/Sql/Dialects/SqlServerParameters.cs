using System.Data;
using System.Data.SqlTypes;
using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>Parameters of explicit types and of sizes that values do not change, so that statements share their plans.</summary>
internal static class SqlServerParameters
{
    private const int LongestText = 4_000;
    private const int LongestBytes = 8_000;

    public static SqlParameter Create(string name, ParameterSlot slot, object? value)
    {
        var stored = Stored(slot, value);
        var parameter = new SqlParameter(name, TypeOf(slot, stored)) { Value = stored ?? DBNull.Value };
        switch (parameter.SqlDbType)
        {
            case SqlDbType.NVarChar:
                parameter.Size = stored is string { Length: > LongestText } ? -1 : LongestText;
                break;
            case SqlDbType.VarBinary:
                parameter.Size = stored is byte[] { Length: > LongestBytes } ? -1 : LongestBytes;
                break;
            case SqlDbType.Decimal:
                // As few digits as it has: results of arithmetic keep theirs.
                var exact = new SqlDecimal(stored as decimal? ?? 0);
                parameter.Precision = (byte)(exact.Precision <= 18 ? 18 : 38);
                parameter.Scale = exact.Scale;
                break;
        }
        return parameter;
    }

    private static SqlDbType TypeOf(ParameterSlot slot, object? stored) => (slot.Kind, stored) switch
    {
        (_, double) => SqlDbType.Float,
        (_, decimal) => SqlDbType.Decimal,
        (_, long) => SqlDbType.BigInt,
        (_, DateTimeOffset) => SqlDbType.DateTimeOffset,
        (PrimitiveKind.Boolean, _) => SqlDbType.Bit,
        (PrimitiveKind.String, _) => SqlDbType.NVarChar,
        (PrimitiveKind.Binary, _) => SqlDbType.VarBinary,
        (PrimitiveKind.Guid, _) => SqlDbType.UniqueIdentifier,
        (PrimitiveKind.Date, _) => SqlDbType.Date,
        (PrimitiveKind.TimeOfDay, _) => SqlDbType.Time,
        (PrimitiveKind.DateTimeOffset, _) => slot.KeepsOffset ? SqlDbType.DateTimeOffset : SqlDbType.DateTime2,
        (PrimitiveKind.Single or PrimitiveKind.Double, _) => SqlDbType.Float,
        (PrimitiveKind.Decimal, _) => SqlDbType.Decimal,
        _ => SqlDbType.BigInt,
    };

    private static object? Stored(ParameterSlot slot, object? value) => value switch
    {
        null => null,
        _ when slot.Scale is { } scale => Scaled(value, scale),
        // A server that keeps no infinity takes the greatest number, beyond which there is none.
        double.PositiveInfinity => double.MaxValue,
        double.NegativeInfinity => double.MinValue,
        DateTimeOffset instant when slot.KeepsOffset => instant,
        DateTimeOffset instant => instant.UtcDateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        TimeOnly time => time.ToTimeSpan(),
        TimeSpan duration => duration.Ticks,
        string text => LiteralText.Storable(text),
        bool or byte[] or Guid or double or decimal or long => value,
        float single => (double)single,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>In the form of a column of scaled whole numbers; what none of them equals keeps its fraction.</summary>
    private static object Scaled(object value, int scale)
    {
        var factor = (decimal)Math.Pow(10, scale);
        var wide = Convert.ToDouble(value, CultureInfo.InvariantCulture) * (double)factor;
        if (value is double || Math.Abs(wide) > 9e15)
        {
            return Stored(new ParameterSlot(0, SlotOrigin.Constant, 0, PrimitiveKind.Double, null), wide)!;
        }
        var exact = Convert.ToDecimal(value, CultureInfo.InvariantCulture) * factor;
        return exact == decimal.Truncate(exact) ? (object)(long)exact : exact;
    }
}
