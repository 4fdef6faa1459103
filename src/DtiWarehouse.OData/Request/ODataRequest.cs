using System.Globalization;
using System.Text;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// What a client asked for, as written: path, options, preferences. Names are not yet looked up; nothing here knows the
/// model. Rejects what the grammar and the limits do not allow (codes 1xx and 3xx) and versions and formats that cannot
/// be served (4xx).
/// </summary>
internal sealed class ODataRequest
{
    public required IReadOnlyList<PathSegment> Path { get; init; }
    public required QueryOptionsSyntax Options { get; init; }
    /// <summary>Values of the literals, by <see cref="LiteralSyntax.Ordinal"/>.</summary>
    public required IReadOnlyList<LiteralSyntax> Literals { get; init; }
    /// <summary>The request without its literals' values: equal for all requests that one translation serves.</summary>
    public required string Shape { get; init; }
    /// <summary>Path and query as sent, without <c>$skiptoken</c>: what a next link repeats and a token is bound to.</summary>
    public required string Resource { get; init; }
    public required Version Version { get; init; }
    public string? Accept { get; init; }
    public Preferences Preferences { get; init; } = Preferences.None;
    /// <summary>The custom option <c>labels</c>: what heads the columns of a download; null = not given.</summary>
    public string? Labels { get; init; }

    public static readonly Version V40 = new(4, 0);
    public static readonly Version V401 = new(4, 1);

    /// <summary>Parses a request. <paramref name="rawPath"/> follows the service root, without a leading slash; both parts are still percent-encoded.</summary>
    public static ODataRequest Parse(string rawPath, string rawQuery, RequestHeaders headers, ODataLimits limits)
    {
        if (rawPath.Length + rawQuery.Length > limits.MaxUrlLength)
        {
            throw ODataErrors.Limit(LimitKind.UrlLength, limits.MaxUrlLength);
        }
        var query = UrlText.SplitQuery(rawQuery);
        var aliases = Aliases(query);
        var context = new ParseContext(limits, aliases);
        var texts = new List<string>();
        var path = PathParser.Parse(rawPath, context, texts);
        var system = query.Where(o => o.Name.StartsWith('$')).ToList();
        var options = new OptionsParser(context).Parse(system);
        return new ODataRequest
        {
            Path = path,
            Options = options,
            Literals = context.Literals,
            Shape = ShapeOf(texts, system, context),
            Resource = ResourceOf(rawPath, rawQuery),
            Version = headers.ResponseVersion(),
            Accept = headers.Accept,
            Preferences = Preferences.Parse(headers.Prefer),
            Labels = query.FirstOrDefault(o => o.Name == "labels").Value,
        };
    }

    private static Dictionary<string, string> Aliases(List<(string Name, string Value)> query)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in query)
        {
            if (name.StartsWith('@') && !aliases.TryAdd(name, value))
            {
                throw ODataErrors.DuplicateOption(name);
            }
        }
        return aliases;
    }

    /// <summary>All texts with a mark and its kind in place of each literal's value.</summary>
    private static string ShapeOf(List<string> path, List<(string Name, string Value)> options, ParseContext context)
    {
        var spans = context.Spans.ToLookup(s => s.Text, ReferenceEqualityComparer.Instance);
        var shape = new StringBuilder();
        foreach (var text in path)
        {
            Append(text).Append('/');
        }
        foreach (var (name, value) in options)
        {
            if (name is not "$skiptoken" and not "$format")
            {
                shape.Append('&').Append(name).Append('=');
                Append(value);
            }
        }
        foreach (var text in context.UsedAliases)
        {
            shape.Append('@');
            Append(text);
        }
        return shape.ToString();

        StringBuilder Append(string text)
        {
            var from = 0;
            // An alias that is used twice has its literals registered twice.
            foreach (var span in spans[text].DistinctBy(s => s.Start).OrderBy(s => s.Start))
            {
                shape.Append(text, from, span.Start - from).Append('\u0001').Append((char)('A' + (int)span.Kind));
                from = span.End;
            }
            return shape.Append(text, from, text.Length - from);
        }
    }

    private static string ResourceOf(string rawPath, string rawQuery)
    {
        var kept = rawQuery.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith("$skiptoken=", StringComparison.Ordinal) && !p.StartsWith("%24skiptoken=", StringComparison.Ordinal));
        return rawPath + "?" + string.Join('&', kept);
    }
}

/// <summary>The request headers that the protocol gives a meaning to.</summary>
internal sealed record RequestHeaders(string? Accept, string? MaxVersion, string? Prefer)
{
    /// <summary>The version to answer in: 4.0 unless the client takes 4.01 (OData Protocol 4.01, section 8.2.7).</summary>
    public Version ResponseVersion() => VersionFor(MaxVersion) ?? throw ODataErrors.UnsupportedVersion(MaxVersion!.Trim());

    /// <summary>The version for an <c>OData-MaxVersion</c> header; null when it allows none that the service speaks.</summary>
    public static Version? VersionFor(string? maxVersion)
    {
        if (string.IsNullOrWhiteSpace(maxVersion))
        {
            return ODataRequest.V40;
        }
        return decimal.TryParse(maxVersion.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) && version >= 4.0m
            ? version >= 4.01m ? ODataRequest.V401 : ODataRequest.V40
            : null;
    }
}
