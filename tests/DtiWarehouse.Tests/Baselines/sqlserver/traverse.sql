-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,preorder,NameSort)&$select=Name
-- a later page; token values: vv (n = null)

-- rows
WITH q4 AS (
SELECT t3.[admin_unit_key] AS [node], t3.[admin_unit_key] AS [link0], t3.[parent_admin_unit_key] AS [uplink0], ROW_NUMBER() OVER (ORDER BY t3.[name_sort], t3.[admin_unit_key]) AS [rank]
FROM [dim_admin_unit] AS t3
),
q5 AS (
SELECT t6.[node] AS [node], t6.[link0] AS [link0], CAST(RIGHT(N'000000000' + CAST(t6.[rank] AS nvarchar(10)), 10) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [place], CAST(1 AS bigint) AS [depth]
FROM q4 AS t6
WHERE NOT EXISTS (SELECT CAST(1 AS bit)
FROM [dim_admin_unit] AS t7
WHERE t7.[admin_unit_key] = t6.[uplink0])
UNION ALL
SELECT t8.[node] AS [node], t8.[link0] AS [link0], CAST(t9.[place] COLLATE Latin1_General_100_BIN2 + RIGHT(N'000000000' + CAST(t8.[rank] AS nvarchar(10)), 10) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS [place], (t9.[depth] + CAST(1 AS bigint)) AS [depth]
FROM q4 AS t8
JOIN q5 AS t9 ON t8.[uplink0] = t9.[link0]
WHERE CASE WHEN t9.[depth] <= 100 THEN 1 ELSE CAST(N'odata: too deep ' + CAST(t9.[depth] AS nvarchar(20)) AS int) END = 1
)
SELECT TOP (@p3) t0.[name], t10.[place] COLLATE Latin1_General_100_BIN2, t0.[admin_unit_key]
FROM [dim_admin_unit] AS t0
JOIN q5 AS t10 ON t0.[admin_unit_key] = t10.[node]
WHERE t10.[place] COLLATE Latin1_General_100_BIN2 >= @p2 COLLATE Latin1_General_100_BIN2 AND (t10.[place] COLLATE Latin1_General_100_BIN2 > @p1 COLLATE Latin1_General_100_BIN2 OR t0.[admin_unit_key] > @p0)
ORDER BY t10.[place] COLLATE Latin1_General_100_BIN2, t0.[admin_unit_key]
OPTION (MAXRECURSION 0)
