-- GET DossierMonths?$select=Received,Resolved&$expand=MonthPeriod($select=Code),ReceivingUnit($select=Name;$expand=AdminUnit($select=Name))&$orderby=MonthPeriodKey

-- rows
SELECT t0."received", t0."resolved", t1."period_key", t1."code", t2."unit_key", t2."name", t3."admin_unit_key", t3."name", t0."month_period_key", t0."dossier_month_key"
FROM "agg_dossier_month" AS t0
LEFT JOIN "dim_period" AS t1 ON t1."period_key" = t0."month_period_key"
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t0."receiving_unit_key"
LEFT JOIN "dim_admin_unit" AS t3 ON t3."admin_unit_key" = t2."admin_unit_key"
ORDER BY t0."month_period_key", t0."dossier_month_key"
LIMIT @p0
