using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>What OData calculates, in the words of PostgreSQL. Nothing has to be installed in the database.</summary>
internal static class PostgreSqlFunctions
{
    // A failure tells its cause in the text that could not be cast; PostgreSqlDialect.Explain reads these.
    public const string TooDeep = "odata: too deep";
    public const string Overflow = "odata: overflow";

    /// <summary>The first number that no decimal of .NET holds.</summary>
    public const string DecimalLimit = "79228162514264337593543950336";

    private const int ShortText = 120;

    private const string FirstInstant = "TIMESTAMPTZ '0001-01-01 00:00:00+00'";
    private const string LastInstant = "TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'";

    /// <summary>What an Edm.Duration holds: 64 bits of 100 nanoseconds.</summary>
    private const string LongestDuration = "INTERVAL '10675199 days 02:48:05.477580'";

    private static readonly string WhiteSpace = $"'{string.Concat(Enumerable.Range(1, char.MaxValue - 1).Select(c => (char)c).Where(char.IsWhiteSpace))}'";

    /// <summary>The marks that <see cref="FoldedText"/> drops, as a class of a regular expression.</summary>
    private static readonly string Marks = $"'{PostgreSqlPattern.ClassOf(c => c is UnicodeCategory.NonSpacingMark)}'";

    /// <summary>A text in the order of its characters. On a column that is so itself this is nothing to the planner.</summary>
    public static string Ordinal(string text) => $"({text} COLLATE \"C\")";

    public static string Cast(string value, string type) => $"CAST({value} AS {type})";

    /// <summary>A floating number as the decimal that it is written as; a cast of its own cuts it to 15 digits.</summary>
    public static string Digits(string number) => $"CAST(CAST({number} AS text) AS numeric)";

    /// <summary>Fails the statement with a text that <see cref="PostgreSqlDialect"/> knows; the value keeps the failure out of the planner's hands.</summary>
    public static string Fail(string what, string value, string type) => $"CAST('{what}' || left(CAST({value} AS text), 0) AS {type})";

    /// <summary>Puts a value in several places of a text; a long one is calculated once, under a name.</summary>
    public static string Named(string value, Func<string, string> text) =>
        value.Length <= ShortText ? $"({text(value)})" : $"(SELECT {text("v.a")} FROM (SELECT {value} AS a) AS v)";

    public static string Named(string left, string right, Func<string, string, string> text) =>
        left.Length + right.Length <= ShortText ? $"({text(left, right)})" : $"(SELECT {text("v.a", "v.b")} FROM (SELECT {left} AS a, {right} AS b) AS v)";

