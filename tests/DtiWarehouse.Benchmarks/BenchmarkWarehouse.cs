using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Benchmarks;

/// <summary>Warehouses of so many dossiers, by the product's own load.</summary>
internal static class BenchmarkWarehouse
{
    /// <summary>A warehouse file of so many dossiers, kept for later runs.</summary>
    public static string Ensure(int rows)
    {
        var folder = Path.Combine(Path.GetTempPath(), "dtiw-benchmark-warehouses", $"{rows}-rows-schema-{Warehouse.SchemaVersion}");
        var file = Path.Combine(folder, "warehouse.db");
        if (File.Exists(file))
        {
            return file;
        }
        Console.WriteLine($"Writing and loading {rows} dossiers, once ...");
        var work = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        try
        {
            var made = Path.Combine(work, "warehouse.db");
            var runner = new LoadRunner(() => SqliteLoadConnection.Open(made), TimeProvider.System);
            LoadMembers(runner, work);
            runner.LoadFile(LoadBenchmark.Write(work, rows, 1));
            EvaluateIndicators(work);
            SqliteConnection.ClearAllPools();
            // Whole or not at all: what is in the folder is taken by every later run.
            Directory.CreateDirectory(folder);
            File.Move(made, file);
            return file;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>What dossiers refer to: units, procedures, services.</summary>
    public static void LoadMembers(LoadRunner runner, string folder)
    {
        runner.LoadReferenceData();
        var members = Path.Combine(folder, "members");
        SampleExport.Write(members, new SampleOptions { Size = 0.05, Calibrated = false });
        foreach (var dossiers in Directory.EnumerateFiles(members, "igate_dossiers_*"))
        {
            File.Delete(dossiers);
        }
        foreach (var _ in runner.LoadInbox(members))
        {
        }
    }

    /// <summary>So that no server has them to do when it starts.</summary>
    private static void EvaluateIndicators(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DTIW_DATA", folder)]).Build();
        var service = new IndicatorService(WarehouseSettings.Read(configuration), TimeProvider.System);
        service.EvaluateAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        // The file is about to be moved.
        service.Queries.ReleaseConnections();
    }
}
