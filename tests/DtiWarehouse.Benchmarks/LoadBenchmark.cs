using System.Diagnostics;
using System.Globalization;
using System.Text;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Etl.Sources;
using Microsoft.Data.Sqlite;

namespace DtiWarehouse.Benchmarks;

/// <summary>
/// One load of dossiers into a warehouse that holds as many, against (a) reading and parsing the same file alone,
/// (b) a bare loop over a prepared INSERT command of the fact's columns into an unindexed table, and (c) the same by the
/// load's own row writer, which is the most that the engine takes. All in one run, so that only the ratios are read; the
/// load's time is split by its stages.
/// </summary>
internal static class LoadBenchmark
{
    private static readonly string[] FactColumns =
    [
        "dossier_code", "receiving_unit_key", "resolving_unit_key", "procedure_key", "source_system_key", "channel",
        "is_service_level_given", "service_level_label", "service_class", "status",
        "received_date", "received_date_key", "due_date", "overdue_from_month", "resolved_date", "resolved_date_key", "returned_date",
        "is_resolved", "is_on_time", "is_on_time_by_source", "processing_days",
        "are_components_digitised", "is_result_digitised", "has_fee", "is_paid_online", "reuses_data", "source_updated_at", "updated_at", "load_key",
    ];

    // In the order of the enumeration.
    private static readonly string[] Channels = ["Trực tuyến", "Trực tiếp", "Bưu chính", "Điện thoại"];

