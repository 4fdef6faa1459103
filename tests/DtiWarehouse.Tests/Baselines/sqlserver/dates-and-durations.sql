-- GET Dossiers?$filter=ResolvedDate sub ReceivedDate gt 'P10D' and UpdatedAt add duration'PT1H' gt now()&$select=DossierKey

-- rows
SELECT TOP (@p3) t0.[dossier_key]
FROM [fact_dossier] AS t0
WHERE (CAST(DATEDIFF(DAY, t0.[received_date], t0.[resolved_date]) AS bigint) * CAST(864000000000 AS bigint)) > @p0 AND DATEADD(NANOSECOND, CAST(@p1 % 10000000 AS int) * 100, DATEADD(SECOND, CAST(@p1 / 10000000 % 86400 AS int), DATEADD(DAY, CAST(@p1 / CAST(864000000000 AS bigint) AS int), CAST(t0.[updated_at] AS datetimeoffset(7))))) > @p2
ORDER BY t0.[dossier_key]
