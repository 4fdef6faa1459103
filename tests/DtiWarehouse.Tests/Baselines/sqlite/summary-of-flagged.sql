-- GET Dossiers?$apply=filter(IsOnTime eq true and startswith(ReceivingUnit/Name,'UBND'))/groupby((ReceivingUnit/CurrentUnit/Name,Channel),aggregate($count as N))
-- from agg_dossier_unit

-- rows
SELECT t3."v2", t3."v3", t3."v0", t3."v1"
FROM (SELECT CASE WHEN t2."unit_key" IS NOT NULL THEN 1 END AS "v0", t2."name" AS "v1", t4."channel" AS "v2", SUM(t4."on_time") AS "v3"
FROM "agg_dossier_unit" AS t4
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t4."receiving_unit_key"
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."current_unit_key"
WHERE t4."on_time" > 0 AND (substr(t1."name", 1, length(@p0)) = @p0)
GROUP BY CASE WHEN t2."unit_key" IS NOT NULL THEN 1 END, t2."name", t4."channel") AS t3
ORDER BY t3."v0", t3."v1", t3."v2"
LIMIT @p1
