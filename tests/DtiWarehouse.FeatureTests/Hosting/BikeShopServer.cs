using System.Data.Common;
using System.Globalization;
using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Hosting;

/// <summary>The bike shop on the web, over a real socket. This page is all it takes to serve a model of one's own.</summary>
public abstract class BikeShopServer(TestStore store) : IAsyncLifetime
{
    private WebApplication? _app;

    public BikeShopRows Rows { get; } = new();
    public StrictClient Client { get; private set; } = null!;

    /// <summary>Patterns that look around or back are matched by trying, and stopped when that takes long.</summary>
    public virtual bool TriesPatterns => true;

    /// <summary>The database tells how it would answer a query.</summary>
    public virtual bool TellsPlans => true;

    /// <summary>The database has regular expressions.</summary>
    public virtual bool HasPatterns => true;

    /// <summary>Parts of expressions that the database cannot calculate as the oracles do: a filter with one is left out.</summary>
    public virtual IReadOnlyList<string> Lacking => [];

    public BikeShopContext CreateContext() => new(store.Options<BikeShopContext>());

    protected virtual DbConnection Connect() => store.Connect();

    /// <summary>Limits of the service; the default ones unless a spec needs to meet them sooner.</summary>
    protected virtual ODataLimits Limits { get; } = new();

    /// <summary>Keys may stand as path segments.</summary>
    protected virtual bool KeyAsSegment => false;

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
            context.AddRange(Rows.Shops);
            context.AddRange(Rows.Makers);
            context.AddRange(Rows.Holidays);
            await context.SaveChangesAsync();
            await AddPartsAsync(context);
            model = EntityFrameworkModel.Create(context, "BikeShop", "Store", BikeShopDeclarations.All);
        }
        var changed = new ODataModel(model.Namespace, model.ContainerName, [.. model.EntityTypes, new EntityType("Added", "added", null)], model.EntitySets, model.Enumerations, model.ComplexTypes);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            // The service's own limit answers with a sentence; Kestrel's default of 8 KB would cut in before it.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.MapODataService("/shop/v1", Serve(model));
        // Another node of the same service, and one that has moved on to another model: they share the key.
        _app.MapODataService("/twin/v1", Serve(model));
        _app.MapODataService("/next/v1", Serve(changed));
        await _app.StartAsync();

        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/shop/v1/"));
    }

    /// <summary>Parts first, what they belong to afterwards: EF Core inserts no circle.</summary>
    private async Task AddPartsAsync(BikeShopContext context)
    {
        context.AddRange(Rows.Parts.Select(p => new Part { Code = p.Code, Name = p.Name, Grams = p.Grams }));
        await context.SaveChangesAsync();
        foreach (var part in Rows.Parts)
        {
            await context.Parts.Where(p => p.Code == part.Code).ExecuteUpdateAsync(p => p.SetProperty(x => x.WholeCode, part.WholeCode));
        }
    }

    private ODataService Serve(ODataModel model) => new(model, store.Dialect, Connect)
    {
        Limits = Limits,
        KeyAsSegment = KeyAsSegment,
        SigningKey = [.. Enumerable.Repeat((byte)7, 32)],
        // The specs change the data by adding bikes.
        DataVersionSql = "SELECT COUNT(*), MAX(\"Id\") AS \"Newest-Bike\", NULL AS \"Oldest-Bike\" FROM \"Bikes\"",
        ScopeOf = http => http.Request.Headers["X-Scope"].ToString() is { Length: > 0 } keys
            ? new RowScope(keys, (_, _, _) => ValueTask.FromResult<IReadOnlyCollection<long>>([.. keys.Split(',').Select(key => long.Parse(key, CultureInfo.InvariantCulture))]))
            : null,
        ExplainAllowed = http => http.Request.Headers.ContainsKey("X-Operator"),
    };

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
