-- GET Units?$filter=Aggregation.isancestor(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Descendant=Parent/AdminUnitKey,MaxDistance=2)&$select=Name

-- rows
WITH RECURSIVE q4 AS (
SELECT t6."start" AS "start", t7."admin_unit_key" AS "node", t7."parent_admin_unit_key" AS "link0", (t6."distance" + CAST(1 AS bigint)) AS "distance"
FROM "dim_admin_unit" AS t7
JOIN (SELECT t5."admin_unit_key" AS "start", t5."admin_unit_key" AS "node", t5."parent_admin_unit_key" AS "link0", CAST(0 AS bigint) AS "distance"
FROM "dim_admin_unit" AS t5) AS t6 ON t7."admin_unit_key" = t6."link0"
WHERE t6."distance" < @p0
UNION
SELECT t8."start" AS "start", t9."admin_unit_key" AS "node", t9."parent_admin_unit_key" AS "link0", (t8."distance" + CAST(1 AS bigint)) AS "distance"
FROM "dim_admin_unit" AS t9
JOIN q4 AS t8 ON t9."admin_unit_key" = t8."link0"
WHERE t8."distance" < @p0
)
SELECT t0."name", t0."unit_key"
FROM "dim_unit" AS t0
LEFT JOIN "dim_unit" AS t3 ON t3."unit_key" = t0."parent_unit_key"
WHERE EXISTS (SELECT TRUE
FROM q4 AS t10
WHERE t10."start" = t3."admin_unit_key" AND t10."node" = t0."admin_unit_key")
ORDER BY t0."unit_key"
LIMIT @p1
