-- GET Units(12)?$select=Name&$expand=Parent($select=Name)

-- rows
SELECT t0."name", t1."unit_key", t1."name"
FROM "dim_unit" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."parent_unit_key"
WHERE t0."unit_key" = @p0
