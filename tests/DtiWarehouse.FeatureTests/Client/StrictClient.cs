using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;

namespace DtiWarehouse.FeatureTests.Client;

/// <summary>
/// A client that believes nothing: <c>$metadata</c> must be valid by the schemas of OASIS, every answer must carry one
/// <c>OData-Version</c>, every JSON body must pass Microsoft's reader at its strictest over the model that <c>$metadata</c>
/// itself declares, every error must have a code and a message.
/// Targets are sent exactly as written.
/// </summary>
public sealed class StrictClient : IDisposable
{
    private readonly HttpClient _http;
    private PayloadReader? _reader;

    private StrictClient(Uri root)
    {
        Root = root;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Root { get; }
    public IEdmModel Model { get; private set; } = null!;
    public string Metadata { get; private set; } = "";

    /// <param name="always">Headers of every request.</param>
    public static async Task<StrictClient> ConnectAsync(Uri root, params (string Name, string Value)[] always)
    {
        var client = new StrictClient(root);
        foreach (var (name, value) in always)
        {
            client._http.DefaultRequestHeaders.Add(name, value);
        }
        var answer = await client.SendAsync("$metadata");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        client.Metadata = answer.Text;
        Assert.Empty(CsdlSchemas.Complaints(answer.Text));
        using var xml = XmlReader.Create(new StringReader(answer.Text));
        Assert.True(CsdlReader.TryParse(xml, out var model, out var parseErrors), string.Join('\n', parseErrors.Select(e => e.ToString())));
        Assert.True(model.Validate(out var errors), string.Join('\n', errors.Select(e => e.ToString())));
        client.Model = model;
        client._reader = new PayloadReader(model, root);
        return client;
    }

    /// <summary>Sends a request and checks what must hold for every answer. Headers replace the defaults of the same name; an empty value leaves one out.</summary>
    public async Task<Answer> SendAsync(string target, HttpMethod? method = null, CancellationToken cancellation = default, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var canonical = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, target.StartsWith("http", StringComparison.Ordinal) ? new Uri(target, canonical) : new Uri(Root.AbsoluteUri + target, canonical)) { Content = content };
        foreach (var (name, value) in headers.Prepend(("OData-MaxVersion", "4.0")).GroupBy(h => h.Item1, StringComparer.OrdinalIgnoreCase).Select(g => g.Last()))
        {
            if (value.Length > 0)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }
        }
        using var response = await _http.SendAsync(request, cancellation);
        var answer = new Answer(target, response.StatusCode, Headers(response), await response.Content.ReadAsByteArrayAsync(cancellation));
        Check(answer, request);
        return answer;
    }

    public async Task<Answer> GetAsync(string target, params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(target, headers: headers);
        // The text of an answer that is as expected may be no text at all.
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Status == HttpStatusCode.OK ? "" : $"{target}\n{(int)answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>An answer with an error's status and code.</summary>
    public async Task<Answer> FailAsync(int status, string target, params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(target, headers: headers);
        Assert.True(status == (int)answer.Status, $"{target}\n{(int)answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>Rows of all pages, following next links.</summary>
    public async Task<List<JsonNode>> AllPagesAsync(string target, int? pageSize = null)
    {
        var rows = new List<JsonNode>();
        for (string? next = target; next is not null;)
        {
            var answer = pageSize is { } size ? await GetAsync(next, ("Prefer", $"odata.maxpagesize={size.ToString(CultureInfo.InvariantCulture)}")) : await GetAsync(next);
            var page = answer.Json["value"]!.AsArray();
            next = (string?)answer.Json["@odata.nextLink"];
            Assert.True(next is null || page.Count == pageSize, $"A page with a next one is full: {target}");
            Assert.True(rows.Count == 0 || page.Count > 0, $"A next link leads to rows: {target}");
            rows.AddRange(page.Select(r => r!));
            Assert.True(rows.Count < 10_000, $"Endless pages: {target}");
        }
        return rows;
    }

    private static Dictionary<string, string[]> Headers(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    private void Check(Answer answer, HttpRequestMessage request)
    {
        var version = Assert.Single(answer.Headers["OData-Version"]);
        Assert.Contains(version, new[] { "4.0", "4.01" });
        if (request.Headers.TryGetValues("OData-MaxVersion", out var max) && max.Single() == "4.0")
        {
            Assert.Equal("4.0", version);
        }
        if (request.Method == HttpMethod.Head)
        {
            Assert.Empty(answer.Body);
            return;
        }
        if ((int)answer.Status >= 400)
        {
            var error = answer.Json["error"]!;
            Assert.False(string.IsNullOrEmpty((string?)error["code"]), answer.Text);
            Assert.False(string.IsNullOrEmpty((string?)error["message"]), answer.Text);
            Assert.Equal("application/json", answer.ContentType);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.Status);
        }
        else if (answer.Status == HttpStatusCode.OK && answer.ContentType!.StartsWith("application/json", StringComparison.Ordinal))
        {
            try
            {
                // Of these two the reader knows nothing.
                var path = answer.Target.Split('?')[0];
                if (!path.EndsWith("$batch", StringComparison.Ordinal) && !path.EndsWith("$metadata", StringComparison.Ordinal))
                {
                    _reader?.Read(answer);
                }
            }
            catch (Exception e)
            {
                throw new InvalidDataException($"The strict reader refuses the answer to {answer.Target}: {e.Message}\n{answer.Text}", e);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
