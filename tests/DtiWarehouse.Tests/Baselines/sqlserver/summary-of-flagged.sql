-- GET Dossiers?$apply=filter(IsOnTime eq true and startswith(ReceivingUnit/Name,'UBND'))/groupby((ReceivingUnit/CurrentUnit/Name,Channel),aggregate($count as N))
-- from agg_dossier_unit

-- rows
SELECT TOP (@p1) t3.[v2], t3.[v3], t3.[v0], t3.[v1]
FROM (SELECT t100000.[c0] AS [v0], t100000.[c1] AS [v1], t100000.[c2] AS [v2], SUM(CAST(t100000.[c3] AS bigint)) AS [v3]
FROM (SELECT CASE WHEN t2.[unit_key] IS NOT NULL THEN 1 END AS [c0], t2.[name] AS [c1], t4.[channel] AS [c2], t4.[on_time] AS [c3]
FROM [agg_dossier_unit] AS t4
LEFT JOIN [dim_unit] AS t1 ON t1.[unit_key] = t4.[receiving_unit_key]
LEFT JOIN [dim_unit] AS t2 ON t2.[unit_key] = t1.[current_unit_key]
WHERE t4.[on_time] > CAST(0 AS bigint) AND (CHARINDEX(N'.' + @p0 COLLATE Latin1_General_100_BIN2, N'.' + t1.[name]) = 1)) AS t100000
GROUP BY t100000.[c0], t100000.[c1], t100000.[c2]) AS t3
ORDER BY t3.[v0], t3.[v1], t3.[v2]
