using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Server.Access;

/// <summary>The feed as each caller may see it, over HTTP and in process alike.</summary>
/// <param name="open">What callers without a key may see; null = there are none, or they see the feed.</param>
public sealed class CallerFeeds(ODataService feed, ODataService? open)
{
    /// <summary>The service that answers a caller: sets that the caller may not read are not in its model.</summary>
    public ODataService Of(HttpContext http) => Caller.Of(http).May(CallerRole.Reader) ? feed : open ?? throw new InvalidOperationException("Nothing is open.");

    /// <summary>Queries in process that see what the caller sees.</summary>
    public ValueTask<ODataSession> OpenAsync(HttpContext http, CancellationToken cancellation) => ODataSession.OpenAsync(Of(http), cancellation);
}
