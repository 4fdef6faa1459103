-- GET LoadRuns?$apply=addnested(RejectedRows,groupby((ReasonCode),aggregate($count as N)) as Reasons)&$select=Feed,Reasons

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
ORDER BY t0."load_key"
LIMIT @p128

-- Reasons
SELECT t8."v4", t8."v5", t8."v3"
FROM (SELECT t7."reason_code" AS "v4", COUNT(*) AS "v5", t7."v3" AS "v3"
FROM (SELECT t5."rejected_row_key" AS "rejected_row_key", t5."load_key" AS "load_key", t5."line_number" AS "line_number", t5."reason_code" AS "reason_code", t5."message" AS "message", t5."raw_row" AS "raw_row", t5."needs_source_file" AS "needs_source_file", t5."retried_load_key" AS "retried_load_key", t5."resolved_load_key" AS "resolved_load_key", t5."load_key" AS "v3"
FROM "etl_rejected_row" AS t5
WHERE t5."load_key" = @p0 OR t5."load_key" = @p1 OR t5."load_key" = @p2 OR t5."load_key" = @p3 OR t5."load_key" = @p4 OR t5."load_key" = @p5 OR t5."load_key" = @p6 OR t5."load_key" = @p7 OR t5."load_key" = @p8 OR t5."load_key" = @p9 OR t5."load_key" = @p10 OR t5."load_key" = @p11 OR t5."load_key" = @p12 OR t5."load_key" = @p13 OR t5."load_key" = @p14 OR t5."load_key" = @p15 OR t5."load_key" = @p16 OR t5."load_key" = @p17 OR t5."load_key" = @p18 OR t5."load_key" = @p19 OR t5."load_key" = @p20 OR t5."load_key" = @p21 OR t5."load_key" = @p22 OR t5."load_key" = @p23 OR t5."load_key" = @p24 OR t5."load_key" = @p25 OR t5."load_key" = @p26 OR t5."load_key" = @p27 OR t5."load_key" = @p28 OR t5."load_key" = @p29 OR t5."load_key" = @p30 OR t5."load_key" = @p31 OR t5."load_key" = @p32 OR t5."load_key" = @p33 OR t5."load_key" = @p34 OR t5."load_key" = @p35 OR t5."load_key" = @p36 OR t5."load_key" = @p37 OR t5."load_key" = @p38 OR t5."load_key" = @p39 OR t5."load_key" = @p40 OR t5."load_key" = @p41 OR t5."load_key" = @p42 OR t5."load_key" = @p43 OR t5."load_key" = @p44 OR t5."load_key" = @p45 OR t5."load_key" = @p46 OR t5."load_key" = @p47 OR t5."load_key" = @p48 OR t5."load_key" = @p49 OR t5."load_key" = @p50 OR t5."load_key" = @p51 OR t5."load_key" = @p52 OR t5."load_key" = @p53 OR t5."load_key" = @p54 OR t5."load_key" = @p55 OR t5."load_key" = @p56 OR t5."load_key" = @p57 OR t5."load_key" = @p58 OR t5."load_key" = @p59 OR t5."load_key" = @p60 OR t5."load_key" = @p61 OR t5."load_key" = @p62 OR t5."load_key" = @p63) AS t7
GROUP BY t7."reason_code", t7."v3") AS t8
ORDER BY t8."v3", t8."v4"
