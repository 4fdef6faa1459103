using System.Net;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>The libraries on the web, and a plain client that keeps its connections.</summary>
public abstract class LibraryServer(TestStore store) : IAsyncLifetime
{
    private WebApplication? _app;

    public LibraryRows Rows { get; } = new();
    /// <summary>What answers are not judged by on this database, each with its reason.</summary>
    public abstract IReadOnlyDictionary<Construct, string> Off { get; }

    public HttpClient Http { get; private set; } = null!;
    public Uri Root { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!store.IsThere)
        {
            return;
        }
        store.Create();
        ODataModel model;
        await using (var context = new LibraryContext(store.Options<LibraryContext>()))
        {
            await context.Database.EnsureCreatedAsync();
            context.AddRange(Rows.Branches);
            context.AddRange(Rows.Authors);
            context.AddRange(Rows.Books);
            context.AddRange(Rows.Loans);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "Library", "Shelves");
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.MapODataService("/library", new ODataService(model, store.Dialect, store.Connect));
        await _app.StartAsync();
        Root = new Uri(_app.Urls.Single() + "/library/");
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 8, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Sends a target exactly as it is written, relative to the service or absolute. The header Content stands for a body: its type, a bar, its text.</summary>
    public async Task<Reply> SendAsync(string target, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        var canonical = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(target.StartsWith("http", StringComparison.Ordinal) ? target : Root.AbsoluteUri + target, canonical));
        foreach (var (name, value) in headers)
        {
            if (name == "Content")
            {
                request.Content = new StringContent(value[(value.IndexOf('|') + 1)..], null, value[..value.IndexOf('|')]);
                continue;
            }
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await Http.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, all, await response.Content.ReadAsStringAsync());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            Http?.Dispose();
            await _app.DisposeAsync();
            store.Dispose();
        }
    }
}

/// <summary>A response: status, headers by name, body as text.</summary>
public sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, string Body);
