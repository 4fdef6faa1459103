-- GET Dossiers?$apply=descendants($root/Units,Organisation,ReceivingUnit/UnitKey,filter(ReceivingUnit/UnitCode eq 'H48'),keep start)/aggregate($count as N)

-- rows
WITH r6 AS (
SELECT t7.[unit_key] AS [node], t7.[unit_key] AS [link0], CAST(NCHAR(31) + CAST(t7.[unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [way]
FROM [dim_unit] AS t7
WHERE t7.[unit_key] IN (SELECT t3.[receiving_unit_key]
FROM [fact_dossier] AS t3
LEFT JOIN [dim_unit] AS t4 ON t4.[unit_key] = t3.[receiving_unit_key]
WHERE t4.[unit_code] = @p0 COLLATE Latin1_General_100_BIN2)
UNION ALL
SELECT t9.[unit_key] AS [node], t9.[unit_key] AS [link0], CAST(t8.[way] COLLATE Latin1_General_100_BIN2 + CAST(t9.[unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [way]
FROM [dim_unit] AS t9
JOIN r6 AS t8 ON t9.[parent_unit_key] = t8.[link0]
WHERE CHARINDEX(NCHAR(31) + CAST(t9.[unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31), t8.[way] COLLATE Latin1_General_100_BIN2) = 0
),
q6 AS (
SELECT DISTINCT w.[node] AS [node], w.[link0] AS [link0]
FROM r6 AS w
)
SELECT TOP (@p1) t11.[v0]
FROM (SELECT COUNT_BIG(*) AS [v0]
FROM [fact_dossier] AS t5
WHERE t5.[receiving_unit_key] IN (SELECT t10.[node]
FROM q6 AS t10)) AS t11
OPTION (MAXRECURSION 0)
