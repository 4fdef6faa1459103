-- GET DossierMonths?$apply=groupby((rollup(ReceivingUnit/DistrictCode,ReceivingUnit/CommuneCode)),aggregate(Received with sum as R))

-- rows
SELECT t7."v6", t7."v7", t7."v8", t7."v9", t7."v5"
FROM (SELECT CAST(0 AS bigint) AS "v5", t3."v2" AS "v6", t3."v0" AS "v7", CAST(1 AS bigint) AS "v9", t3."v1" AS "v8"
FROM (SELECT t2."district_code" AS "v0", t2."commune_code" AS "v1", CAST(SUM(t1."received") AS bigint) AS "v2"
FROM "agg_dossier_month" AS t1
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."receiving_unit_key"
GROUP BY t2."district_code", t2."commune_code") AS t3
UNION ALL
SELECT CAST(1 AS bigint) AS "v5", t6."v4" AS "v6", t6."v3" AS "v7", CAST(NULL AS bigint) AS "v9", CAST(NULL AS text) AS "v8"
FROM (SELECT t5."district_code" AS "v3", CAST(SUM(t4."received") AS bigint) AS "v4"
FROM "agg_dossier_month" AS t4
LEFT JOIN "dim_unit" AS t5 ON t5."unit_key" = t4."receiving_unit_key"
GROUP BY t5."district_code") AS t6) AS t7
ORDER BY t7."v5" NULLS FIRST, (t7."v7" COLLATE "C") NULLS FIRST, (t7."v8" COLLATE "C") NULLS FIRST
LIMIT @p0
