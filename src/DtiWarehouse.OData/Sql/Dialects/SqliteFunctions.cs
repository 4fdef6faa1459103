using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using DtiWarehouse.OData.Edm;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>
/// What OData calculates and SQLite does not, as functions of the connection over values as <see cref="SqliteDialect"/>
/// keeps them: instants as text, with their offset or in UTC, durations as ticks, decimals as doubles, collections as
/// JSON. Each is null over null.
/// </summary>
internal static class SqliteFunctions
{
    // A function tells only a text of its failure; SqliteDialect.Explain reads these.
    public const string TooDeep = "odata: too deep";
    public const string Overflow = "odata: overflow";
    public const string BadPattern = "odata: bad pattern";
    public const string SlowPattern = "odata: slow pattern";
    public const string NegativeLength = "odata: negative length";

    /// <summary>The first double that no decimal holds.</summary>
    private const double DecimalLimit = 7.922816251426433E28;

    private static readonly FrozenDictionary<string, PrimitiveKind> Kinds =
        Enum.GetValues<PrimitiveKind>().ToFrozenDictionary(k => k.ToString(), StringComparer.Ordinal);

    /// <summary>By name, what registers each.</summary>
    public static readonly FrozenDictionary<string, Action<SqliteConnection>> All = new Dictionary<string, Action<SqliteConnection>>(StringComparer.Ordinal)
    {
        ["odata_lower"] = c => c.CreateFunction("odata_lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true),
        ["odata_upper"] = c => c.CreateFunction("odata_upper", (string? text) => text?.ToUpperInvariant(), isDeterministic: true),
        ["odata_search"] = c => c.CreateFunction("odata_search", (string text, string term) => FoldedText.Contains(text, term), isDeterministic: true),
        ["odata_concat"] = c => c.CreateAggregate<string?, SortedSet<string>?, string?>(
            "odata_concat", null,
            (texts, text) =>
            {
                texts ??= new SortedSet<string>(StringComparer.Ordinal);
                _ = text is not null && texts.Add(text);
                return texts;
            },
            texts => texts is { Count: > 0 } ? string.Join(',', texts) : null, isDeterministic: true),
        ["odata_depth"] = c => c.CreateFunction("odata_depth", (long depth, long limit) => depth <= limit ? 1L : throw new InvalidOperationException(TooDeep)),
        ["odata_trim"] = c => c.CreateFunction("odata_trim", (string? text) => text?.Trim(), isDeterministic: true),
        ["odata_matches"] = c => c.CreateFunction("odata_matches", (string? text, string? pattern) => text is null || pattern is null ? null : (bool?)Matches(text, pattern), isDeterministic: true),
        ["odata_length"] = c => c.CreateFunction("odata_length", (long? length) => length >= 0 ? length : length is null ? null : throw new ArgumentException(NegativeLength), isDeterministic: true),
        // Text and parameter become a double by the same steps, so that equal decimals stay equal.
        ["odata_decimal"] = c => c.CreateFunction("odata_decimal", (string? text) => text is null ? (double?)null : (double)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), isDeterministic: true),
        ["odata_in_decimal"] = c => c.CreateFunction("odata_in_decimal", (double? number) => number is >= DecimalLimit or <= -DecimalLimit ? throw new OverflowException(Overflow) : number, isDeterministic: true),
        ["odata_in_int64"] = c => c.CreateFunction<object?, long?>("odata_in_int64", number => number is null ? null : number is long whole ? whole : throw new OverflowException(Overflow), isDeterministic: true),
        ["odata_divide"] = c => c.CreateFunction("odata_divide", (double? left, double? right) => Storable(left / right), isDeterministic: true),
        ["odata_mod"] = c => c.CreateFunction("odata_mod", (double? left, double? right) => right is 0 ? null : Storable(left % right), isDeterministic: true),
        ["odata_decimal_mod"] = c => c.CreateFunction("odata_decimal_mod", (double? left, double? right) => right is null or 0 || left is null ? null : DecimalRemainder(left.Value, right.Value), isDeterministic: true),
        ["odata_round"] = c => c.CreateFunction("odata_round", (double? number) => number is null ? (double?)null : Math.Round(number.Value, MidpointRounding.AwayFromZero), isDeterministic: true),
        ["odata_ticks"] = c => c.CreateFunction("odata_ticks", (string? text) => text is null ? (long?)null : TimeSpan.Parse(text, CultureInfo.InvariantCulture).Ticks, isDeterministic: true),
        ["odata_utc"] = c => c.CreateFunction("odata_utc", (string? text) => text is null ? null : Text(Instant(text).ToUniversalTime(), keepsOffset: false), isDeterministic: true),
        ["odata_time"] = c => c.CreateFunction("odata_time", (string? text) => text is null ? null : Text(TimeOnly.FromDateTime(Instant(text).DateTime)), isDeterministic: true),
        ["odata_offset"] = c => c.CreateFunction("odata_offset", (string? text) => text is null ? (long?)null : (long)Instant(text).Offset.TotalMinutes, isDeterministic: true),
        ["odata_later"] = c => c.CreateFunction("odata_later", (string? text, long? ticks, long sign) => text is null || ticks is null ? null : Text(Within(() => Instant(text).AddTicks(checked(ticks.Value * sign))), HasOffset(text)), isDeterministic: true),
        ["odata_later_day"] = c => c.CreateFunction("odata_later_day", (string? text, long? ticks, long sign) => text is null || ticks is null ? null : Text(Within(() => Day(text).ToDateTime(TimeOnly.MinValue).AddTicks(checked(ticks.Value * sign)))), isDeterministic: true),
        ["odata_span"] = c => c.CreateFunction("odata_span", (string? left, string? right) => left is null || right is null ? (long?)null : (Instant(left) - Instant(right)).Ticks, isDeterministic: true),
        ["odata_days"] = c => c.CreateFunction("odata_days", (string? left, string? right) => left is null || right is null ? (long?)null : (Day(left).DayNumber - Day(right).DayNumber) * TimeSpan.TicksPerDay, isDeterministic: true),
        ["odata_span_times"] = c => c.CreateFunction("odata_span_times", (long? ticks, double? factor) => ticks is null || factor is null ? (long?)null : Within(() => Ticks(ticks.Value * (decimal)factor.Value)), isDeterministic: true),
        ["odata_span_over"] = c => c.CreateFunction("odata_span_over", (long? ticks, double? divisor) => ticks is null || divisor is null or 0 ? (long?)null : Within(() => Ticks(double.IsInfinity(divisor.Value) ? 0 : ticks.Value / (decimal)divisor.Value)), isDeterministic: true),
        ["odata_cast"] = c => c.CreateFunction<object?, string, string, object?>("odata_cast", (value, from, to) => value is null ? null : Cast(value, Kinds[from], Kinds[to]), isDeterministic: true),
        ["odata_list"] = c => c.CreateFunction("odata_list", (string function, string? left, string? right) => left is null || right is null ? (long?)null : CollectionFunctions.Apply(function, left, right), isDeterministic: true),
        ["odata_list_concat"] = c => c.CreateFunction("odata_list_concat", (string? left, string? right) => left is null || right is null ? null : CollectionFunctions.Concat(left, right), isDeterministic: true),
        ["odata_list_part"] = c => c.CreateFunction("odata_list_part", (string? list, long? start, long? length) => list is null || start is null || length is null ? null : CollectionFunctions.Part(list, start.Value, length.Value), isDeterministic: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return TextPattern.IsMatch(text, pattern);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TimeoutException(SlowPattern);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException(BadPattern);
        }
    }

