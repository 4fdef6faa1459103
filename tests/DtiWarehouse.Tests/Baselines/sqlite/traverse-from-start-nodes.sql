-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,postorder,filter(Level eq 'Province'),NameSort desc)&$select=Name

-- rows
WITH RECURSIVE q5 AS (
SELECT t4."admin_unit_key" AS "node", t4."admin_unit_key" AS "link0", t4."parent_admin_unit_key" AS "uplink0", ROW_NUMBER() OVER (ORDER BY t4."name_sort", t4."admin_unit_key" DESC) AS "rank"
FROM "dim_admin_unit" AS t4
),
q6 AS (
SELECT t3."admin_unit_key" AS "node", t3."admin_unit_key" AS "link0", printf('%010d', ROW_NUMBER() OVER (ORDER BY t3."name_sort", t3."admin_unit_key" DESC)) AS "place", '[]' AS "path", 1 AS "depth"
FROM "dim_admin_unit" AS t3
WHERE t3."level" = @p0
UNION ALL
SELECT t7."node" AS "node", t7."link0" AS "link0", (t8."place" || printf('%010d', t7."rank")) AS "place", ('[' || json_quote(odata_cast(t8."node", 'Int32', 'String')) || CASE t8."path" WHEN '[]' THEN ']' ELSE ',' || substr(t8."path", 2) END) AS "path", odata_in_int64((t8."depth" + 1)) AS "depth"
FROM q5 AS t7
JOIN q6 AS t8 ON t7."uplink0" = t8."link0"
WHERE odata_depth(t8."depth", 100)
)
SELECT t10."v1", t10."name", t10."v2", t10."v3"
FROM (SELECT t0."admin_unit_key" AS "admin_unit_key", t0."code" AS "code", t0."name" AS "name", t0."type" AS "type", t0."level" AS "level", t0."parent_admin_unit_key" AS "parent_admin_unit_key", t0."current_admin_unit_key" AS "current_admin_unit_key", t0."province_code" AS "province_code", t0."province_name" AS "province_name", t0."district_code" AS "district_code", t0."district_name" AS "district_name", t0."commune_code" AS "commune_code", t0."commune_name" AS "commune_name", t0."valid_from" AS "valid_from", t0."valid_to" AS "valid_to", t0."is_current" AS "is_current", t0."name_sort" AS "name_sort", t0."updated_at" AS "updated_at", t9."place" AS "v0", t9."path" AS "v1", t9."place" AS "v2", t0."admin_unit_key" AS "v3"
FROM "dim_admin_unit" AS t0
JOIN q6 AS t9 ON t0."admin_unit_key" = t9."node") AS t10
ORDER BY t10."v2" DESC, t10."v3"
LIMIT @p1
