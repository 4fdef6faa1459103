using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DtiWarehouse.FeatureTests.Client;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Depots and their assets, whose types have complex values of their own; LINQ over EF Core's entities is the oracle.</summary>
public abstract class AssetSpec(MarketServer server) : MarketSpec(server)
{
    private static readonly JsonSerializerOptions ByName = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>All depots in the order of their keys, with everything behind them.</summary>
    protected async Task<List<Depot>> DepotsAsync() => (await LoadAsync()).Depots;

    /// <summary>All assets in the order of their keys, with everything behind them.</summary>
    protected async Task<List<Asset>> AssetsAsync() => (await LoadAsync()).Assets;

    private async Task<(List<Asset> Assets, List<Depot> Depots)> LoadAsync()
    {
        await using var context = Open();
        await context.Employees.LoadAsync();
        await context.Areas.LoadAsync();
        await context.Set<Country>().LoadAsync();
        var depots = await context.Depots.Include(d => d.Main).Include(d => d.Owns).Include(d => d.Shares).AsSplitQuery().OrderBy(d => d.Id).ToListAsync();
        var assets = await context.Assets.OrderBy(a => a.Id).ToListAsync();
        foreach (var vehicle in assets.OfType<Vehicle>())
        {
            vehicle.Trips.Sort((a, b) => a.Day.CompareTo(b.Day));
        }
        foreach (var depot in depots)
        {
            depot.Shares.Sort((a, b) => a.Id.CompareTo(b.Id));
            depot.Owns.Sort((a, b) => a.Id.CompareTo(b.Id));
        }
        foreach (var asset in assets)
        {
            asset.SharedBy.Sort((a, b) => a.Id.CompareTo(b.Id));
        }
        return (assets, depots);
    }

    /// <summary>The rows of an answer are these, control information but counts aside.</summary>
    protected async Task<Answer> RowsAsync(string target, IEnumerable<object> expected)
    {
        var answer = await Client.GetAsync(Encoded(target));
        Same(JsonSerializer.Serialize(expected, ByName), answer.Value, target);
        return answer;
    }

    /// <summary>The same rows in any order.</summary>
    protected async Task RowsInAnyOrderAsync(string target, IEnumerable<object> expected)
    {
        var actual = (await Client.GetAsync(Encoded(target))).Value.Select(r => Bare(r)!).ToList();
        var wanted = expected.Select(r => JsonNode.Parse(JsonSerializer.Serialize(r, ByName))!).ToList();
        Assert.True(
            wanted.Count == actual.Count && wanted.TrueForAll(w => actual.RemoveAll(a => JsonNode.DeepEquals(a, w)) == 1),
            $"{target}\nExpected\n{JsonSerializer.Serialize(wanted)}\nand beside these, or in their place, got\n{JsonSerializer.Serialize(actual)}");
    }

    /// <summary>A member whose name C# does not take, among others.</summary>
    protected static Dictionary<string, object?> Row(params (string Name, object? Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value);

    /// <summary>A target as a browser would send it.</summary>
    protected static string Encoded(string target) => string.Concat(target.Select(c => c is ' ' or '{' or '}' or '"' or > '~' ? Uri.EscapeDataString(c.ToString()) : c.ToString()));

    private static void Same(string expected, JsonNode actual, string target)
    {
        var bare = Bare(actual);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), bare), $"{target}\nExpected\n{expected}\nbut got\n{bare?.ToJsonString()}");
    }

    private static JsonNode? Bare(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Bare)]),
        JsonObject entity => new JsonObject(entity.Where(m => !m.Key.Contains('@', StringComparison.Ordinal) || m.Key.EndsWith("@odata.count", StringComparison.Ordinal)).Select(m => KeyValuePair.Create(m.Key, Bare(m.Value)))),
        _ => node?.DeepClone(),
    };
}
