using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>The annex that the letter of August 2020 (document 000) announces: who exchanges, issues and signs electronically, unit by unit.</summary>
internal static class UnitAnnex
{
    private const string Electronic = "Form ne 'Paper'", Issued = "Direction eq 'Outgoing' and Form eq 'Electronic'";

    public static readonly UnitTableForm Form = new()
    {
        Code = "unit-annex",
        Number = "Phụ lục",
        Title = "Tổng hợp tình hình sử dụng phần mềm một cửa điện tử dùng chung và liên thông văn bản điện tử của từng đơn vị",
        TitleEn = "Use of the shared one-stop software and exchange of electronic documents, by unit",
        Grains = [PeriodGrain.Month],
        IsLandscape = true,
        ShowsLevel = true,
        Leading =
        [
            new FormColumn("key", "TT", "No.", 6) { IsText = true },
            new FormColumn("unit", "Đơn vị", "Unit", 46) { IsText = true },
            new FormColumn("level", "Cấp", "Level", 8) { IsText = true },
        ],
        Groups =
        [
            new UnitGroup("I", "Sở, ban, ngành", "Departments", [UnitKind.Department]),
            new UnitGroup("II", "Huyện, thị xã, thành phố", "Districts", [UnitKind.DistrictPeopleCommittee]),
            new UnitGroup("III", "Xã, phường, thị trấn", "Communes", [UnitKind.CommunePeopleCommittee]),
        ],
        Columns =
        [
            Column("exchangesSigned", "Liên thông văn bản điện tử", "Gửi, nhận văn bản ký số", "Sends or receives signed documents", FormTerms.Documents($"{Electronic} and IsSigned eq true")),
            Column("receives", "Liên thông văn bản điện tử", "Nhận văn bản điện tử", "Receives electronic documents", FormTerms.Documents($"Direction eq 'Incoming' and {Electronic}")),
            Column("issues", "Liên thông văn bản điện tử", "Phát hành văn bản điện tử", "Issues electronic documents", FormTerms.Documents(Issued)),
            Column("issuesSigned", "Liên thông văn bản điện tử", "Phát hành văn bản điện tử ký số", "Issues signed electronic documents", FormTerms.Documents($"{Issued} and IsSigned eq true")),
            Column("usesOneStop", null, "Sử dụng phần mềm một cửa", "Uses the one-stop software", FormTerms.Received()),
            new UnitColumn(new FormColumn("users", "Số người sử dụng", "Users", 12), null),
        ],
        Notes =
        [
            "Có/Không theo văn bản (trừ văn bản mật) và hồ sơ tiếp nhận trong tháng; phát hành điện tử là không kèm bản giấy.",
            "Số người sử dụng không có trong các nguồn dữ liệu của kho: để trống.",
        ],
    };

    private static UnitColumn Column(string key, string? group, string heading, string headingEn, FigureQuery query) =>
        new(new FormColumn(key, heading, headingEn, 17) { Group = group }, query, Measure.YesNo);
}