    public static string TypeOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Boolean => "boolean",
        PrimitiveKind.Decimal => "numeric",
        PrimitiveKind.Single or PrimitiveKind.Double => "double precision",
        PrimitiveKind.String => "text",
        PrimitiveKind.Guid => "uuid",
        PrimitiveKind.Binary => "bytea",
        PrimitiveKind.Date => "date",
        PrimitiveKind.TimeOfDay => "time",
        PrimitiveKind.DateTimeOffset => "timestamptz",
        PrimitiveKind.Duration => "interval",
        _ => "bigint",
    };

    public static string Calculate(ArithmeticOperator @operator, PrimitiveKind left, PrimitiveKind right, string a, string b)
    {
        var sign = @operator is ArithmeticOperator.Subtract ? "-" : "+";
        return (left, right) switch
        {
            (PrimitiveKind.DateTimeOffset, PrimitiveKind.Duration) => Within($"({a} {sign} {b})", FirstInstant, LastInstant, "timestamptz"),
            (PrimitiveKind.Date, PrimitiveKind.Duration) => Within($"CAST({a} {sign} {b} AS date)", "DATE '0001-01-01'", "DATE '9999-12-31'", "date"),
            (PrimitiveKind.DateTimeOffset, _) => $"({a} - {b})",
            (PrimitiveKind.Date, _) => $"make_interval(days => {a} - {b})",
            (_, PrimitiveKind.Duration) => Duration($"({a} {sign} {b})"),
            _ when @operator is ArithmeticOperator.Multiply => Duration($"({a} * CAST({b} AS double precision))"),
            _ => Duration($"({a} / NULLIF(CAST({b} AS double precision), 0))"),
        };

        static string Duration(string value) => Within(value, "-" + LongestDuration, LongestDuration, "interval");
    }

    private static string Within(string value, string first, string last, string type) =>
        Named(value, v => $"CASE WHEN {v} BETWEEN {first} AND {last} THEN {v} ELSE {Fail(Overflow, v, type)} END");

    /// <summary>All texts at once, set apart by a character that no term holds.</summary>
    public static string Search(IReadOnlyList<string> texts, string term)
    {
        var all = string.Join(" || chr(31) || ", texts.Select(t => $"COALESCE({t}, '')"));
        return $"(strpos(translate({Lower($"regexp_replace(normalize({all}, NFD), {Marks}, '', 'g')")}, 'đ', 'd'), {term}) > 0)";
    }

    private static string Lower(string text) => Ordinal($"lower({text} COLLATE \"und-x-icu\")");

    public static string Function(CanonicalFunction function, IReadOnlyList<string> a, IReadOnlyList<Scalar> types)
    {
        var kind = types.Count > 0 ? types[0].Kind : null;
        return function switch
        {
            CanonicalFunction.Contains => $"(strpos({a[0]}, {a[1]}) > 0)",
            CanonicalFunction.StartsWith => $"starts_with({a[0]}, {a[1]})",
            CanonicalFunction.EndsWith => $"(right({a[0]}, length({a[1]})) = {a[1]})",
            CanonicalFunction.Length => $"length({a[0]})",
            CanonicalFunction.IndexOf => $"(strpos({a[0]}, {a[1]}) - 1)",
            CanonicalFunction.Substring => Substring(a),
            CanonicalFunction.ToLower => Lower(a[0]),
            CanonicalFunction.ToUpper => Ordinal($"upper({a[0]} COLLATE \"und-x-icu\")"),
            CanonicalFunction.Trim => $"btrim({a[0]}, {WhiteSpace})",
            CanonicalFunction.Concat => $"({a[0]} || {a[1]})",
            CanonicalFunction.Year => Part("YEAR"),
            CanonicalFunction.Month => Part("MONTH"),
            CanonicalFunction.Day => Part("DAY"),
            CanonicalFunction.Hour => Part("HOUR"),
            CanonicalFunction.Minute => Part("MINUTE"),
            CanonicalFunction.Second => $"CAST(floor(EXTRACT(SECOND FROM {a[0]})) AS bigint)",
            CanonicalFunction.FractionalSeconds => $"MOD(EXTRACT(SECOND FROM {a[0]}), 1)",
            CanonicalFunction.Date => Cast(a[0], "date"),
            CanonicalFunction.Time => Cast(a[0], "time"),
            CanonicalFunction.TotalOffsetMinutes => $"CASE WHEN {a[0]} IS NOT NULL THEN {a[1]} END",
            CanonicalFunction.TotalSeconds => $"EXTRACT(EPOCH FROM {a[0]})",
            CanonicalFunction.MatchesPattern => $"({Ordinal(a[0])} ~ {a[1]})",
            CanonicalFunction.MinDateTime => FirstInstant,
            CanonicalFunction.MaxDateTime => LastInstant,
            _ when Operators.IsWhole(kind) => a[0],
            CanonicalFunction.Round when kind is PrimitiveKind.Decimal => $"round({a[0]})",
            // A floating number is rounded half to even of itself.
            CanonicalFunction.Round => Cast($"round({Digits(a[0])})", "double precision"),
            CanonicalFunction.Floor => $"floor({a[0]})",
            _ => $"ceil({a[0]})",
        };

        string Part(string field) => Cast($"EXTRACT({field} FROM {a[0]})", "bigint");
    }

    /// <summary>A negative start counts from the end.</summary>
    private static string Substring(IReadOnlyList<string> a)
    {
        var start = Int32(a[1]);
        var rest = Named(a[0], start, (text, from) => $"CASE WHEN {from} < 0 THEN right({text}, -{from}) ELSE substr({text}, {from} + 1) END");
        return a.Count > 2 ? $"substr({rest}, 1, {Int32(a[2])})" : rest;
    }

    /// <summary>A place in a text or list, where the numbers beyond mean the same as the last one.</summary>
    public static string Int32(string number) => Named(number, n => $"CAST(CASE WHEN {n} > 2147483646 THEN 2147483646 WHEN {n} < -2147483646 THEN -2147483646 ELSE {n} END AS integer)");
}

