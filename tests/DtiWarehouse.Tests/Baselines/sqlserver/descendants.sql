-- GET AdminUnits?$apply=descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51'),keep start)&$select=Name

-- rows
WITH r5 AS (
SELECT t6.[admin_unit_key] AS [node], t6.[admin_unit_key] AS [link0], CAST(NCHAR(31) + CAST(t6.[admin_unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [way]
FROM [dim_admin_unit] AS t6
WHERE t6.[admin_unit_key] IN (SELECT t3.[admin_unit_key]
FROM [dim_admin_unit] AS t3
WHERE t3.[code] = @p0 COLLATE Latin1_General_100_BIN2)
UNION ALL
SELECT t8.[admin_unit_key] AS [node], t8.[admin_unit_key] AS [link0], CAST(t7.[way] COLLATE Latin1_General_100_BIN2 + CAST(t8.[admin_unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [way]
FROM [dim_admin_unit] AS t8
JOIN r5 AS t7 ON t8.[parent_admin_unit_key] = t7.[link0]
WHERE CHARINDEX(NCHAR(31) + CAST(t8.[admin_unit_key] AS nvarchar(20)) COLLATE Latin1_General_100_BIN2 + NCHAR(31), t7.[way] COLLATE Latin1_General_100_BIN2) = 0
),
q5 AS (
SELECT DISTINCT w.[node] AS [node], w.[link0] AS [link0]
FROM r5 AS w
)
SELECT TOP (@p1) t4.[name], t4.[admin_unit_key]
FROM [dim_admin_unit] AS t4
WHERE t4.[admin_unit_key] IN (SELECT t9.[node]
FROM q5 AS t9)
ORDER BY t4.[admin_unit_key]
OPTION (MAXRECURSION 0)
