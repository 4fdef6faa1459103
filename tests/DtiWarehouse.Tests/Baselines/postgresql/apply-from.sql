-- GET DossierMonths?$apply=aggregate(Received with sum from MonthPeriod/Code with average as Monthly)

-- rows
SELECT t8."v4"
FROM (SELECT t7."v3" AS "v4"
FROM (SELECT CAST(1 AS bigint) AS "v0"
FROM (SELECT 1 AS one) AS t1) AS t6
LEFT JOIN (SELECT t5."v3" AS "v3"
FROM (SELECT AVG(t4."v2") AS "v3"
FROM (SELECT t3."code" AS "v1", CAST(SUM(t2."received") AS bigint) AS "v2"
FROM "agg_dossier_month" AS t2
LEFT JOIN "dim_period" AS t3 ON t3."period_key" = t2."month_period_key"
GROUP BY t3."code") AS t4) AS t5) AS t7 ON TRUE) AS t8
LIMIT @p0
