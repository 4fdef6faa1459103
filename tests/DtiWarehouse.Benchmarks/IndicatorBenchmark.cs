using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// The whole catalogue over the whole sample, then the increment of one year, then nothing new; with the split by stage.
/// Works on a copy of the warehouse that is given, or on a sample of its own.
/// </summary>
internal static class IndicatorBenchmark
{
    public static int Run(string? warehouse)
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "warehouse.db");
            if (warehouse is not null)
            {
                File.Copy(warehouse, file);
            }
            else
            {
                Fill(folder, file);
            }
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DTIW_DATA", folder)]).Build();
            var indicators = new IndicatorService(WarehouseSettings.Read(configuration), TimeProvider.System);
            using (var connection = SqliteLoadConnection.Open(file))
            {
                connection.Execute("DELETE FROM fact_indicator_value");
            }
            Evaluate(indicators, "every year", file, 0);
            Evaluate(indicators, "a month of the year with most dossiers, nothing changed", file, 202311);
            Evaluate(indicators, "this month, nothing changed", file, 202611);
            Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string folder, string file)
    {
        var sample = Directory.CreateDirectory(Path.Combine(folder, "sample")).FullName;
        SampleExport.Write(sample, new SampleOptions { Size = 1, Calibrated = true }, _ => { }, CancellationToken.None);
        var runner = new LoadRunner(() => SqliteLoadConnection.Open(file), TimeProvider.System);
        runner.LoadReferenceData();
        foreach (var _ in runner.LoadInbox(sample))
        {
        }
    }

    private static void Evaluate(IndicatorService indicators, string what, string file, int month)
    {
        using (var connection = SqliteLoadConnection.Open(file))
        {
            connection.Execute("INSERT OR IGNORE INTO etl_indicator_due (year_month, load_key) VALUES (@month, 0)", ("month", month));
        }
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var (seconds, stages) = Stages.Time(() => Console.WriteLine($"{what}: {indicators.EvaluateAsync(null, CancellationToken.None).GetAwaiter().GetResult().Changes}"), "DtiWarehouse.Indicators", "evaluate");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {seconds:0.00} s, {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.00} s of a processor"));
        foreach (var (stage, spent) in stages)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage,-28} {spent,7:0.00} s {spent / seconds,7:0%}"));
        }
    }
}
