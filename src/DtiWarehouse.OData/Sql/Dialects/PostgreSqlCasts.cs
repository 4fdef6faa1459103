using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// The assignment rules of <c>cast</c> (URL Conventions 4.01, section 5.1.1.10.1) for a text, to a text, between numbers. A
/// cast of PostgreSQL's own fails where OData has null, so each looks first whether the value is one of its type.
/// </summary>
internal static class PostgreSqlCasts
{
    private const string Day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private const string Clock = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,12})?)?";
    private const string Offset = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?";

    public static string Cast(string value, PrimitiveKind from, PrimitiveKind to) =>
        to is PrimitiveKind.String ? PostgreSqlFunctions.Ordinal(ToText(value, from))
        : from is PrimitiveKind.String ? FromText(value, to)
        : Number(value, from, to);

    private static string ToText(string value, PrimitiveKind from) => from switch
    {
        PrimitiveKind.Decimal => $"CAST(trim_scale({value}) AS text)",
        PrimitiveKind.Double => Written(value, "double precision"),
        PrimitiveKind.Single => Written(value, "real"),
        PrimitiveKind.TimeOfDay => PostgreSqlFunctions.Named(value, v => $"to_char({v}, 'HH24:MI:SS') || CASE WHEN MOD(EXTRACT(SECOND FROM {v}), 1) <> 0 THEN '.' || to_char({v}, 'US') || '0' ELSE '' END"),
        PrimitiveKind.Date => $"to_char({value}, 'YYYY-MM-DD')",
        PrimitiveKind.Duration => DurationAsText(value),
        PrimitiveKind.Binary => $"translate(encode({value}, 'base64'), '+/' || chr(10), '-_')",
        _ => $"CAST({value} AS text)",
    };

    private static string Written(string value, string type) =>
        $"replace(upper(CAST(CAST({value} AS {type}) AS text)), 'INFINITY', 'INF')";

    /// <summary>"P1DT2H3M4.5S": parts that are 0 stay out, but for a duration of none.</summary>
    private static string DurationAsText(string value)
    {
        const string Seconds = "trim_scale(MOD(d.s, 60))";
        return "(SELECT CASE WHEN d.s = 0 THEN 'PT0S' ELSE CASE WHEN d.e < 0 THEN '-P' ELSE 'P' END"
            + " || CASE WHEN d.s >= 86400 THEN CAST(div(d.s, 86400) AS text) || 'D' ELSE '' END || CASE WHEN MOD(d.s, 86400) > 0 THEN 'T' ELSE '' END"
            + " || CASE WHEN MOD(d.s, 86400) >= 3600 THEN CAST(div(MOD(d.s, 86400), 3600) AS text) || 'H' ELSE '' END"
            + " || CASE WHEN MOD(d.s, 3600) >= 60 THEN CAST(div(MOD(d.s, 3600), 60) AS text) || 'M' ELSE '' END"
            + $" || CASE WHEN {Seconds} > 0 THEN CAST({Seconds} AS text) || 'S' ELSE '' END END"
            + $" FROM (SELECT e.e, abs(e.e) AS s FROM (SELECT EXTRACT(EPOCH FROM {value}) AS e) AS e) AS d)";
    }

    /// <summary>An instant on its own clock, with its offset behind.</summary>
    public static string InstantAsText(string clock, string minutes) => PostgreSqlFunctions.Ordinal(
        "(SELECT to_char(i.t, 'YYYY-MM-DD\"T\"HH24:MI:SS') || CASE WHEN MOD(EXTRACT(SECOND FROM i.t), 1) <> 0 THEN '.' || rtrim(to_char(i.t, 'US'), '0') ELSE '' END"
        + " || CASE WHEN i.m IS NULL THEN 'Z' ELSE CASE WHEN i.m < 0 THEN '-' ELSE '+' END || lpad(CAST(abs(i.m) / 60 AS text), 2, '0') || ':' || lpad(CAST(abs(i.m) % 60 AS text), 2, '0') END"
        + $" FROM (SELECT {clock} AS t, NULLIF({minutes}, 0) AS m) AS i)");

    /// <summary>The minutes of the offset that the text of an instant ends with.</summary>
    public static string OffsetOf(string text) => PostgreSqlFunctions.Named(text, v =>
        $"CASE WHEN {v} ~ '^{Day}T{Clock}[+-][0-9]{{2}}:[0-9]{{2}}$' THEN CAST(substr(right({v}, 6), 1, 1) || '1' AS bigint) * (CAST(substr(right({v}, 5), 1, 2) AS bigint) * 60 + CAST(right({v}, 2) AS bigint)) ELSE 0 END");

    private static string FromText(string value, PrimitiveKind to) => PostgreSqlFunctions.Named(value, v => to switch
    {
        PrimitiveKind.Boolean => $"CASE lower({v} COLLATE \"C\") WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
        PrimitiveKind.Guid => $"CASE WHEN {v} ~ '^[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}$' THEN CAST({v} AS uuid) END",
        PrimitiveKind.Date => $"CASE WHEN {v} ~ '^{Day}$' THEN {IfDay(v, $"CAST({v} AS date)")} END",
        PrimitiveKind.TimeOfDay => $"CASE WHEN {v} ~ '^{Clock}$' THEN CAST(left({v}, 15) AS time) END",
        PrimitiveKind.DateTimeOffset => $"CASE WHEN {v} ~ '^{Day}T{Clock}{Offset}$' THEN {IfDay(v, $"CAST({v} AS timestamptz)")} END",
        PrimitiveKind.Duration => $"CASE WHEN {v} ~ '^-?P(?=.)([0-9]{{1,7}}D)?(T(?=.)([0-9]{{1,7}}H)?([0-9]{{1,7}}M)?([0-9]{{1,9}}(\\.[0-9]{{1,12}})?S)?)?$' THEN CASE WHEN left({v}, 1) = '-' THEN -CAST(substr({v}, 2) AS interval) ELSE CAST({v} AS interval) END END",
        PrimitiveKind.Binary => $"CASE WHEN {v} ~ '^[A-Za-z0-9_-]*={{0,2}}$' AND length(rtrim({v}, '=')) % 4 <> 1 THEN decode(rpad(translate(rtrim({v}, '='), '-_', '+/'), (length(rtrim({v}, '=')) + 3) / 4 * 4, '='), 'base64') END",
        PrimitiveKind.Decimal or PrimitiveKind.Single or PrimitiveKind.Double => Fraction(v, to),
        _ => $"CASE WHEN {v} ~ '^[+-]?[0-9]{{1,40}}$' THEN {Whole($"CAST({v} AS numeric)", to)} END",
    });

    /// <summary>A value where the day at the head of a text is in the calendar.</summary>
    private static string IfDay(string text, string value) =>
        $"CASE WHEN left({text}, 4) <> '0000' THEN CASE WHEN CAST(substr({text}, 9, 2) AS integer) <= EXTRACT(DAY FROM make_date(CAST(left({text}, 4) AS integer), CAST(substr({text}, 6, 2) AS integer), 1) + INTERVAL '1 month - 1 day') THEN {value} END END";

    private static string Fraction(string text, PrimitiveKind to)
    {
        var number = $"CASE WHEN {text} ~ '^[+-]?([0-9]{{1,200}}\\.?[0-9]{{0,200}}|\\.[0-9]{{1,200}})([eE][+-]?[0-9]{{1,3}})?$' THEN {Number($"CAST({text} AS numeric)", PrimitiveKind.Decimal, to)} END";
        return to is PrimitiveKind.Decimal ? number : $"CASE {text} WHEN 'INF' THEN 'Infinity' WHEN '-INF' THEN '-Infinity' ELSE {number} END";
    }

    /// <summary>A number as another type; null where it does not fit.</summary>
    private static string Number(string value, PrimitiveKind from, PrimitiveKind to)
    {
        var isFloating = from is PrimitiveKind.Single or PrimitiveKind.Double;
        return to switch
        {
            PrimitiveKind.Double when isFloating => value,
            // The smallest numbers that are cast to infinity, as the type rounds.
            PrimitiveKind.Double => PostgreSqlFunctions.Named(value, v => $"CASE WHEN abs({v}) < 1.797693134862315807e308 THEN CAST({v} AS double precision) END"),
            PrimitiveKind.Single => PostgreSqlFunctions.Named(value, v =>
                $"CASE WHEN abs({v}) < 3.4028235677973366e38{(isFloating ? $" OR abs({v}) = 'Infinity'" : "")} THEN CAST(CAST({v} AS real) AS double precision) END"),
            PrimitiveKind.Decimal when isFloating => PostgreSqlFunctions.Named(value, v => $"CASE WHEN abs({v}) < {PostgreSqlFunctions.DecimalLimit} THEN {PostgreSqlFunctions.Digits(v)} END"),
            PrimitiveKind.Decimal => PostgreSqlFunctions.Named(value, v => $"CASE WHEN abs({v}) < {PostgreSqlFunctions.DecimalLimit} THEN CAST({v} AS numeric) END"),
            _ => Whole(isFloating ? PostgreSqlFunctions.Digits(value) : value, to),
        };
    }

    /// <summary>A whole number, rounded half away from zero.</summary>
    private static string Whole(string value, PrimitiveKind to)
    {
        var (least, most) = to switch
        {
            PrimitiveKind.Byte => ("0", "255"),
            PrimitiveKind.SByte => ("-128", "127"),
            PrimitiveKind.Int16 => ("-32768", "32767"),
            PrimitiveKind.Int32 => ("-2147483648", "2147483647"),
            _ => ("-9223372036854775808", "9223372036854775807"),
        };
        return PostgreSqlFunctions.Named($"round(CAST({value} AS numeric))", v => $"CASE WHEN {v} BETWEEN {least} AND {most} THEN CAST({v} AS bigint) END");
    }
}
