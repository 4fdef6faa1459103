using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>What operations of a document refer to: query options, errors and ways to log in.</summary>
internal static class SharedParts
{
    public const string Count = "count";

    private static readonly (int Status, string Description)[] Errors =
    [
        (400, "Câu hỏi sai; thông báo nêu chỗ sai. / The request is wrong; the message tells the place."),
        (401, "Cần khóa hoặc token, hoặc khóa không đúng. / A key or token is needed, or it is not right."),
        (403, "Người gọi không được phép. / The caller may not."),
        (404, "Không có tài nguyên này. / There is no such resource."),
        (429, "Quá nhiều yêu cầu; hãy đợi số giây ghi ở Retry-After. / Too many requests; wait for the seconds in Retry-After."),
        (501, "OData có, dịch vụ này chưa có; thông báo nêu tên. / OData has it and this service has not; the message names it."),
        (503, "Kho dữ liệu đang được chuẩn bị hoặc bận; hãy thử lại sau. / The warehouse is being prepared or busy; try again later."),
    ];

    public static void AddTo(OpenApiDocument document)
    {
        var components = document.Components!;
        AddSchemas(components.Schemas!, document);
        components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            ["top"] = Option("$top", "Số dòng nhiều nhất. / At most so many rows.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }, 5),
            ["skip"] = Option("$skip", "Bỏ qua số dòng đầu. / Leaves out so many rows at the start.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }, null),
            ["count"] = Option("$count", "Kèm tổng số dòng. / With the number of all rows.", new OpenApiSchema { Type = JsonSchemaType.Boolean }, null),
            ["format"] = Option("$format", "Định dạng thay cho Accept; csv và xlsx cho mọi dòng trong một tệp. / The format, in place of Accept; csv and xlsx give all rows in one file.", DocumentPaths.Text("json", "csv", "xlsx"), null),
            ["entityFormat"] = Option("$format", "Định dạng thay cho Accept. / The format, in place of Accept.", DocumentPaths.Text("json", "csv", "xlsx"), null),
        };
        components.Responses = new Dictionary<string, IOpenApiResponse> { ["304"] = new OpenApiResponse { Description = "Không đổi so với ETag trong If-None-Match. / Not changed since the ETag of If-None-Match." } };
        foreach (var (status, description) in Errors)
        {
            components.Responses[$"{status}"] = DocumentPaths.Answer(description, ("application/json", new OpenApiSchemaReference("error", document)));
            // Beside the feed, endpoints tell errors in bodies of their own.
            components.Responses[$"server{status}"] = DocumentPaths.Answer(description, ("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }), ("application/problem+json", new OpenApiSchemaReference("problem", document)));
        }
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["basic"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Tên bất kỳ, mật khẩu là khóa; cho Excel và Power BI. / Any name, the key as password; for Excel and Power BI." },
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Khóa hoặc token. / A key or token." },
            ["keyHeader"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "Khóa trong header. / The key as a header." },
            ["keyQuery"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "api_key", Description = "Khóa trong địa chỉ, khi không đặt được header. / The key in the URL, where no header can be set." },
        };
        // Any of them; none where the operator lets everyone read.
        document.Security = [new OpenApiSecurityRequirement(), .. components.SecuritySchemes.Keys.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
    }

    private static OpenApiParameter Option(string name, string description, OpenApiSchema schema, int? example) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema, Example = example };

    private static void AddSchemas(IDictionary<string, IOpenApiSchema> schemas, OpenApiDocument document)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        schemas[Count] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Tổng số dòng, không kể $top và $skip. / Number of all rows, whatever $top and $skip say." };
        schemas["error"] = Record(new() { ["error"] = new OpenApiSchemaReference("errorBody", document) }, "error");
        schemas["errorBody"] = Record(new()
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Mã không đổi, như ODATA203. / A stable code such as ODATA203." },
            ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Câu theo ngôn ngữ của Accept-Language. / A sentence in the language of Accept-Language." },
            ["target"] = text,
            ["details"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("errorDetail", document) },
        }, "code", "message");
        schemas["errorDetail"] = Record(new() { ["code"] = text, ["message"] = text, ["target"] = text }, "code", "message");
        schemas["problem"] = Record(new() { ["title"] = text, ["status"] = DocumentPaths.WholeNumber(), ["code"] = text });
    }

    public static OpenApiSchema Record(Dictionary<string, IOpenApiSchema> properties, params IReadOnlyList<string> required) =>
        new() { Type = JsonSchemaType.Object, Properties = properties, Required = required.Count > 0 ? new HashSet<string>(required) : null };
}
