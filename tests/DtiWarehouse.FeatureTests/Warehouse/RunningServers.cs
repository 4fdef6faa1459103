using System.Net;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>What the server answered while it was still filling its warehouse.</summary>
public sealed record EarlyAnswers(HttpStatusCode Live, HttpStatusCode Ready, string Progress, HttpStatusCode Feed, TimeSpan? RetryAfter, string Error, HttpStatusCode Metadata, HttpStatusCode Form, string FormProblem);

/// <summary>A running server with a warehouse of its own and a strict client.</summary>
public abstract class RunningServer : IAsyncLifetime
{
    private readonly WarehouseFolder _folder = new();
    private ServerProcess? _server;

    public WarehouseFolder Folder => _folder;
    public ServerProcess Server => _server!;
    public StrictClient Client { get; private set; } = null!;

    protected virtual IEnumerable<(string Name, string Value)> Environment => [];

    /// <summary>Work in the folder before the server starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Called for every answer of the server that it is not ready.</summary>
    protected virtual Task WhileStartingAsync(HttpClient http) => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        _server = ServerProcess.Start(Folder.Location, [("DTIW_DATA", Folder.Data), .. Environment]);
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
        _folder.Dispose();
    }
}

/// <summary>A server with a small sample, and what it answered during its first start.</summary>
public sealed class SampleServer : RunningServer
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
        using var ready = await http.GetAsync("health/ready");
        if (ready.StatusCode is not HttpStatusCode.OK)
        {
            Early.Add(new EarlyAnswers(
                live.StatusCode, ready.StatusCode, await ready.Content.ReadAsStringAsync(),
                feed.StatusCode, feed.Headers.RetryAfter?.Delta, await feed.Content.ReadAsStringAsync(), metadata.StatusCode,
                form.StatusCode, await form.Content.ReadAsStringAsync()));
        }
    }
}

/// <summary>A server over an empty warehouse.</summary>
public sealed class EmptyServer : RunningServer
{
    protected override IEnumerable<(string Name, string Value)> Environment => [("DTIW_SAMPLE", "false"), ("OData__Limits__MaxInItems", "30"), ("OData__Explain", "None")];
}

/// <summary>
/// A server over files that <c>load</c> read before it started; the same tests go on loading beside it. What the files hold
/// is in <see cref="SourceExample"/>.
/// </summary>
public sealed class LoadedServer : RunningServer
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

/// <summary>The tests of the product share these servers and run one after another, so that processes do not multiply.</summary>
[CollectionDefinition(Name)]
public sealed class ProductTests : ICollectionFixture<SampleServer>, ICollectionFixture<EmptyServer>, ICollectionFixture<LoadedServer>
{
    public const string Name = "Product";
}

/// <summary>The tests that start, kill and double processes of their own: one after another, beside the others, since most of their time is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessTests
{
    public const string Name = "Processes";
}
