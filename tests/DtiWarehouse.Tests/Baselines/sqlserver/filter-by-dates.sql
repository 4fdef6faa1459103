-- GET Dossiers?$filter=ReceivedDate ge 2023-01-01 and ReceivedDate lt 2024-01-01 and not (ResolvedDate le DueDate)&$count=true&$select=DossierKey

-- rows
SELECT TOP (@p2) t0.[dossier_key]
FROM [fact_dossier] AS t0
WHERE t0.[received_date] >= @p0 AND t0.[received_date_key] >= @p100001 AND (t0.[received_date] < @p1 AND t0.[received_date_key] < @p100003) AND NOT (CASE WHEN t0.[resolved_date] <= t0.[due_date] THEN 1 ELSE 0 END = 1)
ORDER BY t0.[dossier_key]

-- count
SELECT COUNT_BIG(*)
FROM [fact_dossier] AS t0
WHERE t0.[received_date] >= @p0 AND t0.[received_date_key] >= @p100001 AND (t0.[received_date] < @p1 AND t0.[received_date_key] < @p100003) AND NOT (CASE WHEN t0.[resolved_date] <= t0.[due_date] THEN 1 ELSE 0 END = 1)
