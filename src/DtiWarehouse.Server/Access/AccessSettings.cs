using System.Net;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Access;

/// <summary>What callers without key or token may read.</summary>
public enum AnonymousAccess
{
    /// <summary>Everything; at this machine itself they operate the server too.</summary>
    All,
    /// <summary>What the province declares open.</summary>
    Open,
    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Tokens of an OpenID Connect issuer that are taken (<c>Access:Jwt</c>).</summary>
/// <param name="Authority">The issuer's address, below which its configuration and keys stand.</param>
/// <param name="Audience">Whom tokens must be meant for.</param>
/// <param name="RoleClaim">The claim that names a role: reader, operator or administrator.</param>
/// <param name="UnitClaim">The claim that binds the caller to codes of units.</param>
public sealed record JwtSettings(Uri Authority, string Audience, string RoleClaim, string UnitClaim);

/// <summary>Settings of access (<c>Access:…</c>), with what they refuse to start with.</summary>
public sealed record AccessSettings(AnonymousAccess Anonymous, JwtSettings? Jwt, string? EntraTenant, IReadOnlyList<string> CorsOrigins)
{
    /// <summary>
    /// How clients are told to log in. Basic comes first: Power BI, Excel and browsers ask for user and password then. With a
    /// tenant, their "organisational account" finds its way.
    /// </summary>
    public string[] Challenges => [
        "Basic realm=\"DtiWarehouse\", charset=\"UTF-8\"",
        EntraTenant is null ? "Bearer" : $"Bearer authorization_uri=https://login.microsoftonline.com/{EntraTenant}/oauth2/authorize"];

    /// <param name="addresses">All that is listened on.</param>
    /// <exception cref="SettingsException">A setting cannot be used, or would open the warehouse to the network without the operator having said so.</exception>
    public static AccessSettings Read(IConfiguration configuration, IReadOnlyList<string> addresses, ProxySettings proxy)
    {
        var section = configuration.GetSection("Access");
        var far = addresses.FirstOrDefault(address => !IsLoopback(address));
        var anonymous = Anonymously(section["Anonymous"], far is null);
        if (far is not null)
        {
            RefuseOpenDoor(far, anonymous, SettingValues.Flag(configuration, "Access:AllowAllBeyondLoopback", fallback: false));
            RefusePlainHttp(addresses, proxy, SettingValues.Flag(configuration, "Access:AllowPlainHttp", fallback: false));
        }
        return new AccessSettings(anonymous, Token(section.GetSection("Jwt")), Tenant(section["EntraTenant"]), [.. Origins(section.GetSection("CorsOrigins"))]);
    }

    private static AnonymousAccess Anonymously(string? text, bool isLoopbackOnly)
    {
        if (string.IsNullOrEmpty(text))
        {
            return isLoopbackOnly ? AnonymousAccess.All : AnonymousAccess.None;
        }
        return Enum.TryParse<AnonymousAccess>(text, ignoreCase: true, out var access) && !char.IsAsciiDigit(text[0])
            ? access
            : throw new SettingsException($"Access__Anonymous={text}: chỉ nhận All, Open hoặc None. / All, Open or None is expected.");
    }

    /// <summary>Rows of a province are not for everyone on the network: beyond this machine the operator must say so twice.</summary>
    private static void RefuseOpenDoor(string far, AnonymousAccess anonymous, bool isAllowed)
    {
        if (anonymous is AnonymousAccess.All && !isAllowed)
        {
            throw new SettingsException(
                $"{far} mở ra ngoài máy này mà Access__Anonymous=All cho mọi người đọc từng hồ sơ. Hãy đặt None hoặc Open và cấp khóa (lệnh keys create), hoặc thêm Access__AllowAllBeyondLoopback=true nếu thật sự muốn. / "
                + $"{far} is reachable from other machines and Access__Anonymous=All lets everyone read every row. Set None or Open and give keys (command keys create), or add Access__AllowAllBeyondLoopback=true if that is meant.");
        }
    }

    /// <summary>Keys and rows must not cross a network in the clear.</summary>
    private static void RefusePlainHttp(IReadOnlyList<string> addresses, ProxySettings proxy, bool isAllowed)
    {
        if (proxy.Trusted.Count == 0 && !isAllowed && addresses.FirstOrDefault(address => !IsLoopback(address) && !address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) is { } plain)
        {
            throw new SettingsException(
                $"{plain} mở ra ngoài máy này mà không có TLS. Hãy dùng https (Kestrel__Certificates__Default__Path), đặt sau proxy có TLS (Proxy__Trusted), hoặc thêm Access__AllowPlainHttp=true nếu mạng này tin được. / "
                + $"{plain} is reachable from other machines without TLS. Use https (Kestrel__Certificates__Default__Path), stand behind a proxy with TLS (Proxy__Trusted), or add Access__AllowPlainHttp=true if that network can be trusted.");
        }
    }

    private static JwtSettings? Token(IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return null;
        }
        var authority = Uri.TryCreate(section["Authority"], UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? uri
            : throw new SettingsException($"Access__Jwt__Authority={section["Authority"]}: cần địa chỉ https của nơi cấp token. / the issuer's https address is expected.");
        return section["Audience"] is { Length: > 0 } audience
            ? new JwtSettings(authority, audience, section["RoleClaim"] is { Length: > 0 } role ? role : "roles", section["UnitClaim"] is { Length: > 0 } unit ? unit : "dtiw_units")
            : throw new SettingsException("Access__Jwt__Audience: hãy ghi token phải dành cho ai. / say whom tokens must be meant for.");
    }

    private static string? Tenant(string? text) => string.IsNullOrEmpty(text) ? null
        : text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? text
        : throw new SettingsException($"Access__EntraTenant={text}: cần mã hoặc tên miền của tenant. / a tenant's id or domain is expected.");

    private static IEnumerable<string> Origins(IConfigurationSection section) => SettingValues.List(section)
        .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.AbsolutePath == "/" && origin.Query.Length == 0 && origin.UserInfo.Length == 0
            ? origin.GetLeftPart(UriPartial.Authority)
            : throw new SettingsException($"Access__CorsOrigins={text}: cần gốc của một trang, như https://cong.tinh.gov.vn. / the origin of a page is expected, such as https://portal.example.org."));

    /// <exception cref="SettingsException">The text is no address.</exception>
    private static bool IsLoopback(string url)
    {
        if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri))
        {
            throw new SettingsException($"“{url}” không phải là địa chỉ; hãy ghi như http://localhost:5080. / is not an address; write it like http://localhost:5080.");
        }
        var host = uri.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
