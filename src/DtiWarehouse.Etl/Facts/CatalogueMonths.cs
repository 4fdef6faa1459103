using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Counts, per month, the units whose snapshot carries each text of the service catalogue, so that versions of
/// procedures are built from as many rows as there are texts and months, not services.
/// </summary>
public sealed class CatalogueMonths(LoadScope scope)
{
    private readonly LoadConnection _connection = scope.Connection;
    private bool _hasTables;

    /// <summary>Takes out what some services count as they stood before this load.</summary>
    /// <param name="services">A query of service keys.</param>
    public void TakeOut(string services) => Count(services, -1, $"AND f.load_key <> {scope.LoadKey}");

    /// <summary>Puts in what some services count now.</summary>
    public void PutIn(string services) => Count(services, +1, "");

    /// <summary>
    /// Brings the counts up to what was taken out and put in: <c>stg_catalogue_net</c> holds what changed. The procedures whose
    /// texts count differently in some month.
    /// </summary>
    public List<string> Close()
    {
        CreateTables();
        _connection.Execute(
            """
            INSERT INTO stg_catalogue_net (catalogue_text_key, month_period_key, units)
            SELECT catalogue_text_key, month_period_key, SUM(units)
            FROM stg_catalogue_delta
            GROUP BY catalogue_text_key, month_period_key
            HAVING SUM(units) <> 0
            """);
        new SummaryTable(scope, "src_catalogue_month", "catalogue_month_key", ["catalogue_text_key", "month_period_key"], ["units"], "units = 0").Add(StagingTables.CatalogueNet, StagingTables.NetCatalogue);
        return _connection.Query(
            "SELECT DISTINCT t.procedure_code FROM stg_catalogue_net n JOIN src_catalogue_text t ON t.catalogue_text_key = n.catalogue_text_key",
            row => row.GetString(0));
    }

    /// <summary>Months whose counts changed, known after <see cref="Close"/>.</summary>
    public List<int> ChangedMonths() => _connection.Query("SELECT DISTINCT month_period_key FROM stg_catalogue_net", row => row.GetInt32(0));

    // CROSS JOIN as in DossierSummaries: the changing services stay the outer side.
    private void Count(string services, int sign, string which)
    {
        CreateTables();
        _connection.Execute(
            $"""
            INSERT INTO stg_catalogue_delta (catalogue_text_key, month_period_key, units)
            SELECT f.catalogue_text_key, f.month_period_key, @sign * COUNT(*)
            FROM ({services}) c CROSS JOIN fact_online_service f
            WHERE f.online_service_key = c.row_key {which}
            GROUP BY f.catalogue_text_key, f.month_period_key
            """,
            ("sign", sign));
    }

    private void CreateTables()
    {
        if (!_hasTables)
        {
            _hasTables = true;
            _connection.Empty(StagingTables.CatalogueDelta);
            _connection.Empty(StagingTables.CatalogueNet);
        }
    }
}
