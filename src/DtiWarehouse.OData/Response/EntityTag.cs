using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.OData.Request;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// Weak entity tags: a digest of all that decides what an answer says (OData Protocol 4.01, section 8.2.5). Weak, as one
/// tag stands for the answer in every content encoding.
/// </summary>
internal static class EntityTag
{
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var length = parts.Length;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetMaxByteCount(part.Length);
        }
        var text = ArrayPool<byte>.Shared.Rent(length);
        var written = 0;
        foreach (var part in parts)
        {
            written += Encoding.UTF8.GetBytes(part, text.AsSpan(written));
            text[written++] = (byte)'\n';
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, written), digest);
        ArrayPool<byte>.Shared.Return(text);
        return $"W/\"{Convert.ToHexStringLower(digest[..12])}\"";
    }

    /// <summary>Sets the tag and how answers are kept: by the client alone, and never used again without asking.</summary>
    public static void Write(HttpContext http, string? tag)
    {
        http.Response.Headers.CacheControl = tag is null ? "no-store" : "private, no-cache";
        if (tag is not null)
        {
            http.Response.Headers.ETag = tag;
        }
    }

    /// <summary>
    /// Whether the client already has what the tag stands for, so that 304 answers it; null = there is no tag.
    /// </summary>
    /// <exception cref="ODataError">411: <c>If-Match</c> names other states.</exception>
    public static bool IsKnown(HttpContext http, string? tag)
    {
        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && !Lists(wanted, "*") && !Lists(wanted, tag))
        {
            throw ODataErrors.PreconditionFailed();
        }
        return Lists(http.Request.Headers.IfNoneMatch.ToString(), tag);
    }

    /// <summary><c>If-None-Match: *</c>: any state is known to the client, if only there is one.</summary>
    public static bool KnowsAny(HttpContext http) => Lists(http.Request.Headers.IfNoneMatch.ToString(), "*");

    /// <summary>Answers 304.</summary>
    public static void NotModified(HttpContext http, Version version)
    {
        ODataEndpoints.WriteVersion(http, version);
        http.Response.StatusCode = StatusCodes.Status304NotModified;
    }

    /// <summary>The weak comparison: the mark of weakness does not count.</summary>
    private static bool Lists(string header, string? tag) =>
        tag is not null && header.Length > 0 && HeaderList.Split(header, ',').Any(listed => Opaque(listed) == Opaque(tag));

    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
