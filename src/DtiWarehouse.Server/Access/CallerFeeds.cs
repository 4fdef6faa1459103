using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Server.Access;

/// <summary>The feed as each caller may see it, over HTTP and in process alike.</summary>
/// <param name="whole">For those who operate the warehouse.</param>
/// <param name="readers">For readers, bound to units or not.</param>
/// <param name="open">For callers without a key; null = nothing is open.</param>
public sealed class CallerFeeds(ODataService whole, ODataService readers, ODataService? open)
{
    /// <summary>The service that answers a caller: sets that the caller may not read are not in its model.</summary>
    public ODataService Of(HttpContext http) => Caller.Of(http).Role switch
    {
        >= CallerRole.Operator => whole,
        CallerRole.Reader => readers,
        _ => open ?? throw Denial.NoCredential(),
    };

    /// <summary>Translates queries that are sure to be asked, so that the first who asks does not wait for it.</summary>
    /// <param name="resources">Paths and queries after the service root.</param>
    public void WarmUp(IEnumerable<string> resources)
    {
        foreach (var resource in resources)
        {
            ODataSession.Check(whole, resource);
            ODataSession.Check(readers, resource);
        }
    }

    /// <summary>Queries in process that see what the caller sees.</summary>
    public ValueTask<ODataSession> OpenAsync(HttpContext http, CancellationToken cancellation)
    {
        var feed = Of(http);
        return ODataSession.OpenAsync(feed, cancellation, feed.ScopeOf(http));
    }
}
