using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>The market on the web.</summary>
public abstract class MarketServer(TestStore store) : IAsyncLifetime
{
    private WebApplication? _app;

    public StrictClient Client { get; private set; } = null!;

    public MarketContext CreateContext() => new(store.Options<MarketContext>());

    public async Task InitializeAsync()
    {
        if (!store.IsThere)
        {
            return;
        }
        store.Create();
        ODataModel model;
        await using (var context = CreateContext())
        {
            await context.Database.EnsureCreatedAsync();
            await context.Database.ExecuteSqlRawAsync("CREATE VIEW category_sizes AS SELECT \"CategoryId\", COUNT(*) AS \"Size\" FROM \"Products\" GROUP BY \"CategoryId\"");
            MarketRows.Fill(context);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "Market", "Store", MarketDeclarations.All);
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapODataService("/market", new ODataService(model, store.Dialect, store.Connect) { KeyAsSegment = true });
        await _app.StartAsync();
        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/market/"));
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            Client?.Dispose();
            await _app.DisposeAsync();
            store.Dispose();
        }
    }
}
