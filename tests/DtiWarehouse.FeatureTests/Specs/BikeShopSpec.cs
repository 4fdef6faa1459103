using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;
using DtiWarehouse.FeatureTests.Hosting;

namespace DtiWarehouse.FeatureTests.Specs;

/// <summary>What all specs share: the shop, its rows, its client.</summary>
public abstract class BikeShopSpec(BikeShopServer shop)
{
    protected StrictClient Client => shop.Client;
    protected BikeShopServer Server => shop;
    protected BikeShopRows Rows => shop.Rows;
    protected IReadOnlyList<Bike> Bikes => shop.Rows.Bikes;
    protected string Root => Client.Root.AbsoluteUri;

    /// <summary>When the first bike was seen, as it is written; in UTC where the database keeps no offsets.</summary>
    protected string FirstSeen => Bikes[0].SeenAt!.Value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", System.Globalization.CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal);

    /// <summary>An expression as the value of a query option.</summary>
    protected static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>Bodies are equal as JSON: the order of members does not count, the order of rows does.</summary>
    protected static void Equal(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected\n{JsonNode.Parse(expected)}\nbut got\n{actual}");

    protected async Task<List<int>> IdsAsync(string query)
    {
        var answer = await Client.GetAsync($"Bikes?$select=Id&{query}");
        return [.. answer.Value.Select(r => (int)r!["Id"]!)];
    }

    /// <summary>All cases, so that one that fails does not hide the others.</summary>
    protected async Task Each(params (string Filter, Func<Bike, bool?> Oracle)[] cases)
    {
        var failures = new List<string>();
        foreach (var (filter, oracle) in cases.Where(c => !shop.Lacking.Any(part => c.Filter.Contains(part, StringComparison.OrdinalIgnoreCase))))
        {
            try
            {
                await KeepsAsync(filter, oracle);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                failures.Add(failure.Message);
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>The filter keeps exactly the bikes that the oracle finds true; <c>$count</c> agrees.</summary>
    protected async Task KeepsAsync(string filter, Func<Bike, bool?> oracle)
    {
        var expected = Bikes.Where(b => oracle(b) is true).Select(b => b.Id).ToList();
        var actual = await IdsAsync("$filter=" + Escape(filter));
        Assert.True(expected.SequenceEqual(actual), $"{filter}\nexpected {expected.Count}: {string.Join(' ', expected)}\nactual   {actual.Count}: {string.Join(' ', actual)}");
    }
}
