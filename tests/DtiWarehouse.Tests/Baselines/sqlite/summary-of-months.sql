-- GET Dossiers?$apply=filter(ResolvedDate ge 2023-01-01 and ResolvedDate le 2023-12-31)/groupby((ResolvedOn/Quarter,ReceivingUnit/Level),aggregate($count as N,ProcessingDays with average as A))
-- from agg_dossier_unit_month

-- rows
SELECT t3."v2", t3."v3", t3."v0", t3."v1"
FROM (SELECT t6."quarter" AS "v0", t2."level" AS "v1", SUM(t5."resolved") AS "v2", (CAST(SUM(t5."processing_days_sum") AS REAL) / NULLIF(SUM(t5."processing_days_count"), 0)) AS "v3"
FROM (SELECT t7."receiving_unit_key" AS "receiving_unit_key", t7."month_period_key" AS "month_period_key", SUM(t7."resolved") AS "resolved", SUM(t7."processing_days_sum") AS "processing_days_sum", SUM(t7."processing_days_count") AS "processing_days_count"
FROM "agg_dossier_unit_month" AS t7
WHERE t7."resolved" > 0 AND t7."month_period_key" IN (SELECT t8."period_key" AS "period_key"
FROM "dim_period" AS t8
WHERE t8."start_date" >= @p0 AND t8."start_date" <= @p1)
GROUP BY t7."receiving_unit_key", t7."month_period_key") AS t5
LEFT JOIN "dim_period" AS t6 ON t6."period_key" = t5."month_period_key"
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t5."receiving_unit_key"
GROUP BY t6."quarter", t2."level") AS t3
ORDER BY t3."v0", t3."v1"
LIMIT @p2
