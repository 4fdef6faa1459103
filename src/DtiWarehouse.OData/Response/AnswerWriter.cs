using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>Writes what a running query gives: a collection, an entity, a value or a count, streaming from the reader to the response.</summary>
internal sealed class AnswerWriter(HttpContext http, ODataService service, ODataRequest request, QueryPlan plan, ResponseFormat format, string root, QueryRun run, Page page)
{
    private const int FlushAt = 48 * 1024;

    /// <summary>Called once the first row is there and before anything is sent.</summary>
    public required Action BeforeBody { get; init; }

    public Task WriteAsync() => plan.Kind switch
    {
        AnswerKind.Collection => WriteCollectionAsync(),
        AnswerKind.Entity => WriteEntityAsync(),
        AnswerKind.Count => WriteCountAsync(),
        AnswerKind.Property => WritePropertyAsync(),
        _ => WriteRawValueAsync(),
    };

    private async Task WriteCollectionAsync()
    {
        var count = plan.Count is null ? (long?)null : await run.CountAsync();
        await using var cursor = await run.OpenRowsAsync();
        var hasRow = page.Rows > 0 && await cursor.ReadAsync(run.Cancellation);
        if (!hasRow && !await run.ParentExistsAsync())
        {
            throw ODataErrors.EntityNotFound(Path());
        }
        if (!Begin())
        {
            return;
        }
        using var output = new Utf8Output();
        output.Raw((byte)'{');
        WriteContext(output);
        if (count is { } total)
        {
            output.Raw("\"@odata.count\":"u8);
            EntityWriter.WholeNumber(total, output, format.Ieee754Compatible);
            output.Raw((byte)',');
        }
        output.Raw("\"value\":["u8);
        var last = await WriteRowsAsync(cursor, hasRow, output);
        output.Raw((byte)']');
        if (last is not null)
        {
            output.Raw(",\"@odata.nextLink\":"u8);
            output.Text(NextLink(last));
        }
        output.Raw((byte)'}');
        await SendAsync(output);
    }

    /// <summary>Writes the page's rows; gives the order values of its last row when another page follows.</summary>
    private async Task<object?[]?> WriteRowsAsync(RowCursor cursor, bool hasRow, Utf8Output output)
    {
        if (!hasRow)
        {
            return null;
        }
        var writer = new EntityWriter(plan.Shape, format, root, service.Model.Namespace, plan.IsReferences);
        var written = 0L;
        object?[]? last = null;
        var more = false;
        if (!plan.Shape.HasCollections)
        {
            do
            {
                if (written > 0)
                {
                    output.Raw((byte)',');
                }
                writer.Write(cursor, output, null);
                if (output.Length >= FlushAt)
                {
                    await SendAsync(output);
                }
            }
            while (await NextAsync());
        }
        else
        {
            var renderer = new RowRenderer(run);
            var waiting = true;
            while (waiting)
            {
                if (written > 0)
                {
                    output.Raw((byte)',');
                }
                waiting = await renderer.RenderChunkAsync(cursor, writer, output, NextAsync);
                await SendAsync(output);
            }
        }
        return more ? last : null;

        async ValueTask<bool> NextAsync()
        {
            if (++written == page.Rows)
            {
                last = page.EndsWithTop ? null : PageToken.Capture(cursor, plan.PageColumns);
                more = !page.EndsWithTop && await cursor.ReadAsync(run.Cancellation);
                return false;
            }
            return await cursor.ReadAsync(run.Cancellation);
        }
    }

    private string NextLink(object?[] last)
    {
        var token = new PageToken(last, page.Top - page.Rows).Write(request.Resource, service.SigningKey);
        var separator = request.Resource.EndsWith('?') ? "" : "&";
        return $"{root}{request.Resource}{separator}$skiptoken={token}";
    }

    private async Task WriteEntityAsync()
    {
        await using var cursor = await run.OpenRowsAsync();
        var found = await cursor.ReadAsync(run.Cancellation);
        if (!found || EntityWriter.IsAbsent(cursor, plan.Shape))
        {
            await MissingAsync();
            return;
        }
        if (!Begin())
        {
            return;
        }
        using var output = new Utf8Output();
        var writer = new EntityWriter(plan.Shape, format, root, service.Model.Namespace, plan.IsReferences);
        if (plan.Shape.HasCollections)
        {
            await new RowRenderer(run).RenderChunkAsync(cursor, writer, output, () => new ValueTask<bool>(false));
        }
        else
        {
            writer.Write(cursor, output, null);
        }
        using var answer = new Utf8Output();
        answer.Raw((byte)'{');
        WriteContext(answer, plan.Owner is null ? null : ContextOfProperty(cursor));
        var members = output.Written[1..];
        if (members.Length == 1 && answer.Written[^1] == (byte)',')
        {
            // An entity without members ("{}") leaves no separator behind the context.
            answer.TrimEnd(1);
        }
        answer.Raw(members);
        await SendAsync(answer);
    }

