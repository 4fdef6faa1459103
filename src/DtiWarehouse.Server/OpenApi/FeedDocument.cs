using DtiWarehouse.OData.Edm;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>
/// The OpenAPI document of the server: the feed by its entity data model, as the OASIS mapping of OData to OpenAPI has it,
/// and the endpoints beside it, whose paths carry a server of their own.
/// </summary>
internal sealed class FeedDocument(ODataModel model, DocumentRoots roots) : IDocumentFilter
{
    public static OpenApiInfo Info => new()
    {
        Title = "Kho dữ liệu chuyển đổi số / DtiWarehouse",
        Version = "v1",
        Description = """
            Nguồn OData v4 chỉ đọc: hồ sơ, văn bản, dịch vụ công, chỉ tiêu chuyển đổi số của tỉnh. Mỗi ví dụ trong tài liệu này chạy được trên nguồn.

            A read-only OData v4 feed: dossiers, documents, online services and indicators of the province's digital transformation. Every example in this document runs against the feed.
            """.ReplaceLineEndings("\n"),
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Servers = [new OpenApiServer { Url = roots.Feed }];
        swaggerDoc.Components = new OpenApiComponents { Schemas = new Dictionary<string, IOpenApiSchema>() };
        SharedParts.AddTo(swaggerDoc);
        EntitySchemas.AddTo(swaggerDoc, model);
        swaggerDoc.Tags = new HashSet<OpenApiTag>();
        var paths = new DocumentPaths(swaggerDoc);
        foreach (var set in model.EntitySets)
        {
            paths.Tag(set.Name, set.Type.Label);
            new SetPaths(paths, model, set).Add();
        }
        ServicePaths.Add(paths);
        ServerPaths.Add(paths, roots.Server);
    }
}
