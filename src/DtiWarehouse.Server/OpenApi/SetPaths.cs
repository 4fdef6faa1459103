using DtiWarehouse.OData.Edm;
using Microsoft.OpenApi;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>The paths of one entity set: rows, their number, one row, what it leads to, declared transformations.</summary>
internal sealed class SetPaths(DocumentPaths paths, ODataModel model, EntitySet set)
{
    private static readonly int[] Errors = [304, 400, 401, 404, 429, 501, 503];

    private readonly SetExamples _examples = SetExamples.Of(set);

    public void Add()
    {
        var label = set.Type.Label ?? set.Name;
        var rows = paths.Add(HttpMethod.Get, $"/{set.Name}", set.Name, $"{label}: các dòng / rows", Rows(set.Type), Errors);
        rows.Description = set.Type.Description;
        AddOptions(rows, set.Type, _examples);
        var count = paths.Add(HttpMethod.Get, $"/{set.Name}/$count", set.Name, $"{label}: số dòng / number of rows", DocumentPaths.Answer("Số dòng / number", ("text/plain", DocumentPaths.WholeNumber("int64"))), Errors);
        count.Parameters = [Filter(_examples), Search(_examples)];
        foreach (var (name, declaration) in set.Type.DeclaredTransformations)
        {
            var transformed = paths.Add(HttpMethod.Get, $"/{set.Name}/{name}()", set.Name, $"{label}: {declaration.Label}", Rows(set.Type), Errors);
            transformed.Description = declaration.Description;
            transformed.Parameters = [paths.Parameter("top"), paths.Parameter("skip"), paths.Parameter("count"), paths.Parameter("format")];
        }
        AddEntity(label);
    }

    private void AddEntity(string label)
    {
        var path = $"/{set.Name}({string.Join(',', set.Type.Key.Select(KeyPart))})";
        List<IOpenApiParameter> keys = [.. set.Type.Key.Select(key => DocumentPaths.InPath(key.Name, key.Label, EntitySchemas.Schema(key), _examples.Key))];
        var entity = paths.Add(HttpMethod.Get, path, set.Name, $"{label}: một dòng / one row", DocumentPaths.Answer("Dòng / row", ("application/json", paths.Schema(set.Type.QualifiedName))), Errors);
        entity.Parameters = [.. keys, Select(set.Type), .. Expand(set.Type)];
        foreach (var navigation in set.Type.Navigations.Where(n => !n.IsComplex))
        {
            var target = paths.Schema(navigation.Target.QualifiedName);
            var related = paths.Add(
                HttpMethod.Get, $"{path}/{navigation.Name}", set.Name, $"{label}: {navigation.Label ?? navigation.Name}",
                navigation.IsCollection ? Rows(navigation.Target) : DocumentPaths.Answer("Dòng / row", ("application/json", target)), Errors);
            if (!navigation.IsCollection)
            {
                related.Responses!["204"] = new OpenApiResponse { Description = "Không dẫn đến đâu. / It leads nowhere." };
                related.Parameters = [.. keys, Select(navigation.Target), .. Expand(navigation.Target)];
            }
            else
            {
                AddOptions(related, navigation.Target, model.SetOf(navigation.Target) is { } other ? SetExamples.Of(other) : SetExamples.None);
                related.Parameters = [.. keys, .. related.Parameters!];
            }
        }
    }

    private string KeyPart(StructuralProperty key)
    {
        var value = key.Kind is PrimitiveKind.String ? $"'{{{key.Name}}}'" : $"{{{key.Name}}}";
        return set.Type.Key.Count == 1 ? value : $"{key.Name}={value}";
    }

    private void AddOptions(OpenApiOperation operation, EntityType type, SetExamples examples) => operation.Parameters =
    [
        paths.Parameter("top"), paths.Parameter("skip"), Search(examples), Filter(examples), paths.Parameter("count"), OrderBy(type), Select(type), .. Expand(type),
        DocumentPaths.Query("$apply", "Tổng hợp theo nhóm. / Sums by group (Data Aggregation).", DocumentPaths.Text(), examples.Apply),
        DocumentPaths.Query("$compute", "Cột tính thêm. / Further columns that are computed.", DocumentPaths.Text(), SetExamples.Compute(type)),
        paths.Parameter("format"),
    ];

    private static OpenApiParameter Filter(SetExamples examples) =>
        DocumentPaths.Query("$filter", "Điều kiện của dòng. / What must hold for the rows.", DocumentPaths.Text(), examples.Filter);

    private static OpenApiParameter Search(SetExamples examples) =>
        DocumentPaths.Query("$search", "Từ cần tìm, không phân biệt hoa thường và dấu. / Words to find, without case and marks.", DocumentPaths.Text(), examples.Search);

    private static OpenApiParameter OrderBy(EntityType type) => List(
        "$orderby", $"Thứ tự, ví dụ / order, such as `{SetExamples.OrderBy(type)}`.", type.Properties.SelectMany(p => new[] { p.Name, p.Name + " desc" }));

    private static OpenApiParameter Select(EntityType type) => List(
        "$select", $"Cột, ví dụ / columns, such as `{SetExamples.Select(type)}`.", type.Properties.Select(p => p.Name));

    /// <summary>Nothing where nothing is related.</summary>
    private static IEnumerable<OpenApiParameter> Expand(EntityType type)
    {
        if (SetExamples.Expand(type) is { } example)
        {
            yield return List("$expand", $"Dòng liên quan, ví dụ / related rows, such as `{example}`.", type.Navigations.Where(n => !n.IsComplex).Select(n => n.Name).Prepend("*"));
        }
    }

    /// <summary>Names with commas between them.</summary>
    private static OpenApiParameter List(string name, string description, IEnumerable<string> values) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Explode = false,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Array, UniqueItems = true, Items = DocumentPaths.Text(values) },
    };

    private OpenApiResponse Rows(EntityType type)
    {
        var page = SharedParts.Record(new Dictionary<string, IOpenApiSchema>
        {
            ["@odata.context"] = DocumentPaths.Text(),
            ["@odata.count"] = paths.Schema(SharedParts.Count),
            ["value"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = paths.Schema(type.QualifiedName) },
            ["@odata.nextLink"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", Description = "Trang sau, nếu còn. / The next page, if there is one." },
        }, "value");
        page.Title = $"{type.Label ?? type.Name}";
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var answer = DocumentPaths.Answer(
            "Các dòng / rows", ("application/json", page), ("text/csv", DocumentPaths.Text()), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file));
        answer.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["ETag"] = new OpenApiHeader { Description = "Thẻ của câu trả lời; gửi lại trong If-None-Match. / Tag of the answer; send it back in If-None-Match.", Schema = DocumentPaths.Text() },
            ["DTIW-Data-As-Of"] = new OpenApiHeader { Description = "Số liệu đến lúc nào. / The instant that the data stands at.", Schema = DocumentPaths.Text() },
        };
        return answer;
    }
}
