-- GET Reconciliations?$select=Declared&$expand=IndicatorValue($select=Value)
-- of a caller who is bound to units

-- rows
SELECT t3."declared", t5."indicator_value_key", t5."value", t3."reconciliation_key"
FROM (SELECT t0.*
FROM "fact_reconciliation" AS t0
LEFT JOIN (SELECT t1.*
FROM "fact_reported_figure" AS t1
WHERE t1."unit_key" IN (SELECT value FROM json_each('[' || @p0 || ']'))) AS t2 ON t2."reported_figure_key" = t0."reported_figure_key"
WHERE t2."unit_key" IN (SELECT value FROM json_each('[' || @p1 || ']'))) AS t3
LEFT JOIN (SELECT t4.*
FROM "fact_indicator_value" AS t4
WHERE t4."unit_key" IN (SELECT value FROM json_each('[' || @p2 || ']'))) AS t5 ON t5."indicator_value_key" = t3."indicator_value_key"
ORDER BY t3."reconciliation_key"
LIMIT @p3
