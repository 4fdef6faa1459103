using System.Globalization;

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
    /// <summary>The path is the id of one entity.</summary>
    public bool IsById { get; private init; }
    /// <summary>Values of the literals, by <see cref="LiteralSyntax.Ordinal"/>.</summary>
    public required IReadOnlyList<LiteralSyntax> Literals { get; init; }
    /// <summary>The request without its literals' values: equal for all requests that one translation serves.</summary>
    public required string Shape { get; init; }
    /// <summary>Path and query as sent, without <c>$skiptoken</c>: what a next link repeats and a token is bound to.</summary>
    public string Resource => _resource ??= ResourceOf(_rawPath, _allOptions);
    public required Version Version { get; init; }
    public string? Accept { get; init; }
    /// <summary>
    /// The path with <c>/$query</c> and the options of the URL, when those of the body are too long for a link: the next
    /// page is asked for by a POST of the same body. Null = links are URLs to GET.
    /// </summary>
    public string? LongResource { get; private init; }
    public Preferences Preferences { get; init; } = Preferences.None;
    /// <summary>The custom option <c>labels</c>: what heads the columns of a download; null = not given.</summary>
    public string? Labels { get; init; }

    private static readonly Dictionary<string, string> NoAliases = [];

    private string? _resource;
    private string _rawPath = "";
    private string _allOptions = "";

    /// <summary>Characters that a next link keeps free for its token.</summary>
    private const int SpaceForToken = 1_024;

    public static readonly Version V40 = new(4, 0);
    public static readonly Version V401 = new(4, 1);

    /// <summary>
    /// Parses a request. <paramref name="rawPath"/> follows the service root, without a leading slash; all parts are still
    /// percent-encoded. <paramref name="body"/> holds the options of a <c>POST …/$query</c>, already known not to be too long.
    /// </summary>
    public static ODataRequest Parse(string rawPath, string rawQuery, RequestHeaders headers, ODataLimits limits, string? body = null, ServiceAddress? address = null)
    {
        if (rawPath.Length + rawQuery.Length > limits.MaxUrlLength)
        {
            throw ODataErrors.Limit(LimitKind.UrlLength, limits.MaxUrlLength);
        }
        var version = headers.ResponseVersion();
        var allOptions = body is null ? rawQuery : $"{rawQuery.TrimStart('?')}&{body}";
        var query = UrlText.SplitQuery(allOptions);
        var context = new ParseContext(limits, Aliases(query), headers.IsExactly40);
        var texts = new List<string>();
        List<(string Name, string Value)> system = new(query.Count);
        ODataError.Gather(query, (System: system, context.ExactNames), static (state, option, _) =>
        {
            if (!option.Name.StartsWith('@') && SystemOptions.Read(option.Name, state.ExactNames) is { } name)
            {
                state.System.Add((name, option.Value));
            }
        });
        var byId = rawPath is "$entity" || rawPath.StartsWith("$entity/", StringComparison.Ordinal);
        if (byId)
        {
            rawPath = Identified(rawPath, system, address);
            texts.Add("$entity");
        }
        var path = PathParser.Parse(rawPath, context, texts, address?.KeysAsSegments);
        var idStands = system.RemoveAll(o => o.Name == "$id") > 0;
        var options = new OptionsParser(context).Parse(system);
        if (idStands)
        {
            throw ODataErrors.NotAllowedHere("$id stands behind $entity.", "$id chỉ dùng với $entity.", "$id");
        }
        return new ODataRequest
        {
            Path = path,
            Options = options,
            Literals = context.Literals,
            Shape = ShapeOf(texts, system, context),
            IsById = byId,
            _rawPath = rawPath,
            _allOptions = allOptions,
            LongResource = body is null || rawPath.Length + allOptions.Length < limits.MaxUrlLength - SpaceForToken ? null : ResourceOf(rawPath + "/$query", rawQuery),
            Version = version,
            Accept = headers.Accept,
            Preferences = Preferences.Parse(headers.Prefer),
            Labels = query.FirstOrDefault(o => o.Name == "labels").Value,
        };
    }

    /// <summary>The path of the entity that <c>$entity?$id=…</c> names (OData URL Conventions 4.01, section 4.3.3).</summary>
    private static string Identified(string rawPath, List<(string Name, string Value)> system, ServiceAddress? address)
    {
        var index = system.FindIndex(o => o.Name == "$id");
        if (index < 0)
        {
            throw ODataErrors.OptionValue("$id", "$entity needs the id of an entity, as in $entity?$id=…", "$entity cần id của một thực thể, như $entity?$id=…");
        }
        var id = system[index].Value.Trim();
        system.RemoveAt(index);
        // An id is a URL itself: once read out of the query it is still percent-encoded like any path.
        return (address is null ? id : address.Relative(id)) is { Length: > 0 } path && path[0] != '$'
            ? path + rawPath["$entity".Length..]
            : throw ODataErrors.EntityNotFound(id);
    }

    private static Dictionary<string, string> Aliases(List<(string Name, string Value)> query)
    {
        var aliases = query.Exists(o => o.Name.StartsWith('@')) ? new Dictionary<string, string>(StringComparer.Ordinal) : NoAliases;
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
        var shape = new ShapeText(stackalloc char[512], context.SpansInOrder());
        foreach (var text in path)
        {
            shape.AppendMarked(text);
            shape.Append("/");
        }
        foreach (var (name, value) in options)
        {
            if (name is not "$skiptoken" and not "$format")
            {
                shape.Append("&");
                shape.Append(name);
                shape.Append("=");
                shape.AppendMarked(value);
            }
        }
        foreach (var text in context.UsedAliases)
        {
            shape.Append("@");
            shape.AppendMarked(text);
        }
        return shape.ToString();
    }

    /// <summary>The resource with a page token: a next link without the service root.</summary>
    public string LinkTo(string token)
    {
        var resource = LongResource ?? Resource;
        return $"{resource}{(resource.EndsWith('?') ? "" : "&")}$skiptoken={token}";
    }

    private static string ResourceOf(string rawPath, string rawQuery)
    {
        var query = rawQuery.TrimStart('?');
        if (!query.Contains("skiptoken", StringComparison.OrdinalIgnoreCase) && !query.StartsWith('&') && !query.EndsWith('&') && !query.Contains("&&", StringComparison.Ordinal))
        {
            return $"{rawPath}?{query}";
        }
        var kept = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !IsSkipToken(p[..Math.Max(0, p.IndexOf('=', StringComparison.Ordinal))]));
        return rawPath + "?" + string.Join('&', kept);
    }

    private static bool IsSkipToken(string rawName) =>
        rawName.Replace("%24", "$", StringComparison.Ordinal).TrimStart('$').Equals("skiptoken", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where the service is: its roots, with a trailing slash, as seen by clients; and its model when keys may stand as segments.</summary>
internal sealed record ServiceAddress(IReadOnlyList<string> Roots, Edm.ODataModel? KeysAsSegments)
{
    /// <summary>A URL of this service, absolute, rooted or relative, as a path and query after the service root; null = not of this service.</summary>
    public string? Relative(string url)
    {
        foreach (var root in Roots)
        {
            var rooted = new Uri(root).AbsolutePath;
            if (url.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            {
                return url[root.Length..];
            }
            if (url.StartsWith(rooted, StringComparison.Ordinal))
            {
                return url[rooted.Length..];
            }
        }
        return url.StartsWith('/') || IsAbsolute(url) ? null : url;
    }

    /// <summary>A scheme stands before anything that a path could hold.</summary>
    private static bool IsAbsolute(string url)
    {
        var end = url.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && url.AsSpan(0, end).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0;
    }
}

/// <summary>The request headers that the protocol gives a meaning to.</summary>
internal sealed record RequestHeaders(string? Accept, string? MaxVersion, string? Prefer, string? Version = null)
{
    public int Length => (Accept?.Length ?? 0) + (MaxVersion?.Length ?? 0) + (Prefer?.Length ?? 0) + (Version?.Length ?? 0);

    /// <summary>The request says that it is of 4.0, by its own version or by the greatest one it takes.</summary>
    public bool IsExactly40 => (string.IsNullOrWhiteSpace(Version) ? MaxVersion : Version) is { } said && !string.IsNullOrWhiteSpace(said) && VersionFor(said) == ODataRequest.V40;

    /// <summary>The version to answer in: 4.0 unless the client takes 4.01 (OData Protocol 4.01, section 8.2.7).</summary>
    public Version ResponseVersion()
    {
        if (!string.IsNullOrWhiteSpace(Version) && Version.Trim() is not ("4.0" or "4.01"))
        {
            throw ODataErrors.UnsupportedVersion(Version.Trim());
        }
        return VersionFor(MaxVersion) ?? throw ODataErrors.UnsupportedVersion(MaxVersion!.Trim());
    }

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
