using System.Text;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// Functions of texts in T-SQL. A character stands behind a text where the server would leave out its spaces at the end, or
/// take an empty text for none; characters beyond the basic plane count as the two that SQL Server makes of them.
/// </summary>
internal static class SqlServerTexts
{
    private const string Mark = "N'.'";

    /// <summary>Every letter of the Latin alphabets that folds to a plain one, and what it folds to.</summary>
    private static readonly (string Letters, string Folded) Latin = Alphabet();

    /// <summary>What is left of a mark when a letter is written in parts.</summary>
    private static readonly int[] Marks = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323];

    /// <summary>A text that may be longer than 4000 characters; shorter ones would cut what is put to them.</summary>
    public static string Long(string text) => $"CAST({text} AS nvarchar(max)) COLLATE {SqlServerDialect.Collation}";

    public static string Length(string text) => $"(LEN({Long(text)} + {Mark}) - 1)";

    public static string Function(CanonicalFunction function, IReadOnlyList<string> a) => function switch
    {
        CanonicalFunction.Contains => $"(CHARINDEX({a[1]}, {a[0]}) > 0 OR ({a[0]} IS NOT NULL AND LEN({a[1]} + {Mark}) = 1))",
        CanonicalFunction.StartsWith => $"(CHARINDEX({Mark} + {a[1]}, {Mark} + {a[0]}) = 1)",
        CanonicalFunction.EndsWith => $"(RIGHT({a[0]} + {Mark}, LEN({a[1]} + {Mark})) = {a[1]} + {Mark})",
        CanonicalFunction.Length => Length(a[0]),
        CanonicalFunction.IndexOf => $"(CASE WHEN {a[0]} IS NOT NULL AND LEN({a[1]} + {Mark}) = 1 THEN 0 ELSE CHARINDEX({a[1]}, {a[0]}) - 1 END)",
        CanonicalFunction.Substring => Substring(a),
        CanonicalFunction.ToLower => $"LOWER({a[0]})",
        CanonicalFunction.ToUpper => $"UPPER({a[0]})",
        CanonicalFunction.Trim => $"TRIM(N'{Spaces}' FROM {a[0]})",
        CanonicalFunction.Concat => $"({Long(a[0])} + {a[1]})",
        _ => throw new NotSupportedException(function.ToString()),
    };

    /// <summary>All characters that <see cref="string.Trim()"/> takes away.</summary>
    private static readonly string Spaces = string.Concat(Enumerable.Range(1, 0x3000).Select(c => (char)c).Where(char.IsWhiteSpace));

    /// <summary>A negative start counts from the end; a negative length is an error of the server's.</summary>
    private static string Substring(IReadOnlyList<string> a)
    {
        var start = $"CAST(CASE WHEN {a[1]} >= {int.MaxValue - 1} THEN {int.MaxValue} WHEN {a[1]} >= 0 THEN {a[1]} + 1 WHEN {a[1]} + {Length(a[0])} > 0 THEN {a[1]} + {Length(a[0])} + 1 WHEN {a[1]} IS NOT NULL THEN 1 END AS int)";
        var rest = $"SUBSTRING({a[0]}, {start}, {int.MaxValue})";
        return a.Count > 2 ? $"SUBSTRING({rest}, 1, CAST(CASE WHEN {a[2]} > {int.MaxValue} THEN {int.MaxValue} ELSE {a[2]} END AS int))" : rest;
    }

    /// <summary>One look over all texts, set apart by a character that no term holds.</summary>
    public static string Search(IReadOnlyList<string> texts, string term)
    {
        var all = string.Join(" + NCHAR(31) + ", texts.Select(t => $"COALESCE({t}, N'')"));
        var folded = $"TRANSLATE(LOWER({Long(all)}), N'{Latin.Letters}', N'{Latin.Folded}')";
        foreach (var mark in Marks)
        {
            folded = $"REPLACE({folded}, NCHAR({mark}), N'')";
        }
        return $"CHARINDEX({term}, {folded}) > 0";
    }

    private static (string Letters, string Folded) Alphabet()
    {
        var (letters, folded) = (new StringBuilder(), new StringBuilder());
        // Latin-1, Latin Extended-A, the two horned letters, and what Vietnamese sets tones on.
        foreach (var c in Enumerable.Range(0xDF, 0x180 - 0xDF).Append(0x1A1).Append(0x1B0).Concat(Enumerable.Range(0x1EA0, 0x60)).Select(c => (char)c))
        {
            if (char.IsLower(c) && FoldedText.Fold(c.ToString()) is [var plain] && plain != c)
            {
                letters.Append(c);
                folded.Append(plain);
            }
        }
        return (letters.ToString(), folded.ToString());
    }
}
