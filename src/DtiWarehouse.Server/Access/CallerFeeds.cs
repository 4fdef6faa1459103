using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Server.Access;

/// <summary>The feed as each caller may see it, over HTTP and in process alike.</summary>
public sealed class CallerFeeds(ODataService feed)
{
    /// <summary>The service that answers a caller: sets that the caller may not read are not in its model.</summary>
    public ODataService Of(HttpContext http)
    {
        _ = Caller.Of(http);
        return feed;
    }

    /// <summary>Queries in process that see what the caller sees.</summary>
    public ValueTask<ODataSession> OpenAsync(HttpContext http, CancellationToken cancellation) => ODataSession.OpenAsync(Of(http), cancellation);
}
