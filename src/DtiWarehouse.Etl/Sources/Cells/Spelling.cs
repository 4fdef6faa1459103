using System.Text;

namespace DtiWarehouse.Etl.Sources.Cells;

/// <summary>Text of cells: trimming on the raw bytes, NFC, and the key under which words and headers are compared.</summary>
internal static class Spelling
{
    /// <summary>The bytes without white space (no-break and zero-width spaces and stray byte order marks too) at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        while (LeadingSpace(cell) is var length and > 0)
            cell = cell[length..];
        while (TrailingSpace(cell) is var length and > 0)
            cell = cell[..^length];
        return cell;
    }

    /// <summary>Text of a cell in NFC, trimmed. The separator of canonical contents becomes a space, so contents stay unambiguous.</summary>
    public static string Text(ReadOnlySpan<byte> trimmedCell)
    {
        var text = Encoding.UTF8.GetString(trimmedCell);
        if (text.Contains('\u001f'))
            text = text.Replace('\u001f', ' ');
        return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Comparison key: NFC, trimmed, inner white space collapsed to one space, lower case.</summary>
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (IsZeroWidth(c))
                continue;
            if (!char.IsWhiteSpace(c))
                key.Append(char.ToLowerInvariant(c));
            else if (key.Length > 0 && key[^1] != ' ')
                key.Append(' ');
        }
        return key.ToString().TrimEnd(' ');
    }

    private static bool IsZeroWidth(char c) => c is '\u200b' or '\ufeff';

    private static int LeadingSpace(ReadOnlySpan<byte> cell) => cell switch
    {
        [<= 0x20, ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x8B, ..] or [0xEF, 0xBB, 0xBF, ..] => 3,
        _ => 0,
    };

    private static int TrailingSpace(ReadOnlySpan<byte> cell) => cell switch
    {
        [.., <= 0x20] => 1,
        [.., 0xC2, 0xA0] => 2,
        [.., 0xE2, 0x80, 0x8B] or [.., 0xEF, 0xBB, 0xBF] => 3,
        _ => 0,
    };
}
