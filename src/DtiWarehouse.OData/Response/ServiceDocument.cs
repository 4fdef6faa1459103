using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Response;

/// <summary>The service document: the list of entity sets and singletons (OData JSON Format 4.01, section 5).</summary>
internal static class ServiceDocument
{
    /// <param name="root">Service root with a trailing slash.</param>
    public static byte[] Write(ODataModel model, Version version, MetadataLevel metadata, string root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is not MetadataLevel.None)
            {
                json.WriteString(version >= ODataRequest.V401 ? "@context" : "@odata.context", root + "$metadata");
            }
            json.WriteStartArray("value");
            foreach (var set in model.EntitySets)
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
        return stream.ToArray();
    }
}
