using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Client;

namespace DtiWarehouse.FeatureTests.Foreign;

/// <summary>Another model's mappings as clients see them; EF Core's own reading of the rows is the oracle.</summary>
public abstract class MarketSpec(MarketServer server)
{
    protected StrictClient Client => server.Client;

    protected MarketContext Open() => server.CreateContext();

    protected static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>One text of each row, blanks between.</summary>
    protected async Task<string> NamesAsync(string target, string property = "Name") =>
        string.Join(' ', (await Client.GetAsync(target.Replace(" ", "%20", StringComparison.Ordinal))).Value.Select(r => (string?)r![property]));

    protected static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected\n{expected}\nbut got\n{actual?.ToJsonString()}");

    /// <summary>An entity without the control information that stands at its top.</summary>
    protected static JsonObject Bare(Answer answer) => Strip(answer.Json.AsObject(), keepTypes: true);

    /// <summary>Rows without control information but their types.</summary>
    protected static JsonArray Plain(Answer answer, bool keepTypes = false)
    {
        foreach (var row in answer.Value)
        {
            Strip(row!.AsObject(), keepTypes);
        }
        return answer.Value;
    }

    private static JsonObject Strip(JsonObject entity, bool keepTypes)
    {
        foreach (var name in entity.Select(m => m.Key).Where(k => k.Contains('@', StringComparison.Ordinal) && !(keepTypes && k == "@odata.type")).ToList())
        {
            entity.Remove(name);
        }
        return entity;
    }
}
