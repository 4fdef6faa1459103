using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// The ceiling: endpoints that stream the rows of a statement written by hand from the reader to <see cref="Utf8JsonWriter"/>,
/// with no OData at all. Beside it the same rows by <see cref="MicrosoftFeed"/>.
/// </summary>
internal static class BareHost
{
    public const string Root = "/bare/";

    public static async Task RunAsync(string file, int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var connectionString = SqliteWarehouse.ConnectionString(file, readOnly: true);
        MicrosoftFeed.AddServices(builder.Services, connectionString);
        await using var app = builder.Build();
        app.MapControllers();
        foreach (var question in Questions.All(Model(connectionString)))
        {
            var answer = new BareAnswer(question, () => new SqliteConnection(connectionString));
            app.MapGet(Root + question.Name, answer.WriteAsync);
        }
        app.MapGet(Root + "version", http => VersionAsync(http, connectionString));
        var documents = new Dictionary<int, byte[]>();
        app.MapGet(Root + "document", http => DocumentAsync(http, documents));
        await app.RunAsync();
    }

    /// <summary>The model of the feed, for its columns.</summary>
    public static ODataModel Model(string connectionString)
    {
        using var context = new WarehouseContext(SqliteWarehouse.Options(connectionString));
        return EntityFrameworkModel.Create(context, "DtiWarehouse", "Warehouse");
    }

    /// <summary>What the least conditional request takes: the version of the data, and 304 where it is known.</summary>
    private static async Task VersionAsync(HttpContext http, string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM etl_data_version";
        var tag = $"W/\"{await command.ExecuteScalarAsync()}\"";
        http.Response.Headers.ETag = tag;
        http.Response.StatusCode = http.Request.Headers.IfNoneMatch == tag ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    /// <summary>So many bytes that are there already.</summary>
    private static Task DocumentAsync(HttpContext http, Dictionary<int, byte[]> documents)
    {
        var length = int.Parse(http.Request.Query["bytes"]!, CultureInfo.InvariantCulture);
        byte[] document;
        lock (documents)
        {
            if (!documents.TryGetValue(length, out document!))
            {
                // Bytes that were never written to are one and the same page of zeros, which is always near.
                RandomNumberGenerator.Fill(documents[length] = document = new byte[length]);
            }
        }
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = length;
        return http.Response.Body.WriteAsync(document, 0, length);
    }
}

/// <summary>One bare endpoint, over any database.</summary>
internal sealed class BareAnswer(Question question, Func<DbConnection> connect)
{
    /// <param name="Opens">Object that begins before the column.</param>
    private sealed record Step(JsonEncodedText Name, ColumnKind Kind, JsonEncodedText? Opens, bool Closes);

    private readonly Step[] _steps = [.. question.Columns.Select((column, i) =>
    {
        var path = PathOf(column);
        return new Step(
            JsonEncodedText.Encode(column.Name[(path.Length == 0 ? 0 : path.Length + 1)..]), column.Kind,
            path.Length > 0 && (i == 0 || PathOf(question.Columns[i - 1]) != path) ? JsonEncodedText.Encode(path) : null,
            path.Length > 0 && (i + 1 == question.Columns.Count || PathOf(question.Columns[i + 1]) != path));
    })];

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await using var connection = connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = question.Sql;
        if (http.Request.Query["at"] is [{ } at])
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@at", long.Parse(at, CultureInfo.InvariantCulture));
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync();
        var days = Enumerable.Range(0, _steps.Length).Select(i => reader.GetFieldType(i) != typeof(string) && _steps[i].Kind is ColumnKind.Text).ToArray();
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (!question.IsEntity)
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
        }
        var (rows, last, sent) = (0, 0L, 0L);
        while (await reader.ReadAsync())
        {
            WriteRow(json, reader, days);
            if (++rows == question.PageSize)
            {
                last = reader.GetInt64(_steps.Length);
            }
            // What the writer has handed to the pipe counts too, or nothing would leave before the last row.
            if (json.BytesCommitted + json.BytesPending - sent > 32 * 1024)
            {
                json.Flush();
                sent = json.BytesCommitted;
                await http.Response.BodyWriter.FlushAsync();
            }
        }
        if (!question.IsEntity)
        {
            json.WriteEndArray();
            if (last > 0)
            {
                json.WriteString("@odata.nextLink", $"http://{http.Request.Host}{http.Request.Path}?at={last}");
            }
            json.WriteEndObject();
        }
        json.Flush();
        await http.Response.BodyWriter.FlushAsync();
    }

    private void WriteRow(Utf8JsonWriter json, DbDataReader reader, bool[] days)
    {
        Span<char> day = stackalloc char[10];
        json.WriteStartObject();
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (step.Opens is { } path)
            {
                json.WriteStartObject(path);
            }
            json.WritePropertyName(step.Name);
            if (reader.IsDBNull(i))
            {
                json.WriteNullValue();
            }
            else
            {
                switch (step.Kind)
                {
                    case ColumnKind.Number:
                        json.WriteNumberValue(reader.GetInt64(i));
                        break;
                    case ColumnKind.Real:
                        json.WriteNumberValue(reader.GetDouble(i));
                        break;
                    case ColumnKind.Flag:
                        json.WriteBooleanValue(reader.GetBoolean(i));
                        break;
                    case ColumnKind.Instant:
                        json.WriteStringValue(DateTime.SpecifyKind(reader.GetDateTime(i), DateTimeKind.Utc));
                        break;
                    case ColumnKind.Text when days[i]:
                        reader.GetFieldValue<DateOnly>(i).TryFormat(day, out _, "O", CultureInfo.InvariantCulture);
                        json.WriteStringValue(day);
                        break;
                    default:
                        json.WriteStringValue(reader.GetString(i));
                        break;
                }
            }
            if (step.Closes)
            {
                json.WriteEndObject();
            }
        }
        json.WriteEndObject();
    }

    private static string PathOf(Column column) => column.Name.LastIndexOf('/') is > 0 and var end ? column.Name[..end] : "";
}
