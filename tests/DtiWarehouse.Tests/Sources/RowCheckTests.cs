using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Tests.Sources;

public class RowCheckTests
{
    [Theory]
    [InlineData("Mã hồ sơ", "", "DOSSIER_CODE_INVALID")]
    [InlineData("Mã hồ sơ", "HS-1", "DOSSIER_CODE_INVALID")]
    [InlineData("Mã thủ tục", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Mã thủ tục", "001612", "VALUE_UNKNOWN")]
    [InlineData("Đơn vị tiếp nhận", " ", "REQUIRED_VALUE_MISSING")]
    [InlineData("Hình thức nộp", "", "CHANNEL_UNKNOWN")]
    [InlineData("Hình thức nộp", "Fax", "CHANNEL_UNKNOWN")]
    [InlineData("Mức độ dịch vụ", "Mức độ 5", "SERVICE_LEVEL_UNKNOWN")]
    [InlineData("Ngày tiếp nhận", "", "DATE_INVALID")]
    [InlineData("Ngày tiếp nhận", "01/11/23", "DATE_INVALID")]
    [InlineData("Ngày tiếp nhận", "02/12/2023", "DATE_IN_FUTURE")]
    [InlineData("Ngày hẹn trả", "31/11/2023", "DATE_INVALID")]
    [InlineData("Ngày hẹn trả", "31/10/2023", "DUE_BEFORE_RECEIVED")]
    [InlineData("Ngày hoàn thành", "31/10/2023", "RESOLVED_BEFORE_RECEIVED")]
    [InlineData("Ngày hoàn thành", "02/12/2023", "DATE_IN_FUTURE")]
    [InlineData("Ngày trả kết quả", "05/11/2023", "RETURNED_BEFORE_RESOLVED")]
    [InlineData("Trạng thái", "", "STATUS_UNKNOWN")]
    [InlineData("Trạng thái", "Xong", "STATUS_UNKNOWN")]
    [InlineData("Trạng thái", "Đã giải quyết", "RESOLVED_WITHOUT_DATE")]
    [InlineData("Trạng thái", "Đã trả kết quả", "RESOLVED_WITHOUT_DATE")]
    [InlineData("Số hóa hồ sơ", "rồi", "VALUE_UNKNOWN")]
    [InlineData("Cập nhật lúc", "hôm qua", "DATE_INVALID")]
    [InlineData("Đã xóa", "rồi", "VALUE_UNKNOWN")]
    public void A_dossier_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Dossier().With(header, cell).Read().Rejected().ReasonCode);

    [Fact]
    public void What_the_warehouse_cannot_keep_as_it_is_is_rejected_and_the_longest_that_it_can_loads()
    {
        Assert.Equal("VALUE_TOO_LONG", Cells.Dossier().With("Lĩnh vực", new string('a', 201)).Read().Rejected().ReasonCode);
        Assert.Equal("VALUE_TOO_LONG", Cells.Dossier().With("Đơn vị tiếp nhận", "H48." + new string('1', 47)).Read().Rejected().ReasonCode);
        var holiday = """{"Ngày":"2023-09-02","Tên":"Quốc\u0000 khánh"}"""u8.ToArray();
        Assert.Equal("CHARACTER_INVALID", SourceText.Read(FeedCatalogue.Holidays, holiday, ending: ".jsonl").Rejections.Single().ReasonCode);
        Assert.Equal(new string('ộ', 200), Cells.Dossier().With("Lĩnh vực", new string('ộ', 200)).Read().Single<DossierRow>().Sector);
    }

    [Fact]
    public void A_result_is_not_returned_before_completion() =>
        Assert.Equal("RETURNED_BEFORE_RESOLVED", Cells.Dossier()
            .With("Ngày hoàn thành", "06/11/2023").With("Ngày trả kết quả", "05/11/2023").Read().Rejected().ReasonCode);

    [Fact]
    public void Only_a_fee_flag_that_says_no_contradicts_an_online_payment()
    {
        Assert.Equal("PAID_WITHOUT_FEE", Paid("Không").Rejected().ReasonCode);
        Assert.Null(Paid("").Single<DossierRow>().HasFee);
        Assert.True(Paid("Có").Single<DossierRow>().IsPaidOnline);

        static FeedResult Paid(string fee) =>
            Cells.Dossier().With("Nghĩa vụ tài chính", fee).With("Thanh toán trực tuyến", "Có").Read();
    }

    [Fact]
    public void Dates_are_held_against_each_other_by_day()
    {
        var row = Cells.Dossier().With("Ngày tiếp nhận", "01/11/2023 15:00").With("Ngày hẹn trả", "2023-11-01")
            .With("Ngày hoàn thành", "01/11/2023 08:00").With("Ngày trả kết quả", "01/11/2023").With("Trạng thái", "Trả lại").Read();
        Assert.Equal(new DateOnly(2023, 11, 1), row.Single<DossierRow>().ResolvedDate);
    }

    [Fact]
    public void Today_is_the_clocks_day_in_local_time()
    {
        Assert.Single(Cells.Dossier().With("Ngày tiếp nhận", "01/12/2023").Read().Rows);
        Assert.Single(Cells.Dossier().With("Ngày tiếp nhận", "2023-12-01T16:59:59Z").Read().Rows);
        Assert.Equal("DATE_IN_FUTURE", Cells.Dossier().With("Ngày tiếp nhận", "2023-12-01T17:00:00Z").Read().Rejected().ReasonCode);
    }

    [Theory]
    [InlineData("Mã văn bản", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Đơn vị", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Chiều", "Lên", "DIRECTION_UNKNOWN")]
    [InlineData("Chiều", "", "DIRECTION_UNKNOWN")]
    [InlineData("Ngày", "30/02/2023", "DATE_INVALID")]
    [InlineData("Ngày", "", "DATE_INVALID")]
    [InlineData("Ngày", "02/12/2023", "DATE_IN_FUTURE")]
    [InlineData("Hình thức", "Fax", "FORM_UNKNOWN")]
    [InlineData("Loại chữ ký", "Ai đó", "VALUE_UNKNOWN")]
    [InlineData("Cấp nhận", "Thôn", "VALUE_UNKNOWN")]
    public void A_document_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Document().With(header, cell).Read().Rejected().ReasonCode);

