-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,preorder,NameSort)&$select=Name
-- a later page; token values: vv (n = null)

-- rows
WITH RECURSIVE q4 AS (
SELECT t3."admin_unit_key" AS "node", t3."admin_unit_key" AS "link0", t3."parent_admin_unit_key" AS "uplink0", ROW_NUMBER() OVER (ORDER BY (t3."name_sort" COLLATE "C"), t3."admin_unit_key") AS "rank"
FROM "dim_admin_unit" AS t3
),
q5 AS (
SELECT t6."node" AS "node", t6."link0" AS "link0", (LPAD(CAST(t6."rank" AS text), 10, '0') COLLATE "C") AS "place", CAST(1 AS bigint) AS "depth"
FROM q4 AS t6
WHERE NOT EXISTS (SELECT TRUE
FROM "dim_admin_unit" AS t7
WHERE t7."admin_unit_key" = t6."uplink0")
UNION ALL
SELECT t8."node" AS "node", t8."link0" AS "link0", (t9."place" || (LPAD(CAST(t8."rank" AS text), 10, '0') COLLATE "C") COLLATE "C") AS "place", (t9."depth" + CAST(1 AS bigint)) AS "depth"
FROM q4 AS t8
JOIN q5 AS t9 ON t8."uplink0" = t9."link0"
WHERE CASE WHEN t9."depth" <= 100 THEN TRUE ELSE CAST('odata: too deep' || left(CAST(t9."depth" AS text), 0) AS boolean) END
)
SELECT t0."name", t10."place", t0."admin_unit_key"
FROM "dim_admin_unit" AS t0
JOIN q5 AS t10 ON t0."admin_unit_key" = t10."node"
WHERE (t10."place" COLLATE "C") >= @p2 AND ((t10."place" COLLATE "C") > @p1 OR t0."admin_unit_key" > @p0)
ORDER BY (t10."place" COLLATE "C"), t0."admin_unit_key"
LIMIT @p3
