using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace DtiWarehouse.OData.Sql;

/// <summary>
/// Regular expressions of <c>matchesPattern</c>: written in ECMAScript's language (OData URL Conventions 4.01, section
/// 5.1.1.7.1), run by .NET in time linear to the text where the expression allows it, else against a clock.
/// </summary>
internal static class TextPattern
{
    private const int MaxKept = 200;
    private const string WordCharacters = "A-Za-z0-9_";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">No regular expression.</exception>
    /// <exception cref="RegexMatchTimeoutException">The match takes too long.</exception>
    public static bool IsMatch(string text, string pattern) => Compile(pattern).IsMatch(text);

    /// <exception cref="ArgumentException">No regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known))
        {
            return known;
        }
        var translated = Translate(pattern);
        Regex made;
        try
        {
            made = new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            // Looking around and back takes the engine that may run away.
            made = new Regex(translated, RegexOptions.CultureInvariant, Patience);
        }
        if (Kept.Count >= MaxKept)
        {
            Kept.Clear();
        }
        return Kept[pattern] = made;
    }

    /// <summary>Rewrites what the two languages spell alike and mean differently: <c>$ . \d \w</c>, unknown escapes, groups of .NET's own.</summary>
    private static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length:
                    translated.Append(Escape(pattern, ++i, inClass));
                    break;
                case '[':
                    translated.Append(inClass ? "\\[" : "[");
                    inClass = true;
                    break;
                case ']':
                    translated.Append(c);
                    inClass = false;
                    break;
                case '$' when !inClass:
                    translated.Append("\\z");
                    break;
                case '.' when !inClass:
                    translated.Append("[^\\n\\r\\u2028\\u2029]");
                    break;
                case '(' when !inClass && i + 1 < pattern.Length && pattern[i + 1] == '?' && !IsGroup(pattern.AsSpan(i + 2)):
                    throw new ArgumentException("There is no such group.", nameof(pattern));
                default:
                    translated.Append(c);
                    break;
            }
        }
        return translated.ToString();
    }

    private static bool IsGroup(ReadOnlySpan<char> rest) =>
        rest is [':' or '=' or '!', ..] or ['<', '=' or '!', ..] || (rest is ['<', var first, ..] && (char.IsLetter(first) || first is '_' or '$'));

    private static string Escape(string pattern, int at, bool inClass) => pattern[at] switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'w' => inClass ? WordCharacters : $"[{WordCharacters}]",
        'D' when !inClass => "[^0-9]",
        'W' when !inClass => $"[^{WordCharacters}]",
        'p' or 'P' when at + 1 < pattern.Length && pattern[at + 1] == '{' => "\\" + pattern[at],
        'D' or 'W' or 's' or 'S' or 'b' or 'B' or 't' or 'n' or 'v' or 'f' or 'r' or 'x' or 'u' or 'c' or 'k' => "\\" + pattern[at],
        var letter when char.IsLetter(letter) => letter.ToString(),
        var other => "\\" + other,
    };
}
