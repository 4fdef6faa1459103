using System.Diagnostics;
using System.Globalization;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// One caller asks small questions of a running server, alone and while another one asks for as much as it can: how long
/// the first one waits (p50, p99), and what the other one was answered. The server must trust 127.0.0.1 as a proxy, so that
/// both are told apart: <c>Proxy__Trusted=127.0.0.1</c>.
/// </summary>
internal static class CallersBenchmark
{
    private const string Small = "Periods?$top=5&$select=Code";
    private const string Large = "Dossiers?$top=50000&$orderby=DossierKey";
    private const int AtOnce = 40;

    public static async Task<int> RunAsync(Uri root, int questions)
    {
        using var light = Caller(root, "203.0.113.1");
        using var heavy = Caller(root, "203.0.113.2");
        await AskAsync(light, 50);
        Print("alone", await AskAsync(light, questions));
        using var end = new CancellationTokenSource();
        var answers = new int[600];
        var flood = Enumerable.Range(0, AtOnce).Select(_ => FloodAsync(heavy, answers, end.Token)).ToList();
        Print("beside a heavy one", await AskAsync(light, questions));
        await end.CancelAsync();
        await Task.WhenAll(flood);
        for (var status = 0; status < answers.Length; status++)
        {
            if (answers[status] > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the heavy one was answered {status}: {answers[status]} times"));
            }
        }
        return 0;
    }

    private static HttpClient Caller(Uri root, string address) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = root, Timeout = TimeSpan.FromMinutes(5), DefaultRequestHeaders = { { "X-Forwarded-For", address } } };

    /// <summary>Milliseconds of each question, sorted. Well below the requests of a minute.</summary>
    private static async Task<List<double>> AskAsync(HttpClient http, int questions)
    {
        var times = new List<double>();
        for (var n = 0; n < questions; n++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await http.GetAsync(Small);
            answer.EnsureSuccessStatusCode();
            times.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(20);
        }
        times.Sort();
        return times;
    }

    private static async Task FloodAsync(HttpClient http, int[] answers, CancellationToken end)
    {
        try
        {
            while (true)
            {
                using var answer = await http.GetAsync(Large, HttpCompletionOption.ResponseHeadersRead, end);
                await answer.Content.CopyToAsync(Stream.Null, end);
                Interlocked.Increment(ref answers[(int)answer.StatusCode]);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void Print(string name, List<double> times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-20} p50 {times[times.Count / 2],8:0.0} ms   p99 {times[times.Count * 99 / 100],8:0.0} ms"));
}
