using System.Globalization;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// What a client asks for in <c>Prefer</c> and the service can do (RFC 7240; OData Protocol 4.01, section 8.2.8). Names
/// count with and without <c>odata.</c>, the first of equal ones counts; what is not known or not well formed is a wish
/// that is not fulfilled, never an error.
/// </summary>
internal sealed record Preferences
{
    public static readonly Preferences None = new();

    /// <summary>Rows of a page; null = no wish.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>
    /// <c>nulls</c> or <c>defaults</c>: leave properties without a value out; null = write them. No property here declares
    /// a default, so null is the only default there is.
    /// </summary>
    public string? OmitValues { get; init; }

    /// <summary>Patterns of annotations to include, as sent; null = the service chooses.</summary>
    public string? IncludeAnnotations { get; init; }

    /// <summary>How the query would be answered, in place of the answer (<c>dtiw.explain</c>).</summary>
    public bool Explain { get; init; }

    /// <summary>Answered from the rows themselves, never from summaries of them (<c>dtiw.detail</c>).</summary>
    public bool Detail { get; init; }

    public static Preferences Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return None;
        }
        var wishes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in HeaderList.Split(header, ','))
        {
            // Parameters behind a semicolon belong to preferences that the service does not have.
            var wish = HeaderList.Split(part, ';').FirstOrDefault() ?? "";
            var equals = wish.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? wish : wish[..equals]).Trim();
            name = name.StartsWith("odata.", StringComparison.OrdinalIgnoreCase) ? name["odata.".Length..] : name;
            wishes.TryAdd(name, equals < 0 ? "" : HeaderList.Unquote(wish[(equals + 1)..].Trim()));
        }
        return new Preferences
        {
            MaxPageSize = wishes.TryGetValue("maxpagesize", out var rows) && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null,
            OmitValues = wishes.TryGetValue("omit-values", out var omitted) && omitted is "nulls" or "defaults" ? omitted : null,
            IncludeAnnotations = wishes.TryGetValue("include-annotations", out var patterns) && patterns.Length > 0 ? patterns : null,
            Explain = wishes.ContainsKey("dtiw.explain"),
            Detail = wishes.ContainsKey("dtiw.detail"),
        };
    }

    /// <summary>
    /// Whether an annotation's term is wanted: the most specific pattern that fits decides, one with a minus against it.
    /// Without the preference everything is.
    /// </summary>
    public bool Includes(string term)
    {
        if (IncludeAnnotations is null)
        {
            return true;
        }
        var best = IncludeAnnotations.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(pattern => (IsWanted: !pattern.StartsWith('-'), Pattern: pattern.TrimStart('-')))
            .Where(p => p.Pattern == term || (p.Pattern.EndsWith('*') && term.StartsWith(p.Pattern[..^1], StringComparison.Ordinal)))
            .OrderBy(p => p.Pattern.Length).ThenByDescending(p => p.IsWanted)
            .LastOrDefault();
        return best.IsWanted;
    }
}

/// <summary>Lists in header values: a separator inside a quoted string separates nothing.</summary>
internal static class HeaderList
{
    public static IEnumerable<string> Split(string header, char separator)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i <= header.Length; i++)
        {
            if (i == header.Length || (header[i] == separator && !quoted))
            {
                if (header[start..i].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }
                start = i + 1;
            }
            else if (quoted && header[i] == '\\')
            {
                i = Math.Min(i + 1, header.Length - 1);
            }
            else if (header[i] == '"')
            {
                quoted = !quoted;
            }
        }
    }

    public static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;
}
