using System.Text;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>Codes of cells: organisation identifiers, dossier codes, procedure codes.</summary>
internal static class CodeCell
{
    private const int LongestDossierCode = 50;

    /// <summary>An identifier as it is compared: NFC, trimmed, upper case.</summary>
    public static string Identifier(ReadOnlySpan<byte> cell) => Spelling.Text(cell).ToUpperInvariant();

    /// <summary>
    /// <c>000.00.53.H48-220921-0099</c> or <c>H48.53-220921-0099</c>: an organisation identifier (parts of letters and digits
    /// between dots, one of them a letter followed by digits), a date of six digits (day or year first), a number.
    /// </summary>
    public static bool IsDossierCode(ReadOnlySpan<byte> cell)
    {
        var last = cell.LastIndexOf((byte)'-');
        if (last < 8 || cell.Length > LongestDossierCode || cell[last - 7] != '-')
            return false;
        return IsNumber(cell[(last + 1)..]) && IsSixDigitDate(cell[(last - 6)..last]) && IsOrganisation(cell[..(last - 7)]);
    }

    /// <summary>The national part <c>d.dddddd</c> of a procedure code, alone or before <c>.000.00.00.H48</c>; empty where there is none.</summary>
    public static ReadOnlySpan<byte> NationalPart(ReadOnlySpan<byte> cell)
    {
        const int length = 8;
        return cell is [_, (byte)'.', _, _, _, _, _, _, ..] && IsNumber(cell[..1]) && IsNumber(cell[2..length])
            && (cell.Length == length || (cell[length] == '.' && cell.Length > length + 1))
            ? cell[..length]
            : [];
    }

    public static string Upper(ReadOnlySpan<byte> asciiCell) =>
        string.Create(asciiCell.Length, asciiCell, static (text, cell) => Ascii.ToUpper(cell, text, out _));

    private static bool IsOrganisation(ReadOnlySpan<byte> text)
    {
        var hasLetterPart = false;
        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            if (part.IsEmpty || part.Length > 6)
                return false;
            foreach (var c in part)
            {
                if (!char.IsAsciiLetterOrDigit((char)c))
                    return false;
            }
            hasLetterPart |= char.IsAsciiLetter((char)part[0]) && part.Length > 1 && IsNumber(part[1..]);
        }
        return hasLetterPart;
    }

    private static bool IsSixDigitDate(ReadOnlySpan<byte> text)
    {
        if (!IsNumber(text))
            return false;
        var (first, month, last) = (Pair(text), Pair(text[2..]), Pair(text[4..]));
        return month is >= 1 and <= 12
            && (IsDay(first, month, 2000 + last) || IsDay(last, month, 2000 + first));
    }

    private static bool IsDay(int day, int month, int year) => day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static int Pair(ReadOnlySpan<byte> text) => (text[0] - '0') * 10 + (text[1] - '0');

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
