using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Keeps DocumentMonths equal to what the documents say, as <see cref="DossierSummaries"/> does for dossiers. A secret
/// document counts under Secret and nowhere else.
/// </summary>
public sealed class DocumentSummary(LoadScope scope)
{
    private static readonly string[] Grain = ["unit_key", "direction", "month_period_key"];

    private static readonly string[] Measures = ["documents", "electronic_only", "electronic_and_paper", "paper", "signed", "secret"];

    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Names the documents that are about to change and takes out what they count now.</summary>
    public void Open(string changing)
    {
        _connection.DropTemporary("changing_document");
        _connection.DropTemporary("document_delta");
        _connection.CreateTemporary("changing_document", "row_key INTEGER PRIMARY KEY");
        _connection.CreateTemporaryLike("document_delta", "delta_key", string.Join(", ", Grain.Concat(Measures)), "agg_document_month");
        _connection.Execute($"INSERT INTO changing_document (row_key) {changing}");
        Count(-1);
    }

    /// <summary>Puts in what the changed documents count now and brings the summary up to it.</summary>
    public void Close()
    {
        Count(+1);
        new SummaryTable(scope, "agg_document_month", "document_month_key", Grain, Measures, "documents = 0 AND secret = 0").Add("document_delta");
    }

    // CROSS JOIN as in DossierSummaries: the changing documents stay the outer side.
    private void Count(int sign)
    {
        var open = (string condition) => $"SUM(CASE WHEN NOT f.is_secret AND {condition} THEN @sign ELSE 0 END)";
        _connection.Execute(
            $"""
            INSERT INTO document_delta ({string.Join(", ", Grain.Concat(Measures))})
            SELECT
                f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10,
                SUM(CASE WHEN f.is_secret THEN 0 ELSE @sign END), {open("f.form = @electronic")}, {open("f.form = @both")}, {open("f.form = @paper")},
                {open("f.is_signed")}, SUM(CASE WHEN f.is_secret THEN @sign ELSE 0 END)
            FROM changing_document c CROSS JOIN fact_signed_document f
            WHERE f.document_key = c.row_key
            GROUP BY 1, 2, 3
            """,
            ("sign", sign), ("electronic", nameof(DocumentForm.Electronic)), ("both", nameof(DocumentForm.ElectronicAndPaper)), ("paper", nameof(DocumentForm.Paper)));
    }
}
