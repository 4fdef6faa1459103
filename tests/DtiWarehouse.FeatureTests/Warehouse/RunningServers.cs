using System.Net;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What the server answered while it was still filling its warehouse.</summary>
public sealed record EarlyAnswers(HttpStatusCode Live, HttpStatusCode Ready, string Progress, HttpStatusCode Feed, TimeSpan? RetryAfter, string Error, HttpStatusCode Metadata, HttpStatusCode Form, string FormProblem)
{
    public HttpStatusCode Portal { get; init; }
    public string PortalPage { get; init; } = "";
}

/// <summary>A running server with a warehouse of its own and a strict client.</summary>
public abstract class RunningServer(ProductDatabase product) : IAsyncLifetime
{
    private WarehouseFolder? _folder;
    private ServerProcess? _server;

    public WarehouseFolder Folder => _folder!;
    public ServerProcess Server => _server!;
    public StrictClient Client { get; private set; } = null!;

    protected virtual IEnumerable<(string Name, string Value)> Environment => [];

    /// <summary>Work in the folder before the server starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Called for every answer of the server that it is not ready.</summary>
    protected virtual Task WhileStartingAsync(HttpClient http) => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        if (product.IsMissing)
        {
            return;
        }
        _folder = new WarehouseFolder(product);
        await PrepareAsync();
        _server = Folder.Start([.. Environment]);
        await _server.WaitUntilReadyAsync(WhileStartingAsync);
        Client = await _server.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        Client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        _folder?.Dispose();
    }
}

/// <summary>A server with a small sample, and what it answered during its first start.</summary>
public abstract class SampleServer(ProductDatabase product) : RunningServer(product)
{
    public const string Size = "0.01";

    public List<EarlyAnswers> Early { get; } = [];

    protected override IEnumerable<(string Name, string Value)> Environment => [("DTIW_SAMPLE_SIZE", Size)];

    protected override async Task WhileStartingAsync(HttpClient http)
    {
        using var live = await http.GetAsync("health/live");
        using var metadata = await http.GetAsync("odata/v1/$metadata");
        using var feed = await http.GetAsync("odata/v1/Dossiers");
        using var form = await http.GetAsync("forms/v1/dti-sheet?period=2021");
        using var portal = await http.GetAsync("");
        using var ready = await http.GetAsync("health/ready");
        if (ready.StatusCode is not HttpStatusCode.OK)
        {
            Early.Add(new EarlyAnswers(
                live.StatusCode, ready.StatusCode, await ready.Content.ReadAsStringAsync(),
                feed.StatusCode, feed.Headers.RetryAfter?.Delta, await feed.Content.ReadAsStringAsync(), metadata.StatusCode,
                form.StatusCode, await form.Content.ReadAsStringAsync())
            {
                Portal = portal.StatusCode,
                PortalPage = await portal.Content.ReadAsStringAsync(),
            });
        }
    }
}

/// <summary>A server over an empty warehouse.</summary>
public abstract class EmptyServer(ProductDatabase product) : RunningServer(product)
{
    protected override IEnumerable<(string Name, string Value)> Environment => [("DTIW_SAMPLE", "false"), ("OData__Limits__MaxInItems", "30"), ("OData__Explain", "None")];
}

/// <summary>
/// A server over files that <c>load</c> read before it started; the same tests go on loading beside it. What the files hold
/// is in <see cref="SourceExample"/>.
/// </summary>
public abstract class LoadedServer(ProductDatabase product) : RunningServer(product)
{
    public Finished FirstLoad { get; private set; } = null!;
    public Finished SecondLoad { get; private set; } = null!;

    protected override IEnumerable<(string Name, string Value)> Environment => [("DTIW_SAMPLE", "true"), ("DTIW_SAMPLE_SIZE", "0.01")];

    protected override async Task PrepareAsync()
    {
        var files = Folder.With(SourceExample.Files);
        FirstLoad = await Folder.LoadFolderAsync(files);
        SecondLoad = await Folder.LoadFolderAsync(files);
    }
}

/// <summary>Why tests of the product run on the embedded database alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnSqliteOnlyAttribute(string reason) : Attribute
{
    public string Reason => reason;
}
