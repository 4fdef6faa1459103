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
SELECT payload, version, content FROM src_org_units WHERE is_deleted = @no ORDER BY natural_key
GO
SELECT COALESCE(MAX(row_key), 0) FROM src_org_units
GO
SELECT code, durable_code FROM src_unit_code
GO
SELECT unit_key, durable_code, valid_from, valid_until, is_inferred FROM dim_unit WHERE unit_key <> 0
GO
SELECT MAX(unit_key) FROM dim_unit
GO
INSERT INTO dim_unit (unit_key, admin_unit_key, commune_code, commune_name, current_unit_key, district_code, district_name, durable_code, is_current, is_inferred, kind, level, name, name_en, name_sort, parent_unit_key, province_code, province_name, unit_code, updated_at, valid_from, valid_to, valid_until) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22)
GO
DELETE FROM src_unit_code
GO
UPDATE dim_unit SET durable_code = @durable WHERE unit_code = @code AND durable_code <> @durable
GO
INSERT INTO stg_document_delta (unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret)
SELECT
    f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10,
    SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE @sign END), SUM(CASE WHEN f.is_secret = @no AND f.form = @electronic THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @both THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @paper THEN @sign ELSE 0 END),
    SUM(CASE WHEN f.is_secret = @no AND f.is_signed = @yes THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @yes THEN @sign ELSE 0 END)
FROM (SELECT s.row_key FROM src_ioffice_documents s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)) c CROSS JOIN fact_signed_document f
WHERE f.document_key = c.row_key AND f.load_key <> 0
GROUP BY f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10
GO
INSERT INTO stg_catalogue_delta (catalogue_text_key, month_period_key, units)
SELECT f.catalogue_text_key, f.month_period_key, @sign * COUNT(*)
FROM (SELECT s.row_key FROM src_dvc_services s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)) c CROSS JOIN fact_online_service f
WHERE f.online_service_key = c.row_key AND f.load_key <> 0
GROUP BY f.catalogue_text_key, f.month_period_key
GO
INSERT INTO stg_regrouped_row (row_key, place)
SELECT s.row_key, ROW_NUMBER() OVER
    (
        PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, (LEN(s.natural_key + N'.') - 1) - (LEN(s.unit_code + N'.') - 1)), c.durable_code)
        ORDER BY s.version DESC, s.content DESC
    )
FROM src_dvc_services s
JOIN stg_regrouped_code c ON c.code = s.unit_code
GO
DELETE FROM fact_online_service WHERE online_service_key IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)
GO
UPDATE fact_online_service SET unit_key = n.member_key, updated_at = @now, load_key = @load
FROM
(
    SELECT f.online_service_key, a.member_key
    FROM fact_online_service f
    JOIN src_dvc_services s ON s.row_key = f.online_service_key
    JOIN stg_unit_at a ON a.code = s.unit_code AND f.month_period_key / 100 * 100 + 31 >= a.from_key AND f.month_period_key / 100 * 100 + 31 < a.until_key
    WHERE a.member_key <> f.unit_key
) n
WHERE n.online_service_key = fact_online_service.online_service_key
GO
SELECT s.row_key, s.version, s.content
FROM stg_regrouped_row g
JOIN src_dvc_services s ON s.row_key = g.row_key
WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM fact_online_service f WHERE f.online_service_key = g.row_key)
GO
INSERT INTO stg_regrouped_row (row_key, place)
SELECT s.row_key, ROW_NUMBER() OVER
    (
        PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, (LEN(s.natural_key + N'.') - 1) - (LEN(s.unit_code + N'.') - 1)), c.durable_code)
        ORDER BY s.version DESC, s.content DESC
    )
