-- GET LoadRuns?$filter=RejectedRows/any(r:r/LineNumber gt 10 and r/ReasonCode ne null) and RejectedRows/$count lt 100&$select=Feed

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
WHERE EXISTS (SELECT 1
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key" AND (t1."line_number" > @p0 AND t1."reason_code" IS NOT NULL)) AND (SELECT COUNT(*)
FROM "etl_rejected_row" AS t2
WHERE t2."load_key" = t0."load_key") < @p1
ORDER BY t0."load_key"
LIMIT @p2
