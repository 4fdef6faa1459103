using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Response;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.InProcess;

/// <summary>
/// Queries answered in process instead of over HTTP, through the same parser, planner and SQL, all on one connection and one
/// state of the data. One query at a time; rows come as values, without pages.
/// </summary>
public sealed class ODataSession : IAsyncDisposable
{
    private readonly ODataService _service;
    private readonly ReadChannel _channel;
    private readonly RowScope? _scope;

    private ODataSession(ODataService service, RowScope? scope, ReadChannel channel)
    {
        _service = service;
        _scope = scope;
        _channel = channel;
    }

    /// <summary>Opens a connection and the state of the data that every query of the session sees.</summary>
    /// <param name="scope">What the queries are bound to; null = nothing.</param>
    public static async ValueTask<ODataSession> OpenAsync(ODataService service, CancellationToken cancellation, RowScope? scope = null) =>
        new(service, scope, await service.Channels.OpenAsync(cancellation));

    /// <summary>What the queries are bound to, by its name; null = nothing.</summary>
    public string? ScopeName => _scope?.Name;

    /// <summary>Whether a key is one of those that the queries are bound to; always, where they are bound to nothing.</summary>
    public async ValueTask<bool> SeesAsync(long key, CancellationToken cancellation) =>
        _scope is null || (await _scope.Keys(_channel.Connection, _channel.Snapshot, cancellation)).Contains(key);

    /// <summary>The day that the data stands at, see <see cref="ODataService.AsOfSql"/>; today (UTC) where the host has no such statement.</summary>
    public ValueTask<DateOnly> AsOfAsync(CancellationToken cancellation) => QueryRun.AsOfAsync(_channel, _service.AsOfSql, DateTimeOffset.UtcNow, cancellation);

    /// <summary>The version of the data that every query of the session sees, see <see cref="ODataService.DataVersionSql"/>; null where the host has no such statement.</summary>
    public async ValueTask<string?> DataVersionAsync(CancellationToken cancellation) =>
        _service.DataVersionSql is { } sql ? (await DataState.ReadAsync(_channel, sql, cancellation)).Version : null;

    /// <summary>What follows the service root in a URL that asks the same query over HTTP.</summary>
    public static string UrlOf(string resource) => UrlText.Encode(resource);

    /// <summary>Runs a query and gives its rows as a flat table.</summary>
    /// <param name="resource">Path and query after the service root; what may not stand in a URL need not be percent-encoded.</param>
    /// <exception cref="ODataError">What the query would be answered with over HTTP.</exception>
    public async ValueTask<ODataRows> QueryAsync(string resource, CancellationToken cancellation)
    {
        var (query, request) = Translate(_service, resource, isScoped: _scope is not null);
        var columns = DownloadTable.Of(query.Plan, request).Columns;
        var top = query.Plan.TopLiteral is { } literal ? (long)request.Literals[literal].Value! : long.MaxValue;
        var values = new QueryValues(request.Literals, [], top) { AsOfSql = _service.AsOfSql, Scope = _scope };
        var run = await QueryRun.StartAsync(_channel, _service.Dialect, query, values, cancellation);
        try
        {
            return new ODataRows(run, await run.OpenRowsAsync(), columns);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Translates a query without running it: what is wrong with it against the model and the limits of HTTP requests is found here.
    /// </summary>
    /// <exception cref="ODataError">What the query would be answered with over HTTP.</exception>
    public static void Check(ODataService service, string resource) => Translate(service, resource, isScoped: false);

    private static (TranslatedQuery Query, ODataRequest Request) Translate(ODataService service, string resource, bool isScoped)
    {
        var (path, text) = ServiceTarget.Split(UrlText.Encode(resource));
        var request = ODataRequest.Parse(path, text, new RequestHeaders(null, null, null), service.Limits);
        var query = service.Translate(request, null, ResponseFormat.Minimal, isScoped).Query;
        query.CheckLiterals(request.Literals);
        return (query, request);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
