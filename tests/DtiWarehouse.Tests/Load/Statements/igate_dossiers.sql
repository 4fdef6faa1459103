SELECT MAX(load_key) FROM etl_load_run
GO
SELECT MIN(load_key) FROM etl_load_run
WHERE feed = @feed AND content_hash = @content AND mapping_hash = @mapping AND status = @completed AND same_as_load_key IS NULL
    AND (feed NOT IN (@services, @documents, @satisfaction, @totals, @figures)
        OR load_key > (SELECT COALESCE(MAX(p.load_key), 0) FROM etl_load_run p WHERE p.identifiers_parted = @yes))
GO
SELECT COUNT(*) FROM dim_unit
GO
SELECT as_of_date FROM etl_data_version
GO
SELECT code, durable_code FROM src_unit_code
GO
SELECT unit_key, durable_code, valid_from, valid_until, is_inferred FROM dim_unit WHERE unit_key <> 0
GO
SELECT MAX(unit_key) FROM dim_unit
GO
SELECT procedure_key, procedure_code, valid_from, valid_until, is_inferred FROM dim_procedure WHERE procedure_key <> 0
GO
SELECT MAX(procedure_key) FROM dim_procedure
GO
SELECT year FROM dim_period WHERE grain = @grain
GO
SELECT code, source_system_key FROM dim_source_system
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_igate_dossiers
GO
DELETE FROM src_procedure_name WHERE procedure_code = @code
GO
INSERT INTO src_procedure_name (procedure_code, name, sector, version) VALUES (@p0, @p1, @p2, @p3)
GO
DELETE FROM agg_dossier_month WHERE dossier_month_key IN
(
    SELECT a.dossier_month_key FROM stg_lowered_month l CROSS JOIN agg_dossier_month a
    WHERE a.month_period_key = l.month_period_key AND a.receiving_unit_key = l.receiving_unit_key AND a.resolving_unit_key = l.resolving_unit_key AND a.procedure_key = l.procedure_key AND a.channel = l.channel AND a.service_class = l.service_class AND a.received = 0 AND a.resolved = 0
)
GO
INSERT INTO stg_stock_net (unit_key, service_class, month, pending, overdue)
SELECT unit_key, service_class, month, SUM(pending), SUM(overdue)
FROM stg_stock_delta
WHERE month <= @lastMonth
GROUP BY unit_key, service_class, month
HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
GO
INSERT INTO stg_stock_change (unit_key, service_class, month_period_key, pending, pending_overdue)
SELECT
    u.unit_key, u.service_class, m.period_key,
    SUM(COALESCE(n.pending, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key),
    SUM(COALESCE(n.overdue, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key)
FROM (SELECT unit_key, service_class, MIN(month) AS first_month FROM stg_stock_net GROUP BY unit_key, service_class) u
JOIN dim_period m ON m.grain = @grain AND m.period_key BETWEEN u.first_month * 100 + 10 AND @lastMonth * 100 + 10
LEFT JOIN stg_stock_net n ON n.unit_key = u.unit_key AND n.service_class = u.service_class AND n.month = m.period_key / 100
GO
SELECT DISTINCT month_period_key / 100 FROM stg_stock_change WHERE pending <> 0 OR pending_overdue <> 0
GO
INSERT INTO stg_net_stock (unit_key, service_class, month_period_key, pending, pending_overdue, dossier_stock_key)
SELECT n.unit_key, n.service_class, n.month_period_key, n.pending, n.pending_overdue, a.dossier_stock_key
FROM
(
    SELECT unit_key, service_class, month_period_key, SUM(pending) AS pending, SUM(pending_overdue) AS pending_overdue
    FROM stg_stock_change
    GROUP BY unit_key, service_class, month_period_key
    HAVING SUM(pending) <> 0 OR SUM(pending_overdue) <> 0
) n
LEFT JOIN agg_dossier_stock a ON a.unit_key = n.unit_key AND a.service_class = n.service_class AND a.month_period_key = n.month_period_key
GO
UPDATE agg_dossier_stock SET pending = agg_dossier_stock.pending + n.pending, pending_overdue = agg_dossier_stock.pending_overdue + n.pending_overdue, updated_at = @now
FROM stg_net_stock n
WHERE n.dossier_stock_key = agg_dossier_stock.dossier_stock_key
GO
DELETE FROM agg_dossier_stock WHERE pending = 0 AND dossier_stock_key IN (SELECT dossier_stock_key FROM stg_net_stock)
GO
INSERT INTO agg_dossier_stock (dossier_stock_key, unit_key, service_class, month_period_key, pending, pending_overdue, updated_at)
SELECT (SELECT COALESCE(MAX(dossier_stock_key), 0) FROM agg_dossier_stock) + ROW_NUMBER() OVER (ORDER BY unit_key, service_class, month_period_key), unit_key, service_class, month_period_key, pending, pending_overdue, @now
FROM stg_net_stock
WHERE dossier_stock_key IS NULL
GO
SELECT unit_key FROM dim_unit WHERE is_inferred = @yes
GO
SELECT procedure_key FROM dim_procedure WHERE is_inferred = @yes
GO
INSERT INTO etl_indicator_due (year_month, load_key)
SELECT @month, @load
WHERE NOT EXISTS (SELECT 1 FROM etl_indicator_due WHERE year_month = @month AND load_key = @load)
GO
SELECT COALESCE(MAX(rejected_row_key), 0) FROM etl_rejected_row
GO
SELECT COUNT(*) FROM etl_rejected_row WHERE resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed)
GO
SELECT COUNT(*) FROM etl_rejected_row WHERE load_key = @load
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2), SUM(broken3), SUM(broken4), SUM(broken5)
FROM (SELECT f.dossier_key, CASE WHEN (f.procedure_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_procedure m WHERE m.procedure_key = f.procedure_key)) OR (f.received_date_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_date m WHERE m.date_key = f.received_date_key)) OR (f.receiving_unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.receiving_unit_key)) OR (f.resolved_date_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_date m WHERE m.date_key = f.resolved_date_key)) OR (f.resolving_unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.resolving_unit_key)) OR (f.source_system_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_source_system m WHERE m.source_system_key = f.source_system_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.dossier_code = '' OR f.received_date_key = 0 THEN 1 ELSE 0 END AS broken1, CASE WHEN f.is_resolved <> CASE WHEN f.resolved_date IS NOT NULL THEN @yes ELSE @no END OR f.is_resolved <> CASE WHEN f.resolved_date_key <> 0 THEN @yes ELSE @no END
OR f.is_resolved <> CASE WHEN f.processing_days IS NOT NULL THEN @yes ELSE @no END THEN 1 ELSE 0 END AS broken2, CASE WHEN f.due_date < f.received_date OR f.resolved_date < f.received_date OR f.returned_date < f.resolved_date THEN 1 ELSE 0 END AS broken3, CASE WHEN f.is_on_time IS NULL AND f.due_date IS NOT NULL OR f.is_on_time IS NOT NULL AND f.due_date IS NULL THEN 1 ELSE 0 END AS broken4, CASE WHEN f.is_resolved = @yes AND f.is_on_time <> f.is_on_time_by_source THEN 1 ELSE 0 END AS broken5 FROM stg_accepted d CROSS JOIN fact_dossier f WHERE f.dossier_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now) c
GO
SELECT COUNT(*) FROM (SELECT d.row_key
FROM stg_accepted d
LEFT JOIN src_igate_dossiers s ON s.row_key = d.row_key
LEFT JOIN fact_dossier f ON f.dossier_key = d.row_key AND f.updated_at = @now
WHERE d.wrote_fact = @yes AND (s.row_key IS NULL OR s.is_deleted = @no AND f.dossier_key IS NULL)
UNION ALL
SELECT d.row_key
FROM stg_accepted d CROSS JOIN src_igate_dossiers s CROSS JOIN fact_dossier f
WHERE d.wrote_fact = @yes AND s.row_key = d.row_key AND s.is_deleted = @yes AND f.dossier_key = d.row_key) a
GO
INSERT INTO stg_checked_row (row_key) SELECT f.dossier_key FROM stg_accepted d CROSS JOIN fact_dossier f WHERE f.dossier_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now AND f.dossier_key % @step = 0
GO
WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key, f.received_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
SELECT CONCAT(month, ':', unit_key)
FROM
(
    SELECT p.unit_key, p.month, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class, COUNT(*) AS received,
        SUM(CASE WHEN f.are_components_digitised = @yes THEN 1 ELSE 0 END) AS components, SUM(CASE WHEN f.has_fee = @yes THEN 1 ELSE 0 END) AS fee,
        SUM(CASE WHEN f.is_paid_online = @yes THEN 1 ELSE 0 END) AS paid, SUM(CASE WHEN f.reuses_data = @yes THEN 1 ELSE 0 END) AS reuse
    FROM p CROSS JOIN fact_dossier f
    WHERE f.receiving_unit_key = p.unit_key AND f.received_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
    GROUP BY p.unit_key, p.month, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class
    UNION ALL
    SELECT p.unit_key, p.month, a.resolving_unit_key, a.procedure_key, a.channel, a.service_class, -a.received, -a.components_digitised, -a.with_fee, -a.paid_online, -a.reusing_data
    FROM p CROSS JOIN agg_dossier_month a
    WHERE a.receiving_unit_key = p.unit_key AND a.month_period_key = p.month * 100 + 10
) difference
GROUP BY unit_key, month, resolving_unit_key, procedure_key, channel, service_class
HAVING SUM(received) <> 0 OR SUM(components) <> 0 OR SUM(fee) <> 0 OR SUM(paid) <> 0 OR SUM(reuse) <> 0
GO
WITH p AS
(
    SELECT DISTINCT f.resolving_unit_key AS unit_key, f.resolved_date_key / 100 AS month
    FROM stg_checked_row c CROSS JOIN fact_dossier f
    WHERE f.dossier_key = c.row_key AND f.resolved_date_key <> 0
)
SELECT CONCAT(month, ':', unit_key)
FROM
(
    SELECT p.unit_key, p.month, f.receiving_unit_key, f.procedure_key, f.channel, f.service_class, COUNT(*) AS resolved,
        SUM(CASE WHEN f.is_on_time = @yes THEN 1 ELSE 0 END) AS on_time, SUM(CASE WHEN f.is_on_time = @no THEN 1 ELSE 0 END) AS late,
        SUM(CASE WHEN f.is_result_digitised = @yes THEN 1 ELSE 0 END) AS results, SUM(f.processing_days) AS days
    FROM p CROSS JOIN fact_dossier f
    WHERE f.resolving_unit_key = p.unit_key AND f.resolved_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
    GROUP BY p.unit_key, p.month, f.receiving_unit_key, f.procedure_key, f.channel, f.service_class
    UNION ALL
    SELECT p.unit_key, p.month, a.receiving_unit_key, a.procedure_key, a.channel, a.service_class, -a.resolved, -a.resolved_on_time, -a.resolved_late, -a.results_digitised, -a.processing_days_sum
    FROM p CROSS JOIN agg_dossier_month a
    WHERE a.month_period_key = p.month * 100 + 10 AND a.resolving_unit_key = p.unit_key
) difference
GROUP BY unit_key, month, receiving_unit_key, procedure_key, channel, service_class
HAVING SUM(resolved) <> 0 OR SUM(on_time) <> 0 OR SUM(late) <> 0 OR SUM(results) <> 0 OR SUM(days) <> 0
GO
WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key, f.received_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
SELECT CONCAT(month, ':', unit_key)
FROM
(
    SELECT p.unit_key, p.month, a.channel, a.service_class, a.received AS received, a.resolved AS resolved, a.resolved_on_time AS resolved_on_time, a.resolved_late AS resolved_late, a.components_digitised AS components_digitised, a.results_digitised AS results_digitised, a.with_fee AS with_fee, a.paid_online AS paid_online, a.reusing_data AS reusing_data, a.processing_days_sum AS processing_days_sum, a.processing_days_count AS processing_days_count, 0 AS on_time, 0 AS late
    FROM p CROSS JOIN agg_dossier_month a
    WHERE a.receiving_unit_key = p.unit_key AND a.month_period_key = p.month * 100 + 10
    UNION ALL
    SELECT p.unit_key, p.month, f.channel, f.service_class, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, CASE WHEN f.is_on_time = @yes THEN 1 ELSE 0 END, CASE WHEN f.is_on_time = @no THEN 1 ELSE 0 END
    FROM p CROSS JOIN fact_dossier f
    WHERE f.receiving_unit_key = p.unit_key AND f.received_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
    UNION ALL
    SELECT p.unit_key, p.month, r.channel, r.service_class, -r.received, -r.resolved, -r.resolved_on_time, -r.resolved_late, -r.components_digitised, -r.results_digitised, -r.with_fee, -r.paid_online, -r.reusing_data, -r.processing_days_sum, -r.processing_days_count, -r.on_time, -r.late
    FROM p CROSS JOIN agg_dossier_unit_month r
    WHERE r.receiving_unit_key = p.unit_key AND r.month_period_key = p.month * 100 + 10
) difference
GROUP BY unit_key, month, channel, service_class
HAVING SUM(received) <> 0 OR SUM(resolved) <> 0 OR SUM(resolved_on_time) <> 0 OR SUM(resolved_late) <> 0 OR SUM(components_digitised) <> 0 OR SUM(results_digitised) <> 0 OR SUM(with_fee) <> 0 OR SUM(paid_online) <> 0 OR SUM(reusing_data) <> 0 OR SUM(processing_days_sum) <> 0 OR SUM(processing_days_count) <> 0 OR SUM(on_time) <> 0 OR SUM(late) <> 0
GO
WITH p AS (SELECT DISTINCT f.receiving_unit_key AS unit_key FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key)
SELECT unit_key
FROM
(
    SELECT p.unit_key, a.channel, a.service_class, a.received AS received, a.resolved AS resolved, a.resolved_on_time AS resolved_on_time, a.resolved_late AS resolved_late, a.components_digitised AS components_digitised, a.results_digitised AS results_digitised, a.with_fee AS with_fee, a.paid_online AS paid_online, a.reusing_data AS reusing_data, a.processing_days_sum AS processing_days_sum, a.processing_days_count AS processing_days_count, a.on_time AS on_time, a.late AS late
    FROM p CROSS JOIN agg_dossier_unit_month a
    WHERE a.receiving_unit_key = p.unit_key
    UNION ALL
    SELECT p.unit_key, r.channel, r.service_class, -r.received, -r.resolved, -r.resolved_on_time, -r.resolved_late, -r.components_digitised, -r.results_digitised, -r.with_fee, -r.paid_online, -r.reusing_data, -r.processing_days_sum, -r.processing_days_count, -r.on_time, -r.late
    FROM p CROSS JOIN agg_dossier_unit r
    WHERE r.receiving_unit_key = p.unit_key
) difference
GROUP BY unit_key, channel, service_class
HAVING SUM(received) <> 0 OR SUM(resolved) <> 0 OR SUM(resolved_on_time) <> 0 OR SUM(resolved_late) <> 0 OR SUM(components_digitised) <> 0 OR SUM(results_digitised) <> 0 OR SUM(with_fee) <> 0 OR SUM(paid_online) <> 0 OR SUM(reusing_data) <> 0 OR SUM(processing_days_sum) <> 0 OR SUM(processing_days_count) <> 0 OR SUM(on_time) <> 0 OR SUM(late) <> 0
GO
WITH u AS
(
    SELECT unit_key
    FROM
    (
        SELECT unit_key, ROW_NUMBER() OVER (ORDER BY unit_key) AS place
        FROM (SELECT DISTINCT f.receiving_unit_key AS unit_key FROM stg_checked_row c CROSS JOIN fact_dossier f WHERE f.dossier_key = c.row_key) d
    ) n
    WHERE place <= 5
)
SELECT CONCAT(@month, ':', unit_key)
FROM
(
    SELECT u.unit_key, f.service_class, COUNT(*) AS pending, SUM(CASE WHEN f.overdue_from_month BETWEEN 1 AND @month THEN 1 ELSE 0 END) AS overdue
    FROM u CROSS JOIN fact_dossier f
    WHERE f.receiving_unit_key = u.unit_key AND f.received_date_key < @month * 100 + 100 AND (f.resolved_date_key = 0 OR f.resolved_date_key >= @month * 100 + 100)
    GROUP BY u.unit_key, f.service_class
    UNION ALL
    SELECT u.unit_key, s.service_class, -s.pending, -s.pending_overdue
    FROM u CROSS JOIN agg_dossier_stock s
    WHERE s.month_period_key = @month * 100 + 10 AND s.unit_key = u.unit_key
) difference
GROUP BY unit_key, service_class
HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
GO
UPDATE etl_data_version SET version = version + 1
GO
SELECT version FROM etl_data_version
GO
INSERT INTO etl_load_run (load_key, completed_at, content_hash, data_version, duration_ms, error, feed, file_name, flag_form, header_hash, identifiers_parted, kind, mapping_hash, remarks, retry_of_load_key, rows_changed, rows_faulty, rows_loaded, rows_per_second, rows_read, rows_rejected, rows_superseded, rows_unchanged, same_as_load_key, source_modified_at, started_at, status, watermark) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27)
GO
SELECT COALESCE(MAX(check_result_key), 0) FROM etl_check_result
GO
INSERT INTO etl_check_result (check_result_key, check_code, entity_set, load_key, name, name_en, rows_checked, sample, severity, violations) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9)
GO
DELETE FROM etl_feed_state WHERE feed = @feed
GO
INSERT INTO etl_feed_state (feed, last_load_key, last_loaded_at, watermark, last_failed_at, last_error, data_version)
SELECT r.feed,
    MAX(CASE WHEN r.status = 'Completed' THEN r.load_key END),
    MAX(CASE WHEN r.status = 'Completed' THEN r.completed_at END),
    MAX(CASE WHEN r.status = 'Completed' THEN r.watermark END),
    MAX(CASE WHEN r.status = 'Failed' THEN r.completed_at END),
    (SELECT f.error FROM etl_load_run f WHERE f.load_key = (SELECT MAX(l.load_key) FROM etl_load_run l WHERE l.feed = r.feed AND l.status = 'Failed')),
    MAX(CASE WHEN r.status = 'Completed' THEN r.data_version END)
FROM etl_load_run r WHERE r.feed = @feed GROUP BY r.feed
GO
SELECT f.dossier_key FROM stg_accepted d CROSS JOIN fact_dossier f WHERE f.dossier_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now AND (f.is_resolved = @yes AND f.is_on_time <> f.is_on_time_by_source) ORDER BY f.dossier_key OFFSET 0 ROWS FETCH NEXT 3 ROWS ONLY
GO
