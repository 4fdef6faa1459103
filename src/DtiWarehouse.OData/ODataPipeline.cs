using System.Diagnostics;
using System.Globalization;
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
/// A request that came before in the same words is known; its answer is too, where it is small and the data has stayed the
/// same. The first row is read before headers go out; a failure after that breaks the connection off, so that no client
/// takes half an answer for a whole one.
/// </summary>
internal sealed class ODataPipeline(ODataService service, HttpContext http, ServiceTarget target)
{
    private readonly ServerTiming _timing = new();
    private bool _wasKnown;

    /// <summary>The answer is nobody's, see <see cref="ODataService.WarmUpAsync"/>: it is made of what there is, ready or not.</summary>
    public bool IsWarmUp { get; init; }

    private string? Unavailable => IsWarmUp ? null : service.Unavailable();

    /// <param name="deadline">Ends the request; moved where its format is given more time.</param>
    public async Task ExecuteAsync(Deadline deadline)
    {
        try
        {
            await AnswerAsync(deadline);
        }
        catch
        {
            _timing.Write(http);
            throw;
        }
    }

    private async Task AnswerAsync(Deadline deadline)
    {
        RefuseIsolation();
        var text = new RequestText(target.Root, target.Path, target.Query, target.Body, target.Scope?.Name, new RequestHeaders(Header("Accept"), Header("OData-MaxVersion"), Header("Prefer"), Header("OData-Version")));
        _wasKnown = service.Known.TryGet(text, out var known);
        known ??= Understand(text);
        if (known is KnownDocument document)
        {
            await WriteDocumentAsync(document, deadline);
            return;
        }
        var asked = (KnownQuery)known;
        if (Unavailable is { } doing)
        {
            throw ODataErrors.NotReady(doing);
        }
        if (asked.Format.IsDownload)
        {
            deadline.Move(service.Limits.DownloadTimeout);
        }
        ODataTelemetry.Resource(http, asked.Request.Path[0] is NameSegment root ? root.Name : asked.Request.Path[0].Text);
        _timing.Stage("plan");
        await using var channel = await service.Channels.OpenAsync(deadline.Token);
        await AnswerAsync(asked, channel, deadline.Token);
    }

    /// <summary>What the request asks for, kept for the next one of the same text.</summary>
    private KnownRequest Understand(RequestText text)
    {
        var request = ODataRequest.Parse(target.Path, target.Query, text.Headers, service.Limits, target.Body, target.Address);
        _timing.Stage("parse");
        if (request.Options.SchemaVersion is { } schema and not "*")
        {
            throw ODataErrors.UnknownSchemaVersion(schema);
        }
        KnownRequest known = request.Path switch
        {
            [] => ServiceDocumentOf(request),
            [SystemSegment { Text: "$metadata" }] => MetadataOf(request),
            _ => QueryOf(request),
        };
        // A page is asked for once in a chain. What an id means depends on every address of the service.
        return text.IsShort && !request.IsById && known is not KnownQuery { Token: not null }
            // Of several that were understood at once all take the first: they wait for one answer.
            ? service.Known.GetOrAdd(text, static (_, made) => made, known)
            : known;
    }

    private KnownDocument ServiceDocumentOf(ODataRequest request)
    {
        var format = Format(request);
        if (format.IsDownload)
        {
            throw ODataErrors.NotATable("The service document", "Tài liệu dịch vụ");
        }
        var type = format.ContentType(request.Version);
        return new KnownDocument(
            ServiceDocument.Write(service.Model, request.Version, format.Metadata, target.Root), type, EntityTag.Of(service.MetadataTag, target.Root, type, request.Version.ToString()), request.Version);
    }

    private KnownDocument MetadataOf(ODataRequest request) => MetadataFormat.IsJson(request.Accept, request.Options.Format)
        ? new KnownDocument(service.MetadataJson, "application/json", service.MetadataJsonTag, request.Version)
        : new KnownDocument(service.Metadata, "application/xml", service.MetadataTag, request.Version);

    private KnownQuery QueryOf(ODataRequest request)
    {
        // While the data is made ready, only what is wrong with the request's own grammar goes before that.
        if (Unavailable is { } doing)
        {
            throw ODataErrors.NotReady(doing);
        }
        var format = Format(request);
        var token = request.Options.SkipToken is { } text ? PageToken.Read(text, service.Binding(target.Scope, request)) : null;
        var (query, wasKnown) = service.Translate(request, token, format, isScoped: target.Scope is not null);
        query.CheckLiterals(request.Literals);
        if (token is not null && token.Values.Count != query.Plan.PageColumns.Count)
        {
            throw ODataErrors.BadSkipToken();
        }
        CheckAccept(query.Plan, request);
        return new KnownQuery(request, format, token, query, wasKnown, Page.Of(query.Plan, request, token, format, service));
    }

