using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Conformance;

/// <summary>The example model of the aggregation extension on the web.</summary>
public abstract class SalesServer(TestStore store) : IAsyncLifetime
{
    private WebApplication? _app;

    public StrictClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!ConformanceData.IsThere || !store.IsThere)
        {
            return;
        }
        store.Create();
        ODataModel model;
        await using (var context = new SalesContext(store.Options<SalesContext>()))
        {
            await context.Database.EnsureCreatedAsync();
            context.Fill(ConformanceData.Read("aggregation_dataset.json")["rows"]!);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "SalesModel", "SalesData", SalesDeclarations.All);
        }
        var builder = WebApplication.CreateSlimBuilder();
        // An unexpected failure tells its cause in the test's output.
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapODataService("/sales", new ODataService(model, store.Dialect, store.Connect));
        await _app.StartAsync();
        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/sales/"));
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            Client.Dispose();
            await _app.DisposeAsync();
            store.Dispose();
        }
    }
}
