-- GET Dossiers?$apply=filter(year(ReceivedDate) eq 2023)/aggregate($count as N)
-- from agg_dossier_unit_month

-- rows
SELECT t1."v0"
FROM (SELECT COALESCE(SUM(t3."received"), 0) AS "v0"
FROM (SELECT SUM(t5."received") AS "received"
FROM "agg_dossier_unit_month" AS t5
LEFT JOIN "dim_period" AS t4 ON t4."period_key" = t5."month_period_key"
WHERE CAST(substr(t4."start_date", 1, 4) AS INTEGER) = @p0 AND t5."received" > 0) AS t3) AS t1
LIMIT @p1
