using System.Text;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Batch;

/// <summary>
/// Reads a multipart batch (OData Protocol 4.01, section 11.7.7). Lines may end with LF alone; what stands before the first
/// and after the last boundary is passed over. A body without its boundaries is refused whole (405); what is wrong with
/// one part is that part's error.
/// </summary>
internal static class MultipartBatchReader
{
    public static List<BatchItem> Read(string body, string? boundary, int maxParts)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 70)
        {
            throw ODataErrors.BadBatch("Content-Type needs a boundary of 1 to 70 characters.", "Content-Type cần boundary dài 1 đến 70 ký tự.");
        }
        var items = new List<BatchItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Parts(body, boundary))
        {
            if (items.Count == maxParts)
            {
                throw ODataErrors.TooManyParts(maxParts);
            }
            var item = ReadPart(part);
            items.Add(item.Id is not null && !ids.Add(item.Id) ? BatchItem.Wrong(item.Id, ODataErrors.BadBatch($"the Content-ID '{item.Id}' is given twice.", $"Content-ID '{item.Id}' bị trùng.")) : item);
        }
        return items;
    }

    private static List<string> Parts(string body, string boundary)
    {
        var parts = new List<string>();
        var delimiter = "--" + boundary;
        StringBuilder? part = null;
        foreach (var line in Lines(body))
        {
            if (line.StartsWith(delimiter, StringComparison.Ordinal) && line.AsSpan(delimiter.Length).Trim() is var rest && (rest.IsEmpty || rest.SequenceEqual("--")))
            {
                if (part is not null)
                {
                    parts.Add(part.ToString());
                }
                if (!rest.IsEmpty)
                {
                    return parts;
                }
                part = new StringBuilder();
            }
            else
            {
                part?.Append(line).Append('\n');
            }
        }
        throw part is null
            ? ODataErrors.BadBatch($"the boundary '{boundary}' does not occur.", $"không thấy boundary '{boundary}'.")
            : ODataErrors.BadBatch($"the closing '{delimiter}--' is missing.", $"thiếu dòng kết thúc '{delimiter}--'.");
    }

    private static IEnumerable<string> Lines(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static BatchItem ReadPart(string part)
    {
        using var reader = new StringReader(part);
        var partHeaders = new HeaderDictionary();
        if (!TryReadHeaders(reader, partHeaders))
        {
            return BatchItem.Wrong(null, WrongPart());
        }
        var id = partHeaders["Content-ID"].ToString() is { Length: > 0 } given ? given : null;
        var type = Request.MediaRange.Parse(partHeaders["Content-Type"].ToString()).Type;
        if (type == "multipart/mixed")
        {
            return BatchItem.Wrong(id, ODataErrors.NotSupported("A change set"));
        }
        if (type != "application/http" || RequestLine(reader) is not (var method, var url))
        {
            return BatchItem.Wrong(id, WrongPart());
        }
        var headers = new HeaderDictionary();
        if (!TryReadHeaders(reader, headers))
        {
            return BatchItem.Wrong(id, WrongPart());
        }
        id ??= headers["Content-ID"].ToString() is { Length: > 0 } inner ? inner : null;
        return new BatchItem(id, method, url, headers, reader.ReadToEnd());
    }

    private static ODataError WrongPart() => ODataErrors.BadBatch(
        "a part is headers with Content-Type application/http, an empty line, a request line such as 'GET Set(1) HTTP/1.1' and its headers.",
        "mỗi phần gồm tiêu đề với Content-Type application/http, một dòng trống, dòng yêu cầu như 'GET Set(1) HTTP/1.1' và các tiêu đề của nó.");

    private static (string Method, string Url)? RequestLine(StringReader reader)
    {
        var line = reader.ReadLine();
        while (line is not null && string.IsNullOrWhiteSpace(line))
        {
            line = reader.ReadLine();
        }
        var blank = line?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (blank <= 0)
        {
            return null;
        }
        var url = line![(blank + 1)..].Trim();
        var protocol = url.LastIndexOf(" HTTP/", StringComparison.OrdinalIgnoreCase);
        return (line[..blank], protocol < 0 ? url : url[..protocol].Trim());
    }

    /// <summary>Headers up to the empty line; false = some line is none.</summary>
    private static bool TryReadHeaders(StringReader reader, HeaderDictionary headers)
    {
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                return false;
            }
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }
        return true;
    }
}
