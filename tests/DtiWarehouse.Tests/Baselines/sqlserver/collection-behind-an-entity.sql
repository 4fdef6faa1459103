-- GET LoadRuns(3)/RejectedRows?$filter=ReasonCode in ('R01','R02')&$select=LineNumber

-- rows
SELECT TOP (@p3) t1.[line_number], t1.[rejected_row_key]
FROM [etl_load_run] AS t0
LEFT JOIN [etl_rejected_row] AS t1 ON t1.[load_key] = t0.[load_key]
WHERE t0.[load_key] = @p0 AND t1.[rejected_row_key] IS NOT NULL AND t1.[reason_code] IN (@p1 COLLATE Latin1_General_100_BIN2, @p2 COLLATE Latin1_General_100_BIN2)
ORDER BY t1.[rejected_row_key]

-- parent
SELECT CAST(1 AS bit)
FROM [etl_load_run] AS t0
WHERE t0.[load_key] = @p0
