using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DtiWarehouse.Etl.Sources;
using static DtiWarehouse.Tests.Sources.WorkbookFile;

namespace DtiWarehouse.Tests.Sources;

/// <summary>Workbooks under a feed's name. What a cell means is told by hand, or by the same rows as CSV.</summary>
public class WorkbookTests
{
    private static readonly FeedDefinition Holidays = FeedCatalogue.Holidays;
    private static readonly FeedDefinition Ratings = FeedCatalogue.Satisfaction;

    private static readonly string[] RatingHeader = ["Kỳ", "Đơn vị", "Kênh", "Đối tượng", "Số lượt đánh giá", "Số lượt hài lòng"];

    [Fact]
    public void The_same_truth_as_csv_and_as_workbook_gives_equal_rows_and_contents()
    {
        const string csv =
            """
            Mã hồ sơ,Họ tên người nộp,Mã thủ tục,Đơn vị tiếp nhận,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày hoàn thành,Trạng thái,Số hóa hồ sơ,Nghĩa vụ tài chính,Cập nhật lúc
            H48.53-011123-0001,Nguyễn Văn An,1.001612,H48.53,Trực tuyến,01/11/2023 08:30:15,2023-11-20,20/11/2023 16:45,Đã giải quyết,Có,Không,21/11/2023 07:15:59
            000.00.53.H48-011123-0002,Trần Thị Bình,1.001612.000.00.00.H48,000.00.53.H48,Trực tiếp,02/11/2023,,,Đang xử lý,,1,21/11/2023 07:16
            """;
        var book = new WorkbookFile();
        book.Sheet("Hồ sơ",
        [
            book.Row("Mã hồ sơ", "Họ tên người nộp", "Mã thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Trạng thái", "Số hóa hồ sơ", "Nghĩa vụ tài chính", "Cập nhật lúc"),
            [book.Shared("H48.53-011123-0001"), book.Shared("Nguyễn Văn An"), Number("1.001612"), Inline("H48.53"), book.Shared("Trực tuyến"), Number("45231.354340277780", WorkbookFile.DateTime), Number("45250", Date), Number("45250.697916666664"), book.Shared("Đã giải quyết"), Truth(true), Truth(false), Number("45251.302766203707", WorkbookFile.DateTime)],
            [Inline("000.00.53.H48-011123-0002"), book.Shared("Trần Thị Bình"), Inline("1.001612.000.00.00.H48"), Inline("000.00.53.H48"), Rich("Trực ", "tiếp"), Number("45232"), Blank(), Blank(), Inline("Đang xử lý"), Blank(), Number("1"), Inline("21/11/2023 07:16")],
        ]);

        var expected = SourceText.Read(FeedCatalogue.Dossiers, csv);
        var read = SourceText.Read(FeedCatalogue.Dossiers, book.Bytes());

        Assert.Empty(read.Rejections.Select(rejection => rejection.Message));
        Assert.Equal(2, read.Rows.Count);
        Assert.Equal(expected.Rows, read.Rows);
        Assert.Equal(1, read.File.Layout.PersonalColumnCount);
    }

    [Fact]
    public void Title_rows_merged_cells_and_empty_rows_above_the_header_are_skipped_and_lines_are_rows_of_the_sheet()
    {
        var book = new WorkbookFile();
        book.Sheet("Ngày lễ",
        [
            null, [book.Shared("DANH SÁCH NGÀY LỄ NĂM 2023"), Blank()], null, [Blank(), Blank()], book.Row("Ngày", "Tên", "", ""), null, null,
            [Number("44927", Date), Inline("Tết dương lịch"), Blank(), Blank()], [Blank(), Inline("  ")], [Number("45171", Date), Inline("Quốc khánh"), Blank(), Inline("ghi chú bên lề")], [Blank(), Blank()],
        ], after: "<mergeCells count=\"1\"><mergeCell ref=\"A2:B2\"/></mergeCells>");
        var read = SourceText.Read(Holidays, book.Bytes());
        Assert.Empty(read.Rejections);
        Assert.Equal(5, read.File.Layout.HeaderLine);
        Assert.Equal([8, 10], read.Rows.Select(row => row.LineNumber));
        Assert.Equal(2, read.File.Reading.RowsRead);
    }

