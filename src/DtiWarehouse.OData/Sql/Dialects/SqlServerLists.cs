using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// Collections as one text in T-SQL: a comma, then every item with a comma behind it. An item is <c>=</c> and its text, in
/// which commas are written <c>\c</c>, or <c>-</c> for null; equal items have equal texts. So a part of a collection is a
/// part of its text.
/// </summary>
internal static class SqlServerLists
{
    private const string Empty = "N','";

    public static string Of(IReadOnlyList<(string Value, PrimitiveKind? Kind, bool IsList)> items) => items.Count == 0
        ? SqlServerTexts.Long(Empty)
        : $"({SqlServerTexts.Long(Empty)}{string.Concat(items.Select(i => $" + {Item(i.Value, i.Kind, i.IsList)} + {Empty}"))})";

    public static string OfRows(string query, string column, string place, PrimitiveKind? kind, bool ofLists)
    {
        // An aggregate takes no subquery, which an item may have.
        var item = SqlServerTexts.Long(Item("l." + column, kind, ofLists));
        return $"(SELECT COALESCE({Empty} + STRING_AGG(m.item, {Empty}) WITHIN GROUP (ORDER BY m.place) + {Empty}, {Empty}) FROM (SELECT {item} AS item, l.{place} AS place FROM ({query}) AS l) AS m)";
    }

    private static string Item(string value, PrimitiveKind? kind, bool isList)
    {
        if (kind is null && !isList)
        {
            return "N'-'";
        }
        var text = isList ? value : Text(value, kind!.Value);
        return $"COALESCE(N'=' + REPLACE(REPLACE({text}, N'\\', N'\\\\'), N',', N'\\c'), N'-')";
    }

    private static string Text(string value, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.String => value,
        // Numbers of all types meet in one form.
        PrimitiveKind.Decimal or PrimitiveKind.Single or PrimitiveKind.Double => SqlServerCasts.Cast($"CAST({value} AS float)", PrimitiveKind.Double, PrimitiveKind.String),
        PrimitiveKind.Enum or PrimitiveKind.Duration => SqlServerCasts.Cast(value, PrimitiveKind.Int64, PrimitiveKind.String),
        PrimitiveKind.DateTimeOffset => SqlServerCasts.Cast(SqlServerTimes.Utc(value), kind, PrimitiveKind.String),
        _ => SqlServerCasts.Cast(value, kind, PrimitiveKind.String),
    };

    public static string Function(CanonicalFunction function, IReadOnlyList<string> a) => function switch
    {
        CanonicalFunction.Length => $"({Commas(a[0])} - 1)",
        CanonicalFunction.Concat => $"({a[0]} + SUBSTRING({a[1]}, 2, {int.MaxValue}))",
        CanonicalFunction.Substring => Part(a),
        CanonicalFunction.Contains => $"CHARINDEX({a[1]}, {a[0]}) > 0",
        CanonicalFunction.StartsWith => $"CHARINDEX({a[1]}, {a[0]}) = 1",
        CanonicalFunction.EndsWith => $"RIGHT({a[0]}, LEN({a[1]})) = {a[1]}",
        CanonicalFunction.SameItems => $"{a[0]} = {a[1]}",
        CanonicalFunction.IndexOf => $"(CASE CHARINDEX({a[1]}, {a[0]}) WHEN 0 THEN -1 ELSE {Commas($"LEFT({a[0]}, CHARINDEX({a[1]}, {a[0]}))")} - 1 END)",
        // An item as often as the other collection has it.
        CanonicalFunction.HasSubset => $"NOT EXISTS (SELECT 1 FROM {Items(a[1], "part")} GROUP BY part.item HAVING COUNT_BIG(*) > (SELECT COUNT_BIG(*) FROM {Items(a[0], "whole")} WHERE whole.item = part.item))",
        CanonicalFunction.HasSubsequence => $"REPLACE({a[0]}, {Empty}, N',,') LIKE N'%' + REPLACE({Pattern(a[1])}, {Empty}, N',%,') + N'%' ESCAPE N'~'",
        _ => throw new NotSupportedException(function.ToString()),
    };

    private static string Commas(string list) => $"(LEN({list}) - LEN(REPLACE({list}, {Empty}, N'')))";

    /// <summary>Items as rows, in no order; a character behind each keeps the spaces at its end.</summary>
    private static string Items(string list, string alias) => $"(SELECT s.[value] + N'.' AS item FROM STRING_SPLIT({list}, {Empty}) AS s) AS {alias}";

    private static string Pattern(string list) => "~%_[".Aggregate(list, (text, c) => $"REPLACE({text}, N'{c}', N'~{c}')");

    /// <summary>Items from a place on, one before the end where it is negative; the whole list where that is not there.</summary>
    private static string Part(IReadOnlyList<string> a)
    {
        const string most = "2147483647";
        // A negative length fails as it does for texts.
        var size = a.Count > 2 ? $"CASE WHEN {a[2]} > {most} THEN {most} WHEN {a[2]} < 0 THEN LEN(SUBSTRING(N'.', 1, CAST({a[2]} AS int))) ELSE {a[2]} END" : most;
        var start = $"CASE WHEN g.first > {most} THEN {most} WHEN g.first >= 0 THEN g.first WHEN g.first + {Commas("g.list")} - 1 > 0 THEN g.first + {Commas("g.list")} - 1 ELSE 0 * g.first END";
        const string inside = "N'[\"' + REPLACE(STRING_ESCAPE(SUBSTRING(l.list, 2, LEN(l.list) - 2), 'json'), N',', N'\",\"') + N'\"]'";
        return $"(SELECT CASE WHEN l.start IS NULL OR l.size IS NULL THEN NULL WHEN l.list = {Empty} THEN l.list ELSE"
            + $" (SELECT COALESCE({Empty} + STRING_AGG({SqlServerTexts.Long("i.[value]")}, {Empty}) WITHIN GROUP (ORDER BY CAST(i.[key] AS int)) + {Empty}, {Empty})"
            + $" FROM OPENJSON({inside}) AS i WHERE CAST(i.[key] AS bigint) >= l.start AND CAST(i.[key] AS bigint) < l.start + l.size) END"
            + $" FROM (SELECT {a[0]} AS list, CAST({a[1]} AS bigint) AS first, CAST({size} AS bigint) AS size) AS g CROSS APPLY (SELECT g.list AS list, {start} AS start, g.size AS size) AS l)";
    }
}
