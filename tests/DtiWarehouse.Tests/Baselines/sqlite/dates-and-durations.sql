-- GET Dossiers?$filter=ResolvedDate sub ReceivedDate gt 'P10D' and UpdatedAt add duration'PT1H' gt now()&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE odata_days(t0."resolved_date", t0."received_date") > @p0 AND odata_later(t0."updated_at", @p1, 1) > @p2
ORDER BY t0."dossier_key"
LIMIT @p3
