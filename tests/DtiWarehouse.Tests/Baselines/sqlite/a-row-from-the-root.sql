-- GET Units?$filter=ValidFrom gt $root/Units(12)/ValidFrom&$select=UnitKey

-- rows
SELECT t0."unit_key"
FROM "dim_unit" AS t0
WHERE t0."valid_from" > (SELECT t1."valid_from"
FROM "dim_unit" AS t1
WHERE t1."unit_key" = @p0)
ORDER BY t0."unit_key"
LIMIT @p1
