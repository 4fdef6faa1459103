-- GET DossierMonths?$apply=groupby((rolluprecursive($root/Units,Organisation,ReceivingUnit/UnitKey,filter(Level eq 'Province'))),aggregate(Received with sum as Received))&$orderby=Received desc&$top=10

-- rows
WITH RECURSIVE q2 AS (
SELECT t1."unit_key" AS "node"
FROM "dim_unit" AS t1
WHERE t1."level" = @p0
),
q3 AS (
SELECT t4."unit_key" AS "start", t4."unit_key" AS "node", t4."unit_key" AS "link0"
FROM "dim_unit" AS t4
WHERE t4."unit_key" IN (SELECT t5."node"
FROM q2 AS t5)
UNION
SELECT t6."start" AS "start", t7."unit_key" AS "node", t7."unit_key" AS "link0"
FROM "dim_unit" AS t7
JOIN q3 AS t6 ON t7."parent_unit_key" = t6."link0"
)
SELECT t15."v2", t15."v3", t15."v4", t15."v5", t15."v6", t15."v7", t15."v8", t15."v9", t15."v10", t15."v11", t15."v12", t15."v13", t15."v14", t15."v15", t15."v16", t15."v17", t15."v18", t15."v19", t15."v20", t15."v21", t15."v22", t15."v23", t15."v0"
FROM (SELECT t13."v2" AS "v2", t13."v0" AS "v0", t14."unit_key" AS "v3", t14."unit_code" AS "v4", t14."name" AS "v5", t14."name_en" AS "v6", t14."kind" AS "v7", t14."level" AS "v8", t14."admin_unit_key" AS "v9", t14."parent_unit_key" AS "v10", t14."is_inferred" AS "v11", t14."current_unit_key" AS "v12", t14."province_code" AS "v13", t14."province_name" AS "v14", t14."district_code" AS "v15", t14."district_name" AS "v16", t14."commune_code" AS "v17", t14."commune_name" AS "v18", t14."valid_from" AS "v19", t14."valid_to" AS "v20", t14."is_current" AS "v21", t14."name_sort" AS "v22", t14."updated_at" AS "v23"
FROM (SELECT t11."v0" AS "v0", t12."v1" AS "v2"
FROM (SELECT t10."node" AS "v0"
FROM q2 AS t10) AS t11
LEFT JOIN (SELECT t9."v0" AS "v0", SUM(t9."received") AS "v1"
FROM (SELECT t0."dossier_month_key" AS "dossier_month_key", t0."month_period_key" AS "month_period_key", t0."receiving_unit_key" AS "receiving_unit_key", t0."resolving_unit_key" AS "resolving_unit_key", t0."procedure_key" AS "procedure_key", t0."channel" AS "channel", t0."service_class" AS "service_class", t0."received" AS "received", t0."resolved" AS "resolved", t0."resolved_on_time" AS "resolved_on_time", t0."resolved_late" AS "resolved_late", t0."components_digitised" AS "components_digitised", t0."results_digitised" AS "results_digitised", t0."with_fee" AS "with_fee", t0."paid_online" AS "paid_online", t0."reusing_data" AS "reusing_data", t0."processing_days_sum" AS "processing_days_sum", t0."processing_days_count" AS "processing_days_count", t0."updated_at" AS "updated_at", t8."start" AS "v0"
FROM "agg_dossier_month" AS t0
JOIN q3 AS t8 ON t0."receiving_unit_key" = t8."node") AS t9
GROUP BY t9."v0") AS t12 ON t11."v0" = t12."v0") AS t13
JOIN "dim_unit" AS t14 ON t14."unit_key" = t13."v0") AS t15
ORDER BY t15."v2" DESC, t15."v0" DESC
LIMIT @p1
