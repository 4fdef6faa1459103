-- GET LoadRuns?$filter=hassubset(RejectedRows/ReasonCode,["R01"]) and 'R02' in RejectedRows/$filter(LineNumber gt 10)/ReasonCode&$select=Feed

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
WHERE odata_list('HasSubset', (SELECT json_group_array("v") FROM (SELECT t1."reason_code" AS "v"
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key"
ORDER BY t1."rejected_row_key")), json_array(@p0)) AND EXISTS (SELECT 1
FROM "etl_rejected_row" AS t2
WHERE t2."load_key" = t0."load_key" AND t2."line_number" > @p2 AND t2."reason_code" = @p1)
ORDER BY t0."load_key"
LIMIT @p3
