using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Beyond this machine: TLS, tokens of an issuer, pages of other sites, and what every answer tells browsers.</summary>
[Collection(ProcessesOnSqlite.Name)]
[OnSqliteOnly("What stands before the feed knows no database.")]
public sealed class The_server_stands_on_the_network : IDisposable
{
    private readonly WarehouseFolder _folder = new(SqliteProduct.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_a_certificate_of_its_own_it_speaks_tls_and_has_browsers_keep_to_it()
    {
        var tls = new Uri($"https://127.0.0.1:{ServerProcess.FreePort()}/");
        await using var server = _folder.Start(
            ("DTIW_SAMPLE", "false"), ("ASPNETCORE_URLS", tls.GetLeftPart(UriPartial.Authority)), ("Kestrel__Certificates__Default__Path", Certificate()), ("Kestrel__Certificates__Default__Password", "mật khẩu"));
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=dtiw-test" } });
        await server.WaitUntilAsync(() => AnswersAsync(http, new Uri(tls, "odata/v1/Units/$count")), "it answers over TLS");

        using var answer = await http.GetAsync(new Uri(tls, "odata/v1/Units?$top=1"));

        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.StartsWith(tls.AbsoluteUri, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["@odata.context"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_the_issuer_are_taken_and_others_are_not()
    {
        await using var issuer = await Issuer.StartAsync();
        using var stranger = RSA.Create(2048);
        await using var server = _folder.Start(
            ("DTIW_SAMPLE", "false"), ("Access__Anonymous", "None"), ("Access__Jwt__Authority", issuer.Authority), ("Access__Jwt__Audience", "dtiw"));
        await server.WaitUntilReadyAsync();

        var @operator = issuer.Token(new { roles = "operator" });
        await server.WaitUntilAsync(async () => (await AskAsync(server, "operations/v1/runs", ("Authorization", "Bearer " + @operator))).StatusCode is HttpStatusCode.OK, "the scheduler takes orders");

        foreach (var (token, status, operations) in new[]
        {
            (issuer.Token(new { roles = "reader" }), 200, 403),
            (issuer.Token(new { roles = new[] { "something", "Operator" } }), 200, 200),
            (issuer.Token(new { roles = "operator", dtiw_units = "H48" }), 200, 403),
            (issuer.Token(new { roles = "guest" }), 403, 403),
            (issuer.Token(new { }), 403, 403),
            (issuer.Token(new { roles = "reader" }, audience: "another"), 401, 401),
            (issuer.Token(new { roles = "reader" }, minutes: -60), 401, 401),
            (issuer.Token(new { roles = "administrator" }, key: stranger), 401, 401),
            (issuer.Token(new { roles = "administrator" }, from: "http://127.0.0.1:1"), 401, 401),
            (issuer.Token(new { roles = "reader" })[..^4], 401, 401),
        })
        {
            Assert.Equal(status, (int)(await AskAsync(server, "odata/v1/Units?$top=1", ("Authorization", "Bearer " + token))).StatusCode);
            Assert.Equal(operations, (int)(await AskAsync(server, "operations/v1/runs", ("Authorization", "Bearer " + token))).StatusCode);
        }
        using var bound = await AskAsync(server, "odata/v1/ReportedFigures/$count", ("Authorization", "Bearer " + issuer.Token(new { roles = "reader", dtiw_units = "NOWHERE" })));
        Assert.Equal("0", await bound.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Scripts_of_an_allowed_site_read_and_those_of_others_do_not()
    {
        await using var server = _folder.Start(("DTIW_SAMPLE", "false"), ("Access__CorsOrigins", "https://portal.example.org, https://b.example.org:8443"));
        await server.WaitUntilReadyAsync();

        using var allowed = await AskAsync(server, "odata/v1/Units?$top=1", ("Origin", "https://portal.example.org"));
        Assert.Equal("https://portal.example.org", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Retry-After", string.Join(',', allowed.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        using var other = await AskAsync(server, "odata/v1/Units?$top=1", ("Origin", "https://evil.example"));
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
        using var preflight = await SendAsync(server, HttpMethod.Options, "odata/v1/$batch", ("Origin", "https://b.example.org:8443"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-api-key,content-type"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("3600", Assert.Single(preflight.Headers.GetValues("Access-Control-Max-Age")));
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_guess_frame_and_tell_nothing()
    {
        await using var server = _folder.Start(("DTIW_SAMPLE", "false"), ("ASPNETCORE_ENVIRONMENT", "Development"));
        await server.WaitUntilReadyAsync();

        foreach (var path in new[] { "odata/v1/Units?$top=1", "odata/v1/Nothing", "odata/v1/Units?$filter=(", "odata/v1/$metadata", "forms/v1", "forms/v1?format=html", "health/ready", "operations/v1/jobs", "nothing" })
        {
            using var answer = await AskAsync(server, path);
            Assert.Equal(("nosniff", "DENY", "no-referrer"), (One("X-Content-Type-Options"), One("X-Frame-Options"), One("Referrer-Policy")));
            Assert.StartsWith("default-src 'none'", One("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            string One(string name) => Assert.Single(answer.Headers.GetValues(name));
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address)
    {
        try
        {
            return (await http.GetAsync(address)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=dtiw-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        var file = Path.Combine(_folder.Location, "tls.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "mật khẩu"));
        return file;
    }

    private static Task<HttpResponseMessage> AskAsync(ServerProcess server, string path, params (string Name, string Value)[] headers) => SendAsync(server, HttpMethod.Get, path, headers);

    private static async Task<HttpResponseMessage> SendAsync(ServerProcess server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await http.SendAsync(request);
    }
}
