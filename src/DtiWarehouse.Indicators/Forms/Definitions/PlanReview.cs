using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>
/// The outline of the review of plan 61/KH-UBND (document 003, letter 651/STTTT): section I as a table of target, actual and
/// ratio, the other sections by their headings with what the warehouse knows of them.
/// </summary>
internal static class PlanReview
{
    private const string ProvinceAndDistrict = "Procedure/AuthorityLevel in ('Province','District')";

    public static readonly SheetForm Form = new()
    {
        Code = "plan-review",
        Number = "Phụ lục 1",
        Title = "Đề cương báo cáo đánh giá kết quả thực hiện Kế hoạch số 61/KH-UBND về xây dựng Chính quyền điện tử",
        TitleEn = "Outline of the review of plan 61/KH-UBND on e-government",
        Grains = [PeriodGrain.HalfYear, PeriodGrain.NineMonths, PeriodGrain.Year],
        IsLandscape = true,
        Columns =
        [
            SheetColumns.Key, SheetColumns.Label,
            (SheetPart.Target, new FormColumn("target", "Mục tiêu", "Target", 14)),
            SheetColumns.Numerator, SheetColumns.Denominator, SheetColumns.Value, SheetColumns.UnitOfMeasure,
            (SheetPart.Attainment, new FormColumn("attainment", "Tỷ lệ so với mục tiêu (%)", "Share of the target (%)", 14)),
            SheetColumns.Evidence,
        ],
        Rows =
        [
            SheetColumns.Heading("I", "Kết quả thực hiện mục tiêu, chỉ tiêu cụ thể", "Results against each target"),
            Goal("I.1", "Cấp xã sử dụng phần mềm một cửa điện tử dùng chung", "Communes on the shared one-stop software", "000-03",
                FormTerms.ReceivingUnits("ReceivingUnit/Kind eq 'CommunePeopleCommittee'"), FormTerms.Units("Kind eq 'CommunePeopleCommittee'")),
            Goal("I.2", "Hồ sơ TTHC được tiếp nhận và quản lý trên phần mềm", "Dossiers received and managed in the software", "000-05",
                FormTerms.Received(), new FigureTerms(FormTerms.Received(), FormTerms.Totals("Received sub CarriedOver"))) with
            { Remark = "Mẫu số gồm số tổng hợp ngoài phần mềm (DossierTotals)" },
            Goal("I.3", "Hồ sơ được giải quyết đúng hạn", "Dossiers resolved on time", "000-06",
                FormTerms.Resolved("IsOnTime eq true"), FormTerms.Resolved("IsOnTime ne null")) with
            { Remark = "Trên hồ sơ đã giải quyết có ngày hẹn trả; văn bản giao mục tiêu không nêu mẫu số" },
            Goal("I.4", "Người dân và doanh nghiệp hài lòng về giải quyết TTHC", "Satisfaction", "000-07",
                FormTerms.Ratings("Satisfied", "Satisfied ne null"), FormTerms.Ratings("Rated", "Satisfied ne null")),
            Goal("I.5", "TTHC cấp tỉnh, cấp huyện đạt mức độ 3 trở lên", "Provincial and district procedures at level 3 or above", "000-10",
                FormTerms.Services($"{ProvinceAndDistrict} and {FormTerms.Online}"), FormTerms.Services(ProvinceAndDistrict)),
            Goal("I.6", "Trong đó đạt mức độ 4", "Of these, at level 4", "000-11",
                FormTerms.Services($"{ProvinceAndDistrict} and ServiceClass eq 'Full'"), FormTerms.Services(ProvinceAndDistrict)) with
            { Remark = "Văn bản giao mục tiêu không rõ mẫu số; tính trên mọi TTHC cấp tỉnh, cấp huyện" },
            Goal("I.7", "TTHC của sở, ngành cấp tỉnh đạt mức độ 3 trở lên", "Procedures of departments at level 3 or above", "000-12",
                FormTerms.Services($"Unit/Kind eq 'Department' and {FormTerms.Online}"), FormTerms.Services("Unit/Kind eq 'Department'")),
            Goal("I.8", "Sẵn sàng tiếp nhận hồ sơ trực tuyến mức 3, 4 của tất cả TTHC", "Ready for online dossiers at level 3 or 4 of all procedures", "003-01",
                FormTerms.Services(FormTerms.Online), FormTerms.Services(null)),
            Goal("I.9", "Cung cấp DVCTT mức độ 4", "Services at level 4", "003-02",
                FormTerms.Services("ServiceClass eq 'Full'"), FormTerms.Services(FormTerms.Online)),
            new("I.10", "Dịch vụ công tích hợp trên Cổng Dịch vụ công quốc gia theo QĐ 411/QĐ-TTg", "Services integrated on the national portal")
            { Target = "003-03", UnitOfMeasure = "dịch vụ", Numerator = FormTerms.Services("IsOnNationalPortal eq true", "IsOnNationalPortal ne null") },
            SheetColumns.Heading("II", "Kết quả thực hiện nhiệm vụ", "Results of the tasks"),
            Written("II.1", "Công tác tổ chức quán triệt và xây dựng Kế hoạch thực hiện", "Dissemination and planning"),
            Written("II.2", "Xây dựng, hoàn thiện cơ chế, chính sách", "Mechanisms and policies"),
            Written("II.3", "Xây dựng nền tảng công nghệ", "Technology platforms"),
            SheetColumns.Heading("II.4", "Chính quyền điện tử gắn với cải cách hành chính", "E-government with administrative reform"),
            Fact("II.4.1", "Hồ sơ tiếp nhận trong kỳ", "Dossiers received", "hồ sơ", FormTerms.Received()),
            Fact("II.4.2", "Trong đó trực tuyến", "Of these, online", "hồ sơ", FormTerms.Received("Channel eq 'Online'")),
            Fact("II.4.3", "Hồ sơ giải quyết trong kỳ", "Dossiers resolved", "hồ sơ", FormTerms.Resolved()),
            Fact("II.4.4", "DVCTT mức độ 3, 4 có phát sinh hồ sơ", "Services at level 3 or 4 with dossiers", "dịch vụ", FormTerms.ServicesWithDossiers(FormTerms.Online)),
            Fact("II.4.5", "Văn bản đi, đến hoàn toàn điện tử", "Documents fully electronic", "văn bản", FormTerms.Documents("Form eq 'Electronic'")),
            Written("II.5", "An ninh, an toàn thông tin, bảo vệ thông tin cá nhân", "Security, privacy"),
            Written("II.6", "Bảo đảm các nguồn lực", "Resources"),
            Written("III", "Một số tồn tại, hạn chế, khó khăn", "Shortcomings"),
            Written("IV", "Định hướng nhiệm vụ, giải pháp kỳ tới", "Tasks ahead"),
            Written("V", "Các kiến nghị, đề xuất", "Proposals"),
        ],
        Notes = ["Mục tiêu lấy từ số liệu báo cáo của năm (ReportedFigures); các mục không có số liệu do đơn vị tự viết."],
    };

    private static SheetRow Goal(string key, string label, string labelEn, string target, FigureTerms numerator, FigureTerms denominator) =>
        new(key, label, labelEn) { Target = target, UnitOfMeasure = "%", Decimals = 2, Numerator = numerator, Denominator = denominator };

    private static SheetRow Fact(string key, string label, string labelEn, string unitOfMeasure, FigureTerms terms) =>
        new(key, label, labelEn) { UnitOfMeasure = unitOfMeasure, Numerator = terms };

    private static SheetRow Written(string key, string label, string labelEn) => new(key, label, labelEn);
}
