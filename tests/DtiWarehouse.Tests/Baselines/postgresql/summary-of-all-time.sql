-- GET Dossiers?$apply=groupby((ReceivingUnit/DistrictCode),aggregate($count as N,ProcessingDays with sum as S,ProcessingDays with average as A))
-- from agg_dossier_unit

-- rows
SELECT t2."v1", t2."v2", t2."v3", t2."v0"
FROM (SELECT t1."district_code" AS "v0", CAST(SUM(t3."received") AS bigint) AS "v1", CASE WHEN CAST(SUM(t3."processing_days_count") AS bigint) > CAST(0 AS bigint) THEN CAST(SUM(t3."processing_days_sum") AS bigint) END AS "v2", (CAST(CAST(SUM(t3."processing_days_sum") AS bigint) AS NUMERIC) / NULLIF(CAST(SUM(t3."processing_days_count") AS bigint), 0)) AS "v3"
FROM (SELECT t4."receiving_unit_key" AS "receiving_unit_key", CAST(SUM(t4."received") AS bigint) AS "received", CAST(SUM(t4."processing_days_count") AS bigint) AS "processing_days_count", CAST(SUM(t4."processing_days_sum") AS bigint) AS "processing_days_sum"
FROM "agg_dossier_unit" AS t4
GROUP BY t4."receiving_unit_key") AS t3
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t3."receiving_unit_key"
GROUP BY t1."district_code") AS t2
ORDER BY (t2."v0" COLLATE "C") NULLS FIRST
LIMIT @p0
