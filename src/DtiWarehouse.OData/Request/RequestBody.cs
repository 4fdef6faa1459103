using System.Text;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Request;

/// <summary>A body that was read whole: its type, with parameters, and its text.</summary>
internal sealed record RequestBody(MediaRange Type, string Text)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ODataError">413 above the limit, 415 for other types, encodings or character sets, 400 for text that is not UTF-8.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext http, int limit, IReadOnlyList<string> types, CancellationToken cancellation)
    {
        var given = http.Request.ContentType;
        var type = MediaRange.Parse(given ?? "");
        var charset = type.Parameters.FirstOrDefault(p => p.Name == "charset").Value ?? "utf-8";
        if (!types.Contains(type.Type) || !(charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)))
        {
            throw ODataErrors.UnsupportedMediaType(given, string.Join(" / ", types));
        }
        if (http.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw ODataErrors.UnsupportedMediaType(encoding, "identity");
        }
        if (http.Request.ContentLength > limit)
        {
            throw ODataErrors.BodyTooLarge(limit);
        }
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await http.Request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (bytes.Length + read > limit)
                {
                    throw ODataErrors.BodyTooLarge(limit);
                }
                bytes.Write(buffer, 0, read);
            }
            return new RequestBody(type, Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw ODataErrors.BodyTooLarge(limit);
        }
        catch (Exception e) when (e is BadHttpRequestException or DecoderFallbackException)
        {
            throw ODataErrors.BadEncoding("body");
        }
    }
}
