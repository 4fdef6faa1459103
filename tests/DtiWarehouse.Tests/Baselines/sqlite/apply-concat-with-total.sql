-- GET DossierMonths?$apply=filter(MonthPeriod/Code eq '2023-11')/concat(groupby((ReceivingUnit/DistrictCode),aggregate(Received with sum as R))/topcount(5,R),aggregate(Received with sum as R))

-- rows
SELECT t8."v6", t8."v9", t8."v7", t8."v8", t8."v8", t8."v5"
FROM (SELECT 0 AS "v5", t5."v1" AS "v6", 1 AS "v8", t5."v0" AS "v7", 1 AS "v9"
FROM (SELECT t4."v1" AS "v1", t4."v0" AS "v0", ROW_NUMBER() OVER (ORDER BY t4."v1" DESC, t4."v0") AS "v2"
FROM (SELECT t3."district_code" AS "v0", SUM(t2."received") AS "v1"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at"
FROM "agg_dossier_month" AS t0
LEFT JOIN "dim_period" AS t1 ON t1."period_key" = t0."month_period_key"
WHERE t1."code" = @p0) AS t2
LEFT JOIN "dim_unit" AS t3 ON t3."unit_key" = t2."receiving_unit_key"
GROUP BY t3."district_code") AS t4) AS t5
WHERE t5."v2" <= @p1
UNION ALL
SELECT 1 AS "v5", t7."v4" AS "v6", NULL AS "v8", NULL AS "v7", NULL AS "v9"
FROM (SELECT SUM(t6."received") AS "v4"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at"
FROM "agg_dossier_month" AS t0
LEFT JOIN "dim_period" AS t1 ON t1."period_key" = t0."month_period_key"
WHERE t1."code" = @p0) AS t6) AS t7) AS t8
ORDER BY t8."v5", t8."v7"
LIMIT @p2
