SELECT MIN(load_key) FROM etl_load_run
WHERE feed = @feed AND content_hash = @content AND mapping_hash = @mapping AND status = @completed AND same_as_load_key IS NULL
    AND (feed NOT IN (@services, @documents, @satisfaction, @totals, @figures)
        OR load_key > (SELECT COALESCE(MAX(p.load_key), 0) FROM etl_load_run p WHERE p.identifiers_parted = @yes))
GO
SELECT MAX(load_key) FROM etl_load_run
GO
SELECT COUNT(*) FROM dim_unit
GO
SELECT year FROM dim_period WHERE grain = @grain
GO
SELECT COUNT(*) FROM dim_period WHERE period_key = 0
GO
INSERT INTO dim_period (period_key, code, end_date, grain, month, parent_period_key, quarter, start_date, year) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
GO
INSERT INTO dim_date (date_key, date, day, day_of_week, half_year, is_month_end, is_quarter_end, is_working_day, is_year_end, month, month_period_key, quarter, year, year_month) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
GO
SELECT code, source_system_key FROM dim_source_system
GO
INSERT INTO dim_source_system (source_system_key, code, kind, name) VALUES (@p0, @p1, @p2, @p3)
GO
INSERT INTO dim_admin_level (level_key, code, name, name_en, rank) VALUES (@p0, @p1, @p2, @p3, @p4)
GO
INSERT INTO dim_channel (channel_key, code, name, name_en) VALUES (@p0, @p1, @p2, @p3)
GO
INSERT INTO dim_admin_unit (admin_unit_key, code, commune_code, commune_name, current_admin_unit_key, district_code, district_name, is_current, level, name, name_sort, parent_admin_unit_key, province_code, province_name, type, updated_at, valid_from, valid_to, valid_until) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18)
GO
INSERT INTO dim_unit (unit_key, admin_unit_key, commune_code, commune_name, current_unit_key, district_code, district_name, durable_code, is_current, is_inferred, kind, level, name, name_en, name_sort, parent_unit_key, province_code, province_name, unit_code, updated_at, valid_from, valid_to, valid_until) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22)
GO
INSERT INTO dim_procedure (procedure_key, authority_level, is_current, is_inferred, name, procedure_code, sector, service_class, service_level_label, service_level_scheme, updated_at, valid_from, valid_to, valid_until) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
GO
SELECT as_of_date FROM etl_data_version
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
UPDATE etl_data_version SET as_of_date = @asOf
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_admin_units
GO
SELECT payload FROM src_admin_units WHERE is_deleted = @no ORDER BY natural_key
GO
SELECT payload FROM src_admin_successors WHERE is_deleted = @no ORDER BY natural_key
GO
SELECT payload, version, content FROM src_org_units WHERE is_deleted = @no ORDER BY natural_key
GO
SELECT code, durable_code FROM src_unit_code
GO
SELECT unit_key, durable_code, valid_from, valid_until, is_inferred FROM dim_unit WHERE unit_key <> 0
GO
SELECT MAX(unit_key) FROM dim_unit
GO
DELETE FROM src_unit_code
GO
SELECT admin_unit_key, code, valid_from, valid_until FROM dim_admin_unit WHERE admin_unit_key <> 0
GO
SELECT f.reported_figure_key, s.unit_code, s.payload, f.period_to, f.unit_key, f.admin_unit_key
FROM fact_reported_figure f
JOIN src_reported_figures s ON s.row_key = f.reported_figure_key
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
OR f.is_resolved <> CASE WHEN f.processing_days IS NOT NULL THEN @yes ELSE @no END THEN 1 ELSE 0 END AS broken2, CASE WHEN f.due_date < f.received_date OR f.resolved_date < f.received_date OR f.returned_date < f.resolved_date THEN 1 ELSE 0 END AS broken3, CASE WHEN f.is_on_time IS NULL AND f.due_date IS NOT NULL OR f.is_on_time IS NOT NULL AND f.due_date IS NULL THEN 1 ELSE 0 END AS broken4, CASE WHEN f.is_resolved = @yes AND f.is_on_time <> f.is_on_time_by_source THEN 1 ELSE 0 END AS broken5 FROM fact_dossier f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0)
FROM (SELECT f.online_service_key, CASE WHEN (f.month_period_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_period m WHERE m.period_key = f.month_period_key)) OR (f.procedure_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_procedure m WHERE m.procedure_key = f.procedure_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0 FROM fact_online_service f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1)
FROM (SELECT f.document_key, CASE WHEN (f.document_date_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_date m WHERE m.date_key = f.document_date_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.is_signed = @yes AND f.form = 'Paper' THEN 1 ELSE 0 END AS broken1 FROM fact_signed_document f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1)
FROM (SELECT f.satisfaction_key, CASE WHEN (f.month_period_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_period m WHERE m.period_key = f.month_period_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.satisfied > f.rated OR f.rated < 0 OR f.satisfied < 0 THEN 1 ELSE 0 END AS broken1 FROM fact_satisfaction f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2), SUM(broken3), SUM(broken4)
FROM (SELECT f.dossier_total_key, CASE WHEN (f.source_system_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_source_system m WHERE m.source_system_key = f.source_system_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.received <> f.carried_over + f.received_online + f.received_direct THEN 1 ELSE 0 END AS broken1, CASE WHEN f.resolved <> f.resolved_early + f.resolved_on_time + f.resolved_late THEN 1 ELSE 0 END AS broken2, CASE WHEN f.pending <> f.pending_in_term + f.pending_overdue THEN 1 ELSE 0 END AS broken3, CASE WHEN f.received <> f.resolved + f.pending THEN 1 ELSE 0 END AS broken4 FROM fact_dossier_total f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2)
FROM (SELECT f.reported_figure_key, CASE WHEN (f.admin_unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_admin_unit m WHERE m.admin_unit_key = f.admin_unit_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.period_to < f.period_from THEN 1 ELSE 0 END AS broken1, CASE WHEN f.state = 'Reported' AND f.value IS NULL AND f.text_value IS NULL THEN 1 ELSE 0 END AS broken2 FROM fact_reported_figure f WHERE f.updated_at = @now AND f.load_key = 0) c
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
SELECT COALESCE(MAX(row_key), 0) FROM src_admin_successors
GO
DELETE FROM dim_admin_unit WHERE admin_unit_key = @key
GO
INSERT INTO bridge_admin_unit_successor (admin_unit_successor_key, admin_unit_key, effective_date, legal_basis, relation, share, share_basis, successor_admin_unit_key) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_reported_figures
GO
SELECT u.unit_key
FROM dim_unit u
JOIN dim_admin_unit a ON a.admin_unit_key = u.admin_unit_key
WHERE a.code = @code AND u.kind IN (@province, @district, @commune) AND u.valid_from <= @day AND u.valid_until > @day
ORDER BY u.unit_code
GO
SELECT DISTINCT period_from, period_to FROM fact_reported_figure
GO
SELECT COUNT(*) FROM dim_period WHERE period_key = @key
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2)
FROM (SELECT f.reported_figure_key, CASE WHEN (f.admin_unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_admin_unit m WHERE m.admin_unit_key = f.admin_unit_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.period_to < f.period_from THEN 1 ELSE 0 END AS broken1, CASE WHEN f.state = 'Reported' AND f.value IS NULL AND f.text_value IS NULL THEN 1 ELSE 0 END AS broken2 FROM stg_accepted d CROSS JOIN fact_reported_figure f WHERE f.reported_figure_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now) c
GO
SELECT COUNT(*) FROM (SELECT d.row_key
FROM stg_accepted d
LEFT JOIN src_reported_figures s ON s.row_key = d.row_key
LEFT JOIN fact_reported_figure f ON f.reported_figure_key = d.row_key AND f.updated_at = @now
WHERE d.wrote_fact = @yes AND (s.row_key IS NULL OR s.is_deleted = @no AND f.reported_figure_key IS NULL)
UNION ALL
SELECT d.row_key
FROM stg_accepted d CROSS JOIN src_reported_figures s CROSS JOIN fact_reported_figure f
WHERE d.wrote_fact = @yes AND s.row_key = d.row_key AND s.is_deleted = @yes AND f.reported_figure_key = d.row_key) a
GO
