-- GET Dossiers?$select=DossierCode
-- a later page; token values: v (n = null)

-- rows
SELECT t0."dossier_code", t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE t0."dossier_key" > @p0
ORDER BY t0."dossier_key"
LIMIT @p1
