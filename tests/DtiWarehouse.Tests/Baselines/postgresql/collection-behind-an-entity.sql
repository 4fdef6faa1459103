-- GET LoadRuns(3)/RejectedRows?$filter=ReasonCode in ('R01','R02')&$select=LineNumber

-- rows
SELECT t1."line_number", t1."rejected_row_key"
FROM "etl_load_run" AS t0
LEFT JOIN "etl_rejected_row" AS t1 ON t1."load_key" = t0."load_key"
WHERE t0."load_key" = @p0 AND t1."rejected_row_key" IS NOT NULL AND t1."reason_code" IN (@p1, @p2)
ORDER BY t1."rejected_row_key"
LIMIT @p3

-- parent
SELECT TRUE
FROM "etl_load_run" AS t0
WHERE t0."load_key" = @p0
