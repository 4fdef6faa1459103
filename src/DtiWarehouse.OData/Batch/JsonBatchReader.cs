using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Batch;

/// <summary>
/// Reads a JSON batch (OData JSON Format 4.01, section 19.1). A body that is no list of requests with ids of their own is
/// refused whole (405); what is wrong with one request is that request's error.
/// </summary>
internal static class JsonBatchReader
{
    public static List<BatchItem> Read(string body, int maxParts)
    {
        using var json = Parse(body);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("requests", out var requests) || requests.ValueKind is not JsonValueKind.Array)
        {
            throw ODataErrors.BadBatch("an object with an array 'requests' is expected.", "cần một đối tượng có mảng 'requests'.");
        }
        if (requests.GetArrayLength() > maxParts)
        {
            throw ODataErrors.TooManyParts(maxParts);
        }
        var items = new List<BatchItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests.EnumerateArray())
        {
            if (request.ValueKind is not JsonValueKind.Object || Text(request, "id") is not { Length: > 0 } id)
            {
                throw ODataErrors.BadBatch("every request is an object with an 'id' of text.", "mỗi yêu cầu là một đối tượng có 'id' dạng chuỗi.");
            }
            if (!ids.Add(id))
            {
                throw ODataErrors.BadBatch($"the id '{id}' is given twice.", $"mã '{id}' bị trùng.");
            }
            items.Add(ReadItem(id, request));
        }
        return items;
    }

    private static JsonDocument Parse(string body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            CheckTexts(json.RootElement);
            return json;
        }
        catch (InvalidOperationException)
        {
            throw ODataErrors.BadBatch("a text in it holds half of a surrogate pair.", "có chuỗi chứa nửa cặp ký tự thay thế.");
        }
        catch (JsonException e)
        {
            var (line, column) = ((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
            throw ODataErrors.BadBatch($"it is not JSON (line {line}, byte {column}).", $"không phải JSON (dòng {line}, byte {column}).");
        }
    }

    /// <summary>A text escaped as half a character passes as JSON; the reader throws when it is asked for.</summary>
    private static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckTexts(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    CheckTexts(member.Value);
                }
                break;
        }
    }

    private static BatchItem ReadItem(string id, JsonElement request)
    {
        if (request.TryGetProperty("atomicityGroup", out _))
        {
            return BatchItem.Wrong(id, ODataErrors.NotSupported("An atomicity group", "atomicityGroup"));
        }
        if (request.TryGetProperty("if", out _))
        {
            return BatchItem.Wrong(id, ODataErrors.NotSupported("A request with a condition ('if')", "if"));
        }
        if (Text(request, "method") is not { Length: > 0 } method || Text(request, "url") is not { } url)
        {
            return BatchItem.Wrong(id, ODataErrors.BadBatch($"request '{id}' needs 'method' and 'url', both text.", $"yêu cầu '{id}' cần 'method' và 'url' dạng chuỗi."));
        }
        var headers = new HeaderDictionary();
        if (request.TryGetProperty("headers", out var given))
        {
            if (given.ValueKind is not JsonValueKind.Object || given.EnumerateObject().Any(h => h.Value.ValueKind is not JsonValueKind.String))
            {
                return BatchItem.Wrong(id, ODataErrors.BadBatch($"'headers' of request '{id}' is an object of texts.", $"'headers' của yêu cầu '{id}' phải là đối tượng gồm các chuỗi."));
            }
            foreach (var header in given.EnumerateObject())
            {
                headers[header.Name] = header.Value.GetString();
            }
        }
        if (request.TryGetProperty("dependsOn", out var depends) && (depends.ValueKind is not JsonValueKind.Array || depends.EnumerateArray().Any(d => d.ValueKind is not JsonValueKind.String)))
        {
            return BatchItem.Wrong(id, ODataErrors.BadBatch($"'dependsOn' of request '{id}' is a list of ids.", $"'dependsOn' của yêu cầu '{id}' phải là danh sách mã."));
        }
        var body = request.TryGetProperty("body", out var content) ? content.ValueKind is JsonValueKind.String ? content.GetString()! : content.GetRawText() : "";
        return new BatchItem(id, method.ToUpperInvariant(), url, headers, body)
        {
            DependsOn = depends.ValueKind is JsonValueKind.Array ? [.. depends.EnumerateArray().Select(d => d.GetString()!)] : [],
        };
    }

    private static string? Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
