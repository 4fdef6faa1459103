-- GET Units?$filter=AdminUnit eq $root/AdminUnits(5) and Parent/AdminUnit ne AdminUnit&$select=Name

-- rows
SELECT t0."name", t0."unit_key"
FROM "dim_unit" AS t0
LEFT JOIN "dim_admin_unit" AS t1 ON t1."admin_unit_key" = t0."admin_unit_key"
LEFT JOIN "dim_unit" AS t3 ON t3."unit_key" = t0."parent_unit_key"
LEFT JOIN "dim_admin_unit" AS t4 ON t4."admin_unit_key" = t3."admin_unit_key"
WHERE t1."admin_unit_key" IS (SELECT t2."admin_unit_key"
FROM "dim_admin_unit" AS t2
WHERE t2."admin_unit_key" = @p0) AND NOT (t4."admin_unit_key" IS t1."admin_unit_key")
ORDER BY t0."unit_key"
LIMIT @p1
