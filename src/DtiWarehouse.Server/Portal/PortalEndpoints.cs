using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using DtiWarehouse.Indicators.Forms;
using DtiWarehouse.OData;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Portal.Pages;

namespace DtiWarehouse.Server.Portal;

/// <summary>
/// The portal: <c>/</c> shows the province, <c>/units/CODE</c> a unit, <c>/connect</c> leads Excel and Power BI to the feed. Pages
/// are made here, of the feed's own queries in process; they have no script. Options: <c>period</c>, <c>indicator</c>,
/// <c>basis</c>, <c>lang</c>.
/// </summary>
public static partial class PortalEndpoints
{
    /// <summary>A page asks the feed some twenty questions, each of which may take the feed's own time.</summary>
    private const int StatementTimes = 4;

    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapPortal(this WebApplication app, CallerFeeds feeds, Readiness readiness)
    {
        app.MapMethods("/", Methods, http => GuardAsync(http, () => ShowAsync(http, null)));
        app.MapMethods("/units/{code}", Methods, http => GuardAsync(http, () => ShowAsync(http, (string)http.Request.RouteValues["code"]!)));
        app.MapMethods("/connect", Methods, http => GuardAsync(http, () =>
        {
            var address = PortalAddress.Of(http, feeds, LanguageOf(http));
            return AnswerAsync(http, FormTag.Of("connect", address.Tag), () => ConnectPage.Render(address));
        }));
        app.MapMethods("/connect/dtiwarehouse.pbids", Methods, http => PowerBiAsync(http, PortalAddress.Of(http, feeds, PortalLanguage.Vietnamese).FeedRoot));
        app.MapMethods(PortalAddress.StyleSheet, Methods, StyleSheetAsync);

        async Task ShowAsync(HttpContext http, string? code)
        {
            var address = PortalAddress.Of(http, feeds, LanguageOf(http));
            var choice = ChoiceOf(http, code);
            if (readiness.Doing is { } doing)
            {
                throw PortalError.NotReady(doing);
            }
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            deadline.CancelAfter(feeds.Of(http).Limits.StatementTimeout * StatementTimes);
            await using var session = await feeds.OpenAsync(http, deadline.Token);
            var reader = new PortalReader(session, deadline.Token);
            var asOf = await session.AsOfAsync(deadline.Token);
            // A load that fails changes no data, but the page tells it.
            var states = code is null ? await reader.FeedsAsync() : null;
            var caller = Caller.Of(http);
            var tag = FormTag.Of([
                "portal", address.Tag, choice.ToString(), caller.Role.ToString(), .. caller.UnitCodes, await session.DataVersionAsync(deadline.Token), asOf.ToString("O", CultureInfo.InvariantCulture),
                .. states?.Rows.Select(state => state.ToString()) ?? [],
            ]);
            await AnswerAsync(http, tag, async () =>
            {
                var unit = code is not null ? await reader.UnitAsync(code) ?? throw PortalError.NoSuchUnit(code)
                    : (caller.IsBound ? await reader.UnitAsync(caller.UnitCodes[0]) : await reader.ProvinceAsync()) ?? PortalUnit.None;
                var basis = choice.Basis ?? (unit.IsCurrent ? nameof(IndicatorBasis.Current) : nameof(IndicatorBasis.AsReported));
                var view = await new PortalView(address, choice, unit, basis, asOf).ReadAsync(reader);
                return UnitPage.Render(states is null ? view : view with { Feeds = states, Holdings = await reader.HoldingsAsync() });
            });
        }

        async Task GuardAsync(HttpContext http, Func<Task> answer)
        {
            var headers = http.Response.Headers;
            headers.Vary = "Accept-Encoding, Authorization";
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "same-origin";
            try
            {
                await answer();
            }
            catch (PortalError error)
            {
                await FailAsync(http, error, feeds);
            }
            catch (Exception) when (http.RequestAborted.IsCancellationRequested)
            {
                http.Abort();
            }
            catch (Exception failure) when (failure is DbException or ODataError or OperationCanceledException && !http.Response.HasStarted)
            {
                app.Logger.LogWarning(failure, "Không lập được trang {Path}. / A page could not be made.", http.Request.Path);
                await FailAsync(http, PortalError.Unreadable(), feeds);
            }
        }
    }

    private static Task AnswerAsync(HttpContext http, string tag, Func<byte[]> page) => AnswerAsync(http, tag, () => Task.FromResult(page()));

    private static async Task AnswerAsync(HttpContext http, string tag, Func<Task<byte[]>> page)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || $"W/{known.Tag}" == tag))
        {
            http.Response.Headers.ETag = tag;
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var body = await page();
        http.Response.Headers.ETag = tag;
        await WriteAsync(http, body);
    }

    private static Task FailAsync(HttpContext http, PortalError error, CallerFeeds feeds)
    {
        http.Response.StatusCode = error.Status;
        http.Response.Headers.CacheControl = "no-store";
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = MessagePage.RetrySeconds.ToString(CultureInfo.InvariantCulture);
        }
        var language = http.Request.Query["lang"] == PortalLanguage.English.Code ? PortalLanguage.English : PortalLanguage.Vietnamese;
        return WriteAsync(http, MessagePage.Render(PortalAddress.Of(http, feeds, language), error));
    }

    private static Task WriteAsync(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentLanguage = http.Request.Query["lang"] == PortalLanguage.English.Code ? "en" : "vi";
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>One data source without a credential: Power BI asks for it itself. OData knows no DirectQuery.</summary>
    private static Task PowerBiAsync(HttpContext http, string feedRoot)
    {
        var file = new { version = "0.1", connections = new[] { new { details = new { protocol = "odata", address = new { url = feedRoot.TrimEnd('/') } }, mode = "Import" } } };
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"dtiwarehouse.pbids\"";
        http.Response.Headers.CacheControl = "no-cache";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(file, Json), http.RequestAborted).AsTask();
    }

    private static Task StyleSheetAsync(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(PortalFrame.StyleSheet, http.RequestAborted).AsTask();
    }

    private static PortalLanguage LanguageOf(HttpContext http) => http.Request.Query["lang"].ToString() switch
    {
        "" or "vi" => PortalLanguage.Vietnamese,
        "en" => PortalLanguage.English,
        _ => throw PortalError.BadOption("lang", "vi, en"),
    };

    private static PortalChoice ChoiceOf(HttpContext http, string? unit) => new(
        unit,
        Option(http, "period", period => FormPeriod.Parse(period) is not null, "2023, 2023-H1, 2023-9M, 2023-Q2, 2023-08, 2023-to-11-27"),
        Option(http, "indicator", IndicatorCode().IsMatch, "A-Z, 0-9, _ , ."),
        Option(http, "basis", basis => Enum.GetNames<IndicatorBasis>().Contains(basis), string.Join(", ", Enum.GetNames<IndicatorBasis>())));

    /// <summary>The value of an option; null where it is not given or empty.</summary>
    private static string? Option(HttpContext http, string name, Func<string, bool> isValid, string allowed)
    {
        var value = http.Request.Query[name];
        return value.Count > 1 || (value is [{ Length: > 0 } text] && !isValid(text)) ? throw PortalError.BadOption(name, allowed)
            : value is [{ Length: > 0 } given] ? given : null;
    }

    [GeneratedRegex(@"^[A-Z0-9_.]{1,60}\z")]
    private static partial Regex IndicatorCode();
}
