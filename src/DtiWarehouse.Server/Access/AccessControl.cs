using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Access;

/// <summary>Finds out who sent a request, before anything answers it.</summary>
public static class AccessControl
{
    public static void UseAccess(this WebApplication app, CallerRole anonymous) => app.Use((http, next) =>
    {
        http.Features.Set(Find(http, anonymous));
        return next(http);
    });

    /// <summary>Who sits at this machine operates it.</summary>
    private static Caller Find(HttpContext http, CallerRole anonymous) => LocalCaller.IsLocal(http) && LocalCaller.IsOwnPage(http)
        ? new Caller("local", CallerRole.Administrator, []) { IsAnonymous = true }
        : new Caller(http.Connection.RemoteIpAddress?.ToString() ?? "unknown", anonymous, []) { IsAnonymous = true };
}
