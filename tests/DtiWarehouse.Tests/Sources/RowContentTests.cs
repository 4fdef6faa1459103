using System.Globalization;
using System.Text;
using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Tests.Sources;

public class RowContentTests
{
    private static readonly string[] FlagHeaders =
        ["Số hóa hồ sơ", "Số hóa kết quả", "Nghĩa vụ tài chính", "Thanh toán trực tuyến", "Tái sử dụng dữ liệu", "Đúng hạn"];

    [Theory]
    [InlineData("Có", true)]
    [InlineData("không", false)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("x", true)]
    public void A_flag_reads_in_every_form_of_the_contract(string cell, bool value) =>
        Assert.Equal(value, Cells.Dossier().With("Số hóa hồ sơ", cell).Read().Single<DossierRow>().AreComponentsDigitised);

    [Fact]
    public void An_empty_flag_says_no_only_in_a_file_of_crosses()
    {
        Assert.Equal([(true, false), (false, true)], Flags("x,\n,X"));
        Assert.Equal([(true, null), (null, true), (false, null)], Flags("x,\n,X\nKhông,"));
        Assert.Equal([(null, null)], Flags(" ,"));
        Assert.Equal(FlagForm.Crosses, Read("x,\n,X").File.FlagForm);

        static FeedResult Read(string cells) => SourceText.Read(FeedCatalogue.Documents,
            "Mã văn bản,Đơn vị,Chiều,Ngày,Hình thức,Mật,Ký số,Qua trục liên thông\n"
            + string.Join('\n', cells.Split('\n').Select((flags, i) => $"{i},H48,Đi,2023-11-01,Điện tử,Có,{flags}")));

        static IEnumerable<(bool?, bool?)> Flags(string cells) =>
            Read(cells).Rows.Cast<DocumentRow>().Select(row => (row.IsSigned, row.IsViaNationalAxis));
    }

    [Fact]
    public void A_cross_form_says_nothing_about_a_column_that_is_not_there()
    {
        var row = Cells.Dossier().With("Số hóa hồ sơ", "x").Read().Single<DossierRow>();
        Assert.Equal((true, null), (row.AreComponentsDigitised, row.IsResultDigitised));
    }

    [Fact]
    public void A_cell_that_is_no_flag_does_not_settle_the_form()
    {
        var result = SourceText.Read(FeedCatalogue.Documents,
            "Mã văn bản,Đơn vị,Chiều,Ngày,Hình thức,Ký số\n1,H48,Đi,2023-11-01,Điện tử,rồi\n2,H48,Đi,2023-11-01,Điện tử,x\n3,H48,Đi,2023-11-01,Điện tử,\n");
        Assert.Equal("VALUE_UNKNOWN", Assert.Single(result.Rejections).ReasonCode);
        Assert.False(Assert.IsType<DocumentRow>(result.Rows[1]).IsSigned);
    }

    [Fact]
    public void The_same_facts_in_other_forms_are_the_same_content()
    {
        var plain = Cells.Dossier().With("Mức độ dịch vụ", "Toàn trình").With("Ngày hẹn trả", "2023-11-10")
            .With("Số hóa hồ sơ", "Có").With("Đơn vị giải quyết", "H48.53").With("Cập nhật lúc", "2023-11-01");
        var other = Cells.Dossier().With("Mã thủ tục", "1.001612.000.00.00.H48").With("Đơn vị tiếp nhận", " h48.53 ")
            .With("Hình thức nộp", "TRỰC TUYẾN".Normalize(NormalizationForm.FormD)).With("Mức độ dịch vụ", "toàn  trình")
            .With("Ngày tiếp nhận", "45231.4").With("Ngày hẹn trả", "2023-11-09T18:00:00Z").With("Số hóa hồ sơ", "1")
            .With("Cập nhật lúc", "2023-11-02T09:00:00").With("Họ tên người nộp", "Nguyễn Văn An").With("STT", "7");
        var (first, second) = (plain.Read().Single<DossierRow>(), other.Read().Single<DossierRow>());
        Assert.Equal(first.Content, second.Content);
        Assert.Equal(new DateTime(2023, 10, 31, 17, 0, 0, DateTimeKind.Utc), first.UpdatedAt);
        Assert.Equal(new DateTime(2023, 11, 2, 2, 0, 0), second.UpdatedAt);
        Assert.NotEqual(first.Content, plain.With("Số hóa hồ sơ", "").Read().Single<DossierRow>().Content);
    }

