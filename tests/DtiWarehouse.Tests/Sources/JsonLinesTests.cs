using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Tests.Sources;

public class JsonLinesTests
{
    private static readonly FeedMapping Mapping = new(
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["Mã hồ sơ"] = ["maHoSo"], ["Mã thủ tục"] = ["thuTuc.ma"], ["Đơn vị tiếp nhận"] = ["donVi.ma"], ["Hình thức nộp"] = ["kenh"],
            ["Ngày tiếp nhận"] = ["ngayTiepNhan"], ["Trạng thái"] = ["trangThai"], ["Nghĩa vụ tài chính"] = ["coPhi"], ["Tên thủ tục"] = ["thuTuc.ten"],
        },
        ["nguoiNop"]);

    [Fact]
    public void An_object_is_the_row_that_the_same_values_in_a_csv_are()
    {
        var expected = Cells.Dossier().With("Tên thủ tục", "Đăng ký “hộ” \\ kinh doanh").With("Nghĩa vụ tài chính", "Có").Read().Single<DossierRow>();
        var read = Read("""
            {"maHoSo":"H48.53-011123-0001","nguoiNop":{"hoTen":"ZZPERSONALZZ","email":"ZZPERSONALZZ"},"thuTuc":{"ma":1.001612,"ten":"Đăng ký \u201chộ\u201d \\ kinh doanh"},"donVi":{"ma":"H48.53","ten":"UBND"},"kenh":"Trực tuyến","ngayTiepNhan":"2023-11-01T08:30:00+07:00","trangThai":"Đang xử lý","coPhi":true,"khac":[1,{"a":2}]}
            """);
        Assert.Equal(expected with { LineNumber = 1 }, read.Single<DossierRow>());
        Assert.Equal(2, read.File.Layout.PersonalColumnCount);
        Assert.Equal(["donVi.ten", "khac"], read.File.Layout.IgnoredColumns);
    }

    [Fact]
    public void Lines_that_are_no_object_are_rejected_without_their_text_and_blank_lines_are_no_rows()
    {
        const string good = """{"Ngày":"2023-09-02","Tên":"a"}""";
        var read = ReadHolidays($"{good}\n\n[1]\n{good[..^1]}\n{{\"Ngày\":\"2023-09-03\",\"Ngày\":\"2023-09-04\",\"Email\":\"ZZPERSONALZZ\"}}\nnull\n{{}}\r\n{good} {good}\n{good}");
        Assert.Equal([1, 9], read.Rows.Select(row => row.LineNumber));
        Assert.Equal([(3, "JSON_MALFORMED"), (4, "JSON_MALFORMED"), (5, "JSON_MALFORMED"), (6, "JSON_MALFORMED"), (7, "DATE_INVALID"), (8, "JSON_MALFORMED")], read.Rejections.Select(r => (r.LineNumber, r.ReasonCode)));
        Assert.DoesNotContain("ZZPERSONALZZ", string.Concat(read.Rejections), StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_some_objects_lack_is_a_column_and_one_that_all_lack_is_missing()
    {
        Assert.Equal([null, "b"], ReadHolidays("{\"Ngày\":\"2023-09-02\"}\n{\"Tên\":\"b\",\"Ngày\":\"2023-09-03\"}\n").Rows.Cast<HolidayRow>().Select(row => row.Name));
        Assert.Equal("COLUMN_MISSING", SourceText.Refused(FeedCatalogue.Holidays, "{\"Tên\":\"b\"}\n"u8.ToArray(), ".jsonl").Code);
        Assert.Equal("FILE_EMPTY", SourceText.Refused(FeedCatalogue.Holidays, [], ".jsonl").Code);
    }

    [Fact]
    public void A_typed_number_is_plain_and_a_text_is_read_as_people_write()
    {
        Assert.Equal([1.234m, 1234m, 1000m], new[] { "1.234", "\"1.234\"", "1e3" }.Select(Value));

        static decimal? Value(string json) => SourceText.Read(FeedCatalogue.ReportedFigures, System.Text.Encoding.UTF8.GetBytes(
            $$"""{"Mã nguồn":"004","Mã số liệu":"004-27","Tên chỉ tiêu":"x","Đơn vị báo cáo":"H48","Kỳ từ":"2022-01-01","Kỳ đến":"2022-05-31","Giá trị":{{json}}}"""), ending: ".jsonl")
            .Single<ReportedFigureRow>().Value;
    }

    [Fact]
    public void The_raw_row_of_a_rejected_row_reads_as_a_line_of_the_feed()
    {
        var rejection = Cells.Rating().With("Số lượt hài lòng", "121").Read().Rejected();
        var again = SourceText.Read(FeedCatalogue.Satisfaction, System.Text.Encoding.UTF8.GetBytes(rejection.RawRow.Replace("121", "120", StringComparison.Ordinal)), ending: ".jsonl");
        Assert.Equal(Cells.Rating().With("Số lượt hài lòng", "120").Read().Single<SatisfactionRow>() with { LineNumber = 1 }, again.Single<SatisfactionRow>());
    }

    [Fact]
    public void A_line_without_end_refuses_the_file() =>
        Assert.Equal("RECORD_TOO_LARGE", SourceText.Refused(FeedCatalogue.Holidays, System.Text.Encoding.UTF8.GetBytes($"{{\"Ngày\":\"{new string('1', 2_000_000)}\"}}"), ".jsonl").Code);

    [Fact]
    public void Lines_of_every_length_come_out_whole()
    {
        var names = Enumerable.Range(1, 3000).Select(i => new string('ộ', i % 1700)).ToList();
        var read = ReadHolidays(string.Join('\n', names.Select(name => $"{{\"Ngày\":\"2023-09-02\",\"Tên\":\"{name}\"}}")));
        Assert.Equal(names, read.Rows.Cast<HolidayRow>().Select(row => row.Name ?? ""));
    }

    private static FeedResult Read(string lines) => SourceText.Read(FeedCatalogue.Dossiers, System.Text.Encoding.UTF8.GetBytes(lines), Mapping, ".jsonl");

    private static FeedResult ReadHolidays(string lines) => SourceText.Read(FeedCatalogue.Holidays, System.Text.Encoding.UTF8.GetBytes(lines), ending: ".jsonl");
}
