using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Etl.Sample;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// 200,000 dossiers in one answer: the feed against the ceiling, interleaved over HTTP with a server process of its own,
/// so that only the ratio is read. Prints min, median and max, and the server's peak memory over idle.
/// </summary>
internal static class FeedBenchmark
{
    private const int Rows = 200_000;

    public static async Task<int> RunAsync(string? warehouse, int rounds)
    {
        var file = warehouse ?? WriteWarehouse();
        var url = $"http://127.0.0.1:{FreePort()}";
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["host", "--warehouse", file, "--url", url]))!;
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
            await WaitAsync(http, $"{url}/odata/v1/");
            var feed = $"{url}/odata/v1/Dossiers?$top={Rows}&$orderby=DossierKey";
            var ceiling = $"{url}/ceiling?rows={Rows}";
            // Warm both paths with a small answer: idle memory is that of a running server, not of one not yet compiled.
            await ReadAsync(http, $"{url}/odata/v1/Dossiers?$top=1000&$orderby=DossierKey");
            var idle = PeakMemory(server);
            await ReadAsync(http, feed);
            var peak = PeakMemory(server);
            await ReadAsync(http, ceiling);
            var ratios = new List<double>();
            Console.WriteLine($"{"round",5} {"ceiling krows/s",16} {"feed krows/s",14} {"ratio",7}");
            for (var round = 1; round <= rounds; round++)
            {
                var bare = await ReadAsync(http, ceiling);
                var ours = await ReadAsync(http, feed);
                ratios.Add(bare / ours);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round,5} {Rows / bare / 1000,16:0} {Rows / ours / 1000,14:0} {bare / ours,7:0.00}"));
            }
            ratios.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"feed / ceiling: min {ratios[0]:0.00}, median {ratios[ratios.Count / 2]:0.00}, max {ratios[^1]:0.00}"));
            if (peak > 0)
            {
                Console.WriteLine($"peak memory of one answer over idle: {(peak - idle) / 1024} MiB (idle {idle / 1024} MiB)");
            }
            return 0;
        }
        finally
        {
            server.Kill();
        }
    }

    private static string WriteWarehouse()
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        var file = Path.Combine(folder, "warehouse.db");
        Console.WriteLine("Writing and loading the sample ...");
        SampleExport.Write(Path.Combine(folder, "sample"), new SampleOptions());
        var runner = new LoadRunner(() => SqliteLoadConnection.Open(file), TimeProvider.System);
        runner.LoadReferenceData();
        foreach (var run in runner.LoadInbox(Path.Combine(folder, "sample")))
        {
            Console.WriteLine($"  {run.FileName}: {run.RowsRead} rows");
        }
        return file;
    }

    private static async Task<double> ReadAsync(HttpClient http, string url)
    {
        var clock = Stopwatch.StartNew();
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.CopyToAsync(Stream.Null);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task WaitAsync(HttpClient http, string url)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(url);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Peak resident memory in KiB as Linux counts it; 0 elsewhere.</summary>
    private static long PeakMemory(Process process)
    {
        var status = $"/proc/{process.Id}/status";
        return File.Exists(status)
            ? long.Parse(File.ReadLines(status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))[6..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
            : 0;
    }
}
