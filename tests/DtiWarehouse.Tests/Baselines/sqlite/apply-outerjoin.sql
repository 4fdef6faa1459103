-- GET LoadRuns?$apply=outerjoin(RejectedRows as Row)/groupby((Feed,Row/ReasonCode),aggregate($count as N))

-- rows
SELECT t8."v13", t8."v16", t8."v14", t8."v15"
FROM (SELECT t7."feed" AS "v13", t7."v12" AS "v14", t7."v5" AS "v15", COUNT(*) AS "v16"
FROM (SELECT t1."load_key" AS "load_key", t1."feed" AS "feed", t1."file_name" AS "file_name", t1."content_hash" AS "content_hash", t1."kind" AS "kind", t1."retry_of_load_key" AS "retry_of_load_key", t1."source_modified_at" AS "source_modified_at", t1."started_at" AS "started_at", t1."completed_at" AS "completed_at", t1."duration_ms" AS "duration_ms", t1."rows_per_second" AS "rows_per_second", t1."status" AS "status", t1."rows_read" AS "rows_read", t1."rows_loaded" AS "rows_loaded", t1."rows_changed" AS "rows_changed", t1."rows_unchanged" AS "rows_unchanged", t1."rows_superseded" AS "rows_superseded", t1."rows_rejected" AS "rows_rejected", t1."rows_faulty" AS "rows_faulty", t1."same_as_load_key" AS "same_as_load_key", t1."identifiers_parted" AS "identifiers_parted", t1."watermark" AS "watermark", t1."data_version" AS "data_version", t1."error" AS "error", t1."remarks" AS "remarks", t6."rejected_row_key" AS "v2", t6."load_key" AS "v3", t6."line_number" AS "v4", t6."reason_code" AS "v5", t6."message" AS "v6", t6."raw_row" AS "v7", t6."needs_source_file" AS "v8", t6."retried_load_key" AS "v9", t6."resolved_load_key" AS "v10", t6."v0" AS "v11", t6."v1" AS "v12"
FROM "etl_load_run" AS t1
LEFT JOIN (SELECT t4."rejected_row_key" AS "rejected_row_key", t4."load_key" AS "load_key", t4."line_number" AS "line_number", t4."reason_code" AS "reason_code", t4."message" AS "message", t4."raw_row" AS "raw_row", t4."needs_source_file" AS "needs_source_file", t4."retried_load_key" AS "retried_load_key", t4."resolved_load_key" AS "resolved_load_key", t4."v0" AS "v0", 1 AS "v1"
FROM (SELECT t2."rejected_row_key" AS "rejected_row_key", t2."load_key" AS "load_key", t2."line_number" AS "line_number", t2."reason_code" AS "reason_code", t2."message" AS "message", t2."raw_row" AS "raw_row", t2."needs_source_file" AS "needs_source_file", t2."retried_load_key" AS "retried_load_key", t2."resolved_load_key" AS "resolved_load_key", t2."load_key" AS "v0"
FROM "etl_rejected_row" AS t2
WHERE 1) AS t4) AS t6 ON t1."load_key" = t6."v0") AS t7
GROUP BY t7."feed", t7."v12", t7."v5") AS t8
ORDER BY t8."v13", t8."v14", t8."v15"
LIMIT @p0
