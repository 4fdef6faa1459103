using System.Globalization;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Sql;

/// <summary>Values of primitive types read from the text that payloads write them as (OData ABNF, <c>primitiveValue</c>).</summary>
internal static class LiteralText
{
    private static readonly string[] InstantForms =
        ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>The value as the .NET type that literals of the kind have; null when the text is none.</summary>
    public static object? Read(string text, PrimitiveKind kind)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (kind)
        {
            case PrimitiveKind.String:
                return text;
            case PrimitiveKind.Boolean:
                return string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) ? true : string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) ? false : null;
            case PrimitiveKind.Guid:
                return Guid.TryParseExact(text, "D", out var guid) ? guid : null;
            case PrimitiveKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null;
            case PrimitiveKind.TimeOfDay:
                return TimeOnly.TryParseExact(Cut(text), ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"], culture, DateTimeStyles.None, out var time) ? time : null;
            case PrimitiveKind.DateTimeOffset:
                // A text without an offset is UTC.
                return DateTimeOffset.TryParseExact(Cut(text), InstantForms, culture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
            case PrimitiveKind.Duration or PrimitiveKind.Binary:
                return ReadByException(text, kind);
            case PrimitiveKind.Decimal:
                return IsNumber(text) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, culture, out var exact) ? exact : null;
            case PrimitiveKind.Single or PrimitiveKind.Double:
                return text switch
                {
                    "INF" => double.PositiveInfinity,
                    "-INF" => double.NegativeInfinity,
                    _ => IsNumber(text) && double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null,
                };
            default:
                return IsNumber(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null;
        }
    }

    /// <summary>
    /// PostgreSQL, in whatever guise, has no text with a character 0 or half a pair of surrogates in it; others that stand in
    /// none take their place, so that nothing is found.
    /// </summary>
    public static string Storable(string text)
    {
        var whole = text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? string.Concat(text.EnumerateRunes()) : text;
        return whole.Replace('\0', '\uffff');
    }

    private static object? ReadByException(string text, PrimitiveKind kind)
    {
        try
        {
            return kind is PrimitiveKind.Duration ? Scanner.ToDuration(text) : Scanner.FromBase64Url(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E');

    /// <summary>OData allows 12 fractional digits; .NET keeps 7.</summary>
    private static string Cut(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot + 1;
        while (dot >= 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        return dot >= 0 && end - dot > 8 ? text.Remove(dot + 8, end - dot - 8) : text;
    }
}
