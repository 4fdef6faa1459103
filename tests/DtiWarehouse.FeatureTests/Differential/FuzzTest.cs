using System.Globalization;
using System.Text;
using System.Text.Json;
using DtiWarehouse.FeatureTests.Specs;
using Xunit.Abstractions;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Random requests, broken at random: an answer of the protocol's own in good time, an error body that can be read, a connection that stays.</summary>
public abstract class FuzzTest(LibraryServer server, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Pieces =
    [
        "%27", "'", "(", ")", ",", ";", "/", "$", "@", "%25", "%", "%2", "%00", "%FF", "%C3", "%ED%A0%80", "%F0%9F%9A%B2", "%0A", "+", "%20", "&", "=", "?", "%23", "-", ".", ":", "%22", "*", "~", "null", "true", "NaN", "INF", "-INF", "1e400", "9223372036854775808", "-9223372036854775808", "79228162514264337593543950336", "0.0000000000000000000000000001",
        "$it/", "$root/", "$this", "$count", "/$count", "/$ref", "/$value", "/any(", "/all(y:", "%20in%20(", "%20eq%20", "%20and%20", "not%20", "%20div%200", "%20mod%200", "%20divby%200", "cast(", "isof(", "case(", "duration%27P9999999999D%27", "binary%27AQ%27", "2024-02-30", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
        "$apply=", "$filter=", "$expand=*", "$expand=", "$select=", "$orderby=", "$compute=", "$search=", "$top=", "$skip=", "$skiptoken=", "$levels=max", "$format=", "$index=1", "$top=99999999999", "@p=1", "@p", "concat(", "groupby((", "aggregate(", "topcount(", "nest(", "join(", "rollup(", "filter(", "compute(", "%20as%20X", "%20with%20sum", "%20desc", "((((((((((", "))))))))))",
    ];

    [Fact]
    public async Task Broken_requests_never_break_the_service()
    {
        Switches.Use(server.Off);
        var (statuses, wrong) = (new SortedDictionary<int, int>(), new SortedDictionary<int, string>());
        await Parallel.ForEachAsync(Enumerable.Range(1, 500 * TestScale.Factor), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, cancellation) =>
        {
            var target = Broken(seed);
            var fault = "";
            var status = 0;
            try
            {
                var reply = await server.SendAsync(target).WaitAsync(Patience, cancellation);
                status = reply.Status;
                fault = status >= 500 && status is not 501 ? $"status {status}: {reply.Body}" : status >= 400 && !IsError(reply) ? $"no error body: {reply.Body}" : "";
            }
            catch (Exception failure) when (failure is HttpRequestException or TimeoutException or JsonException or OperationCanceledException)
            {
                fault = failure.Message;
            }
            lock (wrong)
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                if (fault.Length > 0)
                {
                    wrong[seed] = $"seed {seed}: {(target.Length > 1500 ? target[..1500] + "…" : target)}\n  {fault[..Math.Min(300, fault.Length)]}";
                }
            }
        });
        output.WriteLine(string.Join(", ", statuses.Select(s => $"{s.Value.ToString(CultureInfo.InvariantCulture)} times {s.Key.ToString(CultureInfo.InvariantCulture)}")));
        Assert.True(wrong.Count == 0, $"{wrong.Count} of them:\n{string.Join('\n', wrong.Values.Take(40))}");
        Assert.Equal(200, (await server.SendAsync("Books?$top=1")).Status);
    }

    private static bool IsError(Reply reply)
    {
        // What the web server itself refuses before the service sees it has no body of the service's.
        if (reply.Body.Length == 0 && !reply.Headers.ContainsKey("OData-Version"))
        {
            return reply.Status is 400 or 414;
        }
        using var json = JsonDocument.Parse(reply.Body);
        return json.RootElement.TryGetProperty("error", out var error) && error.GetProperty("code").GetString() is { Length: > 0 } && error.GetProperty("message").GetString() is { Length: > 0 };
    }

    private static string Broken(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(new QueryGenerator(random.Next()).Next().Target);
        for (var edits = random.Next(3) == 0 ? random.Next(2, 5) : 1; edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(8))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1 or 2:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 4:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 5:
                    var other = new QueryGenerator(random.Next()).Next().Target;
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 40), other.Length - from)));
                    break;
                case 6 when random.Next(10) == 0 && length > 0:
                    var piece = text.ToString(at, length);
                    text.Insert(at, new StringBuilder().Insert(0, piece, random.Next(50, 600)).ToString());
                    break;
                default:
                    if (at < text.Length)
                    {
                        text[at] = (char)random.Next(0x21, 0x7f);
                    }
                    break;
            }
        }
        // A fragment never leaves the client; these characters a client may not send at all.
        return text.Replace("#", "%23").Replace("\"", "%22").Replace("<", "%3C").Replace(">", "%3E").Replace("\\", "%5C").Replace("^", "%5E").Replace("`", "%60").Replace("{", "%7B").Replace("|", "%7C").Replace("}", "%7D").ToString();
    }
}
