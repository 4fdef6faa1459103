using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Keeps DossierMonths and DossierStocks equal to what the dossiers say, at the cost of the dossiers that change: what a
/// dossier counted before is taken out (<see cref="Open"/>), what it counts afterwards is put in (<see cref="Close"/>).
/// Every measure is a sum of whole numbers, so the result is exact; rows whose sums stay the same are left alone.
/// </summary>
public sealed class DossierSummaries(LoadScope scope)
{
    private const string Grain = "receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class, month_period_key";

    private static readonly string[] Measures =
    [
        "received", "resolved", "resolved_on_time", "resolved_late", "components_digitised", "results_digitised",
        "with_fee", "paid_online", "reusing_data", "processing_days_sum", "processing_days_count",
    ];

    private readonly LoadConnection _connection = scope.Connection;

    /// <summary>Names the dossiers that are about to change and takes out what they count now.</summary>
    /// <param name="changing">A query of dossier keys.</param>
    public void Open(string changing)
    {
        foreach (var table in (string[])["changing_dossier", "month_delta", "stock_delta"])
        {
            _connection.DropTemporary(table);
        }
        _connection.CreateTemporary("changing_dossier", "row_key INTEGER PRIMARY KEY");
        _connection.CreateTemporaryLike("month_delta", "delta_key", Grain + ", " + string.Join(", ", Measures), "agg_dossier_month");
        _connection.CreateTemporary("stock_delta", "unit_key INTEGER, service_class TEXT, month INTEGER, pending INTEGER, overdue INTEGER");
        _connection.Execute($"INSERT INTO changing_dossier (row_key) {changing}");
        Count(-1);
    }

    /// <summary>Puts in what the changed dossiers count now and brings the summaries up to it.</summary>
    public void Close()
    {
        Count(+1);
        ApplyMonths();
        ApplyStocks();
    }

    // CROSS JOIN keeps the few changing dossiers the outer side: the planner would rather scan the whole fact.
    private void Count(int sign)
    {
        var zeros = (int count) => string.Join(", ", Enumerable.Repeat("0", count));
        var flag = (string column) => $"SUM(CASE WHEN f.{column} THEN @sign ELSE 0 END)";
        _connection.Execute(
            $"""
            INSERT INTO month_delta ({Grain}, {string.Join(", ", Measures)})
            SELECT
                f.receiving_unit_key, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class, f.received_date_key / 100 * 100 + 10,
                @sign * COUNT(*), {zeros(3)}, {flag("are_components_digitised")}, 0, {flag("has_fee")}, {flag("is_paid_online")}, {flag("reuses_data")}, {zeros(2)}
            FROM changing_dossier c CROSS JOIN fact_dossier f
            WHERE f.dossier_key = c.row_key
            GROUP BY 1, 2, 3, 4, 5, 6
            UNION ALL
            SELECT
                f.receiving_unit_key, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class, f.resolved_date_key / 100 * 100 + 10,
                0, @sign * COUNT(*), {flag("is_on_time")}, SUM(CASE WHEN NOT f.is_on_time THEN @sign ELSE 0 END), 0, {flag("is_result_digitised")}, {zeros(3)},
                @sign * SUM(f.processing_days), @sign * COUNT(f.processing_days)
            FROM changing_dossier c CROSS JOIN fact_dossier f
            WHERE f.dossier_key = c.row_key AND f.resolved_date_key <> 0
            GROUP BY 1, 2, 3, 4, 5, 6
            """,
            ("sign", sign));
        _connection.Execute(
            """
            INSERT INTO stock_delta (unit_key, service_class, month, pending, overdue)
            SELECT receiving_unit_key, service_class, month, SUM(pending), SUM(overdue)
            FROM
            (
                SELECT f.receiving_unit_key, f.service_class, f.received_date_key / 100 AS month, @sign AS pending, 0 AS overdue
                FROM changing_dossier c CROSS JOIN fact_dossier f
                WHERE f.dossier_key = c.row_key
                UNION ALL
                SELECT f.receiving_unit_key, f.service_class, f.resolved_date_key / 100, -@sign, 0
                FROM changing_dossier c CROSS JOIN fact_dossier f
                WHERE f.dossier_key = c.row_key AND f.resolved_date_key <> 0
                UNION ALL
                SELECT f.receiving_unit_key, f.service_class, f.overdue_from_month, 0, @sign
                FROM changing_dossier c CROSS JOIN fact_dossier f
                WHERE f.dossier_key = c.row_key AND f.overdue_from_month <> 0 AND (f.resolved_date_key = 0 OR f.overdue_from_month < f.resolved_date_key / 100)
                UNION ALL
                SELECT f.receiving_unit_key, f.service_class, f.resolved_date_key / 100, 0, -@sign
                FROM changing_dossier c CROSS JOIN fact_dossier f
                WHERE f.dossier_key = c.row_key AND f.overdue_from_month <> 0 AND f.overdue_from_month < f.resolved_date_key / 100
            ) events
            GROUP BY receiving_unit_key, service_class, month
            """,
            ("sign", sign));
    }

    private void ApplyMonths() =>
        new SummaryTable(scope, "agg_dossier_month", "dossier_month_key", Grain.Split(", "), Measures, "received = 0 AND resolved = 0").Add("month_delta");

    /// <summary>
    /// A dossier stands in the stock of every month end from its receipt until before its completion, so a change runs on
    /// to the last closed month: the deltas are summed along the months.
    /// </summary>
    private void ApplyStocks()
    {
        _connection.DropTemporary("stock_net");
        _connection.DropTemporary("stock_change");
        _connection.CreateTemporary("stock_net", "unit_key INTEGER, service_class TEXT, month INTEGER, pending INTEGER, overdue INTEGER, PRIMARY KEY (unit_key, service_class, month)");
        _connection.CreateTemporaryLike("stock_change", "delta_key", "unit_key, service_class, month_period_key, pending, pending_overdue", "agg_dossier_stock");
        _connection.Execute(
            """
            INSERT INTO stock_net (unit_key, service_class, month, pending, overdue)
            SELECT unit_key, service_class, month, SUM(pending), SUM(overdue)
            FROM stock_delta
            WHERE month <= @lastMonth
            GROUP BY unit_key, service_class, month
            HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
            """,
            ("lastMonth", scope.LastClosedMonth));
        _connection.Execute(
            """
            INSERT INTO stock_change (unit_key, service_class, month_period_key, pending, pending_overdue)
            SELECT
                u.unit_key, u.service_class, m.period_key,
                SUM(COALESCE(n.pending, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key),
                SUM(COALESCE(n.overdue, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key)
            FROM (SELECT unit_key, service_class, MIN(month) AS first_month FROM stock_net GROUP BY unit_key, service_class) u
            JOIN dim_period m ON m.grain = @grain AND m.period_key BETWEEN u.first_month * 100 + 10 AND @lastMonth * 100 + 10
            LEFT JOIN stock_net n ON n.unit_key = u.unit_key AND n.service_class = u.service_class AND n.month = m.period_key / 100
            """,
            ("grain", nameof(PeriodGrain.Month)), ("lastMonth", scope.LastClosedMonth));
        new SummaryTable(scope, "agg_dossier_stock", "dossier_stock_key", ["unit_key", "service_class", "month_period_key"], ["pending", "pending_overdue"], "pending = 0").Add("stock_change");
    }
}
