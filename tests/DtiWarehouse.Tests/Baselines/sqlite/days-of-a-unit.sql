-- GET Dossiers?$filter=ReceivedDate ge 2023-06-01 and ReceivedDate lt 2023-07-01 and ReceivingUnitKey eq 40&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
WHERE t0."received_date" >= @p0 AND t0."received_date_key" >= @p100001 AND (t0."received_date" < @p1 AND t0."received_date_key" < @p100003) AND t0."receiving_unit_key" = @p2
ORDER BY t0."dossier_key"
LIMIT @p3
