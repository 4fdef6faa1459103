SELECT as_of_date FROM etl_data_version
GO
SELECT MAX(load_key) FROM etl_load_run
GO
SELECT receiving_unit_key, channel, service_class, month, is_now, COUNT(*)
FROM
(
    SELECT receiving_unit_key, channel, service_class, received_date_key / 100 AS month, CASE WHEN due_date >= @asOf THEN 1 ELSE 0 END AS is_now
    FROM fact_dossier
    WHERE resolved_date_key = 0 AND due_date IS NOT NULL AND is_on_time <> CASE WHEN due_date >= @asOf THEN @yes ELSE @no END
) judged
GROUP BY receiving_unit_key, channel, service_class, month, is_now
GO
UPDATE fact_dossier SET is_on_time = CASE WHEN due_date >= @asOf THEN @yes ELSE @no END, updated_at = @now
WHERE resolved_date_key = 0 AND due_date IS NOT NULL AND is_on_time <> CASE WHEN due_date >= @asOf THEN @yes ELSE @no END
GO
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
GO
DELETE FROM agg_dossier_stock WHERE month_period_key > @month * 100 + 10
GO
UPDATE etl_data_version SET as_of_date = @asOf
GO
INSERT INTO etl_indicator_due (year_month, load_key)
SELECT @month, @load
WHERE NOT EXISTS (SELECT 1 FROM etl_indicator_due WHERE year_month = @month AND load_key = @load)
GO
UPDATE etl_data_version SET version = version + 1
GO
SELECT version FROM etl_data_version
GO
