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
SELECT year FROM dim_period WHERE grain = @grain
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_ioffice_documents
GO
INSERT INTO stg_document_delta (unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret)
SELECT
    f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10,
    SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE @sign END), SUM(CASE WHEN f.is_secret = @no AND f.form = @electronic THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @both THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @paper THEN @sign ELSE 0 END),
    SUM(CASE WHEN f.is_secret = @no AND f.is_signed = @yes THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @yes THEN @sign ELSE 0 END)
FROM (SELECT a.row_key FROM stg_accepted a WHERE a.wrote_fact = @yes) c CROSS JOIN fact_signed_document f
WHERE f.document_key = c.row_key 
GROUP BY f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10
GO
SELECT DISTINCT month_period_key / 100 FROM stg_document_delta
GO
INSERT INTO stg_net_document (unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret, document_month_key)
SELECT n.unit_key, n.direction, n.month_period_key, n.documents, n.electronic_only, n.electronic_and_paper, n.paper, n.signed, n.secret, a.document_month_key
FROM
(
    SELECT unit_key, direction, month_period_key, SUM(documents) AS documents, SUM(electronic_only) AS electronic_only, SUM(electronic_and_paper) AS electronic_and_paper, SUM(paper) AS paper, SUM(signed) AS signed, SUM(secret) AS secret
    FROM stg_document_delta
    GROUP BY unit_key, direction, month_period_key
    HAVING SUM(documents) <> 0 OR SUM(electronic_only) <> 0 OR SUM(electronic_and_paper) <> 0 OR SUM(paper) <> 0 OR SUM(signed) <> 0 OR SUM(secret) <> 0
) n
LEFT JOIN agg_document_month a ON a.unit_key = n.unit_key AND a.direction = n.direction AND a.month_period_key = n.month_period_key
GO
UPDATE agg_document_month SET documents = agg_document_month.documents + n.documents, electronic_only = agg_document_month.electronic_only + n.electronic_only, electronic_and_paper = agg_document_month.electronic_and_paper + n.electronic_and_paper, paper = agg_document_month.paper + n.paper, signed = agg_document_month.signed + n.signed, secret = agg_document_month.secret + n.secret, updated_at = @now
FROM stg_net_document n
WHERE n.document_month_key = agg_document_month.document_month_key
GO
DELETE FROM agg_document_month WHERE documents = 0 AND secret = 0 AND document_month_key IN (SELECT document_month_key FROM stg_net_document)
GO
INSERT INTO agg_document_month (document_month_key, unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret, updated_at)
SELECT (SELECT COALESCE(MAX(document_month_key), 0) FROM agg_document_month) + ROW_NUMBER() OVER (ORDER BY unit_key, direction, month_period_key), unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret, @now
FROM stg_net_document
WHERE document_month_key IS NULL
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
SELECT COUNT(*), SUM(broken0), SUM(broken1)
FROM (SELECT f.document_key, CASE WHEN (f.document_date_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_date m WHERE m.date_key = f.document_date_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.is_signed = @yes AND f.form = 'Paper' THEN 1 ELSE 0 END AS broken1 FROM stg_accepted d CROSS JOIN fact_signed_document f WHERE f.document_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now) c
GO
SELECT COUNT(*) FROM (SELECT d.row_key
FROM stg_accepted d
LEFT JOIN src_ioffice_documents s ON s.row_key = d.row_key
LEFT JOIN fact_signed_document f ON f.document_key = d.row_key AND f.updated_at = @now
WHERE d.wrote_fact = @yes AND (s.row_key IS NULL OR s.is_deleted = @no AND f.document_key IS NULL)
UNION ALL
SELECT d.row_key
FROM stg_accepted d CROSS JOIN src_ioffice_documents s CROSS JOIN fact_signed_document f
WHERE d.wrote_fact = @yes AND s.row_key = d.row_key AND s.is_deleted = @yes AND f.document_key = d.row_key) a
GO
INSERT INTO stg_checked_row (row_key) SELECT f.document_key FROM stg_accepted d CROSS JOIN fact_signed_document f WHERE f.document_key = d.row_key AND d.wrote_fact = @yes AND f.updated_at = @now AND f.document_key % @step = 0
GO
WITH p AS (SELECT DISTINCT f.unit_key, f.document_date_key / 100 AS month FROM stg_checked_row c CROSS JOIN fact_signed_document f WHERE f.document_key = c.row_key)
SELECT CONCAT(month, ':', unit_key)
FROM
(
    SELECT p.unit_key, p.month, f.direction, SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE 1 END) AS documents, SUM(CASE WHEN f.is_secret = @yes THEN 1 ELSE 0 END) AS secret,
        SUM(CASE WHEN f.is_secret = @no AND f.is_signed = @yes THEN 1 ELSE 0 END) AS signed, SUM(CASE WHEN f.is_secret = @no AND f.form = 'Electronic' THEN 1 ELSE 0 END) AS electronic
    FROM p CROSS JOIN fact_signed_document f
    WHERE f.unit_key = p.unit_key AND f.document_date_key BETWEEN p.month * 100 + 1 AND p.month * 100 + 31
    GROUP BY p.unit_key, p.month, f.direction
    UNION ALL
    SELECT p.unit_key, p.month, a.direction, -a.documents, -a.secret, -a.signed, -a.electronic_only
    FROM p CROSS JOIN agg_document_month a
    WHERE a.month_period_key = p.month * 100 + 10 AND a.unit_key = p.unit_key
) difference
GROUP BY unit_key, month, direction
HAVING SUM(documents) <> 0 OR SUM(secret) <> 0 OR SUM(signed) <> 0 OR SUM(electronic) <> 0
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
UPDATE etl_rejected_row SET resolved_load_key = @load
WHERE resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed) AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed AND content_hash = @content)
GO
UPDATE etl_rejected_row SET resolved_load_key = @load
WHERE resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed) AND needs_source_file = @no AND raw_row IN (SELECT raw_row FROM etl_rejected_row WHERE load_key = @load)
GO
INSERT INTO stg_settled (rejected_row_key, row_key)
SELECT r.rejected_row_key, s.row_key
FROM etl_rejected_row r
JOIN src_ioffice_documents s ON s.natural_key = r.natural_key
WHERE resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed) AND s.version >= r.row_version
GO
INSERT INTO stg_settled (rejected_row_key, row_key)
SELECT r.rejected_row_key, s.row_key
FROM src_unit_code own
JOIN src_unit_code other ON other.durable_code = own.durable_code AND other.code <> own.code
JOIN etl_rejected_row r ON SUBSTRING(r.natural_key, (LEN(r.natural_key + N'.') - 1) - (LEN(own.code + N'.') - 1), 401) = CONCAT(@separator, own.code)
JOIN src_ioffice_documents s ON s.natural_key = CONCAT(SUBSTRING(r.natural_key, 1, (LEN(r.natural_key + N'.') - 1) - (LEN(own.code + N'.') - 1)), other.code)
WHERE resolved_load_key IS NULL AND load_key <> @load AND load_key IN (SELECT load_key FROM etl_load_run WHERE feed = @feed) AND s.version >= r.row_version
GO
UPDATE etl_rejected_row SET resolved_load_key = @load
WHERE rejected_row_key IN (SELECT c.rejected_row_key FROM stg_settled c JOIN stg_accepted a ON a.row_key = c.row_key)
GO
