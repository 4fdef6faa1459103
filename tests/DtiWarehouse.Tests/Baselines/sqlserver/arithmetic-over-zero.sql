-- GET DossierMonths?$filter=ResolvedOnTime mul 100 div Resolved lt 90&$orderby=ProcessingDaysSum divby ProcessingDaysCount desc&$select=Resolved

-- rows
SELECT TOP (@p2) t0.[resolved], (CAST(t0.[processing_days_sum] AS float) / NULLIF(CAST(t0.[processing_days_count] AS float), 0)), t0.[dossier_month_key]
FROM [agg_dossier_month] AS t0
WHERE ((CAST(t0.[resolved_on_time] AS bigint) * @p0) / NULLIF(CAST(t0.[resolved] AS bigint), 0)) < @p1
ORDER BY (SELECT (CAST(t0.[processing_days_sum] AS float) / NULLIF(CAST(t0.[processing_days_count] AS float), 0))) DESC, t0.[dossier_month_key] DESC
