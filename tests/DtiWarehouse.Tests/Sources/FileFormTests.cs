using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Tests.Sources;

public class FileFormTests
{
    private const string Text = "Ngày,Tên\n02/09/2023,Quốc khánh\n";

    private static readonly FeedDefinition Holidays = FeedCatalogue.Holidays;

    [Theory]
    [InlineData("igate_dossiers_2023-11.csv", "igate_dossiers")]
    [InlineData("IGATE_DOSSIERS_x.CSV.GZ", "igate_dossiers")]
    [InlineData("holidays.csv", "holidays")]
    [InlineData("admin_units_2025.csv", "admin_units")]
    [InlineData("holidaysx.csv", null)]
    [InlineData("holidays_2023.xlsx", "holidays")]
    [InlineData("holidays_2023.xls", "holidays")]
    [InlineData("holidays_pull_20231201T010000Z.jsonl", "holidays")]
    [InlineData("holidays.jsonl.gz", "holidays")]
    [InlineData("holidays.txt", null)]
    [InlineData("notes.csv", null)]
    public void A_file_belongs_to_a_feed_by_its_name(string name, string? feed) =>
        Assert.Equal(feed, FeedCatalogue.ForFile(name)?.Name);

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("UTF-8 BOM")]
    [InlineData("UTF-16 LE")]
    [InlineData("UTF-16 BE")]
    public void Every_encoding_of_the_contract_reads_the_same(string name)
    {
        Encoding encoding = name switch
        {
            "UTF-8" => new UTF8Encoding(false),
            "UTF-8 BOM" => new UTF8Encoding(true),
            "UTF-16 LE" => new UnicodeEncoding(false, true),
            _ => new UnicodeEncoding(true, true),
        };
        var result = SourceText.Read(Holidays, [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);
        Assert.Equal("Quốc khánh", result.Single<HolidayRow>().Name);
        Assert.Contains(name, result.File.Form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gzip_of_a_csv_is_read_as_it_is_and_hashed_as_it_lies_on_disk(bool isUtf16)
    {
        var encoding = isUtf16 ? Encoding.Unicode : Encoding.UTF8;
        var bytes = Compressed([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);
        var result = SourceText.Read(Holidays, bytes);
        Assert.Equal(new DateOnly(2023, 9, 2), result.Single<HolidayRow>().Date);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), result.File.ContentHash);
    }

    [Fact]
    public void An_archive_of_several_members_is_read_whole()
    {
        var lines = Text.Split('\n', 2);
        byte[] archive = [.. Compressed(Encoding.UTF8.GetBytes(lines[0] + "\n")), .. Compressed([]), .. Compressed(Encoding.UTF8.GetBytes(lines[1]))];
        Assert.Equal("Quốc khánh", SourceText.Read(Holidays, archive).Single<HolidayRow>().Name);
    }

    [Fact]
    public void An_archive_is_damaged_wherever_it_is_cut_off()
    {
        var whole = Compressed(Encoding.UTF8.GetBytes(Text));
        byte[] archive = [.. whole, .. Compressed(Encoding.UTF8.GetBytes("01/01/2023,Tết\n"))];
        Assert.Equal(2, SourceText.Read(Holidays, archive).Rows.Count);
        foreach (var length in Enumerable.Range(3, archive.Length - 3).Where(length => length != whole.Length))
            Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, archive[..length]).Code);
    }

    [Fact]
    public void A_large_archive_of_members_of_every_size_is_read_whole()
    {
        var random = new Random(4);
        var members = Enumerable.Range(0, 400).Select(_ => Compressed(Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, random.Next(1, 60)).Select(_ => $"02/09/2023,{random.NextInt64()}\n"))))).ToList();
        byte[] archive = [.. Compressed(Encoding.UTF8.GetBytes("Ngày,Tên\n")), .. members.SelectMany(member => member)];
        var expected = members.Sum(member => { using var text = new StreamReader(new GZipStream(new MemoryStream(member), CompressionMode.Decompress)); return text.ReadToEnd().Count(c => c == '\n'); });
        Assert.Equal(expected, SourceText.Read(Holidays, archive).Rows.Count);
        Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, archive[..^1]).Code);
    }

    [Fact]
    public void An_older_vietnamese_encoding_is_refused_with_line_and_byte()
    {
        var refusal = SourceText.Refused(Holidays, [.. "Ngày,Tên\n02/09/2023,Qu"u8, 0xF4, 0xCC, (byte)'c', (byte)'\n']);
        Assert.Equal("ENCODING_INVALID", refusal.Code);
        Assert.Contains("Dòng 2 (byte 24)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_bytes_are_found_before_any_row_wherever_they_stand()
    {
        byte[] bytes = [.. "Ngày,Tên\n"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("02/09/2023,Quốc khánh\n", 40_000))), 0xE1];
        var refusal = SourceText.Refused(Holidays, bytes);
        Assert.Equal("ENCODING_INVALID", refusal.Code);
        Assert.Contains("Line 40002", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_without_mark_and_broken_utf16_are_refused()
    {
        Assert.Equal("ENCODING_INVALID", SourceText.Refused(Holidays, Encoding.Unicode.GetBytes(Text)).Code);
        Assert.Equal("ENCODING_INVALID", SourceText.Refused(Holidays, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text), 0x00, 0xD8, 0x20, 0]).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n  \r\n")]
    [InlineData("\ufeff")]
    public void A_file_without_content_is_empty(string text) => Assert.Equal("FILE_EMPTY", SourceText.Refused(Holidays, text).Code);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void The_separator_is_told_from_the_header(char separator)
    {
        var result = SourceText.Read(FeedCatalogue.Dossiers, Cells.Dossier().With("Tên thủ tục", "Cấp; đổi, gia hạn\tthẻ").Csv(separator));
        Assert.Equal("Cấp; đổi, gia hạn\tthẻ", result.Single<DossierRow>().ProcedureName);
        Assert.Equal(separator, result.File.Layout.Separator);
    }

    [Fact]
    public void Title_rows_above_the_header_are_skipped_and_lines_are_physical()
    {
        var result = SourceText.Read(Holidays, "sep=;\n\nDANH SÁCH; NGÀY LỄ\n\"nhiều\r\ndòng\";\nNgày;Tên\n\n01/01/2023;\"Tết\r\ndương lịch\"\n;;\n02/09/2023;x\n");
        Assert.Equal(6, result.File.Layout.HeaderLine);
        Assert.Equal([8, 11], result.Rows.Select(row => row.LineNumber));
        Assert.Equal(2, result.File.Reading.RowsRead);
    }

    [Fact]
    public void The_header_may_stand_in_row_20_but_not_below()
    {
        Assert.Single(SourceText.Read(Holidays, string.Concat(Enumerable.Repeat("Tiêu đề\n", 19)) + Text).Rows);
        Assert.Equal("COLUMN_MISSING", SourceText.Refused(Holidays, string.Concat(Enumerable.Repeat("Tiêu đề\n", 20)) + Text).Code);
    }

    [Fact]
    public void Headers_match_in_any_unicode_form_case_and_spacing()
    {
        var header = " NGÀY\u00a0,tên".Normalize(NormalizationForm.FormD);
        Assert.Equal("a", SourceText.Read(Holidays, header + "\n01/01/2023,a\n").Single<HolidayRow>().Name);
        Assert.Equal(
            "PAID_WITHOUT_FEE",
            SourceText.Read(FeedCatalogue.Dossiers, Cells.Dossier().With("NGHĨA  vụ tài chính", "0").With("Thanh toán trực tuyến", "1").Csv()).Rejected().ReasonCode);
    }

    [Fact]
    public void A_missing_required_column_fails_the_file_with_its_name_and_the_header_read()
    {
        var refusal = SourceText.Refused(FeedCatalogue.Satisfaction, "Kỳ;Đơn vị;Kênh;Số lượt đánh giá;Số lượt hài lòng\n2023-11;H48;Trực tiếp;1;1\n");
        Assert.Equal("COLUMN_MISSING", refusal.Code);
        Assert.Contains("“Đối tượng”", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("“Kênh”", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("“Số”", SourceText.Refused(Holidays, "Số,Việc\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_header_shows_none_of_its_data()
    {
        var refusal = SourceText.Refused(FeedCatalogue.Dossiers, "H48.53-011123-0001,Nguyễn Văn An,051203001234\n");
        Assert.Equal("COLUMN_MISSING", refusal.Code);
        Assert.DoesNotContain("Nguyễn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_stands_twice_fails_the_file() =>
        Assert.Equal("COLUMN_DUPLICATED", SourceText.Refused(Holidays, "Ngày,Tên, ngày\n01/01/2023,a,02/01/2023\n").Code);

    [Fact]
    public void Unknown_columns_are_ignored_and_counted()
    {
        var result = SourceText.Read(Holidays, "STT,Ngày,Ghi chú,\n1,01/01/2023,x,\n");
        Assert.Equal(["STT", "Ghi chú"], result.File.Layout.IgnoredColumns);
        Assert.DoesNotContain("STT", result.Single<HolidayRow>().Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Configured_headers_go_before_canonical_ones()
    {
        var mapping = new FeedMapping(new Dictionary<string, IReadOnlyList<string>> { ["Tên"] = ["Dịp nghỉ", "Tên ngày lễ"] }, []);
        Assert.Equal("a", SourceText.Read(Holidays, "Ngày,TÊN NGÀY LỄ,Tên\n01/01/2023,a,b\n", mapping).Single<HolidayRow>().Name);
        Assert.Equal("b", SourceText.Read(Holidays, "Ngày,Tên\n01/01/2023,b\n", mapping).Single<HolidayRow>().Name);
        Assert.Equal("COLUMN_DUPLICATED", SourceText.Refused(Holidays, "Ngày,Dịp nghỉ,Tên ngày lễ\n", mapping).Code);
        Assert.NotEqual(FeedMapping.Default.Fingerprint(), mapping.Fingerprint());
    }

    [Fact]
    public void A_mapping_of_a_column_that_the_contract_lacks_is_refused()
    {
        var mapping = new FeedMapping(new Dictionary<string, IReadOnlyList<string>> { ["Tên lễ"] = ["x"] }, []);
        Assert.Equal("MAPPING_INVALID", SourceText.Refused(Holidays, Text, mapping).Code);
    }

    [Fact]
    public void A_stray_quote_and_a_surplus_field_reject_the_row_and_a_short_row_reads_as_empty()
    {
        var result = SourceText.Read(Holidays, "Ngày,Tên\n01/01/2023,Tết \"ta\"\n02/01/2023,\"a\"b\n03/01/2023,a,b\n04/01/2023\n");
        Assert.Equal([(2, "CSV_MALFORMED"), (3, "CSV_MALFORMED"), (4, "FIELD_COUNT")], result.Rejections.Select(r => (r.LineNumber, r.ReasonCode)));
        Assert.Null(Assert.IsType<HolidayRow>(Assert.Single(result.Rows)).Name);
        Assert.Equal((4, 3), (result.File.Reading.RowsRead, result.File.Reading.RowsRejected));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public void A_quote_that_is_never_closed_refuses_the_file(int length)
    {
        var refusal = SourceText.Refused(Holidays, $"Ngày,Tên\n01/01/2023,a\n02/01/2023,\"{new string('b', length)}\n");
        Assert.Equal("QUOTE_UNTERMINATED", refusal.Code);
        Assert.Contains("dòng 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_registers_read_without_a_rejection()
    {
        foreach (var feed in (FeedDefinition[])[FeedCatalogue.AdminUnits, FeedCatalogue.AdminSuccessors])
        {
            using var seed = typeof(FeedFile).Assembly.GetManifestResourceStream($"seed/{feed.Name}.csv")!;
            using var copy = new MemoryStream();
            seed.CopyTo(copy);
            var result = SourceText.Read(feed, copy.ToArray());
            Assert.Empty(result.Rejections);
            Assert.True(result.Rows.Count > 300);
            Assert.Empty(result.File.Layout.IgnoredColumns);
        }
    }

    [Fact]
    public void The_reading_names_the_number_format()
    {
        const string header = "Kỳ;Đơn vị;Kênh;Đối tượng;Số lượt đánh giá;Số lượt hài lòng\n";
        Assert.Equal(NumberFormat.Undetermined, Format("12;3"));
        Assert.Equal(NumberFormat.Vietnamese, Format("1.234.567;3"));
        Assert.Equal(NumberFormat.Invariant, Format("1234.0;3"));
        Assert.Equal(NumberFormat.Mixed, Format("1.234.567;3.0"));

        NumberFormat Format(string counts) =>
            SourceText.Read(FeedCatalogue.Satisfaction, $"{header}2023-11;H48;Trực tiếp;Người dân;{counts}\n").File.Reading.NumberFormat;
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return file.ToArray();
    }
}
