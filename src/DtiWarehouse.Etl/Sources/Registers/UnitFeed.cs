using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Registers;

/// <summary><c>org_units</c>: one row per version of an organisation.</summary>
internal sealed class UnitFeed() : FeedDefinition("org_units",
    Code, Label, NameEn, Kind, Level, AdminUnit, Parent, Former, ValidFrom, ValidTo)
{
    private static readonly Vocabulary<UnitKind> Kinds = new(
        ("Sở, ban, ngành", UnitKind.Department),
        ("UBND tỉnh", UnitKind.ProvincePeopleCommittee),
        ("UBND huyện", UnitKind.DistrictPeopleCommittee),
        ("UBND xã", UnitKind.CommunePeopleCommittee),
        ("Trung tâm PVHCC", UnitKind.ServiceCentre),
        ("Đơn vị trực thuộc", UnitKind.Subordinate),
        ("Cổng bộ, ngành", UnitKind.MinistryPortal));

    private static readonly FeedColumn Code = FeedColumn.Required("Mã định danh");
    private static readonly FeedColumn Label = FeedColumn.Required("Tên", longest: 300);
    private static readonly FeedColumn NameEn = FeedColumn.Optional("Tên tiếng Anh", longest: 300);
    private static readonly FeedColumn Kind = FeedColumn.RequiredWord("Loại", Kinds);
    private static readonly FeedColumn Level = FeedColumn.RequiredWord("Cấp", GovernmentLevels.Words);
    private static readonly FeedColumn AdminUnit = FeedColumn.Optional("Mã ĐVHC", longest: 10);
    private static readonly FeedColumn Parent = FeedColumn.Optional("Mã định danh cấp trên");
    private static readonly FeedColumn Former = FeedColumn.Optional("Mã cũ");
    private static readonly FeedColumn ValidFrom = FeedColumn.RequiredDate("Hiệu lực từ");
    private static readonly FeedColumn ValidTo = FeedColumn.Date("Hiệu lực đến");

    internal override FeedRow? Read(RowReader row)
    {
        var code = row.RequiredIdentifier(Code);
        var name = row.RequiredText(Label);
        var nameEn = row.Text(NameEn);
        var kind = row.RequiredWord(Kind, Kinds);
        var level = row.RequiredWord(Level, GovernmentLevels.Words);
        var adminUnit = row.Identifier(AdminUnit);
        var parent = row.Identifier(Parent);
        var former = row.Identifier(Former);
        var validFrom = row.RequiredDate(ValidFrom);
        var validTo = row.LastDay(ValidTo);
        row.ReadVersion();

        if (!row.IsRejected && validTo < validFrom)
            row.Reject(ValidTo, ReasonCode.PeriodReversed, Refusal.Before(ValidFrom.Header, validFrom));
        if (row.IsRejected)
            return null;
        return new UnitRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            UnitCode = code,
            Name = name,
            NameEn = nameEn,
            Kind = kind,
            Level = level,
            AdminUnitCode = adminUnit,
            ParentUnitCode = parent,
            FormerCode = former,
            ValidFrom = validFrom,
            ValidTo = validTo,
        };
    }
}
