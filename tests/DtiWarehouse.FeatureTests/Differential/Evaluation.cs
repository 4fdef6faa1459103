using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>What an expression is worth for one instance, from the text of URL Conventions 4.01, section 5.1.1.</summary>
public static class Evaluation
{
    private static readonly Dictionary<string, Row> NoVariables = [];

    public static bool Holds(Expr condition, Row row) => Of(condition, row) is true;

    public static object? Of(Expr expression, Row row) => Of(expression, row, NoVariables);

    private static object? Of(Expr expression, Row row, Dictionary<string, Row> variables)
    {
        object? Part(Expr part) => Of(part, row, variables);
        switch (expression)
        {
            case Constant constant:
                return constant.Value;
            case PathTo path:
                return Follow(Start(path.Variable), path.Segments);
            case Exists exists:
                return Follow(Start(exists.Variable), exists.Segments) is null != exists.IsThere;
            case Not not:
                return Part(not.Inner) is bool value ? !value : null;
            case Negate negate:
                return Negated(Part(negate.Inner));
            case In list:
                var item = Part(list.Item);
                return list.List.Any(l => Values.Same(item, Part(l)));
            case Lambda lambda:
                var members = Members(lambda.Variable, lambda.Path);
                bool Body(Row member) => lambda.Body is null || Of(lambda.Body, row, new(variables) { [lambda.Name] = member }) is true;
                return lambda.IsAll ? members.TrueForAll(Body) : members.Exists(Body);
            case CountOf count:
                return (long)Members(count.Variable, count.Path).Count(m => count.Condition is null || Holds(count.Condition, m));
            case Binary { Operator: "and" } and:
                return (Part(and.Left), Part(and.Right)) switch { (false, _) or (_, false) => false, (true, true) => true, _ => null };
            case Binary { Operator: "or" } or:
                return (Part(or.Left), Part(or.Right)) switch { (true, _) or (_, true) => true, (false, false) => false, _ => null };
            case Binary binary:
                return Operate(binary, Part(binary.Left), Part(binary.Right));
            case Call { Name: "case" } choice:
                return choice.Arguments.Chunk(2).FirstOrDefault(pair => Part(pair[0]) is true) is { } taken ? Promoted(Part(taken[1]), choice.Kind) : null;
            case Call call:
                var arguments = call.Arguments.Select(Part).ToArray();
                return arguments.Contains(null) ? null : Function(call, arguments!);
            default:
                throw new ArgumentException(expression.GetType().Name);
        }

        Row Start(string? variable) => variable is null or "$it" ? row : variables[variable];

        List<Row> Members(string? variable, string[] path) => Follow(Start(variable), path) as List<Row> ?? [];
    }

    /// <summary>A number as the type that a choice among several has.</summary>
    private static object? Promoted(object? value, Kind kind) => (value, kind) switch
    {
        (int or long, Kind.Decimal) => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        (int or long or decimal, Kind.Double) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <summary>A navigation that leads nowhere makes all that follows null.</summary>
    public static object? Follow(Row start, IEnumerable<string> segments) => segments.Aggregate((object?)start, (at, name) => (at as Row)?.Get(name));

    private static object? Operate(Binary binary, object? left, object? right)
    {
        switch (binary.Operator)
        {
            case "eq":
                return Values.Same(left, right);
            case "ne":
                return !Values.Same(left, right);
            case "lt" or "le" or "gt" or "ge" when left is null || right is null:
                return false;
            case "lt":
                return Values.Compare(left, right) < 0;
            case "le":
                return Values.Compare(left, right) <= 0;
            case "gt":
                return Values.Compare(left, right) > 0;
            case "ge":
                return Values.Compare(left, right) >= 0;
        }
        if (left is null || right is null)
        {
            return null;
        }
        return (binary.Operator, left, right) switch
        {
            ("add", DateTimeOffset at, TimeSpan by) => at + by,
            ("sub", DateTimeOffset at, TimeSpan by) => at - by,
            ("add", DateOnly day, TimeSpan by) => DateOnly.FromDateTime(day.ToDateTime(TimeOnly.MinValue) + by),
            ("sub", DateOnly day, TimeSpan by) => DateOnly.FromDateTime(day.ToDateTime(TimeOnly.MinValue) - by),
            ("sub", DateTimeOffset a, DateTimeOffset b) => a - b,
            ("sub", DateOnly a, DateOnly b) => TimeSpan.FromDays(a.DayNumber - b.DayNumber),
            ("add", TimeSpan a, TimeSpan b) => a + b,
            ("sub", TimeSpan a, TimeSpan b) => a - b,
            ("mul", TimeSpan a, var b) => a * Convert.ToDouble(b, CultureInfo.InvariantCulture),
            _ => Calculate(binary.Operator, left, right),
        };
    }

