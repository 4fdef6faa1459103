-- GET Dossiers?$filter=IsOnTime eq false&$select=DossierCode&$expand=ReceivingUnit($select=Name)&$count=true
-- of a caller who is bound to units
-- a later page; token values: v (n = null)

-- rows
SELECT TOP (@p3) t1.[dossier_code], t2.[unit_key], t2.[name], t1.[dossier_key]
FROM (SELECT t0.*
FROM [fact_dossier] AS t0
WHERE t0.[receiving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p0 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'') OR t0.[resolving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p1 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'')) AS t1
LEFT JOIN [dim_unit] AS t2 ON t2.[unit_key] = t1.[receiving_unit_key]
WHERE t1.[is_on_time] = CAST(0 AS bit) AND t1.[dossier_key] > @p2
ORDER BY t1.[dossier_key]

-- count
SELECT COUNT_BIG(*)
FROM (SELECT t0.*
FROM [fact_dossier] AS t0
WHERE t0.[receiving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p0 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'') OR t0.[resolving_unit_key] IN (SELECT CAST(k.[value] AS bigint) FROM STRING_SPLIT(@p1 COLLATE Latin1_General_100_BIN2, N',') AS k WHERE k.[value] <> N'')) AS t1
WHERE t1.[is_on_time] = CAST(0 AS bit)
