using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData;

/// <summary>
/// A read-only OData v4 service over an EF Core model: what it serves, from which database, within which limits.
/// Map it with <see cref="ODataEndpoints.MapODataService"/>. One instance serves all requests.
/// </summary>
public sealed class ODataService
{
    private readonly ConcurrentDictionary<string, TranslatedQuery> _translations = new(StringComparer.Ordinal);
    private readonly Lazy<byte[]> _metadata;

    /// <param name="model">The model, see <see cref="EntityFrameworkModel.Create"/>.</param>
    /// <param name="dialect">The database's dialect, such as <see cref="Sql.Dialects.SqliteDialect"/>.</param>
    /// <param name="connect">Gives a closed connection; the service opens and disposes it. Read-only rights are enough.</param>
    public ODataService(ODataModel model, SqlDialect dialect, Func<DbConnection> connect)
    {
        Model = model;
        Dialect = dialect;
        Connect = connect;
        _metadata = new Lazy<byte[]>(() => CsdlXmlWriter.Write(model, KeyAsSegment));
    }

    public ODataModel Model { get; }
    public SqlDialect Dialect { get; }
    public Func<DbConnection> Connect { get; }
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

    /// <summary><c>$metadata</c> as UTF-8 CSDL XML.</summary>
    internal byte[] Metadata => _metadata.Value;

    /// <summary>The translation of a request's shape; made once and kept while there is room.</summary>
    internal TranslatedQuery Translate(ODataRequest request, PageToken? token, bool withKeys)
    {
        var nulls = token?.Values.Select(v => v is null).ToArray();
        var shape = $"{(withKeys ? 'k' : '-')}{(nulls is null ? "" : string.Concat(nulls.Select(n => n ? 'n' : 'v')))}|{request.Shape}";
        if (_translations.TryGetValue(shape, out var known))
        {
            return known;
        }
        var made = new TranslatedQuery(QueryPlanner.Plan(Model, request, Limits, nulls, withKeys), Dialect);
        if (_translations.Count >= Limits.PlanCacheSize)
        {
            // Shapes of a steady set of clients come back at once; a flood of new ones must not grow the process.
            _translations.Clear();
        }
        _translations[shape] = made;
        return made;
    }
}
