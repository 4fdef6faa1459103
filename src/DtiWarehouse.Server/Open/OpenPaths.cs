using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Forms;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Open;

/// <summary>Keeps open callers from what is made of counts that are not open, beside the feed.</summary>
public static class OpenPaths
{
    private static readonly PathString[] Closed = [FormEndpoints.Root, IndicatorEndpoints.Root];

    public static void UseOpenPaths(this WebApplication app) => app.Use((http, next) =>
        Caller.Of(http).May(CallerRole.Reader) || !Closed.Any(path => http.Request.Path.StartsWithSegments(path)) ? next(http) : RefuseAsync(http));

    private static Task RefuseAsync(HttpContext http) => Results.Json(
        new
        {
            status = StatusCodes.Status403Forbidden,
            code = "NotOpen",
            title = "Biểu mẫu và chỉ tiêu không thuộc dữ liệu mở; dữ liệu mở ở /odata/v1.",
            titleEn = "Forms and indicators are not open; the open data is at /odata/v1.",
        },
        contentType: "application/problem+json", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
}