    /// <summary>SQLite has no NaN: null stands for it.</summary>
    private static double? Storable(double? number) => number is double.NaN ? null : number;

    private static double? DecimalRemainder(double left, double right) => Math.Abs(left) < DecimalLimit && Math.Abs(right) < DecimalLimit && (decimal)right is not 0 and var divisor
        ? (double)((decimal)left % divisor)
        : Storable(left % right);

    private static long Ticks(decimal ticks) => (long)decimal.Round(ticks, MidpointRounding.AwayFromZero);

    private static T Within<T>(Func<T> calculate)
    {
        try
        {
            return calculate();
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException or DivideByZeroException)
        {
            throw new OverflowException(Overflow);
        }
    }

    /// <summary>A text without an offset is UTC.</summary>
    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool HasOffset(string text) => text.Length > 19 && text.AsSpan(19).IndexOfAny('+', '-', 'Z') >= 0;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset instant, bool keepsOffset) =>
        instant.ToString(keepsOffset ? "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static string Text(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

    private static string Text(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The assignment rules of <c>cast</c> (URL Conventions 4.01, section 5.1.1.10.1) for a text, to a text, between numbers; null where they fail.</summary>
    private static object? Cast(object value, PrimitiveKind from, PrimitiveKind to) =>
        to is PrimitiveKind.String ? Written(value, from)
        : from is PrimitiveKind.String ? Kept(LiteralText.Read((string)value, to), (string)value, to)
        : Number(value, to);

    /// <summary>A value as JSON payloads write it.</summary>
    private static string? Written(object value, PrimitiveKind kind) => (kind, value) switch
    {
        (PrimitiveKind.Boolean, long truth) => truth != 0 ? "true" : "false",
        (PrimitiveKind.Duration, long ticks) => XmlConvert.ToString(TimeSpan.FromTicks(ticks)),
        (_, long whole) => whole.ToString(CultureInfo.InvariantCulture),
        (_, double number) when double.IsInfinity(number) => number > 0 ? "INF" : "-INF",
        (PrimitiveKind.Decimal, double number) when Math.Abs(number) < DecimalLimit => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        (PrimitiveKind.Single, double number) => ((float)number).ToString("R", CultureInfo.InvariantCulture),
        (_, double number) => number.ToString("R", CultureInfo.InvariantCulture),
        (PrimitiveKind.Guid, byte[] bytes) => new Guid(bytes).ToString(),
        (_, byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'),
        (PrimitiveKind.Guid, string text) => text.ToLowerInvariant(),
        (PrimitiveKind.DateTimeOffset, string text) => text.Replace(' ', 'T') + (HasOffset(text) ? "" : "Z"),
        _ => (string)value,
    };

    /// <summary>A value as its column would keep it.</summary>
    private static object? Kept(object? value, string text, PrimitiveKind kind) => value switch
    {
        bool truth => truth ? 1L : 0L,
        decimal exact => (double)exact,
        Guid guid => guid.ToString().ToUpperInvariant(),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => Text(time),
        TimeSpan duration => duration.Ticks,
        DateTimeOffset instant => Text(instant, HasOffset(text)),
        double or long => Number(value, kind),
        _ => value,
    };

    /// <summary>A number of another type, rounded half away from zero; null when it does not fit.</summary>
    private static object? Number(object value, PrimitiveKind to)
    {
        var (least, most) = to switch
        {
            PrimitiveKind.Byte => (byte.MinValue, byte.MaxValue),
            PrimitiveKind.SByte => (sbyte.MinValue, sbyte.MaxValue),
            PrimitiveKind.Int16 => (short.MinValue, short.MaxValue),
            PrimitiveKind.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        switch (to)
        {
            case PrimitiveKind.Single:
                var single = (double)(float)Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return double.IsInfinity(single) && value is double number && double.IsFinite(number) ? null : single;
            case PrimitiveKind.Double:
                return Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case PrimitiveKind.Decimal:
                return value is double wide && Math.Abs(wide) >= DecimalLimit ? null : value;
        }
        if (value is double fraction)
        {
            fraction = Math.Round(fraction, MidpointRounding.AwayFromZero);
            // 2^63 is a double, the largest Int64 is not.
            return fraction >= least && fraction < (double)most + (most < long.MaxValue ? 1 : 0) ? (long)fraction : null;
        }
        return value is long whole && whole >= least && whole <= most ? whole : null;
    }
}

/// <summary>The functions of ordered collections (URL Conventions 4.01, sections 5.1.1.5 and 5.1.1.6) over JSON arrays.</summary>
internal static class CollectionFunctions
{
    public static int Apply(string function, string left, string right)
    {
        using var first = JsonDocument.Parse(left);
        using var second = JsonDocument.Parse(right);
        object?[] a = [.. first.RootElement.EnumerateArray().Select(Item)];
        object?[] b = [.. second.RootElement.EnumerateArray().Select(Item)];
        return function switch
        {
            "IndexOf" => IndexOf(a, b),
            "Contains" => IndexOf(a, b) >= 0 ? 1 : 0,
            "StartsWith" => a.AsSpan().StartsWith(b) ? 1 : 0,
            "EndsWith" => a.AsSpan().EndsWith(b) ? 1 : 0,
            "HasSubset" => HasSubset(a, b) ? 1 : 0,
            "SameItems" => a.AsSpan().SequenceEqual(b) ? 1 : 0,
            _ => HasSubsequence(a, b) ? 1 : 0,
        };
    }

    public static string Concat(string left, string right) => Written([.. Items(left), .. Items(right)]);

    /// <summary>Items from a place on, one before the end where it is negative; the whole list where that is not there.</summary>
    public static string Part(string list, long start, long length)
    {
        var items = Items(list);
        var from = start < 0 ? Math.Max(items.Count + start, 0) : Math.Min(start, items.Count);
        return Written([.. items.Skip((int)from).Take((int)Math.Min(length, items.Count))]);
    }

    /// <summary>The items of a list as they are written.</summary>
    private static List<string> Items(string list)
    {
        using var parsed = JsonDocument.Parse(list);
        return [.. parsed.RootElement.EnumerateArray().Select(i => i.GetRawText())];
    }

    private static string Written(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static object? Item(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Number => item.TryGetDecimal(out var exact) ? exact : item.GetDouble(),
        JsonValueKind.String => item.GetString(),
        JsonValueKind.True => 1m,
        JsonValueKind.False => 0m,
        // A list's items by their values: 2 and 2.0 are the same number.
        JsonValueKind.Array => JsonSerializer.Serialize(item.EnumerateArray().Select(i => Item(i) is decimal number ? number / 1.0000000000000000000000000000m : Item(i))),
        _ => null,
    };

    private static int IndexOf(object?[] all, object?[] part)
    {
        for (var i = 0; i + part.Length <= all.Length; i++)
        {
            if (all.AsSpan(i, part.Length).SequenceEqual(part))
            {
                return i;
            }
        }
        return -1;
    }

    private static bool HasSubset(object?[] all, object?[] part)
    {
        var left = all.ToList();
        return Array.TrueForAll(part, left.Remove);
    }

    private static bool HasSubsequence(object?[] all, object?[] part)
    {
        var found = 0;
        foreach (var item in all)
        {
            found += found < part.Length && Equals(item, part[found]) ? 1 : 0;
        }
        return found == part.Length;
    }
}
