-- GET AdminUnits?$apply=descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51'),keep start)&$select=Name

-- rows
WITH RECURSIVE q2 AS (
SELECT t3."admin_unit_key" AS "node", t3."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t3
WHERE t3."admin_unit_key" IN (SELECT t1."admin_unit_key"
FROM "dim_admin_unit" AS t1
WHERE t1."code" = @p0)
UNION
SELECT t5."admin_unit_key" AS "node", t5."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t5
INNER JOIN q2 AS t4 ON t5."parent_admin_unit_key" = t4."link0"
)
SELECT t0."name", t0."admin_unit_key"
FROM "dim_admin_unit" AS t0
WHERE t0."admin_unit_key" IN (SELECT t6."node"
FROM q2 AS t6)
ORDER BY t0."admin_unit_key"
LIMIT @p1
