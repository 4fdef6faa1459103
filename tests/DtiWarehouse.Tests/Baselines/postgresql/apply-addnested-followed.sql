-- GET LoadRuns?$apply=addnested(RejectedRows,filter(LineNumber gt 10) as Late)/filter(Late/$count gt 1)/aggregate(Late/LineNumber with max as M)

-- rows
SELECT t18."v5"
FROM (SELECT t17."v4" AS "v5"
FROM (SELECT CAST(1 AS bigint) AS "v2"
FROM (SELECT 1 AS one) AS t8) AS t16
LEFT JOIN (SELECT t15."v4" AS "v4"
FROM (SELECT MAX(t14."line_number") AS "v4"
FROM (SELECT DISTINCT t13."rejected_row_key" AS "rejected_row_key", t13."load_key" AS "load_key", t13."line_number" AS "line_number", t13."reason_code" AS "reason_code", t13."message" AS "message", t13."raw_row" AS "raw_row", t13."needs_source_file" AS "needs_source_file", t13."retried_load_key" AS "retried_load_key", t13."resolved_load_key" AS "resolved_load_key"
FROM (SELECT t0."load_key" AS "load_key", t0."feed" AS "feed", t0."file_name" AS "file_name", t0."content_hash" AS "content_hash", t0."kind" AS "kind", t0."retry_of_load_key" AS "retry_of_load_key", t0."source_modified_at" AS "source_modified_at", t0."started_at" AS "started_at", t0."completed_at" AS "completed_at", t0."duration_ms" AS "duration_ms", t0."rows_per_second" AS "rows_per_second", t0."status" AS "status", t0."rows_read" AS "rows_read", t0."rows_loaded" AS "rows_loaded", t0."rows_changed" AS "rows_changed", t0."rows_unchanged" AS "rows_unchanged", t0."rows_superseded" AS "rows_superseded", t0."rows_rejected" AS "rows_rejected", t0."rows_faulty" AS "rows_faulty", t0."same_as_load_key" AS "same_as_load_key", t0."identifiers_parted" AS "identifiers_parted", t0."watermark" AS "watermark", t0."data_version" AS "data_version", t0."error" AS "error", t0."remarks" AS "remarks"
FROM "etl_load_run" AS t0
WHERE (SELECT COUNT(*)
FROM (SELECT t6."rejected_row_key" AS "rejected_row_key", t6."load_key" AS "load_key", t6."line_number" AS "line_number", t6."reason_code" AS "reason_code", t6."message" AS "message", t6."raw_row" AS "raw_row", t6."needs_source_file" AS "needs_source_file", t6."retried_load_key" AS "retried_load_key", t6."resolved_load_key" AS "resolved_load_key", t6."v1" AS "v1"
FROM (SELECT t4."rejected_row_key" AS "rejected_row_key", t4."load_key" AS "load_key", t4."line_number" AS "line_number", t4."reason_code" AS "reason_code", t4."message" AS "message", t4."raw_row" AS "raw_row", t4."needs_source_file" AS "needs_source_file", t4."retried_load_key" AS "retried_load_key", t4."resolved_load_key" AS "resolved_load_key", t4."load_key" AS "v1"
FROM "etl_rejected_row" AS t4
WHERE TRUE) AS t6
WHERE t6."line_number" > @p1) AS t7
WHERE t7."v1" = t0."load_key") > @p2) AS t9
JOIN (SELECT t12."rejected_row_key" AS "rejected_row_key", t12."load_key" AS "load_key", t12."line_number" AS "line_number", t12."reason_code" AS "reason_code", t12."message" AS "message", t12."raw_row" AS "raw_row", t12."needs_source_file" AS "needs_source_file", t12."retried_load_key" AS "retried_load_key", t12."resolved_load_key" AS "resolved_load_key", t12."v3" AS "v3"
FROM (SELECT t10."rejected_row_key" AS "rejected_row_key", t10."load_key" AS "load_key", t10."line_number" AS "line_number", t10."reason_code" AS "reason_code", t10."message" AS "message", t10."raw_row" AS "raw_row", t10."needs_source_file" AS "needs_source_file", t10."retried_load_key" AS "retried_load_key", t10."resolved_load_key" AS "resolved_load_key", t10."load_key" AS "v3"
FROM "etl_rejected_row" AS t10
WHERE TRUE) AS t12
WHERE t12."line_number" > @p3) AS t13 ON t13."v3" = t9."load_key") AS t14) AS t15) AS t17 ON TRUE) AS t18
LIMIT @p4
