using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Counts, per month, the units whose snapshot carries each text of the service catalogue, so that versions of
/// procedures are built from as many rows as there are texts and months, not services.
/// </summary>
public sealed class CatalogueMonths(LoadScope scope)
{
    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Names the services that are about to change and takes out what they count now.</summary>
    /// <param name="changing">A query of service keys.</param>
    public void Open(string changing)
    {
        foreach (var table in (string[])["changing_service", "catalogue_delta", "net_catalogue"])
        {
            _connection.DropTemporary(table);
        }
        _connection.CreateTemporary("changing_service", "row_key INTEGER PRIMARY KEY");
        _connection.CreateTemporary("catalogue_delta", "catalogue_text_key INTEGER, month_period_key INTEGER, units INTEGER");
        _connection.CreateTemporary("net_catalogue", "catalogue_text_key INTEGER, month_period_key INTEGER, units INTEGER");
        _connection.Execute($"INSERT INTO changing_service (row_key) {changing}");
        Count(-1);
    }

    /// <summary>Puts in what the changed services count now. The procedures whose texts count differently in some month.</summary>
    public List<string> Close()
    {
        Count(+1);
        _connection.Execute(
            """
            INSERT INTO net_catalogue (catalogue_text_key, month_period_key, units)
            SELECT catalogue_text_key, month_period_key, SUM(units)
            FROM catalogue_delta
            GROUP BY catalogue_text_key, month_period_key
            HAVING SUM(units) <> 0
            """);
        new SummaryTable(scope, "src_catalogue_month", "catalogue_month_key", ["catalogue_text_key", "month_period_key"], ["units"], "units = 0").Add("net_catalogue");
        return _connection.Query(
            "SELECT DISTINCT t.procedure_code FROM net_catalogue n JOIN src_catalogue_text t ON t.catalogue_text_key = n.catalogue_text_key",
            row => row.GetString(0));
    }

    // CROSS JOIN as in DossierSummaries: the changing services stay the outer side.
    private void Count(int sign) => _connection.Execute(
        """
        INSERT INTO catalogue_delta (catalogue_text_key, month_period_key, units)
        SELECT f.catalogue_text_key, f.month_period_key, @sign * COUNT(*)
        FROM changing_service c CROSS JOIN fact_online_service f
        WHERE f.online_service_key = c.row_key
        GROUP BY f.catalogue_text_key, f.month_period_key
        """,
        ("sign", sign));
}
