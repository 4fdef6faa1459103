using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace DtiWarehouse.OData.Batch;

/// <summary>Writes the answer to a batch part by part, straight to the response.</summary>
internal abstract class BatchWriter(PipeWriter output)
{
    /// <summary>Headers of the whole answer or of the connection, not of a part.</summary>
    private static readonly HashSet<string> NotOfAPart = new(StringComparer.OrdinalIgnoreCase) { "Server-Timing", "Vary", "Content-Length", "Transfer-Encoding", "Date", "Server" };

    public abstract string ContentType { get; }
    protected PipeWriter Output { get; } = output;

    public abstract Task BeginAsync(CancellationToken cancellation);
    public abstract Task BeginPartAsync(string? id, int status, IHeaderDictionary headers, bool hasBody, CancellationToken cancellation);
    public abstract Task WriteBodyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);
    public abstract Task EndPartAsync(CancellationToken cancellation);
    public abstract Task EndAsync(CancellationToken cancellation);

    protected static IEnumerable<(string Name, string Value)> HeadersOfPart(IHeaderDictionary headers) =>
        headers.Where(h => !NotOfAPart.Contains(h.Key) && h.Value.Count > 0).Select(h => (h.Key, h.Value.ToString()));

    protected async Task WriteTextAsync(string text, CancellationToken cancellation) =>
        await Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
}

/// <summary>OData JSON Format 4.01, section 19.5: bodies of JSON stand as they are, text as a string, others as base64url.</summary>
internal sealed class JsonBatchWriter(PipeWriter output) : BatchWriter(output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private enum BodyForm { None, Json, Text, Binary }

    private bool _hasParts;
    private BodyForm _form;
    private Utf8JsonWriter? _text;
    private readonly List<byte> _rest = [];

    public override string ContentType => "application/json";

    public override Task BeginAsync(CancellationToken cancellation) => WriteTextAsync("{\"responses\":[", cancellation);

    public override async Task BeginPartAsync(string? id, int status, IHeaderDictionary headers, bool hasBody, CancellationToken cancellation)
    {
        var head = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(head, Options))
        {
            json.WriteStartObject();
            if (id is not null)
            {
                json.WriteString("id", id);
            }
            json.WriteNumber("status", status);
            json.WriteStartObject("headers");
            foreach (var (name, value) in HeadersOfPart(headers))
            {
                json.WriteString(name.ToLowerInvariant(), value);
            }
            json.WriteEndObject();
        }
        await WriteTextAsync((_hasParts ? "," : "") + Encoding.UTF8.GetString(head.WrittenSpan) + (hasBody ? ",\"body\":" : ""), cancellation);
        _hasParts = true;
        _form = !hasBody ? BodyForm.None : FormOf(headers.ContentType.ToString());
        if (_form is BodyForm.Text)
        {
            _text = new Utf8JsonWriter(Output, Options);
        }
        else if (_form is BodyForm.Binary)
        {
            await WriteTextAsync("\"", cancellation);
        }
    }

    private static BodyForm FormOf(string contentType)
    {
        var type = Request.MediaRange.Parse(contentType).Type;
        return type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal) ? BodyForm.Json
            : type.StartsWith("text/", StringComparison.Ordinal) ? BodyForm.Text
            : BodyForm.Binary;
    }

    public override async Task WriteBodyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        switch (_form)
        {
            case BodyForm.Json:
                await Output.WriteAsync(bytes, cancellation);
                break;
            case BodyForm.Text:
                // A character may be cut between two writes; the writer keeps its first half.
                _text!.WriteStringValueSegment(bytes.Span, isFinalSegment: false);
                await _text.FlushAsync(cancellation);
                await Output.FlushAsync(cancellation);
                break;
            case BodyForm.Binary:
                _rest.AddRange(bytes.Span);
                var whole = _rest.Count - _rest.Count % 3;
                await WriteTextAsync(Base64Url.EncodeToString([.. _rest[..whole]]), cancellation);
                _rest.RemoveRange(0, whole);
                break;
        }
    }

    public override async Task EndPartAsync(CancellationToken cancellation)
    {
        if (_text is not null)
        {
            _text.WriteStringValueSegment(ReadOnlySpan<byte>.Empty, isFinalSegment: true);
            await _text.FlushAsync(cancellation);
            await _text.DisposeAsync();
            _text = null;
        }
        else if (_form is BodyForm.Binary)
        {
            await WriteTextAsync(Base64Url.EncodeToString([.. _rest]) + "\"", cancellation);
            _rest.Clear();
        }
        await WriteTextAsync("}", cancellation);
    }

    public override Task EndAsync(CancellationToken cancellation) => WriteTextAsync("]}", cancellation);
}

/// <summary>OData Protocol 4.01, section 11.7.7.5: each answer as an HTTP message in a part of its own.</summary>
internal sealed class MultipartBatchWriter(PipeWriter output) : BatchWriter(output)
{
    private readonly string _boundary = "batchresponse_" + Guid.NewGuid().ToString("D");

    public override string ContentType => "multipart/mixed;boundary=" + _boundary;

    public override Task BeginAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override Task BeginPartAsync(string? id, int status, IHeaderDictionary headers, bool hasBody, CancellationToken cancellation)
    {
        var head = new StringBuilder($"--{_boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        if (id is not null)
        {
            head.Append("Content-ID: ").Append(id).Append("\r\n");
        }
        head.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n");
        foreach (var (name, value) in HeadersOfPart(headers))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        return WriteTextAsync(head.Append("\r\n").ToString(), cancellation);
    }

    public override async Task WriteBodyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => await Output.WriteAsync(bytes, cancellation);

    public override Task EndPartAsync(CancellationToken cancellation) => WriteTextAsync("\r\n", cancellation);

    public override Task EndAsync(CancellationToken cancellation) => WriteTextAsync($"--{_boundary}--\r\n", cancellation);
}
