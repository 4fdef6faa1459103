using System.Globalization;
using System.Text;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>The primitive types that the libraries hold or that expressions over them give.</summary>
public enum Kind { Text, Int32, Int64, Decimal, Double, Boolean, Date, Instant, Time, Duration, Guid }

/// <summary>
/// One instance under way: what a response would show of it, and where its navigations lead. Two rows that show the same entity
/// have the same identity; an aggregated row has none.
/// </summary>
public sealed record Row(Dictionary<string, object?> Values, Dictionary<string, object?> Navigations, string? Identity)
{
    /// <summary>Navigations that an answer may show although nothing asks for it.</summary>
    public IReadOnlyCollection<string> MayShow { get; init; } = [];

    public object? Get(string name) => Values.TryGetValue(name, out var value) || Navigations.TryGetValue(name, out value) ? value : null;

    public Row With(string name, object? value) => this with { Values = new(Values) { [name] = value } };
}

/// <summary>A query that the specifications leave open or that goes beyond what numbers can hold: there is nothing to compare.</summary>
public sealed class OpenQuestion(string why) : Exception(why);

/// <summary>Equality, order and literals of values (URL Conventions 5.1.1.1 and 5.1.1.14.1).</summary>
public static class Values
{
    public static bool IsNumeric(this Kind kind) => kind is Kind.Int32 or Kind.Int64 or Kind.Decimal or Kind.Double;

    public static Kind Promote(Kind left, Kind right) => left > right ? left : right;

    /// <summary>null is equal to itself alone; numbers meet in the wider type; entities are equal by identity.</summary>
    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (Row a, Row b) => a.Identity is not null && a.Identity == b.Identity,
        _ => Compare(left, right) == 0,
    };

    /// <summary>null lowest (Protocol 11.2.6.2); texts by code point; instants as instants.</summary>
    public static int Compare(object? left, object? right)
    {
        switch (left, right)
        {
            case (null, null):
                return 0;
            case (null, _):
                return -1;
            case (_, null):
                return 1;
            case (string a, string b):
                return Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
            case (double, _) or (_, double):
                return Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture));
            case (int or long or decimal, int or long or decimal):
                return Convert.ToDecimal(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(right, CultureInfo.InvariantCulture));
            case (DateTimeOffset a, DateTimeOffset b):
                return a.UtcTicks.CompareTo(b.UtcTicks);
            default:
                return ((IComparable)left).CompareTo(right);
        }
    }

    /// <summary>What equal values have in common, for grouping and distinct counts.</summary>
    public static string Signature(object? value) => value switch
    {
        null => "0",
        string text => "t" + text.Length.ToString(CultureInfo.InvariantCulture) + ":" + text,
        bool flag => flag ? "b1" : "b0",
        double number => "n" + (number == Math.Floor(number) && Math.Abs(number) < 1e15 ? ((decimal)number).ToString("G29", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture)),
        int or long or decimal => "n" + Normal(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        DateTimeOffset at => "i" + at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        Row row => row.Identity is { } id ? "e" + id : "r{" + string.Join(',', row.Values.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + "=" + Signature(p.Value))) + "}",
        _ => "v" + Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Normal(decimal value) => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>A literal as the grammar writes it.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(time.Millisecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString(at.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
        TimeSpan duration => $"duration'{System.Xml.XmlConvert.ToString(duration)}'",
        Guid guid => guid.ToString(),
        double number => Fraction(number.ToString("R", CultureInfo.InvariantCulture)),
        decimal number => Fraction(number.ToString(CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    /// <summary>With a point, so that it is no integer.</summary>
    private static string Fraction(string number) => number.Contains('.', StringComparison.Ordinal) || number.Contains('E', StringComparison.Ordinal) ? number : number + ".0";
}