FROM src_ioffice_documents s
JOIN stg_regrouped_code c ON c.code = s.unit_code
GO
DELETE FROM fact_signed_document WHERE document_key IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)
GO
UPDATE fact_signed_document SET unit_key = n.member_key, updated_at = @now, load_key = @load
FROM
(
    SELECT f.document_key, a.member_key
    FROM fact_signed_document f
    JOIN src_ioffice_documents s ON s.row_key = f.document_key
    JOIN stg_unit_at a ON a.code = s.unit_code AND f.document_date_key >= a.from_key AND f.document_date_key < a.until_key
    WHERE a.member_key <> f.unit_key
) n
WHERE n.document_key = fact_signed_document.document_key
GO
SELECT s.row_key, s.version, s.content
FROM stg_regrouped_row g
JOIN src_ioffice_documents s ON s.row_key = g.row_key
WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM fact_signed_document f WHERE f.document_key = g.row_key)
GO
INSERT INTO stg_regrouped_row (row_key, place)
SELECT s.row_key, ROW_NUMBER() OVER
    (
        PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, (LEN(s.natural_key + N'.') - 1) - (LEN(s.unit_code + N'.') - 1)), c.durable_code)
        ORDER BY s.version DESC, s.content DESC
    )
FROM src_satisfaction s
JOIN stg_regrouped_code c ON c.code = s.unit_code
GO
DELETE FROM fact_satisfaction WHERE satisfaction_key IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)
GO
UPDATE fact_satisfaction SET unit_key = n.member_key, updated_at = @now, load_key = @load
FROM
(
    SELECT f.satisfaction_key, a.member_key
    FROM fact_satisfaction f
    JOIN src_satisfaction s ON s.row_key = f.satisfaction_key
    JOIN stg_unit_at a ON a.code = s.unit_code AND f.month_period_key / 100 * 100 + 31 >= a.from_key AND f.month_period_key / 100 * 100 + 31 < a.until_key
    WHERE a.member_key <> f.unit_key
) n
WHERE n.satisfaction_key = fact_satisfaction.satisfaction_key
GO
SELECT s.row_key, s.version, s.content
FROM stg_regrouped_row g
JOIN src_satisfaction s ON s.row_key = g.row_key
WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM fact_satisfaction f WHERE f.satisfaction_key = g.row_key)
GO
INSERT INTO stg_regrouped_row (row_key, place)
SELECT s.row_key, ROW_NUMBER() OVER
    (
        PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, (LEN(s.natural_key + N'.') - 1) - (LEN(s.unit_code + N'.') - 1)), c.durable_code)
        ORDER BY s.version DESC, s.content DESC
    )
FROM src_dossier_totals s
JOIN stg_regrouped_code c ON c.code = s.unit_code
GO
DELETE FROM fact_dossier_total WHERE dossier_total_key IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)
GO
UPDATE fact_dossier_total SET unit_key = n.member_key, updated_at = @now, load_key = @load
FROM
(
    SELECT f.dossier_total_key, a.member_key
    FROM fact_dossier_total f
    JOIN src_dossier_totals s ON s.row_key = f.dossier_total_key
    JOIN stg_unit_at a ON a.code = s.unit_code AND CONVERT(int, CONVERT(char(8), f.period_to, 112)) >= a.from_key AND CONVERT(int, CONVERT(char(8), f.period_to, 112)) < a.until_key
    WHERE a.member_key <> f.unit_key
) n
WHERE n.dossier_total_key = fact_dossier_total.dossier_total_key
GO
SELECT s.row_key, s.version, s.content
FROM stg_regrouped_row g
JOIN src_dossier_totals s ON s.row_key = g.row_key
WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM fact_dossier_total f WHERE f.dossier_total_key = g.row_key)
GO
INSERT INTO stg_regrouped_row (row_key, place)
SELECT s.row_key, ROW_NUMBER() OVER
    (
        PARTITION BY CONCAT(SUBSTRING(s.natural_key, 1, (LEN(s.natural_key + N'.') - 1) - (LEN(s.unit_code + N'.') - 1)), c.durable_code)
        ORDER BY s.version DESC, s.content DESC
    )
