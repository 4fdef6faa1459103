-- GET FlatIndicatorValues?$filter=UnitLevel eq 'Commune' and PeriodCode eq '2023'&$orderby=Value desc&$select=UnitName,Value

-- rows
SELECT t1."UnitName", t1."Value", t1."IndicatorValueKey"
FROM (SELECT t0."indicator_value_key" AS "IndicatorValueKey", t2."code" AS "IndicatorCode", t2."name" AS "IndicatorName", t2."name_en" AS "IndicatorNameEn", t2."framework" AS "Framework", t2."unit_of_measure" AS "UnitOfMeasure", t2."direction" AS "Direction", t3."unit_code" AS "UnitCode", t3."name" AS "UnitName", t3."level" AS "UnitLevel", t3."kind" AS "UnitKind", t3."province_name" AS "ProvinceName", t3."district_name" AS "DistrictName", t3."commune_name" AS "CommuneName", t4."code" AS "PeriodCode", t4."grain" AS "PeriodGrain", t4."start_date" AS "StartDate", t4."end_date" AS "EndDate", t4."year" AS "Year", t4."quarter" AS "Quarter", t4."month" AS "Month", t0."basis" AS "Basis", t0."numerator" AS "Numerator", t0."denominator" AS "Denominator", t0."value" AS "Value", t0."target" AS "Target", t0."attainment" AS "Attainment", t0."score" AS "Score", t0."max_score" AS "MaxScore", t0."rank" AS "Rank", t0."rank_of" AS "RankOf", t0."is_provisional" AS "IsProvisional", t0."numerator_link" AS "NumeratorLink", t0."denominator_link" AS "DenominatorLink", t0."updated_at" AS "UpdatedAt"
FROM "fact_indicator_value" AS t0
LEFT JOIN "dim_indicator" AS t2 ON t2."indicator_key" = t0."indicator_key"
LEFT JOIN "dim_unit" AS t3 ON t3."unit_key" = t0."unit_key"
LEFT JOIN "dim_period" AS t4 ON t4."period_key" = t0."period_key") AS t1
WHERE t1."UnitLevel" = @p0 AND t1."PeriodCode" = @p1
ORDER BY t1."Value" DESC, t1."IndicatorValueKey" DESC
LIMIT @p2
