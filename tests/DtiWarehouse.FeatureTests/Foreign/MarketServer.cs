using System.Net;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>The market on the web, on a SQLite file of its own.</summary>
public sealed class MarketServer : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"market-{Guid.NewGuid():N}.db");
    private WebApplication? _app;

    public StrictClient Client { get; private set; } = null!;

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _file }.ToString();

    public MarketContext CreateContext() => new(new DbContextOptionsBuilder<MarketContext>().UseSqlite(ConnectionString).Options);

    public async Task InitializeAsync()
    {
        ODataModel model;
        await using (var context = CreateContext())
        {
            await context.Database.EnsureCreatedAsync();
            await context.Database.ExecuteSqlRawAsync("CREATE VIEW category_sizes AS SELECT CategoryId, COUNT(*) AS Size FROM Products GROUP BY CategoryId");
            MarketRows.Fill(context);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "Market", "Store", new ModelDeclarations
            {
                EntitySets = new Dictionary<string, Type> { ["Countries"] = typeof(Country) },
                Singletons = ["Company"],
                Keys = new Dictionary<string, string[]> { ["CategorySizes"] = ["CategoryId"] },
                RecursiveHierarchies = [new("Areas", "Within", "Id", "Parents"), new("Areas", "Holds", "Id", "Children"), new("Areas", "Routes", "Id", "Routes/To")],
                Excluded = ["Secrets", "Samples/Payload", "Samples/Huge"],
            });
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapODataService("/market", new ODataService(model, new SqliteDialect(), () => new SqliteConnection(ConnectionString + ";Mode=ReadOnly")) { KeyAsSegment = true });
        await _app.StartAsync();
        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/market/"));
    }

    public async Task DisposeAsync()
    {
        Client?.Dispose();
        await _app!.DisposeAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}
