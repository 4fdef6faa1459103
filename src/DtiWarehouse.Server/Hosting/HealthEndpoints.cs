using System.Data.Common;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the warehouse is complete, with the scheduler's state and
/// each feed's freshness; 503 until then. Nothing in it needs to be kept from anyone: no path, no message.
/// </summary>
public static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app, Readiness readiness, FeedFreshness freshness, JobOrders orders)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", () =>
        {
            if (readiness.Doing is { } doing)
            {
                return Results.Json(new { status = "starting", progress = doing, warehouse = "starting", scheduler = orders.State }, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
            try
            {
                var feeds = freshness.States().Select(s => new
                {
                    s.Feed,
                    state = s.LastLoadedAt is null || s.LastFailedAt > s.LastLoadedAt ? "failed" : "loaded",
                    lastLoadedAt = Utc(s.LastLoadedAt),
                    watermark = Utc(s.Watermark),
                    lastFailedAt = Utc(s.LastFailedAt),
                });
                return Results.Json(new { status = "ready", warehouse = "ready", scheduler = orders.State, feeds });
            }
            catch (DbException)
            {
                return Results.Json(new { status = "failing", warehouse = "unreadable", scheduler = orders.State }, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }

    private static DateTime? Utc(DateTime? instant) => instant is { } known ? DateTime.SpecifyKind(known, DateTimeKind.Utc) : null;
}
