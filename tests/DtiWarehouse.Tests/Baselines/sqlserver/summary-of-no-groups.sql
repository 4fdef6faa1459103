-- GET Dossiers?$apply=filter(year(ReceivedDate) eq 2023)/aggregate($count as N)
-- from agg_dossier_unit_month

-- rows
SELECT TOP (@p1) t1.[v0]
FROM (SELECT COALESCE(SUM(CAST(t3.[received] AS bigint)), CAST(0 AS bigint)) AS [v0]
FROM (SELECT SUM(CAST(t5.[received] AS bigint)) AS [received]
FROM [agg_dossier_unit_month] AS t5
WHERE t5.[received] > CAST(0 AS bigint) AND t5.[month_period_key] IN (SELECT t6.[period_key] AS [period_key]
FROM [dim_period] AS t6
WHERE DATEPART(YEAR, t6.[start_date]) = @p0)) AS t3) AS t1
