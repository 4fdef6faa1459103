-- GET LoadRuns?$filter=substring(concat(RejectedRows/ReasonCode,['R01']),1,2) eq ['R02','R01']&$select=Feed

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
WHERE odata_list('SameItems', odata_list_part(odata_list_concat((SELECT json_group_array("v") FROM (SELECT t1."reason_code" AS "v"
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key"
ORDER BY t1."rejected_row_key")), json_array(@p0)), @p1, odata_length(@p2)), json_array(@p3, @p4))
ORDER BY t0."load_key"
LIMIT @p5
