using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>Puts operations into a document, with what all of them share.</summary>
internal sealed class DocumentPaths(OpenApiDocument document)
{
    public OpenApiDocument Document => document;

    public void Tag(string name, string? description) => document.Tags!.Add(new OpenApiTag { Name = name, Description = description });

    /// <summary>Adds an operation. Its errors are those of the protocol, as far as its answer can be one.</summary>
    /// <param name="errors">Codes of shared responses, see <see cref="SharedParts"/>.</param>
    /// <param name="server">Root of the path where it is not the feed's.</param>
    public OpenApiOperation Add(HttpMethod method, string path, string tag, string summary, OpenApiResponse success, IReadOnlyList<int> errors, string? server = null, int status = 200)
    {
        var operation = new OpenApiOperation
        {
            Summary = summary,
            Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
            Parameters = [],
            Responses = new OpenApiResponses { [$"{status}"] = success },
        };
        foreach (var error in errors)
        {
            operation.Responses[$"{error}"] = new OpenApiResponseReference($"{(server is null ? "" : "server")}{error}", document);
        }
        document.Paths[path] = new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [method] = operation },
            Servers = server is null ? null : [new OpenApiServer { Url = server }],
        };
        return operation;
    }

    public OpenApiSchemaReference Schema(string name) => new(name, document);

    public OpenApiParameterReference Parameter(string name) => new(name, document);

    public static OpenApiSchema Text(params IEnumerable<string> values) => new() { Type = JsonSchemaType.String, Enum = values.Any() ? [.. values.Select(v => (JsonNode)v)] : null };

    public static OpenApiSchema WholeNumber(string format = "int32") => new() { Type = JsonSchemaType.Integer, Format = format };

    /// <summary>A successful answer by its media types, the one that is asked for unless another is chosen first.</summary>
    public static OpenApiResponse Answer(string description, params (string Type, IOpenApiSchema Schema)[] contents) => new()
    {
        Description = description,
        Content = contents.ToDictionary(c => c.Type, c => (IOpenApiMediaType)new OpenApiMediaType { Schema = c.Schema }),
    };

    /// <summary>A parameter of the query that is left out unless an example is chosen.</summary>
    public static OpenApiParameter Query(string name, string description, IOpenApiSchema schema, params IReadOnlyList<string> examples)
    {
        var parameter = new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };
        if (examples.Count > 0)
        {
            parameter.Examples = new Dictionary<string, IOpenApiExample> { ["none"] = new OpenApiExample { Summary = "— không dùng / not used", Value = "" } };
            for (var i = 0; i < examples.Count; i++)
            {
                parameter.Examples[$"example{i + 1}"] = new OpenApiExample { Summary = examples[i], Value = examples[i] };
            }
        }
        return parameter;
    }

    public static OpenApiParameter InPath(string name, string? description, IOpenApiSchema schema, JsonNode? example) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Schema = schema, Example = example };
}
