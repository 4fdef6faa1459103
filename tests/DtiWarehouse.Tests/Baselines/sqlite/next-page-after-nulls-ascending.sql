-- GET Dossiers?$orderby=ResolvedDate&$select=DossierCode
-- a later page; token values: nv (n = null)

-- rows
SELECT t0."dossier_code", t0."resolved_date", t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE t0."resolved_date" IS NOT NULL OR (t0."resolved_date" IS NULL AND t0."dossier_key" > @p0)
ORDER BY t0."resolved_date", t0."dossier_key"
LIMIT @p1
