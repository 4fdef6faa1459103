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
            var name = Decode(WithBlanks(equals < 0 ? part : part[..equals]), "query").Trim();
            options.Add((name, equals < 0 ? "" : Decode(WithBlanks(part[(equals + 1)..]), "query")));
        }
        return options;

        static string WithBlanks(ReadOnlySpan<char> text) => text.ToString().Replace('+', ' ');
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
    public static string Decode(string raw, string part)
    {
        if (!raw.Contains('%', StringComparison.Ordinal))
        {
            return raw.Normalize(NormalizationForm.FormC);
        }
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(raw.Length));
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                var run = i;
                while (i < raw.Length && raw[i] != '%')
                {
                    i++;
                }
                length += Encoding.UTF8.GetBytes(raw.AsSpan(run, i-- - run), bytes.AsSpan(length));
            }
            else if (i + 2 < raw.Length && char.IsAsciiHexDigit(raw[i + 1]) && char.IsAsciiHexDigit(raw[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(raw.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                throw ODataErrors.BadEncoding(part);
            }
        }
        try
        {
            return Strict.GetString(bytes, 0, length).Normalize(NormalizationForm.FormC);
        }
        catch (DecoderFallbackException)
        {
            throw ODataErrors.BadEncoding(part);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
