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
internal sealed class ODataPipeline(ODataService service, HttpContext http, ServiceTarget target)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StringBuilder _timing = new();

    /// <param name="deadline">Ends the request; moved where its format is given more time.</param>
    public async Task ExecuteAsync(Deadline deadline)
    {
        var request = Parse();
        Stage("parse");
        RefuseIsolation();
        if (request.Options.SchemaVersion is { } schema and not "*")
        {
            throw ODataErrors.UnknownSchemaVersion(schema);
        }
        if (request.Path.Count == 0)
        {
            await WriteServiceDocumentAsync(request);
            return;
        }
        if (request.Path is [SystemSegment { Text: "$metadata" }])
        {
            await WriteMetadataAsync(request, deadline.Token);
            return;
        }
        if (service.Unavailable() is { } doing)
        {
            throw ODataErrors.NotReady(doing);
        }
        var format = Format(request);
        if (format.IsDownload)
        {
            deadline.Move(service.Limits.DownloadTimeout);
        }
        var binding = service.Binding(target.Scope, request);
        var token = request.Options.SkipToken is { } text ? PageToken.Read(text, binding) : null;
        var (query, wasKnown) = service.Translate(request, token, format, isScoped: target.Scope is not null);
        ODataTelemetry.Resource(http, request.Path[0] is NameSegment root ? root.Name : request.Path[0].Text);
        query.CheckLiterals(request.Literals);
        if (token is not null && token.Values.Count != query.Plan.PageColumns.Count)
        {
            throw ODataErrors.BadSkipToken();
        }
        CheckAccept(query.Plan, request);
        Stage("plan");
        var page = Page.Of(query.Plan, request, token, format, service);
        await using var run = await QueryRun.StartAsync(service.Connect, service.Dialect, query, new QueryValues(request.Literals, token?.Values ?? [], page.RowLimit) { AsOfSql = service.AsOfSql, Scope = target.Scope }, deadline.Token);
        if (request.Preferences.Explain && service.ExplainAllowed(http))
        {
            await ExplainWriter.WriteAsync(http, request, query, wasKnown, run, _timing.ToString());
            return;
        }
        var state = service.DataVersionSql is { } sql ? await run.DataStateAsync(sql) : null;
        foreach (var (name, value) in state?.Headers ?? [])
        {
            http.Response.Headers[name] = value;
        }
        var version = state?.Version;
        if (IsKnownToClient(request, query, format, version))
        {
            return;
        }
        var answer = new Answer(http, service, request, query, format, target.Root, run, page) { BeforeBody = () => Stage("query"), Token = token, Binding = binding, DataVersion = version };
        await (format.IsDownload ? new DownloadWriter(answer).WriteAsync() : new AnswerWriter(answer).WriteAsync());
        ODataTelemetry.Stage("write", _clock.Elapsed);
    }

    /// <summary>Tags the answer by all that it depends on; true = the client has it, and 304 says so.</summary>
    private bool IsKnownToClient(ODataRequest request, TranslatedQuery query, ResponseFormat format, string? version)
    {
        if (version is not null)
        {
            http.Response.Headers["DTIW-Data-Version"] = version;
        }
        var wishes = request.Preferences;
        // Without a day of its own the data stands at today, which passes without a load.
        var isVolatile = query.IsVolatile || (query.NeedsAsOf && service.AsOfSql is null);
        var tag = version is null || isVolatile ? null : EntityTag.Of(
            service.MetadataTag, version, target.Scope?.Name ?? "", target.Root, target.Path, target.Query, target.Body ?? "", format.ContentType(request.Version), request.Version.ToString(),
            $"{wishes.MaxPageSize} {wishes.OmitValues} {wishes.IncludeAnnotations}", query.Plan.Warnings.Count > 0 ? ODataEndpoints.PrefersVietnamese(http).ToString() : "");
        EntityTag.Write(http, tag);
        if (!EntityTag.IsKnown(http, tag))
        {
            return false;
        }
        EntityTag.NotModified(http, request.Version);
        return true;
    }

    /// <summary>Pages of a chain see the data as it is when they are read (OData Protocol 4.01, section 8.2.4).</summary>
    private void RefuseIsolation()
    {
        if ((Header("OData-Isolation") ?? Header("Isolation")) is { Length: > 0 } level)
        {
            throw ODataErrors.NoIsolation(level);
        }
    }

    private ODataRequest Parse() => ODataRequest.Parse(
        target.Path, target.Query,
        new RequestHeaders(Header("Accept"), Header("OData-MaxVersion"), Header("Prefer"), Header("OData-Version")),
        service.Limits, target.Body, target.Address);

    private string? Header(string name) => http.Request.Headers.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    private static ResponseFormat Format(ODataRequest request)
    {
        // A count or a raw value is text; its Accept is checked once the plan says so.
        var isText = request.Path is [.., SystemSegment { Text: "$count" or "$value" }];
        return isText ? ResponseFormat.Minimal : ResponseFormat.Negotiate(request.Accept, request.Options.Format);
    }

    private static void CheckAccept(QueryPlan plan, ODataRequest request)
    {
        var raw = plan.Property?.Kind is PrimitiveKind.Binary ? "application/octet-stream" : "text/plain";
        if (plan.Kind is AnswerKind.Count or AnswerKind.RawValue && !MediaRange.Accepts(request.Accept, raw) && !MediaRange.Accepts(request.Accept, "application/json"))
        {
            throw ODataErrors.NotAcceptable(request.Accept!);
        }
    }

    private async Task WriteServiceDocumentAsync(ODataRequest request)
    {
        var format = Format(request);
        if (format.IsDownload)
        {
            throw ODataErrors.NotATable("The service document", "Tài liệu dịch vụ");
        }
        var tag = EntityTag.Of(service.MetadataTag, target.Root, format.ContentType(request.Version), request.Version.ToString());
        EntityTag.Write(http, tag);
        if (EntityTag.IsKnown(http, tag) || EntityTag.KnowsAny(http))
        {
            EntityTag.NotModified(http, request.Version);
            return;
        }
        await ServiceDocument.WriteAsync(http, service, request, format, target.Root);
    }

    private async Task WriteMetadataAsync(ODataRequest request, CancellationToken cancellation)
    {
        var (type, document, tag) = MetadataFormat.IsJson(request.Accept, request.Options.Format)
            ? ("application/json", service.MetadataJson, service.MetadataJsonTag)
            : ("application/xml", service.Metadata, service.MetadataTag);
        EntityTag.Write(http, tag);
        if (EntityTag.IsKnown(http, tag) || EntityTag.KnowsAny(http))
        {
            EntityTag.NotModified(http, request.Version);
            return;
        }
        http.Response.ContentType = type;
        http.Response.ContentLength = document.Length;
        ODataEndpoints.WriteVersion(http, request.Version);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(document, cancellation);
        }
    }

    /// <summary>Closes a stage of the <c>Server-Timing</c> header; the last one sends it.</summary>
    private void Stage(string name)
    {
        _timing.Append(_timing.Length == 0 ? "" : ", ").Append(name).Append(";dur=").Append(_clock.Elapsed.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture));
        ODataTelemetry.Stage(name, _clock.Elapsed);
        _clock.Restart();
        http.Response.Headers["Server-Timing"] = _timing.ToString();
    }
}

