-- GET Dossiers?$count=true&$top=5&$select=DossierCode&$filter=ReceivingUnit/DistrictCode eq '522'
-- from agg_dossier_unit

-- rows
SELECT TOP (@p1) t0.[dossier_code], t0.[dossier_key]
FROM [fact_dossier] AS t0
LEFT JOIN [dim_unit] AS t1 ON t1.[unit_key] = t0.[receiving_unit_key]
WHERE t1.[district_code] = @p0 COLLATE Latin1_General_100_BIN2
ORDER BY t0.[dossier_key]

-- count
SELECT COALESCE(SUM(CAST(t2.[received] AS bigint)), CAST(0 AS bigint))
FROM [agg_dossier_unit] AS t2
LEFT JOIN [dim_unit] AS t1 ON t1.[unit_key] = t2.[receiving_unit_key]
WHERE t1.[district_code] = @p0 COLLATE Latin1_General_100_BIN2
