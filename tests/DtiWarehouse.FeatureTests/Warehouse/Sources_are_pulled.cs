using System.Globalization;
using DtiWarehouse.Tests.Sources;
using Microsoft.AspNetCore.Http;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>The command <c>load --pull</c> against a source on a real port, and workbooks in a folder, from outside.</summary>
public abstract class Sources_are_pulled(ProductDatabase product) : IDisposable
{
    private const string Secret = "bi-mat-9Q7";

    private static readonly (string, string) Token = ("Feeds__igate_dossiers__Http__Token", Secret);

    private readonly WarehouseFolder _folder = new(product);

    [Fact]
    public async Task What_is_new_is_pulled_loaded_and_archived_and_the_next_pull_asks_from_there_on()
    {
        await using var source = await PagedSource.StartAsync((context, _) => context.Request.Query.ContainsKey("tu") && context.Request.Query["trang"] == "1"
            ? PagedSource.Json(context, """{"ds":[]}""")
            : Page(context, 3));
        Configure(source);

        var first = await PullAsync("igate_dossiers");
        Assert.True(first.ExitCode == 0, first.Output + first.Errors);
        Assert.Matches(@"^igate_dossiers_pull_\w+\.jsonl: read 3, loaded 3, changed 0, unchanged 0, superseded 0, rejected 0$", first.Lines[0]);
        Assert.Equal("loaded 3, changed 0, unchanged 0, superseded 0, rejected 0", first.Lines[^1]);
        Assert.Equal(["2024-01-01", "2024-01-02", "2024-01-03"], Query("SELECT received_date FROM fact_dossier ORDER BY dossier_code"));
        Assert.Equal(["Online"], Query("SELECT DISTINCT channel FROM fact_dossier"));
        var archived = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Data, "archive")));
        Assert.DoesNotContain("ZZPERSONALZZ", File.ReadAllText(archived), StringComparison.Ordinal);
        Assert.All(source.Seen, request => Assert.Equal(Secret, request.ApiKey));

        source.Seen.Clear();
        var second = await PullAsync();
        Assert.Equal((0, "igate_dossiers: không có gì mới / nothing new"), (second.ExitCode, second.Lines[0]));
        Assert.Equal("?tu=2024-01-04%2008%3A00%3A00&trang=1", Assert.Single(source.Seen).Query);
    }

    [Fact]
    public async Task A_pull_killed_in_the_middle_goes_on_and_every_row_is_read_once()
    {
        var reached = new TaskCompletionSource();
        var isDown = true;
        await using var source = await PagedSource.StartAsync(async (context, _) =>
        {
            if (isDown && context.Request.Query["trang"] == "3")
            {
                reached.TrySetResult();
                await Task.WhenAny(Task.Delay(Timeout.Infinite, context.RequestAborted));
                return;
            }
            await Page(context, 4);
        });
        Configure(source);

        await using (var killed = _folder.Run(["load", "--pull"], Token))
        {
            await Task.WhenAny(reached.Task, Task.Delay(TimeSpan.FromMinutes(2)));
            Assert.True(reached.Task.IsCompleted, killed.Output);
            await killed.KillAsync();
        }
        Assert.Empty(Query("SELECT dossier_code FROM fact_dossier"));
        isDown = false;
        source.Seen.Clear();

        var finished = await PullAsync();
        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        Assert.Contains("read 4, loaded 4,", finished.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(source.Seen, request => request.Query.Contains("trang=1", StringComparison.Ordinal) || request.Query.Contains("trang=2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_a_failed_run_and_a_line_without_the_secret()
    {
        await using var source = await PagedSource.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 403;
            await PagedSource.Json(context, $$"""{"message":"{{Secret}} hết hạn"}""");
        });
        Configure(source);
        var finished = await PullAsync();
        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith("igate_dossiers: FAILED PULL_REFUSED: ", finished.Lines[0], StringComparison.Ordinal);
        var error = Assert.Single(Query("SELECT error FROM etl_load_run WHERE status = 'Failed' AND feed = 'igate_dossiers'"));
        Assert.StartsWith("PULL_REFUSED: ", error, StringComparison.Ordinal);
        Assert.Contains("403", error, StringComparison.Ordinal);
        Assert.Contains("hết hạn", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error + finished.Output + finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workbooks_load_like_other_files_and_loading_the_same_rows_as_csv_changes_nothing()
    {
        var book = new WorkbookFile();
        string[] header = ["Mã hồ sơ", "Mã thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Ngày tiếp nhận", "Trạng thái", "Mức độ dịch vụ", "Cập nhật lúc"];
        book.Sheet("Hồ sơ",
        [
            [WorkbookFile.Inline("DANH SÁCH HỒ SƠ")], book.Row(header),
            Dossier("H48.90-240101-0001", "45292"), Dossier("H48.90-240102-0001", "45293"),
        ]);
        var loaded = await _folder.LoadAsync(("igate_dossiers_1.xlsx", book.Bytes()));
        Assert.True(loaded.ExitCode == 0, loaded.Output + loaded.Errors);
        Assert.Equal("igate_dossiers_1.xlsx: read 2, loaded 2, changed 0, unchanged 0, superseded 0, rejected 0", loaded.Lines[0]);

        var again = await _folder.LoadAsync(("igate_dossiers_1.csv", SourceFile.Utf8(
            string.Join(',', header) + "\n" + string.Concat(new[] { "240101-0001,1.001612,H48.90,Trực tuyến,01/01/2024", "240102-0001,1.001612,H48.90,Trực tuyến,02/01/2024" }
                .Select(row => $"H48.90-{row},Đang xử lý,Toàn trình,2024-01-05T08:30:00\n")))));
        Assert.Equal("loaded 0, changed 0, unchanged 2, superseded 0, rejected 0", again.Lines[^1]);

        string[] Dossier(string code, string received) =>
        [
            book.Shared(code), WorkbookFile.Number("1.001612"), book.Shared("H48.90"), book.Shared("Trực tuyến"), WorkbookFile.Number(received, WorkbookFile.Date),
            book.Shared("Đang xử lý"), book.Shared("Toàn trình"), WorkbookFile.Number("45296.354166666664", WorkbookFile.DateTime),
        ];
    }

    public void Dispose() => _folder.Dispose();

    private void Configure(PagedSource source)
    {
        Directory.CreateDirectory(_folder.Data);
        File.WriteAllText(Path.Combine(_folder.Data, "feeds.json"), $$"""
            {
              "Feeds": { "igate_dossiers": {
                "Columns": { "Mã hồ sơ": "ma", "Mã thủ tục": "thuTuc.ma", "Đơn vị tiếp nhận": "donVi", "Hình thức nộp": "kenh", "Ngày tiếp nhận": "ngay", "Trạng thái": "trangThai", "Cập nhật lúc": "capNhat" },
                "PersonalColumns": [ "nguoiNop" ],
                "Values": { "Hình thức nộp": { "ONLINE": "Trực tuyến" }, "Trạng thái": { "DANG_XU_LY": "Đang xử lý" } },
                "Http": { "Url": "{{source.Root}}ho-so", "TokenHeader": "X-Api-Key", "Records": "ds", "PageParameter": "trang", "UpdatedSinceParameter": "tu", "UpdatedSinceFormat": "yyyy-MM-dd HH:mm:ss", "OverlapSeconds": 3600 }
              } }
            }
            """);
    }

    private Task<Finished> PullAsync(params string[] feeds) => _folder.RunAsync(["load", "--pull", .. feeds], Token);

    /// <summary>A numbered page of one dossier; empty behind the last.</summary>
    private static Task Page(HttpContext context, int pages)
    {
        var page = int.Parse(context.Request.Query["trang"]!, CultureInfo.InvariantCulture);
        return PagedSource.Json(context, page > pages ? """{"ds":[]}""" : $$"""
            {"ds":[{"ma":"H48.90-240101-000{{page}}","nguoiNop":{"hoTen":"ZZPERSONALZZ"},"soCccd":"ZZPERSONALZZ","thuTuc":{"ma":"1.001612"},"donVi":"H48.90","kenh":"ONLINE","ngay":"2024-01-0{{page}}","trangThai":"DANG_XU_LY","capNhat":"2024-01-0{{page + 1}}T09:00:00+07:00"}]}
            """);
    }

    private List<string> Query(string sql) => [.. _folder.Database.Rows(sql).Select(row => (string)row[0]!)];
}
