-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,preorder,NameSort)&$select=Name
-- a later page; token values: vv (n = null)

-- rows
WITH RECURSIVE q2 AS (
SELECT t1."admin_unit_key" AS "node", t1."admin_unit_key" AS "link0", t1."parent_admin_unit_key" AS "uplink0", ROW_NUMBER() OVER (ORDER BY t1."name_sort", t1."admin_unit_key") AS "rank"
FROM "dim_admin_unit" AS t1
),
q3 AS (
SELECT t4."node" AS "node", t4."link0" AS "link0", printf('%010d', t4."rank") AS "place", 1 AS "depth"
FROM q2 AS t4
WHERE NOT EXISTS (SELECT 1
FROM "dim_admin_unit" AS t5
WHERE t5."admin_unit_key" = t4."uplink0")
UNION ALL
SELECT t6."node" AS "node", t6."link0" AS "link0", (t7."place" || printf('%010d', t6."rank")) AS "place", odata_in_int64((t7."depth" + 1)) AS "depth"
FROM q2 AS t6
JOIN q3 AS t7 ON t6."uplink0" = t7."link0"
WHERE odata_depth(t7."depth", 100)
)
SELECT t0."name", t8."place", t0."admin_unit_key"
FROM "dim_admin_unit" AS t0
JOIN q3 AS t8 ON t0."admin_unit_key" = t8."node"
WHERE t8."place" >= @p2 AND (t8."place" > @p1 OR t0."admin_unit_key" > @p0)
ORDER BY t8."place", t0."admin_unit_key"
LIMIT @p3
