-- GET Dossiers?$filter=UpdatedAt ge 2023-11-27T00:00:00Z and UpdatedAt lt 2023-11-28T00:00:00Z&$orderby=UpdatedAt&$select=DossierKey

-- rows
SELECT t0."dossier_key", t0."updated_at"
FROM "fact_dossier" AS t0
WHERE t0."updated_at" >= @p0 AND t0."updated_at" < @p1
ORDER BY t0."updated_at", t0."dossier_key"
LIMIT @p2
