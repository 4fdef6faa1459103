using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.ServicePortal;

/// <summary><c>dvc_services</c>: monthly snapshot of the service catalogue, one row per procedure, providing unit and month.</summary>
internal sealed class ServiceFeed() : FeedDefinition("dvc_services",
    Month, Procedure, ProcedureName, Sector, Authority, Unit, Level, Eligible, Published, Prefilled, Personalised, Payment,
    NationalPortal)
{
    private static readonly FeedColumn Month = FeedColumn.RequiredDate("Kỳ");
    private static readonly FeedColumn Procedure = FeedColumn.Required("Mã thủ tục");
    private static readonly FeedColumn ProcedureName = FeedColumn.Required("Tên thủ tục", longest: 1000);
    private static readonly FeedColumn Sector = FeedColumn.Required("Lĩnh vực", longest: 200);
    private static readonly FeedColumn Authority = FeedColumn.RequiredWord("Cấp thực hiện", GovernmentLevels.Words);
    private static readonly FeedColumn Unit = FeedColumn.Required("Đơn vị cung cấp");
    private static readonly FeedColumn Level = FeedColumn.RequiredWord("Mức độ dịch vụ", ServiceLevels.Words, ReasonCode.ServiceLevelUnknown);
    private static readonly FeedColumn Eligible = FeedColumn.Flag("Đủ điều kiện toàn trình");
    private static readonly FeedColumn Published = FeedColumn.Flag("Đã công bố");
    private static readonly FeedColumn Prefilled = FeedColumn.Flag("Điền sẵn thông tin");
    private static readonly FeedColumn Personalised = FeedColumn.Flag("Cá thể hóa");
    private static readonly FeedColumn Payment = FeedColumn.Flag("Thanh toán trực tuyến");
    private static readonly FeedColumn NationalPortal = FeedColumn.Flag("Tích hợp Cổng DVCQG");

    internal override FeedRow? Read(RowReader row)
    {
        var month = row.RequiredMonth(Month);
        var procedure = row.ProcedureCode(Procedure);
        var procedureName = row.RequiredText(ProcedureName);
        var sector = row.RequiredText(Sector);
        var authority = row.RequiredWord(Authority, GovernmentLevels.Words);
        var unit = row.RequiredIdentifier(Unit);
        var level = row.RequiredServiceLevel(Level);
        var eligible = row.Flag(Eligible);
        var published = row.Flag(Published);
        var prefilled = row.Flag(Prefilled);
        var personalised = row.Flag(Personalised);
        var payment = row.Flag(Payment);
        var nationalPortal = row.Flag(NationalPortal);
        row.ReadVersion();

        if (row.IsRejected || level is null)
            return null;
        return new ServiceRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            Month = month,
            ProcedureCode = procedure,
            ProcedureName = procedureName,
            Sector = sector,
            AuthorityLevel = authority,
            UnitCode = unit,
            ServiceLevel = level.On(month),
            IsEligibleForFull = eligible,
            IsPublished = published,
            IsPrefilled = prefilled,
            IsPersonalised = personalised,
            AcceptsOnlinePayment = payment,
            IsOnNationalPortal = nationalPortal,
        };
    }
}
