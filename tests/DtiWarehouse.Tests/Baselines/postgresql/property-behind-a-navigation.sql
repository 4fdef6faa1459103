-- GET Dossiers(1)/ReceivingUnit/Name

-- rows
SELECT t1."unit_key", t1."name"
FROM "fact_dossier" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key"
WHERE t0."dossier_key" = @p0

-- parent
SELECT TRUE
FROM "fact_dossier" AS t0
WHERE t0."dossier_key" = @p0
