using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>A page of a source: its records as JSON Lines with what the feed reads of them, and what leads to the next one.</summary>
/// <param name="Next">Link or token of the next page; null where the page names none.</param>
/// <param name="Fingerprint">Hash of the records as they came.</param>
internal sealed record PullPage(ReadOnlyMemory<byte> Lines, int Count, string? Next, string Fingerprint);

/// <summary>
/// Reads pages. Of a record only the properties are kept that stand for a column of the contract, under their paths: what is
/// personal, or not known to be harmless, never reaches the disk.
/// </summary>
internal sealed class PullPageReader(PullSettings settings, HeaderNames names, SourceClient source)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, bool> _isWanted = new(StringComparer.Ordinal);

    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="PullException"><c>PULL_INVALID</c>: there are no records where they should be.</exception>
    public PullPage Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        if (settings.Records.Find(document.RootElement) is not { ValueKind: JsonValueKind.Array } records)
        {
            throw source.Failure(Checks.ReasonCode.PullInvalid, isPassing: false,
                $"trang không có danh sách ở “{settings.Records}”; hãy sửa Records", $"the page holds no list at “{settings.Records}”; correct Records");
        }
        var lines = new ArrayBufferWriter<byte>(1 << 16);
        using var writer = new Utf8JsonWriter(lines, Relaxed);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in records.EnumerateArray())
        {
            if (record.ValueKind is not JsonValueKind.Object)
            {
                throw source.Failure(Checks.ReasonCode.PullInvalid, isPassing: false,
                    $"danh sách ở “{settings.Records}” có phần tử không phải đối tượng", $"the list at “{settings.Records}” holds something other than objects");
            }
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(record));
            writer.WriteStartObject();
            Write(writer, record, "");
            writer.WriteEndObject();
            writer.Flush();
            lines.Write("\n"u8);
            writer.Reset();
        }
        return new PullPage(lines.WrittenMemory, records.GetArrayLength(), Next(document.RootElement), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private void Write(Utf8JsonWriter writer, JsonElement record, string path)
    {
        foreach (var property in record.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (property.Value.ValueKind is JsonValueKind.Object)
            {
                Write(writer, property.Value, name);
            }
            else if (IsWanted(name))
            {
                writer.WritePropertyName(name);
                property.Value.WriteTo(writer);
            }
        }
    }

    private bool IsWanted(string path)
    {
        const int most = 10_000;
        if (_isWanted.TryGetValue(path, out var isWanted))
        {
            return isWanted;
        }
        isWanted = names.IsWanted(path);
        if (_isWanted.Count < most)
        {
            _isWanted[path] = isWanted;
        }
        return isWanted;
    }

    private string? Next(JsonElement page) => settings.NextPage?.Find(page) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } next => next,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
