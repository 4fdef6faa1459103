using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BitFaster.Caching.Lru;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData;

/// <summary>What a translation is kept by.</summary>
/// <param name="Nulls">Which values of the page token are null, in order; empty without one.</param>
internal readonly record struct ShapeKey(string Shape, bool WithKeys, bool IsDownload, bool IsScoped, string Nulls);

/// <summary>
/// A read-only OData v4 service over an EF Core model: what it serves, from which database, within which limits.
/// Map it with <see cref="ODataEndpoints.MapODataService"/>. One instance serves all requests.
/// </summary>
public sealed class ODataService
{
    private readonly ConcurrentDictionary<ShapeKey, TranslatedQuery> _translations = new();
    private readonly Lazy<ConcurrentLru<RequestText, KnownRequest>> _known;
    private readonly Lazy<byte[]> _metadata;
    private readonly Lazy<string> _metadataTag;
    private readonly Lazy<byte[]> _metadataJson;

    /// <param name="model">The model, see <see cref="EntityFrameworkModel.Create"/>.</param>
    /// <param name="dialect">The database's dialect, such as <see cref="Sql.Dialects.SqliteDialect"/>.</param>
    /// <param name="connect">Gives a closed connection; the service opens and disposes it, and may keep it for later requests. Read-only rights are enough.</param>
    public ODataService(ODataModel model, SqlDialect dialect, Func<DbConnection> connect)
    {
        Model = model;
        Dialect = dialect;
        _metadata = new Lazy<byte[]>(() => CsdlXmlWriter.Write(model, KeyAsSegment, dialect.Lacks));
        _metadataTag = new Lazy<string>(() => EntityTag.Of(Convert.ToHexStringLower(SHA256.HashData(Metadata))));
        _metadataJson = new Lazy<byte[]>(() => CsdlJsonWriter.Write(Metadata));
        _known = new Lazy<ConcurrentLru<RequestText, KnownRequest>>(() => new ConcurrentLru<RequestText, KnownRequest>(Limits.KnownRequests));
        ModelFingerprint = Fingerprint(model);
        Channels = dialect.Channels(connect);
    }

    public ODataModel Model { get; }
    public SqlDialect Dialect { get; }
    public ODataLimits Limits { get; init; } = new();