    public static int Run(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("dtiw-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "warehouse.db");
            var runner = new LoadRunner(() => SqliteLoadConnection.Open(file), TimeProvider.System);
            var second = Write(folder, rows, 2);
            var first = Write(folder, rows, 1);
            runner.LoadReferenceData();
            foreach (var _ in runner.LoadInbox(Path.Combine(folder, "sample-1")))
            {
            }
            Console.WriteLine(Invariant($"{rows:#,0} dossiers a file, {new FileInfo(second).Length / rows} bytes a row"));
            var into = Time(() => runner.LoadFile(first));
            Console.WriteLine(Invariant($"load into an empty fact     {rows / into / 1000,8:0.0} krows/s"));
            var parse = Time(() => Parse(second));
            Console.WriteLine(Invariant($"(a) read and parse alone    {rows / parse / 1000,8:0.0} krows/s"));
            var insert = Insert(second, Path.Combine(folder, "bare.db"));
            var writer = WriteRows(second, Path.Combine(folder, "bare.db"));
            Console.WriteLine(Invariant($"(c) bare row writer         {rows / writer / 1000,8:0.0} krows/s"));
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var (load, stages) = Stages.Time(() => runner.LoadFile(second), "DtiWarehouse.Etl", "load");
            cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
            // Other work beside it slows one more than the other: the bare insert is taken before and after.
            insert = (insert + Insert(second, Path.Combine(folder, "bare-again.db"))) / 2;
            Console.WriteLine(Invariant($"(b) bare insert command     {rows / insert / 1000,8:0.0} krows/s, mean of before and after the load"));
            Console.WriteLine(Invariant($"load into as many rows      {rows / load / 1000,8:0.0} krows/s   = {parse / load:0.00} of (a), {insert / load:0.00} of (b), {writer / load:0.00} of (c)"));
            Console.WriteLine(Invariant($"processor time of the load {cpu.TotalSeconds:0.0} s"));
            Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
            Print(load, stages);
            var ofMonth = rows / 10;
            var month = WriteMonth(folder, ofMonth, 3);
            (load, stages) = Stages.Time(() => runner.LoadFile(month), "DtiWarehouse.Etl", "load");
            Console.WriteLine(Invariant($"then {ofMonth:#,0} of one month   {ofMonth / load / 1000,8:0.0} krows/s"));
            Print(load, stages);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(double load, IEnumerable<(string Stage, double Seconds)> stages)
    {
        foreach (var (stage, seconds) in stages)
        {
            Console.WriteLine(Invariant($"  {stage,-28} {seconds,7:0.00} s {seconds / load,7:0%}"));
        }
    }

    /// <summary>Units, procedures and service snapshots of a sample, and its dossiers of all its years as one file of the given number of rows.</summary>
    public static string Write(string folder, int rows, int seed) => Write(folder, rows, seed, rows / 410_000.0, row => Line(row, CodeOf(row, seed)));

    /// <summary>What a scheduled load brings: dossiers that came in one month, the last of the sample, to the units that are there then.</summary>
    public static string WriteMonth(string folder, int rows, int seed)
    {
        var (first, last, merger, written) = (new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), new DateOnly(2025, 7, 1), 0);
        // More than a tenth of the sample came since the merger of 2025.
        return Write(folder, rows, seed, rows / 41_000.0, row =>
        {
            if (row.ReceivedDate < merger)
            {
                return null;
            }
            var later = first.DayNumber + (row.ReceivedDate.DayNumber % 31) - row.ReceivedDate.DayNumber;
            var resolved = row.ResolvedDate?.AddDays(later) is { } day && day <= last ? day : (DateOnly?)null;
            var moved = row with
            {
                ReceivedDate = row.ReceivedDate.AddDays(later), DueDate = row.DueDate?.AddDays(later), ResolvedDate = resolved, ReturnedDate = resolved is null ? null : row.ReturnedDate?.AddDays(later),
                IsResultDigitised = resolved is null ? null : row.IsResultDigitised, IsOnTimeBySource = resolved is null ? null : row.IsOnTimeBySource,
            };
            moved = moved with { ReturnedDate = moved.ReturnedDate <= last ? moved.ReturnedDate : null };
            return Line(moved, Invariant($"{row.ReceivingUnitCode}-{moved.ReceivedDate:yyMMdd}-{seed}{++written:000000}"));
        });
    }

    private static string Write(string folder, int rows, int seed, double size, Func<DossierRow, string?> lineOf)
    {
        var sample = Path.Combine(folder, $"sample-{seed}");
        SampleExport.Write(sample, new SampleOptions { Size = size, Seed = (ulong)seed, Calibrated = false });
        var path = Path.Combine(folder, $"igate_dossiers_{seed}.csv");
        using var writer = new StreamWriter(path, false, new UTF8Encoding(true), 1 << 16);
        writer.WriteLine("Mã hồ sơ,Mã thủ tục,Tên thủ tục,Lĩnh vực,Đơn vị tiếp nhận,Đơn vị giải quyết,Hình thức nộp,Mức độ dịch vụ,Ngày tiếp nhận,Ngày hẹn trả,Ngày hoàn thành,Ngày trả kết quả,Trạng thái,Số hóa hồ sơ,Số hóa kết quả,Nghĩa vụ tài chính,Thanh toán trực tuyến,Tái sử dụng dữ liệu,Đúng hạn,Cập nhật lúc");
        var written = 0;
        foreach (var dossiers in Directory.EnumerateFiles(sample, "igate_dossiers_*").Order(StringComparer.Ordinal).ToList())
        {
            using (var file = FeedFile.Open(dossiers, FeedCatalogue.Dossiers, FeedMapping.Default, TimeProvider.System))
            {
                while (written < rows && file.TryRead(out var row, out var rejection))
                {
                    if (rejection is null && lineOf((DossierRow)row!) is { } line)
                    {
                        writer.WriteLine(line);
                        written++;
                    }
                }
            }
            File.Delete(dossiers);
        }
        return written == rows ? path : throw new InvalidOperationException($"The sample has {written} dossiers only.");
    }

    /// <summary>Codes of two samples must not meet: the serial number gets the seed in front.</summary>
    private static string CodeOf(DossierRow row, int seed) => row.DossierCode.Insert(row.DossierCode.LastIndexOf('-') + 1, seed.ToString(CultureInfo.InvariantCulture));

    private static string Line(DossierRow row, string code) =>
        Invariant($"{code},{row.ProcedureCode},\"{row.ProcedureName}\",\"{row.Sector}\",{row.ReceivingUnitCode},{row.ResolvingUnitCode},{Channels[(int)row.Channel]},{row.ServiceLevel?.Label},")
            + Invariant($"{row.ReceivedDate:dd/MM/yyyy} 08:15,{row.DueDate:dd/MM/yyyy},{row.ResolvedDate:dd/MM/yyyy},{row.ReturnedDate:dd/MM/yyyy},{(row.ReturnedDate is not null ? "Đã trả kết quả" : row.ResolvedDate is not null ? "Đã giải quyết" : "Đang xử lý")},")
            + Invariant($"{Flag(row.AreComponentsDigitised)},{Flag(row.IsResultDigitised)},{Flag(row.HasFee)},{Flag(row.IsPaidOnline)},{Flag(row.ReusesData)},{Flag(row.IsOnTimeBySource)},{row.ResolvedDate ?? row.ReceivedDate:dd/MM/yyyy} 16:30:05");

    private static string Flag(bool? value) => value is { } known ? known ? "Có" : "Không" : "";

    private static void Parse(string path)
    {
        using var file = FeedFile.Open(path, FeedCatalogue.Dossiers, FeedMapping.Default, TimeProvider.System);
        while (file.TryRead(out _, out var rejection))
        {
            if (rejection is not null)
            {
                throw new InvalidOperationException(rejection.Message);
            }
        }
    }

    /// <summary>Seconds in the inserts alone: rows are parsed ahead in chunks, off the clock.</summary>
    private static double Insert(string path, string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, $"CREATE TABLE bare ({string.Join(", ", FactColumns)})");
        var clock = new Stopwatch();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO bare ({string.Join(", ", FactColumns)}) VALUES ({string.Join(", ", FactColumns.Select(c => "@" + c))})";
        var parameters = FactColumns.Select(c => command.Parameters.AddWithValue("@" + c, DBNull.Value)).ToArray();
        command.Prepare();
        foreach (var chunk in Chunks(path))
        {
            clock.Start();
            foreach (var row in chunk)
            {
                object?[] values =
                [
                    row.DossierCode, 1, 1, 1, 1, "Online", row.ServiceLevel is not null, row.ServiceLevel?.Label, "Full", "ResultReturned",
                    row.ReceivedDate, Key(row.ReceivedDate), row.DueDate, Key(row.DueDate), row.ResolvedDate, Key(row.ResolvedDate), row.ReturnedDate,
                    row.ResolvedDate is not null, true, row.IsOnTimeBySource, 7,
                    row.AreComponentsDigitised, row.IsResultDigitised, row.HasFee, row.IsPaidOnline, row.ReusesData, row.UpdatedAt, row.UpdatedAt, 1,
                ];
                for (var i = 0; i < values.Length; i++)
                {
                    parameters[i].Value = values[i] ?? DBNull.Value;
                }
                command.ExecuteNonQuery();
            }
            clock.Stop();
        }
        clock.Start();
        transaction.Commit();
        return clock.Elapsed.TotalSeconds;
    }

