using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>An issuer of tokens as OpenID Connect has it: its configuration, its public key, and tokens (RFC 7519) signed by hand.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;

    private Issuer(WebApplication app) => _app = app;

    public string Authority => _app.Urls.Single();

    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new Issuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Authority, jwks_uri = issuer.Authority + "/keys" }));
        var parameters = issuer._key.ExportParameters(includePrivateParameters: false);
        issuer._app.MapGet("/keys", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", kid = "1", alg = "RS256", n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) } },
        }));
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A token that holds for a while from now, or held until then where the time is negative.</summary>
    public string Token(object claims, string audience = "dtiw", int minutes = 10, RSA? key = null, string? from = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = new Dictionary<string, object?> { ["iss"] = from ?? Authority, ["aud"] = audience, ["nbf"] = now - 7200, ["iat"] = now - 7200, ["exp"] = now + (minutes * 60), ["sub"] = "portal" };
        foreach (var property in claims.GetType().GetProperties())
        {
            body[property.Name] = property.GetValue(claims);
        }
        var signed = $"{Part(new { alg = "RS256", typ = "JWT", kid = "1" })}.{Part(body)}";
        return $"{signed}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }
}
