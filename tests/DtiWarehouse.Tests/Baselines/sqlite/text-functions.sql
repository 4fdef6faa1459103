-- GET Units?$filter=startswith(tolower(Name),'ubnd') and contains(UnitCode,'H48') and not endswith(NameEn,'x')&$select=UnitKey

-- rows
SELECT t0."unit_key"
FROM "dim_unit" AS t0
WHERE (substr(odata_lower(t0."name"), 1, length(@p0)) = @p0) AND (instr(t0."unit_code", @p1) > 0) AND NOT ((substr(t0."name_en", length(t0."name_en") - length(@p2) + 1) = @p2 AND length(t0."name_en") >= length(@p2)))
ORDER BY t0."unit_key"
LIMIT @p3
