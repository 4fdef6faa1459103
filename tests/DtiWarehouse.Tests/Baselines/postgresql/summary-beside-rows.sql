-- GET Dossiers?$count=true&$top=5&$select=DossierCode&$filter=ReceivingUnit/DistrictCode eq '522'
-- from agg_dossier_unit

-- rows
SELECT t0."dossier_code", t0."dossier_key"
FROM "fact_dossier" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key"
WHERE t1."district_code" = @p0
ORDER BY t0."dossier_key"
LIMIT @p1

-- count
SELECT COALESCE(CAST(SUM(t2."received") AS bigint), CAST(0 AS bigint))
FROM "agg_dossier_unit" AS t2
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t2."receiving_unit_key"
WHERE t1."district_code" = @p0
