using System.Data.Common;
using System.Security.Claims;
using DtiWarehouse.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace DtiWarehouse.Server.Access;

/// <summary>Finds out who sent a request, before anything answers it; who may read nothing at all is turned away here.</summary>
public sealed class AccessControl(AccessSettings settings, ApiKeys keys, AuditLog audit)
{
    private const int MostUnits = 1_000;

    public static void AddServices(IServiceCollection services, AccessSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<UnitScopes>();
        services.AddSingleton<AccessControl>();
        if (settings.Jwt is { } jwt)
        {
            services.AddAuthentication().AddJwtBearer(options =>
            {
                options.Authority = jwt.Authority.AbsoluteUri;
                options.Audience = jwt.Audience;
                options.RequireHttpsMetadata = jwt.Authority.Scheme == "https";
                // Claims are taken by the names that the issuer gives them.
                options.MapInboundClaims = false;
            });
        }
    }

    /// <summary>Before all that answers; behind what tells the caller's own address.</summary>
    public async Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var credential = Credential.Take(http);
        try
        {
            // Whoever watches over the server asks without a key how it is.
            http.Features.Set(http.Request.Path.StartsWithSegments("/health") ? Stranger(http) : await FindAsync(http, credential));
        }
        catch (Denial denial)
        {
            audit.Deny(AddressOf(http), $"{denial.Code} {http.Request.Path}");
            await denial.WriteAsync(http, settings);
            return;
        }
        try
        {
            await next(http);
        }
        catch (Denial denial) when (!http.Response.HasStarted)
        {
            audit.Deny(Caller.Of(http).Name, $"{denial.Code} {http.Request.Path}");
            await denial.WriteAsync(http, settings);
        }
    }

    private ValueTask<Caller> FindAsync(HttpContext http, Credential? credential) => credential switch
    {
        null => new(Anonymous(http)),
        { IsToken: true } => OfTokenAsync(http),
        _ => new(OfKey(credential.Text)),
    };

    private Caller OfKey(string key)
    {
        try
        {
            return key.Length == 0 ? throw Denial.NoCredential() : keys.Find(key)?.Caller ?? throw Denial.WrongCredential();
        }
        catch (DbException)
        {
            throw Denial.Unreadable();
        }
    }

    private Caller Anonymous(HttpContext http) => settings.Anonymous switch
    {
        // Who sits at this machine operates it.
        AnonymousAccess.All when LocalCaller.IsLocal(http) && LocalCaller.IsOwnPage(http) => new Caller("local", CallerRole.Administrator, []) { IsAnonymous = true },
        AnonymousAccess.All => new Caller(AddressOf(http), CallerRole.Reader, []) { IsAnonymous = true },
        AnonymousAccess.Open => Stranger(http),
        _ => throw Denial.NoCredential(),
    };

    private static Caller Stranger(HttpContext http) => new(AddressOf(http), CallerRole.Open, []) { IsAnonymous = true };

    private async ValueTask<Caller> OfTokenAsync(HttpContext http)
    {
        if (settings.Jwt is not { } jwt || (await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Principal is not { } principal)
        {
            throw Denial.WrongCredential();
        }
        var roles = Values(principal, jwt.RoleClaim).Select(Role).OfType<CallerRole>().ToList();
        var name = principal.FindFirstValue("sub") ?? principal.FindFirstValue("client_id") ?? principal.FindFirstValue("azp") ?? "?";
        var units = Values(principal, jwt.UnitClaim).Distinct(StringComparer.Ordinal).ToList();
        return roles.Count == 0 || units.Count > MostUnits ? throw Denial.NoRole()
            // Operating is of the whole warehouse: who is bound to units reads.
            : new Caller($"token:{name}", units.Count > 0 ? CallerRole.Reader : roles.Max(), units);
    }

    /// <summary>The values of a claim, which may be several or one text with blanks or commas between.</summary>
    private static IEnumerable<string> Values(ClaimsPrincipal principal, string claim) =>
        principal.FindAll(claim).SelectMany(c => c.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static CallerRole? Role(string value) => value.ToLowerInvariant() switch
    {
        "reader" => CallerRole.Reader,
        "operator" => CallerRole.Operator,
        "administrator" => CallerRole.Administrator,
        _ => null,
    };

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
