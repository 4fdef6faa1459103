-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,preorder,NameSort)&$select=Name
-- a later page; token values: vv (n = null)

-- rows
WITH RECURSIVE q4 AS (
SELECT t3."admin_unit_key" AS "node", t3."admin_unit_key" AS "link0", t3."parent_admin_unit_key" AS "uplink0", ROW_NUMBER() OVER (ORDER BY t3."name_sort", t3."admin_unit_key") AS "rank"
FROM "dim_admin_unit" AS t3
),
q5 AS (
SELECT t6."node" AS "node", t6."link0" AS "link0", printf('%010d', t6."rank") AS "place", 1 AS "depth"
FROM q4 AS t6
WHERE NOT EXISTS (SELECT 1
FROM "dim_admin_unit" AS t7
WHERE t7."admin_unit_key" = t6."uplink0")
UNION ALL
SELECT t8."node" AS "node", t8."link0" AS "link0", (t9."place" || printf('%010d', t8."rank")) AS "place", odata_in_int64((t9."depth" + 1)) AS "depth"
FROM q4 AS t8
JOIN q5 AS t9 ON t8."uplink0" = t9."link0"
WHERE odata_depth(t9."depth", 100)
)
SELECT t0."name", t10."place", t0."admin_unit_key"
FROM "dim_admin_unit" AS t0
JOIN q5 AS t10 ON t0."admin_unit_key" = t10."node"
WHERE t10."place" >= @p2 AND (t10."place" > @p1 OR t0."admin_unit_key" > @p0)
ORDER BY t10."place", t0."admin_unit_key"
LIMIT @p3
