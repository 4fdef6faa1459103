-- GET AdminUnits?$apply=descendants($root/AdminUnits,Territory,AdminUnitKey,filter(Code eq '51'),keep start)&$select=Name

-- rows
WITH RECURSIVE q5 AS (
SELECT t6."admin_unit_key" AS "node", t6."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t6
WHERE t6."admin_unit_key" IN (SELECT t3."admin_unit_key"
FROM "dim_admin_unit" AS t3
WHERE t3."code" = @p0)
UNION
SELECT t8."admin_unit_key" AS "node", t8."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t8
JOIN q5 AS t7 ON t8."parent_admin_unit_key" = t7."link0"
)
SELECT t4."name", t4."admin_unit_key"
FROM "dim_admin_unit" AS t4
WHERE t4."admin_unit_key" IN (SELECT t9."node"
FROM q5 AS t9)
ORDER BY t4."admin_unit_key"
LIMIT @p1
