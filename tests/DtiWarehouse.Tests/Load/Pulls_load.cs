using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Tests.Load;

/// <summary>What the ledger makes of pulled files: the watermark moves with the commit, and only with it.</summary>
public sealed class Pulls_load : IDisposable
{
    private readonly TestWarehouse _warehouse = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-pulls-").FullName;

    [Fact]
    public void The_watermark_is_the_latest_version_of_completed_pulls()
    {
        Assert.Null(Watermark());
        Load("holidays_pull_20260301T000000000Z.jsonl", Row("2023-09-02", "2026-02-27T10:00:00Z"), Row("2023-09-03", "2026-02-28T10:00:00Z"));
        Assert.Equal(Utc(2026, 2, 28, 10), Watermark());
        Load("holidays_pull_20260302T000000000Z.jsonl", Row("2023-09-04", "2026-02-20T10:00:00Z"));
        Assert.Equal(Utc(2026, 2, 28, 10), Watermark());
    }

    [Fact]
    public void Files_and_refused_pulls_do_not_move_the_watermark()
    {
        Load("holidays_2026.jsonl", Row("2023-09-02", "2026-02-27T10:00:00Z"));
        var refused = Load("holidays_pull_20260301T000000000Z.jsonl", Row("2023-09-03", "2026-02-28T10:00:00Z"), Row("hôm qua", "2026-02-28T10:00:00Z"));
        Assert.Equal(LoadStatus.Failed, refused);
        Assert.Null(Watermark());
    }

    [Fact]
    public void A_version_later_than_its_pull_does_not_carry_the_watermark_off()
    {
        Load("holidays_pull_20260301T000000000Z.jsonl", Row("2023-09-02", "2099-01-01T00:00:00Z"));
        Assert.Equal(Utc(2026, 3, 1, 0), Watermark());
    }

    [Fact]
    public void A_pull_that_failed_is_a_run_that_says_why()
    {
        var failure = new PullException("PULL_REFUSED", "https://nguon/x: trả lời 401. / answers 401.", isPassing: false);
        using var source = new FailedPull(FeedCatalogue.Holidays, FeedMapping.Default, failure, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var run = _warehouse.Runner.Load(source);
        Assert.Equal((LoadStatus.Failed, "PULL_REFUSED: https://nguon/x: trả lời 401. / answers 401."), (run.Status, run.Error));
        Assert.Equal("holidays_pull_20260301T000000000Z.jsonl", run.FileName);
        Assert.Null(Watermark());
    }

    [Fact]
    public void A_typed_number_stays_one_when_its_rejected_row_is_tried_again()
    {
        var good = Enumerable.Range(1, 30).Select(n => Figure(n, "1", "Có số liệu"));
        var path = Path.Combine(_folder, "reported_figures_pull_20260301T000000000Z.jsonl");
        File.WriteAllLines(path, [.. good, Figure(31, "1.234", "Đã có"), Figure(32, "\"#N/A\"", "Có số liệu")]);
        var runner = new LoadRunner(_warehouse.Connect, _warehouse.Clock) { MaxRejectedShare = 0.5m };
        var run = runner.LoadFile(path);
        Assert.Equal((LoadKind.Pull, LoadStatus.Completed, 2), (run.Kind, run.Status, run.RowsRejected));

        var mended = new LoadRunner(_warehouse.Connect, _warehouse.Clock)
        {
            Mapping = _ => FeedMapping.Default with
            {
                Values = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["Trạng thái"] = new Dictionary<string, string> { ["Đã có"] = "Có số liệu" } },
            },
        };
        var outcome = mended.RetryRejects(run.LoadKey);
        var retry = outcome.Run!;
        Assert.Equal((1, 1, 0), (retry.RowsRead, retry.RowsLoaded, retry.RowsRejected));
        // The name of a formula's error is no value that words could mend.
        Assert.Equal(32, Assert.Single(outcome.OnlyInFile).LineNumber);
        // Kept in ten-thousandths.
        Assert.Equal(["12340"], _warehouse.Rows("SELECT value FROM fact_reported_figure WHERE figure_code = '004-31'"));

        static string Figure(int n, string value, string state) =>
            $$"""{"Mã nguồn":"004","Mã số liệu":"004-{{n}}","Tên chỉ tiêu":"x","Đơn vị báo cáo":"H48","Kỳ từ":"2022-01-01","Kỳ đến":"2022-05-31","Giá trị":{{value}},"Trạng thái":"{{state}}"}""";
    }

    public void Dispose()
    {
        _warehouse.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private DateTime? Watermark()
    {
        using var connection = _warehouse.Connect();
        return PullLedger.Watermark(connection, "holidays");
    }

    private LoadStatus Load(string name, params string[] rows)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, rows);
        return _warehouse.Runner.LoadFile(path).Status;
    }

    private static string Row(string day, string version) => $$"""{"Ngày":"{{day}}","Cập nhật lúc":"{{version}}"}""";

    private static DateTime Utc(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);
}
