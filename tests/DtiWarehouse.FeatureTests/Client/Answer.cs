using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Client;

/// <summary>A response as it came.</summary>
public sealed record Answer(string Target, HttpStatusCode Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private JsonNode? _json;

    public string? ContentType => Headers.TryGetValue("Content-Type", out var values) ? values.Single() : null;
    public string Text => Strict.GetString(Body);
    public JsonNode Json => _json ??= JsonNode.Parse(Body)!;
    public JsonArray Value => Json["value"]!.AsArray();
    public string? Context => (string?)(Json["@odata.context"] ?? Json["@context"]);
    public string? NextLink => (string?)(Json["@odata.nextLink"] ?? Json["@nextLink"]);
    public string ErrorCode => (string)Json["error"]!["code"]!;
    public string ErrorMessage => (string)Json["error"]!["message"]!;
}
