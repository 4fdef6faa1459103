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

namespace DtiWarehouse.FeatureTests.Conformance;

/// <summary>The example model of the aggregation extension on the web, on a SQLite file of its own.</summary>
public sealed class SalesServer : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"sales-{Guid.NewGuid():N}.db");
    private WebApplication? _app;

    public StrictClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!ConformanceData.IsThere)
        {
            return;
        }
        var connection = new SqliteConnectionStringBuilder { DataSource = _file }.ToString();
        ODataModel model;
        await using (var context = new SalesContext(new DbContextOptionsBuilder<SalesContext>().UseSqlite(connection).Options))
        {
            await context.Database.EnsureCreatedAsync();
            context.Fill(ConformanceData.Read("aggregation_dataset.json")["rows"]!);
            await context.SaveChangesAsync();
            model = EntityFrameworkModel.Create(context, "SalesModel", "SalesData", new ModelDeclarations
            {
                SearchPaths = new Dictionary<string, string[]> { ["Sales"] = ["Product/Name"] },
                RecursiveHierarchies = [new("SalesOrganizations", "SalesOrgHierarchy", "ID", "Superordinate"), new("ProductCategories", "ProductCategoryHierarchy", "ID", "Parent")],
                LeveledHierarchies = [new("Products", "ProductHierarchy", "Category/Name", "Name"), new("Time", "TimeHierarchy", "Year", "Quarter", "Month")],
                CustomAggregates = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["Sales"] = new Dictionary<string, string> { ["Amount"] = "aggregate(Amount with sum as Value)" },
                },
                AggregationMethods = new Dictionary<string, AggregationMethod> { ["Custom.concat"] = AggregationMethod.ConcatenateDistinct },
            });
        }
        var builder = WebApplication.CreateSlimBuilder();
        // An unexpected failure tells its cause in the test's output.
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapODataService("/sales", new ODataService(model, new SqliteDialect(), () => new SqliteConnection(connection + ";Mode=ReadOnly")));
        await _app.StartAsync();
        Client = await StrictClient.ConnectAsync(new Uri(_app.Urls.Single() + "/sales/"));
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            Client.Dispose();
            await _app.DisposeAsync();
            SqliteConnection.ClearAllPools();
            File.Delete(_file);
        }
    }
}
