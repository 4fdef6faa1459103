-- GET DossierMonths?$apply=groupby((rolluprecursive($root/Units,Organisation,ReceivingUnit/UnitKey,filter(Level eq 'Province'))),aggregate(Received with sum as Received))&$orderby=Received desc&$top=10

-- rows
WITH RECURSIVE q4 AS (
SELECT t3."unit_key" AS "node"
FROM "dim_unit" AS t3
WHERE t3."level" = @p0
),
q5 AS (
SELECT t6."unit_key" AS "start", t6."unit_key" AS "node", t6."unit_key" AS "link0"
FROM "dim_unit" AS t6
WHERE t6."unit_key" IN (SELECT t7."node"
FROM q4 AS t7)
UNION
SELECT t8."start" AS "start", t9."unit_key" AS "node", t9."unit_key" AS "link0"
FROM "dim_unit" AS t9
JOIN q5 AS t8 ON t9."parent_unit_key" = t8."link0"
)
SELECT t17."v2", t17."v3", t17."v4", t17."v5", t17."v6", t17."v7", t17."v8", t17."v9", t17."v10", t17."v11", t17."v12", t17."v13", t17."v14", t17."v15", t17."v16", t17."v17", t17."v18", t17."v19", t17."v20", t17."v21", t17."v22", t17."v23", t17."v0"
FROM (SELECT t15."v2" AS "v2", t15."v0" AS "v0", t16."unit_key" AS "v3", t16."unit_code" AS "v4", t16."name" AS "v5", t16."name_en" AS "v6", t16."kind" AS "v7", t16."level" AS "v8", t16."admin_unit_key" AS "v9", t16."parent_unit_key" AS "v10", t16."is_inferred" AS "v11", t16."current_unit_key" AS "v12", t16."province_code" AS "v13", t16."province_name" AS "v14", t16."district_code" AS "v15", t16."district_name" AS "v16", t16."commune_code" AS "v17", t16."commune_name" AS "v18", t16."valid_from" AS "v19", t16."valid_to" AS "v20", t16."is_current" AS "v21", t16."name_sort" AS "v22", t16."updated_at" AS "v23"
FROM (SELECT t13."v0" AS "v0", t14."v1" AS "v2"
FROM (SELECT t12."node" AS "v0"
FROM q4 AS t12) AS t13
LEFT JOIN (SELECT t11."v0" AS "v0", SUM(t11."received") AS "v1"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at", t10."start" AS "v0"
FROM "agg_dossier_month" AS t0
JOIN q5 AS t10 ON t0."receiving_unit_key" = t10."node") AS t11
GROUP BY t11."v0") AS t14 ON t13."v0" = t14."v0") AS t15
JOIN "dim_unit" AS t16 ON t16."unit_key" = t15."v0") AS t17
ORDER BY t17."v2" DESC, t17."v0" DESC
LIMIT @p1
