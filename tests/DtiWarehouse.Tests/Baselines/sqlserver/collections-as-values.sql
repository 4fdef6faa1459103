-- GET LoadRuns?$filter=hassubset(RejectedRows/ReasonCode,["R01"]) and 'R02' in RejectedRows/$filter(LineNumber gt 10)/ReasonCode&$select=Feed

-- rows
SELECT TOP (@p3) t0.[feed], t0.[load_key]
FROM [etl_load_run] AS t0
WHERE NOT EXISTS (SELECT 1 FROM (SELECT s.[value] + N'.' AS item FROM STRING_SPLIT((CAST(N',' AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + COALESCE(N'=' + REPLACE(REPLACE(@p0 COLLATE Latin1_General_100_BIN2, N'\', N'\\'), N',', N'\c'), N'-') + N','), N',') AS s) AS part GROUP BY part.item HAVING COUNT_BIG(*) > (SELECT COUNT_BIG(*) FROM (SELECT s.[value] + N'.' AS item FROM STRING_SPLIT((SELECT COALESCE(N',' + STRING_AGG(m.item, N',') WITHIN GROUP (ORDER BY m.place) + N',', N',') FROM (SELECT CAST(COALESCE(N'=' + REPLACE(REPLACE(l.[v], N'\', N'\\'), N',', N'\c'), N'-') AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS item, l.[n] AS place FROM (SELECT t1.[reason_code] AS [v], ROW_NUMBER() OVER (ORDER BY t1.[rejected_row_key]) AS [n]
FROM [etl_rejected_row] AS t1
WHERE t1.[load_key] = t0.[load_key]) AS l) AS m), N',') AS s) AS whole WHERE whole.item = part.item)) AND EXISTS (SELECT CAST(1 AS bit)
FROM [etl_rejected_row] AS t2
WHERE t2.[load_key] = t0.[load_key] AND t2.[line_number] > @p2 AND t2.[reason_code] = @p1 COLLATE Latin1_General_100_BIN2)
ORDER BY t0.[load_key]
