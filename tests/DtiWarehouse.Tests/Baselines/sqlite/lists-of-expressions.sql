-- GET Dossiers?$filter=ReceivedDate in (DueDate,2023-11-27,null) and (ProcessingDays mul 2 mod 7) in [1,2]&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE ((t0."received_date" IN (@p0) OR t0."received_date" IS NULL) OR t0."received_date" = t0."due_date") AND (odata_in_int64((t0."processing_days" * @p1)) % NULLIF(@p2, 0)) IN (@p3, @p4)
ORDER BY t0."dossier_key"
LIMIT @p5
