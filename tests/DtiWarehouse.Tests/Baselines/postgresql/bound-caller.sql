-- GET Dossiers?$filter=IsOnTime eq false&$select=DossierCode&$expand=ReceivingUnit($select=Name)&$count=true
-- of a caller who is bound to units
-- a later page; token values: v (n = null)

-- rows
SELECT t1."dossier_code", t2."unit_key", t2."name", t1."dossier_key"
FROM (SELECT t0.*
FROM "fact_dossier" AS t0
WHERE t0."receiving_unit_key" = ANY (CAST(string_to_array(@p0, ',') AS bigint[])) OR t0."resolving_unit_key" = ANY (CAST(string_to_array(@p1, ',') AS bigint[]))) AS t1
LEFT JOIN "dim_unit" AS t2 ON t2."unit_key" = t1."receiving_unit_key"
WHERE t1."is_on_time" = FALSE AND t1."dossier_key" > @p2
ORDER BY t1."dossier_key"
LIMIT @p3

-- count
SELECT COUNT(*)
FROM (SELECT t0.*
FROM "fact_dossier" AS t0
WHERE t0."receiving_unit_key" = ANY (CAST(string_to_array(@p0, ',') AS bigint[])) OR t0."resolving_unit_key" = ANY (CAST(string_to_array(@p1, ',') AS bigint[]))) AS t1
WHERE t1."is_on_time" = FALSE
