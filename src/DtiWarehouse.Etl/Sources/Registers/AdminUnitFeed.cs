using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources.Registers;

/// <summary><c>admin_units</c>: one row per version of a territory, by its statistics-office code.</summary>
internal sealed class AdminUnitFeed() : FeedDefinition("admin_units",
    Code, Label, Type, Parent, ValidFrom, ValidTo, Source, Level, Note)
{
    private static readonly FeedColumn Code = FeedColumn.Required("code", longest: 10);
    private static readonly FeedColumn Label = FeedColumn.Required("name", longest: 200);
    private static readonly FeedColumn Type = FeedColumn.Required("type", longest: 50);
    private static readonly FeedColumn Parent = FeedColumn.Required("parent_code", longest: 10);
    private static readonly FeedColumn ValidFrom = FeedColumn.RequiredDate("valid_from");
    private static readonly FeedColumn ValidTo = FeedColumn.Date("valid_to");
    private static readonly FeedColumn Source = FeedColumn.Optional("source");
    private static readonly FeedColumn Level = FeedColumn.RequiredWord("level", GovernmentLevels.Digits);
    private static readonly FeedColumn Note = FeedColumn.Optional("note");

    internal override FeedRow? Read(RowReader row)
    {
        var code = row.RequiredIdentifier(Code);
        var name = row.RequiredText(Label);
        var type = row.RequiredText(Type);
        var parent = row.Identifier(Parent);
        var validFrom = row.RequiredDate(ValidFrom);
        var validTo = row.LastDay(ValidTo);
        row.Text(Source);
        var level = row.RequiredWord(Level, GovernmentLevels.Digits);
        row.Text(Note);
        row.ReadVersion();

        if (!row.IsRejected && validTo < validFrom)
            row.Reject(ValidTo, ReasonCode.PeriodReversed, Refusal.Before(ValidFrom.Header, validFrom));
        if (row.IsRejected)
            return null;
        return new AdminUnitRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            Code = code,
            Name = name,
            Type = type,
            ParentCode = parent,
            ValidFrom = validFrom,
            ValidTo = validTo,
            Level = level,
        };
    }
}
