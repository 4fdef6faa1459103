using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// Tells how a query would be answered, in place of the answer (<c>Prefer: dtiw.explain</c>): plan, the summaries that answer in place of facts, statements, parameters
/// without their values, the database's own plan, times so far. Nothing is read but that.
/// </summary>
internal static class ExplainWriter
{
    public const string ContentType = "application/vnd.dtiw.explain+json";

    public static async Task WriteAsync(HttpContext http, ODataRequest request, TranslatedQuery query, bool wasKnown, QueryRun run, string timing)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("answer", query.Plan.Kind.ToString());
            json.WriteString("shape", request.Shape.Replace('\u0001', '?'));
            json.WriteBoolean("fromCache", wasKnown);
            json.WriteString("timing", timing);
            Lines(json, "summaries", query.Plan.Summaries);
            Lines(json, "plan", PlanText.Of(query.Plan.Rows).TrimEnd('\n').Split('\n'));
            json.WriteStartArray("statements");
            foreach (var (name, statement) in query.Statements)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("sql", statement.Sql);
                Parameters(json, statement);
                Lines(json, "databasePlan", await run.ExplainAsync(statement));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        ODataEndpoints.WriteVersion(http, request.Version);
        EntityTag.Write(http, null);
        http.Response.Headers["Preference-Applied"] = "dtiw.explain";
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = stream.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length), run.Cancellation);
        }
    }

    private static void Parameters(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartArray("parameters");
        foreach (var slot in statement.Slots)
        {
            json.WriteStartObject();
            json.WriteNumber("ordinal", slot.Ordinal);
            json.WriteString("origin", slot.Origin.ToString());
            json.WriteString("kind", slot.Kind.ToString());
            if (slot.Scale is { } scale)
            {
                json.WriteNumber("scale", scale);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Lines(Utf8JsonWriter json, string name, IEnumerable<string> lines)
    {
        json.WriteStartArray(name);
        foreach (var line in lines)
        {
            json.WriteStringValue(line);
        }
        json.WriteEndArray();
    }
}