    private static double WriteRows(string path, string database)
    {
        using var connection = SqliteLoadConnection.Open(database);
        connection.Execute("DELETE FROM bare");
        var clock = new Stopwatch();
        connection.Begin();
        using (var writer = connection.OpenWriter("bare", FactColumns))
        {
            foreach (var chunk in Chunks(path))
            {
                clock.Start();
                foreach (var row in chunk)
                {
                    writer.Add(row.DossierCode).Add(1).Add(1).Add(1).Add(1).Add("Online")
                        .Add(row.ServiceLevel is not null).Add(row.ServiceLevel?.Label).Add("Full").Add("ResultReturned")
                        .Add(row.ReceivedDate).Add(Key(row.ReceivedDate)).Add(row.DueDate).Add(Key(row.DueDate)).Add(row.ResolvedDate).Add(Key(row.ResolvedDate)).Add(row.ReturnedDate)
                        .Add(row.ResolvedDate is not null).Add(true).Add(row.IsOnTimeBySource).Add(7)
                        .Add(row.AreComponentsDigitised).Add(row.IsResultDigitised).Add(row.HasFee).Add(row.IsPaidOnline).Add(row.ReusesData)
                        .Add(row.UpdatedAt!.Value).Add(row.UpdatedAt!.Value).Add(1).EndRow();
                }
                clock.Stop();
            }
        }
        clock.Start();
        connection.Commit();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static IEnumerable<List<DossierRow>> Chunks(string path)
    {
        using var file = FeedFile.Open(path, FeedCatalogue.Dossiers, FeedMapping.Default, TimeProvider.System);
        var chunk = new List<DossierRow>();
        while (file.TryRead(out var row, out _))
        {
            chunk.Add((DossierRow)row!);
            if (chunk.Count == 20_000)
            {
                yield return chunk;
                chunk.Clear();
            }
        }
        yield return chunk;
    }

    private static long Key(DateOnly? day) => day is { } known ? known.Year * 10000 + known.Month * 100 + known.Day : 0;

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
