using System.Diagnostics;
using System.Net.Sockets;
using DtiWarehouse.Schema.Dialects;
using static DtiWarehouse.Benchmarks.Figures;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// Callers of every kind at once on the product as it is served: how long small requests take (p50, p99) alone, beside two bulk
/// feeds, and in the midst of everyone, where nothing may go wrong; then, with the limits as they are by default, beside one
/// caller who asks for as much as it can and is answered 429 for it. The server takes 127.0.0.1 for a proxy, so that each
/// client is a caller of its own.
/// </summary>
internal static class MixedBenchmark
{
    private const int Flood = 40;

    private static readonly (string, string) Proxied = ("Proxy__Trusted", "127.0.0.1");

    private static readonly (string, string)[] Unlimited =
    [
        ("Limits__Callers__RequestsPerMinute", "1000000"), ("Limits__Callers__RowsPerMinute", "1000000000"),
        ("Limits__Callers__StatementSecondsPerMinute", "60000"), ("Limits__Callers__QueuedQueries", "10000"),
    ];

    private static readonly (string Name, string Path)[]
        Aggregates = [(Questions.Districts.Name, Questions.Districts.Url), (Questions.Busiest.Name, Questions.Busiest.Url)],
        Bulk = [(Questions.Bulk.Name, Questions.Bulk.Url)];

    /// <summary>A client that asks these things by turns.</summary>
    /// <param name="Address">Whom the server takes it for.</param>
    /// <param name="Pause">Milliseconds between an answer and the next request.</param>
    private sealed record Client(string Address, IReadOnlyList<(string Name, string Path)> Requests, int Pause = 0);

    /// <param name="Status">0 = the connection was broken off.</param>
    private readonly record struct Outcome(string Request, int Status, double Seconds);

    public static int Run(string? warehouse, int rows, int clients, int seconds)
    {
        var file = warehouse ?? BenchmarkWarehouse.Ensure(rows);
        var connectionString = SqliteWarehouse.ConnectionString(file, readOnly: true);
        var entity = Questions.All(BareHost.Model(connectionString)).Single(q => q.IsEntity);
        (string Name, string Path)[] small = [(Questions.Month.Name, Questions.Month.Url), (entity.Name, entity.UrlAt(1000)), ("service document", "")];
        Client Small(int n, int pause = 0) => new($"203.0.113.{n}", small, pause);
        Client Feed(int n) => new($"198.51.100.{n}", Bulk);
        Client Sums(int n) => new($"192.0.2.{n}", Aggregates);

        Console.WriteLine("| small requests | p50 | p99 | times the idle ones | " + string.Join(" | ", small.Select(s => s.Name + ", p50 / p99")) + " | requests | errors |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        int errors;
        using (var server = ServedProcess.Product(file, [Proxied, .. Unlimited]))
        {
            server.WaitFor("Dossiers?$top=1");
            Ask(server, [Small(1), Feed(1), Sums(1)], 3);
            var idle = Ask(server, [Small(1)], seconds);
            Print("one client alone", idle, idle);
            var beside = Ask(server, [Small(1), Feed(1), Feed(2)], seconds);
            Print("beside two bulk feeds", beside, idle);
            // Of eight clients one takes everything, one wants sums, six are small.
            var mix = Ask(server, [.. Enumerable.Range(1, clients).Select(n => (n % 8) switch { 0 => Feed(n), 4 => Sums(n), _ => Small(n) })], seconds);
            Print(Invariant($"all {clients} clients"), mix, idle);
            foreach (var kind in mix.GroupBy(o => o.Request).OrderBy(k => k.Key, StringComparer.Ordinal))
            {
                Console.Error.WriteLine(Invariant($"  {kind.Key,-18} {kind.Count(),7} answers, p50 {Quantile(kind.Select(o => o.Seconds), 0.5) * 1000:0.0} ms, p99 {Quantile(kind.Select(o => o.Seconds), 0.99) * 1000:0.0} ms"));
            }
            errors = new[] { idle, beside, mix }.Sum(outcomes => outcomes.Count(o => o.Status != 200));
        }
        using (var server = ServedProcess.Product(file, Proxied))
        {
            server.WaitFor("Dossiers?$top=1");
            // Well below the requests of a minute.
            Ask(server, [Small(1, 60)], 3);
            var idle = Ask(server, [Small(2, 60)], seconds);
            Print("default limits, alone", idle, idle);
            var flooded = Ask(server, [Small(3, 60), .. Enumerable.Repeat(Feed(1), Flood)], seconds);
            Print(Invariant($"beside {Flood} connections of one caller"), flooded, idle);
            Console.WriteLine("The one caller was answered " + string.Join(", ", flooded.Where(o => o.Request == Questions.Bulk.Name).CountBy(o => o.Status).Select(s => $"{s.Key}: {s.Value} times")));
            errors += idle.Concat(flooded).Count(o => o.Status != 200 && (o.Request != Questions.Bulk.Name || o.Status != 429));
        }
        Console.WriteLine($"{errors} errors");
        return errors == 0 ? 0 : 1;

        void Print(string name, List<Outcome> outcomes, List<Outcome> idle)
        {
            var names = small.Select(s => s.Name).ToHashSet();
            string Both(IEnumerable<Outcome> some) => Invariant($"{Quantile(some.Select(o => o.Seconds), 0.5) * 1000:0.00} / {Quantile(some.Select(o => o.Seconds), 0.99) * 1000:0.00}");
            double Of(List<Outcome> some, double share) => Quantile(some.Where(o => names.Contains(o.Request)).Select(o => o.Seconds), share) * 1000;
            Console.WriteLine(Invariant($"| {name} | {Of(outcomes, 0.5):0.00} ms | {Of(outcomes, 0.99):0.00} ms | {Of(outcomes, 0.5) / Of(idle, 0.5):0.0} / {Of(outcomes, 0.99) / Of(idle, 0.99):0.0} | ")
                + string.Join(" | ", small.Select(s => Both(outcomes.Where(o => o.Request == s.Name))))
                + Invariant($" | {outcomes.Count} | {outcomes.Count(o => o.Status != 200)} |"));
        }
    }

    /// <summary>All clients at once, so long; what they have asked for by then is waited for.</summary>
    private static List<Outcome> Ask(ServedProcess server, IReadOnlyList<Client> clients, int seconds)
    {
        var until = Stopwatch.GetTimestamp() + seconds * Stopwatch.Frequency;
        var outcomes = clients.Select(_ => new List<Outcome>()).ToList();
        var threads = clients.Select((client, i) => new Thread(() => Ask(server, client, until, outcomes[i]))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return [.. outcomes.SelectMany(of => of)];
    }

    private static void Ask(ServedProcess server, Client client, long until, List<Outcome> outcomes)
    {
        var requests = client.Requests.Select(r => server.Request(r.Path, $"X-Forwarded-For: {client.Address}\r\n")).ToList();
        while (Stopwatch.GetTimestamp() < until)
        {
            var began = Stopwatch.GetTimestamp();
            var turn = outcomes.Count % requests.Count;
            try
            {
                using var wire = server.Connect();
                while ((began = Stopwatch.GetTimestamp()) < until)
                {
                    turn = outcomes.Count % requests.Count;
                    var answer = wire.Ask(requests[turn]);
                    outcomes.Add(new Outcome(client.Requests[turn].Name, answer.Status, answer.Seconds));
                    Thread.Sleep(client.Pause);
                }
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                outcomes.Add(new Outcome(client.Requests[turn].Name, 0, Stopwatch.GetElapsedTime(began).TotalSeconds));
            }
        }
    }
}
