-- GET Dossiers?$apply=descendants($root/Units,Organisation,ReceivingUnit/UnitKey,filter(ReceivingUnit/UnitCode eq 'H48'),keep start)/aggregate($count as N)

-- rows
WITH RECURSIVE q4 AS (
SELECT t5."unit_key" AS "node", t5."unit_key" AS "link0"
FROM "dim_unit" AS t5
WHERE t5."unit_key" IN (SELECT t1."receiving_unit_key"
FROM "fact_dossier" AS t1
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."receiving_unit_key"
WHERE t2."unit_code" = @p0)
UNION
SELECT t7."unit_key" AS "node", t7."unit_key" AS "link0"
FROM "dim_unit" AS t7
JOIN q4 AS t6 ON t7."parent_unit_key" = t6."link0"
)
SELECT t9."v0"
FROM (SELECT COUNT(*) AS "v0"
FROM "fact_dossier" AS t3
WHERE t3."receiving_unit_key" IN (SELECT t8."node"
FROM q4 AS t8)) AS t9
LIMIT @p1
