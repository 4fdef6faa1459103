-- GET Dossiers?$apply=groupby((Channel),aggregate($count as N))
-- of a caller who is bound to units
-- from agg_dossier_month

-- rows
SELECT t2."v0", t2."v1"
FROM (SELECT t5."channel" AS "v0", SUM(t5."received") AS "v1"
FROM "agg_dossier_month" AS t5
WHERE t5."receiving_unit_key" IN (SELECT value FROM json_each('[' || @p0 || ']')) OR t5."resolving_unit_key" IN (SELECT value FROM json_each('[' || @p1 || ']'))
GROUP BY t5."channel") AS t2
ORDER BY t2."v0"
LIMIT @p2
