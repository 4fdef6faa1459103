-- GET DossierMonths?$apply=groupby((ReceivingUnit/DistrictCode),aggregate(Received with sum as R))
-- of a caller who is bound to units

-- rows
SELECT t3."v1", t3."v0"
FROM (SELECT t2."district_code" AS "v0", SUM(t1."received") AS "v1"
FROM (SELECT t0.*
FROM "agg_dossier_month" AS t0
WHERE t0."receiving_unit_key" IN (SELECT value FROM json_each('[' || @p0 || ']')) OR t0."resolving_unit_key" IN (SELECT value FROM json_each('[' || @p1 || ']'))) AS t1
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."receiving_unit_key"
GROUP BY t2."district_code") AS t3
ORDER BY t3."v0"
LIMIT @p2
