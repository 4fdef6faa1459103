-- GET LoadRuns?$filter=substring(concat(RejectedRows/ReasonCode,['R01']),1,2) eq ['R02','R01']&$select=Feed

-- rows
SELECT t0."feed", t0."load_key"
FROM "etl_load_run" AS t0
WHERE ((SELECT CASE WHEN l.f IS NOT NULL AND l.n IS NOT NULL AND l.c IS NOT NULL THEN l.a[CASE WHEN l.f < 0 THEN GREATEST(cardinality(l.a) + l.f, 0) ELSE l.f END + 1:CAST(LEAST(CAST(CASE WHEN l.f < 0 THEN GREATEST(cardinality(l.a) + l.f, 0) ELSE l.f END AS bigint) + l.n, cardinality(l.a)) AS integer)] END FROM (SELECT (ARRAY(SELECT to_jsonb("v") FROM (SELECT t1."reason_code" AS "v"
FROM "etl_rejected_row" AS t1
WHERE t1."load_key" = t0."load_key"
ORDER BY t1."rejected_row_key") AS list) || CAST(ARRAY[to_jsonb(@p0)] AS jsonb[])) AS a, (CAST(CASE WHEN @p1 > 2147483646 THEN 2147483646 WHEN @p1 < -2147483646 THEN -2147483646 ELSE @p1 END AS integer)) AS f, (CAST(CASE WHEN @p2 > 2147483646 THEN 2147483646 WHEN @p2 < -2147483646 THEN -2147483646 ELSE @p2 END AS integer)) AS n, substr('', 1, (CAST(CASE WHEN @p2 > 2147483646 THEN 2147483646 WHEN @p2 < -2147483646 THEN -2147483646 ELSE @p2 END AS integer))) AS c) AS l) = CAST(ARRAY[to_jsonb(@p3), to_jsonb(@p4)] AS jsonb[]))
ORDER BY t0."load_key"
LIMIT @p5
