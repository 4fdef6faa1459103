-- GET Dossiers?$filter=ReceivedDate ge 2023-01-01 and ReceivedDate lt 2024-01-01 and not (ResolvedDate le DueDate)&$count=true&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE t0."received_date" >= @p0 AND t0."received_date_key" >= @p100001 AND (t0."received_date" < @p1 AND t0."received_date_key" < @p100003) AND NOT (((t0."resolved_date" <= t0."due_date") IS TRUE))
ORDER BY t0."dossier_key"
LIMIT @p2

-- count
SELECT COUNT(*)
FROM "fact_dossier" AS t0
WHERE t0."received_date" >= @p0 AND t0."received_date_key" >= @p100001 AND (t0."received_date" < @p1 AND t0."received_date_key" < @p100003) AND NOT (((t0."resolved_date" <= t0."due_date") IS TRUE))
