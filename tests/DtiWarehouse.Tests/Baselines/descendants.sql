-- GET AdminUnits?$apply=descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51'),keep start)&$select=Name

-- rows
WITH RECURSIVE q3 AS (
SELECT t4."admin_unit_key" AS "node", t4."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t4
WHERE t4."admin_unit_key" IN (SELECT t1."admin_unit_key"
FROM "dim_admin_unit" AS t1
WHERE t1."code" = @p0)
UNION
SELECT t6."admin_unit_key" AS "node", t6."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t6
JOIN q3 AS t5 ON t6."parent_admin_unit_key" = t5."link0"
)
SELECT t2."name", t2."admin_unit_key"
FROM "dim_admin_unit" AS t2
WHERE t2."admin_unit_key" IN (SELECT t7."node"
FROM q3 AS t7)
ORDER BY t2."admin_unit_key"
LIMIT @p1
