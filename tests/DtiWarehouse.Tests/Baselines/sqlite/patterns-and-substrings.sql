-- GET Units?$filter=matchesPattern(UnitCode,'^H48') and substring(Name,-3,2) eq 'ng'&$select=UnitKey

-- rows
SELECT t0."unit_key"
FROM "dim_unit" AS t0
WHERE odata_matches(t0."unit_code", @p0) AND substr(substr(t0."name", @p1 + (@p1 >= 0)), 1, odata_length(@p2)) = @p3
ORDER BY t0."unit_key"
LIMIT @p4
