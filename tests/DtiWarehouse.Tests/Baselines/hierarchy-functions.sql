-- GET Units?$filter=Aggregation.isdescendant(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Ancestor=51) and not Aggregation.isleaf(HierarchyNodes=$root/Units,HierarchyQualifier='Organisation',Node=UnitKey)&$select=Name

-- rows
WITH RECURSIVE q1 AS (
SELECT t4."admin_unit_key" AS "node", t4."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t4
JOIN (SELECT t2."admin_unit_key" AS "node", t2."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t2
WHERE t2."admin_unit_key" = @p0) AS t3 ON t4."parent_admin_unit_key" = t3."link0"
UNION
SELECT t6."admin_unit_key" AS "node", t6."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t6
JOIN q1 AS t5 ON t6."parent_admin_unit_key" = t5."link0"
)
SELECT t0."name", t0."unit_key"
FROM "dim_unit" AS t0
WHERE t0."admin_unit_key" IN (SELECT t7."node"
FROM q1 AS t7) AND NOT (t0."unit_key" IN (SELECT t8."unit_key"
FROM "dim_unit" AS t8
WHERE NOT EXISTS (SELECT 1
FROM "dim_unit" AS t9
WHERE t9."parent_unit_key" = t8."unit_key")))
ORDER BY t0."unit_key"
LIMIT @p1
