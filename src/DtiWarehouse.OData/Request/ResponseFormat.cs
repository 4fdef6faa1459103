using System.Globalization;

namespace DtiWarehouse.OData.Request;

internal enum MetadataLevel { Minimal, Full, None }

internal enum FormatKind { Json, Csv, Xlsx }

/// <summary>
/// The format that was negotiated: a JSON variant (OData JSON Format 4.01, section 3), or a table of all rows for people
/// and other programs.
/// </summary>
internal sealed record ResponseFormat(FormatKind Kind, MetadataLevel Metadata, bool Ieee754Compatible)
{
    public const string CsvType = "text/csv";
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static readonly ResponseFormat Minimal = new(FormatKind.Json, MetadataLevel.Minimal, false);

    /// <summary>A table of all rows, unpaged.</summary>
    public bool IsDownload => Kind is not FormatKind.Json;

    /// <summary>The media type as an answer of the version names it: 4.01 drops <c>odata.</c> from the parameter.</summary>
    public string ContentType(Version version) => Kind switch
    {
        FormatKind.Csv => CsvType + ";charset=utf-8;header=present",
        FormatKind.Xlsx => XlsxType,
        _ => $"application/json;{(version >= ODataRequest.V401 ? "" : "odata.")}metadata={Metadata.ToString().ToLowerInvariant()}{(Ieee754Compatible ? ";IEEE754Compatible=true" : "")}",
    };

    /// <summary>
    /// Picks the best format of an <c>Accept</c> header or <c>$format</c>. A range with a parameter that is not known is
    /// passed over, as Power Query sends one of OData 3 beside the right one; when no range is left: 406 (402).
    /// </summary>
    public static ResponseFormat Negotiate(string? accept, string? format)
    {
        if (format is not null)
        {
            var wanted = format.ToLowerInvariant() switch
            {
                "json" => "application/json",
                "csv" => CsvType,
                "xlsx" => XlsxType,
                _ => format,
            };
            return TryRead(MediaRange.Parse(wanted), out var chosen) ? chosen : throw ODataErrors.NotAcceptable(format);
        }
        if (string.IsNullOrWhiteSpace(accept) || accept is "application/json" or "*/*")
        {
            return Minimal;
        }
        foreach (var range in MediaRange.ParseAll(accept))
        {
            if (TryRead(range, out var chosen))
            {
                return chosen;
            }
        }
        throw ODataErrors.NotAcceptable(accept);
    }

    private static bool TryRead(MediaRange range, out ResponseFormat format)
    {
        format = Minimal;
        return range.Quality > 0 && range.Type switch
        {
            "application/json" or "*/*" or "application/*" => TryReadJson(range, out format),
            CsvType or XlsxType => TryReadTable(range, out format),
            _ => false,
        };
    }

    private static bool TryReadTable(MediaRange range, out ResponseFormat format)
    {
        format = new ResponseFormat(range.Type == CsvType ? FormatKind.Csv : FormatKind.Xlsx, MetadataLevel.Minimal, false);
        return range.Parameters.All(p => range.Type == CsvType && p switch
        {
            ("charset", var name) => name.Equals("utf-8", StringComparison.OrdinalIgnoreCase),
            ("header", var presence) => presence.Equals("present", StringComparison.OrdinalIgnoreCase),
            _ => false,
        });
    }

    private static bool TryReadJson(MediaRange range, out ResponseFormat format)
    {
        format = Minimal;
        var (level, ieee) = (MetadataLevel.Minimal, false);
        foreach (var (name, value) in range.Parameters)
        {
            switch (name)
            {
                case "odata.metadata" or "metadata" when Enum.TryParse(value, ignoreCase: true, out level) && !char.IsAsciiDigit(value[0]):
                case "odata.streaming" or "streaming" when bool.TryParse(value, out _):
                case "ieee754compatible" when bool.TryParse(value, out ieee):
                case "charset" when value.Equals("utf-8", StringComparison.OrdinalIgnoreCase):
                    break;
                default:
                    return false;
            }
        }
        format = new ResponseFormat(FormatKind.Json, level, ieee);
        return true;
    }
}

/// <summary>One range of an <c>Accept</c> header: type in lower case, parameters without <c>q</c>.</summary>
internal sealed record MediaRange(string Type, IReadOnlyList<(string Name, string Value)> Parameters, double Quality)
{
    /// <summary>All ranges, best first; equal ones as they were sent.</summary>
    public static IEnumerable<MediaRange> ParseAll(string header) =>
        header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Parse)
            .OrderByDescending(r => r.Quality);

    public static MediaRange Parse(string range)
    {
        var parts = range.Split(';', StringSplitOptions.TrimEntries);
        var quality = 1.0;
        var parameters = new List<(string, string)>();
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? part : part[..equals]).Trim().ToLowerInvariant();
            var value = equals < 0 ? "" : part[(equals + 1)..].Trim().Trim('"');
            if (name == "q")
            {
                quality = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var q) ? q : 0;
            }
            else if (name.Length > 0)
            {
                parameters.Add((name, value));
            }
        }
        return new MediaRange(parts[0].ToLowerInvariant(), parameters, quality);
    }

    /// <summary>Whether a header accepts a type without regard to parameters; an absent header accepts all.</summary>
    public static bool Accepts(string? header, string type)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return true;
        }
        var family = type[..(type.IndexOf('/', StringComparison.Ordinal) + 1)] + "*";
        return ParseAll(header).Any(r => r.Quality > 0 && (r.Type == type || r.Type == "*/*" || r.Type == family));
    }
}
