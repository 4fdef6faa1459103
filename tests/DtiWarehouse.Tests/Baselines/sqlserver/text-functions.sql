-- GET Units?$filter=startswith(tolower(Name),'ubnd') and contains(UnitCode,'H48') and not endswith(NameEn,'x')&$select=UnitKey

-- rows
SELECT TOP (@p3) t0.[unit_key]
FROM [dim_unit] AS t0
WHERE (CHARINDEX(N'.' + @p0 COLLATE Latin1_General_100_BIN2, N'.' + LOWER(t0.[name])) = 1) AND (CHARINDEX(@p1 COLLATE Latin1_General_100_BIN2, t0.[unit_code]) > 0 OR (t0.[unit_code] IS NOT NULL AND LEN(@p1 COLLATE Latin1_General_100_BIN2 + N'.') = 1)) AND NOT ((RIGHT(t0.[name_en] + N'.', LEN(@p2 COLLATE Latin1_General_100_BIN2 + N'.')) = @p2 COLLATE Latin1_General_100_BIN2 + N'.'))
ORDER BY t0.[unit_key]
