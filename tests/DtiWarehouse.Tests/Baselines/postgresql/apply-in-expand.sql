-- GET LoadRuns?$select=Feed&$expand=RejectedRows($apply=aggregate($count as N))

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
ORDER BY t0."load_key"
LIMIT @p128

-- RejectedRows
SELECT t6."v2", t6."v0"
FROM (SELECT t4."v0" AS "v0", COALESCE(t5."v1", CAST(0 AS bigint)) AS "v2"
FROM (SELECT DISTINCT t2."load_key" AS "v0"
FROM "etl_load_run" AS t2
WHERE t2."load_key" IN (@p64, @p65, @p66, @p67, @p68, @p69, @p70, @p71, @p72, @p73, @p74, @p75, @p76, @p77, @p78, @p79, @p80, @p81, @p82, @p83, @p84, @p85, @p86, @p87, @p88, @p89, @p90, @p91, @p92, @p93, @p94, @p95, @p96, @p97, @p98, @p99, @p100, @p101, @p102, @p103, @p104, @p105, @p106, @p107, @p108, @p109, @p110, @p111, @p112, @p113, @p114, @p115, @p116, @p117, @p118, @p119, @p120, @p121, @p122, @p123, @p124, @p125, @p126, @p127)) AS t4
LEFT JOIN (SELECT t3."v0" AS "v0", COUNT(*) AS "v1"
FROM (SELECT t1."rejected_row_key" AS "rejected_row_key", t1."load_key" AS "load_key", t1."line_number" AS "line_number", t1."reason_code" AS "reason_code", t1."message" AS "message", t1."raw_row" AS "raw_row", t1."needs_source_file" AS "needs_source_file", t1."retried_load_key" AS "retried_load_key", t1."resolved_load_key" AS "resolved_load_key", t1."load_key" AS "v0"
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" IN (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47, @p48, @p49, @p50, @p51, @p52, @p53, @p54, @p55, @p56, @p57, @p58, @p59, @p60, @p61, @p62, @p63)) AS t3
GROUP BY t3."v0") AS t5 ON t4."v0" IS NOT DISTINCT FROM t5."v0") AS t6
ORDER BY t6."v0" NULLS FIRST
