using System.Net;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Tells callers on this machine from others.</summary>
public static class LocalCaller
{
    // What a trusted proxy forwarded has been taken over, and stands under another name since.
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "Forwarded", "X-Original-For"];

    /// <summary>
    /// Whether a request comes from this machine. A proxy on this machine speaks for callers elsewhere, so what came through
    /// one is not from here.
    /// </summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ProxyHeaders.Any(http.Request.Headers.ContainsKey);

    /// <summary>
    /// Whether a request was not sent by a page from elsewhere in a browser on this machine: it names this machine as its
    /// host (a page may have a name of its own lead here), and the browser says that it comes from the same place.
    /// </summary>
    public static bool IsOwnPage(HttpContext http)
    {
        var request = http.Request;
        if (!IsLoopbackName(request.Host.Host))
        {
            return false;
        }
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
        {
            return false;
        }
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
