using DtiWarehouse.OData.Request;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DtiWarehouse.OData.Batch;

/// <summary>
/// Answers a <c>$batch</c> of either format in either format (OData Protocol 4.01, section 11.7): each request runs through
/// the same pipeline as if it had come alone, one after another, and its answer is streamed as it is made. All of them
/// share the time limit of the batch. Without the preference <c>continue-on-error</c> the first error is the last answer.
/// </summary>
internal sealed class BatchRunner(HttpContext http, ODataService service, ServiceTarget target, Deadline deadline)
{
    private const string Json = "application/json";
    private const string Multipart = "multipart/mixed";

    /// <summary>Headers that say who asks and from where: the batch's own count, a part cannot pretend.</summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Host", "Forwarded", "X-Real-IP", "Connection", "Transfer-Encoding", "Content-Length", "Expect", "From", "Max-Forwards", "Range", "TE", "Upgrade",
    };

    private static readonly string[] IgnoredPrefixes = ["X-Forwarded-", "X-Original-", "X-MS-CLIENT-PRINCIPAL", "X-ARR-", "Sec-"];

    /// <summary>What the answered requests came to and where they were, by id.</summary>
    private readonly Dictionary<string, (int Status, string Path)> _answered = new(StringComparer.Ordinal);

    private bool _fromJson;

    public async Task RunAsync()
    {
        var headers = new RequestHeaders(null, Header("OData-MaxVersion"), null, Header("OData-Version"));
        var version = headers.ResponseVersion();
        var body = await RequestBody.ReadAsync(http, service.Limits.MaxBodySize, [Json, Multipart], deadline.Token);
        var asJson = AnswersInJson(body.Type.Type);
        var items = body.Type.Type == Json
            ? JsonBatchReader.Read(body.Text, service.Limits.MaxBatchParts)
            : MultipartBatchReader.Read(body.Text, body.Type.Parameters.FirstOrDefault(p => p.Name == "boundary").Value, service.Limits.MaxBatchParts);
        _fromJson = body.Type.Type == Json;
        var goesOn = ContinuesOnError();
        ODataEndpoints.WriteVersion(http, version);
        BatchWriter writer = asJson ? new JsonBatchWriter(http.Response.BodyWriter) : new MultipartBatchWriter(http.Response.BodyWriter);
        http.Response.ContentType = writer.ContentType;
        await writer.BeginAsync(http.RequestAborted);
        foreach (var item in items)
        {
            var status = await AnswerAsync(item, writer);
            http.RequestAborted.ThrowIfCancellationRequested();
            if (status >= 400 && !goesOn)
            {
                break;
            }
        }
        await writer.EndAsync(http.RequestAborted);
    }

    private string? Header(string name) => http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>As the batch's <c>Accept</c> says; without one, as the batch came.</summary>
    private bool AnswersInJson(string sent)
    {
        if (Header("Accept") is not { Length: > 0 } accept)
        {
            return sent == Json;
        }
        foreach (var range in MediaRange.ParseAll(accept).Where(r => r.Quality > 0))
        {
            switch (range.Type)
            {
                case Json:
                    return true;
                case Multipart or "multipart/*":
                    return false;
                case "*/*":
                    return sent == Json;
                case "application/*":
                    return true;
            }
        }
        throw ODataErrors.NotAcceptable(accept);
    }

    private bool ContinuesOnError()
    {
        foreach (var preference in (Header("Prefer") ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts[0].ToLowerInvariant() is "continue-on-error" or "odata.continue-on-error")
            {
                var applies = parts.Length == 1 || parts[1].Trim('"').Equals("true", StringComparison.OrdinalIgnoreCase);
                http.Response.Headers["Preference-Applied"] = applies ? parts[0] : $"{parts[0]}=false";
                return applies;
            }
        }
        return false;
    }

    private async Task<int> AnswerAsync(BatchItem item, BatchWriter writer)
    {
        await using var response = new PartResponse(item.Id, writer);
        var inner = Context(item, response);
        var path = "";
        await ODataEndpoints.GuardAsync(inner, service, deadline, () =>
        {
            if (item.Error is { } wrong)
            {
                throw wrong;
            }
            var url = Resolve(item);
            var (rawPath, query) = ServiceTarget.Split(url);
            path = rawPath;
            return ODataEndpoints.DispatchAsync(inner, service, target with { Path = rawPath, Query = query }, inBatch: true, deadline.Shared());
        });
        await response.CompleteAsync(http.RequestAborted);
        if (item.Id is not null)
        {
            _answered[item.Id] = (response.StatusCode, path);
        }
        return response.StatusCode;
    }

    private DefaultHttpContext Context(BatchItem item, PartResponse response)
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "Accept-Language", "OData-MaxVersion", "OData-Version" })
        {
            // What the client said once for the batch it need not say again in every part.
            if (Header(name) is { } value)
            {
                headers[name] = value;
            }
        }
        foreach (var (name, value) in item.Headers)
        {
            if (!Ignored.Contains(name) && !IgnoredPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            {
                headers[name] = value;
            }
        }
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = item.Method,
            Scheme = http.Request.Scheme,
            Headers = headers,
            Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(item.Body)),
        });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(response.Stream));
        features.Set(http.Features.Get<IHttpRequestLifetimeFeature>());
        features.Set(http.Features.Get<AnswerMeter>());
        return new DefaultHttpContext(features) { RequestServices = http.RequestServices, User = http.User };
    }

    /// <summary>
    /// Path and query of a request after the service root. <c>$id/…</c> goes on from the resource of an earlier request,
    /// which in JSON must be named in <c>dependsOn</c>.
    /// </summary>
    private string Resolve(BatchItem item)
    {
        foreach (var id in item.DependsOn)
        {
            if (!_answered.TryGetValue(id, out var before) || before.Status >= 400)
            {
                throw ODataErrors.FailedDependency(id);
            }
        }
        var url = target.Address.Relative(item.Url.Trim()) ?? throw ODataErrors.ForeignUrl(item.Url);
        var end = url.IndexOfAny(['/', '?']);
        var first = end < 0 ? url : url[..end];
        // A name of the service's own goes before an id.
        if (!first.StartsWith('$') || first is "$metadata" or "$batch" or "$entity" or "$all" || !_answered.TryGetValue(first[1..], out var origin))
        {
            return url;
        }
        if (_fromJson && !item.DependsOn.Contains(first[1..]))
        {
            throw ODataErrors.BadBatch($"a URL with '{first}' needs \"{first[1..]}\" in 'dependsOn'.", $"URL có '{first}' cần \"{first[1..]}\" trong 'dependsOn'.");
        }
        return origin.Status >= 400 ? throw ODataErrors.FailedDependency(first[1..]) : origin.Path + url[first.Length..];
    }
}
