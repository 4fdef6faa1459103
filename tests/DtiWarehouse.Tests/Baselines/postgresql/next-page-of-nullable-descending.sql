-- GET Dossiers?$orderby=ResolvedDate desc,ReceivingUnit/Name&$select=DossierCode
-- a later page; token values: vvv (n = null)

-- rows
SELECT t0."dossier_code", t0."resolved_date", t1."name", t0."dossier_key"
FROM "fact_dossier" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key"
WHERE t0."resolved_date" < @p3 OR t0."resolved_date" IS NULL OR (t0."resolved_date" = @p4 AND ((t1."name" COLLATE "C") >= @p2 AND ((t1."name" COLLATE "C") > @p1 OR t0."dossier_key" > @p0)))
ORDER BY t0."resolved_date" DESC NULLS LAST, (t1."name" COLLATE "C") NULLS FIRST, t0."dossier_key"
LIMIT @p5
