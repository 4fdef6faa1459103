SELECT COUNT(*) FROM etl_indicator_due
GO
SELECT MAX(load_key) FROM etl_load_run
GO
SELECT MIN(indicator_value_key) FROM fact_indicator_value
GO
SELECT MIN(indicator_value_key) FROM fact_indicator_value WHERE indicator_value_key > @last
GO
SELECT indicator_value_key, indicator_key, unit_key, period_key, basis, numerator, denominator, value, target, attainment, score, max_score, rank, rank_of, is_provisional FROM fact_indicator_value WHERE indicator_value_key BETWEEN @first AND @last ORDER BY indicator_value_key
GO
UPDATE etl_data_version SET version = version + 1
GO
SELECT version FROM etl_data_version
GO
