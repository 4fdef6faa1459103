using System.Net;
using System.Text;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A caller from elsewhere without a key, as a proxy on the server's machine would pass it on.</summary>
internal sealed class Stranger(ServerProcess server, string address = "203.0.113.7") : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = server.Address,
        DefaultRequestHeaders = { { "X-Forwarded-For", address } },
    };

    /// <param name="resource">What follows the feed's root.</param>
    public async Task<(HttpStatusCode Status, string Text)> AskAsync(string resource)
    {
        using var answer = await _http.GetAsync("odata/v1/" + FeedQueries.Encode(resource));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <param name="path">What follows the server's root.</param>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode;
    }

    public async Task<string> PostAsync(string resource, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("odata/v1/" + resource, body);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The answer once the open copy is there.</summary>
    public async Task<string> GetAsync(string resource)
    {
        while (true)
        {
            var (status, text) = await AskAsync(resource);
            if (status is HttpStatusCode.OK)
            {
                return text;
            }
            Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{resource}: {status} {text}");
            await Task.Delay(100);
        }
    }

    public void Dispose() => _http.Dispose();
}
