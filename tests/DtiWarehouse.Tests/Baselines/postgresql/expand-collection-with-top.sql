-- GET LoadRuns?$select=Feed&$expand=RejectedRows($select=Message;$filter=contains(Message,'thiếu');$orderby=LineNumber desc;$top=5;$count=true)

-- rows
SELECT t0."feed", (SELECT COUNT(*)
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key" AND (strpos(t1."message", @p0) > 0)), t0."load_key"
FROM "etl_load_run" AS t0
ORDER BY t0."load_key"
LIMIT @p67

-- RejectedRows
SELECT t3."c0", t3."c1"
FROM (SELECT t2."message" AS "c0", t2."load_key" AS "c1", ROW_NUMBER() OVER (PARTITION BY t2."load_key" ORDER BY t2."line_number" DESC, t2."rejected_row_key" DESC) AS "place"
FROM "etl_rejected_row" AS t2
WHERE t2."load_key" IN (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47, @p48, @p49, @p50, @p51, @p52, @p53, @p54, @p55, @p56, @p57, @p58, @p59, @p60, @p61, @p62, @p63, @p64) AND (strpos(t2."message", @p65) > 0)) AS t3
WHERE t3."place" <= @p66
ORDER BY t3."c1", t3."place"