    private async Task WritePropertyAsync()
    {
        await using var cursor = await run.OpenRowsAsync();
        if (!await FoundAsync(cursor))
        {
            return;
        }
        if (!Begin())
        {
            return;
        }
        using var output = new Utf8Output();
        output.Raw((byte)'{');
        if (format.Metadata is not MetadataLevel.None)
        {
            output.Raw("\"@odata.context\":"u8);
            output.Text($"{root}$metadata#{ContextOfProperty(cursor)}");
            output.Raw((byte)',');
        }
        output.Raw("\"value\":"u8);
        EntityWriter.Value(cursor, plan.Property!, output, format.Ieee754Compatible);
        output.Raw((byte)'}');
        await SendAsync(output);
    }

    /// <summary><c>Set(key)/Property</c>: the key of the entity that the value was read from.</summary>
    private string ContextOfProperty(RowCursor cursor)
    {
        using var key = new Utf8Output(1024);
        new EntityWriter(plan.Owner!, new ResponseFormat(MetadataLevel.None, false), "", "", isReference: true).Write(cursor, key, null);
        // {"@odata.id":"Set(1)"}
        var id = Encoding.UTF8.GetString(key.Written[("{\"@odata.id\":\"".Length)..^2]);
        return $"{id}/{plan.PropertyPath}";
    }

    private async Task WriteRawValueAsync()
    {
        await using var cursor = await run.OpenRowsAsync();
        if (!await FoundAsync(cursor))
        {
            return;
        }
        using var output = new Utf8Output();
        EntityWriter.Value(cursor, plan.Property!, output, ieee754Compatible: false);
        var text = plan.Property!.Kind is PrimitiveKind.String or PrimitiveKind.Binary
            ? cursor.GetText(plan.Property.Ordinal).ToArray()
            : output.Written.Trim((byte)'"').ToArray();
        if (!Begin(plan.Property.Kind is PrimitiveKind.Binary ? "application/octet-stream" : "text/plain;charset=utf-8"))
        {
            return;
        }
        await http.Response.Body.WriteAsync(text, run.Cancellation);
    }

    private async Task WriteCountAsync()
    {
        await using var cursor = await run.OpenRowsAsync();
        var count = await cursor.ReadAsync(run.Cancellation) ? cursor.GetInt64(0) : 0;
        if (count == 0 && !await run.ParentExistsAsync())
        {
            throw ODataErrors.EntityNotFound(Path());
        }
        if (Begin("text/plain"))
        {
            await http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)), run.Cancellation);
        }
    }

    /// <summary>Whether there is a value to write; otherwise 204 for null and 404 for nothing there.</summary>
    private async Task<bool> FoundAsync(RowCursor cursor)
    {
        if (!await cursor.ReadAsync(run.Cancellation) || EntityWriter.IsAbsent(cursor, plan.Shape))
        {
            throw ODataErrors.EntityNotFound(Path());
        }
        if (plan.Property!.Nullable && cursor.IsNull(plan.Property.Ordinal))
        {
            NoContent();
            return false;
        }
        return true;
    }

    /// <summary>A navigation that leads nowhere is 204, one from an entity that is not there 404.</summary>
    private async Task MissingAsync()
    {
        if (plan.Parent is null || !await run.ParentExistsAsync() || request.Path.Last(s => s is NameSegment) is NameSegment { Key: not null })
        {
            throw ODataErrors.EntityNotFound(Path());
        }
        NoContent();
    }

    private void NoContent()
    {
        BeforeBody();
        ODataEndpoints.WriteVersion(http, request.Version);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Sends the headers; false = the request wants no body.</summary>
    private bool Begin(string? contentType = null)
    {
        BeforeBody();
        ODataEndpoints.WriteVersion(http, request.Version);
        http.Response.ContentType = contentType ?? format.ContentType;
        if (page.Preferred is not null && plan.Kind is AnswerKind.Collection)
        {
            http.Response.Headers["Preference-Applied"] = $"odata.maxpagesize={page.Preferred.Value.ToString(CultureInfo.InvariantCulture)}";
        }
        return !HttpMethods.IsHead(http.Request.Method);
    }

    private void WriteContext(Utf8Output output, string? context = null)
    {
        if (format.Metadata is not MetadataLevel.None)
        {
            output.Raw("\"@odata.context\":"u8);
            output.Text($"{root}$metadata#{context ?? (request.Version >= ODataRequest.V401 ? plan.Context401 : plan.Context40)}");
            output.Raw((byte)',');
        }
    }

    private async ValueTask SendAsync(Utf8Output output)
    {
        await http.Response.BodyWriter.WriteAsync(output.WrittenMemory, run.Cancellation);
        output.Clear();
    }

    private string Path() => string.Join('/', request.Path.Select(s => s.Text));
}
