using System.Net;
using System.Text.RegularExpressions;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>A link of a page, with the text between its tags.</summary>
internal sealed record PortalLink(string Address, string Text);

/// <summary>Reads the portal's pages as a browser without a script would.</summary>
internal sealed partial class PortalClient(RunningServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Server.Address };

    public async Task<HttpResponseMessage> SendAsync(string target, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
        return await _http.SendAsync(request);
    }

    /// <summary>A page of that status.</summary>
    public async Task<string> PageAsync(string target, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await SendAsync(target);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{target}\n{(int)answer.StatusCode} {text}");
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        return text;
    }

    public static IReadOnlyList<PortalLink> Links(string html) =>
        [.. Anchor().Matches(html).Select(anchor => new PortalLink(WebUtility.HtmlDecode(anchor.Groups["address"].Value), Plain(anchor.Groups["text"].Value)))];

    /// <summary>What is between a section's heading and the next one.</summary>
    public static string Section(string html, string heading) => Regex.Match(html, $"<section aria-labelledby=\"{heading}\">.*?</section>", RegexOptions.Singleline).Value;

    public static string Plain(string markup) => WebUtility.HtmlDecode(Regex.Replace(markup, "<[^>]*>", "")).Trim();

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<a [^>]*href=\"(?<address>[^\"]*)\"[^>]*>(?<text>.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Anchor();
}
