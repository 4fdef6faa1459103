using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;
using static DtiWarehouse.Benchmarks.Figures;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// One warehouse that grows by factors of ten: at each size what loads into it, what requests take, and how large it and its
/// summaries are. Read across a line: what is flat, what grows with units and months, what with rows.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Chunk = 1_000_000;
    private const int Update = 100_000;
    private const string Detail = "Prefer: dtiw.detail\r\n";
    private const string Anew = "Cache-Control: no-cache\r\n";

    /// <summary>Requests by a name; <c>{n}</c> is the number of dossiers.</summary>
    private static readonly (string Name, string Path, string Headers)[] Requests =
    [
        ("a dossier by its key", "Dossiers({n})", Anew),
        ("first 1,000 rows", "Dossiers?$top=1000&$orderby=DossierKey", Anew),
        ("last 1,000 rows, from a key on", "Dossiers?$filter=DossierKey gt {n} sub 1000&$top=1000&$orderby=DossierKey", Anew),
        ("a month of a commune", "Dossiers?$filter=ReceivedDate ge 2023-06-01 and ReceivedDate lt 2023-07-01 and ReceivingUnitKey eq 40&$top=1000&$orderby=DossierKey", Anew),
        ("Q4: count, average by district", Questions.Districts.Url, Anew),
        ("Q4 of one month", "Dossiers?$apply=filter(ReceivedDate ge 2023-06-01 and ReceivedDate le 2023-06-30)/groupby((ReceivingUnit/DistrictCode),aggregate($count as N))", Anew),
        ("Q4 from the rows", Questions.Districts.Url, Anew + Detail),
        ("not modified (304)", "Dossiers?$top=1000&$orderby=DossierKey", ""),
    ];

    /// <param name="sizes">Dossiers at which it is measured, ascending.</param>
    public static int Run(IReadOnlyList<int> sizes, bool onPostgreSql)
    {
        var server = Environment.GetEnvironmentVariable("DTIW_TEST_POSTGRESQL");
        if (onPostgreSql && string.IsNullOrEmpty(server))
        {
            Console.Error.WriteLine("DTIW_TEST_POSTGRESQL holds no connection string.");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        var name = $"dtiw_growth_{Guid.NewGuid():N}";
        try
        {
            if (!onPostgreSql)
            {
                var file = Path.Combine(folder, "warehouse.db");
                Grow(new SqliteDatabase(file), folder, sizes, [("ConnectionStrings__Warehouse", $"Data Source={file}")], _ => new FileInfo(file).Length);
                return 0;
            }
            Execute(new NpgsqlConnection(server), $"CREATE DATABASE {name}");
            var text = new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0 }.ConnectionString;
            var database = new PostgreSqlDatabase(text);
            database.Deploy();
            Grow(database, folder, sizes, [("Warehouse__Provider", "PostgreSql"), ("ConnectionStrings__Warehouse", text)], connection => Number(connection, "SELECT pg_database_size(current_database())"));
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            NpgsqlConnection.ClearAllPools();
            if (onPostgreSql)
            {
                Execute(new NpgsqlConnection(server), $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Grow(WarehouseDatabase database, string folder, IReadOnlyList<int> sizes, (string Name, string Value)[] settings, Func<DbConnection, long> sizeOf)
    {
        var runner = new LoadRunner(database.OpenLoad, TimeProvider.System);
        BenchmarkWarehouse.LoadMembers(runner, folder);
        var seed = 0;
        var held = 0;
        foreach (var size in sizes)
        {
            var loading = TimeSpan.Zero;
            for (var grown = held; grown < size; grown += Chunk)
            {
                loading += Load(runner, folder, LoadBenchmark.Write(folder, Math.Min(Chunk, size - grown), ++seed), seed);
            }
            var rate = (size - held) / loading.TotalSeconds;
            var update = Update / Load(runner, folder, LoadBenchmark.Write(folder, Update, ++seed), seed).TotalSeconds;
            var month = Update / Load(runner, folder, LoadBenchmark.WriteMonth(folder, Update, ++seed), seed).TotalSeconds;
            var indicators = Evaluate(folder, settings);
            if (database is PostgreSqlDatabase)
            {
                Execute(database.Connect(), "VACUUM ANALYZE");
            }
            SqliteConnection.ClearAllPools();
            held = Describe(database, sizeOf, rate, update, month, indicators);
            Ask(settings, held);
        }
    }

    private static TimeSpan Load(LoadRunner runner, string folder, string file, int seed)
    {
        var clock = Stopwatch.StartNew();
        var run = runner.LoadFile(file);
        var took = clock.Elapsed;
        if (run.Status is LoadStatus.Failed || run.RowsRejected > 0)
        {
            throw new InvalidOperationException($"{file}: {run.Status}, {run.RowsRejected} rows rejected. {run.Error}");
        }
        File.Delete(file);
        Directory.Delete(Path.Combine(folder, $"sample-{seed}"), recursive: true);
        return took;
    }

    /// <summary>So that the server has nothing left to do when it starts.</summary>
    private static TimeSpan Evaluate(string folder, (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("DTIW_DATA", folder), .. settings.Select(s => new KeyValuePair<string, string?>(s.Name.Replace("__", ":", StringComparison.Ordinal), s.Value))]).Build();
        var clock = Stopwatch.StartNew();
        new IndicatorService(WarehouseSettings.Read(configuration), TimeProvider.System).EvaluateAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        return clock.Elapsed;
    }

    private static int Describe(WarehouseDatabase database, Func<DbConnection, long> sizeOf, double rate, double update, double month, TimeSpan indicators)
    {
        using var connection = database.Connect();
        connection.Open();
        var rows = (int)Number(connection, "SELECT COUNT(*) FROM fact_dossier");
        Console.WriteLine(Invariant($"{rows:#,0} dossiers: {sizeOf(connection) / 1_000_000_000.0:0.00} GB; rows of agg_dossier_month {Number(connection, "SELECT COUNT(*) FROM agg_dossier_month"):#,0}, agg_dossier_unit_month {Number(connection, "SELECT COUNT(*) FROM agg_dossier_unit_month"):#,0}, agg_dossier_unit {Number(connection, "SELECT COUNT(*) FROM agg_dossier_unit"):#,0}"));
        Console.WriteLine(Invariant($"  loads to get here {rate / 1000:0.0} krows/s; then a file of {Update:#,0} over all years {update / 1000:0.0} krows/s, one of a month {month / 1000:0.0} krows/s; indicators {indicators.TotalSeconds:0.0} s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        return rows;
    }

    private static void Ask((string Name, string Value)[] settings, int rows)
    {
        using var server = ServedProcess.Product(settings);
        server.WaitFor("Units?$top=1");
        using var wire = server.Connect();
        foreach (var (name, path, headers) in Requests)
        {
            var resource = path.Replace("{n}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Sample sample;
            if (headers.Length > 0)
            {
                Repeat(wire, server.Request(resource, headers));
                sample = Repeat(wire, server.Request(resource, headers), 2);
            }
            else
            {
                Expect(wire, wire.Ask(server.Request(resource)), 200);
                sample = Repeat(wire, server.Request(resource, $"If-None-Match: {System.Text.Encoding.ASCII.GetString(wire.Header("ETag"u8))}\r\n"), status: 304);
            }
            Console.WriteLine(Invariant($"  {name,-34} {sample.Median * 1000,10:0.00} ms"));
        }
        var idle = server.Memory().Now;
        server.ForgetPeak();
        var every = wire.Ask(server.Request(Questions.Everything.Url));
        Expect(wire, every, 200);
        Console.WriteLine(Invariant($"  every row in one answer: {every.Bytes / 1_000_000_000.0:0.00} GB, {every.FirstByte * 1000:0.0} ms to the first byte, {Math.Min(rows, 10_000_000) / every.Seconds / 1000:0} krows/s, {server.Memory().Peak - idle:0} MiB over idle"));
    }

    private static long Number(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(DbConnection opened, string sql)
    {
        using var connection = opened;
        connection.Open();
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        command.ExecuteNonQuery();
    }
}
