using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>What the feed answers beside its sets: the service document, <c>$metadata</c>, <c>$batch</c>.</summary>
internal static class ServicePaths
{
    private const string Tag = "OData";

    private const string BatchExample = """
        {
          "requests": [
            { "id": "1", "method": "GET", "url": "Units?$filter=Level eq 'District'&$select=Name&$top=3" },
            { "id": "2", "method": "GET", "url": "Dossiers/$count" }
          ]
        }
        """;

    private const string MultipartExample = """
        --batch
        Content-Type: application/http

        GET Units/$count HTTP/1.1


        --batch--
        """;

    public static void Add(DocumentPaths paths)
    {
        paths.Tag(Tag, "Dịch vụ / the service");
        paths.Add(HttpMethod.Get, "/", Tag, "Tài liệu dịch vụ: các bảng / service document: the sets", DocumentPaths.Answer("Các bảng / sets", ("application/json", ServiceDocument())), [304, 400, 401, 429]);

        var metadata = paths.Add(
            HttpMethod.Get, "/$metadata", Tag, "Mô hình dữ liệu / the entity data model",
            DocumentPaths.Answer("CSDL", ("application/xml", DocumentPaths.Text()), ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object })), [304, 400, 401, 429]);
        metadata.Parameters = [DocumentPaths.Query("$format", "Định dạng thay cho Accept. / The format, in place of Accept.", DocumentPaths.Text("xml", "json"))];

        var batch = paths.Add(
            HttpMethod.Post, "/$batch", Tag, "Nhiều câu hỏi trong một lần gửi / several requests in one",
            DocumentPaths.Answer("Các câu trả lời / the answers", ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }), ("multipart/mixed", DocumentPaths.Text())), [400, 401, 429, 501, 503]);
        batch.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = BatchSchema(), Example = JsonNode.Parse(BatchExample) },
                ["multipart/mixed;boundary=batch"] = new OpenApiMediaType { Schema = DocumentPaths.Text(), Example = MultipartExample.ReplaceLineEndings("\r\n") },
            },
        };
    }

    private static OpenApiSchema ServiceDocument() => SharedParts.Record(new Dictionary<string, IOpenApiSchema>
    {
        ["@odata.context"] = DocumentPaths.Text(),
        ["value"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = SharedParts.Record(new Dictionary<string, IOpenApiSchema> { ["name"] = DocumentPaths.Text(), ["kind"] = DocumentPaths.Text(), ["url"] = DocumentPaths.Text() }),
        },
    });

    private static OpenApiSchema BatchSchema() => SharedParts.Record(
        new Dictionary<string, IOpenApiSchema>
        {
            ["requests"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = SharedParts.Record(
                    new Dictionary<string, IOpenApiSchema>
                    {
                        ["id"] = DocumentPaths.Text(),
                        ["method"] = DocumentPaths.Text("GET", "POST"),
                        ["url"] = DocumentPaths.Text(),
                        ["headers"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = DocumentPaths.Text() },
                        ["body"] = new OpenApiSchema(),
                    },
                    "id", "method", "url"),
            },
        },
        "requests");
}
