using System.Data;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.Data.SqlClient;

namespace DtiWarehouse.Tests.OData.SqlServer;

/// <summary>The type of a parameter follows from its place, not from its value, so that a statement has one plan.</summary>
public sealed class Parameters_have_types_of_their_own
{
    [Theory]
    [InlineData("", 4000)]
    [InlineData("Quảng Ngãi", 4000)]
    public void A_text_has_one_size(string text, int size)
    {
        var parameter = Bound(PrimitiveKind.String, text);
        Assert.Equal((SqlDbType.NVarChar, size, text), (parameter.SqlDbType, parameter.Size, parameter.Value));
    }

    [Fact]
    public void A_long_text_has_no_size() => Assert.Equal(-1, Bound(PrimitiveKind.String, new string('a', 4001)).Size);

    [Fact]
    public void A_text_that_not_every_server_holds_becomes_another_such()
    {
        Assert.Equal("a\uffffb", Bound(PrimitiveKind.String, "a\0b").Value);
        Assert.Equal("a\ufffdb", Bound(PrimitiveKind.String, $"a{(char)0xd83d}b").Value);
        Assert.Equal("🚲", Bound(PrimitiveKind.String, "🚲").Value);
    }

    [Theory]
    [InlineData("12.5", 18, 1)]
    [InlineData("-0.0001", 18, 4)]
    [InlineData("123456789012345678901.5", 38, 1)]
    public void A_decimal_keeps_its_digits(string value, byte precision, byte scale)
    {
        var exact = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        var parameter = Bound(PrimitiveKind.Decimal, exact);
        Assert.Equal((SqlDbType.Decimal, precision, scale, (object)exact), (parameter.SqlDbType, parameter.Precision, parameter.Scale, parameter.Value));
    }

    [Fact]
    public void A_decimal_meets_scaled_whole_numbers_as_one_of_them_where_it_is_one()
    {
        Assert.Equal(1250L, Bound(PrimitiveKind.Decimal, 12.5m, scale: 2).Value);
        Assert.Equal(1250.5m, Bound(PrimitiveKind.Decimal, 12.505m, scale: 2).Value);
    }

    [Fact]
    public void Infinity_is_the_greatest_number() => Assert.Equal(double.MinValue, Bound(PrimitiveKind.Double, double.NegativeInfinity).Value);

    [Fact]
    public void An_instant_goes_in_UTC_unless_its_offset_is_asked_for()
    {
        var instant = new DateTimeOffset(2023, 11, 27, 15, 30, 0, TimeSpan.FromHours(7));
        var (utc, kept) = (Bound(PrimitiveKind.DateTimeOffset, instant), Bound(PrimitiveKind.DateTimeOffset, instant, keepsOffset: true));
        Assert.Equal((SqlDbType.DateTime2, new DateTime(2023, 11, 27, 8, 30, 0)), (utc.SqlDbType, utc.Value));
        Assert.Equal((SqlDbType.DateTimeOffset, instant), (kept.SqlDbType, kept.Value));
    }

    [Theory]
    [InlineData(PrimitiveKind.Boolean, SqlDbType.Bit)]
    [InlineData(PrimitiveKind.Int32, SqlDbType.BigInt)]
    [InlineData(PrimitiveKind.Date, SqlDbType.Date)]
    [InlineData(PrimitiveKind.TimeOfDay, SqlDbType.Time)]
    [InlineData(PrimitiveKind.DateTimeOffset, SqlDbType.DateTime2)]
    [InlineData(PrimitiveKind.Duration, SqlDbType.BigInt)]
    [InlineData(PrimitiveKind.Guid, SqlDbType.UniqueIdentifier)]
    [InlineData(PrimitiveKind.Binary, SqlDbType.VarBinary)]
    [InlineData(PrimitiveKind.Single, SqlDbType.Float)]
    public void A_null_has_the_type_of_its_place(PrimitiveKind kind, SqlDbType type)
    {
        var parameter = Bound(kind, null);
        Assert.Equal((type, (object)DBNull.Value), (parameter.SqlDbType, parameter.Value));
    }

    private static SqlParameter Bound(PrimitiveKind kind, object? value, int? scale = null, bool keepsOffset = false)
    {
        using var command = new SqlCommand();
        new SqlServerDialect().Bind(command, new ParameterSlot(0, SlotOrigin.Literal, 0, kind, scale) { KeepsOffset = keepsOffset }, value);
        return command.Parameters[0];
    }
}
