-- GET Dossiers?$apply=filter(year(ReceivedDate) eq 2023)/aggregate($count as N)
-- from agg_dossier_unit_month

-- rows
SELECT t1."v0"
FROM (SELECT COALESCE(SUM(t3."received"), 0) AS "v0"
FROM (SELECT SUM(t5."received") AS "received"
FROM "agg_dossier_unit_month" AS t5
WHERE t5."received" > 0 AND t5."month_period_key" IN (SELECT t6."period_key" AS "period_key"
FROM "dim_period" AS t6
WHERE CAST(substr(t6."start_date", 1, 4) AS INTEGER) = @p0)) AS t3) AS t1
LIMIT @p1
