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

    /// <summary>Gives the first answer to nobody, and translates what is sure to be asked next, so that no caller waits for either.</summary>
    /// <param name="first">Path and query after the service root.</param>
    /// <param name="others">Of the same form.</param>
    public async Task WarmUpAsync(string first, IEnumerable<string> others)
    {
        var answer = whole.WarmUpAsync(first);
        ODataSession.Check(readers, first);
        foreach (var resource in others)
        {
            ODataSession.Check(whole, resource);
            ODataSession.Check(readers, resource);
        }
        await answer;
    }

    /// <summary>Queries in process that see what the caller sees.</summary>
    public ValueTask<ODataSession> OpenAsync(HttpContext http, CancellationToken cancellation)
    {
        var feed = Of(http);
        return ODataSession.OpenAsync(feed, cancellation, feed.ScopeOf(http));
    }
}
