using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.Request;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.OData;

/// <summary>Puts a service on the web: methods, versions and errors of the protocol around <see cref="ODataPipeline"/>.</summary>
public static class ODataEndpoints
{
    /// <summary>Maps a service under a prefix such as <c>/odata/v1</c>: every path below it is the service's.</summary>
    public static IEndpointConventionBuilder MapODataService(this IEndpointRouteBuilder endpoints, string prefix, ODataService service)
    {
        prefix = "/" + prefix.Trim('/');
        return endpoints.Map(prefix + "/{**path}", http => AnswerAsync(http, service, prefix));
    }

    /// <summary>Sets <c>OData-Version</c>, exactly once.</summary>
    internal static void WriteVersion(HttpContext http, Version version) =>
        http.Response.Headers["OData-Version"] = version >= ODataRequest.V401 ? "4.01" : "4.0";

    private static async Task AnswerAsync(HttpContext http, ODataService service, string prefix)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        deadline.CancelAfter(service.Limits.StatementTimeout);
        http.Response.Headers.Vary = "Accept, Accept-Encoding, Accept-Language, OData-MaxVersion, Prefer";
        ODataPipeline? pipeline = null;
        try
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                throw ODataErrors.MethodNotAllowed(http.Request.Method, "GET, HEAD");
            }
            var (path, query) = RawTarget(http, prefix);
            pipeline = new ODataPipeline(service, http, Root(http, service, prefix), path, query);
            await pipeline.ExecuteAsync(deadline);
        }
        catch (ODataError error)
        {
            await FailAsync(http, error);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception exception) when (exception is OperationCanceledException or DbException && deadline.IsCancellationRequested)
        {
            await FailAsync(http, ODataErrors.Timeout(pipeline?.TimeLimit ?? service.Limits.StatementTimeout));
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

    /// <summary>Path after the service root and query, both as sent: decoding is the parser's work.</summary>
    private static (string Path, string Query) RawTarget(HttpContext http, string prefix)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/')
        {
            target = http.Request.GetEncodedPathAndQuery();
        }
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var rootEnd = http.Request.PathBase.HasValue ? http.Request.PathBase.Value!.Length + prefix.Length : prefix.Length;
        return (path.Length > rootEnd ? path[rootEnd..].TrimStart('/') : "", question < 0 ? "" : target[question..]);
    }

    private static string Root(HttpContext http, ODataService service, string prefix) =>
        service.PublicRoot is { } root
            ? root.AbsoluteUri.TrimEnd('/') + "/"
            : $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{prefix}/";

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
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
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
            json.WriteString("code", error.Code);
            json.WriteString("message", vietnamese ? error.Vietnamese : error.Message);
            if (error.Target is not null)
            {
                json.WriteString("target", error.Target);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        await http.Response.Body.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    /// <summary>The first of Vietnamese and English that the header names; English when it names neither.</summary>
    internal static bool PrefersVietnamese(HttpContext http)
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
