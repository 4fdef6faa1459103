using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace DtiWarehouse.Server.OpenApi;

/// <summary>
/// <c>/openapi/v1.json</c>: everything that the server answers, of the feed what the caller may see. <c>/swagger</c>: the
/// same as pages that try requests.
/// </summary>
public static class OpenApiEndpoints
{
    public const string Document = "/openapi/v1.json";
    public const string Pages = "/swagger";

    /// <summary>One per kind of caller and prefix of a trusted proxy, of which there are few.</summary>
    private const int MostDocuments = 16;

    private const string RequestsScript = "requests.js";

    /// <summary>The pages load from this server alone and talk to it alone; their library sets styles on elements.</summary>
    private const string PagesPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void MapOpenApi(this WebApplication app, CallerFeeds feeds, Uri? publicRoot)
    {
        var documents = new ConcurrentDictionary<(ODataModel Model, DocumentRoots Roots), string>();
        app.MapGet(Document, http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "private, no-cache";
            var asked = (Model: feeds.Of(http).Model, Roots: DocumentRoots.Of(http.Request, publicRoot));
            if (!documents.TryGetValue(asked, out var document))
            {
                document = Write(asked.Model, asked.Roots);
                if (documents.Count < MostDocuments)
                {
                    documents[asked] = document;
                }
            }
            return http.Response.WriteAsync(document, http.RequestAborted);
        });
        app.MapGet($"{Pages}/{RequestsScript}", () => Results.Stream(typeof(OpenApiEndpoints).Assembly.GetManifestResourceStream(RequestsScript)!, "text/javascript"));
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Pages, StringComparison.OrdinalIgnoreCase), pages =>
        {
            pages.Use((http, next) =>
            {
                http.Response.Headers.ContentSecurityPolicy = PagesPolicy;
                return next(http);
            });
            pages.UseSwaggerUI(options =>
            {
                options.RoutePrefix = Pages.TrimStart('/');
                options.DocumentTitle = "DtiWarehouse – OpenAPI";
                // From the page, so that it holds behind whatever prefix a proxy puts before it.
                options.SwaggerEndpoint(".." + Document, "DtiWarehouse");
                options.InjectJavascript(RequestsScript);
                options.DocExpansion(DocExpansion.None);
                options.DefaultModelsExpandDepth(-1);
                options.DisplayRequestDuration();
                options.EnableFilter();
            });
        });
    }

    /// <summary>The document of a feed's model as OpenAPI 3.0 JSON.</summary>
    public static string Write(ODataModel model, DocumentRoots roots)
    {
        var options = new SwaggerGeneratorOptions { DocumentFilters = [new FeedDocument(model, roots)] };
        options.SwaggerDocs["v1"] = FeedDocument.Info;
        var schemas = new SchemaGenerator(new SchemaGeneratorOptions(), new JsonSerializerDataContractResolver(new()));
        var document = new SwaggerGenerator(options, new NoControllers(), schemas).GetSwagger("v1");
        var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAsV3(new OpenApiJsonWriter(text));
        return text.ToString();
    }

    /// <summary>Everything in the document comes from its filter.</summary>
    private sealed class NoControllers : IApiDescriptionGroupCollectionProvider
    {
        public ApiDescriptionGroupCollection ApiDescriptionGroups { get; } = new([], 1);
    }
}

/// <summary>Where callers find the feed and what stands beside it.</summary>
/// <param name="Feed">Service root of the feed, without a slash at the end.</param>
/// <param name="Server">The folder that <c>/forms</c>, <c>/indicators</c>, <c>/operations</c> and <c>/health</c> are in.</param>
public sealed record DocumentRoots(string Feed, string Server)
{
    /// <summary>On this server, whatever its name is.</summary>
    public static readonly DocumentRoots Here = new(FeedEndpoints.ServiceRoot, "/");

    /// <summary>As a request shows them, behind the prefix of a proxy too; a public root goes before that.</summary>
    public static DocumentRoots Of(HttpRequest request, Uri? publicRoot)
    {
        var prefix = request.PathBase.Value ?? "";
        if (publicRoot is null)
        {
            return new(prefix + FeedEndpoints.ServiceRoot, prefix + "/");
        }
        var feed = publicRoot.AbsoluteUri.TrimEnd('/');
        return new(feed, feed.EndsWith(FeedEndpoints.ServiceRoot, StringComparison.Ordinal) ? feed[..^(FeedEndpoints.ServiceRoot.Length - 1)] : prefix + "/");
    }
}
