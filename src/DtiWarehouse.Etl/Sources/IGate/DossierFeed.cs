using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.IGate;

/// <summary><c>igate_dossiers</c>: one row per dossier of the provincial one-stop system.</summary>
internal sealed class DossierFeed() : FeedDefinition("igate_dossiers",
    Code, Procedure, ProcedureName, Sector, ReceivingUnit, ResolvingUnit, SubmittedBy, Level, Received, Due, Resolved, Returned,
    Status, Components, Result, Fee, PaidOnline, Reuse, OnTime)
{
    private static readonly Vocabulary<Channel> Channels = new(
        ("Trực tuyến", Channel.Online), ("Trực tiếp", Channel.Counter), ("Bưu chính", Channel.Post), ("Điện thoại", Channel.Phone));

    private static readonly Vocabulary<DossierStatus> Statuses = new(
        ("Đang xử lý", DossierStatus.InProgress), ("Tạm dừng", DossierStatus.Suspended), ("Đã giải quyết", DossierStatus.Resolved),
        ("Đã trả kết quả", DossierStatus.ResultReturned), ("Trả lại", DossierStatus.Refused), ("Rút hồ sơ", DossierStatus.Withdrawn));

    private static readonly FeedColumn Code = FeedColumn.Required("Mã hồ sơ", ReasonCode.DossierCodeInvalid);
    private static readonly FeedColumn Procedure = FeedColumn.Required("Mã thủ tục");
    private static readonly FeedColumn ProcedureName = FeedColumn.Optional("Tên thủ tục", longest: 1000);
    private static readonly FeedColumn Sector = FeedColumn.Optional("Lĩnh vực", longest: 200);
    private static readonly FeedColumn ReceivingUnit = FeedColumn.Required("Đơn vị tiếp nhận");
    private static readonly FeedColumn ResolvingUnit = FeedColumn.Optional("Đơn vị giải quyết");
    private static readonly FeedColumn SubmittedBy = FeedColumn.RequiredWord("Hình thức nộp", Channels, ReasonCode.ChannelUnknown);
    private static readonly FeedColumn Level = FeedColumn.Word("Mức độ dịch vụ", ServiceLevels.Words, ReasonCode.ServiceLevelUnknown);
    private static readonly FeedColumn Received = FeedColumn.RequiredDate("Ngày tiếp nhận");
    private static readonly FeedColumn Due = FeedColumn.Date("Ngày hẹn trả");
    private static readonly FeedColumn Resolved = FeedColumn.Date("Ngày hoàn thành");
    private static readonly FeedColumn Returned = FeedColumn.Date("Ngày trả kết quả");
    private static readonly FeedColumn Status = FeedColumn.RequiredWord("Trạng thái", Statuses, ReasonCode.StatusUnknown);
    private static readonly FeedColumn Components = FeedColumn.Flag("Số hóa hồ sơ");
    private static readonly FeedColumn Result = FeedColumn.Flag("Số hóa kết quả");
    private static readonly FeedColumn Fee = FeedColumn.Flag("Nghĩa vụ tài chính");
    private static readonly FeedColumn PaidOnline = FeedColumn.Flag("Thanh toán trực tuyến");
    private static readonly FeedColumn Reuse = FeedColumn.Flag("Tái sử dụng dữ liệu");
    private static readonly FeedColumn OnTime = FeedColumn.Flag("Đúng hạn");

    internal override FeedRow? Read(RowReader row)
    {
        var code = row.DossierCode(Code);
        var procedure = row.ProcedureCode(Procedure);
        var procedureName = row.Text(ProcedureName);
        var sector = row.Text(Sector);
        var receivingUnit = row.RequiredIdentifier(ReceivingUnit);
        var resolvingUnit = row.Identifier(ResolvingUnit, whenEmpty: receivingUnit);
        var channel = row.RequiredWord(SubmittedBy, Channels);
        var level = row.ServiceLevel(Level);
        var received = row.RequiredDate(Received);
        row.NotInFuture(Received, received);
        var due = row.Date(Due);
        var resolved = row.NotInFuture(Resolved, row.Date(Resolved));
        var returned = row.Date(Returned);
        var status = row.RequiredWord(Status, Statuses);
        var components = row.Flag(Components);
        var result = row.Flag(Result);
        var fee = row.Flag(Fee);
        var paidOnline = row.Flag(PaidOnline);
        var reuse = row.Flag(Reuse);
        var onTime = row.Flag(OnTime);
        row.ReadVersion();

        if (!row.IsRejected)
        {
            if (due < received)
                row.Reject(Due, ReasonCode.DueBeforeReceived, Refusal.Before(Received.Header, received));
            else if (resolved < received)
                row.Reject(Resolved, ReasonCode.ResolvedBeforeReceived, Refusal.Before(Received.Header, received));
            else if (returned is not null && resolved is null)
                row.Reject(Returned, ReasonCode.ReturnedBeforeResolved, Refusal.ReturnWithoutCompletion);
            else if (returned < resolved)
                row.Reject(Returned, ReasonCode.ReturnedBeforeResolved, Refusal.Before(Resolved.Header, resolved!.Value));
            else if (resolved is null && status is (DossierStatus.Resolved or DossierStatus.ResultReturned))
                row.Reject(Status, ReasonCode.ResolvedWithoutDate, Refusal.WithoutCompletion);
            else if (paidOnline == true && fee == false)
                row.Reject(PaidOnline, ReasonCode.PaidWithoutFee, Refusal.PaidWithoutFee);
        }
        if (row.IsRejected)
            return null;
        return new DossierRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            DossierCode = code,
            ProcedureCode = procedure,
            ProcedureName = procedureName,
            Sector = sector,
            ReceivingUnitCode = receivingUnit,
            ResolvingUnitCode = resolvingUnit ?? receivingUnit,
            Channel = channel,
            ServiceLevel = level?.On(received),
            ReceivedDate = received,
            DueDate = due,
            ResolvedDate = resolved,
            ReturnedDate = returned,
            Status = status,
            AreComponentsDigitised = components,
            IsResultDigitised = result,
            HasFee = fee,
            IsPaidOnline = paidOnline,
            ReusesData = reuse,
            IsOnTimeBySource = onTime,
        };
    }
}
