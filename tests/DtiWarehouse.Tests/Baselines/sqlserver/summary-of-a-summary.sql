-- GET DossierMonths?$apply=groupby((ReceivingUnit/DistrictName,MonthPeriod/Year),aggregate(Received with sum as R,OnTimeRate))
-- from agg_dossier_unit_month

-- rows
SELECT TOP (@p0) t9.[v6], t9.[v7], t9.[v0], t9.[v1]
FROM (SELECT t7.[v0] AS [v0], t7.[v1] AS [v1], t7.[v2] AS [v6], t8.[v5] AS [v7]
FROM (SELECT t1.[district_name] AS [v0], t2.[year] AS [v1], SUM(CAST(t11.[received] AS bigint)) AS [v2]
FROM (SELECT t12.[receiving_unit_key] AS [receiving_unit_key], t12.[month_period_key] AS [month_period_key], SUM(CAST(t12.[received] AS bigint)) AS [received]
FROM [agg_dossier_unit_month] AS t12
GROUP BY t12.[receiving_unit_key], t12.[month_period_key]) AS t11
LEFT JOIN [dim_unit] AS t1 ON t1.[unit_key] = t11.[receiving_unit_key]
LEFT JOIN [dim_period] AS t2 ON t2.[period_key] = t11.[month_period_key]
GROUP BY t1.[district_name], t2.[year]) AS t7
LEFT JOIN (SELECT t6.[v0] AS [v0], t6.[v1] AS [v1], t6.[v5] AS [v5]
FROM (SELECT t5.[v3] AS [v3], t5.[v4] AS [v4], t5.[v0] AS [v0], t5.[v1] AS [v1], (CAST(t5.[v3] AS float) / NULLIF(CAST(t5.[v4] AS float), 0)) AS [v5]
FROM (SELECT t1.[district_name] AS [v0], t2.[year] AS [v1], SUM(CAST(t14.[resolved_on_time] AS bigint)) AS [v3], SUM(CAST(t14.[resolved] AS bigint)) AS [v4]
FROM (SELECT t15.[receiving_unit_key] AS [receiving_unit_key], t15.[month_period_key] AS [month_period_key], SUM(CAST(t15.[resolved_on_time] AS bigint)) AS [resolved_on_time], SUM(CAST(t15.[resolved] AS bigint)) AS [resolved]
FROM [agg_dossier_unit_month] AS t15
GROUP BY t15.[receiving_unit_key], t15.[month_period_key]) AS t14
LEFT JOIN [dim_unit] AS t1 ON t1.[unit_key] = t14.[receiving_unit_key]
LEFT JOIN [dim_period] AS t2 ON t2.[period_key] = t14.[month_period_key]
GROUP BY t1.[district_name], t2.[year]) AS t5) AS t6) AS t8 ON EXISTS (SELECT t7.[v0] INTERSECT SELECT t8.[v0]) AND EXISTS (SELECT t7.[v1] INTERSECT SELECT t8.[v1])) AS t9
ORDER BY t9.[v0], t9.[v1]
