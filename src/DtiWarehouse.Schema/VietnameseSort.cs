using System.Buffers;
using System.Text;

namespace DtiWarehouse.Schema;

/// <summary>Sort keys whose ordinal order is the Vietnamese alphabetical order, the same on every database and machine.</summary>
public static class VietnameseSort
{
    // The alphabet with its seven extra letters; foreign letters stand where Latin order has them.
    private const string Alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

    // Tone marks in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng.
    private static readonly SearchValues<char> Tones = SearchValues.Create("\u0300\u0309\u0303\u0301\u0323");

    /// <summary>
    /// Key of a name: letters first, tones after them as a tie-break. Case, and whether the text is composed (NFC) or
    /// decomposed (NFD), make no difference.
    /// </summary>
    public static string Key(string text)
    {
        var letters = new StringBuilder(text.Length + 8);
        var tones = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormC).ToLowerInvariant())
        {
            var tone = 0;
            var letter = c;
            var parts = c < 0x80 ? null : c.ToString().Normalize(NormalizationForm.FormD);
            if (parts is not null && parts.AsSpan().IndexOfAny(Tones) is var at and >= 0)
            {
                tone = "\u0300\u0309\u0303\u0301\u0323".IndexOf(parts[at]) + 1;
                letter = parts.Remove(at, 1).Normalize(NormalizationForm.FormC)[0];
            }
            var rank = Alphabet.IndexOf(letter);
            if (rank >= 0)
            {
                // Two digits for each letter keep the key ASCII and let "ă" stand between "a" and "b".
                letters.Append((char)('A' + rank / 6)).Append((char)('0' + rank % 6));
                tones.Append((char)('0' + tone));
            }
            else if (char.IsDigit(letter))
            {
                letters.Append('0').Append(letter);
            }
            else
            {
                letters.Append(' ');
            }
        }
        return letters.Append('!').Append(tones).ToString();
    }
}
