using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// The assignment rules of <c>cast</c> in T-SQL (URL Conventions 4.01, section 5.1.1.10.1): a text is read as payloads
/// write values and a value written as they do; what does not fit is null.
/// </summary>
internal static class SqlServerCasts
{
    /// <summary>A calculated decimal that other types become: as many digits before the point as .NET's has.</summary>
    private const string Decimal = "decimal(38, 10)";

    public static string Cast(string value, PrimitiveKind from, PrimitiveKind to) =>
        to is PrimitiveKind.String ? $"{Written(value, from)} COLLATE {SqlServerDialect.Collation}"
        : from is PrimitiveKind.String ? Read(value, to)
        : Number(value, from, to);

    /// <summary>Rounded half away from zero.</summary>
    public static string Round(string value, PrimitiveKind? kind) => Operators.IsFloating(kind)
        ? $"ROUND({value}, 0)"
        // ROUND keeps the precision of a decimal, which 9.9 has outgrown when it is 10.
        : $"(CASE WHEN {value} >= 0 THEN FLOOR({value} + 0.5) ELSE CEILING({value} - 0.5) END)";

    private static string Written(string value, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Boolean => $"CASE {value} WHEN 1 THEN N'true' WHEN 0 THEN N'false' END",
        PrimitiveKind.Guid => $"LOWER(CAST({value} AS nvarchar(36)))",
        PrimitiveKind.Date => $"CONVERT(nvarchar(10), {value}, 23)",
        PrimitiveKind.TimeOfDay => $"CASE WHEN DATEPART(NANOSECOND, {value}) = 0 THEN LEFT(CAST({value} AS nvarchar(16)), 8) ELSE LEFT(CAST({value} AS nvarchar(16)), 16) END",
        PrimitiveKind.DateTimeOffset => Instant(value),
        PrimitiveKind.Duration => Duration(value),
        PrimitiveKind.Decimal => WithoutZeros($"CAST(CAST({value} AS {Decimal}) AS nvarchar(41))"),
        PrimitiveKind.Single or PrimitiveKind.Double => Shortest(value, kind),
        // JSON writes bytes in base64.
        PrimitiveKind.Binary => $"CASE WHEN {value} IS NOT NULL THEN (SELECT REPLACE(REPLACE(j.[value], N'+', N'-'), N'/', N'_') FROM OPENJSON((SELECT {value} AS b FOR JSON PATH, WITHOUT_ARRAY_WRAPPER)) AS j) END",
        _ => $"CAST({value} AS nvarchar(20))",
    };

    /// <summary>A decimal's text without the zeros at its end.</summary>
    private static string WithoutZeros(string text) => $"REPLACE(RTRIM(REPLACE(REPLACE(RTRIM(REPLACE({text}, N'0', N' ')), N' ', N'0'), N'.', N' ')), N' ', N'.')";

    private static string Instant(string value) =>
        $"(SELECT LEFT(t.text, 10) + N'T' + SUBSTRING(t.text, 12, 8) + CASE SUBSTRING(t.text, 21, 7) WHEN N'0000000' THEN N'' ELSE N'.' + REPLACE(RTRIM(REPLACE(SUBSTRING(t.text, 21, 7), N'0', N' ')), N' ', N'0') END"
        + $" + CASE RIGHT(t.text, 6) WHEN N'+00:00' THEN N'Z' ELSE RIGHT(t.text, 6) END FROM (SELECT CAST(CAST({value} AS datetimeoffset(7)) AS nvarchar(34)) AS text) AS t)";

    /// <summary>ISO 8601 with days as the greatest unit, as .NET writes it.</summary>
    private static string Duration(string ticks) =>
        "(SELECT CASE WHEN d.ticks < 0 THEN N'-' ELSE N'' END + N'P'"
        + " + CASE WHEN d.days <> 0 THEN CAST(d.days AS nvarchar(20)) + N'D' ELSE N'' END"
        + " + CASE WHEN d.rest <> 0 OR d.ticks = 0 THEN N'T' ELSE N'' END"
        + $" + CASE WHEN d.rest / {SqlServerTimes.Hour} <> 0 THEN CAST(d.rest / {SqlServerTimes.Hour} AS nvarchar(20)) + N'H' ELSE N'' END"
        + " + CASE WHEN d.rest / 600000000 % 60 <> 0 THEN CAST(d.rest / 600000000 % 60 AS nvarchar(20)) + N'M' ELSE N'' END"
        + $" + CASE WHEN d.rest % 600000000 <> 0 OR d.ticks = 0 THEN {WithoutZeros("CAST(CAST(d.rest % 600000000 / 10000000.0 AS decimal(9, 7)) AS nvarchar(20))")} + N'S' ELSE N'' END"
        + $" FROM (SELECT s.ticks AS ticks, ABS(s.ticks / {SqlServerTimes.Day}) AS days, ABS(s.ticks % {SqlServerTimes.Day}) AS rest FROM (SELECT {ticks} AS ticks) AS s) AS d)";

