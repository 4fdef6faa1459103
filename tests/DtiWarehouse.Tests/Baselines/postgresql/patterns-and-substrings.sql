-- GET Units?$filter=matchesPattern(UnitCode,'^H48') and substring(Name,-3,2) eq 'ng'&$select=UnitKey

-- rows
SELECT t0."unit_key"
FROM "dim_unit" AS t0
WHERE ((t0."unit_code" COLLATE "C") ~ @p0) AND substr((SELECT CASE WHEN v.b < 0 THEN right(v.a, -v.b) ELSE substr(v.a, v.b + 1) END FROM (SELECT t0."name" AS a, (CAST(CASE WHEN @p1 > 2147483646 THEN 2147483646 WHEN @p1 < -2147483646 THEN -2147483646 ELSE @p1 END AS integer)) AS b) AS v), 1, (CAST(CASE WHEN @p2 > 2147483646 THEN 2147483646 WHEN @p2 < -2147483646 THEN -2147483646 ELSE @p2 END AS integer))) = @p3
ORDER BY t0."unit_key"
LIMIT @p4