    [Fact]
    public void Content_is_the_contracts_values_in_contract_order()
    {
        var row = Cells.Rating().With("Số lượt đánh giá", "1.200,0").With("Đã xóa", "Có").Read().Single<SatisfactionRow>();
        Assert.Equal("2023-11-01\u001fH48.53\u001fTrực tiếp\u001fNgười dân\u001f1200\u001f118\u001fCó", row.Content);
        Assert.True(row.IsDeleted);
    }

    [Fact]
    public void Every_feeds_content_has_one_value_per_column_of_the_contract()
    {
        foreach (var (cells, feed) in ((Cells, FeedDefinition)[])[
            (Cells.Dossier(), FeedCatalogue.Dossiers), (Cells.Document(), FeedCatalogue.Documents), (Cells.Service(), FeedCatalogue.Services),
            (Cells.Unit(), FeedCatalogue.Units), (Cells.Rating(), FeedCatalogue.Satisfaction), (Cells.Total(), FeedCatalogue.DossierTotals),
            (Cells.Figure(), FeedCatalogue.ReportedFigures)])
        {
            Assert.Equal(feed.Columns.Count - 1, Assert.Single(cells.Read().Rows).Content.Split('\u001f').Length);
        }
    }

    [Fact]
    public void The_rest_of_a_row_that_a_bare_line_break_in_a_personal_cell_cut_in_two_is_not_shown()
    {
        var result = SourceText.Read(FeedCatalogue.Dossiers,
            "Mã hồ sơ,Địa chỉ,Số điện thoại,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái\n"
            + "H48.53-231101-0001,12\nHùng Vương,0905123456,1.001612,H48.53,Trực tuyến,01/11/2023,Đang xử lý\n");
        Assert.Equal([(2, "REQUIRED_VALUE_MISSING"), (3, "DOSSIER_CODE_INVALID")], result.Rejections.Select(r => (r.LineNumber, r.ReasonCode)));
        Assert.All(result.Rejections, r => Assert.Equal("{}", r.RawRow));
        Assert.DoesNotContain(result.Rejections, r => r.Message.Contains("Vương", StringComparison.Ordinal));
    }

