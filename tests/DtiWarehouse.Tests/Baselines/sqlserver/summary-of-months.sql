-- GET Dossiers?$apply=filter(ResolvedDate ge 2023-01-01 and ResolvedDate le 2023-12-31)/groupby((ResolvedOn/Quarter,ReceivingUnit/Level),aggregate($count as N,ProcessingDays with average as A))
-- from agg_dossier_unit_month

-- rows
SELECT TOP (@p2) t3.[v2], t3.[v3], t3.[v0], t3.[v1]
FROM (SELECT t6.[quarter] AS [v0], t2.[level] AS [v1], SUM(CAST(t5.[resolved] AS bigint)) AS [v2], (CAST(SUM(CAST(t5.[processing_days_sum] AS bigint)) AS float) / NULLIF(SUM(CAST(t5.[processing_days_count] AS bigint)), 0)) AS [v3]
FROM (SELECT t7.[receiving_unit_key] AS [receiving_unit_key], t7.[month_period_key] AS [month_period_key], SUM(CAST(t7.[resolved] AS bigint)) AS [resolved], SUM(CAST(t7.[processing_days_sum] AS bigint)) AS [processing_days_sum], SUM(CAST(t7.[processing_days_count] AS bigint)) AS [processing_days_count]
FROM [agg_dossier_unit_month] AS t7
WHERE t7.[resolved] > CAST(0 AS bigint) AND t7.[month_period_key] IN (SELECT t8.[period_key] AS [period_key]
FROM [dim_period] AS t8
WHERE t8.[start_date] >= @p0 AND t8.[start_date] <= @p1)
GROUP BY t7.[receiving_unit_key], t7.[month_period_key]) AS t5
LEFT JOIN [dim_period] AS t6 ON t6.[period_key] = t5.[month_period_key]
LEFT JOIN [dim_unit] AS t2 ON t2.[unit_key] = t5.[receiving_unit_key]
GROUP BY t6.[quarter], t2.[level]) AS t3
ORDER BY t3.[v0], t3.[v1]
