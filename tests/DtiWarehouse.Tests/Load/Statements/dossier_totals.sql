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
SELECT code, source_system_key FROM dim_source_system
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_dossier_totals
GO
INSERT INTO dim_source_system (source_system_key, code, kind, name) VALUES (@p0, @p1, @p2, @p3)
GO
SELECT unit_key FROM dim_unit WHERE is_inferred = @yes
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
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2), SUM(broken3), SUM(broken4)
FROM (SELECT f.dossier_total_key, CASE WHEN (f.source_system_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_source_system m WHERE m.source_system_key = f.source_system_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.received <> f.carried_over + f.received_online + f.received_direct THEN 1 ELSE 0 END AS broken1, CASE WHEN f.resolved <> f.resolved_early + f.resolved_on_time + f.resolved_late THEN 1 ELSE 0 END AS broken2, CASE WHEN f.pending <> f.pending_in_term + f.pending_overdue THEN 1 ELSE 0 END AS broken3, CASE WHEN f.received <> f.resolved + f.pending THEN 1 ELSE 0 END AS broken4 FROM stg_accepted d CROSS JOIN fact_dossier_total f WHERE f.dossier_total_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now) c
GO
SELECT COUNT(*) FROM (SELECT d.row_key
FROM stg_accepted d
LEFT JOIN src_dossier_totals s ON s.row_key = d.row_key
LEFT JOIN fact_dossier_total f ON f.dossier_total_key = d.row_key AND f.updated_at = @now
WHERE d.wrote_fact = @yes AND (s.row_key IS NULL OR s.is_deleted = @no AND f.dossier_total_key IS NULL)
UNION ALL
SELECT d.row_key
FROM stg_accepted d CROSS JOIN src_dossier_totals s CROSS JOIN fact_dossier_total f
WHERE d.wrote_fact = @yes AND s.row_key = d.row_key AND s.is_deleted = @yes AND f.dossier_total_key = d.row_key) a
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
