using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>An operator of a running server, on the same machine.</summary>
internal sealed class Operator(ServerProcess server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address, "operations/v1/") };

    /// <summary>Sends a request as it is given.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers, HttpContentHeaders Content)> SendAsync(
        HttpMethod method, string path, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("");
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, answer.Headers, answer.Content.Headers);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body, _, _) = await SendAsync(HttpMethod.Get, path);
        Assert.True(status is HttpStatusCode.OK, $"{path}: {status} {body}");
        return body!;
    }

    /// <summary>Waits until the scheduler is in a state.</summary>
    public Task WaitForSchedulerAsync(string state) => server.WaitUntilAsync(
        async () => await SendAsync(HttpMethod.Get, "jobs") is (HttpStatusCode.OK, { } jobs, _, _) && (string)jobs["scheduler"]! == state, $"The scheduler is {state}.");

    public async Task<JsonNode> PostAsync(string path)
    {
        var (status, body, _, _) = await SendAsync(HttpMethod.Post, path);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{path}: {status} {body}");
        return body!;
    }

    /// <summary>Orders a run and returns its id.</summary>
    public async Task<string> OrderAsync(string job) => (string)(await PostAsync($"jobs/{job}/run"))["runId"]!;

    /// <summary>The run once it is in one of the states.</summary>
    public async Task<JsonNode> WaitForRunAsync(string runId, params string[] states)
    {
        JsonNode run = null!;
        await server.WaitUntilAsync(async () => Array.IndexOf(states, (string)(run = await GetAsync($"runs/{runId}"))["state"]!) >= 0, $"Run {runId} is {string.Join(" or ", states)}.");
        return run;
    }

    /// <summary>The runs of a job, newest first.</summary>
    public async Task<JsonArray> RunsAsync(string job) => (await GetAsync($"runs?job={job}&top=1000"))["runs"]!.AsArray();

    public void Dispose() => _http.Dispose();
}
