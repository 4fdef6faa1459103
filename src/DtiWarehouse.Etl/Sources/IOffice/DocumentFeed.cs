using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.IOffice;

/// <summary><c>ioffice_documents</c>: one row per document that a unit sent, issued or received.</summary>
internal sealed class DocumentFeed() : FeedDefinition("ioffice_documents",
    Code, Number, Unit, Direction, Day, Form, Signed, Signature, Recipient, NationalAxis, Secret)
{
    private static readonly Vocabulary<DocumentDirection> Directions = new(
        ("Đi", DocumentDirection.Outgoing), ("Đến", DocumentDirection.Incoming));

    private static readonly Vocabulary<DocumentForm> Forms = new(
        ("Điện tử", DocumentForm.Electronic), ("Điện tử và giấy", DocumentForm.ElectronicAndPaper), ("Giấy", DocumentForm.Paper));

    private static readonly Vocabulary<SignatureKind> Signatures = new(
        ("Cơ quan", SignatureKind.Organisation), ("Cá nhân", SignatureKind.Personal), ("Cơ quan và cá nhân", SignatureKind.Both));

    private static readonly Vocabulary<RecipientLevel> Recipients = new(
        ("Trung ương", RecipientLevel.Central), ("Tỉnh", RecipientLevel.Province), ("Huyện", RecipientLevel.District),
        ("Xã", RecipientLevel.Commune));

    private static readonly FeedColumn Code = FeedColumn.Required("Mã văn bản", longest: 100);
    private static readonly FeedColumn Number = FeedColumn.Optional("Số ký hiệu", longest: 100);
    private static readonly FeedColumn Unit = FeedColumn.Required("Đơn vị");
    private static readonly FeedColumn Direction = FeedColumn.RequiredWord("Chiều", Directions, ReasonCode.DirectionUnknown);
    private static readonly FeedColumn Day = FeedColumn.RequiredDate("Ngày");
    private static readonly FeedColumn Form = FeedColumn.RequiredWord("Hình thức", Forms, ReasonCode.FormUnknown);
    private static readonly FeedColumn Signed = FeedColumn.Flag("Ký số");
    private static readonly FeedColumn Signature = FeedColumn.Word("Loại chữ ký", Signatures);
    private static readonly FeedColumn Recipient = FeedColumn.Word("Cấp nhận", Recipients);
    private static readonly FeedColumn NationalAxis = FeedColumn.Flag("Qua trục liên thông");
    private static readonly FeedColumn Secret = FeedColumn.Mark("Mật");

    internal override FeedRow? Read(RowReader row)
    {
        var code = row.RequiredText(Code);
        var number = row.Text(Number);
        var unit = row.RequiredIdentifier(Unit);
        var direction = row.RequiredWord(Direction, Directions);
        var day = row.RequiredDate(Day);
        row.NotInFuture(Day, day);
        var form = row.RequiredWord(Form, Forms);
        var signed = row.Flag(Signed);
        var signature = row.Word(Signature, Signatures);
        var recipient = row.Word(Recipient, Recipients);
        var nationalAxis = row.Flag(NationalAxis);
        var secret = row.Mark(Secret);
        row.ReadVersion();

        if (!row.IsRejected && signed == true && form == DocumentForm.Paper)
            row.Reject(Signed, ReasonCode.SignedOnPaper, Refusal.SignedOnPaper);
        if (row.IsRejected)
            return null;
        return new DocumentRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            DocumentCode = code,
            Number = number,
            UnitCode = unit,
            Direction = direction,
            DocumentDate = day,
            Form = form,
            IsSigned = signed,
            SignatureKind = signature,
            RecipientLevel = recipient,
            IsViaNationalAxis = nationalAxis,
            IsSecret = secret,
        };
    }
}