    [Fact]
    public void Personal_columns_are_nowhere()
    {
        const string header = "Họ tên người nộp,Mã hồ sơ,Mã thủ tục,Số CCCD,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Trạng thái,Tuổi,Đúng hạn\n";
        var mapping = new FeedMapping(new Dictionary<string, IReadOnlyList<string>>(), ["tuổi"]);
        var result = SourceText.Read(FeedCatalogue.Dossiers, header
            + "RIENG,H48.53-011123-0001,1.001612,RIENG,H48.53,Trực tuyến,01/11/2023,Đang xử lý,RIENG,Có\n"
            + "RIENG,H48.53-011123-0002,1.001612,RIENG,H48.53,Trực tuyến,01/11/2023,Xong,RIENG,Có\n"
            + "RIENG,RIENG,H48.53-011123-0003,1.001612,RIENG,H48.53,Trực tuyến,01/11/2023,Xong,RIENG,Có\n"
            + "H48.53-011123-0004,1.001612,RIENG,H48.53,Trực tuyến,01/11/2023,Xong,RIENG,Có\n"
            + "\"A\" RIENG,RIENG,1.001612,RIENG,RIENG,Trực tuyến,RIENG,Xong,RIENG,Có\n", mapping);
        Assert.Equal(["STATUS_UNKNOWN", "FIELD_COUNT", "DOSSIER_CODE_INVALID", "CSV_MALFORMED"], result.Rejections.Select(r => r.ReasonCode));
        Assert.Equal(3, result.File.Layout.PersonalColumnCount);
        Assert.Empty(result.File.Layout.IgnoredColumns);
        Assert.DoesNotContain("RIENG", string.Concat(result.Rejections.Select(r => r.ToString()).Concat(result.Rows.Select(r => r.ToString()))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reading_keeps_the_latest_update()
    {
        var result = SourceText.Read(FeedCatalogue.Holidays, "Ngày,Cập nhật lúc\n2023-01-01,2023-11-02 07:00\n2023-01-02,2023-11-01\n2023-01-03,\n");
        Assert.Equal(new DateTime(2023, 11, 2, 0, 0, 0), result.File.Reading.MaxUpdatedAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20231127)]
    public void Rows_written_in_any_form_read_back_to_the_same_values(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var facts = Enumerable.Range(0, 30).Select(_ => Facts.Draw(random)).ToList();
            var (first, second) = (Read(facts, random), Read(facts, random));
            Assert.Equal(facts, first.Rows.Cast<DossierRow>().Select(Facts.Of));
            Assert.Equal(first.Rows.Select(row => row.Content), second.Rows.Select(row => row.Content));
        }
    }

    private static FeedResult Read(List<Facts> facts, Random random)
    {
        var separator = ",;\t"[random.Next(3)];
        var encoding = (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)];
        var chosen = encoding[random.Next(4)];
        string[] header = ["Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", .. FlagHeaders];
        var lines = facts.Select(fact => fact.Write(random)).Prepend(header).Select(cells => string.Join(separator, cells.Select(Quoted)));
        var result = SourceText.Read(FeedCatalogue.Dossiers, [.. chosen.GetPreamble(), .. chosen.GetBytes(string.Join(random.Next(2) == 0 ? "\n" : "\r\n", lines))]);
        Assert.Empty(result.Rejections);
        return result;

        string Quoted(string cell) => random.Next(3) == 0 || cell.AsSpan().IndexOfAny(",;\t\"\n") >= 0
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }

    /// <summary>What a row says, whatever its cells look like.</summary>
    private sealed record Facts(string Code, string? Name, string Unit, DateOnly Received, DateOnly? Due, bool? Digitised, bool? Fee)
    {
        private static readonly string?[] Names = [null, "Cấp đổi thẻ", "Đăng ký \"hộ\" kinh doanh", "Cấp, gia hạn; sửa\nđổi", "Xác nhận\ttình trạng"];
        private static readonly bool?[] Flags = [null, true, false];

        public static Facts Draw(Random random)
        {
            var received = new DateOnly(2021, 1, 1).AddDays(random.Next(1000));
            return new Facts(
                $"H48.{random.Next(10, 99)}-{received.ToString("ddMMyy", CultureInfo.InvariantCulture)}-{random.Next(9999):0000}",
                Names[random.Next(Names.Length)], $"H48.{random.Next(10, 99)}", received,
                random.Next(3) == 0 ? null : received.AddDays(random.Next(60)), Flags[random.Next(3)], Flags[random.Next(3)]);
        }

        public static Facts Of(DossierRow row) => new(
            row.DossierCode, row.ProcedureName, row.ReceivingUnitCode, row.ReceivedDate, row.DueDate, row.AreComponentsDigitised, row.HasFee);

        public string[] Write(Random random) =>
        [
            random.Next(2) == 0 ? Code : Code.ToLowerInvariant(),
            random.Next(2) == 0 ? "1.001612" : "1.001612.000.00.00.H48",
            random.Next(2) == 0 ? Name ?? "" : (Name ?? " ").Normalize(NormalizationForm.FormD),
            random.Next(2) == 0 ? Unit : $" {Unit.ToLowerInvariant()}",
            random.Next(2) == 0 ? "Trực tiếp" : "TRỰC  TIẾP",
            Day(Received, random),
            Due is { } due ? Day(due, random) : "",
            "Đang xử lý",
            Flag(Digitised, random), "Không", Flag(Fee, random), "", "0", "Có",
        ];

        private static string Day(DateOnly day, Random random) => random.Next(7) switch
        {
            0 => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            1 => day.ToString("dd/MM/yyyy' 23:59'", CultureInfo.InvariantCulture),
            2 => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            3 => day.ToString("yyyy-MM-dd'T00:00:00'", CultureInfo.InvariantCulture),
            4 => day.AddDays(-1).ToString("yyyy-MM-dd'T17:00:00Z'", CultureInfo.InvariantCulture),
            5 => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}.75"),
        };

        private static string Flag(bool? flag, Random random) => flag switch
        {
            true => ((string[])["Có", "true", "1", "x"])[random.Next(4)],
            false => ((string[])["Không", "FALSE", "0"])[random.Next(3)],
            null => "",
        };
    }
}
