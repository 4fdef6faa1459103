using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.Batch;
using DtiWarehouse.OData.Request;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.OData;

/// <summary>Puts a service on the web: methods, versions and errors of the protocol around <see cref="ODataPipeline"/>.</summary>
public static class ODataEndpoints
{
    /// <summary>Maps a service under a prefix such as <c>/odata/v1</c>: every path below it is the service's.</summary>
    public static IEndpointConventionBuilder MapODataService(this IEndpointRouteBuilder endpoints, string prefix, ODataService service) =>
        endpoints.MapODataService(prefix, _ => service);

    /// <summary>The same for callers who may see different things: each is answered by the service chosen for the request.</summary>
    public static IEndpointConventionBuilder MapODataService(this IEndpointRouteBuilder endpoints, string prefix, Func<HttpContext, ODataService> choose)
    {
        prefix = "/" + prefix.Trim('/');
        return endpoints.Map(prefix + "/{**path}", http => AnswerAsync(http, choose(http), prefix));
    }

    /// <summary>Answers for a host whose caller costs too much: 429, with the time after which to come again.</summary>
    /// <param name="seconds">Sent as <c>Retry-After</c>.</param>
    public static Task RefuseTooManyAsync(HttpContext http, int seconds) => FailAsync(http, ODataErrors.TooMany(seconds));

    /// <summary>Sets <c>OData-Version</c>, exactly once.</summary>
    internal static void WriteVersion(HttpContext http, Version version) =>
        http.Response.Headers["OData-Version"] = version >= ODataRequest.V401 ? "4.01" : "4.0";

    private static async Task AnswerAsync(HttpContext http, ODataService service, string prefix)
    {
        using var deadline = new Deadline(service.Limits.StatementTimeout, http.RequestAborted);
        http.Response.Headers.Vary = "Accept, Accept-Encoding, Accept-Language, OData-MaxVersion, Prefer";
        await GuardAsync(http, service, deadline, () => DispatchAsync(http, service, ServiceTarget.Of(http, service, prefix), inBatch: false, deadline));
    }

    /// <summary>The resource by its method: what it does not allow is 405, with what it does.</summary>
    internal static async Task DispatchAsync(HttpContext http, ODataService service, ServiceTarget target, bool inBatch, Deadline deadline)
    {
        var isBatch = target.Path is "$batch";
        var isQuery = target.Path.EndsWith("/$query", StringComparison.Ordinal);
        var method = http.Request.Method;
        var allow = isBatch || isQuery ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
        if (HttpMethods.IsOptions(method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            http.Response.Headers.Allow = allow;
            WriteVersion(http, RequestHeaders.VersionFor(http.Request.Headers["OData-MaxVersion"].ToString()) ?? ODataRequest.V40);
            return;
        }
        if (!(isBatch || isQuery ? HttpMethods.IsPost(method) : HttpMethods.IsGet(method) || HttpMethods.IsHead(method)))
        {
            throw ODataErrors.MethodNotAllowed(method, allow);
        }
        if (isBatch)
        {
            ODataTelemetry.Resource(http, "$batch");
            await (inBatch ? throw ODataErrors.BadBatch("a batch holds no batch.", "trong lô không được có lô khác.") : new BatchRunner(http, service, target, deadline).RunAsync());
            return;
        }
        await new ODataPipeline(service, http, isQuery ? await WithBodyAsync(http, service, target, deadline.Token) : target).ExecuteAsync(deadline);
    }

    /// <summary>A <c>POST …/$query</c> as the GET that it stands for (OData URL Conventions 4.01, section 4.17).</summary>
    private static async Task<ServiceTarget> WithBodyAsync(HttpContext http, ODataService service, ServiceTarget target, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync(http, service.Limits.MaxBodySize, ["text/plain", "application/x-www-form-urlencoded"], cancellation);
        return target with { Path = target.Path[..^"/$query".Length], Body = UrlText.Encode(body.Text) };
    }

    /// <summary>Runs an answer; whatever goes wrong becomes an error of the protocol, or breaks the answer off.</summary>
    internal static Task GuardAsync(HttpContext http, ODataService service, Deadline deadline, Func<Task> answer) =>
        ODataTelemetry.MeasureAsync(http, () => AnswerOrFailAsync(http, service, deadline, answer));

    private static async Task AnswerOrFailAsync(HttpContext http, ODataService service, Deadline deadline, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (ODataError error)
        {
            await FailAsync(http, error);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception exception) when (exception is OperationCanceledException or DbException && deadline.Token.IsCancellationRequested)
        {
            await FailAsync(http, ODataErrors.Timeout(deadline.Limit));
        }
        catch (InsufficientExecutionStackException)
        {
            await FailAsync(http, ODataErrors.Limit(LimitKind.Depth, service.Limits.MaxDepth));
        }
        catch (DbException exception) when (service.Dialect.Explain(exception) is { } explained)
        {
            Log(http).LogWarning(exception, "The data store refused a query");
            await FailAsync(http, explained);
        }
        catch (Exception exception)
        {
            var reference = Guid.NewGuid().ToString("N")[..12];
            Log(http).LogError(exception, "Unexpected failure {Reference}", reference);
            await FailAsync(http, ODataErrors.Internal(reference));
        }
    }

    private static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("DtiWarehouse.OData");

    /// <summary>Answers with an error body (OData JSON Format 4.01, section 21), or breaks off when the answer has begun.</summary>
    private static async Task FailAsync(HttpContext http, ODataError error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        var vietnamese = PrefersVietnamese(http);
        var timing = http.Response.Headers["Server-Timing"];
        http.Response.Clear();
        http.Response.Headers["Server-Timing"] = timing;
        http.Response.Headers.Vary = "Accept-Language, OData-MaxVersion";
        http.Response.Headers.ContentLanguage = vietnamese ? "vi" : "en";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        if (error.Allow is not null)
        {
            http.Response.Headers.Allow = error.Allow;
        }
        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = (error.RetryAfter ?? 5).ToString(CultureInfo.InvariantCulture);
        }
        WriteVersion(http, RequestHeaders.VersionFor(http.Request.Headers["OData-MaxVersion"].ToString()) ?? ODataRequest.V40);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            Describe(json, error, vietnamese);
            if (error.Details.Count > 0)
            {
                json.WriteStartArray("details");
                foreach (var detail in error.Details)
                {
                    json.WriteStartObject();
                    Describe(json, detail, vietnamese);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        await http.Response.Body.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    private static void Describe(Utf8JsonWriter json, ODataError error, bool vietnamese)
    {
        json.WriteString("code", error.Code);
        json.WriteString("message", vietnamese ? error.Vietnamese : error.Message);
        if (error.Target is not null)
        {
            json.WriteString("target", error.Target);
        }
    }

    /// <summary>The first of Vietnamese and English that the header names; English when it names neither.</summary>
    public static bool PrefersVietnamese(HttpContext http)
    {
        foreach (var range in MediaRange.ParseAll(http.Request.Headers.AcceptLanguage.ToString()))
        {
            if (range.Type.StartsWith("vi", StringComparison.Ordinal))
            {
                return true;
            }
            if (range.Type.StartsWith("en", StringComparison.Ordinal))
            {
                return false;
            }
        }
        return false;
    }
}
