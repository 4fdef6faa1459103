-- GET Units?$filter=Aggregation.isdescendant(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Ancestor=51) and not Aggregation.isleaf(HierarchyNodes=$root/Units,HierarchyQualifier='Organisation',Node=UnitKey)&$select=Name

-- rows
WITH RECURSIVE q3 AS (
SELECT t6."admin_unit_key" AS "node", t6."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t6
JOIN (SELECT t4."admin_unit_key" AS "node", t4."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t4
WHERE t4."admin_unit_key" = @p0) AS t5 ON t6."parent_admin_unit_key" = t5."link0"
UNION
SELECT t8."admin_unit_key" AS "node", t8."admin_unit_key" AS "link0"
FROM "dim_admin_unit" AS t8
JOIN q3 AS t7 ON t8."parent_admin_unit_key" = t7."link0"
)
SELECT t0."name", t0."unit_key"
FROM "dim_unit" AS t0
WHERE t0."admin_unit_key" IN (SELECT t9."node"
FROM q3 AS t9) AND NOT (t0."unit_key" IN (SELECT t12."unit_key"
FROM "dim_unit" AS t12
WHERE NOT EXISTS (SELECT TRUE
FROM "dim_unit" AS t13
WHERE t13."parent_unit_key" = t12."unit_key")))
ORDER BY t0."unit_key"
LIMIT @p1
