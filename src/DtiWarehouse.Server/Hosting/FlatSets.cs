using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.Server.Hosting;

/// <summary>What people ask most, each as one table with names beside the figures: no relations to follow in Excel.</summary>
public static class FlatSets
{
    public static readonly IReadOnlyList<FlatSetDeclaration> All =
    [
        new(
            "FlatIndicatorValues", "IndicatorValues",
            [
                new("IndicatorCode", "Indicator/Code"), new("IndicatorName", "Indicator/Name"), new("IndicatorNameEn", "Indicator/NameEn"), new("Framework", "Indicator/Framework"),
                new("UnitOfMeasure", "Indicator/UnitOfMeasure"), new("Direction", "Indicator/Direction"),
                new("UnitCode", "Unit/UnitCode"), new("UnitName", "Unit/Name"), new("UnitLevel", "Unit/Level"), new("UnitKind", "Unit/Kind"),
                new("ProvinceName", "Unit/ProvinceName"), new("DistrictName", "Unit/DistrictName"), new("CommuneName", "Unit/CommuneName"),
                new("PeriodCode", "Period/Code", "Kỳ báo cáo"), new("PeriodGrain", "Period/Grain"), new("StartDate", "Period/StartDate"), new("EndDate", "Period/EndDate"),
                new("Year", "Period/Year"), new("Quarter", "Period/Quarter"), new("Month", "Period/Month"),
                new("Basis"), new("Numerator"), new("Denominator"), new("Value"), new("Target"), new("Attainment"), new("Score"), new("MaxScore"), new("Rank"), new("RankOf"), new("IsProvisional"),
                new("NumeratorLink"), new("DenominatorLink"), new("UpdatedAt"),
            ],
            "Bảng giá trị chỉ tiêu", "One row per indicator version, unit, period and basis, with the names of all of them."),
        new(
            "FlatDossierMonths", "DossierMonths",
            [
                new("PeriodCode", "MonthPeriod/Code", "Tháng báo cáo"), new("StartDate", "MonthPeriod/StartDate"), new("Year", "MonthPeriod/Year"), new("Quarter", "MonthPeriod/Quarter"), new("Month", "MonthPeriod/Month"),
                new("UnitCode", "ReceivingUnit/UnitCode", "Mã đơn vị tiếp nhận"), new("UnitName", "ReceivingUnit/Name", "Đơn vị tiếp nhận"), new("UnitLevel", "ReceivingUnit/Level"),
                new("ProvinceName", "ReceivingUnit/ProvinceName"), new("DistrictName", "ReceivingUnit/DistrictName"), new("CommuneName", "ReceivingUnit/CommuneName"),
                new("CurrentUnitName", "ReceivingUnit/CurrentUnit/Name", "Đơn vị hiện nay"), new("ResolvingUnitName", "ResolvingUnit/Name", "Đơn vị giải quyết"),
                new("ProcedureCode", "Procedure/ProcedureCode"), new("ProcedureName", "Procedure/Name"), new("Sector", "Procedure/Sector"),
                new("Channel"), new("ServiceClass"), new("Received"), new("Resolved"), new("ResolvedOnTime"), new("ResolvedLate"), new("ComponentsDigitised"), new("ResultsDigitised"),
                new("WithFee"), new("PaidOnline"), new("ReusingData"), new("ProcessingDaysSum"), new("ProcessingDaysCount"), new("UpdatedAt"),
            ],
            "Bảng hồ sơ theo tháng", "One row per receiving unit, resolving unit, procedure, channel, service class and month, with the names of all of them."),
    ];
}
