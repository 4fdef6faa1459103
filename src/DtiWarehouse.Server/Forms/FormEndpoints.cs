using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.Indicators.Forms.Definitions;
using DtiWarehouse.OData;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using Microsoft.Net.Http.Headers;

namespace DtiWarehouse.Server.Forms;

/// <summary>
/// The official forms over HTTP: <c>/forms/v1</c> lists them, <c>/forms/v1/FORM?unit=…&amp;period=…&amp;format=html|xlsx|json</c>
/// fills one. Without a format a browser gets a page, others JSON.
/// </summary>
public static class FormEndpoints
{
    public const string Root = "/forms/v1";

    /// <summary>A form asks the feed dozens of questions, each of which may take the feed's own time.</summary>
    private const int StatementTimes = 4;

    private static readonly string[] Options = ["unit", "period", "format"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static void MapForms(this WebApplication app, CallerFeeds feeds, Readiness readiness)
    {
        app.Map(Root + "/{**path}", http => GuardAsync(http, app.Logger, async () =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                throw FormError.MethodNotAllowed(http.Request.Method);
            }
            if (http.Request.RouteValues["path"] is not string { Length: > 0 } form)
            {
                await ListAsync(http);
                return;
            }
            if (readiness.Doing is { } doing)
            {
                throw FormError.NotReady(doing);
            }
            await AnswerAsync(http, feeds, form.TrimEnd('/'));
        }));
    }

    private static async Task ListAsync(HttpContext http)
    {
        var format = FormatOf(http, Option(http, "format"));
        http.Response.Headers.CacheControl = "no-cache";
        if (format is FormFormat.Html)
        {
            await WriteAsync(http, "text/html; charset=utf-8", FormPages.List(http.Request.PathBase + Root));
            return;
        }
        var list = OfficialForms.All.Select(form => new
        {
            form.Code,
            form.Number,
            form.Title,
            form.TitleEn,
            url = $"{http.Request.PathBase}{Root}/{form.Code}",
            periods = form.Grains.Select(grain => grain.ToString()),
            unitKinds = form.Kinds.Select(kind => kind.ToString()),
            formats = new[] { "html", "xlsx", "json" },
        });
        await http.Response.WriteAsJsonAsync(new { forms = list }, Json, http.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext http, CallerFeeds feeds, string form)
    {
        if (http.Request.Query.Keys.FirstOrDefault(key => !Options.Contains(key)) is { } unknown)
        {
            throw FormError.UnknownOption(unknown, string.Join(", ", Options));
        }
        var format = FormatOf(http, Option(http, "format"));
        var request = new FormRequest(form, Option(http, "unit"), Option(http, "period"), format, FeedRoot(http, format));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        deadline.CancelAfter(feeds.Of(http).Limits.StatementTimeout * StatementTimes);
        try
        {
            await using var session = await feeds.OpenAsync(http, deadline.Token);
            var answer = await FormService.AnswerAsync(session, request, tag => Knows(http, tag), deadline.Token);
            await WriteAsync(http, format, answer);
        }
        catch (Exception failure) when (failure is OperationCanceledException or DbException && deadline.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            throw FormError.TooSlow();
        }
    }

    private static async Task WriteAsync(HttpContext http, FormFormat format, FormAnswer answer)
    {
        http.Response.Headers.ETag = answer.Tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        if (answer.Body is null)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (format is FormFormat.Xlsx)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(answer.FileName + ".xlsx");
            http.Response.Headers.ContentDisposition = disposition.ToString();
        }
        await WriteAsync(http, ContentType(format), answer.Body);
    }

    private static Task WriteAsync(HttpContext http, string contentType, byte[] body)
    {
        http.Response.ContentType = contentType;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Runs an answer; what goes wrong becomes a page or a problem body (RFC 9457).</summary>
    private static async Task GuardAsync(HttpContext http, ILogger log, Func<Task> answer)
    {
        http.Response.Headers.Vary = "Accept, Accept-Encoding, Accept-Language";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";
        try
        {
            await answer();
        }
        catch (FormError error)
        {
            await FailAsync(http, error);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception failure) when (failure is DbException or ODataError && !http.Response.HasStarted)
        {
            log.LogWarning(failure, "Không lập được biểu {Path}. / A form could not be filled.", http.Request.Path);
            await FailAsync(http, FormError.Unreadable());
        }
    }

    private static async Task FailAsync(HttpContext http, FormError error)
    {
        http.Response.StatusCode = error.Status;
        http.Response.Headers.CacheControl = "no-store";
        if (error.Allow is not null)
        {
            http.Response.Headers.Allow = error.Allow;
        }
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = FormPages.RetrySeconds.ToString(CultureInfo.InvariantCulture);
        }
        var isVietnamese = PrefersVietnamese(http);
        http.Response.Headers.ContentLanguage = isVietnamese ? "vi" : "en";
        if (Accepted(http) is FormFormat.Html || http.Request.Query["format"] == "html")
        {
            await WriteAsync(http, "text/html; charset=utf-8", FormPages.Problem(error, isVietnamese, http.Request.PathBase + Root));
            return;
        }
        var problem = new { title = FormPages.ProblemTitle(isVietnamese), error.Status, detail = isVietnamese ? error.Vietnamese : error.English, error.Code, vi = error.Vietnamese, en = error.English };
        await http.Response.WriteAsJsonAsync(problem, Json, "application/problem+json", http.RequestAborted);
    }

    /// <summary>The value of an option; null where it is not given or empty.</summary>
    private static string? Option(HttpContext http, string name) => http.Request.Query[name] switch
    {
        { Count: 0 } => null,
        { Count: > 1 } => throw FormError.Repeated(name),
        [var value] => string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
    };

    private static FormFormat FormatOf(HttpContext http, string? format) => format?.ToLowerInvariant() switch
    {
        null => Accepted(http),
        "html" => FormFormat.Html,
        "xlsx" => FormFormat.Xlsx,
        "json" => FormFormat.Json,
        _ => throw FormError.UnknownFormat(format),
    };

    /// <summary>The format that the client likes best; JSON where it has no wish.</summary>
    private static FormFormat Accepted(HttpContext http)
    {
        foreach (var range in http.Request.GetTypedHeaders().Accept.OrderByDescending(range => range.Quality ?? 1))
        {
            if (Enum.GetValues<FormFormat>().Where(format => range.MediaType.Equals(ContentType(format).Split(';')[0], StringComparison.OrdinalIgnoreCase)).Cast<FormFormat?>().FirstOrDefault() is { } format)
            {
                return format;
            }
        }
        return FormFormat.Json;
    }

    private static string ContentType(FormFormat format) => format switch
    {
        FormFormat.Html => "text/html; charset=utf-8",
        FormFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>Where definitions of figures lead: beside the page; from a workbook, to this server by its name.</summary>
    private static string FeedRoot(HttpContext http, FormFormat format)
    {
        var path = $"{http.Request.PathBase}{FeedEndpoints.ServiceRoot}/";
        return format is FormFormat.Xlsx ? $"{http.Request.Scheme}://{http.Request.Host}{path}" : path;
    }

    private static bool Knows(HttpContext http, string tag) =>
        http.Request.Headers.IfNoneMatch.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(known => known == "*" || known == tag);

    /// <summary>The first of Vietnamese and English that the header names; Vietnamese when it names neither.</summary>
    private static bool PrefersVietnamese(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(language => language.StartsWith("vi", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            ?.StartsWith("vi", StringComparison.OrdinalIgnoreCase) ?? true;
}