    private async Task AnswerAsync(KnownQuery asked, ReadChannel channel, CancellationToken cancellation)
    {
        var (request, format, query) = (asked.Request, asked.Format, asked.Query);
        var isExplained = request.Preferences.Explain && service.ExplainAllowed(http);
        var state = !isExplained && service.DataVersionSql is { } sql ? await DataState.ReadAsync(channel, sql, cancellation) : null;
        foreach (var (name, value) in state?.Headers ?? [])
        {
            http.Response.Headers[name] = value;
        }
        if (!isExplained && IsKnownToClient(asked, state?.Version))
        {
            return;
        }
        var (kept, turn) = MayBeKept(asked) && state?.Version is { } version ? await asked.Slot.TakeAsync(version, service.Limits.StatementTimeout / 8, cancellation) : default;
        if (kept is not null)
        {
            _timing.Stage("kept");
            _timing.Write(http);
            await Answer.SendAsync(http, request, kept, cancellation);
            return;
        }
        using var taken = turn;
        var values = new QueryValues(request.Literals, asked.Token?.Values ?? [], asked.Page.RowLimit) { AsOfSql = service.AsOfSql, Scope = target.Scope };
        await using var run = await QueryRun.StartAsync(channel, service.Dialect, query, values, cancellation);
        if (run.IsSeenFromToday)
        {
            // Today passes without a load.
            turn?.GiveUp();
        }
        if (isExplained)
        {
            _timing.Write(http);
            await ExplainWriter.WriteAsync(http, request, query, _wasKnown || asked.PlanWasKnown, run, _timing.ToString());
            return;
        }
        var answer = new Answer(http, service, request, query, format, target.Root, run, asked.Page) { BeforeBody = BeforeBody, Token = asked.Token, Scope = target.Scope, DataVersion = state?.Version, Turn = turn };
        await (format.IsDownload ? new DownloadWriter(answer).WriteAsync() : new AnswerWriter(answer).WriteAsync());
        _timing.Stage("write");
    }

    private void BeforeBody()
    {
        _timing.Stage("query");
        _timing.Write(http);
    }

    /// <summary>
    /// Whether others may be given the answer: it is JSON, says nothing but what the data says, and the client has not asked for
    /// it to be made anew (<c>Cache-Control: no-cache</c>).
    /// </summary>
    private bool MayBeKept(KnownQuery asked) =>
        service.Limits.MaxKeptAnswer > 0 && asked is { Token: null, Format.IsDownload: false, Request.Preferences.Explain: false, Query.Plan: { Warnings.Count: 0, Kind: not AnswerKind.RawValue } }
        && !asked.IsVolatile(service) && HttpMethods.IsGet(http.Request.Method) | target.Body is not null
        && !http.Request.Headers.CacheControl.ToString().Contains("no-cache", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tags the answer by all that it depends on; true = the client has it, and 304 says so.</summary>
    private bool IsKnownToClient(KnownQuery asked, string? version)
    {
        if (version is not null)
        {
            http.Response.Headers["DTIW-Data-Version"] = version;
        }
        var tag = version is null || asked.IsVolatile(service) ? null
            : asked.Query.Plan.Warnings.Count > 0 ? TagOf(asked, version)
            : asked.TagOf(version, TagOf);
        EntityTag.Write(http, tag);
        if (!EntityTag.IsKnown(http, tag))
        {
            return false;
        }
        _timing.Write(http);
        EntityTag.NotModified(http, asked.Request.Version);
        return true;
    }

    private string TagOf(KnownQuery asked, string version)
    {
        var request = asked.Request;
        var wishes = request.Preferences;
        return EntityTag.Of(
            service.MetadataTag, version, target.Scope?.Name ?? "", target.Root, target.Path, target.Query, target.Body ?? "", asked.Format.ContentType(request.Version), request.Version.ToString(),
            $"{wishes.MaxPageSize} {wishes.OmitValues} {wishes.IncludeAnnotations}", asked.Query.Plan.Warnings.Count > 0 ? ODataEndpoints.PrefersVietnamese(http).ToString() : "");
    }

    /// <summary>Pages of a chain see the data as it is when they are read (OData Protocol 4.01, section 8.2.4).</summary>
    private void RefuseIsolation()
    {
        if ((Header("OData-Isolation") ?? Header("Isolation")) is { Length: > 0 } level)
        {
            throw ODataErrors.NoIsolation(level);
        }
    }

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

    private async Task WriteDocumentAsync(KnownDocument document, Deadline deadline)
    {
        _timing.Write(http);
        EntityTag.Write(http, document.Tag);
        if (EntityTag.IsKnown(http, document.Tag) || EntityTag.KnowsAny(http))
        {
            EntityTag.NotModified(http, document.Version);
            return;
        }
        http.Response.ContentType = document.ContentType;
        http.Response.ContentLength = document.Body.Length;
        ODataEndpoints.WriteVersion(http, document.Version);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            var sent = http.Response.Body.WriteAsync(document.Body, http.RequestAborted);
            using var late = sent.IsCompletedSuccessfully ? default : deadline.Token.UnsafeRegister(static request => ((HttpContext)request!).Abort(), http);
            await sent;
        }
    }
}

/// <summary>The times of a request's stages, for the <c>Server-Timing</c> header (W3C Server Timing) and for spans.</summary>
internal sealed class ServerTiming
{
    private readonly List<(string Name, double Milliseconds)> _stages = new(4);
    private long _began = Stopwatch.GetTimestamp();

    /// <summary>Closes a stage.</summary>
    public void Stage(string name)
    {
        var now = Stopwatch.GetTimestamp();
        var took = Stopwatch.GetElapsedTime(_began, now);
        _stages.Add((name, took.TotalMilliseconds));
        ODataTelemetry.Stage(name, took);
        _began = now;
    }

    /// <summary>Tells the stages so far, before the answer begins.</summary>
    public void Write(HttpContext http)
    {
        if (!http.Response.HasStarted && _stages.Count > 0)
        {
            http.Response.Headers["Server-Timing"] = ToString();
        }
    }

    /// <summary>As in <c>parse;dur=0.12, plan;dur=0.31</c>: milliseconds.</summary>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[160];
        var length = 0;
        foreach (var (name, milliseconds) in _stages)
        {
            var room = buffer[length..];
            if (!room.TryWrite(CultureInfo.InvariantCulture, $"{(length == 0 ? "" : ", ")}{name};dur={milliseconds:0.00}", out var written))
            {
                break;
            }
            length += written;
        }
        return buffer[..length].ToString();
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
