using System.Text.Json;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>A place in a JSON document: property names joined by dots (<c>data.items</c>), or a JSON pointer (<c>/data/items</c>).</summary>
public sealed class JsonPath
{
    private readonly string[] _names;
    private readonly string _text;

    private JsonPath(string text, string[] names) => (_text, _names) = (text, names);

    /// <summary>The document itself.</summary>
    public static JsonPath Root { get; } = new("", []);

    public static JsonPath Parse(string text) => text is "" or "$" or "/" ? Root
        : text[0] == '/' ? new JsonPath(text, [.. text[1..].Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))])
        : new JsonPath(text, (text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text).Split('.'));

    /// <summary>What stands there; null where nothing does.</summary>
    public JsonElement? Find(JsonElement document)
    {
        var at = document;
        foreach (var name in _names)
        {
            if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }
        return at;
    }

    public override string ToString() => _text;
}