FROM src_reported_figures s
JOIN stg_regrouped_code c ON c.code = s.unit_code
GO
DELETE FROM fact_reported_figure WHERE reported_figure_key IN (SELECT row_key FROM stg_regrouped_row WHERE place > 1)
GO
SELECT admin_unit_key, code, valid_from, valid_until FROM dim_admin_unit WHERE admin_unit_key <> 0
GO
SELECT year FROM dim_period WHERE grain = @grain
GO
SELECT f.reported_figure_key, s.unit_code, s.payload, f.period_to, f.unit_key, f.admin_unit_key
FROM fact_reported_figure f
JOIN src_reported_figures s ON s.row_key = f.reported_figure_key
GO
SELECT u.unit_key
FROM dim_unit u
JOIN dim_admin_unit a ON a.admin_unit_key = u.admin_unit_key
WHERE a.code = @code AND u.kind IN (@province, @district, @commune) AND u.valid_from <= @day AND u.valid_until > @day
ORDER BY u.unit_code
GO
UPDATE fact_reported_figure SET unit_key = @unit, admin_unit_key = @territory, updated_at = @now, load_key = @load WHERE reported_figure_key = @key
GO
SELECT s.row_key, s.version, s.content
FROM stg_regrouped_row g
JOIN src_reported_figures s ON s.row_key = g.row_key
WHERE g.place = 1 AND s.is_deleted = @no AND NOT EXISTS (SELECT 1 FROM fact_reported_figure f WHERE f.reported_figure_key = g.row_key)
GO
INSERT INTO stg_document_delta (unit_key, direction, month_period_key, documents, electronic_only, electronic_and_paper, paper, signed, secret)
SELECT
    f.unit_key, f.direction, f.document_date_key / 100 * 100 + 10,
    SUM(CASE WHEN f.is_secret = @yes THEN 0 ELSE @sign END), SUM(CASE WHEN f.is_secret = @no AND f.form = @electronic THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @both THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @no AND f.form = @paper THEN @sign ELSE 0 END),
    SUM(CASE WHEN f.is_secret = @no AND f.is_signed = @yes THEN @sign ELSE 0 END), SUM(CASE WHEN f.is_secret = @yes THEN @sign ELSE 0 END)
FROM (SELECT s.row_key FROM src_ioffice_documents s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)) c CROSS JOIN fact_signed_document f
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
INSERT INTO stg_catalogue_delta (catalogue_text_key, month_period_key, units)
SELECT f.catalogue_text_key, f.month_period_key, @sign * COUNT(*)
FROM (SELECT s.row_key FROM src_dvc_services s WHERE s.unit_code IN (SELECT code FROM stg_unit_at)) c CROSS JOIN fact_online_service f
WHERE f.online_service_key = c.row_key 
GROUP BY f.catalogue_text_key, f.month_period_key
GO
INSERT INTO stg_catalogue_net (catalogue_text_key, month_period_key, units)
SELECT catalogue_text_key, month_period_key, SUM(units)
FROM stg_catalogue_delta
GROUP BY catalogue_text_key, month_period_key
HAVING SUM(units) <> 0
GO
INSERT INTO stg_net_catalogue (catalogue_text_key, month_period_key, units, catalogue_month_key)
SELECT n.catalogue_text_key, n.month_period_key, n.units, a.catalogue_month_key
FROM
(
    SELECT catalogue_text_key, month_period_key, SUM(units) AS units
    FROM stg_catalogue_net
    GROUP BY catalogue_text_key, month_period_key
    HAVING SUM(units) <> 0
) n
LEFT JOIN src_catalogue_month a ON a.catalogue_text_key = n.catalogue_text_key AND a.month_period_key = n.month_period_key
GO
UPDATE src_catalogue_month SET units = src_catalogue_month.units + n.units, updated_at = @now
FROM stg_net_catalogue n
WHERE n.catalogue_month_key = src_catalogue_month.catalogue_month_key
GO
DELETE FROM src_catalogue_month WHERE units = 0 AND catalogue_month_key IN (SELECT catalogue_month_key FROM stg_net_catalogue)
GO
INSERT INTO src_catalogue_month (catalogue_month_key, catalogue_text_key, month_period_key, units, updated_at)
SELECT (SELECT COALESCE(MAX(catalogue_month_key), 0) FROM src_catalogue_month) + ROW_NUMBER() OVER (ORDER BY catalogue_text_key, month_period_key), catalogue_text_key, month_period_key, units, @now
FROM stg_net_catalogue
WHERE catalogue_month_key IS NULL
GO
SELECT DISTINCT t.procedure_code FROM stg_catalogue_net n JOIN src_catalogue_text t ON t.catalogue_text_key = n.catalogue_text_key
GO
INSERT INTO stg_changing_dossier (row_key) SELECT row_key FROM src_igate_dossiers
WHERE unit_code IN (SELECT code FROM stg_unit_at) OR resolving_unit_code IN (SELECT code FROM stg_unit_at)
GO
SELECT
    c.row_key, f.receiving_unit_key, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class,
    f.received_date_key, f.resolved_date_key, f.overdue_from_month, COALESCE(f.processing_days, -1),
    CASE WHEN f.is_on_time = @yes THEN 1 ELSE 0 END + CASE WHEN f.are_components_digitised = @yes THEN 4 ELSE 0 END + CASE WHEN f.is_result_digitised = @yes THEN 8 ELSE 0 END + CASE WHEN f.has_fee = @yes THEN 16 ELSE 0 END + CASE WHEN f.is_paid_online = @yes THEN 32 ELSE 0 END + CASE WHEN f.reuses_data = @yes THEN 64 ELSE 0 END + CASE WHEN f.is_on_time = @no THEN 2 ELSE 0 END
