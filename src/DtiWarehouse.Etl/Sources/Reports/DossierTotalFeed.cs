using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources.Reports;

/// <summary><c>dossier_totals</c>: one row per source, unit, sector, level and period (Biểu II.06a, TT 01/2020/TT-VPCP).</summary>
internal sealed class DossierTotalFeed() : FeedDefinition("dossier_totals",
    Source, Unit, Sector, From, To, Level, Online, Direct, CarriedOver, Received, Early, OnTime, Late, Resolved, InTerm, Overdue,
    Pending)
{
    private static readonly FeedColumn Source = FeedColumn.Required("Nguồn", longest: 100);
    private static readonly FeedColumn Unit = FeedColumn.Required("Đơn vị");
    private static readonly FeedColumn Sector = FeedColumn.Optional("Lĩnh vực", longest: 200);
    private static readonly FeedColumn From = FeedColumn.RequiredDate("Kỳ từ");
    private static readonly FeedColumn To = FeedColumn.RequiredDate("Kỳ đến");
    private static readonly FeedColumn Level = FeedColumn.Word("Mức độ dịch vụ", ServiceLevels.Words, ReasonCode.ServiceLevelUnknown);
    private static readonly FeedColumn Online = FeedColumn.Number("Tiếp nhận trực tuyến");
    private static readonly FeedColumn Direct = FeedColumn.Number("Tiếp nhận trực tiếp, bưu chính");
    private static readonly FeedColumn CarriedOver = FeedColumn.Number("Kỳ trước chuyển sang");
    private static readonly FeedColumn Received = FeedColumn.Number("Tổng tiếp nhận");
    private static readonly FeedColumn Early = FeedColumn.Number("Giải quyết trước hạn");
    private static readonly FeedColumn OnTime = FeedColumn.Number("Giải quyết đúng hạn");
    private static readonly FeedColumn Late = FeedColumn.Number("Giải quyết quá hạn");
    private static readonly FeedColumn Resolved = FeedColumn.Number("Tổng giải quyết");
    private static readonly FeedColumn InTerm = FeedColumn.Number("Đang giải quyết trong hạn");
    private static readonly FeedColumn Overdue = FeedColumn.Number("Đang giải quyết quá hạn");
    private static readonly FeedColumn Pending = FeedColumn.Number("Tổng đang giải quyết");

    internal override FeedRow? Read(RowReader row)
    {
        var source = row.RequiredText(Source);
        var unit = row.RequiredIdentifier(Unit);
        var sector = row.Text(Sector);
        var from = row.RequiredDate(From);
        var to = row.RequiredDate(To);
        var level = row.ServiceLevel(Level);
        var online = row.Count(Online);
        var direct = row.Count(Direct);
        var carriedOver = row.Count(CarriedOver);
        var received = row.Count(Received);
        var early = row.Count(Early);
        var onTime = row.Count(OnTime);
        var late = row.Count(Late);
        var resolved = row.Count(Resolved);
        var inTerm = row.Count(InTerm);
        var overdue = row.Count(Overdue);
        var pending = row.Count(Pending);
        row.ReadVersion();

        if (!row.IsRejected && to < from)
            row.Reject(To, ReasonCode.PeriodReversed, Refusal.Before(From.Header, from));
        if (!row.IsRejected)
        {
            CheckSum(row, (Received, received), (Online, online), (Direct, direct), (CarriedOver, carriedOver));
            CheckSum(row, (Resolved, resolved), (Early, early), (OnTime, onTime), (Late, late));
            CheckSum(row, (Pending, pending), (InTerm, inTerm), (Overdue, overdue));
            CheckSum(row, (Received, received), (Resolved, resolved), (Pending, pending));
        }
        if (row.IsRejected)
            return null;
        return new DossierTotalRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            SourceSystemCode = source,
            UnitCode = unit,
            Sector = sector,
            PeriodFrom = from,
            PeriodTo = to,
            ServiceLevel = level?.On(from),
            ReceivedOnline = online,
            ReceivedDirect = direct,
            CarriedOver = carriedOver,
            Received = received,
            ResolvedEarly = early,
            ResolvedOnTime = onTime,
            ResolvedLate = late,
            Resolved = resolved,
            PendingInTerm = inTerm,
            PendingOverdue = overdue,
            Pending = pending,
        };
    }

    /// <summary>A total equals the sum of its parts; a number that was not counted leaves nothing to check.</summary>
    private static void CheckSum(
        RowReader row, (FeedColumn Column, int? Value) total, params ReadOnlySpan<(FeedColumn Column, int? Value)> parts)
    {
        var sum = 0L;
        foreach (var part in parts)
        {
            if (part.Value is null)
                return;
            sum += part.Value.Value;
        }
        if (total.Value is not null && total.Value != sum)
            row.Reject(total.Column, ReasonCode.TotalsDoNotAddUp, Refusal.Sum(Names(parts), sum));
    }

    private static string Names(ReadOnlySpan<(FeedColumn Column, int? Value)> parts)
    {
        var names = new List<string>(parts.Length);
        foreach (var part in parts)
            names.Add($"“{part.Column.Header}”");
        return string.Join(" + ", names);
    }
}