    [Fact]
    public void The_header_may_stand_in_the_twentieth_row_that_holds_anything_but_not_below()
    {
        Assert.Single(SourceText.Read(Holidays, Titled(19)).Rows);
        Assert.Equal("COLUMN_MISSING", SourceText.Refused(Holidays, Titled(20)).Code);

        static byte[] Titled(int titles)
        {
            var book = new WorkbookFile();
            IEnumerable<string[]?> rows = Enumerable.Repeat<string[]?>([Inline("Tiêu đề")], titles).SelectMany(row => new[] { null, row });
            return book.Sheet("s", [.. rows, book.Row("Ngày", "Tên"), [Number("45171", Date), Inline("x")]]).Bytes();
        }
    }

    [Fact]
    public void The_first_sheet_that_a_person_sees_is_read()
    {
        var book = new WorkbookFile();
        book.Sheet("danh mục", [book.Row("Ngày", "Tên"), book.Row("01/01/2020", "ẩn")], "hidden");
        book.Sheet("Số liệu", [book.Row("Ngày", "Tên"), book.Row("02/09/2023", "hiện")]);
        book.Sheet("khác", [book.Row("Ngày", "Tên"), book.Row("03/09/2023", "sau")]);
        var read = SourceText.Read(Holidays, book.Bytes());
        Assert.Equal("hiện", read.Single<HolidayRow>().Name);
        Assert.Contains("Số liệu", read.File.Form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234.5", "1234.5")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("1.234", "1.234")]
    [InlineData("99.77", "99.77")]
    [InlineData("1E3", "1000")]
    [InlineData("2230000000", "2230000000")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("1.0000000000000002E-1", "0.1")]
    [InlineData("123456789012.34", "123456789012.34")]
    public void A_number_is_the_decimal_that_a_person_sees(string written, string value) =>
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Figure(Number(written)).Single<ReportedFigureRow>().Value);

    [Fact]
    public void A_percentage_is_refused_as_the_same_cell_of_a_csv_is()
    {
        var rejection = Figure(Number("0.9977", Percent)).Rejected();
        Assert.Equal("NUMBER_INVALID", rejection.ReasonCode);
        Assert.Contains("99.77%", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_keep_their_zeros_and_codes_typed_as_numbers_are_plain_digits()
    {
        Assert.Equal("004", Document(Inline("004")));
        Assert.Equal("004", Document(Number("4", ThreeDigits)));
        Assert.Equal("4", Document(Number("4")));
        Assert.Equal("123456789012345", Document(Number("123456789012345")));
        Assert.Equal("9007199254740991", Document(Number("9.007199254740991E+15")));

        static string Document(string cell) => Figure(Number("1"), cell).Single<ReportedFigureRow>().DocumentCode;
    }

    [Theory]
    [InlineData(false, "45231", Date)]
    [InlineData(false, "45231", General)]
    [InlineData(false, "45231.999", WorkbookFile.DateTime)]
    [InlineData(true, "43769", Date)]
    [InlineData(true, "43769", General)]
    public void A_date_is_a_date_in_both_systems_whether_it_is_formatted_as_one_or_not(bool countsFrom1904, string serial, int style)
    {
        var book = new WorkbookFile { CountsFrom1904 = countsFrom1904 };
        book.Sheet("s", [book.Row("Ngày", "Tên"), [Number(serial, style), Number("4", General)]]);
        var row = SourceText.Read(Holidays, book.Bytes()).Single<HolidayRow>();
        Assert.Equal((new DateOnly(2023, 11, 1), "4"), (row.Date, row.Name));
    }

    [Fact]
    public void A_month_that_the_spreadsheet_made_a_date_of_is_a_month()
    {
        var row = Rating(Number("45231", Date), Number("120"), Number("118")).Single<SatisfactionRow>();
        Assert.Equal(new DateOnly(2023, 11, 1), row.Month);
    }

    [Fact]
    public void A_number_is_never_read_as_thousands()
    {
        Assert.Equal("NUMBER_INVALID", Rating(Inline("2023-11"), Number("1.234"), Number("1")).Rejected().ReasonCode);
        Assert.Equal(1234, Rating(Inline("2023-11"), Inline("1.234"), Number("1")).Single<SatisfactionRow>().Rated);
    }

    [Fact]
    public void A_formula_counts_as_its_result()
    {
        var row = Rating(TextFormula("TEXT(A1,\"yyyy-mm\")", "2023-11"), Formula("SUM(B1:B9)", "120"), Formula("E2-2", "118")).Single<SatisfactionRow>();
        Assert.Equal((120, 118), (row.Rated, row.Satisfied));
    }

    [Theory]
    [InlineData("#N/A")]
    [InlineData("#DIV/0!")]
    public void The_error_of_a_formula_is_no_value(string error)
    {
        var rejection = Rating(Inline("2023-11"), Error(error), Number("1")).Rejected();
        Assert.Equal(("CELL_ERROR", 2), (rejection.ReasonCode, rejection.LineNumber));
        Assert.Contains(error, rejection.Message, StringComparison.Ordinal);
        Assert.Contains("“Số lượt đánh giá”", rejection.Message, StringComparison.Ordinal);
        Assert.Equal(error, (string)JsonNode.Parse(rejection.RawRow)!["Số lượt đánh giá"]!);
    }

    [Fact]
    public void A_formula_that_was_never_worked_out_is_not_taken_for_an_empty_cell()
    {
        Assert.Equal("CELL_ERROR", Rating(Inline("2023-11"), "<c r=\"@\"><f>SUM(A1:A9)</f></c>", Number("1")).Rejected().ReasonCode);
        Assert.Equal("CELL_ERROR", Rating(Inline("2023-11"), Number("1"), "<c r=\"@\"><f>1+1</f><v></v></c>").Rejected().ReasonCode);
        Assert.Null(Rating(Inline("2023-11"), Number("1"), "<c r=\"@\" t=\"str\"><f>IF(1,\"\",2)</f><v></v></c>").Single<SatisfactionRow>().Satisfied);
    }

    [Fact]
    public void The_first_broken_check_in_column_order_counts_before_a_later_error()
    {
        Assert.Equal("DATE_INVALID", Rating(Inline("tháng 11"), Error("#N/A"), Number("1")).Rejected().ReasonCode);
        Assert.Equal("CELL_ERROR", Rating(Error("#REF!"), Inline("nhiều"), Number("1")).Rejected().ReasonCode);
    }

    [Fact]
    public void Crosses_and_truth_values_are_flags()
    {
        Assert.Equal([true, false], Fees(Inline("x"), Blank()));
        Assert.Equal([true, null], Fees(Truth(true), Blank()));

        static bool?[] Fees(string first, string second)
        {
            var book = new WorkbookFile();
            string[] header = ["Mã hồ sơ", "Mã thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Ngày tiếp nhận", "Trạng thái", "Nghĩa vụ tài chính"];
            book.Sheet("s", [book.Row(header), Dossier("0001", first), Dossier("0002", second)]);
            return [.. SourceText.Read(FeedCatalogue.Dossiers, book.Bytes()).Rows.Cast<DossierRow>().Select(row => row.HasFee)];

            string[] Dossier(string number, string fee) =>
                [.. book.Row("H48.53-011123-" + number, "1.001612", "H48.53", "Trực tuyến", "01/11/2023", "Đang xử lý"), fee];
        }
    }

    [Fact]
    public void Personal_cells_are_in_no_rejected_row_and_numbers_stay_numbers()
    {
        var book = new WorkbookFile();
        book.Sheet("s",
        [
            book.Row(["Địa chỉ", .. RatingHeader, "Email"]),
            [book.Shared("ZZPERSONALZZ"), Inline("2023-11"), Number("522"), Inline("Trực tiếp"), Inline("Người dân"), Number("1.234"), Number("5"), book.Shared("ZZPERSONALZZ")],
        ]);
        var rejection = SourceText.Read(Ratings, book.Bytes()).Rejected();
        Assert.DoesNotContain("ZZPERSONALZZ", rejection.RawRow + rejection.Message, StringComparison.Ordinal);
        Assert.Equal("""{"Kỳ":"2023-11","Đơn vị":522,"Kênh":"Trực tiếp","Đối tượng":"Người dân","Số lượt đánh giá":1.234,"Số lượt hài lòng":5}""", rejection.RawRow);
    }

    [Fact]
    public void A_workbook_is_known_by_its_bytes_and_hashed_as_it_lies_on_disk()
    {
        var bytes = new WorkbookFile().Sheet("s", [[Inline("Ngày"), Inline("Tên")], [Number("45171", Date), Inline("x")]]).Bytes();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), SourceText.Read(Holidays, bytes, ending: ".csv").File.ContentHash);
    }

    [Fact]
    public void A_workbook_without_content_is_empty() =>
        Assert.Equal("FILE_EMPTY", SourceText.Refused(Holidays, new WorkbookFile().Sheet("s", [null, [Blank(), Inline(" ")]]).Bytes()).Code);

    [Fact]
    public void A_workbook_is_damaged_wherever_it_is_cut_off()
    {
        var bytes = new WorkbookFile().Sheet("s", [[Inline("Ngày"), Inline("Tên")], [Number("45171", Date), Inline("x")]]).Bytes();
        for (var length = 8; length < bytes.Length; length += 97)
            Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, bytes[..length], ".xlsx").Code);
        Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, "Ngày,Tên\n"u8.ToArray(), ".xlsx").Code);
    }

    [Fact]
    public void Damage_within_a_sheet_is_damage()
    {
        var bytes = new WorkbookFile().Sheet("s", [[Inline("Ngày"), Inline("Tên")], [Number("45171", Date), "<c r=\"@\"><v>1</c>"]]).Bytes();
        Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, bytes).Code);
    }

    [Fact]
    public void Old_and_encrypted_workbooks_are_refused_with_the_way_to_mend_them()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[70_000]];
        var old = SourceText.Refused(Holidays, [.. compound, .. Encoding.Unicode.GetBytes("Workbook"), .. new byte[500]], ".xls");
        var encrypted = SourceText.Refused(Holidays, [.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[500]], ".xlsx");
        Assert.Equal(("FILE_NOT_SUPPORTED", "WORKBOOK_ENCRYPTED"), (old.Code, encrypted.Code));
        Assert.Contains("*.xlsx", old.Message, StringComparison.Ordinal);
        Assert.Contains("bỏ mật khẩu", encrypted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_that_would_unpack_beyond_the_limit_is_refused_before_it_is_unpacked()
    {
        var bytes = new WorkbookFile().Sheet("s", [[Inline("Ngày"), Inline("Tên")]]).Bytes();
        // The directory at the end of the archive says how long each part is: central headers, length at 24.
        var directory = bytes.AsSpan();
        for (var at = directory.IndexOf("PK\u0001\u0002"u8); at >= 0;)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(directory[(at + 24)..], 0xC000_0000);
            var next = directory[(at + 4)..].IndexOf("PK\u0001\u0002"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }
        Assert.Equal("WORKBOOK_TOO_LARGE", SourceText.Refused(Holidays, bytes).Code);
    }

    [Fact]
    public void A_part_that_unpacks_to_more_than_it_says_is_damage()
    {
        var bytes = new WorkbookFile().Sheet("s", [[Inline("Ngày"), Inline("Tên")], [Number("45171", Date), Inline(new string('x', 5000))]]).Bytes();
        var directory = bytes.AsSpan();
        var name = directory.LastIndexOf("xl/worksheets/sheet1.xml"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(directory[(name - 46 + 24)..], 200);
        Assert.Equal("FILE_DAMAGED", SourceText.Refused(Holidays, bytes).Code);
    }

    private static FeedResult Rating(string month, string rated, string satisfied)
    {
        var book = new WorkbookFile();
        book.Sheet("s", [book.Row(RatingHeader), [month, Inline("H48.53"), Inline("Trực tiếp"), Inline("Người dân"), rated, satisfied]]);
        return SourceText.Read(Ratings, book.Bytes());
    }

    private static FeedResult Figure(string value, string? document = null)
    {
        var book = new WorkbookFile();
        book.Sheet("s",
        [
            book.Row("Mã nguồn", "Mã số liệu", "Tên chỉ tiêu", "Đơn vị báo cáo", "Kỳ từ", "Kỳ đến", "Giá trị"),
            [document ?? Inline("004"), Inline("004-27"), Inline("Hồ sơ trực tuyến"), Inline("H48.53"), Inline("2022-01-01"), Inline("2022-05-31"), value],
        ]);
        return SourceText.Read(FeedCatalogue.ReportedFigures, book.Bytes());
    }
}
