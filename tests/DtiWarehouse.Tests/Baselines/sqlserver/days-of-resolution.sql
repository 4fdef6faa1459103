-- GET Dossiers?$filter=ResolvedDate eq 2023-06-01&$select=DossierKey

-- rows
SELECT TOP (@p1) t0.[dossier_key]
FROM [fact_dossier] AS t0
WHERE t0.[resolved_date] = @p0 AND t0.[resolved_date_key] = @p100001
ORDER BY t0.[dossier_key]