/// <summary>The functions of ordered collections (URL Conventions 4.01, sections 5.1.1.5 and 5.1.1.6) over arrays of JSON values, whose numbers are equal as numbers.</summary>
internal static class PostgreSqlLists
{
    public static string Function(CanonicalFunction function, IReadOnlyList<string> arguments)
    {
        var a = arguments[0];
        switch (function)
        {
            case CanonicalFunction.Length:
                return $"cardinality({a})";
            case CanonicalFunction.Substring:
                return Part(a, PostgreSqlFunctions.Int32(arguments[1]), arguments.Count > 2 ? PostgreSqlFunctions.Int32(arguments[2]) : null);
        }
        var b = arguments[1];
        return function switch
        {
            CanonicalFunction.Concat => $"({a} || {b})",
            CanonicalFunction.SameItems => $"({a} = {b})",
            CanonicalFunction.IndexOf => $"({FirstPlace(a, b)} - 1)",
            CanonicalFunction.Contains => $"({FirstPlace(a, b)} > 0)",
            CanonicalFunction.StartsWith => $"(SELECT l.a[1:cardinality(l.b)] = l.b FROM {Both(a, b)})",
            CanonicalFunction.EndsWith => $"(SELECT cardinality(l.a) >= cardinality(l.b) AND l.a[cardinality(l.a) - cardinality(l.b) + 1:] = l.b FROM {Both(a, b)})",
            CanonicalFunction.HasSubset => $"(NOT EXISTS (SELECT unnest({b}) EXCEPT ALL SELECT unnest({a})))",
            _ => HasSubsequence(a, b),
        };
    }

    private static string Both(string a, string b) => $"(SELECT {a} AS a, {b} AS b) AS l";

    /// <summary>The first place, counted from 1, that the items of a list start at; 0 for none.</summary>
    private static string FirstPlace(string a, string b) =>
        $"(SELECT COALESCE((SELECT MIN(i) FROM generate_series(1, cardinality(l.a) - cardinality(l.b) + 1) AS i WHERE l.a[i:i + cardinality(l.b) - 1] = l.b), 0) FROM {Both(a, b)})";

    /// <summary>The items of the second list one after the other, each found behind the one before.</summary>
    private static string HasSubsequence(string a, string b) =>
        $"(SELECT EXISTS (WITH RECURSIVE found(place, items) AS (SELECT 0, 0 UNION ALL SELECT (SELECT MIN(i) FROM generate_series(f.place + 1, cardinality(l.a)) AS i WHERE l.a[i] IS NOT DISTINCT FROM l.b[f.items + 1]), f.items + 1 FROM found AS f WHERE f.place IS NOT NULL AND f.items < cardinality(l.b)) SELECT 1 FROM found WHERE place IS NOT NULL AND items = cardinality(l.b)) FROM {Both(a, b)})";

    private static string Part(string list, string start, string? length)
    {
        const string From = "CASE WHEN l.f < 0 THEN GREATEST(cardinality(l.a) + l.f, 0) ELSE l.f END";
        // substr refuses a negative length, as it does for texts.
        var to = length is null ? "" : $"LEAST(CAST({From} AS bigint) + l.n, cardinality(l.a))";
        var check = length is null ? "" : $", {length} AS n, substr('', 1, {length}) AS c";
        return $"(SELECT CASE WHEN l.f IS NOT NULL{(length is null ? "" : " AND l.n IS NOT NULL AND l.c IS NOT NULL")} THEN l.a[{From} + 1:{(length is null ? "" : $"CAST({to} AS integer)")}] END FROM (SELECT {list} AS a, {start} AS f{check}) AS l)";
    }
}
