using System.Text;
using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Tests.Load;

/// <summary>Real files with rows that break rules: what the ledger says of them, and how they come in after all.</summary>
public sealed class Rejected_rows_are_mended : IDisposable
{
    private const string Header = "Mã hồ sơ,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái,Nghĩa vụ tài chính,Cập nhật lúc\n";

    private static readonly DateTime Modified = new(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-").FullName;
    private readonly TestedDatabase _database = new();
    private readonly TestWarehouse.SetClock _clock = new();

    private FeedMapping _mapping = FeedMapping.Default;

    private LoadRunner Runner => new(_database.Warehouse.OpenLoad, _clock) { MaxRejectedShare = 0.8m, Mapping = _ => _mapping };

    [Fact]
    public void A_row_of_the_future_loads_when_its_day_has_come_and_is_counted_once()
    {
        var run = Load("a", Good(1) + Row("H48.01-240101-0002", "2025-02-01") + Row("H48.01-240101-0003", "2025-12-01"));
        Assert.Equal((3, 1, 2, 2), (run.RowsRead, run.RowsLoaded, run.RowsRejected, run.RowsFaulty));

        _clock.Now = _clock.Now.AddDays(30);
        var retry = Runner.RetryRejects(run.LoadKey).Run!;

        Assert.Equal((LoadKind.Retry, run.LoadKey, LoadStatus.Completed), (retry.Kind, retry.RetryOfLoadKey, retry.Status));
        Assert.Equal((2, 1, 1), (retry.RowsRead, retry.RowsLoaded, retry.RowsRejected));
        Assert.Equal(["H48.01-240101-0001", "H48.01-240101-0002"], Rows("SELECT dossier_code FROM fact_dossier"));
        Assert.Equal(
            [$"3|{retry.LoadKey}|{retry.LoadKey}", $"4|{retry.LoadKey}|null"],
            Rows("SELECT line_number, retried_load_key, resolved_load_key FROM etl_rejected_row"));

        _clock.Now = _clock.Now.AddYears(1);
        Assert.Equal((1, 1), Counts(Runner.RetryRejects(run.LoadKey).Run!));
        Assert.Empty(Rows("SELECT 1 FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
        Assert.Null(Runner.RetryRejects(run.LoadKey).Run);
    }

    [Fact]
    public void A_word_that_is_mapped_afterwards_lets_its_rows_in()
    {
        var run = Load("a", Good(1) + "H48.01-240101-0002,1.000001,H48.01,Fax,2024-01-01,Đang xử lý,,\n");
        Assert.Equal(["CHANNEL_UNKNOWN"], Rows("SELECT reason_code FROM etl_rejected_row"));

        _mapping = FeedMapping.Default with { Values = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["Hình thức nộp"] = new Dictionary<string, string> { ["Fax"] = "Bưu chính" } } };
        Assert.Equal((1, 1), Counts(Runner.RetryRejects(run.LoadKey).Run!));

        Assert.Equal(["Online", "Post"], Rows("SELECT channel FROM fact_dossier"));
        Assert.Empty(Rows("SELECT 1 FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
        // The file loaded again under the mapping says the same.
        Assert.Equal(2, Load("a", Good(1) + "H48.01-240101-0002,1.000001,H48.01,Fax,2024-01-01,Đang xử lý,,\n").RowsUnchanged);
    }

    [Fact]
    public void Raw_rows_that_were_found_by_other_headers_are_not_tried()
    {
        var run = Load("a", Good(1) + Row("H48.01-240101-0002", "2025-02-01"));
        _mapping = new FeedMapping(new Dictionary<string, IReadOnlyList<string>> { ["Ngày tiếp nhận"] = ["Cập nhật lúc"] }, []);

        Assert.Contains("header mapping of igate_dossiers changed", Assert.Throws<RetryException>(() => Runner.RetryRejects(run.LoadKey)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_json_and_of_csv_read_again_as_they_did()
    {
        var path = Path.Combine(_folder, "dossier_totals_j.jsonl");
        static string Total(string unit, string received, string online) =>
            "{\"Nguồn\":\"bo\",\"Đơn vị\":\"" + unit + "\",\"Kỳ từ\":\"2024-01-01\",\"Kỳ đến\":\"2024-03-31\",\"Mức độ dịch vụ\":\"\",\"Tiếp nhận trực tuyến\":" + online
            + ",\"Tiếp nhận trực tiếp, bưu chính\":0,\"Kỳ trước chuyển sang\":0,\"Tổng tiếp nhận\":" + received
            + ",\"Giải quyết trước hạn\":0,\"Giải quyết đúng hạn\":0,\"Giải quyết quá hạn\":0,\"Tổng giải quyết\":0,\"Đang giải quyết trong hạn\":" + received
            + ",\"Đang giải quyết quá hạn\":0,\"Tổng đang giải quyết\":" + received + ",\"Lĩnh vực\":\"\"}\n";
        File.WriteAllText(path, Total("H48.01", "5", "5") + Total("H48.02", "\"1.500\"", "1500").Replace("\"Mức độ dịch vụ\":\"\"", "\"Mức độ dịch vụ\":\"Mức cao\"", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(path, Modified);
        var run = Runner.LoadFile(path);
        Assert.Equal((LoadStatus.Completed, 1), (run.Status, run.RowsRejected));
        _mapping = FeedMapping.Default with { Values = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["Mức độ dịch vụ"] = new Dictionary<string, string> { ["Mức cao"] = "Toàn trình" } } };

        Runner.RetryRejects(run.LoadKey);

        Assert.Equal(["5|5", "1500|1500"], Rows("SELECT received, received_online FROM fact_dossier_total").OrderBy(row => row.Length));
    }

    [Fact]
    public void A_row_that_fails_again_shows_the_reason_that_stands_now()
    {
        var run = Load("a", Good(1) + "H48.01-240101-0002,1.000001,H48.01,Trực tuyến,01/02/2025,Đang xử lý,vâng,\n");
        Assert.Equal(["DATE_IN_FUTURE"], Rows("SELECT reason_code FROM etl_rejected_row"));
        _clock.Now = _clock.Now.AddDays(30);

        var retry = Runner.RetryRejects(run.LoadKey).Run!;

        Assert.Equal((1, 0), Counts(retry));
        Assert.Equal([$"{run.LoadKey}|VALUE_UNKNOWN|{retry.LoadKey}"], Rows("SELECT load_key, reason_code, retried_load_key FROM etl_rejected_row"));
    }

    [Fact]
    public void An_old_row_that_is_tried_again_never_beats_a_newer_one_that_was_accepted()
    {
        var run = Load("a", Good(1) + Row("H48.01-240101-0002", "2025-02-01"));
        Load("b", "H48.01-240101-0002,1.000001,H48.01,Trực tiếp,2024-03-04,Đang xử lý,,2024-06-01T00:00:00Z\n", Modified.AddDays(-90));
        _clock.Now = _clock.Now.AddDays(30);
        // The newer row settled it already; open it again as if its key could not be told.
        Execute("UPDATE etl_rejected_row SET resolved_load_key = NULL");

        var retry = Runner.RetryRejects(run.LoadKey).Run!;

        Assert.Equal((1, 1), (retry.RowsSuperseded, retry.RowsRead));
        Assert.Equal(["Counter|2024-03-04"], Rows("SELECT channel, received_date FROM fact_dossier WHERE dossier_code LIKE '%0002'"));
    }

    [Fact]
    public void Empty_flags_say_what_they_said_in_their_file()
    {
        var crosses = Load("a", Good(1, fee: "x") + Row("H48.01-240101-0002", "2025-02-01") + Row("H48.01-240101-0003", "2025-02-01", fee: "x"));
        var words = Load("b", Good(4, fee: "Có") + Row("H48.01-240101-0005", "2025-02-01") + Row("H48.01-240101-0006", "2025-02-01", fee: "x"));
        _clock.Now = _clock.Now.AddDays(30);

        Runner.RetryRejects(crosses.LoadKey);
        Runner.RetryRejects(words.LoadKey);

        Assert.Equal(["1|1", "2|0", "3|1", "4|1", "5|null", "6|1"], Rows("SELECT CAST(SUBSTR(dossier_code, 15, 4) AS INTEGER), has_fee FROM fact_dossier"));
    }

    [Fact]
    public void A_row_whose_cells_slipped_can_only_be_mended_in_its_file_and_is_named()
    {
        var run = Load("a", Good(1) + Good(2).TrimEnd('\n') + ",x,y\n" + "H48.01-240101-0009,1.0\"00001,H48.01,Trực tuyến,2024-01-01,Đang xử lý,,\n" + Row("H48.01-240101-0003", "2025-02-01"));
        _clock.Now = _clock.Now.AddDays(30);

        var outcome = Runner.RetryRejects(run.LoadKey);

        Assert.Equal([3, 4], outcome.OnlyInFile.Select(row => row.LineNumber));
        Assert.Equal((1, 1), Counts(outcome.Run!));
        Assert.Equal(["3|1|null", "4|1|null"], Rows("SELECT line_number, needs_source_file, resolved_load_key FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
        Assert.Null(Runner.RetryRejects(run.LoadKey).Run);
    }

    [Fact]
    public void A_row_mended_in_its_file_settles_the_rejected_one_by_its_key()
    {
        Load("a", Good(1) + Row("H48.01-240101-0002", "31/02/2024") + "sai mã,1.000001,H48.01,Trực tuyến,2024-01-01,Đang xử lý,,\n");

        var mended = Load("b", Good(1) + Row("H48.01-240101-0002", "2024-02-28") + Good(3), Modified.AddHours(1));

        Assert.Equal([$"3|{mended.LoadKey}", "4|null"], Rows("SELECT line_number, resolved_load_key FROM etl_rejected_row"));
    }

    [Fact]
    public void An_older_row_of_the_key_settles_nothing()
    {
        Load("a", Good(1) + Row("H48.01-240101-0002", "31/02/2024"));
        Load("b", Good(1) + Row("H48.01-240101-0002", "2024-02-28") + Good(3), Modified.AddDays(-1));

        Assert.Equal(["null"], Rows("SELECT resolved_load_key FROM etl_rejected_row"));
    }

    [Fact]
    public void A_row_rejected_again_in_a_later_export_is_open_once()
    {
        Load("a", Good(1) + "sai mã,1.000001,H48.01,Trực tuyến,2024-01-01,Đang xử lý,,\n");
        var later = Load("b", Good(1) + Good(2) + "sai mã,1.000001,H48.01,Trực tuyến,2024-01-01,Đang xử lý,,\n", Modified.AddHours(1));

        Assert.Equal([$"{later.LoadKey}"], Rows("SELECT load_key FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
    }

    [Fact]
    public void A_refused_file_says_how_many_rows_were_read_and_that_none_loaded()
    {
        Load("a", Good(1));
        var run = Load("b", Good(2) + Row("H48.01-240101-0003", "31/02/2024") + Row("H48.01-240101-0004", "31/02/2024"), allowed: 0.6m);

        Assert.Equal((LoadStatus.Failed, 3, 0, 3, 2), (run.Status, run.RowsRead, run.RowsLoaded, run.RowsRejected, run.RowsFaulty));
        Assert.Equal(["H48.01-240101-0001"], Rows("SELECT dossier_code FROM fact_dossier"));
        var refusal = Assert.Throws<RetryException>(() => Runner.RetryRejects(run.LoadKey));
        Assert.Contains("load the file again", refusal.Message, StringComparison.Ordinal);

        // Loaded again as it is under a larger allowance, it settles what the refused run left open.
        var again = Load("b", Good(2) + Row("H48.01-240101-0003", "31/02/2024") + Row("H48.01-240101-0004", "31/02/2024"), allowed: 1m);
        Assert.Equal([$"{again.LoadKey}", $"{again.LoadKey}"], Rows("SELECT load_key FROM etl_rejected_row WHERE resolved_load_key IS NULL"));
    }

    [Fact]
    public void What_cannot_be_tried_is_refused_with_a_sentence()
    {
        var run = Load("a", Good(1) + Row("H48.01-240101-0002", "2025-02-01") + Row("H48.01-240101-0003", "2026-02-01"));
        Assert.Contains("There is no run 999", Assert.Throws<RetryException>(() => Runner.RetryRejects(999)).Message, StringComparison.Ordinal);

        _clock.Now = _clock.Now.AddDays(30);
        var retry = Runner.RetryRejects(run.LoadKey).Run!;
        Assert.Contains($"belong to run {run.LoadKey}", Assert.Throws<RetryException>(() => Runner.RetryRejects(retry.LoadKey)).Message, StringComparison.Ordinal);

        Execute("UPDATE etl_load_run SET source_modified_at = NULL");
        Assert.Contains("earlier version", Assert.Throws<RetryException>(() => Runner.RetryRejects(run.LoadKey)).Message, StringComparison.Ordinal);
        Execute("UPDATE etl_load_run SET feed = 'gone'");
        Assert.Contains("“gone”", Assert.Throws<RetryException>(() => Runner.RetryRejects(run.LoadKey)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Personal_cells_never_reach_a_rejected_row_that_is_tried_again()
    {
        var path = Path.Combine(_folder, "igate_dossiers_p.csv");
        File.WriteAllText(path, "Họ tên người nộp," + Header + "Nguyễn Văn A," + Good(1) + "Trần Thị B," + Row("H48.01-240101-0002", "2025-02-01") + "Lê C,thừa," + Good(3));
        File.SetLastWriteTimeUtc(path, Modified);
        var run = Runner.LoadFile(path);
        _clock.Now = _clock.Now.AddDays(30);

        var outcome = Runner.RetryRejects(run.LoadKey);

        Assert.Equal((1, 1), Counts(outcome.Run!));
        Assert.Equal([4], outcome.OnlyInFile.Select(row => row.LineNumber));
        Assert.DoesNotContain(Rows("SELECT raw_row, message FROM etl_rejected_row"), row => row.Contains("Nguyễn", StringComparison.Ordinal) || row.Contains("Trần", StringComparison.Ordinal) || row.Contains("Lê C", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_keeps_its_time_its_rate_and_when_its_file_was_written()
    {
        var run = Load("a", Good(1) + Good(2));

        Assert.Equal((LoadKind.File, Modified), (run.Kind, run.SourceModifiedAt));
        // However long a busy machine took: two rows over the milliseconds it states, which are cut to whole ones.
        var took = Assert.NotNull(run.DurationMs);
        Assert.InRange(Assert.NotNull(run.RowsPerSecond), 2000 / (took + 1), 2000 / Math.Max(1, took));
        Assert.Equal(["Words"], Rows("SELECT flag_form FROM etl_load_run"));
    }

    private static string Good(int number, string fee = "") => Row($"H48.01-240101-{number:0000}", "2024-01-01", fee);

    private static string Row(string code, string received, string fee = "") => $"{code},1.000001,H48.01,Trực tuyến,{received},Đang xử lý,{fee},\n";

    private static (int Read, int Loaded) Counts(LoadRun run) => (run.RowsRead, run.RowsLoaded);

    private LoadRun Load(string name, string rows, DateTime? modified = null, decimal allowed = 0.8m)
    {
        var path = Path.Combine(_folder, $"{Feeds.Dossiers}_{name}.csv");
        File.WriteAllText(path, Header + rows, new UTF8Encoding(false));
        File.SetLastWriteTimeUtc(path, modified ?? Modified);
        var runner = new LoadRunner(_database.Warehouse.OpenLoad, _clock) { MaxRejectedShare = allowed, Mapping = _ => _mapping };
        var run = runner.LoadFile(path);
        Assert.Equal(run.RowsRead, run.RowsLoaded + run.RowsChanged + run.RowsUnchanged + run.RowsSuperseded + run.RowsRejected);
        return run;
    }

    private string[] Rows(string sql) => _database.Rows(sql);

    private void Execute(string sql)
    {
        using var connection = _database.Warehouse.OpenLoad();
        connection.Execute(sql);
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
