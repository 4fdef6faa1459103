using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OData.Edm;
using Microsoft.OpenApi;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The OpenAPI document says what the server answers, and its pages may try it.</summary>
public abstract partial class The_api_is_documented(SampleServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server.Server.Address };

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_document_that_is_served_is_the_one_that_is_checked_in()
    {
        var served = await _http.GetStringAsync("openapi/v1.json");

        Assert.Equal(File.ReadAllText(Path.Combine(Repository(), "openapi/openapi.json")).TrimEnd(), served.TrimEnd());
    }

    [Fact]
    public async Task It_is_a_document_of_OpenAPI_without_a_mistake()
    {
        var read = OpenApiDocument.Parse(await _http.GetStringAsync("openapi/v1.json"), OpenApiConstants.Json);

        Assert.Equal(OpenApiSpecVersion.OpenApi3_0, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(e => $"{e.Pointer} {e.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(e => $"{e.Pointer} {e.Message}"));
    }

    /// <summary>The other side is the model as Microsoft's library reads it from <c>$metadata</c>.</summary>
    [Fact]
    public async Task Every_set_key_property_and_navigation_is_in_it()
    {
        var document = await DocumentAsync();

        var sets = server.Client.Model.EntityContainer.EntitySets().ToList();
        Assert.True(sets.Count >= 26, $"{sets.Count} sets.");
        foreach (var set in sets)
        {
            var type = set.EntityType();
            var key = type.Key().Single();
            var entity = key.Type.IsString() ? $"/{set.Name}('{{{key.Name}}}')" : $"/{set.Name}({{{key.Name}}})";
            Assert.All(new[] { $"/{set.Name}", $"/{set.Name}/$count", entity }.Concat(type.NavigationProperties().Select(n => $"{entity}/{n.Name}")), path => Assert.NotNull(document["paths"]![path]?["get"]));
            var properties = document["components"]!["schemas"]![type.FullName()]!["properties"]!;
            foreach (var property in type.StructuralProperties())
            {
                var schema = properties[property.Name]!;
                Assert.Equal(Label(property), (string?)schema["title"]);
                Assert.Equal(property.Type.IsNullable, (bool?)schema["nullable"] ?? false);
                Assert.Equal(TypeOf(property.Type.PrimitiveKind()), ((string)schema["type"]!, (string?)schema["format"]));
                Assert.Equal((property.Type as IEdmStringTypeReference)?.MaxLength, (int?)schema["maxLength"]);
                if (schema["enum"] is JsonArray values)
                {
                    Assert.Equal(property.Type.IsNullable, values.Any(v => v is null));
                }
            }
            Assert.Equal(
                type.NavigationProperties().Select(n => (n.Name, "#/components/schemas/" + n.ToEntityType().FullName())).Order(),
                type.NavigationProperties().Select(n => (n.Name, (string)(properties[n.Name]!["items"] ?? properties[n.Name]!["allOf"]![0])!["$ref"]!)).Order());
        }
        Assert.Contains("Online", document["components"]!["schemas"]!["DtiWarehouse.Dossier"]!["properties"]!["Channel"]!["enum"]!.AsArray().Select(v => (string?)v));
    }

    [Fact]
    public async Task Errors_and_ways_to_log_in_are_told()
    {
        var document = await DocumentAsync();

        var rows = document["paths"]!["/Dossiers"]!["get"]!["responses"]!.AsObject();
        Assert.Equal(["200", "304", "400", "401", "404", "429", "501", "503"], rows.Select(r => r.Key).Order());
        Assert.Equal("#/components/schemas/error", (string)document["components"]!["responses"]!["400"]!["content"]!["application/json"]!["schema"]!["$ref"]!);
        Assert.Equal(
            ["apiKey header X-Api-Key", "apiKey query api_key", "http basic", "http bearer"],
            document["components"]!["securitySchemes"]!.AsObject().Select(s => string.Join(' ', new[] { "type", "scheme", "in", "name" }.Select(p => (string?)s.Value![p]).OfType<string>())).Order());
        // Errors are what is told of them.
        using var wrong = await _http.GetAsync("odata/v1/Dossiers?$filter=Nowhere eq 1");
        var error = JsonNode.Parse(await wrong.Content.ReadAsStringAsync())!["error"]!.AsObject();
        var told = document["components"]!["schemas"]!["errorBody"]!["properties"]!.AsObject().Select(p => p.Key).ToList();
        Assert.All(error, part => Assert.Contains(part.Key, told));
    }

    [Fact]
    public async Task Every_example_runs()
    {
        var document = await DocumentAsync();
        var value = (await server.Client.GetAsync("IndicatorValues?$filter=Denominator%20ne%20null&$select=IndicatorValueKey&$top=1")).Value[0]!["IndicatorValueKey"]!;
        var run = 0;
        foreach (var (path, item) in document["paths"]!.AsObject().Where(p => p.Value!["get"] is not null && !p.Key.Contains("{run}", StringComparison.Ordinal)))
        {
            var root = ((string)(item!["servers"] ?? document["servers"])![0]!["url"]!).Trim('/');
            var parameters = (item["get"]!["parameters"]?.AsArray() ?? []).Select(p => Resolve(document, p!)).ToList();
            // What has no example is the key of an indicator's value, which differs from warehouse to warehouse.
            var resource = parameters.Where(p => (string)p["in"]! == "path")
                .Aggregate($"{root}{path}".TrimStart('/'), (url, p) => url.Replace($"{{{p["name"]}}}", (p["example"] ?? value).ToString(), StringComparison.Ordinal));
            // Numerators lead to the feed, related rows may lead nowhere.
            int[] allowed = path.EndsWith("/numerator", StringComparison.Ordinal) || path.EndsWith("/denominator", StringComparison.Ordinal) ? [302] : path.Contains(")/", StringComparison.Ordinal) ? [200, 204] : [200];
            var isSet = root == "odata/v1" && path.Count(c => c == '/') == 1 && !path.Contains('(', StringComparison.Ordinal);
            // The pages fill in $top, so each is tried with it.
            var top = parameters.Where(p => (string)p["name"]! == "$top").Select(p => $"$top={p["example"]}").SingleOrDefault() ?? "";
            if (path.EndsWith("()", StringComparison.Ordinal))
            {
                // Its options are those of the set. Counting a million values of indicators takes seconds.
                await (path.Contains("IndicatorValues", StringComparison.Ordinal) ? Task.CompletedTask : RunAsync($"{resource}?{top}", allowed));
                continue;
            }
            await RunAsync($"{resource}?{top}", allowed);
            foreach (var (name, example) in parameters.Where(p => (string)p["in"]! == "query").SelectMany(p => Examples(p).Select(e => ((string)p["name"]!, e))).Where(o => o.Item1 != "$top"))
            {
                var rows = await RunAsync($"{resource}?{top}&{name}={Uri.EscapeDataString(example)}", allowed);
                Assert.False(isSet && name is "$filter" or "$search" or "$apply" && rows.Contains("\"value\":[]", StringComparison.Ordinal), $"{resource}?{name}={example} finds nothing.");
                run++;
            }
        }
        Assert.True(run > 400, $"{run} examples.");
    }

    [Fact]
    public async Task The_examples_of_batches_run()
    {
        var contents = (await DocumentAsync())["paths"]!["/$batch"]!["post"]!["requestBody"]!["content"]!.AsObject();

        Assert.Equal(2, contents.Count);
        foreach (var (type, content) in contents)
        {
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content!["example"] is JsonValue text ? (string)text! : content["example"]!.ToJsonString()));
            Assert.True(body.Headers.TryAddWithoutValidation("Content-Type", type));
            using var answer = await _http.PostAsync("odata/v1/$batch", body);
            var answers = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode is HttpStatusCode.OK, answers);
            Assert.True(OkInBatch().IsMatch(answers), answers);
        }
    }

    /// <summary>The pages come from this server alone and may talk to it alone.</summary>
    [Fact]
    public async Task The_pages_load_and_name_the_document()
    {
        using var moved = await _http.GetAsync("swagger");
        Assert.Equal("swagger/index.html", moved.Headers.Location?.OriginalString);
        using var page = await _http.GetAsync("swagger/index.html");
        var html = await page.Content.ReadAsStringAsync();
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.Empty(InlineScript().Matches(html));
        var assets = Address().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.True(assets.Count >= 5, html);
        Assert.Contains("requests.js", assets);
        foreach (var asset in assets)
        {
            Assert.DoesNotContain(':', asset);
            Assert.NotEmpty(await _http.GetByteArrayAsync($"swagger/{asset}"));
        }
        Assert.Contains("../openapi/v1.json", await _http.GetStringAsync("swagger/index.js"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await _http.GetStringAsync("openapi/v1.json"))!;

    private async Task<string> RunAsync(string target, IReadOnlyCollection<int> allowed)
    {
        using var answer = await _http.GetAsync(target);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(allowed.Contains((int)answer.StatusCode), $"{target}\n{(int)answer.StatusCode} {body}");
        return body;
    }

    private static JsonNode Resolve(JsonNode document, JsonNode parameter) =>
        (string?)parameter["$ref"] is { } reference ? document["components"]!["parameters"]![reference.Split('/')[^1]]! : parameter;

    /// <summary>What a parameter shows: named examples, its one example, what its description quotes, the values of a short list.</summary>
    private static IEnumerable<string> Examples(JsonNode parameter)
    {
        var named = parameter["examples"]?.AsObject().Select(e => (string)e.Value!["value"]!).Where(v => v.Length > 0) ?? [];
        var quoted = Quoted().Matches((string?)parameter["description"] ?? "").Select(m => m.Groups[1].Value);
        var values = parameter["schema"]!["enum"]?.AsArray().Select(v => (string)v!).Where(_ => (string)parameter["name"]! is "$format" or "format") ?? [];
        return named.Concat(quoted).Concat(values).Concat(parameter["example"] is { } one ? [one.ToString()] : []);
    }

    private string Label(IEdmProperty property) =>
        server.Client.Model.FindVocabularyAnnotations<Microsoft.OData.Edm.Vocabularies.IEdmVocabularyAnnotation>(property, "Org.OData.Core.V1.Description")
            .Select(a => ((Microsoft.OData.Edm.Vocabularies.IEdmStringConstantExpression)a.Value).Value).Single();

    /// <summary>Types and formats of the OASIS mapping.</summary>
    private static (string, string?) TypeOf(EdmPrimitiveTypeKind kind) => kind switch
    {
        EdmPrimitiveTypeKind.String => ("string", null),
        EdmPrimitiveTypeKind.Boolean => ("boolean", null),
        EdmPrimitiveTypeKind.Int32 => ("integer", "int32"),
        EdmPrimitiveTypeKind.Int64 => ("integer", "int64"),
        EdmPrimitiveTypeKind.Decimal => ("number", "decimal"),
        EdmPrimitiveTypeKind.Date => ("string", "date"),
        EdmPrimitiveTypeKind.DateTimeOffset => ("string", "date-time"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The feed has no such type."),
    };

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DtiWarehouse.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("The tests run inside the repository.");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("<script(?![^>]* src=)|<[^>]* on[a-z]+=")]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href)=[\"']([^\"']+)[\"']")]
    private static partial Regex Address();

    [GeneratedRegex("\"status\":200|HTTP/1.1 200")]
    private static partial Regex OkInBatch();
}
