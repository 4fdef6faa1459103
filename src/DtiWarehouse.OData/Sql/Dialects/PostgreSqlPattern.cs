using System.Globalization;
using System.Text;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// Regular expressions of <c>matchesPattern</c>, written in ECMAScript's language, as PostgreSQL's advanced ones. The caller
/// has seen that the expression is one.
/// </summary>
internal static class PostgreSqlPattern
{
    private const string WordCharacters = "A-Za-z0-9_";
    private const string Spaces = @"\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    private static readonly string[] Categories =
        ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];

    /// <exception cref="ODataError">The expression has what PostgreSQL's have not: 501.</exception>
    public static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 16);
        var names = new List<string>();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length:
                    i = Escape(pattern, i + 1, inClass, names, translated);
                    break;
                case '[':
                    translated.Append(inClass ? "\\[" : "[");
                    inClass = true;
                    break;
                case ']':
                    translated.Append(c);
                    inClass = false;
                    break;
                case '.' when !inClass:
                    translated.Append(@"[^\n\r\u2028\u2029]");
                    break;
                case '(' when !inClass:
                    i = Open(pattern, i, names, translated);
                    break;
                default:
                    translated.Append(c);
                    break;
            }
        }
        return translated.ToString();
    }

    /// <summary>Opens a group, and gives the place of its last character: a group with a name is one with a number.</summary>
    private static int Open(string pattern, int at, List<string> names, StringBuilder translated)
    {
        var rest = pattern.AsSpan(at + 1);
        if (rest is ['?', '<', var next, ..] && next is not ('=' or '!'))
        {
            var end = pattern.IndexOf('>', at);
            names.Add(pattern[(at + 3)..end]);
            translated.Append('(');
            return end;
        }
        if (rest is not ['?', ..])
        {
            names.Add("");
        }
        translated.Append('(');
        return at;
    }

    private static int Escape(string pattern, int at, bool inClass, List<string> names, StringBuilder translated)
    {
        switch (pattern[at])
        {
            case 'd':
                translated.Append(inClass ? "0-9" : "[0-9]");
                break;
            case 'w':
                translated.Append(inClass ? WordCharacters : $"[{WordCharacters}]");
                break;
            case 's':
                translated.Append(inClass ? Spaces : $"[{Spaces}]");
                break;
            case 'D' when !inClass:
                translated.Append("[^0-9]");
                break;
            case 'W' when !inClass:
                translated.Append($"[^{WordCharacters}]");
                break;
            case 'S' when !inClass:
                translated.Append($"[^{Spaces}]");
                break;
            case 'b' when !inClass:
                translated.Append("\\y");
                break;
            case 'B' when !inClass:
                translated.Append("\\Y");
                break;
            case 'x' when at + 2 < pattern.Length:
                // Two digits here, as many as there are in PostgreSQL.
                translated.Append("\\u00").Append(pattern, at + 1, 2);
                return at + 2;
            case 'k' when pattern.IndexOf('>', at) is > 0 and var end:
                translated.Append(CultureInfo.InvariantCulture, $"\\{names.IndexOf(pattern[(at + 2)..end]) + 1}");
                return end;
            case 'p' or 'P' when at + 1 < pattern.Length && pattern[at + 1] == '{' && pattern.IndexOf('}', at) is > 0 and var last:
                translated.Append(Property(pattern[(at + 2)..last], negated: pattern[at] == 'P', inClass));
                return last;
            case 'D' or 'W' or 'S' or 'b' or 't' or 'n' or 'v' or 'f' or 'r' or 'u' or 'c':
                translated.Append('\\').Append(pattern[at]);
                break;
            case var letter when char.IsLetter(letter):
                translated.Append(letter);
                break;
            default:
                translated.Append('\\').Append(pattern[at]);
                break;
        }
        return at;
    }

    private static string Property(string name, bool negated, bool inClass)
    {
        if (name.Length == 0 || !Array.Exists(Categories, c => c.StartsWith(name, StringComparison.Ordinal)))
        {
            throw ODataErrors.NotSupported($"The property '{name}' of characters in matchesPattern");
        }
        var ranges = ClassOf(c => Categories[(int)c].StartsWith(name, StringComparison.Ordinal) != negated);
        return inClass ? ranges[1..^1] : ranges;
    }

    /// <summary>The characters of some categories as a bracket expression.</summary>
    public static string ClassOf(Func<UnicodeCategory, bool> holds)
    {
        var ranges = new StringBuilder("[");
        for (var c = 1; c <= char.MaxValue; c++)
        {
            if (!Holds(c))
            {
                continue;
            }
            var first = c;
            while (c < char.MaxValue && Holds(c + 1))
            {
                c++;
            }
            ranges.Append(CultureInfo.InvariantCulture, $"\\u{first:x4}");
            if (c > first)
            {
                ranges.Append(CultureInfo.InvariantCulture, $"-\\u{c:x4}");
            }
        }
        return ranges.Append(']').ToString();

        bool Holds(int c) => !char.IsSurrogate((char)c) && holds(CharUnicodeInfo.GetUnicodeCategory((char)c));
    }
}
