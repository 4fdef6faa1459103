using System.Globalization;
using System.Text;

namespace DtiWarehouse.OData.Sql;

/// <summary>Text as <c>$search</c> compares it: without case and without marks, so that "quang ngai" finds "Quảng Ngãi".</summary>
internal static class FoldedText
{
    /// <summary>Lower case, decomposed, marks dropped, "đ" as "d".</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (c < 0x80)
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(c));
            }
        }
        return folded.ToString();
    }

    /// <summary>Whether a text holds a term that is folded already.</summary>
    public static bool Contains(string text, string foldedTerm) => Fold(text).Contains(foldedTerm, StringComparison.Ordinal);
}
