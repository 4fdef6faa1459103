-- GET Units?$apply=filter(IsCurrent eq true)/ancestors($root/Units,Organisation,UnitKey,filter(contains(Name,'x')),2)&$select=Name

-- rows
WITH RECURSIVE q3 AS (
SELECT t0."unit_key" AS "unit_key", t0."unit_code" AS "unit_code", t0."name" AS "name", t0."name_en" AS "name_en", t0."kind" AS "kind", t0."level" AS "level", t0."admin_unit_key" AS "admin_unit_key", t0."parent_unit_key" AS "parent_unit_key", t0."is_inferred" AS "is_inferred", t0."current_unit_key" AS "current_unit_key", t0."province_code" AS "province_code", t0."province_name" AS "province_name", t0."district_code" AS "district_code", t0."district_name" AS "district_name", t0."commune_code" AS "commune_code", t0."commune_name" AS "commune_name", t0."valid_from" AS "valid_from", t0."valid_to" AS "valid_to", t0."is_current" AS "is_current", t0."name_sort" AS "name_sort", t0."updated_at" AS "updated_at"
FROM "dim_unit" AS t0
WHERE t0."is_current" = TRUE
),
q6 AS (
SELECT t9."unit_key" AS "node", t9."parent_unit_key" AS "link0", (t8."distance" + CAST(1 AS bigint)) AS "distance"
FROM "dim_unit" AS t9
JOIN (SELECT t7."unit_key" AS "node", t7."parent_unit_key" AS "link0", CAST(0 AS bigint) AS "distance"
FROM "dim_unit" AS t7
WHERE t7."unit_key" IN (SELECT t4."unit_key"
FROM q3 AS t4
WHERE (strpos(t4."name", @p0) > 0))) AS t8 ON t9."unit_key" = t8."link0"
WHERE t8."distance" < @p1
UNION
SELECT t11."unit_key" AS "node", t11."parent_unit_key" AS "link0", (t10."distance" + CAST(1 AS bigint)) AS "distance"
FROM "dim_unit" AS t11
JOIN q6 AS t10 ON t11."unit_key" = t10."link0"
WHERE t10."distance" < @p1
)
SELECT t5."name", t5."unit_key"
FROM q3 AS t5
WHERE t5."unit_key" IN (SELECT t12."node"
FROM q6 AS t12)
ORDER BY t5."unit_key"
LIMIT @p2