    [Fact]
    public void A_paper_document_is_not_signed_digitally() =>
        Assert.Equal("SIGNED_ON_PAPER", Cells.Document().With("Hình thức", "Giấy").With("Ký số", "1").Read().Rejected().ReasonCode);

    [Theory]
    [InlineData("Kỳ", "11/2023", "DATE_INVALID")]
    [InlineData("Kỳ", "", "DATE_INVALID")]
    [InlineData("Tên thủ tục", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Cấp thực hiện", "Thôn", "VALUE_UNKNOWN")]
    [InlineData("Cấp thực hiện", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Mức độ dịch vụ", "", "SERVICE_LEVEL_UNKNOWN")]
    [InlineData("Đã công bố", "2", "VALUE_UNKNOWN")]
    public void A_service_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Service().With(header, cell).Read().Rejected().ReasonCode);

    [Theory]
    [InlineData("Loại", "Hội", "VALUE_UNKNOWN")]
    [InlineData("Hiệu lực từ", "", "DATE_INVALID")]
    [InlineData("Hiệu lực đến", "2005-09-09", "PERIOD_REVERSED")]
    public void A_unit_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Unit().With(header, cell).Read().Rejected().ReasonCode);

    [Fact]
    public void A_register_writes_open_versions_as_empty_or_as_the_end_of_time()
    {
        var open = Cells.Unit().Read().Single<UnitRow>();
        Assert.Null(open.ValidTo);
        Assert.Equal(open.Content, Cells.Unit().With("Hiệu lực đến", "31/12/9999").Read().Single<UnitRow>().Content);
    }

    [Theory]
    [InlineData("Kênh", "Bưu chính", "VALUE_UNKNOWN")]
    [InlineData("Đối tượng", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Số lượt đánh giá", "-1", "NUMBER_INVALID")]
    [InlineData("Số lượt đánh giá", "1,5", "NUMBER_INVALID")]
    [InlineData("Số lượt đánh giá", "ba", "NUMBER_INVALID")]
    [InlineData("Số lượt đánh giá", "3000000000", "NUMBER_INVALID")]
    [InlineData("Số lượt hài lòng", "121", "SATISFIED_EXCEEDS_RATED")]
    public void A_rating_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Rating().With(header, cell).Read().Rejected().ReasonCode);

    [Theory]
    [InlineData("")]
    [InlineData("chưa thống kê")]
    public void A_count_that_was_not_taken_is_null_and_never_zero(string cell)
    {
        Assert.Null(Cells.Rating().With("Số lượt hài lòng", cell).Read().Single<SatisfactionRow>().Satisfied);
        Assert.Equal(0, Cells.Rating().With("Số lượt hài lòng", "0").Read().Single<SatisfactionRow>().Satisfied);
    }

    [Fact]
    public void A_bare_thousand_is_vietnamese_and_warned_about()
    {
        var result = Cells.Rating().With("Số lượt đánh giá", "1.234").Read();
        Assert.Equal(1234, result.Single<SatisfactionRow>().Rated);
        Assert.Equal(new FeedWarning("NUMBER_AMBIGUOUS", 1, 2), Assert.Single(result.File.Reading.Warnings));
    }

    [Theory]
    [InlineData("Tổng tiếp nhận", "61", "“Tiếp nhận trực tuyến” + “Tiếp nhận trực tiếp, bưu chính” + “Kỳ trước chuyển sang” = 60")]
    [InlineData("Tổng giải quyết", "51", "“Giải quyết trước hạn” + “Giải quyết đúng hạn” + “Giải quyết quá hạn” = 50")]
    [InlineData("Tổng đang giải quyết", "9", "“Đang giải quyết trong hạn” + “Đang giải quyết quá hạn” = 10")]
    public void Totals_that_do_not_add_up_name_the_sum(string header, string cell, string sum)
    {
        var rejection = Totals().With(header, cell).Read().Rejected();
        Assert.Equal("TOTALS_DO_NOT_ADD_UP", rejection.ReasonCode);
        Assert.Contains(sum, rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_received_is_resolved_or_pending()
    {
        var rejection = Totals().With("Giải quyết quá hạn", "").With("Tổng giải quyết", "49").Read().Rejected();
        Assert.Contains("“Tổng giải quyết” + “Tổng đang giải quyết” = 59", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_with_a_part_that_was_not_counted_is_not_checked()
    {
        Assert.Equal(60, Totals().Read().Single<DossierTotalRow>().Received);
        Assert.Equal(99, Totals().With("Kỳ trước chuyển sang", "Chưa thống kê").With("Tổng tiếp nhận", "99").With("Tổng đang giải quyết", "")
            .Read().Single<DossierTotalRow>().Received);
        Assert.Null(Cells.Total().Read().Single<DossierTotalRow>().Pending);
    }

    [Fact]
    public void A_period_does_not_end_before_it_starts()
    {
        Assert.Equal("PERIOD_REVERSED", Cells.Total().With("Kỳ đến", "31/12/2022").Read().Rejected().ReasonCode);
        Assert.Equal("PERIOD_REVERSED", Cells.Figure().With("Kỳ đến", "31/12/2021").Read().Rejected().ReasonCode);
    }

    [Theory]
    [InlineData("Mã số liệu", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Đơn vị báo cáo", "", "REQUIRED_VALUE_MISSING")]
    [InlineData("Giá trị", "nhiều", "NUMBER_INVALID")]
    [InlineData("Giá trị", "0,12345", "NUMBER_INVALID")]
    [InlineData("Độ chính xác", "~", "VALUE_UNKNOWN")]
    [InlineData("Trạng thái", "Khác", "VALUE_UNKNOWN")]
    public void A_figure_is_rejected_with_the_code_of_its_contract(string header, string cell, string code) =>
        Assert.Equal(code, Cells.Figure().With(header, cell).Read().Rejected().ReasonCode);

    [Fact]
    public void A_figure_keeps_its_number_its_words_and_its_target()
    {
        var row = Cells.Figure().With("Đơn vị báo cáo", "").With("Mã ĐVHC", "522").With("Giá trị", "-1.234,50")
            .With("Độ chính xác", "≥").With("Mục tiêu", "> 90").With("Phạm vi", "cả tỉnh").With("Tên tiếng Anh", "Online dossiers")
            .Read().Single<ReportedFigureRow>();
        Assert.Equal((-1234.5m, FigureQualifier.AtLeast, "522", null), (row.Value, row.Qualifier, row.AdminUnitCode, row.UnitCode));
        Assert.Equal(("> 90", null, "cả tỉnh", "Online dossiers"), (row.TargetText, row.Target, row.Scope, row.NameEn));
        Assert.Equal((80m, "80,0"), Target("80,0"));

        static (decimal?, string?) Target(string cell)
        {
            var row = Cells.Figure().With("Mục tiêu", cell).Read().Single<ReportedFigureRow>();
            return (row.Target, row.TargetText);
        }
    }

    [Theory]
    [InlineData("Chưa thống kê", "", FigureState.NotCounted)]
    [InlineData("Chỉ có mục tiêu", "", FigureState.TargetOnly)]
    [InlineData("Đơn vị khác cung cấp", "", FigureState.Deferred)]
    [InlineData("", "0", FigureState.Reported)]
    [InlineData("", "chưa thống kê", FigureState.NotCounted)]
    public void The_state_keeps_nothing_zero_and_not_counted_apart(string state, string value, FigureState expected) =>
        Assert.Equal(expected, Cells.Figure().With("Trạng thái", state).With("Giá trị", value).Read().Single<ReportedFigureRow>().State);

    [Fact]
    public void A_figure_without_state_and_value_misses_its_state() =>
        Assert.Equal("REQUIRED_VALUE_MISSING", Cells.Figure().With("Trạng thái", "").With("Giá trị", "").Read().Rejected().ReasonCode);

    [Fact]
    public void The_first_broken_column_is_named_before_any_check_across_columns()
    {
        var rejection = Cells.Dossier().With("Ngày hẹn trả", "31/10/2023").With("Trạng thái", "Xong").With("Đúng hạn", "rồi").Read().Rejected();
        Assert.Equal("STATUS_UNKNOWN", rejection.ReasonCode);
        Assert.Equal(2, rejection.LineNumber);
        Assert.Contains("“Trạng thái”", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("“Xong”", rejection.Message, StringComparison.Ordinal);
        Assert.Contains(" / Column “Trạng thái”", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_raw_row_keeps_the_contracts_columns_readable()
    {
        var rejection = Cells.Dossier().With("Trạng thái", "Xong").With("Cột lạ", "bí mật").Read().Rejected();
        Assert.Contains("\"Hình thức nộp\":\"Trực tuyến\"", rejection.RawRow, StringComparison.Ordinal);
        Assert.DoesNotContain("bí mật", rejection.RawRow, StringComparison.Ordinal);
    }

    private static Cells Totals() => Cells.Total()
        .With("Tiếp nhận trực tuyến", "30").With("Tiếp nhận trực tiếp, bưu chính", "20").With("Kỳ trước chuyển sang", "10")
        .With("Tổng tiếp nhận", "60").With("Giải quyết trước hạn", "25").With("Giải quyết đúng hạn", "20")
        .With("Giải quyết quá hạn", "5").With("Tổng giải quyết", "50").With("Đang giải quyết trong hạn", "8")
        .With("Đang giải quyết quá hạn", "2").With("Tổng đang giải quyết", "10");
}
