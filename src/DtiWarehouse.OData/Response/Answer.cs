using System.Globalization;
using DtiWarehouse.OData.Batch;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DtiWarehouse.OData.Response;

/// <summary>One answer under way: the request, its running query, and the headers that answers of every format begin with.</summary>
internal sealed record Answer(HttpContext Http, ODataService Service, ODataRequest Request, TranslatedQuery Query, ResponseFormat Format, string Root, QueryRun Run, Page Page)
{
    /// <summary>Called once the first row is there and before anything is sent.</summary>
    public required Action BeforeBody { get; init; }

    /// <summary>The page token of the request; null = a first page.</summary>
    public PageToken? Token { get; init; }

    /// <summary>What the caller is bound to; null = nothing.</summary>
    public RowScope? Scope { get; init; }

    /// <summary>The version of the data that the query sees; null = the host tells none.</summary>
    public string? DataVersion { get; init; }

    private bool _hasSent;

    /// <summary>Others wait for this answer, while it is small; null = they do not.</summary>
    public AnswerTurn? Turn { get; init; }

    public QueryPlan Plan => Query.Plan;

    /// <summary>The data is no longer that of the first page, whose next links led here.</summary>
    public bool IsDataChanged => Token is { DataVersion: { } first } && DataVersion is { } now && first != now;

    public string Path => string.Join('/', Request.Path.Select(s => s.Text));

    /// <summary>Sends the headers; false = the request wants no body.</summary>
    public bool Begin(string? contentType = null)
    {
        BeforeBody();
        if (EntityTag.KnowsAny(Http))
        {
            EntityTag.NotModified(Http, Request.Version);
            return false;
        }
        ODataEndpoints.WriteVersion(Http, Request.Version);
        Http.Response.ContentType = contentType ?? Format.ContentType(Request.Version);
        if (contentType is null && !Format.IsDownload)
        {
            WriteApplied(Http, Applied());
        }
        if (IsDataChanged)
        {
            Http.Response.Headers["DTIW-Data-Version-Changed"] = "true";
        }
        return !HttpMethods.IsHead(Http.Request.Method);
    }

    /// <summary>Preferences that the answer follows, spelled as its version spells them.</summary>
    private string Applied()
    {
        var prefix = Request.Version >= ODataRequest.V401 ? "" : "odata.";
        var wishes = Request.Preferences;
        var applied = new List<string>();
        if (wishes.MaxPageSize is { } size && Plan.Kind is AnswerKind.Collection)
        {
            applied.Add($"{prefix}maxpagesize={size.ToString(CultureInfo.InvariantCulture)}");
        }
        if (wishes.OmitValues is { } omitted && Plan.Kind is AnswerKind.Collection or AnswerKind.Entity)
        {
            // 4.0 does not know this one, so there it has no prefix either.
            applied.Add($"omit-values={omitted}");
        }
        if (wishes.IncludeAnnotations is { } patterns && patterns.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')))
        {
            applied.Add($"{prefix}include-annotations=\"{patterns}\"");
        }
        if (wishes.Detail)
        {
            applied.Add("dtiw.detail");
        }
        return string.Join(", ", applied);
    }

    private static void WriteApplied(HttpContext http, string applied)
    {
        if (applied.Length > 0)
        {
            http.Response.Headers["Preference-Applied"] = applied;
        }
    }

    /// <summary>Sends the last part of the body; where it is all of it, with its length, and to whoever waits for it.</summary>
    public async ValueTask SendLastAsync(Utf8Output output)
    {
        if (!_hasSent)
        {
            if (output.Length > Service.Limits.MaxKeptAnswer)
            {
                Turn?.GiveUp();
            }
            else
            {
                Turn?.Keep(new KeptAnswer(Turn.DataVersion, Http.Response.ContentType!, Http.Response.Headers["Preference-Applied"].ToString(), output.Written.ToArray(), Run.UnsentRows));
            }
            WriteLength(Http, output.Length);
        }
        await Http.Response.BodyWriter.WriteAsync(output.WrittenMemory, Run.Cancellation);
        Sent();
    }

    /// <summary>Sends an answer that was made for another request of the same text.</summary>
    public static async ValueTask SendAsync(HttpContext http, ODataRequest request, KeptAnswer answer, CancellationToken cancellation)
    {
        if (EntityTag.KnowsAny(http))
        {
            EntityTag.NotModified(http, request.Version);
            return;
        }
        ODataEndpoints.WriteVersion(http, request.Version);
        http.Response.ContentType = answer.ContentType;
        WriteApplied(http, answer.Applied);
        WriteLength(http, answer.Body.Length);
        await http.Response.BodyWriter.WriteAsync(answer.Body, cancellation);
        http.Features.Get<AnswerMeter>()?.Sent(answer.Rows);
    }

    /// <summary>A part of a batch has its length from what is around it.</summary>
    private static void WriteLength(HttpContext http, int length)
    {
        if (http.Features.Get<IHttpResponseFeature>() is not PartResponse)
        {
            http.Response.ContentLength = length;
        }
    }

    /// <summary>Tells the host's meter what was sent, see <see cref="AnswerMeter"/>.</summary>
    public void Sent()
    {
        _hasSent = true;
        Http.Features.Get<AnswerMeter>()?.Sent(Run.UnsentRows);
        Run.UnsentRows = 0;
    }

    /// <summary>Nothing is there: a navigation that leads nowhere is 204, everything else 404.</summary>
    public async Task MissingAsync()
    {
        if (Plan.Parent is null || !await Run.ParentExistsAsync() || Request.Path.Last(s => s is NameSegment) is NameSegment { Key: not null })
        {
            throw ODataErrors.EntityNotFound(Path);
        }
        NoContent();
    }

    public void NoContent()
    {
        BeforeBody();
        ODataEndpoints.WriteVersion(Http, Request.Version);
        Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
