using System.Buffers.Text;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>How the numbers of a file are written, as far as its cells show.</summary>
public enum NumberFormat
{
    /// <summary>No cell showed one: whole numbers without separators, or no numbers.</summary>
    Undetermined,

    /// <summary><c>.</c> between thousands, <c>,</c> before decimals.</summary>
    Vietnamese,

    /// <summary><c>.</c> before decimals, nothing between thousands.</summary>
    Invariant,

    /// <summary>Cells of both kinds.</summary>
    Mixed,
}

/// <summary>
/// Numbers of cells: Vietnamese (<c>1.234.567,8</c>) or plain invariant (<c>1234567.8</c>), at most 18 digits.
/// A bare <c>1.234</c> could be either and is read as Vietnamese 1234.
/// </summary>
internal static class NumberCell
{
    /// <summary>What stands in place of a number that was not counted.</summary>
    public static readonly Vocabulary<bool> NotCounted = new(("Chưa thống kê", true));

    private const int MostDigits = 18;

    /// <summary>Reads a trimmed cell. <paramref name="isAmbiguous"/>: it was a bare <c>1.234</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out decimal value, out NumberFormat format, out bool isAmbiguous)
    {
        (value, format, isAmbiguous) = (0, NumberFormat.Undetermined, false);
        var isNegative = cell is [(byte)'-', ..];
        var digits = isNegative ? cell[1..] : cell;
        var comma = digits.IndexOf((byte)',');
        var dot = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = digits, fraction = [];
        if (comma >= 0)
        {
            format = NumberFormat.Vietnamese;
            whole = digits[..comma];
            fraction = digits[(comma + 1)..];
            if (fraction.IsEmpty || (whole.Contains((byte)'.') && !IsGrouped(whole)))
                return false;
        }
        else if (dot >= 0 && IsGrouped(digits))
        {
            format = NumberFormat.Vietnamese;
            isAmbiguous = digits.Count((byte)'.') == 1;
        }
        else if (dot >= 0)
        {
            format = NumberFormat.Invariant;
            whole = digits[..dot];
            fraction = digits[(dot + 1)..];
            if (fraction.IsEmpty)
                return false;
        }

        long scaled = 0;
        var count = 0;
        if (whole.IsEmpty || !TryAppend(whole, allowDots: format == NumberFormat.Vietnamese, ref scaled, ref count)
            || !TryAppend(fraction, allowDots: false, ref scaled, ref count))
        {
            return false;
        }
        value = new decimal((int)scaled, (int)(scaled >> 32), 0, isNegative && scaled != 0, (byte)fraction.Length);
        return true;
    }

    /// <summary>Reads a number that is typed as one in its file: a point before the decimals, perhaps an exponent.</summary>
    public static bool TryParsePlain(ReadOnlySpan<byte> cell, out decimal value) =>
        Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length;

    /// <summary>Thousands in groups: one to three digits without a leading zero, then groups of three.</summary>
    private static bool IsGrouped(ReadOnlySpan<byte> digits)
    {
        var first = digits.IndexOf((byte)'.');
        if (first is < 1 or > 3 || digits[0] == '0' || (digits.Length - first) % 4 != 0)
            return false;
        for (var i = first; i < digits.Length; i++)
        {
            if ((digits[i] == '.') != ((i - first) % 4 == 0))
                return false;
        }
        return true;
    }

    private static bool TryAppend(ReadOnlySpan<byte> digits, bool allowDots, ref long scaled, ref int count)
    {
        foreach (var c in digits)
        {
            if (c == '.' && allowDots)
                continue;
            var digit = c - '0';
            if ((uint)digit > 9 || ++count > MostDigits)
                return false;
            scaled = scaled * 10 + digit;
        }
        return true;
    }
}
