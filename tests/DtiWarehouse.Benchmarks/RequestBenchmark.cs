using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.Schema.Dialects;
using Microsoft.Data.Sqlite;
using static DtiWarehouse.Benchmarks.Figures;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// The questions of <see cref="Questions"/> to the product as it is served, round by round beside a ceiling that answers the
/// same rows, and beside Microsoft.AspNetCore.OData: only the ratios are read. Then memory, and starts from cold.
/// </summary>
internal sealed class RequestBenchmark : IDisposable
{
    private const int Starts = 3;
    private const int Connections = 16;
    /// <summary>Seconds that one side is asked before it is the next one's turn.</summary>
    private const double Slice = 0.02;
    private const string Small = "Dossiers?$top=1000&$orderby=DossierKey";
    /// <summary>Every answer is made for the request, as the other sides make theirs; without it the server sends a small one again.</summary>
    private const string Anew = "Cache-Control: no-cache\r\n";
    private const string Detail = "Prefer: dtiw.detail\r\n" + Anew;
    private const string Paged = "Prefer: odata.maxpagesize=10000\r\n";
    private const string Gzip = "Accept-Encoding: gzip\r\n";

    private static readonly Func<double, string>
        BulkRate = seconds => Invariant($"{Questions.BulkRows / seconds / 1000:#,0} krows/s"),
        Rate = seconds => Invariant($"{1 / seconds:#,0} req/s"),
        Time = seconds => Invariant($"{seconds * 1000:#,0.0} ms");

    private readonly string _file;
    private readonly int _rows;
    private readonly IReadOnlyList<Question> _questions;
    private readonly ServedProcess _product, _bare;
    private readonly HttpWire _ours, _other;
    private readonly HttpWire[] _ourMany, _otherMany;

    /// <param name="Name">The request.</param>
    /// <param name="Show">A figure out of the seconds of one request.</param>
    /// <param name="Than">What it is measured against.</param>
    private sealed record Comparison(string Name, Func<double, string> Show, string Than, Func<Sample> Ours, Func<Sample> Other, Func<Sample>? Microsoft = null);

    private RequestBenchmark(string file)
    {
        _file = file;
        var connectionString = SqliteWarehouse.ConnectionString(file, readOnly: true);
        _rows = CountOf(connectionString);
        if (_rows < Questions.BulkRows)
        {
            throw new ArgumentException(Invariant($"{file} holds {_rows} dossiers; {Questions.BulkRows} are asked for at a time."));
        }
        _questions = Questions.All(BareHost.Model(connectionString));
        _product = ServedProcess.Product(file);
        _bare = ServedProcess.Bare(file);
        _product.WaitFor(Small);
        _bare.WaitFor("version");
        (_ours, _other) = (_product.Connect(), _bare.Connect());
        (_ourMany, _otherMany) = (Many(_product), Many(_bare));

        static HttpWire[] Many(ServedProcess server) => [.. Enumerable.Range(0, Connections).Select(_ => server.Connect())];
    }

    /// <param name="only">The requests whose names hold this text, and neither memory nor starts; null = everything.</param>
    public static int Run(string? warehouse, int rows, int rounds, string? only)
    {
        var file = warehouse ?? BenchmarkWarehouse.Ensure(rows);
        using (var benchmark = new RequestBenchmark(file))
        {
            benchmark.Compare(rounds, only ?? "");
        }
        if (only is not null)
        {
            return 0;
        }
        MeasureMemory(file);
        MeasureStarts(file);
        return 0;
    }

    public void Dispose()
    {
        foreach (var wire in (HttpWire[])[_ours, _other, .. _ourMany, .. _otherMany])
        {
            wire.Dispose();
        }
        _product.Dispose();
        _bare.Dispose();
    }

