using System.Globalization;
using System.Text;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources.Workbooks;

/// <summary>
/// A typed cell of a sheet as the text that a person would type into a CSV: numbers in the fifteen digits that a
/// spreadsheet shows (<c>0.3</c>, never <c>0.30000000000000004</c>), dates as ISO, truth as <c>true</c> and <c>false</c>.
/// </summary>
internal static class SheetCell
{
    /// <summary>The greatest number up to which every whole number has a double of its own.</summary>
    private const double LargestExact = 9_007_199_254_740_992;

    /// <summary>Text of a cell of a header or title row.</summary>
    public static string Text(object? value)
    {
        Span<byte> buffer = stackalloc byte[64];
        return value switch
        {
            null => "",
            string text => text,
            DateTime date => Encoding.UTF8.GetString(buffer[..Write(date, buffer)]),
            double number => Encoding.UTF8.GetString(buffer[..Write(number, buffer)]),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    /// <summary>Writes a number in plain digits, or in the form with an exponent where those would be more than 28.</summary>
    public static int Write(double number, Span<byte> buffer)
    {
        int length;
        if (Math.Abs(number) <= LargestExact && number == Math.Floor(number))
        {
            ((long)number).TryFormat(buffer, out length, default, CultureInfo.InvariantCulture);
            return length;
        }
        number.TryFormat(buffer, out length, "G15", CultureInfo.InvariantCulture);
        if (buffer[..length].Contains((byte)'E') && NumberCell.TryParsePlain(buffer[..length], out var plain))
            plain.TryFormat(buffer, out length, default, CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Writes a date, with its time to the second where it has one.</summary>
    public static int Write(DateTime date, Span<byte> buffer)
    {
        var local = date.AddMilliseconds(500);
        local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        local.TryFormat(buffer, out var length, local.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return length;
    }
}
