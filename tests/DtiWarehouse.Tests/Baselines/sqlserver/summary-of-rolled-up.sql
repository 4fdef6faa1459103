-- GET Dossiers?$apply=groupby((rollup(TerritoryLevels)),filter(IsResolved)/aggregate($count as N))
-- from agg_dossier_unit

-- rows
SELECT TOP (@p0) t10.[v10], t10.[v11], t10.[v12], t10.[v13], t10.[v14], t10.[v15], t10.[v9]
FROM (SELECT CAST(0 AS bigint) AS [v9], t3.[v3] AS [v10], t3.[v0] AS [v11], CAST(1 AS bigint) AS [v13], t3.[v1] AS [v12], CAST(1 AS bigint) AS [v15], t3.[v2] AS [v14]
FROM (SELECT t2.[province_code] AS [v0], t2.[district_code] AS [v1], t2.[commune_code] AS [v2], SUM(CAST(t11.[resolved] AS bigint)) AS [v3]
FROM (SELECT t12.[receiving_unit_key] AS [receiving_unit_key], SUM(CAST(t12.[resolved] AS bigint)) AS [resolved]
FROM [agg_dossier_unit] AS t12
GROUP BY t12.[receiving_unit_key]) AS t11
LEFT JOIN [dim_unit] AS t2 ON t2.[unit_key] = t11.[receiving_unit_key]
GROUP BY t2.[province_code], t2.[district_code], t2.[commune_code]) AS t3
UNION ALL
SELECT CAST(1 AS bigint) AS [v9], t6.[v6] AS [v10], t6.[v4] AS [v11], CAST(1 AS bigint) AS [v13], t6.[v5] AS [v12], CAST(NULL AS bigint) AS [v15], CAST(NULL AS nvarchar(max)) AS [v14]
FROM (SELECT t5.[province_code] AS [v4], t5.[district_code] AS [v5], SUM(CAST(t13.[resolved] AS bigint)) AS [v6]
FROM (SELECT t14.[receiving_unit_key] AS [receiving_unit_key], SUM(CAST(t14.[resolved] AS bigint)) AS [resolved]
FROM [agg_dossier_unit] AS t14
GROUP BY t14.[receiving_unit_key]) AS t13
LEFT JOIN [dim_unit] AS t5 ON t5.[unit_key] = t13.[receiving_unit_key]
GROUP BY t5.[province_code], t5.[district_code]) AS t6
UNION ALL
SELECT CAST(2 AS bigint) AS [v9], t9.[v8] AS [v10], t9.[v7] AS [v11], CAST(NULL AS bigint) AS [v13], CAST(NULL AS nvarchar(max)) AS [v12], CAST(NULL AS bigint) AS [v15], CAST(NULL AS nvarchar(max)) AS [v14]
FROM (SELECT t8.[province_code] AS [v7], SUM(CAST(t15.[resolved] AS bigint)) AS [v8]
FROM (SELECT t16.[receiving_unit_key] AS [receiving_unit_key], SUM(CAST(t16.[resolved] AS bigint)) AS [resolved]
FROM [agg_dossier_unit] AS t16
GROUP BY t16.[receiving_unit_key]) AS t15
LEFT JOIN [dim_unit] AS t8 ON t8.[unit_key] = t15.[receiving_unit_key]
GROUP BY t8.[province_code]) AS t9) AS t10
ORDER BY t10.[v9], t10.[v11], t10.[v12], t10.[v14]
