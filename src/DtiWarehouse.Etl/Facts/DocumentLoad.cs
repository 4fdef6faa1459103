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
    private readonly DocumentSummary _summary = new(scope);

    public override FactTable Facts { get; } = new(scope, "fact_signed_document", "document_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var document = (DocumentRow)row;
        return _units.Key(document.UnitCode, document.DocumentCode, document.Direction.ToString());
    }

    public override void See(FeedRow row, DateTime version) => _calendar.Cover(((DocumentRow)row).DocumentDate);

    public override void Leave() => _summary.TakeOut($"SELECT l.row_key FROM {RowMerge.Leaving} l");

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var document = (DocumentRow)row;
        fact.Add(document.DocumentCode)
            .Add(document.Number)
            .Add(_units.KeyAt(document.UnitCode, document.DocumentDate))
            .Add(document.Direction)
            .Add(document.DocumentDate)
            .Add(Warehouse.DateKey(document.DocumentDate))
            .Add(document.Form)
            .Add(document.IsSigned)
            .Add(document.SignatureKind)
            .Add(document.RecipientLevel)
            .Add(document.IsViaNationalAxis)
            .Add(document.IsSecret)
            .Add(version);
    }

    public override void SaveMembers() => _units.SaveInferred();

    public override void Finish()
    {
        SaveMembers();
        _summary.PutIn($"SELECT a.row_key FROM {RowMerge.Accepted} a WHERE a.{RowMerge.WroteFact}");
        _summary.Close();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
