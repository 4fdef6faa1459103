-- GET LoadRuns?$filter=RejectedRows/aggregate(LineNumber with max) gt 10 and RowsRead ge $these/aggregate(RowsRead with average)&$select=Feed

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
WHERE (SELECT t2."v0"
FROM (SELECT MAX(t1."line_number") AS "v0"
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key") AS t2) > @p0 AND t0."rows_read" >= (SELECT t4."v1"
FROM (SELECT AVG(t3."rows_read") AS "v1"
FROM "etl_load_run" AS t3) AS t4)
ORDER BY t0."load_key"
LIMIT @p1
