using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>The figures of the yearly digital-transformation report of a people's committee (document 001, Quảng Ngãi city 2023).</summary>
internal static class AnnualReport
{
    private const string Partial = "ServiceClass eq 'Partial'", Full = "ServiceClass eq 'Full'", ByChannel = " and Channel eq 'Online'";
    private const string Million = "triệu đồng", Dong = "đồng", Communes = "xã, phường", People = "người";

    public static readonly SheetForm Form = new()
    {
        Code = "annual-report",
        Number = "Báo cáo chuyển đổi số năm",
        Title = "Số liệu báo cáo kết quả chuyển đổi số",
        TitleEn = "Figures of the yearly digital-transformation report",
        Grains = [PeriodGrain.Year, PeriodGrain.ToDate],
        Kinds = [UnitKind.ProvincePeopleCommittee, UnitKind.DistrictPeopleCommittee, UnitKind.CommunePeopleCommittee],
        IsLandscape = true,
        Columns = SheetColumns.WithParts,
        Rows =
        [
            SheetColumns.Heading("I.2", "Hạ tầng số", "Digital infrastructure"),
            Asked("I.2.1", "UBND xã, phường kết nối mạng TSLCD", "Communes on the government data network", "%", "001-10"),
            Asked("I.2.2", "Xã, phường phủ sóng di động 2G/3G/4G", "Communes with mobile coverage", "%", "001-21"),
            Asked("I.2.3", "Cáp quang tới trung tâm xã, phường", "Fibre to the commune centre", "%", "001-22"),
            Asked("I.2.4", "Hộ gia đình có điện sử dụng điện thoại thông minh", "Households with smartphones", "%", "001-23"),
            Asked("I.2.5", "Xã, phường trang bị Đài truyền thanh ứng dụng CNTT-VT", "Communes with IT-based loudspeaker stations", Communes, "001-14"),
            SheetColumns.Heading("I.4", "Chính quyền số", "Digital government"),
            new("I.4.1", "Hồ sơ đã tiếp nhận", "Dossiers received") { UnitOfMeasure = "hồ sơ", Numerator = FormTerms.Received(), Figure = "001-01" },
            Share("I.4.2", "Đã giải quyết và trả kết quả", "Resolved and returned", FormTerms.Resolved(), FormTerms.Received(), "001-02"),
            Share("I.4.3", "Số hóa hồ sơ TTHC khi tiếp nhận", "Dossiers digitised at receipt", FormTerms.Received("AreComponentsDigitised eq true"), FormTerms.Received(), "001-03"),
            Share("I.4.4", "Số hóa kết quả giải quyết TTHC", "Results digitised", FormTerms.Resolved("IsResultDigitised eq true"), FormTerms.Resolved(), "001-04"),
            Share("I.4.5", "DVCTT một phần: hồ sơ trực tuyến", "Partial services: online dossiers", FormTerms.Received(Partial + ByChannel), FormTerms.Received(Partial), "001-05"),
            Share("I.4.6", "DVCTT toàn trình: hồ sơ trực tuyến", "Full services: online dossiers", FormTerms.Received(Full + ByChannel), FormTerms.Received(Full), "001-06") with { Decimals = 1 },
            new("I.4.7", "TTHC thực hiện DVCTT toàn trình và một phần đã đăng", "Procedures published as full or partial online service")
            { UnitOfMeasure = "thủ tục", Numerator = FormTerms.Services($"{FormTerms.Online} and IsPublished eq true", "IsPublished ne null"), Figure = "001-07" },
            Asked("I.4.8", "Dịch vụ công thiết yếu theo Đề án 06", "Essential services of Project 06", "dịch vụ", "001-08"),
            Asked("I.4.9", "Thủ tục thử nghiệm nộp qua ứng dụng di động", "Procedures piloted on a mobile app", "thủ tục", "001-09"),
            Asked("I.4.10", "UBND xã, phường có Trang thông tin điện tử thành phần", "Communes with a component website", "%", "001-11"),
            Asked("I.4.11", "Xã, phường được tập huấn, hoàn chỉnh Trang TTĐT theo NĐ 42/2022", "Communes trained on websites", Communes, "001-12"),
            Asked("I.4.12", "Lãnh đạo, cơ quan, đơn vị, UBND xã phường triển khai ký số", "Leaders and units that sign digitally", "%", "001-17"),
            Share("I.4.13", "Phòng, ban, UBND xã phường ứng dụng phần mềm QLVB được kết nối, liên thông", "Units on the document system",
                FormTerms.Documents("Unit/Kind ne 'MinistryPortal'").CountingUnits, FormTerms.Units("Kind ne 'MinistryPortal'"), "001-18"),
            Share("I.4.14", "Văn bản trao đổi giữa CQNN dưới dạng điện tử, ký số chuyên dùng Chính phủ", "Documents exchanged electronically and signed",
                FormTerms.Documents("Form eq 'Electronic' and IsSigned eq true"), FormTerms.Documents(), "001-19"),
            SheetColumns.Heading("I.5", "Kinh tế số và xã hội số", "Digital economy and society"),
            Asked("I.5.1", "Đội dự thi CCHC, chuyển đổi số", "Teams in the contest", "đội", "001-24"),
            Asked("I.5.2", "Video clip Tổ CNSCĐ: giải thưởng", "Prizes of the video contest", "giải", "001-25"),
            Asked("I.5.3", "Tổ công nghệ số cộng đồng cấp xã", "Community digital teams of communes", "tổ", "001-26"),
            Asked("I.5.4", "Tổ công nghệ số cộng đồng thôn, tổ", "Community digital teams of hamlets", "tổ", "001-27"),
            Asked("I.5.5", "Thành viên Tổ CNSCĐ được hướng dẫn, tập huấn", "Team members trained", People, "001-28"),
            Asked("I.5.6", "Người dân được hướng dẫn về chuyển đổi số", "Citizens guided", People, "001-29"),
            Asked("I.5.7", "Lượt người thi Khóa học về DVCTT", "Participations in the online-service course", "lượt", "001-30"),
            SheetColumns.Heading("I.7", "Nguồn nhân lực", "Human resources"),
            Asked("I.7.1", "Cán bộ, công chức Một cửa được tập huấn số hóa, CĐS", "One-stop staff trained", People, "001-16"),
            SheetColumns.Heading("I.8", "Nhiệm vụ theo kinh phí", "Tasks by budget"),
            Asked("I.8.1", "Kinh phí giao: Bảo đảm ATTT HTTT cấp độ 2", "Assigned: level-2 system security", Million, "001-31"),
            Asked("I.8.2", "Kinh phí giao: Chỉnh lý, số hóa tài liệu lưu trữ, kết quả TTHC còn hiệu lực", "Assigned: digitising archives and results", Million, "001-32"),
            Asked("I.8.3", "Kinh phí giao: Trang bị phòng họp trực tuyến", "Assigned: online meeting room", Million, "001-33"),
            Asked("I.8.4", "Kinh phí giao: Ứng dụng quản lý hạ tầng, quy hoạch đô thị trên bản đồ số", "Assigned: urban map application", Million, "001-34"),
            Asked("I.8.5", "Kinh phí trang thiết bị Một cửa theo Đề án 06", "One-stop equipment, Project 06", Million, "001-20"),
            Asked("I.8.6", "Kinh phí tập huấn Trang TTĐT", "Website training", Dong, "001-13"),
            Asked("I.8.7", "Kinh phí Đài truyền thanh", "Loudspeaker stations", Dong, "001-15"),
            Asked("I.8.8", "Mua máy tính bảng E-cabinet", "Tablets for e-Cabinet", "máy", "001-35"),
            Asked("I.8.9", "Kinh phí máy tính bảng", "Cost of the tablets", Dong, "001-36"),
            SheetColumns.Heading("II", "Kế hoạch năm sau", "Plan for the next year"),
            Planned("II.1", "Tỷ lệ xử lý văn bản, hồ sơ công việc trên môi trường mạng: phòng, ban", "Work processed online: divisions", "%", "001-37"),
            Planned("II.2", "Tỷ lệ xử lý văn bản, hồ sơ công việc trên môi trường mạng: UBND xã, phường", "Work processed online: communes", "%", "001-38"),
            Planned("II.3", "Báo cáo của CQHCNN thực hiện trực tuyến", "Reports made online", "%", "001-39"),
            Planned("II.4", "UBND cấp xã được mua sắm bổ sung thiết bị", "Communes to be re-equipped", Communes, "001-40"),
            SheetColumns.Heading("III", "Danh mục nhiệm vụ năm sau", "Tasks of the next year"),
            Planned("III.1", "I.1 Triển khai phòng họp không giấy (E-Cabinet), trang bị phần mềm", "Paperless meetings (e-Cabinet)", Million, "001-41"),
            Planned("III.2", "I.2 Mua sắm trang thiết bị Bộ phận một cửa UBND các xã, phường theo NĐ 61/2018", "One-stop equipment of communes", Million, "001-42"),
            Planned("III.3", "I.3 Xây dựng và ứng dụng Quản lý hạ tầng, quy hoạch đô thị", "Urban infrastructure application", Million, "001-43"),
            Planned("III.4", "I.4 Chỉnh lý số hóa hồ sơ, kết quả giải quyết TTHC", "Digitising dossiers and results", Million, "001-44"),
            Planned("III.5", "I.5 Hoạt động trang thông tin điện tử", "Website operation", Million, "001-45"),
            Planned("III.6", "I.6 Nâng cấp Hệ thống tường lửa", "Firewall upgrade", Million, "001-46"),
            Planned("III.7", "II.9 An toàn thông tin mạng LAN", "LAN security", Million, "001-47"),
            Planned("III.8", "III.10 Tập huấn CĐS cho Tổ CNSCĐ", "Training of community digital teams", Million, "001-48"),
            Planned("III.9", "III.11 Truyền thông và hoạt động Ban chỉ đạo CĐS", "Communication, steering committee", Million, "001-49"),
            Planned("III.10", "Tổng cộng", "Total", Million, "001-50"),
        ],
        Notes = ["Hồ sơ tính theo đơn vị tiếp nhận; kết quả số hóa tính trên hồ sơ đã giải quyết, thành phần số hóa tính trên hồ sơ tiếp nhận."],
    };

    private static SheetRow Asked(string key, string label, string labelEn, string unitOfMeasure, string figure) =>
        new(key, label, labelEn) { UnitOfMeasure = unitOfMeasure, Figure = figure };

    private static SheetRow Planned(string key, string label, string labelEn, string unitOfMeasure, string figure) =>
        Asked(key, label, labelEn, unitOfMeasure, figure) with { YearsAhead = 1 };

    private static SheetRow Share(string key, string label, string labelEn, FigureTerms numerator, FigureTerms denominator, string figure) =>
        new(key, label, labelEn) { UnitOfMeasure = "%", Decimals = 2, Numerator = numerator, Denominator = denominator, Figure = figure };
}
