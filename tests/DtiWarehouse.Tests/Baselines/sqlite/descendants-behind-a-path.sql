-- GET Dossiers?$apply=descendants($root/Units,Organisation,ReceivingUnit/UnitKey,filter(ReceivingUnit/UnitCode eq 'H48'),keep start)/aggregate($count as N)

-- rows
WITH RECURSIVE q6 AS (
SELECT t7."unit_key" AS "node", t7."unit_key" AS "link0"
FROM "dim_unit" AS t7
WHERE t7."unit_key" IN (SELECT t3."receiving_unit_key"
FROM "fact_dossier" AS t3
LEFT JOIN "dim_unit" AS t4 ON t4."unit_key" = t3."receiving_unit_key"
WHERE t4."unit_code" = @p0)
UNION
SELECT t9."unit_key" AS "node", t9."unit_key" AS "link0"
FROM "dim_unit" AS t9
JOIN q6 AS t8 ON t9."parent_unit_key" = t8."link0"
)
SELECT t11."v0"
FROM (SELECT COUNT(*) AS "v0"
FROM "fact_dossier" AS t5
WHERE t5."receiving_unit_key" IN (SELECT t10."node"
FROM q6 AS t10)) AS t11
LIMIT @p1
