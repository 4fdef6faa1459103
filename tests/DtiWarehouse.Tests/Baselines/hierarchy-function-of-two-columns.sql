-- GET Units?$filter=Aggregation.isancestor(HierarchyNodes=$root/AdminUnits,HierarchyQualifier='Territory',Node=AdminUnitKey,Descendant=Parent/AdminUnitKey,MaxDistance=2)&$select=Name

-- rows
WITH RECURSIVE q2 AS (
SELECT t4."start" AS "start", t5."admin_unit_key" AS "node", t5."parent_admin_unit_key" AS "link0", odata_in_int64((t4."distance" + 1)) AS "distance"
FROM "dim_admin_unit" AS t5
JOIN (SELECT t3."admin_unit_key" AS "start", t3."admin_unit_key" AS "node", t3."parent_admin_unit_key" AS "link0", 0 AS "distance"
FROM "dim_admin_unit" AS t3) AS t4 ON t5."admin_unit_key" = t4."link0"
WHERE t4."distance" < @p0
UNION
SELECT t6."start" AS "start", t7."admin_unit_key" AS "node", t7."parent_admin_unit_key" AS "link0", odata_in_int64((t6."distance" + 1)) AS "distance"
FROM "dim_admin_unit" AS t7
JOIN q2 AS t6 ON t7."admin_unit_key" = t6."link0"
WHERE t6."distance" < @p0
)
SELECT t0."name", t0."unit_key"
FROM "dim_unit" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."parent_unit_key"
WHERE EXISTS (SELECT 1
FROM q2 AS t8
WHERE t8."start" = t1."admin_unit_key" AND t8."node" = t0."admin_unit_key")
ORDER BY t0."unit_key"
LIMIT @p1
