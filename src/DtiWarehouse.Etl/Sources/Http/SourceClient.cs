using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>
/// Asks a source for a page, again with growing pauses where the failure passes: no connection, a connection cut off, no
/// answer in time, 408, 429, 5xx, a body that is no JSON. The secret goes to the source's own address only. Messages hold
/// neither query nor secret.
/// </summary>
internal sealed class SourceClient(PullSettings settings, TimeProvider clock)
{
    private const int MostRedirects = 5;
    private const int LongestErrorBody = 1 << 16;
    private const int LongestShown = 200;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    /// <summary>A source that asks for a longer pause is left until the next pull.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private static readonly string[] Explanations = ["detail", "message", "error_description", "error", "title"];

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(30),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The page at an address, as <paramref name="read"/> makes it of the body.</summary>
    /// <exception cref="PullException">The source refuses, or retries are used up.</exception>
    public async Task<T> GetAsync<T>(Uri address, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            Fault fault;
            try
            {
                return read(await SendAsync(address, cancellation));
            }
            catch (Fault answered)
            {
                fault = answered;
            }
            catch (JsonException)
            {
                fault = new Fault("câu trả lời không phải JSON trọn vẹn", "the answer is not complete JSON");
            }
            catch (HttpRequestException failure)
            {
                fault = new Fault($"không kết nối được hoặc bị ngắt ({failure.HttpRequestError})", $"no connection, or cut off ({failure.HttpRequestError})");
            }
            catch (IOException)
            {
                fault = new Fault("kết nối bị ngắt giữa chừng", "the connection was cut off");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                fault = new Fault($"không trả lời trong {settings.Timeout.TotalSeconds:0} giây", $"no answer within {settings.Timeout.TotalSeconds:0} seconds");
            }
            if (attempt == settings.MaxRetries || fault.RetryAfter > LongestWait)
            {
                throw Failure(ReasonCode.PullUnavailable, isPassing: true,
                    $"{fault.Vietnamese}, sau {attempt + 1} lần thử; sẽ kéo tiếp từ trang đang dở ở lần sau", $"{fault.English}, after {attempt + 1} attempts; the next pull goes on from this page");
            }
            await Task.Delay(fault.RetryAfter ?? BackOff(attempt), clock, cancellation);
        }
    }

    /// <summary>A failure of this source, named by its address without query.</summary>
    public PullException Failure(string code, bool isPassing, string vietnamese, string english)
    {
        var source = settings.Url.GetLeftPart(UriPartial.Path);
        return new PullException(code, $"{source}: {vietnamese}. / {english}.", isPassing);
    }

    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Half of the pause is chance, so that many clients of a source that comes back do not come at once.</summary>
    private TimeSpan BackOff(int attempt)
    {
        var pause = Math.Min(settings.RetryDelay.TotalMilliseconds * Math.Pow(2, attempt), LongestBackOff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (0.5 + Random.Shared.NextDouble() / 2));
    }

    private async Task<ReadOnlyMemory<byte>> SendAsync(Uri address, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(settings.Timeout);
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("DtiWarehouse", "1"));
            if (settings.Token is { } token)
            {
                request.Headers.TryAddWithoutValidation(settings.TokenHeader,
                    settings.TokenHeader.Equals(PullSettings.Authorization, StringComparison.OrdinalIgnoreCase) && !token.Contains(' ', StringComparison.Ordinal) ? $"Bearer {token}" : token);
            }
            using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (answer.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                && answer.Headers.Location is { } location)
            {
                address = Redirected(new Uri(address, location), redirects);
                continue;
            }
            if (!answer.IsSuccessStatusCode)
            {
                throw await RefusalAsync(answer, limited.Token);
            }
            return await ReadAsync(answer, limited.Token);
        }
    }

    private Uri Redirected(Uri target, int redirects) =>
        !IsSameOrigin(target, settings.Url) ? throw Failure(ReasonCode.PullRefused, isPassing: false,
            $"chuyển hướng sang máy khác ({target.GetLeftPart(UriPartial.Authority)}), không đi theo để không lộ khóa; hãy sửa Url", $"redirects to another host ({target.GetLeftPart(UriPartial.Authority)}), which is not followed so that the secret stays here; correct Url")
        : redirects == MostRedirects ? throw Failure(ReasonCode.PullRefused, isPassing: false, $"chuyển hướng quá {MostRedirects} lần", $"redirects more than {MostRedirects} times")
        : target;

    private async Task<Exception> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        if (status is 408 or 429 or >= 500)
        {
            return new Fault($"trả lời {status}", $"answers {status}", RetryAfter(answer));
        }
        var explanation = await ExplanationAsync(answer, cancellation);
        return new Refused(status, Failure(ReasonCode.PullRefused, isPassing: false,
            $"trả lời {status} {answer.ReasonPhrase}{explanation}; hãy kiểm tra Url, Token và các tham số", $"answers {status} {answer.ReasonPhrase}{explanation}; check Url, Token and parameters"));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow() is { } until && until > TimeSpan.Zero ? until : TimeSpan.Zero,
        _ => null,
    };

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Math.Min(Math.Max(answer.Content.Headers.ContentLength + 1 ?? 0, 1 << 14), settings.MaxPageBytes)];
        var length = 0;
        for (int read; (read = await body.ReadAsync(buffer.AsMemory(length), cancellation)) > 0;)
        {
            length += read;
            if (length < buffer.Length)
            {
                continue;
            }
            if (length >= settings.MaxPageBytes)
            {
                throw Failure(ReasonCode.PullTooLarge, isPassing: false,
                    $"một trang lớn hơn {settings.MaxPageBytes >> 20} MB (MaxPageBytes); hãy giảm PageSize", $"a page is larger than {settings.MaxPageBytes >> 20} MB (MaxPageBytes); lower PageSize");
            }
            Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, settings.MaxPageBytes));
        }
        return buffer.AsMemory(0, length);
    }

    /// <summary>What the source says of its refusal, in the usual places; never the secret.</summary>
    private async Task<string> ExplanationAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[LongestErrorBody];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            var said = Explanations
                .Select(name => document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
            if (said is null)
            {
                return "";
            }
            if (settings.Token is { } token)
            {
                said = said.Replace(token, "***", StringComparison.OrdinalIgnoreCase);
            }
            return string.Create(CultureInfo.InvariantCulture, $" (“{(said.Length <= LongestShown ? said : said[..LongestShown] + "…")}”)");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or HttpRequestException)
        {
            return "";
        }
    }

    /// <summary>A failure that may pass.</summary>
    private sealed class Fault(string vietnamese, string english, TimeSpan? retryAfter = null) : Exception
    {
        public string Vietnamese { get; } = vietnamese;

        public string English { get; } = english;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }

    /// <summary>The source will not answer this request, however often it is asked.</summary>
    internal sealed class Refused(int status, PullException reason) : Exception
    {
        public PullException Reason { get; } = reason;

        /// <summary>It is the request that is wrong, not who asks: a page's token that is no longer good, for one.</summary>
        public bool IsOfRequest => status is not (401 or 403);
    }
}