    /// <summary>
    /// The fewest of 16 or 17 digits that give the number back, from the server's scientific form: plain, or with an
    /// exponent where .NET takes one. A single has eight.
    /// </summary>
    private static string Shortest(string number, PrimitiveKind kind)
    {
        var digits = kind is PrimitiveKind.Single
            ? "CONVERT(nvarchar(30), CAST(ABS(n.number) AS real), 1)"
            : "CASE WHEN CAST(CONVERT(nvarchar(30), ABS(n.number), 2) AS float) = ABS(n.number) THEN CONVERT(nvarchar(30), ABS(n.number), 2) ELSE CONVERT(nvarchar(30), ABS(n.number), 3) END";
        const string plain =
            "CASE WHEN p.digits = N'' THEN N'0'"
            + " WHEN p.power BETWEEN -4 AND -1 THEN N'0.' + REPLICATE(N'0', -p.power - 1) + p.digits"
            + " WHEN p.power BETWEEN 0 AND 14 AND LEN(p.digits) <= p.power + 1 THEN p.digits + REPLICATE(N'0', p.power + 1 - LEN(p.digits))"
            + " WHEN p.power BETWEEN 0 AND 14 THEN LEFT(p.digits, p.power + 1) + N'.' + SUBSTRING(p.digits, p.power + 2, 20)"
            + " ELSE LEFT(p.digits, 1) + CASE WHEN LEN(p.digits) > 1 THEN N'.' ELSE N'' END + SUBSTRING(p.digits, 2, 20) + N'E' + CASE WHEN p.power < 0 THEN N'-' ELSE N'+' END"
            + " + CASE WHEN ABS(p.power) < 10 THEN N'0' ELSE N'' END + CAST(ABS(p.power) AS nvarchar(3)) END";
        return $"(SELECT CASE WHEN n.number < 0 THEN N'-' ELSE N'' END + CASE WHEN CHARINDEX(N'e', t.text) = 0 THEN t.text ELSE {plain} END"
            + $" FROM (SELECT {number} AS number) AS n CROSS APPLY (SELECT {digits} AS text) AS t"
            + " CROSS APPLY (SELECT REPLACE(RTRIM(REPLACE(REPLACE(LEFT(t.text, CHARINDEX(N'e', t.text + N'e') - 1), N'.', N''), N'0', N' ')), N' ', N'0') AS digits,"
            + " CAST(SUBSTRING(t.text + N'e0', CHARINDEX(N'e', t.text + N'e0') + 1, 4) AS int) AS power) AS p)";
    }

    private static string Read(string text, PrimitiveKind to) => to switch
    {
        PrimitiveKind.Boolean => $"CASE LOWER({text}) + N'.' WHEN N'true.' THEN CAST(1 AS bit) WHEN N'false.' THEN CAST(0 AS bit) END",
        PrimitiveKind.Guid => $"CASE WHEN {SqlServerTexts.Length(text)} = 36 THEN TRY_CAST({text} AS uniqueidentifier) END",
        PrimitiveKind.Date => $"CASE WHEN {SqlServerTexts.Length(text)} = 10 AND SUBSTRING({text}, 5, 1) = N'-' AND SUBSTRING({text}, 8, 1) = N'-' THEN TRY_CAST({text} AS date) END",
        PrimitiveKind.TimeOfDay => $"CASE WHEN SUBSTRING({text}, 3, 1) = N':' AND {HasNone(text, " mM")} THEN TRY_CAST(LEFT({text}, 16) AS time(7)) END",
        // A text without an offset is UTC, as the server takes it too.
        PrimitiveKind.DateTimeOffset => $"CASE WHEN SUBSTRING({text}, 11, 1) = N'T' AND {HasNone(text, " ")} THEN TRY_CAST({text} AS datetimeoffset(7)) END",
        PrimitiveKind.Duration => ReadDuration(text),
        PrimitiveKind.Binary => throw ODataErrors.NotSupported("A cast of a text to Edm.Binary, which the database lacks,"),
        PrimitiveKind.Single or PrimitiveKind.Double or PrimitiveKind.Decimal => $"CASE WHEN {IsNumber(text)} THEN {Number($"TRY_CAST({text} AS float)", PrimitiveKind.Double, to, exact: $"TRY_CAST({text} AS {Decimal})")} END",
        _ => $"CASE WHEN {IsNumber(text)} THEN {Number($"TRY_CAST({text} AS bigint)", PrimitiveKind.Int64, to)} END",
    };

