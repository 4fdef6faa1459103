using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Reports;

/// <summary><c>reported_figures</c>: one row per figure that a unit declared in a document.</summary>
internal sealed class ReportedFigureFeed() : FeedDefinition("reported_figures",
    Document, Number, Figure, RowKey, Label, Unit, From, To, Numerator, Denominator, Value, TextValue, UnitOfMeasure, Precision,
    State, Notes, Evidence, NameEn, AdminUnit, Scope, Target)
{
    private static readonly Vocabulary<FigureQualifier> Qualifiers = new(
        ("=", FigureQualifier.Equal), ("≥", FigureQualifier.AtLeast), ("≤", FigureQualifier.AtMost), ("≈", FigureQualifier.About));

    private static readonly Vocabulary<FigureState> States = new(
        ("Có số liệu", FigureState.Reported), ("Chưa thống kê", FigureState.NotCounted),
        ("Đơn vị khác cung cấp", FigureState.Deferred), ("Chỉ có mục tiêu", FigureState.TargetOnly));

    private static readonly FeedColumn Document = FeedColumn.Required("Mã nguồn", longest: 50);
    private static readonly FeedColumn Number = FeedColumn.Optional("Số văn bản", longest: 100);
    private static readonly FeedColumn Figure = FeedColumn.Required("Mã số liệu", longest: 50);
    private static readonly FeedColumn RowKey = FeedColumn.Optional("Mã dòng", longest: 50);
    private static readonly FeedColumn Label = FeedColumn.Required("Tên chỉ tiêu", longest: 1000);
    private static readonly FeedColumn Unit = FeedColumn.Required("Đơn vị báo cáo");
    private static readonly FeedColumn From = FeedColumn.RequiredDate("Kỳ từ");
    private static readonly FeedColumn To = FeedColumn.RequiredDate("Kỳ đến");
    private static readonly FeedColumn Numerator = FeedColumn.Number("Tử số");
    private static readonly FeedColumn Denominator = FeedColumn.Number("Mẫu số");
    private static readonly FeedColumn Value = FeedColumn.Number("Giá trị");
    private static readonly FeedColumn TextValue = FeedColumn.Optional("Giá trị chữ", longest: 1000);
    private static readonly FeedColumn UnitOfMeasure = FeedColumn.Optional("Đơn vị tính", longest: 50);
    private static readonly FeedColumn Precision = FeedColumn.Word("Độ chính xác", Qualifiers);
    private static readonly FeedColumn State = FeedColumn.Word("Trạng thái", States);
    private static readonly FeedColumn Notes = FeedColumn.Optional("Ghi chú", longest: 2000);
    private static readonly FeedColumn Evidence = FeedColumn.Optional("Tài liệu kiểm chứng", longest: 1000);
    private static readonly FeedColumn NameEn = FeedColumn.Optional("Tên tiếng Anh", longest: 1000);
    private static readonly FeedColumn AdminUnit = FeedColumn.Optional("Mã ĐVHC", longest: 10);
    private static readonly FeedColumn Scope = FeedColumn.Optional("Phạm vi", longest: 300);
    private static readonly FeedColumn Target = FeedColumn.Optional("Mục tiêu", longest: 300);

    internal override FeedRow? Read(RowReader row)
    {
        var document = row.RequiredText(Document);
        var number = row.Text(Number);
        var figure = row.RequiredText(Figure);
        var rowKey = row.Text(RowKey);
        var name = row.RequiredText(Label);
        var unit = row.Identifier(Unit);
        var from = row.RequiredDate(From);
        var to = row.RequiredDate(To);
        var numerator = row.Number(Numerator, out var isNumeratorNotCounted);
        var denominator = row.Number(Denominator, out _);
        var value = row.Number(Value, out var isValueNotCounted);
        var textValue = row.Text(TextValue);
        var unitOfMeasure = row.Text(UnitOfMeasure);
        var qualifier = row.WordOr(Precision, Qualifiers, FigureQualifier.Equal);
        FigureState? implied = isValueNotCounted || isNumeratorNotCounted ? FigureState.NotCounted
            : value is not null || numerator is not null || textValue is not null ? FigureState.Reported
            : null;
        var state = row.WordOr(State, States, implied);
        var notes = row.Text(Notes);
        var evidence = row.Text(Evidence);
        var nameEn = row.Text(NameEn);
        var adminUnit = row.Identifier(AdminUnit);
        var scope = row.Text(Scope);
        var (targetText, target) = row.TextAndNumber(Target);
        row.ReadVersion();

        if (!row.IsRejected && unit is null && adminUnit is null && scope is null)
            row.Reject(Unit, ReasonCode.RequiredValueMissing, Refusal.NoUnit);
        if (!row.IsRejected && to < from)
            row.Reject(To, ReasonCode.PeriodReversed, Refusal.Before(From.Header, from));
        if (row.IsRejected)
            return null;
        return new ReportedFigureRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            DocumentCode = document,
            DocumentNumber = number,
            FigureCode = figure,
            RowKey = rowKey,
            Name = name,
            NameEn = nameEn,
            UnitCode = unit,
            AdminUnitCode = adminUnit,
            PeriodFrom = from,
            PeriodTo = to,
            Numerator = numerator,
            Denominator = denominator,
            Value = value,
            TextValue = textValue,
            UnitOfMeasure = unitOfMeasure,
            Scope = scope,
            Target = target,
            TargetText = targetText,
            Qualifier = qualifier,
            State = state,
            Notes = notes,
            Evidence = evidence,
        };
    }
}
