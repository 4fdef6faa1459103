using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Reports;

/// <summary><c>satisfaction</c>: one row per unit, month, channel and subject.</summary>
internal sealed class SatisfactionFeed() : FeedDefinition("satisfaction", Month, Unit, RatedVia, Subject, Rated, Satisfied)
{
    private static readonly Vocabulary<Channel> Channels = new(("Trực tiếp", Channel.Counter), ("Trực tuyến", Channel.Online));

    private static readonly Vocabulary<RatingSubject> Subjects = new(
        ("Người dân", RatingSubject.Citizen), ("Doanh nghiệp", RatingSubject.Business));

    private static readonly FeedColumn Month = FeedColumn.RequiredDate("Kỳ");
    private static readonly FeedColumn Unit = FeedColumn.Required("Đơn vị");
    private static readonly FeedColumn RatedVia = FeedColumn.RequiredWord("Kênh", Channels);
    private static readonly FeedColumn Subject = FeedColumn.RequiredWord("Đối tượng", Subjects);
    private static readonly FeedColumn Rated = FeedColumn.RequiredNumber("Số lượt đánh giá");
    private static readonly FeedColumn Satisfied = FeedColumn.RequiredNumber("Số lượt hài lòng");

    internal override FeedRow? Read(RowReader row)
    {
        var month = row.RequiredMonth(Month);
        var unit = row.RequiredIdentifier(Unit);
        var channel = row.RequiredWord(RatedVia, Channels);
        var subject = row.RequiredWord(Subject, Subjects);
        var rated = row.Count(Rated);
        var satisfied = row.Count(Satisfied);
        row.ReadVersion();

        if (!row.IsRejected && satisfied > rated)
            row.Reject(Satisfied, ReasonCode.SatisfiedExceedsRated, Refusal.Exceeds(Rated.Header, rated!.Value));
        if (row.IsRejected)
            return null;
        return new SatisfactionRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            Month = month,
            UnitCode = unit,
            Channel = channel,
            Subject = subject,
            Rated = rated,
            Satisfied = satisfied,
        };
    }
}
