using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

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
    private bool _hasTable;

    /// <summary>Takes out what some documents count as they stood before this load.</summary>
    /// <param name="documents">A query of document keys.</param>
    public void TakeOut(string documents) => Count(documents, -1, $"AND f.load_key <> {scope.LoadKey}");

    /// <summary>Puts in what some documents count now.</summary>
    public void PutIn(string documents) => Count(documents, +1, "");

    /// <summary>Brings the summary up to what was taken out and put in.</summary>
    public void Close()
    {
        if (_hasTable)
        {
            foreach (var month in _connection.Query("SELECT DISTINCT month_period_key / 100 FROM stg_document_delta", row => row.GetInt32(0)))
            {
                scope.Touch(month);
            }
            new SummaryTable(scope, "agg_document_month", "document_month_key", Grain, Measures, "documents = 0 AND secret = 0").Add(StagingTables.DocumentDelta, StagingTables.NetDocument);
        }
    }

    // CROSS JOIN as in DossierSummaries: the changing documents stay the outer side.
    private void Count(string documents, int sign, string which)
    {
        if (!_hasTable)
        {
            _hasTable = true;
            _connection.Empty(StagingTables.DocumentDelta);
        }
        var open = (string condition) => $"SUM(CASE WHEN f.is_secret = @no AND {condition} THEN @sign ELSE 0 END)";
        _connection.Execute(
            $"""
            INSERT INTO stg_document_delta ({string.Join(", ", Grain.Concat(Measures))})
            SELECT
                f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10,
                SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE @sign END), {open("f.form = @electronic")}, {open("f.form = @both")}, {open("f.form = @paper")},
                {open("f.is_signed = @yes")}, SUM(CASE WHEN f.is_secret = @yes THEN @sign ELSE 0 END)
            FROM ({documents}) c CROSS JOIN fact_signed_document f
            WHERE f.document_key = c.row_key {which}
            GROUP BY f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10
            """,
            ("sign", sign), ("electronic", nameof(DocumentForm.Electronic)), ("both", nameof(DocumentForm.ElectronicAndPaper)), ("paper", nameof(DocumentForm.Paper)));
    }
}
