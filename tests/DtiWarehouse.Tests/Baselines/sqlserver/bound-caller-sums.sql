-- GET DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),aggregate(Received with sum as R))
-- of a caller who is bound to units

-- rows
SELECT TOP (@p2) t3.[v1], t3.[v0]
FROM (SELECT t2.[district_code] AS [v0], SUM(CAST(t1.[received] AS bigint)) AS [v1]
FROM (SELECT t0.*
FROM [agg_dossier_month] AS t0
WHERE t0.[receiving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p0 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'') OR t0.[resolving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p1 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'')) AS t1
LEFT JOIN [dim_unit] AS t2 ON t2.[unit_key] = t1.[receiving_unit_key]
GROUP BY t2.[district_code]) AS t3
ORDER BY t3.[v0]
