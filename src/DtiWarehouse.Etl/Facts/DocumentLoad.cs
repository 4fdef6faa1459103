using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>ioffice_documents</c> → SignedDocuments, DocumentMonths.</summary>
public sealed class DocumentLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns =
    [
        "document_code", "number", "unit_key", "direction", "document_date", "document_date_key", "form", "is_signed",
        "signature_kind", "recipient_level", "is_via_national_axis", "is_secret", "source_updated_at",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly Calendar _calendar = new(scope);

    public override string FactTable => "fact_signed_document";

    public override IReadOnlyList<string> FactColumns => Columns;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var document = (DocumentRow)row;
        _calendar.Cover(document.DocumentDate);
        var unit = _units.KeyAt(document.UnitCode, document.DocumentDate);
        file.Start(row, NaturalKey.Of(document.DocumentCode, document.Direction.ToString(), _units.DurableCode(document.UnitCode)), document.UnitCode)
            .Add(document.DocumentCode)
            .Add(document.Number)
            .Add(unit)
            .Add(document.Direction)
            .Add(document.DocumentDate)
            .Add(Warehouse.DateKey(document.DocumentDate))
            .Add(document.Form)
            .Add(document.IsSigned)
            .Add(document.SignatureKind)
            .Add(document.RecipientLevel)
            .Add(document.IsViaNationalAxis)
            .Add(document.IsSecret)
            .Add(file.VersionOf(row))
            .EndRow();
    }

    public override void Apply()
    {
        _units.SaveInferred();
        var summary = new DocumentSummary(Scope);
        summary.Open($"SELECT row_key FROM decision WHERE action IN ({RowVersions.Insert}, {RowVersions.Replace})");
        var facts = new FactTable(Scope, FactTable, "document_key", Columns);
        facts.Apply();
        facts.TakeNewerTimes();
        summary.Close();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