    private static object Calculate(string word, object left, object right)
    {
        if (left is double || right is double)
        {
            var (x, y) = (Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture));
            return word switch { "add" => x + y, "sub" => x - y, "mul" => x * y, "mod" => x % y, _ => x / y };
        }
        if (left is decimal || right is decimal || word == "divby")
        {
            var (x, y) = (Convert.ToDecimal(left, CultureInfo.InvariantCulture), Convert.ToDecimal(right, CultureInfo.InvariantCulture));
            return word switch { "add" => x + y, "sub" => x - y, "mul" => x * y, "mod" => x % y, _ => Quotient(x, y) };
        }
        checked
        {
            var (x, y) = (Convert.ToInt64(left, CultureInfo.InvariantCulture), Convert.ToInt64(right, CultureInfo.InvariantCulture));
            return word switch { "add" => x + y, "sub" => x - y, "mul" => x * y, "mod" => x % y, _ => x / y };
        }
    }

    /// <summary>How many digits a quotient has is the service's choice; many places tell the comparison so.</summary>
    private static decimal Quotient(decimal left, decimal right) => (left / right) + 0.000000000000m;

    private static object? Negated(object? value) => value switch
    {
        null => null,
        int number => -(long)number,
        long number => checked(-number),
        decimal number => -number,
        double number => -number,
        TimeSpan duration => -duration,
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private static object? Function(Call call, object[] a) => (call.Name, a[0]) switch
    {
        ("concat", string x) => x + (string)a[1],
        ("contains", string x) => x.Contains((string)a[1], StringComparison.Ordinal),
        ("startswith", string x) => x.StartsWith((string)a[1], StringComparison.Ordinal),
        ("endswith", string x) => x.EndsWith((string)a[1], StringComparison.Ordinal),
        ("indexof", string x) => x.IndexOf((string)a[1], StringComparison.Ordinal) is var at && at < 0 ? -1 : Length(x[..at]),
        ("length", string x) => Length(x),
        ("substring", string x) => Substring(x, Convert.ToInt32(a[1], CultureInfo.InvariantCulture), a.Length > 2 ? Convert.ToInt32(a[2], CultureInfo.InvariantCulture) : int.MaxValue),
        ("tolower", string x) => x.ToLowerInvariant(),
        ("toupper", string x) => x.ToUpperInvariant(),
        ("trim", string x) => x.Trim(),
        ("matchesPattern", string x) => Regex.IsMatch(x, (string)a[1], RegexOptions.ECMAScript),
        ("date", DateTimeOffset x) => DateOnly.FromDateTime(x.DateTime),
        ("time", DateTimeOffset x) => TimeOnly.FromDateTime(x.DateTime),
        ("year", DateOnly x) => x.Year,
        ("month", DateOnly x) => x.Month,
        ("day", DateOnly x) => x.Day,
        ("year", DateTimeOffset x) => x.Year,
        ("month", DateTimeOffset x) => x.Month,
        ("day", DateTimeOffset x) => x.Day,
        ("hour", DateTimeOffset x) => x.Hour,
        ("minute", DateTimeOffset x) => x.Minute,
        ("second", DateTimeOffset x) => x.Second,
        ("fractionalseconds", DateTimeOffset x) => x.Millisecond / 1000m,
        ("hour", TimeOnly x) => x.Hour,
        ("minute", TimeOnly x) => x.Minute,
        ("second", TimeOnly x) => x.Second,
        ("fractionalseconds", TimeOnly x) => x.Millisecond / 1000m,
        ("totalseconds", TimeSpan x) => x.Ticks / (decimal)TimeSpan.TicksPerSecond,
        ("totaloffsetminutes", DateTimeOffset x) => (int)x.Offset.TotalMinutes,
        ("round", double x) => Math.Round(x, MidpointRounding.AwayFromZero),
        ("floor", double x) => Math.Floor(x),
        ("ceiling", double x) => Math.Ceiling(x),
        ("round", _) => Math.Round(Convert.ToDecimal(a[0], CultureInfo.InvariantCulture), MidpointRounding.AwayFromZero),
        ("floor", _) => Math.Floor(Convert.ToDecimal(a[0], CultureInfo.InvariantCulture)),
        ("ceiling", _) => Math.Ceiling(Convert.ToDecimal(a[0], CultureInfo.InvariantCulture)),
        ("cast", _) => Cast(a[0], call.Kind),
        _ => throw new ArgumentException(call.Name),
    };

    private static object? Cast(object value, Kind kind) => (kind, value) switch
    {
        (Kind.Text, string text) => text,
        (Kind.Text, Guid or bool or DateOnly or int or long) => Values.Literal(value),
        (Kind.Decimal, int or long or decimal) => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        (Kind.Double, int or long or decimal or double) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        (Kind.Int64, int or long) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => throw new OpenQuestion("A cast whose rounding or text the specification leaves open."),
    };

    /// <summary>Characters, not code units.</summary>
    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string Substring(string text, int start, int length)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Skip(start).Take(length))
        {
            result.Append(rune.ToString());
        }
        return result.ToString();
    }
}
