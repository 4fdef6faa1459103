using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// What a request is for: path after the service root and query, both as sent (decoding is the parser's work), and the
/// options of the body of a <c>POST …/$query</c>.
/// </summary>
/// <param name="Root">Service root with a trailing slash, for links.</param>
internal sealed record ServiceTarget(string Root, string Path, string Query, ServiceAddress Address)
{
    public string? Body { get; init; }

    /// <summary>What the caller is bound to. Parts of a batch are bound as the batch is, whatever their headers say.</summary>
    public RowScope? Scope { get; init; }

    public static ServiceTarget Of(HttpContext http, ODataService service, string prefix)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/')
        {
            target = http.Request.GetEncodedPathAndQuery();
        }
        var requested = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{prefix}/";
        var root = service.PublicRoot is { } shown ? shown.AbsoluteUri.TrimEnd('/') + "/" : requested;
        // Links go on from what was asked, and must be URLs whatever a client let through.
        var (path, query) = Split(UrlText.Encode(target));
        // A proxy that takes a prefix away and says so gives a path base that the request line has not.
        var pathBase = http.Request.PathBase.Value ?? "";
        var rootEnd = path.StartsWith(pathBase + prefix, StringComparison.OrdinalIgnoreCase) ? pathBase.Length + prefix.Length : prefix.Length;
        var address = new ServiceAddress(root == requested ? [root] : [root, requested], service.KeyAsSegment ? service.Model : null);
        return new ServiceTarget(root, path.Length > rootEnd ? path[rootEnd..].TrimStart('/') : "", query, address) { Scope = service.ScopeOf(http) };
    }

    /// <summary>Path and query (with its question mark) of a URL.</summary>
    public static (string Path, string Query) Split(string url)
    {
        var question = url.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (url, "") : (url[..question], url[question..]);
    }
}