FROM stg_changing_dossier c CROSS JOIN fact_dossier f
WHERE c.row_key > @after AND f.dossier_key = c.row_key
ORDER BY c.row_key
OFFSET 0 ROWS FETCH NEXT @slice ROWS ONLY
GO
UPDATE fact_dossier SET
    receiving_unit_key = n.receiving_unit_key, resolving_unit_key = n.resolving_unit_key, procedure_key = n.procedure_key,
    updated_at = @now, load_key = @load
FROM
(
    SELECT
        f.dossier_key,
        COALESCE(receiving.member_key, f.receiving_unit_key) AS receiving_unit_key,
        COALESCE(resolving.member_key, f.resolving_unit_key) AS resolving_unit_key,
        COALESCE(a.member_key, f.procedure_key) AS procedure_key
    FROM stg_changing_dossier c
    JOIN fact_dossier f ON f.dossier_key = c.row_key
    JOIN src_igate_dossiers s ON s.row_key = c.row_key
    JOIN dim_procedure p ON p.procedure_key = f.procedure_key
    LEFT JOIN stg_unit_at receiving ON receiving.code = s.unit_code
        AND f.received_date_key >= receiving.from_key AND f.received_date_key < receiving.until_key
    LEFT JOIN stg_unit_at resolving ON resolving.code = s.resolving_unit_code
        AND CASE WHEN f.resolved_date_key = 0 THEN f.received_date_key ELSE f.resolved_date_key END >= resolving.from_key
        AND CASE WHEN f.resolved_date_key = 0 THEN f.received_date_key ELSE f.resolved_date_key END < resolving.until_key
    LEFT JOIN stg_procedure_at a ON a.code = p.procedure_code
        AND f.received_date_key >= a.from_key AND f.received_date_key < a.until_key
) n
WHERE n.dossier_key = fact_dossier.dossier_key
    AND (n.receiving_unit_key <> fact_dossier.receiving_unit_key OR n.resolving_unit_key <> fact_dossier.resolving_unit_key
        OR n.procedure_key <> fact_dossier.procedure_key)
