using System.Buffers.Text;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>
/// Dates of cells, exact and culture-free: <c>dd/MM/yyyy[ HH:mm[:ss]]</c>, <c>yyyy-MM-dd</c>,
/// <c>yyyy-MM-ddTHH:mm[:ss[.f…]][Z|±hh:mm]</c> (a space may stand for the T), or an Excel serial of five digits
/// (1927 to 2173; so a bare year or a date without separators is not taken for one). Years from 1900.
/// </summary>
internal static class DateCell
{
    private const int FirstYear = 1900;

    private static readonly DateTime ExcelEpoch = new(1899, 12, 30);

    /// <summary>Reads a trimmed cell as local time in UTC+7; a time with an offset or Z is converted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out DateTime local)
    {
        local = default;
        return cell switch
        {
            [_, _, (byte)'/', _, _, (byte)'/', _, _, _, _, .. var time] =>
                TryDay(cell[6..10], cell[3..5], cell[..2], ref local) && TryLocalTime(time, ref local),
            [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, .. var time] =>
                TryDay(cell[..4], cell[5..7], cell[8..10], ref local) && TryIsoTime(time, ref local),
            _ => TrySerial(cell, ref local),
        };
    }

    /// <summary>Reads a month: <c>yyyy-MM</c>, or any date form on the first day of a month, which is what spreadsheets make of it.</summary>
    public static bool TryParseMonth(ReadOnlySpan<byte> cell, out DateOnly month)
    {
        var local = default(DateTime);
        var isMonth = cell is [_, _, _, _, (byte)'-', _, _]
            ? TryDay(cell[..4], cell[5..7], "01"u8, ref local)
            : TryParse(cell, out local) && local.Day == 1;
        month = DateOnly.FromDateTime(local);
        return isMonth;
    }

    private static bool TryDay(ReadOnlySpan<byte> year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day, ref DateTime date)
    {
        if (!TryDigits(year, out var y) || !TryDigits(month, out var m) || !TryDigits(day, out var d)
            || y < FirstYear || m is 0 or > 12 || d == 0 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }
        date = new DateTime(y, m, d);
        return true;
    }

    private static bool TryLocalTime(ReadOnlySpan<byte> text, ref DateTime date) =>
        text.IsEmpty || (text[0] == ' ' && TryClock(text[1..].TrimStart((byte)' '), ref date, out var rest) && rest.IsEmpty);

    private static bool TryIsoTime(ReadOnlySpan<byte> text, ref DateTime date)
    {
        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'T' or (byte)' ') || !TryClock(text[1..], ref date, out var rest))
            return false;
        if (rest is [(byte)'.', .. var fraction])
        {
            var digits = fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? fraction.Length : digits;
            if (digits == 0)
                return false;
            rest = fraction[digits..];
        }
        return TryZone(rest, ref date);
    }

    private static bool TryClock(ReadOnlySpan<byte> text, ref DateTime date, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (text is not [_, _, (byte)':', _, _, ..]
            || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }
        var second = 0;
        rest = text[5..];
        if (rest is [(byte)':', _, _, ..])
        {
            if (!TryDigits(rest[1..3], out second) || second > 59)
                return false;
            rest = rest[3..];
        }
        date = date.AddSeconds((hour * 60 + minute) * 60 + second);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> zone, ref DateTime date)
    {
        if (zone.IsEmpty)
            return true;
        var offset = 0;
        if (zone is [(byte)'+' or (byte)'-', _, _, (byte)':', _, _])
        {
            if (!TryDigits(zone[1..3], out var hours) || !TryDigits(zone[4..6], out var minutes) || hours > 14 || minutes > 59)
                return false;
            offset = (hours * 60 + minutes) * (zone[0] == '-' ? -1 : 1);
        }
        else if (zone is not [(byte)'Z'])
        {
            return false;
        }
        var shift = Schema.Warehouse.LocalOffset - TimeSpan.FromMinutes(offset);
        if (shift > DateTime.MaxValue - date)
            return false;
        date += shift;
        return true;
    }

    private static bool TrySerial(ReadOnlySpan<byte> cell, ref DateTime date)
    {
        if (cell.Length < 5 || !TryDigits(cell[..5], out var days) || days < 10_000)
            return false;
        var seconds = 0L;
        if (cell.Length > 5)
        {
            if (cell[5] is not ((byte)'.' or (byte)',') || cell.Length > 22)
                return false;
            Span<byte> fraction = stackalloc byte[cell.Length - 4];
            "0."u8.CopyTo(fraction);
            cell[6..].CopyTo(fraction[2..]);
            if (fraction[2..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || !Utf8Parser.TryParse(fraction, out double part, out var used) || used != fraction.Length || used == 2)
            {
                return false;
            }
            seconds = (long)Math.Round(part * 86_400);
        }
        date = ExcelEpoch.AddDays(days).AddSeconds(seconds);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = c - '0';
            if ((uint)digit > 9)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }
}
