using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Definitions;

/// <summary>
/// Biểu số II.06a of TT 01/2020/TT-VPCP: how dossiers were handled, by the unit that resolves them, and of a single
/// unit by field. What is known only as (ministries' portals) is added by the unit that the totals name.
/// </summary>
internal static class DossierResults
{
    private const string Open = "ReceivedDate le {asOf} and (ResolvedDate eq null or ResolvedDate gt {asOf})";

    private static readonly FigureQuery Received = Dossiers("ReceivedDate ge {from} and ReceivedDate le {to}");
    private static readonly FigureQuery CarriedOver = Dossiers("ReceivedDate lt {from} and (ResolvedDate eq null or ResolvedDate ge {from})");
    private static readonly FigureQuery InHand = Dossiers("ReceivedDate le {to} and (ResolvedDate eq null or ResolvedDate ge {from})");
    private static readonly FigureQuery Resolved = Dossiers(FormTerms.ResolvedInPeriod);
    private static readonly FigureQuery Pending = Dossiers(Open);

    public static readonly UnitTableForm Form = new()
    {
        Code = "ii-06a",
        Number = "Biểu số II.06a/TT 01/2020/TT-VPCP",
        Title = "Tình hình, kết quả giải quyết thủ tục hành chính",
        TitleEn = "State and results of the handling of administrative procedures",
        Grains = [PeriodGrain.Quarter, PeriodGrain.Month, PeriodGrain.HalfYear, PeriodGrain.NineMonths, PeriodGrain.Year, PeriodGrain.ToDate],
        IsLandscape = true,
        Leading =
        [
            new FormColumn("key", "TT", "No.", 6) { Number = "1", IsText = true },
            new FormColumn("unit", "Đơn vị / Lĩnh vực", "Unit", 42) { Number = "2", IsText = true },
        ],
        Groups =
        [
            new UnitGroup("I", "Sở, ban, ngành", "Departments",
                [UnitKind.Department, UnitKind.ServiceCentre, UnitKind.Subordinate, UnitKind.ProvincePeopleCommittee, UnitKind.MinistryPortal])
            {
                OnlyWithFigures = [UnitKind.ServiceCentre, UnitKind.ProvincePeopleCommittee, UnitKind.MinistryPortal],
            },
            new UnitGroup("II", "Huyện, thị xã, thành phố", "Districts", [UnitKind.DistrictPeopleCommittee]),
            new UnitGroup("III", "Xã, phường, thị trấn", "Communes", [UnitKind.CommunePeopleCommittee]),
        ],
        Columns =
        [
            Column("3", "received", "Tiếp nhận", "Tổng số", "Received, carried over included", InHand, FormTerms.Totals("Received sub CarriedOver"), FormTerms.FirstTotals("CarriedOver")),
            Column("4", "receivedOnline", "Tiếp nhận", "Trực tuyến trong kỳ", "Received online in the period", Received.And("Channel eq 'Online'"), FormTerms.Totals("ReceivedOnline")),
            Column("5", "receivedDirect", "Tiếp nhận", "Trực tiếp, bưu chính trong kỳ", "Received otherwise in the period", Received.And("Channel ne 'Online'"), FormTerms.Totals("ReceivedDirect")),
            Column("6", "carriedOver", "Tiếp nhận", "Từ kỳ trước", "Carried over", CarriedOver, FormTerms.FirstTotals("CarriedOver")),
            Column("7", "resolved", "Đã giải quyết", "Tổng số", "Resolved", Resolved, FormTerms.Totals("Resolved")),
            Column("8", "resolvedEarly", "Đã giải quyết", "Trước hạn", "Resolved early", Resolved.And("ResolvedDate lt DueDate"), FormTerms.Totals("ResolvedEarly")),
            Column("9", "resolvedOnTime", "Đã giải quyết", "Đúng hạn", "Resolved on time", Resolved.And("(DueDate eq null or ResolvedDate eq DueDate)"), FormTerms.Totals("ResolvedOnTime")),
            Column("10", "resolvedLate", "Đã giải quyết", "Quá hạn", "Resolved late", Resolved.And("ResolvedDate gt DueDate"), FormTerms.Totals("ResolvedLate")),
            Column("11", "pending", "Đang giải quyết", "Tổng số", "Open", Pending, FormTerms.LastTotals("Pending")),
            Column("12", "pendingInTerm", "Đang giải quyết", "Trong hạn", "Open, within term", Pending.And("(DueDate eq null or DueDate ge {asOf})"), FormTerms.LastTotals("PendingInTerm")),
            Column("13", "pendingOverdue", "Đang giải quyết", "Quá hạn", "Open, overdue", Pending.And("DueDate lt {asOf}"), FormTerms.LastTotals("PendingOverdue")),
        ],
        Sums = [new ColumnSum("3", "4", "5", "6"), new ColumnSum("7", "8", "9", "10"), new ColumnSum("11", "12", "13"), new ColumnSum("3", "7", "11")],
        Notes =
        [
            "Biểu của một đơn vị có thêm các lĩnh vực của đơn vị đó.",
            "Hồ sơ một cửa tính theo đơn vị giải quyết; hồ sơ không có ngày hẹn trả tính vào cột 9 và 12.",
            "Số tổng hợp của cổng bộ, ngành (DossierTotals) chỉ được cộng khi kỳ của chúng nằm trọn trong kỳ báo cáo.",
        ],
    };

    /// <summary>Dossiers by resolving unit; the warehouse knows a period when any dossier was in hand in it.</summary>
    private static FigureQuery Dossiers(string period) => new("Dossiers", "ResolvingUnit", period, null)
    {
        CoveredBy = "ReceivedDate le {to} and (ResolvedDate eq null or ResolvedDate ge {from})",
        Sector = "Procedure/Sector",
    };

    private static UnitColumn Column(string number, string key, string group, string heading, string headingEn, params IReadOnlyList<FigureQuery> queries) =>
        new(new FormColumn(key, heading, headingEn, heading.Length > 20 ? 16 : 11) { Group = group, Number = number }, new FigureTerms(queries));
}
