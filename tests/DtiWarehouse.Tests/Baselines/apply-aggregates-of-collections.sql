-- GET LoadRuns?$apply=groupby((Feed),aggregate(RowsRead with sum as Rows,RejectedRows/LineNumber with average as Line,RejectedRows/$count as Rejected))

-- rows
SELECT t17."v0", t17."v6", t17."v7", t17."v8"
FROM (SELECT t14."v0" AS "v0", t14."v1" AS "v6", t15."v3" AS "v7", COALESCE(t16."v5", 0) AS "v8"
FROM (SELECT t1."v0" AS "v0", SUM(t1."rows_read") AS "v1"
FROM (SELECT t0."load_key" AS "load_key", t0."feed" AS "feed", t0."file_name" AS "file_name", t0."content_hash" AS "content_hash", t0."started_at" AS "started_at", t0."completed_at" AS "completed_at", t0."status" AS "status", t0."rows_read" AS "rows_read", t0."rows_loaded" AS "rows_loaded", t0."rows_changed" AS "rows_changed", t0."rows_unchanged" AS "rows_unchanged", t0."rows_superseded" AS "rows_superseded", t0."rows_rejected" AS "rows_rejected", t0."same_as_load_key" AS "same_as_load_key", t0."watermark" AS "watermark", t0."data_version" AS "data_version", t0."error" AS "error", t0."remarks" AS "remarks", t0."feed" AS "v0"
FROM "etl_load_run" AS t0) AS t1
GROUP BY t1."v0") AS t14
LEFT JOIN (SELECT t7."v0" AS "v0", t7."v3" AS "v3"
FROM (SELECT t6."v0" AS "v0", AVG(t6."line_number") AS "v3"
FROM (SELECT t5."rejected_row_key" AS "rejected_row_key", t5."load_key" AS "load_key", t5."line_number" AS "line_number", t5."reason_code" AS "reason_code", t5."message" AS "message", t5."raw_row" AS "raw_row", t4."v0" AS "v0"
FROM (SELECT DISTINCT t2."v0" AS "v0", t3."rejected_row_key" AS "v2"
FROM (SELECT t1."load_key" AS "load_key", t1."feed" AS "feed", t1."file_name" AS "file_name", t1."content_hash" AS "content_hash", t1."started_at" AS "started_at", t1."completed_at" AS "completed_at", t1."status" AS "status", t1."rows_read" AS "rows_read", t1."rows_loaded" AS "rows_loaded", t1."rows_changed" AS "rows_changed", t1."rows_unchanged" AS "rows_unchanged", t1."rows_superseded" AS "rows_superseded", t1."rows_rejected" AS "rows_rejected", t1."same_as_load_key" AS "same_as_load_key", t1."watermark" AS "watermark", t1."data_version" AS "data_version", t1."error" AS "error", t1."remarks" AS "remarks", t1."v0" AS "v0"
FROM (SELECT t0."load_key" AS "load_key", t0."feed" AS "feed", t0."file_name" AS "file_name", t0."content_hash" AS "content_hash", t0."started_at" AS "started_at", t0."completed_at" AS "completed_at", t0."status" AS "status", t0."rows_read" AS "rows_read", t0."rows_loaded" AS "rows_loaded", t0."rows_changed" AS "rows_changed", t0."rows_unchanged" AS "rows_unchanged", t0."rows_superseded" AS "rows_superseded", t0."rows_rejected" AS "rows_rejected", t0."same_as_load_key" AS "same_as_load_key", t0."watermark" AS "watermark", t0."data_version" AS "data_version", t0."error" AS "error", t0."remarks" AS "remarks", t0."feed" AS "v0"
FROM "etl_load_run" AS t0) AS t1) AS t2
JOIN "etl_rejected_row" AS t3 ON t3."load_key" = t2."load_key") AS t4
JOIN "etl_rejected_row" AS t5 ON t5."rejected_row_key" = t4."v2") AS t6
GROUP BY t6."v0") AS t7) AS t15 ON t14."v0" IS t15."v0"
LEFT JOIN (SELECT t13."v0" AS "v0", t13."v5" AS "v5"
FROM (SELECT t12."v0" AS "v0", COUNT(*) AS "v5"
FROM (SELECT t11."rejected_row_key" AS "rejected_row_key", t11."load_key" AS "load_key", t11."line_number" AS "line_number", t11."reason_code" AS "reason_code", t11."message" AS "message", t11."raw_row" AS "raw_row", t10."v0" AS "v0"
FROM (SELECT DISTINCT t8."v0" AS "v0", t9."rejected_row_key" AS "v4"
FROM (SELECT t1."load_key" AS "load_key", t1."feed" AS "feed", t1."file_name" AS "file_name", t1."content_hash" AS "content_hash", t1."started_at" AS "started_at", t1."completed_at" AS "completed_at", t1."status" AS "status", t1."rows_read" AS "rows_read", t1."rows_loaded" AS "rows_loaded", t1."rows_changed" AS "rows_changed", t1."rows_unchanged" AS "rows_unchanged", t1."rows_superseded" AS "rows_superseded", t1."rows_rejected" AS "rows_rejected", t1."same_as_load_key" AS "same_as_load_key", t1."watermark" AS "watermark", t1."data_version" AS "data_version", t1."error" AS "error", t1."remarks" AS "remarks", t1."v0" AS "v0"
FROM (SELECT t0."load_key" AS "load_key", t0."feed" AS "feed", t0."file_name" AS "file_name", t0."content_hash" AS "content_hash", t0."started_at" AS "started_at", t0."completed_at" AS "completed_at", t0."status" AS "status", t0."rows_read" AS "rows_read", t0."rows_loaded" AS "rows_loaded", t0."rows_changed" AS "rows_changed", t0."rows_unchanged" AS "rows_unchanged", t0."rows_superseded" AS "rows_superseded", t0."rows_rejected" AS "rows_rejected", t0."same_as_load_key" AS "same_as_load_key", t0."watermark" AS "watermark", t0."data_version" AS "data_version", t0."error" AS "error", t0."remarks" AS "remarks", t0."feed" AS "v0"
FROM "etl_load_run" AS t0) AS t1) AS t8
JOIN "etl_rejected_row" AS t9 ON t9."load_key" = t8."load_key") AS t10
JOIN "etl_rejected_row" AS t11 ON t11."rejected_row_key" = t10."v4") AS t12
GROUP BY t12."v0") AS t13) AS t16 ON t14."v0" IS t16."v0") AS t17
ORDER BY t17."v0"
LIMIT @p0
