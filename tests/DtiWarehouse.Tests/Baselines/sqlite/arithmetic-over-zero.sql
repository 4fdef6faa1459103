-- GET DossierMonths?$filter=ResolvedOnTime mul 100 div Resolved lt 90&$orderby=ProcessingDaysSum divby ProcessingDaysCount desc&$select=Resolved

-- rows
SELECT t0."resolved", odata_in_decimal((CAST(t0."processing_days_sum" AS REAL) / NULLIF(t0."processing_days_count", 0))), t0."dossier_month_key"
FROM "agg_dossier_month" AS t0
WHERE odata_in_int64((odata_in_int64((t0."resolved_on_time" * @p0)) / NULLIF(t0."resolved", 0))) < @p1
ORDER BY ifnull((CAST(t0."processing_days_sum" AS REAL) / NULLIF(t0."processing_days_count", 0)), NULL) DESC, t0."dossier_month_key" DESC
LIMIT @p2
