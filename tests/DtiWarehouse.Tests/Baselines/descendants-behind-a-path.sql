-- GET Dossiers?$apply=descendants($root/Units,Organisation,ReceivingUnit/UnitKey,filter(ReceivingUnit/UnitCode eq 'H48'),keep start)/aggregate($count as N)

-- rows
WITH RECURSIVE q3 AS (
SELECT t4."unit_key" AS "node", t4."unit_key" AS "link0"
FROM "dim_unit" AS t4
WHERE t4."unit_key" IN (SELECT t1."receiving_unit_key"
FROM "fact_dossier" AS t1
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."receiving_unit_key"
WHERE t2."unit_code" = @p0)
UNION
SELECT t6."unit_key" AS "node", t6."unit_key" AS "link0"
FROM "dim_unit" AS t6
INNER JOIN q3 AS t5 ON t6."parent_unit_key" = t5."link0"
)
SELECT t8."v0"
FROM (SELECT COUNT(*) AS "v0"
FROM "fact_dossier" AS t0
WHERE t0."receiving_unit_key" IN (SELECT t7."node"
FROM q3 AS t7)) AS t8
LIMIT @p1
