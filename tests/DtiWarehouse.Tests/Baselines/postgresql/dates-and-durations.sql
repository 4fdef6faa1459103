-- GET Dossiers?$filter=ResolvedDate sub ReceivedDate gt 'P10D' and UpdatedAt add duration'PT1H' gt now()&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE make_interval(days => t0."resolved_date" - t0."received_date") > @p0 AND (CASE WHEN (t0."updated_at" + @p1) BETWEEN TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00' THEN (t0."updated_at" + @p1) ELSE CAST('odata: overflow' || left(CAST((t0."updated_at" + @p1) AS text), 0) AS timestamptz) END) > @p2
ORDER BY t0."dossier_key"
LIMIT @p3