    /// <summary>
    /// Signs page tokens. The default lives as long as the process: give a key that outlives restarts, and the same one
    /// to every node, or paging breaks off there.
    /// </summary>
    public byte[] SigningKey { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Service root for links, with scheme and host, when requests do not show the public address; null = as requested.</summary>
    public Uri? PublicRoot { get; init; }

    /// <summary>Keys may stand as path segments too, as in <c>Orders/1/Items/2</c> (OData URL Conventions 4.01, section 4.3.6).</summary>
    public bool KeyAsSegment { get; init; }

    /// <summary>
    /// What the data store is still being made ready for, for people to read; null = ready. Until then queries answer
    /// 503, while the service document and <c>$metadata</c> are served.
    /// </summary>
    public Func<string?> Unavailable { get; init; } = () => null;

    /// <summary>
    /// A statement that gives one row, in each request's own snapshot. Its first value changes with every commit that
    /// readers can see: entity tags, 304 and the notice that data changed between pages come from it. Every further value
    /// is sent as a header under its column's name, nulls are not. Null = there is no such statement.
    /// </summary>
    public string? DataVersionSql { get; init; }

    /// <summary>
    /// A statement that gives one date: the day that the data stands at, which relative periods are seen from. It runs in
    /// each such request's own snapshot; null = today (UTC).
    /// </summary>
    public string? AsOfSql { get; init; }

    /// <summary>What a caller is bound to; null = nothing: the caller sees all rows.</summary>
    public Func<HttpContext, RowScope?> ScopeOf { get; init; } = _ => null;

    /// <summary>Whether a caller may read how queries are answered, SQL included (<c>Prefer: dtiw.explain</c>); others get the answer.</summary>
    public Func<HttpContext, bool> ExplainAllowed { get; init; } = _ => false;

    /// <summary>Closes the connections that are kept for later requests: call it once new ones lead elsewhere. Requests under way keep theirs to their end.</summary>
    public void ReleaseConnections() => Channels.Release();

    internal ReadChannels Channels { get; }

    /// <summary><c>$metadata</c> as UTF-8 CSDL XML.</summary>
    internal byte[] Metadata => _metadata.Value;

    internal string MetadataTag => _metadataTag.Value;

    /// <summary><c>$metadata</c> as UTF-8 CSDL JSON.</summary>
    internal byte[] MetadataJson => _metadataJson.Value;

    internal string MetadataJsonTag => EntityTag.Of(MetadataTag, "json");

    /// <summary>Digest of everything that page tokens and plans take from the model: names, types, columns and how they hold values.</summary>
    internal byte[] ModelFingerprint { get; }

    /// <summary>Requests that were understood lately.</summary>
    internal ConcurrentLru<RequestText, KnownRequest> Known => _known.Value;

    /// <summary>What the page tokens of a request are bound to.</summary>
    internal TokenBinding Binding(RowScope? scope, ODataRequest request) => new(request.Resource, scope?.Name ?? "", ModelFingerprint, SigningKey);

    /// <summary>The translation of a request's shape; made once and kept while there is room.</summary>
    internal (TranslatedQuery Query, bool WasKnown) Translate(ODataRequest request, PageToken? token, ResponseFormat format, bool isScoped)
    {
        var (query, wasKnown) = TranslateShape(request, token, format, isScoped);
        return (request.Preferences.Detail ? query : query.OverSummaries(request.Literals), wasKnown);
    }

    private (TranslatedQuery Query, bool WasKnown) TranslateShape(ODataRequest request, PageToken? token, ResponseFormat format, bool isScoped)
    {
        var nulls = token?.Values.Select(v => v is null).ToArray();
        var withKeys = format.Metadata is MetadataLevel.Full;
        var shape = new ShapeKey(request.Shape, withKeys, format.IsDownload, isScoped, nulls is null ? "" : string.Concat(nulls.Select(isNull => isNull ? 'n' : 'v')));
        if (_translations.TryGetValue(shape, out var known))
        {
            return (known, true);
        }
        var made = new TranslatedQuery(QueryPlanner.Plan(Model, request, Limits, nulls, isScoped, withKeys, isCounted: format.IsDownload), Dialect, Model.Summaries);
        if (_translations.Count >= Limits.PlanCacheSize)
        {
            // Shapes of a steady set of clients come back at once; a flood of new ones must not grow the process.
            _translations.Clear();
        }
        _translations[shape] = made;
        return (made, false);
    }

    /// <summary>
    /// Answers a request to nobody, whether the data is <see cref="Unavailable"/> or not: what an answer takes is compiled and
    /// opened before the first caller asks.
    /// </summary>
    /// <param name="resource">Path and query after the service root; what may not stand in a URL need not be percent-encoded.</param>
    /// <exception cref="ODataError">What is wrong with the request.</exception>
    /// <exception cref="DbException">The data cannot be read, or not yet.</exception>
    /// <exception cref="OperationCanceledException">It took longer than a request may.</exception>
    public async Task WarmUpAsync(string resource)
    {
        const string Root = "http://localhost/";
        var (path, query) = ServiceTarget.Split(UrlText.Encode(resource));
        var http = new DefaultHttpContext();
        http.Request.Method = HttpMethods.Get;
        // What is kept is kept for the addresses that callers use.
        http.Request.Headers.CacheControl = "no-cache";
        using var deadline = new Deadline(Limits.StatementTimeout, CancellationToken.None);
        await new ODataPipeline(this, http, new ServiceTarget(Root, path, query, new ServiceAddress([Root], KeyAsSegment ? Model : null))) { IsWarmUp = true }.ExecuteAsync(deadline);
        await http.Response.BodyWriter.FlushAsync(deadline.Token);
    }

    private static byte[] Fingerprint(ODataModel model)
    {
        var text = new StringBuilder();
        foreach (var type in model.EntityTypes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{type.Name}={type.Schema}.{type.Table}({string.Join(',', type.Key.Select(k => k.Name))}) {type.BaseType} {type.Discriminator?.Column} {type.DiscriminatorValue}\n");
            Members(type);
        }
        foreach (var enumeration in model.Enumerations)
        {
            text.Append(CultureInfo.InvariantCulture, $"{enumeration.Name} {string.Join(',', enumeration.Members.Select(m => $"{m.Name}={m.Value}"))}\n");
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..8];

        void Members(EntityType type)
        {
            foreach (var property in type.Properties)
            {
                text.Append(CultureInfo.InvariantCulture, $" {property.Name}:{property.Enumeration?.Name ?? property.Kind.ToString()} {property.IsNullable} {property.Column} {property.Storage} {property.Scale}\n");
            }
            foreach (var navigation in type.Navigations)
            {
                text.Append(CultureInfo.InvariantCulture, $" {navigation.Name}>{navigation.Target.Name} {navigation.IsCollection} {string.Join(',', navigation.Columns.Select(c => c.Source.Column + "=" + c.Target.Column))} {navigation.Through?.Table}\n");
                if (navigation.IsComplex)
                {
                    Members(navigation.Target);
                }
            }
        }
    }
}
