using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Access;

/// <summary>A request that is not let in: a status, a stable code, a sentence in Vietnamese and English.</summary>
public sealed class Denial(int status, string code, string vietnamese, string english) : Exception(english)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;
    public string Code { get; } = code;

    public static Denial NoCredential() => new(
        401, "ACCESS401",
        "Cần khóa truy cập: tên bất kỳ, mật khẩu là khóa (Basic), hoặc header X-Api-Key. Hãy xin người vận hành một khóa.",
        "A key is needed: any user name with the key as password (Basic), or the header X-Api-Key. Ask the operator for one.");

    public static Denial WrongCredential() => new(
        401, "ACCESS402",
        "Khóa hoặc token không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy nhập lại, hoặc xin người vận hành khóa mới.",
        "The key or token is wrong, has expired or was revoked. Enter it again, or ask the operator for a new one.");

    public static Denial NoRole() => new(
        403, "ACCESS403",
        "Token hợp lệ nhưng không có vai trò nào của kho này (reader, operator, administrator).",
        "The token is valid but names no role of this warehouse (reader, operator, administrator).");

    public static Denial RoleNeeded(CallerRole role) => new(
        403, "ACCESS404",
        $"Việc này cần vai trò {role}; hãy dùng khóa khác.",
        $"This needs the role {role}; use another key.");

    public static Denial Unreadable() => new(
        503, "ACCESS503",
        "Chưa kiểm tra được khóa; hãy thử lại sau ít giây.",
        "Keys cannot be checked at the moment; try again in a few seconds.");

    public async Task WriteAsync(HttpContext http, AccessSettings settings)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Authorization, Accept-Language";
        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = settings.Challenges;
        }
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "5";
        }
        if (http.Request.Path.StartsWithSegments(FeedEndpoints.ServiceRoot))
        {
            response.Headers["OData-Version"] = "4.0";
        }
        var isVietnamese = ODataEndpoints.PrefersVietnamese(http);
        response.Headers.ContentLanguage = isVietnamese ? "vi" : "en";
        response.ContentType = "application/json";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = new { code = Code, message = isVietnamese ? vietnamese : Message } }, Json), http.RequestAborted);
        }
    }
}
