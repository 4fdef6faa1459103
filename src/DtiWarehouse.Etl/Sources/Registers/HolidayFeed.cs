namespace DtiWarehouse.Etl.Sources.Registers;

/// <summary><c>holidays</c>: one row per public holiday.</summary>
internal sealed class HolidayFeed() : FeedDefinition("holidays", Day, Label)
{
    private static readonly FeedColumn Day = FeedColumn.RequiredDate("Ngày");
    private static readonly FeedColumn Label = FeedColumn.Optional("Tên");

    internal override FeedRow? Read(RowReader row)
    {
        var day = row.RequiredDate(Day);
        var name = row.Text(Label);
        row.ReadVersion();

        if (row.IsRejected)
            return null;
        return new HolidayRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            Date = day,
            Name = name,
        };
    }
}
