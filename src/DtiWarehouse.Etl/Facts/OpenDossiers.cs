using System.Globalization;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Judges open dossiers as of the day of the load: on time until the due day has passed; stocks up to the last month end.</summary>
public static class OpenDossiers
{
    /// <summary>
    /// The day (UTC+7) of an instant. It may lie before the day that was judged last: a load under a clock that ran ahead
    /// must not hold the warehouse in the future.
    /// </summary>
    public static DateOnly AsOf(DateTimeOffset now) => Warehouse.LocalDay(now);

    /// <summary>Day that open dossiers were last judged as of; null in a new warehouse.</summary>
    public static DateOnly? LastJudged(LoadConnection connection) =>
        connection.Query("SELECT as_of_date FROM etl_data_version", row => row.IsDBNull(0) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(0))[0];

    /// <summary>Brings open dossiers and stocks from the day judged last to the day of this load, forwards or back.</summary>
    public static void Judge(LoadScope scope)
    {
        var last = LastJudged(scope.Connection);
        if (last == scope.AsOf)
        {
            return;
        }
        var rollups = new DossierRollups(scope);
        foreach (var (cell, isOnTime, dossiers) in scope.Connection.Query(
            """
            SELECT receiving_unit_key, channel, service_class, month, is_now, COUNT(*)
            FROM
            (
                SELECT receiving_unit_key, channel, service_class, received_date_key / 100 AS month, CASE WHEN due_date >= @asOf THEN 1 ELSE 0 END AS is_now
                FROM fact_dossier
                WHERE resolved_date_key = 0 AND due_date IS NOT NULL AND is_on_time <> CASE WHEN due_date >= @asOf THEN @yes ELSE @no END
            ) judged
            GROUP BY receiving_unit_key, channel, service_class, month, is_now
            """,
            row => (new UnitCell(row.GetInt32(0), rollups.Words.PlaceOf(row.GetString(1)), rollups.Words.PlaceOf(row.GetString(2)), row.GetInt32(3)), row.GetInt32(4) == 1, Convert.ToInt32(row.GetValue(5), CultureInfo.InvariantCulture)),
            ("asOf", scope.AsOf)))
        {
            scope.Touch(cell.Month);
            rollups.AddJudged(cell, isOnTime, dossiers);
        }
        rollups.Write();
        scope.Connection.Execute(
            """
            UPDATE fact_dossier SET is_on_time = CASE WHEN due_date >= @asOf THEN @yes ELSE @no END, updated_at = @now
            WHERE resolved_date_key = 0 AND due_date IS NOT NULL AND is_on_time <> CASE WHEN due_date >= @asOf THEN @yes ELSE @no END
            """,
            ("now", scope.Now), ("asOf", scope.AsOf));
        if (last is not null)
        {
            // Values of a period that has begun or ended meanwhile.
            scope.Touch(last < scope.AsOf ? last.Value : scope.AsOf, last < scope.AsOf ? scope.AsOf : last.Value);
            AddStocks(scope, scope with { AsOf = last.Value });
            RemoveStocksAfter(scope);
        }
        scope.Connection.Execute("UPDATE etl_data_version SET as_of_date = @asOf", ("asOf", scope.AsOf));
    }

    /// <summary>A month that has not ended as of this load has no stock.</summary>
    private static void RemoveStocksAfter(LoadScope scope) => scope.Connection.Execute(
        "DELETE FROM agg_dossier_stock WHERE month_period_key > @month * 100 + 10", ("month", scope.LastClosedMonth));

    /// <summary>Adds the stocks of the month ends that passed since the last judgement.</summary>
    private static void AddStocks(LoadScope scope, LoadScope before)
    {
        for (var month = Next(before.LastClosedMonth); month <= scope.LastClosedMonth; month = Next(month))
        {
            scope.Connection.Execute(
                """
                INSERT INTO agg_dossier_stock (dossier_stock_key, unit_key, service_class, month_period_key, pending, pending_overdue, updated_at)
                SELECT
                    (SELECT COALESCE(MAX(dossier_stock_key), 0) FROM agg_dossier_stock) + ROW_NUMBER() OVER (ORDER BY n.unit_key, n.service_class),
                    n.unit_key, n.service_class, @month * 100 + 10, n.pending, n.overdue, @now
                FROM
                (
                    SELECT
                        receiving_unit_key AS unit_key, service_class, COUNT(*) AS pending,
                        SUM(CASE WHEN overdue_from_month BETWEEN 1 AND @month THEN 1 ELSE 0 END) AS overdue
                    FROM fact_dossier
                    WHERE received_date_key / 100 <= @month AND (resolved_date_key = 0 OR resolved_date_key / 100 > @month)
                    GROUP BY receiving_unit_key, service_class
                ) n
                """,
                ("month", month), ("now", scope.Now));
        }
    }

    private static int Next(int month)
    {
        var next = DateOnly.ParseExact(month.ToString(CultureInfo.InvariantCulture) + "01", "yyyyMMdd", CultureInfo.InvariantCulture).AddMonths(1);
        return next.Year * 100 + next.Month;
    }
}
