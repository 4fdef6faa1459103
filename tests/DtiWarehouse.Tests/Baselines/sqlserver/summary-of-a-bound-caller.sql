-- GET Dossiers?$apply=groupby((Channel),aggregate($count as N))
-- of a caller who is bound to units
-- from agg_dossier_month

-- rows
SELECT TOP (@p2) t2.[v0], t2.[v1]
FROM (SELECT t5.[channel] AS [v0], SUM(CAST(t5.[received] AS bigint)) AS [v1]
FROM [agg_dossier_month] AS t5
WHERE t5.[receiving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p0 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'') OR t5.[resolving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p1 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'')
GROUP BY t5.[channel]) AS t2
ORDER BY t2.[v0]
