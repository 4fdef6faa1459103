using System.Diagnostics;
using System.Globalization;
using DtiWarehouse.Etl;
using DtiWarehouse.OData;
using DtiWarehouse.OData.Sql.Dialects;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using Npgsql;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// Dossiers into PostgreSQL (<c>DTIW_TEST_POSTGRESQL</c>) against COPY alone of the same facts, into a bare table and into one
/// with the fact's indexes; then questions over HTTP against the same in plain SQL by psql. All in one run, so that only the
/// ratios are read.
/// </summary>
internal static class PostgreSqlBenchmark
{
    private const int Rounds = 3;

    /// <summary>A question as a URL and as a person would write it in SQL; the answers are the same rows.</summary>
    private static readonly (string Name, string Url, string Sql)[] Asked =
    [
        ("a dossier by its key", "Dossiers(1000)", "SELECT * FROM fact_dossier WHERE dossier_key = 1000"),
        ("a month's page of 1,000", "Dossiers?$filter=ReceivedDate ge 2023-05-01 and ReceivedDate lt 2023-06-01&$orderby=DossierKey&$top=1000",
            "SELECT * FROM fact_dossier WHERE received_date >= '2023-05-01' AND received_date < '2023-06-01' ORDER BY dossier_key LIMIT 1000"),
        ("100,000 rows of 6 columns", "Dossiers?$select=DossierCode,ReceivedDate,DueDate,ResolvedDate,Status,IsOnTime&$filter=ReceivedDate ge 2022-01-01&$top=100000&$orderby=DossierKey",
            "SELECT dossier_code, received_date, due_date, resolved_date, status, is_on_time, dossier_key FROM fact_dossier WHERE received_date >= '2022-01-01' ORDER BY dossier_key LIMIT 100000"),
        ("count of one district", "Dossiers/$count?$filter=ReceivingUnit/DistrictCode eq '522'",
            "SELECT COUNT(*) FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key WHERE u.district_code = '522'"),
        ("all dossiers by district and channel", "Dossiers?$apply=groupby((ReceivingUnit/DistrictCode,Channel),aggregate($count as N,ProcessingDays with average as Days))",
            "SELECT u.district_code, f.channel, COUNT(*), AVG(f.processing_days) FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key GROUP BY u.district_code, f.channel"),
        ("months of the summary by district", "DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode,MonthPeriod/Code),aggregate(Received with sum as R))",
            "SELECT u.district_code, p.code, SUM(a.received) FROM agg_dossier_month a JOIN dim_unit u ON u.unit_key = a.receiving_unit_key JOIN dim_period p ON p.period_key = a.month_period_key GROUP BY u.district_code, p.code"),
    ];

