using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>The DTI data-collection sheet: Phụ lục 02 of the letter of 06/2022 (document 004), every row of its table.</summary>
internal static class DataCollectionSheet
{
    private const string Level3 = "ServiceClass eq 'Partial'", Level4 = "ServiceClass eq 'Full'", ByChannel = "Channel eq 'Online'";

    public static readonly SheetForm Form = new()
    {
        Code = "dti-sheet",
        Number = "Phụ lục 02",
        Title = "Phiếu thu thập số liệu đánh giá mức độ chuyển đổi số",
        TitleEn = "Data-collection sheet of the digital-transformation index (DTI)",
        Grains = [PeriodGrain.Year],
        HasRowKeys = true,
        Columns =
        [
            (SheetPart.Key, new FormColumn("key", "Stt", "No.", 9) { IsText = true }),
            (SheetPart.Label, new FormColumn("label", "Danh mục số liệu", "Item", 60) { IsText = true }),
            (SheetPart.Value, new FormColumn("value", "Số lượng/Kết quả", "Number or result", 18)),
            (SheetPart.Evidence, new FormColumn("evidence", "Ghi chú/Tài liệu kiểm chứng", "Remark, evidence", 48) { IsText = true }),
        ],
        Rows =
        [
            Heading("I", "Nhận thức số", "Digital awareness"),
            Asked("I.1", "Cổng thông tin điện tử của Tỉnh, thành phố có chuyên mục riêng về chuyển đổi số", "The portal has a section on digital transformation"),
            Asked("I.1.1", "Số lượng tin, bài về Chuyển đổi số trong năm", "Items published in the year"),
            Heading("II", "Hoạt động Chính quyền số", "Digital government operation"),
            Heading("II.1", "Cổng thông tin điện tử đáp ứng yêu cầu chức năng, tính năng kỹ thuật theo quy định", "The portal meets requirements"),
            Asked("II.1.1", "Đáp ứng yêu cầu chức năng, tính năng kỹ thuật theo quy định", "Meets functional and technical requirements"),
            Asked("II.1.2", "Đã chuyển đổi sang công nghệ IPv6", "Moved to IPv6"),
            Heading("II.2", "Triển khai Cổng dữ liệu mở", "Open-data portal"),
            Asked("II.2.1", "Tỉnh, TP có Cổng dữ liệu mở hoặc là cổng thành phần của Cổng dữ liệu quốc gia", "Has a portal or a component of the national one"),
            Asked("II.2.2", "Đáp ứng yêu cầu kỹ thuật", "Meets technical requirements") with { DeferredWith = "II.2.1" },
            Heading("II.3", "Hệ thống thông tin giải quyết TTHC đáp ứng yêu cầu chức năng, tính năng kỹ thuật", "The system for administrative procedures meets requirements"),
            Asked("II.3.1", "Hợp nhất Cổng DVC với Hệ thống một cửa điện tử cấp tỉnh", "Service portal and one-stop system are merged"),
            Asked("II.3.2", "Đáp ứng yêu cầu chức năng, tính năng kỹ thuật", "Meets functional and technical requirements"),
            Asked("II.3.3", "Đã chuyển đổi sang công nghệ IPv6", "Moved to IPv6"),
            Asked("II.4", "Triển khai kênh số khác (ngoài Cổng TTĐT và Cổng DVC) để cung cấp thông tin và DVCTT", "Other digital channels for information and online services"),
            Asked("II.4.1", "Tổng số thủ tục hành chính", "All administrative procedures"),
            Asked("II.4.2", "Đã triển khai cung cấp thông tin", "Of these, with information provided"),
            Asked("II.4.3", "Đã triển khai cung cấp dịch vụ công trực tuyến", "Of these, with an online service provided"),
            Heading("II.5", "DVCTT mức độ 4 hoặc toàn trình", "Services at level 4, or full"),
            Computed("II.5.1", "Số lượng DVCTT mức độ 4 hoặc toàn trình", "Services at level 4, or full", FormTerms.Services(Level4)),
            Computed("II.5.2", "Số lượng dịch vụ công đủ điều kiện lên trực tuyến mức độ 4 hoặc toàn trình", "Services eligible for level 4, or full",
                FormTerms.Services("IsEligibleForFull eq true", "IsEligibleForFull ne null")),
            Heading("II.6", "DVCTT được điền sẵn thông tin", "Services with pre-filled forms"),
            Computed("II.6.1", "Tổng số DVCTT 3, 4 được điền sẵn thông tin và người dân, doanh nghiệp không cần khai báo lại", "Services at level 3 or 4 with pre-filled forms",
                FormTerms.Services($"{FormTerms.Online} and IsPrefilled eq true", "IsPrefilled ne null")),
            Computed("II.6.2", "Tổng số DVCTT 3, 4", "Services at level 3 or 4", FormTerms.Services(FormTerms.Online)),
            Heading("II.7", "DVCTT được cá thể hóa (cách tiếp cận / thực hiện / trả kết quả)", "Personalised services (access, handling, result)"),
            Computed("II.7.1", "Tổng số DVCTT 3, 4 được cá thể hóa", "Services at level 3 or 4 that are personalised",
                FormTerms.Services($"{FormTerms.Online} and IsPersonalised eq true", "IsPersonalised ne null")),
            Heading("II.8", "DVCTT phát sinh hồ sơ trực tuyến", "Services with online dossiers"),
            Computed("II.8.1", "Tổng số DVCTT mức 3 có phát sinh hồ sơ (cả trực tuyến và không trực tuyến)", "Services at level 3 with any dossier", FormTerms.ServicesWithDossiers(Level3)),
            Computed("II.8.2", "Tổng số DVCTT mức 4 có phát sinh hồ sơ (cả trực tuyến và không trực tuyến)", "Services at level 4 with any dossier", FormTerms.ServicesWithDossiers(Level4)),
            Computed("II.8.3", "Tổng số DVCTT mức 3 có phát sinh hồ sơ trực tuyến", "Services at level 3 with an online dossier", FormTerms.ServicesWithDossiers($"{Level3} and {ByChannel}")),
            Computed("II.8.4", "Tổng số DVCTT mức 4 có phát sinh hồ sơ trực tuyến", "Services at level 4 with an online dossier", FormTerms.ServicesWithDossiers($"{Level4} and {ByChannel}")),
            Heading("II.9", "Hồ sơ xử lý dịch vụ công trực tuyến", "Dossiers handled"),
            Computed("II.9.1", "Tổng số hồ sơ giải quyết DVC (gồm cả 4 mức độ) trong năm", "All dossiers resolved in the year, of all four levels",
                new FigureTerms(FormTerms.Resolved(), FormTerms.Totals("Resolved"))),
            Computed("II.9.2", "Tổng số hồ sơ giải quyết trực tuyến của DVCTT mức độ 3", "Of these, online at level 3", FormTerms.Resolved($"{Level3} and {ByChannel}")),
            Computed("II.9.3", "Tổng số hồ sơ giải quyết trực tuyến của DVCTT mức độ 4", "Of these, online at level 4", FormTerms.Resolved($"{Level4} and {ByChannel}")),
            Heading("II.10", "Tài khoản của người dân, doanh nghiệp có sử dụng DVCTT mức độ 3, 4 trong năm", "Accounts that used services at level 3 or 4"),
            Asked("II.10.1", "Số lượng tài khoản của người dân sử dụng DVCTT", "Accounts of citizens in use"),
            Asked("II.10.2", "Số lượng tài khoản của doanh nghiệp sử dụng DVCTT", "Accounts of businesses in use"),
            Asked("II.10.3", "Số lượng tài khoản của người dân đăng ký", "Accounts of citizens registered"),
            Asked("II.10.4", "Số lượng tài khoản của doanh nghiệp đăng ký", "Accounts of businesses registered"),
            Heading("II.11", "Mức độ hài lòng của người dân, doanh nghiệp khi sử dụng DVCTT", "Satisfaction with online services"),
            Computed("II.11.1", "Tổng số người dân tham gia đánh giá", "Citizens who rated", FormTerms.Ratings("Rated", "Subject eq 'Citizen'")),
            Computed("II.11.2", "Số lượng người dân đánh giá là hài lòng khi sử dụng DVCTT", "Citizens who were satisfied", FormTerms.Ratings("Satisfied", "Subject eq 'Citizen'")),
            Computed("II.11.3", "Tổng số doanh nghiệp tham gia đánh giá", "Businesses that rated", FormTerms.Ratings("Rated", "Subject eq 'Business'")),
            Computed("II.11.4", "Số lượng doanh nghiệp đánh giá là hài lòng khi sử dụng DVCTT", "Businesses that were satisfied", FormTerms.Ratings("Satisfied", "Subject eq 'Business'")),
            Heading("III", "Thể chế số", "Digital institutions"),
            Asked("III.1", "Ban hành Chính sách khuyến khích người dân và doanh nghiệp sử dụng DVC trực tuyến (Có/Không)", "Policy to encourage the use of online services"),
        ],
        Notes =
        [
            "Mức độ 3 tính cả dịch vụ một phần, mức độ 4 tính cả dịch vụ toàn trình; số dịch vụ lấy theo tháng cuối kỳ có danh mục.",
            "Hồ sơ tính theo đơn vị tiếp nhận; dòng II.9.1 gồm cả số tổng hợp của cổng bộ, ngành (DossierTotals), các số này không phân theo mức độ.",
        ],
    };

    private static SheetRow Heading(string key, string label, string labelEn) => new(key, label, labelEn) { IsHeading = true };

    private static SheetRow Asked(string key, string label, string labelEn) => new(key, label, labelEn);

    private static SheetRow Computed(string key, string label, string labelEn, FigureTerms terms) => new(key, label, labelEn) { Numerator = terms };
}
