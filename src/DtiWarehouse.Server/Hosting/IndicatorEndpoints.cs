using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DtiWarehouse.Indicators.Drilling;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Access;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Where the links of IndicatorValues lead: <c>/indicators/v1/values/KEY</c> takes a value apart, <c>…/numerator</c> and
/// <c>…/denominator</c> go on to the rows in the feed (or, where several queries add up, to the value's own page).
/// </summary>
public static class IndicatorEndpoints
{
    public const string Root = "/indicators/v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    public static void MapIndicators(this WebApplication app, IndicatorService indicators, Func<WarehouseContext> open, CallerFeeds feeds, Readiness readiness)
    {
        app.MapGet(Root + "/values/{key}/{part:regex(^(numerator|denominator)$)}", (HttpContext http, string key, string part) =>
            AnswerAsync(http, key, explanation => (part == "numerator" ? explanation.Numerator : explanation.Denominator) switch
            {
                [] => Problem(404, "NoDenominator", "Chỉ tiêu này không có mẫu số: giá trị là một số đếm.", "This indicator has no denominator: its value is a plain figure."),
                [var only] => Results.Redirect(Address(http, only.Rows)),
                _ => Results.Redirect($"{http.Request.PathBase}{Root}/values/{key}"),
            }));
        app.MapGet(Root + "/values/{key}", (HttpContext http, string key) => AnswerAsync(http, key, explanation => Results.Json(Describe(http, explanation), Json)));

        async Task<IResult> AnswerAsync(HttpContext http, string text, Func<ValueExplanation, IResult> answer)
        {
            http.Response.Headers.CacheControl = "no-cache";
            if (readiness.Doing is { } doing)
            {
                http.Response.Headers.RetryAfter = "5";
                return Problem(503, "NotReady", $"Kho dữ liệu đang được chuẩn bị: {doing}.", $"The warehouse is being prepared: {doing}.");
            }
            try
            {
                await using var context = open();
                return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                    && await IsSeenAsync(http, key)
                    && await indicators.Explanations.ExplainAsync(context, key, http.RequestAborted) is { } explanation
                    ? answer(explanation)
                    : Problem(404, "NoSuchValue", $"Không có giá trị chỉ tiêu với khóa {text}; khóa ở cột IndicatorValueKey của IndicatorValues.", $"There is no indicator value with the key {text}; keys stand in IndicatorValueKey of IndicatorValues.");
            }
            catch (DbException failure) when (!http.RequestAborted.IsCancellationRequested)
            {
                app.Logger.LogWarning(failure, "Không đọc được giá trị chỉ tiêu. / An indicator's value could not be read.");
                http.Response.Headers.RetryAfter = "5";
                return Problem(503, "Unreadable", "Chưa đọc được kho dữ liệu; hãy thử lại sau ít giây.", "The warehouse cannot be read at the moment; try again in a few seconds.");
            }
        }

        async Task<bool> IsSeenAsync(HttpContext http, long key)
        {
            await using var session = await feeds.OpenAsync(http, http.RequestAborted);
            await using var rows = await session.QueryAsync(FormattableString.Invariant($"IndicatorValues?$filter=IndicatorValueKey eq {key}&$select=IndicatorValueKey"), http.RequestAborted);
            return await rows.ReadAsync();
        }
    }

    private static object Describe(HttpContext http, ValueExplanation explanation)
    {
        var value = explanation.Value;
        return new
        {
            key = value.IndicatorValueKey,
            indicator = new { value.Indicator.Code, value.Indicator.Version, value.Indicator.Name, value.Indicator.NameEn, value.Indicator.LegalBasis, value.Indicator.Certainty, value.Indicator.UnitOfMeasure },
            unit = new { value.Unit.UnitCode, value.Unit.Name },
            period = new { value.Period.Code, value.Period.StartDate, value.Period.EndDate },
            value.Basis,
            value = value.Value,
            value.Target,
            value.Score,
            value.MaxScore,
            value.IsProvisional,
            numerator = new { value = value.Numerator, terms = Links(explanation.Numerator) },
            denominator = new { value = value.Denominator, terms = Links(explanation.Denominator) },
        };

        object Links(IReadOnlyList<TermLink> links) => links.Select(link => new { figure = Address(http, link.Figure), rows = Address(http, link.Rows) });
    }

    /// <summary>A resource of the feed as a link from here.</summary>
    private static string Address(HttpContext http, string resource)
    {
        var question = resource.IndexOf('?', StringComparison.Ordinal);
        var equals = resource.IndexOf('=', question);
        return $"{http.Request.PathBase}{FeedEndpoints.ServiceRoot}/{resource[..(equals + 1)]}{Uri.EscapeDataString(resource[(equals + 1)..])}";
    }

    private static IResult Problem(int status, string code, string vietnamese, string english) =>
        Results.Json(new { status, code, title = vietnamese, titleEn = english }, Json, "application/problem+json", status);
}
