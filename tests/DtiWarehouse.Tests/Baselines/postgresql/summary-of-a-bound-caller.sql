-- GET Dossiers?$apply=groupby((Channel),aggregate($count as N))
-- of a caller who is bound to units
-- from agg_dossier_month

-- rows
SELECT t2."v0", t2."v1"
FROM (SELECT t5."channel" AS "v0", CAST(SUM(t5."received") AS bigint) AS "v1"
FROM "agg_dossier_month" AS t5
WHERE t5."receiving_unit_key" = ANY (CAST(string_to_array(@p0, ',') AS bigint[])) OR t5."resolving_unit_key" = ANY (CAST(string_to_array(@p1, ',') AS bigint[]))
GROUP BY t5."channel") AS t2
ORDER BY (t2."v0" COLLATE "C") NULLS FIRST
LIMIT @p2
