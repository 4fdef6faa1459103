using System.Data.Common;
using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>The bike shop on the web, over a real socket. This page is all it takes to serve a model of one's own.</summary>
public abstract class BikeShopServer : IAsyncLifetime
{
    private WebApplication? _app;

    public BikeShopRows Rows { get; } = new();
    public StrictClient Client { get; private set; } = null!;

    protected abstract SqlDialect Dialect { get; }
    protected abstract BikeShopContext CreateContext();
    protected abstract DbConnection Connect();

    /// <summary>Limits of the service; the default ones unless a spec needs to meet them sooner.</summary>
    protected virtual ODataLimits Limits { get; } = new();

    public async Task InitializeAsync()
    {
        ODataModel model;
        await using (var context = CreateContext())
        {
            await context.Database.EnsureCreatedAsync();
            context.AddRange(Rows.Shops);
            context.AddRange(Rows.Makers);
            context.AddRange(Rows.Holidays);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "BikeShop", "Store", new ModelDeclarations { PlainEnumerations = true });
        }
        var service = new ODataService(model, Dialect, Connect) { Limits = Limits };

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            // The service's own limit answers with a sentence; Kestrel's default of 8 KB would cut in before it.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.MapODataService("/shop/v1", service);
        await _app.StartAsync();

        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/shop/v1/"));
    }

    public virtual async Task DisposeAsync()
    {
        Client?.Dispose();
        await _app!.DisposeAsync();
    }
}
