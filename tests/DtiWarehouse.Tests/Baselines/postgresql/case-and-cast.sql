-- GET Dossiers?$filter=case(IsOnTime eq true:1,ResolvedDate ne null:0) eq 0 and cast(ProcessingDays,Edm.String) eq '7'&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE CASE WHEN t0."is_on_time" = TRUE THEN @p0 WHEN t0."resolved_date" IS NOT NULL THEN @p1 END = @p2 AND (CAST(t0."processing_days" AS text) COLLATE "C") = @p3
ORDER BY t0."dossier_key"
LIMIT @p4
