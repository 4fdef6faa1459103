using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Sources.Registers;

/// <summary><c>admin_successors</c>: one row per territory, successor and date of effect.</summary>
internal sealed class AdminSuccessorFeed() : FeedDefinition("admin_successors",
    OldCode, OldName, OldType, OldParent, OldParentName, OldProvince, NewCode, NewName, NewType, Relation, EffectiveDate,
    LegalBasis, Source, Note)
{
    private static readonly Vocabulary<SuccessionRelation> Relations = new(
        ("full", SuccessionRelation.Full), ("partial", SuccessionRelation.Partial), ("unchanged", SuccessionRelation.Unchanged),
        ("type_change", SuccessionRelation.TypeChange), ("parent_change", SuccessionRelation.ParentChange),
        ("abolished", SuccessionRelation.Abolished));

    private static readonly FeedColumn OldCode = FeedColumn.Required("old_code", longest: 10);
    private static readonly FeedColumn OldName = FeedColumn.Optional("old_name");
    private static readonly FeedColumn OldType = FeedColumn.Optional("old_type");
    private static readonly FeedColumn OldParent = FeedColumn.Optional("old_parent_code");
    private static readonly FeedColumn OldParentName = FeedColumn.Optional("old_parent_name");
    private static readonly FeedColumn OldProvince = FeedColumn.Optional("old_province_code");
    private static readonly FeedColumn NewCode = FeedColumn.Required("new_code", longest: 10);
    private static readonly FeedColumn NewName = FeedColumn.Optional("new_name");
    private static readonly FeedColumn NewType = FeedColumn.Optional("new_type");
    private static readonly FeedColumn Relation = FeedColumn.RequiredWord("relation", Relations);
    private static readonly FeedColumn EffectiveDate = FeedColumn.RequiredDate("effective_date");
    private static readonly FeedColumn LegalBasis = FeedColumn.Optional("legal_basis", longest: 200);
    private static readonly FeedColumn Source = FeedColumn.Optional("source");
    private static readonly FeedColumn Note = FeedColumn.Optional("note");

    internal override FeedRow? Read(RowReader row)
    {
        var oldCode = row.RequiredIdentifier(OldCode);
        row.Text(OldName);
        row.Text(OldType);
        row.Identifier(OldParent);
        row.Text(OldParentName);
        row.Identifier(OldProvince);
        var newCode = row.Identifier(NewCode);
        row.Text(NewName);
        row.Text(NewType);
        var relation = row.RequiredWord(Relation, Relations);
        var effectiveDate = row.RequiredDate(EffectiveDate);
        var legalBasis = row.Text(LegalBasis);
        row.Text(Source);
        row.Text(Note);
        row.ReadVersion();

        if (row.IsRejected)
            return null;
        return new AdminSuccessorRow
        {
            LineNumber = row.LineNumber,
            Content = row.Content(),
            UpdatedAt = row.UpdatedAt,
            IsDeleted = row.IsDeleted,
            OldCode = oldCode,
            NewCode = newCode,
            Relation = relation,
            EffectiveDate = effectiveDate,
            LegalBasis = legalBasis,
        };
    }
}
