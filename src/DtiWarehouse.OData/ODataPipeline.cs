using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace DtiWarehouse.OData;

/// <summary>
/// One request in a straight line: parse (400) → plan (400, 404, 501) → render SQL, once per query shape → run → write.
/// The first row is read before headers go out; a failure after that breaks the connection off, so that no client takes
/// half an answer for a whole one.
/// </summary>
internal sealed class ODataPipeline(ODataService service, HttpContext http, string root, string rawPath, string rawQuery)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StringBuilder _timing = new();

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        var request = Parse();
        Stage("parse");
        if (request.Path.Count == 0)
        {
            await ServiceDocument.WriteAsync(http, service, request, Format(request), root);
            return;
        }
        if (request.Path is [SystemSegment { Text: "$metadata" }])
        {
            await WriteMetadataAsync(request, cancellation);
            return;
        }
        if (service.Unavailable() is { } doing)
        {
            throw ODataErrors.NotReady(doing);
        }
        var token = request.Options.SkipToken is { } text ? PageToken.Read(text, request.Resource, service.SigningKey) : null;
        var format = Format(request);
        var query = service.Translate(request, token, withKeys: format.Metadata is MetadataLevel.Full);
        query.CheckLiterals(request.Literals);
        if (token is not null && token.Values.Count != query.Plan.PageColumns.Count)
        {
            throw ODataErrors.BadSkipToken();
        }
        CheckAccept(query.Plan, request);
        Stage("plan");
        var page = Page.Of(query.Plan, request, token, service.Limits);
        await using var run = await QueryRun.StartAsync(service.Connect, service.Dialect, query, new QueryValues(request.Literals, token?.Values ?? [], page.RowLimit), cancellation);
        var answer = new AnswerWriter(http, service, request, query.Plan, format, root, run, page) { BeforeBody = () => Stage("query") };
        await answer.WriteAsync();
    }

    private ODataRequest Parse() => ODataRequest.Parse(
        rawPath, rawQuery,
        new RequestHeaders(Header("Accept"), Header("OData-MaxVersion"), Header("Prefer")),
        service.Limits);

    private string? Header(string name) => http.Request.Headers.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    private static ResponseFormat Format(ODataRequest request)
    {
        // A count or a raw value is text; its Accept is checked once the plan says so.
        var isText = request.Path is [.., SystemSegment { Text: "$count" or "$value" }];
        return isText ? new ResponseFormat(MetadataLevel.Minimal, false) : ResponseFormat.Negotiate(request.Accept, request.Options.Format);
    }

    private static void CheckAccept(QueryPlan plan, ODataRequest request)
    {
        var raw = plan.Property?.Kind is PrimitiveKind.Binary ? "application/octet-stream" : "text/plain";
        if (plan.Kind is AnswerKind.Count or AnswerKind.RawValue && !MediaRange.Accepts(request.Accept, raw) && !MediaRange.Accepts(request.Accept, "application/json"))
        {
            throw ODataErrors.NotAcceptable(request.Accept!);
        }
    }

    private async Task WriteMetadataAsync(ODataRequest request, CancellationToken cancellation)
    {
        if (request.Options.Format is { } format && MediaRange.Parse(format).Type is not ("xml" or "application/xml"))
        {
            throw ODataErrors.NotAcceptable(format);
        }
        http.Response.ContentType = "application/xml";
        http.Response.ContentLength = service.Metadata.Length;
        ODataEndpoints.WriteVersion(http, request.Version);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(service.Metadata, cancellation);
        }
    }

    /// <summary>Closes a stage of the <c>Server-Timing</c> header; the last one sends it.</summary>
    private void Stage(string name)
    {
        _timing.Append(_timing.Length == 0 ? "" : ", ").Append(name).Append(";dur=").Append(_clock.Elapsed.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture));
        _clock.Restart();
        http.Response.Headers["Server-Timing"] = _timing.ToString();
    }
}

/// <summary>How many rows this answer may hold, and whether <c>$top</c> or the page size ends it.</summary>
internal sealed record Page(long Rows, bool EndsWithTop, long? Top, int? Preferred)
{
    /// <summary>One row more than the page tells whether another page follows.</summary>
    public long RowLimit => EndsWithTop ? Rows : Rows + 1;

    public static Page Of(QueryPlan plan, ODataRequest request, PageToken? token, ODataLimits limits)
    {
        if (plan.Kind is not AnswerKind.Collection)
        {
            return new Page(1, true, null, null);
        }
        var top = token is not null ? token.Remaining : plan.TopLiteral is { } literal ? (long)request.Literals[literal].Value! : null;
        // A client that names its $top has said how much it can take; one that names nothing gets moderate pages.
        var size = Math.Min(request.MaxPageSize ?? (plan.TopLiteral is null ? limits.DefaultPageSize : limits.MaxPageSize), limits.MaxPageSize);
        return top <= size ? new Page(top.Value, true, top, request.MaxPageSize) : new Page(size, false, top, request.MaxPageSize);
    }
}
