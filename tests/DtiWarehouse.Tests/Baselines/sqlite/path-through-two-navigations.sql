-- GET Dossiers?$filter=ReceivingUnit/AdminUnit/Code eq '522' and ReceivingUnit/Parent/Name ne null&$select=DossierKey

-- rows
SELECT t0."dossier_key"
FROM "fact_dossier" AS t0
LEFT JOIN "dim_unit" AS t1 ON t1."unit_key" = t0."receiving_unit_key"
LEFT JOIN "dim_admin_unit" AS t2 ON t2."admin_unit_key" = t1."admin_unit_key"
LEFT JOIN "dim_unit" AS t3 ON t3."unit_key" = t1."parent_unit_key"
WHERE t2."code" = @p0 AND t3."name" IS NOT NULL
ORDER BY t0."dossier_key"
LIMIT @p1
