-- GET DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),topcount(3,Received)/aggregate(Received with sum as R,$count as N))

-- rows
SELECT t6."v5", t6."v6", t6."v0"
FROM (SELECT t4."v0" AS "v0", t5."v3" AS "v5", COALESCE(t5."v4", 0) AS "v6"
FROM (SELECT DISTINCT t2."v0" AS "v0"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at", t1."district_code" AS "v0"
FROM "agg_dossier_month" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key") AS t2) AS t4
LEFT JOIN (SELECT t3."v0" AS "v0", SUM(t3."received") AS "v3", COUNT(*) AS "v4"
FROM (SELECT t2."dossier_month_key" AS "dossier_month_key", t2."month_period_key" AS "month_period_key", t2."receiving_unit_key" AS "receiving_unit_key", t2."resolving_unit_key" AS "resolving_unit_key", t2."procedure_key" AS "procedure_key", t2."channel" AS "channel", t2."service_class" AS "service_class", t2."received" AS "received", t2."resolved" AS "resolved", t2."resolved_on_time" AS "resolved_on_time", t2."resolved_late" AS "resolved_late", t2."components_digitised" AS "components_digitised", t2."results_digitised" AS "results_digitised", t2."with_fee" AS "with_fee", t2."paid_online" AS "paid_online", t2."reusing_data" AS "reusing_data", t2."processing_days_sum" AS "processing_days_sum", t2."processing_days_count" AS "processing_days_count", t2."updated_at" AS "updated_at", t2."v0" AS "v0", ROW_NUMBER() OVER (PARTITION BY t2."v0" ORDER BY t2."received" DESC, t2."dossier_month_key") AS "v1"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at", t1."district_code" AS "v0"
FROM "agg_dossier_month" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key") AS t2) AS t3
WHERE t3."v1" <= @p0
GROUP BY t3."v0") AS t5 ON t4."v0" IS t5."v0") AS t6
ORDER BY t6."v0"
LIMIT @p1
