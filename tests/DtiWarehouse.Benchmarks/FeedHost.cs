using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// The feed and, beside it, the ceiling: an endpoint that streams the same columns of the same rows from the reader to
/// <see cref="Utf8JsonWriter"/> with no OData at all.
/// </summary>
internal static class FeedHost
{
    public static async Task RunAsync(string file, string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        using var context = new WarehouseContext(SqliteWarehouse.Options(SqliteWarehouse.ConnectionString(file)));
        var model = EntityFrameworkModel.Create(context, "DtiWarehouse", "Warehouse");
        var connectionString = SqliteWarehouse.ConnectionString(file, readOnly: true);
        app.MapODataService("/odata/v1", new ODataService(model, new SqliteDialect(), () => new SqliteConnection(connectionString)));
        model.TryGetSet("Dossiers", out var dossiers);
        var columns = dossiers!.Type.Properties.Select(p => (p.Name, p.Column, p.Kind)).ToArray();
        app.MapGet("/ceiling", http => CeilingAsync(http, connectionString, columns, int.Parse(http.Request.Query["rows"]!, System.Globalization.CultureInfo.InvariantCulture)));
        await app.RunAsync();
    }

    private static async Task CeilingAsync(HttpContext http, string connectionString, (string Name, string Column, PrimitiveKind Kind)[] columns, int rows)
    {
        http.Response.ContentType = "application/json";
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => c.Column))} FROM fact_dossier ORDER BY dossier_key LIMIT @rows";
        command.Parameters.AddWithValue("@rows", rows);
        await using var reader = await command.ExecuteReaderAsync();
        var names = columns.Select(c => JsonEncodedText.Encode(c.Name)).ToArray();
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("value");
        while (await reader.ReadAsync())
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Length; i++)
            {
                json.WritePropertyName(names[i]);
                if (reader.IsDBNull(i))
                {
                    json.WriteNullValue();
                    continue;
                }
                switch (columns[i].Kind)
                {
                    case PrimitiveKind.Int32 or PrimitiveKind.Int64:
                        json.WriteNumberValue(reader.GetInt64(i));
                        break;
                    case PrimitiveKind.Boolean:
                        json.WriteBooleanValue(reader.GetBoolean(i));
                        break;
                    default:
                        json.WriteStringValue(reader.GetString(i));
                        break;
                }
            }
            json.WriteEndObject();
            if (json.BytesPending > 32 * 1024)
            {
                json.Flush();
                await http.Response.BodyWriter.FlushAsync();
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await http.Response.BodyWriter.FlushAsync();
    }
}
