-- GET SignedDocuments?$apply=filter(DocumentDate gt 2023-06-30)/groupby((Unit/Name,Direction),aggregate($count as N))
-- from agg_document_month

-- rows
SELECT t2."v1", t2."v2", t2."v0"
FROM (SELECT t1."name" AS "v0", t3."direction" AS "v1", (CAST(SUM(t3."documents") AS bigint) + CAST(SUM(t3."secret") AS bigint)) AS "v2"
FROM (SELECT t5."direction" AS "direction", t5."unit_key" AS "unit_key", CAST(SUM(t5."documents") AS bigint) AS "documents", CAST(SUM(t5."secret") AS bigint) AS "secret"
FROM "agg_document_month" AS t5
WHERE (CAST(t5."documents" AS bigint) + CAST(t5."secret" AS bigint)) > CAST(0 AS bigint) AND t5."month_period_key" IN (SELECT t6."period_key" AS "period_key"
FROM "dim_period" AS t6
WHERE t6."start_date" > @p0)
GROUP BY t5."direction", t5."unit_key") AS t3
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t3."unit_key"
GROUP BY t1."name", t3."direction") AS t2
ORDER BY (t2."v0" COLLATE "C") NULLS FIRST, (t2."v1" COLLATE "C") NULLS FIRST
LIMIT @p1
