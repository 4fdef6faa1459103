using System.Text.RegularExpressions;

namespace DtiWarehouse.Schema;

/// <summary>
/// Pieces of a load's statements that every database spells its own way. A statement holds them as <c>{piece operand}</c> until
/// its connection spells them out, so that its text is the same for all.
/// </summary>
public static partial class LoadSql
{
    /// <summary>What ends an ordered query so that it gives only its first rows.</summary>
    /// <param name="rows">A number or parameter.</param>
    public static string First(string rows) => $"{{first {rows}}}";

    /// <summary>A date column as a number yyyymmdd.</summary>
    public static string DayKey(string date) => $"{{day {date}}}";

    /// <summary>The number of characters of a text column.</summary>
    public static string Length(string text) => $"{{length {text}}}";

    /// <summary>The statement in the words of a database.</summary>
    public static string Spell(string sql, LoadSpelling spelling) => sql.Contains('{') ? Piece().Replace(sql, piece => piece.Groups["name"].Value switch
    {
        "first" => spelling.First(piece.Groups["operand"].Value),
        "day" => spelling.DayKey(piece.Groups["operand"].Value),
        _ => spelling.Length(piece.Groups["operand"].Value),
    }) : sql;

    [GeneratedRegex(@"\{(?<name>first|day|length) (?<operand>[\w.@]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Piece();
}

/// <summary>How a database spells the pieces of <see cref="LoadSql"/>.</summary>
public sealed record LoadSpelling(Func<string, string> First, Func<string, string> DayKey, Func<string, string> Length);
