using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace DtiWarehouse.Server.Access;

/// <summary>What a request shows for who sent it: the text of a key, or a token of an issuer.</summary>
public sealed record Credential(string Text, bool IsToken)
{
    private const string QueryName = "api_key";

    /// <summary>
    /// The credential of a request; null where it shows none. One that is empty shows that a client asks how to log in. A key in
    /// the query is taken out of the request, so that nothing behind repeats it in a link, a message or a log.
    /// </summary>
    public static Credential? Take(HttpContext http)
    {
        var inQuery = TakeFromQuery(http);
        var headers = http.Request.Headers;
        if (headers["X-Api-Key"].ToString() is { Length: > 0 } named)
        {
            return new Credential(named, IsToken: false);
        }
        if (headers.Authorization.ToString() is { Length: > 0 } authorization)
        {
            return FromHeader(authorization);
        }
        return inQuery is null ? null : new Credential(inQuery, IsToken: false);
    }

    private static Credential FromHeader(string authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header))
        {
            return new Credential("", IsToken: false);
        }
        var text = header.Parameter ?? "";
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return new Credential(text, IsToken: text.Length > 0 && !ApiKey.IsOne(text));
        }
        return new Credential(header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? PasswordOf(text) : "", IsToken: false);
    }

    /// <summary>The key is the password; the user may be anything (RFC 7617).</summary>
    private static string PasswordOf(string basic)
    {
        var bytes = new byte[basic.Length];
        if (!Convert.TryFromBase64String(basic, bytes, out var length))
        {
            return "";
        }
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static string? TakeFromQuery(HttpContext http)
    {
        var query = http.Request.QueryString.Value ?? "";
        if (!query.Contains(QueryName, StringComparison.OrdinalIgnoreCase) && !query.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }
        string? key = null;
        var kept = new List<string>();
        foreach (var part in query.TrimStart('?').Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Uri.UnescapeDataString(part[..equals]).Equals(QueryName, StringComparison.OrdinalIgnoreCase))
            {
                key ??= Uri.UnescapeDataString(part[(equals + 1)..]);
            }
            else
            {
                kept.Add(part);
            }
        }
        if (key is not null)
        {
            http.Request.QueryString = kept.Count == 0 ? QueryString.Empty : new QueryString("?" + string.Join('&', kept));
            // What came over the wire is read too, by what must tell encodings apart.
            if (http.Features.Get<IHttpRequestFeature>() is { RawTarget: { Length: > 0 } raw } request)
            {
                var question = raw.IndexOf('?', StringComparison.Ordinal);
                request.RawTarget = (question < 0 ? raw : raw[..question]) + http.Request.QueryString.Value;
            }
        }
        return key;
    }
}
