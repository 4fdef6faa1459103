-- GET Units?$filter=startswith(tolower(Name),'ubnd') and contains(UnitCode,'H48') and not endswith(NameEn,'x')&$select=UnitKey

-- rows
SELECT t0."unit_key"
FROM "dim_unit" AS t0
WHERE starts_with((lower(t0."name" COLLATE "und-x-icu") COLLATE "C"), @p0) AND (strpos(t0."unit_code", @p1) > 0) AND NOT ((right(t0."name_en", length(@p2)) = @p2))
ORDER BY t0."unit_key"
LIMIT @p3
