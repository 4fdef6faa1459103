using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>The numeric slots of the quarterly e-government report to the Government Office (document 002, report 140/BC-UBND).</summary>
internal static class QuarterlyReport
{
    /// <summary>Procedures that the catalogue lists at level 3 or 4 in the period for the first time.</summary>
    private static readonly FigureQuery Built = new("OnlineServices", "Unit", "MonthPeriod/EndDate le {to}", FormTerms.Online)
    {
        Steps = "groupby((Procedure/ProcedureCode),aggregate(MonthPeriod/StartDate with min as First))/filter(First ge {from})/aggregate($count as Value)",
        CoveredBy = FormTerms.WholeMonths,
    };

    private static readonly FigureQuery FirstDossier = new("Dossiers", "ReceivingUnit", "ReceivedDate le {to}", null) { Steps = "aggregate(ReceivedDate with min as Value)" };

    public static readonly SheetForm Form = new()
    {
        Code = "quarterly-report",
        Number = "Báo cáo Chính phủ điện tử quý",
        Title = "Số liệu báo cáo tình hình triển khai Chính phủ điện tử",
        TitleEn = "Figures of the quarterly e-government report",
        Grains = [PeriodGrain.Quarter],
        IsLandscape = true,
        Columns = SheetColumns.WithParts,
        Rows =
        [
            SheetColumns.Heading("I.3", "Hệ thống quản lý văn bản và điều hành", "Document system"),
            new("I.3.1", "Văn bản trao đổi hoàn toàn điện tử", "Documents exchanged fully electronically")
            { UnitOfMeasure = "%", Decimals = 2, Numerator = FormTerms.Documents("Form eq 'Electronic'"), Denominator = FormTerms.Documents(), Figure = "002-02" },
            new("I.3.2", "Văn bản điện tử song song với văn bản giấy", "Documents exchanged electronically and on paper")
            { UnitOfMeasure = "%", Decimals = 2, Numerator = FormTerms.Documents("Form eq 'ElectronicAndPaper'"), Denominator = FormTerms.Documents(), Figure = "002-03" },
            new("I.3.3", "Cấp xã liên thông phần mềm quản lý văn bản", "Communes connected to the document system")
            {
                UnitOfMeasure = "%", Decimals = 2,
                Numerator = FormTerms.Documents("Unit/Kind eq 'CommunePeopleCommittee'").CountingUnits,
                Denominator = FormTerms.Units("Kind eq 'CommunePeopleCommittee'"),
                Figure = "002-01",
            },
            SheetColumns.Heading("I.4", "Hệ thống một cửa điện tử", "One-stop system"),
            new("I.4.1", "Đơn vị sử dụng phần mềm một cửa", "Units on the one-stop software")
            { UnitOfMeasure = "đơn vị", Numerator = FormTerms.ReceivingUnits(), Figure = "002-04" },
            new("I.4.2", "Tháng bắt đầu sử dụng", "Month of the first dossier") { IsMonth = true, Numerator = FirstDossier },
            SheetColumns.Heading("I.5", "Dịch vụ công trực tuyến mức độ 3, 4", "Services at level 3 and 4"),
            new("I.5.1", "Dịch vụ hành chính công từ mức độ 2 trở lên", "Services at level 2 or above")
            { UnitOfMeasure = "%", Decimals = 2, Numerator = FormTerms.Services("ServiceClass ne 'None' and ServiceLevelLabel ne 'Mức độ 1'"), Denominator = FormTerms.Services(null), Figure = "002-05" },
            new("I.5.2", "TTHC cung cấp DVCTT mức độ 3, 4 (một phần, toàn trình)", "Procedures online at level 3 or 4 (partial or full)")
            { UnitOfMeasure = "thủ tục", Numerator = FormTerms.Services(FormTerms.Online), Figure = "002-06", SplitBy = "Procedure/Sector" },
            Asked("I.5.3", "Lĩnh vực Xây dựng (theo báo cáo)", "Construction, as reported", "dịch vụ", "002-07"),
            Asked("I.5.4", "Lĩnh vực Giao thông vận tải (theo báo cáo)", "Transport, as reported", "dịch vụ", "002-08"),
            Asked("I.5.5", "Lĩnh vực Công Thương (theo báo cáo)", "Industry and trade, as reported", "dịch vụ", "002-09"),
            Asked("I.5.6", "Dịch vụ công cấp huyện (theo báo cáo)", "District services, as reported", "dịch vụ", "002-10"),
            Asked("I.5.7", "Nhóm DVCTT mức độ 3", "Groups of level-3 services", "nhóm", "002-11"),
            Asked("I.5.8", "Dịch vụ công cấp tỉnh dự kiến", "Provincial services planned", "dịch vụ", "002-12"),
            Asked("I.5.9", "Dịch vụ công cấp huyện, cấp xã dự kiến", "District and commune services planned", "dịch vụ", "002-13"),
            new("I.5.10", "DVCTT mức độ 3, 4 được xây dựng trong quý", "Services at level 3 or 4 built in the quarter")
            { UnitOfMeasure = "dịch vụ", Numerator = Built, Figure = "002-14" },
            new("I.5.11", "DVCTT mức độ 3, 4 có phát sinh hồ sơ trong quý", "Services at level 3 or 4 with dossiers in the quarter")
            { UnitOfMeasure = "dịch vụ", Numerator = FormTerms.ServicesWithDossiers(FormTerms.Online), Figure = "002-15" },
            new("I.5.12", "Hồ sơ DVCTT mức độ 3, 4 tiếp nhận trong quý", "Dossiers of level 3 or 4 received in the quarter")
            { UnitOfMeasure = "hồ sơ", Numerator = FormTerms.Received(FormTerms.Online), Figure = "002-16" },
            SheetColumns.Heading("I.7", "An toàn, an ninh thông tin", "Security"),
            Asked("I.7.1", "Hệ thống thông tin đặt tại Trung tâm dữ liệu tỉnh", "Systems hosted in the provincial data centre", "hệ thống", "002-17"),
        ],
        Notes = ["DVCTT xây dựng trong quý: lần đầu có trong danh mục ở mức độ 3, 4 (một phần, toàn trình); văn bản mật không tính."],
    };

    private static SheetRow Asked(string key, string label, string labelEn, string unitOfMeasure, string figure) =>
        new(key, label, labelEn) { UnitOfMeasure = unitOfMeasure, Figure = figure };
}