GO
UPDATE fact_dossier SET service_level_label = n.service_level_label, service_class = n.service_class, updated_at = @now, load_key = @load
FROM
(
    SELECT k.dossier_key, o.service_level_label, COALESCE(o.service_class, @none) AS service_class
    FROM
    (
        SELECT f.dossier_key, (SELECT o.online_service_key
    FROM dim_unit received_by
    JOIN dim_unit version ON version.durable_code = received_by.durable_code
    JOIN fact_online_service o ON o.unit_key = version.unit_key
    WHERE received_by.unit_key = f.receiving_unit_key
        AND o.procedure_key = f.procedure_key
        AND o.month_period_key = f.received_date_key / 100 * 100 + 10) AS snapshot_key
        FROM stg_changing_dossier c
        JOIN fact_dossier f ON f.dossier_key = c.row_key
        WHERE f.is_service_level_given = @no
    ) k
    LEFT JOIN fact_online_service o ON o.online_service_key = k.snapshot_key
) n
WHERE n.dossier_key = fact_dossier.dossier_key
    AND (COALESCE(n.service_level_label, '') <> COALESCE(fact_dossier.service_level_label, '') OR n.service_class <> fact_dossier.service_class)
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
OR f.is_resolved <> CASE WHEN f.processing_days IS NOT NULL THEN @yes ELSE @no END THEN 1 ELSE 0 END AS broken2, CASE WHEN f.due_date < f.received_date OR f.resolved_date < f.received_date OR f.returned_date < f.resolved_date THEN 1 ELSE 0 END AS broken3, CASE WHEN f.is_on_time IS NULL AND f.due_date IS NOT NULL OR f.is_on_time IS NOT NULL AND f.due_date IS NULL THEN 1 ELSE 0 END AS broken4, CASE WHEN f.is_resolved = @yes AND f.is_on_time <> f.is_on_time_by_source THEN 1 ELSE 0 END AS broken5 FROM fact_dossier f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
INSERT INTO stg_checked_row (row_key) SELECT f.dossier_key FROM fact_dossier f WHERE f.updated_at = @now AND f.load_key = 0 AND f.dossier_key % @step = 0
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
SELECT COUNT(*), SUM(broken0)
FROM (SELECT f.online_service_key, CASE WHEN (f.month_period_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_period m WHERE m.period_key = f.month_period_key)) OR (f.procedure_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_procedure m WHERE m.procedure_key = f.procedure_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0 FROM fact_online_service f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1)
FROM (SELECT f.document_key, CASE WHEN (f.document_date_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_date m WHERE m.date_key = f.document_date_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.is_signed = @yes AND f.form = 'Paper' THEN 1 ELSE 0 END AS broken1 FROM fact_signed_document f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
INSERT INTO stg_checked_row (row_key) SELECT f.document_key FROM fact_signed_document f WHERE f.updated_at = @now AND f.load_key = 0 AND f.document_key % @step = 0
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
SELECT COUNT(*), SUM(broken0), SUM(broken1)
FROM (SELECT f.satisfaction_key, CASE WHEN (f.month_period_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_period m WHERE m.period_key = f.month_period_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.satisfied > f.rated OR f.rated < 0 OR f.satisfied < 0 THEN 1 ELSE 0 END AS broken1 FROM fact_satisfaction f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2), SUM(broken3), SUM(broken4)
FROM (SELECT f.dossier_total_key, CASE WHEN (f.source_system_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_source_system m WHERE m.source_system_key = f.source_system_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.received <> f.carried_over + f.received_online + f.received_direct THEN 1 ELSE 0 END AS broken1, CASE WHEN f.resolved <> f.resolved_early + f.resolved_on_time + f.resolved_late THEN 1 ELSE 0 END AS broken2, CASE WHEN f.pending <> f.pending_in_term + f.pending_overdue THEN 1 ELSE 0 END AS broken3, CASE WHEN f.received <> f.resolved + f.pending THEN 1 ELSE 0 END AS broken4 FROM fact_dossier_total f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT COUNT(*), SUM(broken0), SUM(broken1), SUM(broken2)
FROM (SELECT f.reported_figure_key, CASE WHEN (f.admin_unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_admin_unit m WHERE m.admin_unit_key = f.admin_unit_key)) OR (f.unit_key <> 0 AND NOT EXISTS (SELECT 1 FROM dim_unit m WHERE m.unit_key = f.unit_key)) THEN 1 ELSE 0 END AS broken0, CASE WHEN f.period_to < f.period_from THEN 1 ELSE 0 END AS broken1, CASE WHEN f.state = 'Reported' AND f.value IS NULL AND f.text_value IS NULL THEN 1 ELSE 0 END AS broken2 FROM fact_reported_figure f WHERE f.updated_at = @now AND f.load_key = 0) c
GO
SELECT CONCAT(a.unit_code, ' ', a.valid_from)
FROM dim_unit a JOIN dim_unit b ON b.durable_code = a.durable_code
WHERE a.unit_key <> 0 AND b.unit_key > a.unit_key AND b.valid_from < a.valid_until AND a.valid_from < b.valid_until
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
