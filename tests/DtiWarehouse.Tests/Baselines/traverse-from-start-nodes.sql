-- GET AdminUnits?$apply=traverse($root/AdminUnits,Territory,AdminUnitKey,postorder,filter(Level eq 'Province'),NameSort desc)&$select=Name

-- rows
WITH RECURSIVE q3 AS (
SELECT t2."admin_unit_key" AS "node", t2."admin_unit_key" AS "link0", t2."parent_admin_unit_key" AS "uplink0", ROW_NUMBER() OVER (ORDER BY t2."name_sort", t2."admin_unit_key" DESC) AS "rank"
FROM "dim_admin_unit" AS t2
),
q4 AS (
SELECT t1."admin_unit_key" AS "node", t1."admin_unit_key" AS "link0", printf('%010d', ROW_NUMBER() OVER (ORDER BY t1."name_sort", t1."admin_unit_key" DESC)) AS "place", 1 AS "depth"
FROM "dim_admin_unit" AS t1
WHERE t1."level" = @p0
UNION ALL
SELECT t5."node" AS "node", t5."link0" AS "link0", (t6."place" || printf('%010d', t5."rank")) AS "place", odata_in_int64((t6."depth" + 1)) AS "depth"
FROM q3 AS t5
JOIN q4 AS t6 ON t5."uplink0" = t6."link0"
WHERE odata_depth(t6."depth", 100)
)
SELECT t8."name", t8."v1", t8."v2"
FROM (SELECT t0."admin_unit_key" AS "admin_unit_key", t0."code" AS "code", t0."name" AS "name", t0."type" AS "type", t0."level" AS "level", t0."parent_admin_unit_key" AS "parent_admin_unit_key", t0."current_admin_unit_key" AS "current_admin_unit_key", t0."province_code" AS "province_code", t0."province_name" AS "province_name", t0."district_code" AS "district_code", t0."district_name" AS "district_name", t0."commune_code" AS "commune_code", t0."commune_name" AS "commune_name", t0."valid_from" AS "valid_from", t0."valid_to" AS "valid_to", t0."is_current" AS "is_current", t0."name_sort" AS "name_sort", t0."updated_at" AS "updated_at", t7."place" AS "v0", t7."place" AS "v1", t0."admin_unit_key" AS "v2"
FROM "dim_admin_unit" AS t0
JOIN q4 AS t7 ON t0."admin_unit_key" = t7."node") AS t8
ORDER BY t8."v1" DESC, t8."v2"
LIMIT @p1