    private void Compare(int rounds, string only)
    {
        Console.WriteLine(Invariant($"{_rows:#,0} dossiers, medians of {rounds} rounds; a ratio above 1: ours is so many times faster"));
        Console.WriteLine();
        Console.WriteLine("| request | ours | against | | ratio (min–max) | p50, ours / other | first byte, ours / other | Microsoft | ratio to it |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var comparison in Comparisons().Where(comparison => comparison.Name.Contains(only, StringComparison.Ordinal)))
        {
            var (ours, others, microsofts) = (new List<Sample>(), new List<Sample>(), new List<Sample>());
            // The round before the first warms every side.
            for (var round = 0; round <= rounds; round++)
            {
                var taken = comparison.Microsoft is { } microsoft ? Round(comparison.Other, comparison.Ours, microsoft) : Round(comparison.Other, comparison.Ours);
                others.Add(taken[0]);
                ours.Add(taken[1]);
                microsofts.AddRange(taken[2..]);
            }
            Print(comparison, ours[1..], others[1..], microsofts is [] ? [] : microsofts[1..]);
        }
        Console.WriteLine();
    }

    private static void Print(Comparison comparison, List<Sample> ours, List<Sample> others, List<Sample> microsofts)
    {
        List<double> ratios = [.. ours.Zip(others, (our, other) => other.Seconds / our.Seconds).Order()];
        var microsoft = microsofts is []
            ? "– | –"
            : Invariant($"{comparison.Show(Median(microsofts, s => s.Seconds))} | {Quantile(ours.Zip(microsofts, (our, other) => other.Seconds / our.Seconds), 0.5):0.00}");
        Console.WriteLine(Invariant($"| {comparison.Name} | {comparison.Show(Median(ours, s => s.Seconds))} | {comparison.Than} | {comparison.Show(Median(others, s => s.Seconds))} | {Quantile(ratios, 0.5):0.00} ({ratios[0]:0.00}–{ratios[^1]:0.00}) ")
            + Invariant($"| {Median(ours, s => s.Median) * 1000:0.00} / {Median(others, s => s.Median) * 1000:0.00} ms | {Median(ours, s => s.FirstByte) * 1000:0.00} / {Median(others, s => s.FirstByte) * 1000:0.00} ms | {microsoft} |"));
    }

    private static double Median(List<Sample> samples, Func<Sample, double> of) => Quantile(samples.Select(of), 0.5);

    private IEnumerable<Comparison> Comparisons()
    {
        yield return Rows("200,000 rows, 11 columns", "bulk", BulkRate);
        yield return Rows("200,000 rows, all columns", "all-columns", BulkRate);
        yield return Compressed();
        yield return Pages();
        yield return Rows("month and flag, 3 columns, first 1,000", "month", Rate);
        yield return Rows("expanded unit, first 1,000", "expand", Rate);
        yield return Rows("count, average by district", "districts", Time);
        yield return Rows("the same from the rows", "districts", Time, Detail);
        yield return Rows("filtered, by district and channel, top 10", "busiest", Time);
        yield return Rows("the same from the rows", "busiest", Time, Detail);
        foreach (var shell in Shells())
        {
            yield return shell;
        }
        yield return Rows(Invariant($"1,000 rows behind {DeepRow:#,0}"), "deep", Time);
        yield return Rows("a dossier by its key", "entity", Rate);
        yield return Rows("the same, asked again", "entity", Rate, "");
        yield return Rows("number, average by district, asked again", "districts", Time, "");
        foreach (var document in Document("$metadata", "$metadata", "Accept: application/xml\r\n").Concat(Document("service document", "")))
        {
            yield return document;
        }
        yield return Conditional();
    }

    private int DeepRow => _rows / 10 * 9;

    /// <summary>A question of the list, once its answers are seen to be equal.</summary>
    private Comparison Rows(string name, string question, Func<double, string> show, string headers = Anew)
    {
        var asked = _questions.Single(q => q.Name == question);
        var ours = _product.Request(asked.UrlAt(DeepRow), headers);
        var other = _bare.Request($"{asked.Name}?at={DeepRow}");
        AnswerComparison.Verify(name, AnswerComparison.Rows(Read(_ours, ours), asked.IsOrdered), AnswerComparison.Rows(Read(_other, other), asked.IsOrdered));
        return new Comparison(name, show, "ceiling", () => Repeat(_ours, ours, Slice), () => Repeat(_other, other, Slice), headers == Anew ? Microsoft(asked.UrlAt(DeepRow)) : null);
    }

    /// <summary>Null where it does not answer.</summary>
    private Func<Sample>? Microsoft(string url)
    {
        var request = HttpWire.Request(_bare.Port, MicrosoftFeed.Root + url);
        if (_other.Ask(request).Status == 200)
        {
            return () => Repeat(_other, request, Slice);
        }
        Console.Error.WriteLine($"Microsoft.AspNetCore.OData does not answer {url}: {Encoding.UTF8.GetString(_other.Tail)}");
        return null;
    }

    private Comparison Compressed()
    {
        var plain = _product.Request(Questions.Bulk.Url);
        var compressed = _product.Request(Questions.Bulk.Url, Gzip);
        var share = (double)_ours.Ask(compressed).Bytes / _ours.Ask(plain).Bytes;
        return new Comparison(Invariant($"200,000 rows, gzip ({share:0%} of the bytes)"), BulkRate, "ours without", () => Repeat(_ours, compressed, Slice), () => Repeat(_ours, plain, Slice));
    }

    private Comparison Pages()
    {
        const int pages = Questions.BulkRows / Questions.PageRows;
        var ours = _product.Request(Questions.Pages.Url, Paged);
        var other = _bare.Request(Questions.Pages.Name + "?at=0");
        AnswerComparison.Verify("pages", AnswerComparison.Rows(Read(_ours, ours), isOrdered: true), AnswerComparison.Rows(Read(_other, other), isOrdered: true));
        return new Comparison("the same in pages of 10,000", BulkRate, "ceiling",
            () => Follow(_ours, _product.Port, ours, Paged, pages), () => Follow(_other, _bare.Port, other, "", pages));
    }

    /// <summary>The same statement in the database's own shell, without the time that the shell itself takes.</summary>
    private IEnumerable<Comparison> Shells()
    {
        if (Shell("SELECT 1") is null)
        {
            yield break;
        }
        foreach (var (name, question) in new[] { ("count, average by district, from the rows", Questions.Districts), ("by district and channel, from the rows", Questions.Busiest) })
        {
            var request = _product.Request(question.Url, Detail);
            yield return new Comparison(name, Time, "sqlite3", () => Repeat(_ours, request, Slice), () =>
            {
                var seconds = Shell(question.Sql)!.Value - Shell("SELECT 1")!.Value;
                return new Sample(seconds, seconds, seconds);
            });
        }
    }

    /// <summary>Seconds of a run of the shell; null where it is not installed.</summary>
    private double? Shell(string sql)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var shell = Process.Start(new ProcessStartInfo("sqlite3", ["-readonly", _file, sql]) { RedirectStandardOutput = true })!;
            shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            return shell.ExitCode == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new InvalidOperationException($"sqlite3 ended with {shell.ExitCode}.");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A document, asked for by one client and by several at once.</summary>
    private IEnumerable<Comparison> Document(string name, string path, string headers = "")
    {
        var ours = _product.Request(path, headers);
        var bytes = Expect(_ours, _ours.Ask(ours), 200).Bytes;
        var other = _bare.Request($"document?bytes={bytes}");
        if (Expect(_other, _other.Ask(other), 200).Bytes != bytes)
        {
            throw new InvalidOperationException($"{name}: the ceiling has not the same length.");
        }
        var named = Invariant($"{name}, {bytes / 1024.0:0.0} KiB");
        yield return new Comparison(named, Rate, "static bytes", () => Repeat(_ours, ours, Slice), () => Repeat(_other, other, Slice), Microsoft(path));
        yield return new Comparison(Invariant($"{named}, {Connections} connections"), Rate, "static bytes", () => RepeatAtOnce(_ourMany, ours, Slice), () => RepeatAtOnce(_otherMany, other, Slice));
    }

    private Comparison Conditional()
    {
        _ours.Ask(_product.Request(Small));
        var ours = _product.Request(Small, $"If-None-Match: {Encoding.ASCII.GetString(_ours.Header("ETag"u8))}\r\n");
        _other.Ask(_bare.Request("version"));
        var other = _bare.Request("version", $"If-None-Match: {Encoding.ASCII.GetString(_other.Header("ETag"u8))}\r\n");
        return new Comparison("not modified (304)", Rate, "ceiling", () => Repeat(_ours, ours, Slice, 304), () => Repeat(_other, other, Slice, 304));
    }

    private static ReadOnlyMemory<byte> Read(HttpWire wire, byte[] request)
    {
        var body = new MemoryStream();
        Expect(wire, wire.Ask(request, body), 200);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Resident memory of a fresh process: idle, and its peaks while it answers.</summary>
    private static void MeasureMemory(string file)
    {
        Console.WriteLine("| memory, MiB | idle | peak, 200,000 rows | peak, every row in one answer |");
        Console.WriteLine("|---|---|---|---|");
        Measure("ours", ServedProcess.Product(file), Small, Questions.Bulk.Url, Questions.Everything.Url);
        Measure("ceiling", ServedProcess.Bare(file), "deep?at=0", Questions.Bulk.Name, Questions.Everything.Name);
        Measure("Microsoft", ServedProcess.Bare(file, MicrosoftFeed.Root), Small, Questions.Bulk.Url, Questions.Everything.Url);
        Console.WriteLine();

        static void Measure(string name, ServedProcess started, string small, string bulk, string everything)
        {
            using var server = started;
            server.WaitFor(small);
            using var wire = server.Connect();
            Repeat(wire, server.Request(small));
            var idle = server.Memory().Now;
            Console.WriteLine(Invariant($"| {name} | {idle:0} | {PeakOf(bulk):0} | {PeakOf(everything):0} |"));

            double PeakOf(string path)
            {
                server.ForgetPeak();
                Expect(wire, wire.Ask(server.Request(path)), 200);
                return server.Memory().Peak;
            }
        }
    }

    /// <summary>Starts on a warehouse that is loaded, the files in the system's cache: seconds since the process was started.</summary>
    private static void MeasureStarts(string file)
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        try
        {
            Console.WriteLine(Invariant($"| start, seconds, median of {Starts} | says anything | first byte of 1,000 rows | their last | 200,000 rows then | 200,000 rows as the first answer |"));
            Console.WriteLine("|---|---|---|---|---|---|");
            Measure("ours", () => ServedProcess.Product(file, ("DTIW_DATA", folder)), Small, Questions.Bulk.Url);
            Measure("ceiling", () => ServedProcess.Bare(file), "deep?at=0", Questions.Bulk.Name);
            Measure("Microsoft", () => ServedProcess.Bare(file, MicrosoftFeed.Root), Small, Questions.Bulk.Url);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static void Measure(string name, Func<ServedProcess> start, string small, string bulk)
        {
            var figures = new List<double[]>();
            // The start before the first makes what lies in the data folder.
            for (var round = 0; round <= Starts; round++)
            {
                using var server = start();
                var (listens, first, complete) = server.WaitFor(small);
                using var wire = server.Connect();
                var then = Expect(wire, wire.Ask(server.Request(bulk)), 200).Seconds;
                using var other = start();
                figures.Add([listens, first, complete, then, other.WaitFor(bulk).Complete]);
            }
            Console.WriteLine($"| {name} | {string.Join(" | ", Enumerable.Range(0, 5).Select(i => Invariant($"{Quantile(figures[1..].Select(f => f[i]), 0.5):0.00}")))} |");
        }
    }

    private static int CountOf(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM fact_dossier";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
