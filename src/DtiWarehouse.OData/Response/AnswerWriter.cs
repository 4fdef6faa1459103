using System.Globalization;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;
using DtiWarehouse.OData.Sql;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>Writes what a running query gives as JSON or text: a collection, an entity, a value or a count, streaming from the reader to the response.</summary>
internal sealed class AnswerWriter(Answer answer)
{
    private const int FlushAt = 48 * 1024;

    private readonly HttpContext _http = answer.Http;
    private readonly ODataRequest _request = answer.Request;
    private readonly QueryPlan _plan = answer.Plan;
    private readonly QueryRun _run = answer.Run;
    private readonly Page _page = answer.Page;

    private readonly JsonStyle _style = new(
        answer.Format.Metadata, answer.Format.Ieee754Compatible, answer.Request.Version >= ODataRequest.V401,
        answer.Request.Preferences.OmitValues is not null, answer.Root, answer.Service.Model.Namespace)
    {
        WithUpPaths = answer.Request.Preferences.Includes(HierarchyFunctions.UpPath),
    };

    public Task WriteAsync() => _plan.Kind switch
    {
        AnswerKind.Collection => WriteCollectionAsync(),
        AnswerKind.Entity => WriteEntityAsync(),
        AnswerKind.Count => WriteCountAsync(),
        AnswerKind.Property => WritePropertyAsync(),
        _ => WriteRawValueAsync(),
    };

    private async Task WriteCollectionAsync()
    {
        var count = _plan.Count is null ? (long?)null : await _run.CountAsync();
        await using var cursor = await _run.OpenRowsAsync();
        var hasRow = _page.Rows > 0 && await cursor.ReadAsync(_run.Cancellation);
        if (!hasRow && !await ParentExistsAsync(cursor))
        {
            throw ODataErrors.EntityNotFound(answer.Path);
        }
        if (!answer.Begin())
        {
            return;
        }
        using var output = new Utf8Output();
        output.Raw((byte)'{');
        WriteContext(output);
        if (count is { } total)
        {
            output.Raw($"\"{_style.Control}count\":");
            EntityWriter.WholeNumber(total, output, _style.Ieee754Compatible);
            output.Raw((byte)',');
        }
        WriteAnnotations(output);
        output.Raw("\"value\":["u8);
        var last = await WriteRowsAsync(cursor, hasRow, output);
        output.Raw((byte)']');
        if (last is not null)
        {
            output.Raw($",\"{_style.Control}nextLink\":");
            output.Text(NextLink(last));
        }
        output.Raw((byte)'}');
        await answer.SendLastAsync(output);
    }

    /// <summary>Writes the page's rows; gives the order values of its last row when another page follows.</summary>
    private async Task<object?[]?> WriteRowsAsync(RowCursor cursor, bool hasRow, Utf8Output output)
    {
        if (!hasRow)
        {
            return null;
        }
        var writer = answer.Query.Writer(_style);
        var written = 0L;
        object?[]? last = null;
        var more = false;
        if (!_plan.Shape.HasCollections)
        {
            do
            {
                if (written > 0)
                {
                    output.Raw((byte)',');
                }
                writer.Write(cursor, output, null);
                _run.UnsentRows++;
                if (output.Length >= FlushAt)
                {
                    await SendAsync(output);
                }
            }
            while (await NextAsync());
        }
        else
        {
            await new RowRenderer(_run).RenderAsync(cursor, writer, output, NextAsync, () => output.Length >= FlushAt ? SendAsync(output) : default);
        }
        return more ? last : null;

        async ValueTask<bool> NextAsync()
        {
            if (++written == _page.Rows)
            {
                last = _page.EndsWithTop ? null : PageToken.Capture(cursor, _plan.PageColumns);
                more = !_page.EndsWithTop && await cursor.ReadAsync(_run.Cancellation);
                return false;
            }
            return await cursor.ReadAsync(_run.Cancellation);
        }
    }

    private string NextLink(object?[] last)
    {
        // The first page's version goes along the chain: every later page tells whether it still shows the same data.
        var version = answer.Token is null ? answer.DataVersion : answer.Token.DataVersion;
        var token = new PageToken(last, _page.Top - _page.Rows, version).Write(answer.Service.Binding(answer.Scope, _request));
        return _style.Root + _request.LinkTo(token);
    }

    private async Task WriteEntityAsync()
    {
        await using var cursor = await _run.OpenRowsAsync();
        var found = await cursor.ReadAsync(_run.Cancellation);
        if (!found || EntityWriter.IsAbsent(cursor, _plan.Shape))
        {
            await cursor.DisposeAsync();
            await answer.MissingAsync();
            return;
        }
        if (!answer.Begin())
        {
            return;
        }
        using var body = new Utf8Output();
        body.Raw((byte)'{');
        WriteContext(body, _plan.Owner is null ? null : ContextOfProperty(cursor));
        using var output = new Utf8Output();
        var writer = answer.Query.Writer(_style);
        if (_plan.Shape.HasCollections)
        {
            await new RowRenderer(_run).RenderAsync(cursor, writer, output, () => new ValueTask<bool>(false), () => default);
        }
        else
        {
            writer.Write(cursor, output, null);
        }
        var members = output.Written[1..];
        if (members.Length == 1 && body.Written[^1] == (byte)',')
        {
            // An entity without members ("{}") leaves no separator behind the context.
            body.TrimEnd(1);
        }
        body.Raw(members);
        await answer.SendLastAsync(body);
    }