    public static async Task<int> RunAsync(int rows)
    {
        if (Environment.GetEnvironmentVariable("DTIW_TEST_POSTGRESQL") is not { Length: > 0 } server)
        {
            Console.Error.WriteLine("DTIW_TEST_POSTGRESQL holds no connection string.");
            return 2;
        }
        var name = $"dtiw_benchmark_{Guid.NewGuid():N}";
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        var database = new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0 };
        Execute(server, $"CREATE DATABASE {name}");
        try
        {
            var warehouse = new PostgreSqlDatabase(database.ConnectionString);
            warehouse.Deploy();
            Load(warehouse, folder, rows);
            Copy(database.ConnectionString, folder, rows);
            Execute(database.ConnectionString, "VACUUM ANALYZE");
            await AskAsync(warehouse, database);
            return 0;
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            Execute(server, $"DROP DATABASE {name} WITH (FORCE)");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Load(PostgreSqlDatabase warehouse, string folder, int rows)
    {
        var runner = new LoadRunner(warehouse.OpenLoad, TimeProvider.System);
        BenchmarkWarehouse.LoadMembers(runner, folder);
        var file = LoadBenchmark.Write(folder, rows, 1);
        var (seconds, stages) = Stages.Time(() => runner.LoadFile(file), "DtiWarehouse.Etl", "load");
        Console.WriteLine(Invariant($"load of {rows:#,0} dossiers          {rows / seconds / 1000,8:0.0} krows/s, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        foreach (var (stage, part) in stages)
        {
            Console.WriteLine(Invariant($"  {stage,-28} {part,7:0.00} s {part / seconds,7:0%}"));
        }
        File.Delete(file);
    }

    /// <summary>The facts out into a file and from there into other tables.</summary>
    private static void Copy(string connectionString, string folder, int rows)
    {
        var file = Path.Combine(folder, "fact_dossier.copy");
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using (var from = connection.BeginRawBinaryCopy("COPY (SELECT * FROM fact_dossier) TO STDOUT (FORMAT BINARY)"))
        using (var into = File.Create(file))
        {
            from.CopyTo(into);
        }
        Execute(connectionString, "CREATE TABLE bare (LIKE fact_dossier); CREATE TABLE indexed (LIKE fact_dossier INCLUDING INDEXES)");
        foreach (var (label, table) in new[] { ("(a) COPY into a bare table", "bare"), ("(b) COPY with the fact's indexes", "indexed") })
        {
            var clock = Stopwatch.StartNew();
            using (var from = File.OpenRead(file))
            using (var into = connection.BeginRawBinaryCopy($"COPY {table} FROM STDIN (FORMAT BINARY)"))
            {
                from.CopyTo(into);
            }
            Console.WriteLine(Invariant($"{label,-34} {rows / clock.Elapsed.TotalSeconds / 1000,8:0.0} krows/s"));
            Execute(connectionString, $"DROP TABLE {table}");
        }
        File.Delete(file);
    }

    private static async Task AskAsync(PostgreSqlDatabase warehouse, NpgsqlConnectionStringBuilder database)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using (var context = warehouse.OpenReader())
        {
            app.MapODataService("/odata/v1", new ODataService(FeedModel.Create(context), new PostgreSqlDialect(), warehouse.Connect) { Limits = new ODataLimits { DefaultPageSize = 200_000, MaxPageSize = 200_000 } });
        }
        app.MapGet("/bare", new BareAnswer(Questions.Bulk, warehouse.Connect).WriteAsync);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/odata/v1/") };
        Console.WriteLine("best of three                             HTTP        psql    ratio");
        foreach (var (name, url, sql) in Asked)
        {
            var (best, plain) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                using (var answer = await http.GetAsync(new Uri(url, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead))
                {
                    answer.EnsureSuccessStatusCode();
                    await answer.Content.CopyToAsync(Stream.Null);
                }
                best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
                plain = Math.Min(plain, await PsqlAsync(database, sql));
            }
            Console.WriteLine(Invariant($"{name,-38} {best,8:0.0} ms {plain,8:0.0} ms {best / plain,6:0.00}"));
        }
        CompareBulk(new Uri(app.Urls.Single()).Port);
    }

    /// <summary>200,000 rows of eleven columns against the ceiling's, by turns.</summary>
    private static void CompareBulk(int port)
    {
        using var wire = new HttpWire(port);
        var (ours, bare) = (HttpWire.Request(port, "/odata/v1/" + Questions.Bulk.Url), HttpWire.Request(port, "/bare"));
        var ratios = new List<double>();
        // The round before the first compiles.
        for (var round = 0; round <= Rounds; round++)
        {
            var taken = Figures.Round(() => Figures.Repeat(wire, ours, 0), () => Figures.Repeat(wire, bare, 0));
            var (own, other) = (taken[0], taken[1]);
            ratios.Add(other.Seconds / own.Seconds);
            Console.WriteLine(Invariant($"200,000 rows of 11 columns    {Questions.BulkRows / own.Seconds / 1000,8:0} krows/s, ceiling {Questions.BulkRows / other.Seconds / 1000:0}: {ratios[^1]:0.00}; first byte {own.FirstByte * 1000:0.0} ms, ceiling {other.FirstByte * 1000:0.0} ms"));
        }
        Console.WriteLine(Invariant($"median of {Rounds} rounds: {Figures.Quantile(ratios[1..], 0.5):0.00} times the ceiling"));
    }

    /// <summary>Milliseconds of a statement as psql itself times it, its rows fetched and thrown away.</summary>
    private static async Task<double> PsqlAsync(NpgsqlConnectionStringBuilder database, string sql)
    {
        var start = new ProcessStartInfo("psql")
        {
            ArgumentList =
            {
                "--no-psqlrc", "--quiet", "--host", database.Host!, "--port", database.Port.ToString(CultureInfo.InvariantCulture), "--username", database.Username!, "--dbname", database.Database!,
                "--command", "SET jit = off", "--command", "\\timing on", "--command", "\\o /dev/null", "--command", sql,
            },
            RedirectStandardOutput = true,
        };
        using var psql = Process.Start(start)!;
        var output = await psql.StandardOutput.ReadToEndAsync();
        await psql.WaitForExitAsync();
        var time = output.Split('\n').Last(line => line.StartsWith("Time: ", StringComparison.Ordinal));
        return double.Parse(time.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Command Timeout=0");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
