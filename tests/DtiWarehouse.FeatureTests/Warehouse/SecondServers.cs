using System.Net;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A second server over the sample's warehouse, with settings of its own.</summary>
public abstract class SecondServer(SampleServer sample, params (string Name, string Value)[] settings) : IAsyncLifetime
{
    public SampleServer Sample => sample;

    public WarehouseFolder Folder => sample.Folder;

    public ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (sample.Server is not null)
        {
            Server = Folder.Start([("DTIW_SAMPLE_SIZE", SampleServer.Size), .. settings]);
            await Server.WaitUntilReadyAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}

/// <summary>Callers without a key see what is open.</summary>
public abstract class OpenServer(SampleServer sample) : SecondServer(sample, ("Access__Anonymous", "Open"));

/// <summary>Nobody is let in without a key.</summary>
public abstract class GuardedServer(SampleServer sample)
    : SecondServer(sample, ("Access__Anonymous", "None"), ("Access__EntraTenant", "tinh.gov.vn"), ("Access__CorsOrigins", "https://portal.example.org"))
{
    /// <summary>The text of a new key.</summary>
    public async Task<string> CreateKeyAsync(params string[] options)
    {
        var made = await Folder.RunAsync(["keys", "create", "--name", "Phòng thử nghiệm", .. options]);
        Assert.True(made.ExitCode == 0, made.Errors);
        return made.Lines.Single();
    }

    public Task<StrictClient> ConnectAsync(string key) => StrictClient.ConnectAsync(Server.FeedRoot, ("X-Api-Key", key));

    public async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Answer)> AskAsync(string target, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }
}
