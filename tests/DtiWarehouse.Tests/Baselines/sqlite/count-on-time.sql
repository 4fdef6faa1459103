-- GET Dossiers/$count?$filter=IsOnTime eq true or IsOnTime eq null

-- rows
SELECT COUNT(*)
FROM "fact_dossier" AS t0
WHERE t0."is_on_time" = 1 OR t0."is_on_time" IS NULL