    /// <summary>The server takes spaces, a sign alone and nothing at all for 0, and a "d" for an exponent.</summary>
    private static string IsNumber(string text) => $"{HasNone(text, " dD")} AND {text} NOT IN (N'', N'-', N'+', N'.', N'-.', N'+.')";

    private static string HasNone(string text, string characters) => string.Join(" AND ", characters.Select(c => $"CHARINDEX(N'{c}', {text}) = 0"));

    /// <summary>Days, hours, minutes and seconds one behind the other; no part may be empty, none may have a sign.</summary>
    private static string ReadDuration(string text) =>
        "(SELECT TRY_CAST((CASE WHEN a.negative = 1 THEN -1 ELSE 1 END) * (c.days * CAST(864000000000 AS decimal(19, 0)) + d.hours * CAST(36000000000 AS decimal(19, 0)) + e.minutes * CAST(600000000 AS decimal(19, 0)) + f.seconds * 10000000) AS bigint)"
        + $" FROM (SELECT CASE WHEN LEFT({text}, 1) = N'-' THEN 1 ELSE 0 END AS negative, CASE WHEN LEFT({text}, 1) = N'-' THEN SUBSTRING({text}, 2, 100) ELSE LEFT({text}, 100) END AS text) AS a"
        + " CROSS APPLY (SELECT CASE WHEN CHARINDEX(N'T', a.text) < 2 THEN SUBSTRING(a.text, 2, 100) ELSE SUBSTRING(a.text, 2, CHARINDEX(N'T', a.text) - 2) END AS date, CASE WHEN CHARINDEX(N'T', a.text) < 2 THEN N'' ELSE SUBSTRING(a.text, CHARINDEX(N'T', a.text) + 1, 100) END AS clock) AS b"
        + " CROSS APPLY (SELECT CASE WHEN b.date = N'' THEN 0 WHEN RIGHT(b.date, 1) = N'D' THEN TRY_CAST(NULLIF(LEFT(b.date, LEN(b.date) - 1), N'') AS int) END AS days) AS c"
        + " CROSS APPLY (SELECT CASE WHEN CHARINDEX(N'H', b.clock) = 0 THEN 0 ELSE TRY_CAST(NULLIF(LEFT(b.clock, CHARINDEX(N'H', b.clock + N'H') - 1), N'') AS int) END AS hours, SUBSTRING(b.clock, CHARINDEX(N'H', b.clock) + 1, 100) AS rest) AS d"
        + " CROSS APPLY (SELECT CASE WHEN CHARINDEX(N'M', d.rest) = 0 THEN 0 ELSE TRY_CAST(NULLIF(LEFT(d.rest, CHARINDEX(N'M', d.rest + N'M') - 1), N'') AS int) END AS minutes, SUBSTRING(d.rest, CHARINDEX(N'M', d.rest) + 1, 100) AS rest) AS e"
        + " CROSS APPLY (SELECT CASE WHEN e.rest = N'' THEN 0 WHEN RIGHT(e.rest, 1) = N'S' THEN TRY_CAST(NULLIF(LEFT(e.rest, LEN(e.rest) - 1), N'') AS decimal(18, 7)) END AS seconds) AS f"
        + " WHERE LEFT(a.text, 1) = N'P' AND LEN(a.text) > 1 AND RIGHT(a.text, 1) <> N'T' AND CHARINDEX(N'-', a.text) = 0 AND CHARINDEX(N'+', a.text) = 0 AND CHARINDEX(N' ', a.text) = 0)";

    /// <summary>A number of another type, rounded half away from zero; null when it does not fit.</summary>
    private static string Number(string value, PrimitiveKind from, PrimitiveKind to, string? exact = null)
    {
        var whole = Operators.IsWhole(from) || from is PrimitiveKind.Enum ? value : Round(value, from);
        return to switch
        {
            PrimitiveKind.Byte => $"TRY_CAST({whole} AS tinyint)",
            PrimitiveKind.SByte => $"CASE WHEN {whole} BETWEEN -128 AND 127 THEN CAST({whole} AS smallint) END",
            PrimitiveKind.Int16 => $"TRY_CAST({whole} AS smallint)",
            PrimitiveKind.Int32 => $"TRY_CAST({whole} AS int)",
            PrimitiveKind.Single => $"CAST(TRY_CAST({value} AS real) AS float)",
            PrimitiveKind.Double => $"CAST({value} AS float)",
            PrimitiveKind.Decimal when Operators.IsWhole(from) => $"CAST({value} AS decimal(19, 0))",
            PrimitiveKind.Decimal when exact is not null => $"COALESCE({exact}, TRY_CAST({value} AS {Decimal}))",
            PrimitiveKind.Decimal => $"TRY_CAST({value} AS {Decimal})",
            _ => $"TRY_CAST({whole} AS bigint)",
        };
    }
}
