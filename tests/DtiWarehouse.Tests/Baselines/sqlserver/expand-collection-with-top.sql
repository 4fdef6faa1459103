-- GET LoadRuns?$select=Feed&$expand=RejectedRows($select=Message;$filter=contains(Message,'thiếu');$orderby=LineNumber desc;$top=5;$count=true)

-- rows
SELECT TOP (@p67) t0.[feed], (SELECT COUNT_BIG(*)
FROM [etl_rejected_row] AS t1
WHERE t1.[load_key] = t0.[load_key] AND (CHARINDEX(@p0 COLLATE Latin1_General_100_BIN2, t1.[message]) > 0 OR (t1.[message] IS NOT NULL AND LEN(@p0 COLLATE Latin1_General_100_BIN2 + N'.') = 1))), t0.[load_key]
FROM [etl_load_run] AS t0
ORDER BY t0.[load_key]

-- RejectedRows
SELECT t3.[c0], t3.[c1]
FROM (SELECT t2.[message] AS [c0], t2.[load_key] AS [c1], ROW_NUMBER() OVER (PARTITION BY t2.[load_key] ORDER BY t2.[line_number] DESC, t2.[rejected_row_key] DESC) AS [place]
FROM [etl_rejected_row] AS t2
WHERE t2.[load_key] IN (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47, @p48, @p49, @p50, @p51, @p52, @p53, @p54, @p55, @p56, @p57, @p58, @p59, @p60, @p61, @p62, @p63, @p64) AND (CHARINDEX(@p65 COLLATE Latin1_General_100_BIN2, t2.[message]) > 0 OR (t2.[message] IS NOT NULL AND LEN(@p65 COLLATE Latin1_General_100_BIN2 + N'.') = 1))) AS t3
WHERE t3.[place] <= @p66
ORDER BY t3.[c1], t3.[place]
