using System.Text.Json;
using DtiWarehouse.OData.Request;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>The service document: the list of entity sets and singletons (OData JSON Format 4.01, section 5).</summary>
internal static class ServiceDocument
{
    public static async Task WriteAsync(HttpContext http, ODataService service, ODataRequest request, ResponseFormat format, string root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (format.Metadata is not MetadataLevel.None)
            {
                json.WriteString(request.Version >= ODataRequest.V401 ? "@context" : "@odata.context", root + "$metadata");
            }
            json.WriteStartArray("value");
            foreach (var set in service.Model.EntitySets)
            {
                json.WriteStartObject();
                json.WriteString("name", set.Name);
                if (set.Type.Label is { } label)
                {
                    json.WriteString("title", label);
                }
                json.WriteString("kind", set.IsSingleton ? "Singleton" : "EntitySet");
                json.WriteString("url", set.Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        http.Response.ContentType = format.ContentType(request.Version);
        http.Response.ContentLength = stream.Length;
        ODataEndpoints.WriteVersion(http, request.Version);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length), http.RequestAborted);
        }
    }
}
