namespace DtiWarehouse.OData.Request;

/// <summary>
/// The format of <c>$metadata</c>: XML, unless a client clearly asks for JSON (OData Protocol 4.01, section 11.1.2).
/// </summary>
internal static class MetadataFormat
{
    /// <exception cref="ODataError">406: <c>$format</c> is neither.</exception>
    public static bool IsJson(string? accept, string? format)
    {
        if (format is not null)
        {
            return MediaRange.Parse(format).Type switch
            {
                "json" or "application/json" => true,
                "xml" or "application/xml" => false,
                _ => throw ODataErrors.NotAcceptable(format),
            };
        }
        if (string.IsNullOrWhiteSpace(accept))
        {
            return false;
        }
        List<MediaRange> ranges = [.. MediaRange.ParseAll(accept).Where(r => r.Quality > 0)];
        var json = ranges.FirstOrDefault(r => r.Type is "application/json");
        // Power Query and Excel send one list for data and metadata alike, JSON first, and read XML alone here: who names XML gets it.
        return json is not null && !ranges.Any(r => r.Type is "application/xml" || (r.Type is "*/*" or "application/*" && r.Quality >= json.Quality));
    }
}
