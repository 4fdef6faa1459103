using System.Buffers;
using System.Text;

namespace DtiWarehouse.OData.Request;

/// <summary>Percent-decoding and splitting of a raw URL (OData URL Conventions 4.01, section 2).</summary>
internal static class UrlText
{
    private static readonly SearchValues<char> UrlCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Except("\"<>\\^`{|}#")]);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Name and value (in NFC, as texts are compared) of each query option: split at '&amp;' and the first '=' before decoding; '+' is a blank.</summary>
    public static List<(string Name, string Value)> SplitQuery(string rawQuery)
    {
        var options = new List<(string, string)>();
        var query = rawQuery.AsSpan().TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            var part = query[range];
            if (part.IsEmpty)
            {
                continue;
            }
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            options.Add((SystemOptions.Exact(name) ?? Decode(name, "query", plusIsBlank: true).Trim(), equals < 0 ? "" : Decode(part[(equals + 1)..], "query", plusIsBlank: true)));
        }
        return options;
    }

    /// <summary>The options of a body as a URL carries them: what may not stand in one is percent-encoded, line ends around them are let go.</summary>
    public static string Encode(string body)
    {
        if (!body.AsSpan().ContainsAnyExcept(UrlCharacters))
        {
            return body;
        }
        var trimmed = body.AsSpan().Trim("\r\n ").ToString();
        return string.Concat(trimmed.EnumerateRunes().Select(r => r.IsAscii && UrlCharacters.Contains((char)r.Value) ? r.ToString() : Uri.EscapeDataString(r.ToString())));
    }

    /// <exception cref="ODataError">106: a stray % or bytes that are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<char> raw, string part, bool plusIsBlank = false)
    {
        if (!raw.ContainsAny('%', plusIsBlank ? '+' : '%'))
        {
            return raw.ToString().Normalize(NormalizationForm.FormC);
        }
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(raw.Length));
        try
        {
            var bytes = buffer.AsSpan();
            var length = 0;
            while (!raw.IsEmpty)
            {
                var run = raw.IndexOf('%') is var next and >= 0 ? raw[..next] : raw;
                var written = Encoding.UTF8.GetBytes(run, bytes[length..]);
                if (plusIsBlank)
                {
                    bytes.Slice(length, written).Replace((byte)'+', (byte)' ');
                }
                length += written;
                raw = raw[run.Length..];
                if (!raw.IsEmpty)
                {
                    if (raw.Length < 3 || Convert.FromHexString(raw.Slice(1, 2), bytes[length..], out _, out _) is not OperationStatus.Done)
                    {
                        throw ODataErrors.BadEncoding(part);
                    }
                    length++;
                    raw = raw[3..];
                }
            }
            return Strict.GetString(bytes[..length]).Normalize(NormalizationForm.FormC);
        }
        catch (DecoderFallbackException)
        {
            throw ODataErrors.BadEncoding(part);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
