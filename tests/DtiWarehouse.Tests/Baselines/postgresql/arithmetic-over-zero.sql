-- GET DossierMonths?$filter=ResolvedOnTime mul 100 div Resolved lt 90&$orderby=ProcessingDaysSum divby ProcessingDaysCount desc&$select=Resolved

-- rows
SELECT t0."resolved", (CASE WHEN abs((CAST(t0."processing_days_sum" AS numeric) / NULLIF(CAST(t0."processing_days_count" AS numeric), 0))) < 79228162514264337593543950336 THEN (CAST(t0."processing_days_sum" AS numeric) / NULLIF(CAST(t0."processing_days_count" AS numeric), 0)) ELSE CAST('odata: overflow' || left(CAST((CAST(t0."processing_days_sum" AS numeric) / NULLIF(CAST(t0."processing_days_count" AS numeric), 0)) AS text), 0) AS numeric) END), t0."dossier_month_key"
FROM "agg_dossier_month" AS t0
WHERE ((CAST(t0."resolved_on_time" AS bigint) * @p0) / NULLIF(CAST(t0."resolved" AS bigint), 0)) < @p1
ORDER BY (CAST(t0."processing_days_sum" AS numeric) / NULLIF(CAST(t0."processing_days_count" AS numeric), 0)) DESC NULLS LAST, t0."dossier_month_key" DESC
LIMIT @p2