    private async Task WritePropertyAsync()
    {
        await using var cursor = await _run.OpenRowsAsync();
        if (!await FoundAsync(cursor))
        {
            return;
        }
        if (!answer.Begin())
        {
            return;
        }
        using var output = new Utf8Output();
        output.Raw((byte)'{');
        if (_style.Metadata is not MetadataLevel.None)
        {
            output.Raw($"\"{_style.Control}context\":");
            output.Text($"{_style.Root}$metadata#{ContextOfProperty(cursor)}");
            output.Raw((byte)',');
        }
        output.Raw("\"value\":"u8);
        EntityWriter.Value(cursor, _plan.Property!, output, _style.Ieee754Compatible);
        output.Raw((byte)'}');
        await answer.SendLastAsync(output);
    }

    /// <summary><c>Set(key)/Property</c>: the key of the entity that the value was read from.</summary>
    private string ContextOfProperty(RowCursor cursor)
    {
        using var id = new Utf8Output(1024);
        new EntityWriter(_plan.Owner!, _style with { Root = "" }, isReference: true).WriteId(cursor, id);
        return $"{Encoding.UTF8.GetString(id.Written)}/{_plan.PropertyPath}";
    }

    private async Task WriteRawValueAsync()
    {
        await using var cursor = await _run.OpenRowsAsync();
        if (!await FoundAsync(cursor))
        {
            return;
        }
        using var output = new Utf8Output();
        EntityWriter.Value(cursor, _plan.Property!, output, ieee754Compatible: false);
        var text = _plan.Property!.Kind is PrimitiveKind.String or PrimitiveKind.Binary
            ? cursor.GetText(_plan.Property.Ordinal).ToArray()
            : output.Written.Trim((byte)'"').ToArray();
        if (!answer.Begin(_plan.Property.Kind is PrimitiveKind.Binary ? "application/octet-stream" : "text/plain;charset=utf-8"))
        {
            return;
        }
        await _http.Response.Body.WriteAsync(text, _run.Cancellation);
    }

    private async Task WriteCountAsync()
    {
        await using var cursor = await _run.OpenRowsAsync();
        var count = await cursor.ReadAsync(_run.Cancellation) ? cursor.GetInt64(0) : 0;
        if (count == 0 && !await ParentExistsAsync(cursor))
        {
            throw ODataErrors.EntityNotFound(answer.Path);
        }
        if (answer.Begin("text/plain"))
        {
            using var output = new Utf8Output(32);
            output.Number(count);
            await answer.SendLastAsync(output);
        }
    }

    /// <summary>Closes rows that are not there, and tells whether the entity that the path goes on from is.</summary>
    private async ValueTask<bool> ParentExistsAsync(RowCursor cursor)
    {
        await cursor.DisposeAsync();
        return await _run.ParentExistsAsync();
    }

    /// <summary>Whether there is a value to write; otherwise 204 for null and 404 for nothing there.</summary>
    private async Task<bool> FoundAsync(RowCursor cursor)
    {
        if (!await cursor.ReadAsync(_run.Cancellation) || EntityWriter.IsAbsent(cursor, _plan.Shape))
        {
            throw ODataErrors.EntityNotFound(answer.Path);
        }
        if (_plan.Property!.Nullable && cursor.IsNull(_plan.Property.Ordinal))
        {
            answer.NoContent();
            return false;
        }
        return true;
    }

    private void WriteContext(Utf8Output output, string? context = null)
    {
        if (_style.Metadata is not MetadataLevel.None)
        {
            output.Raw($"\"{_style.Control}context\":");
            output.Text($"{_style.Root}$metadata#{context ?? (_request.Version >= ODataRequest.V401 ? _plan.Context401 : _plan.Context40)}");
            output.Raw((byte)',');
        }
    }

    /// <summary>What the service has to say about a collection beyond the standard's own control information.</summary>
    private void WriteAnnotations(Utf8Output output)
    {
        if (answer.IsDataChanged && _request.Preferences.Includes(ServiceVocabulary.DataVersionChanged))
        {
            output.Raw($"\"@{ServiceVocabulary.DataVersionChanged}\":true,");
        }
        if (_plan.Warnings.Count > 0 && _request.Preferences.Includes(ServiceVocabulary.Warnings))
        {
            var vietnamese = ODataEndpoints.PrefersVietnamese(_http);
            output.Raw($"\"@{ServiceVocabulary.Warnings}\":[");
            for (var i = 0; i < _plan.Warnings.Count; i++)
            {
                output.Raw(i == 0 ? "{\"code\":"u8 : ",{\"code\":"u8);
                output.Text(_plan.Warnings[i].Code);
                output.Raw(",\"message\":"u8);
                output.Text(vietnamese ? _plan.Warnings[i].Vietnamese : _plan.Warnings[i].English);
                output.Raw((byte)'}');
            }
            output.Raw("],"u8);
        }
    }

    /// <summary>Sends a part of the body that is not its last.</summary>
    private async ValueTask SendAsync(Utf8Output output)
    {
        answer.Turn?.GiveUp();
        await _http.Response.BodyWriter.WriteAsync(output.WrittenMemory, _run.Cancellation);
        output.Clear();
        answer.Sent();
    }
}
