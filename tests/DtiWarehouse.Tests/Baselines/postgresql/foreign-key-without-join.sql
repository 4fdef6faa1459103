-- GET Dossiers?$filter=ReceivingUnit/UnitKey eq 5 and Procedure/ProcedureKey in (1,2,3)&$top=100&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE t0."receiving_unit_key" = @p0 AND t0."procedure_key" IN (@p1, @p2, @p3)
ORDER BY t0."dossier_key"
LIMIT @p4