/// <summary>How many rows this answer may hold, and whether <c>$top</c> or the page size ends it.</summary>
internal sealed record Page(long Rows, bool EndsWithTop, long? Top)
{
    /// <summary>One row more than the page tells whether another page follows.</summary>
    public long RowLimit => EndsWithTop ? Rows : Rows + 1;

    public static Page Of(QueryPlan plan, ODataRequest request, PageToken? token, ResponseFormat format, ODataService service)
    {
        var limits = service.Limits;
        if (plan.Kind is not AnswerKind.Collection)
        {
            return new Page(1, true, null);
        }
        var top = token is not null ? token.Remaining : plan.TopLiteral is { } literal ? (long)request.Literals[literal].Value! : null;
        if (format.IsDownload)
        {
            // A download has no next page; whether all rows fit is known before the first is sent.
            return new Page(Math.Min(top ?? limits.MaxDownloadRows, limits.MaxDownloadRows), true, top);
        }
        // A client that names its $top has said how much it can take; one that names nothing gets moderate pages.
        var size = Math.Min(request.Preferences.MaxPageSize ?? (plan.TopLiteral is null ? limits.DefaultPageSize : limits.MaxPageSize), limits.MaxPageSize);
        if (plan.Shape.HasCollections && !service.Dialect.KeepsReadersOpen)
        {
            // The text of the whole page is in memory before its collections are read.
            size = Math.Min(size, limits.DefaultPageSize);
        }
        return top <= size ? new Page(top.Value, true, top) : new Page(size, false, top);
    }
}
