-- GET ReportedFigures?$filter=Value gt 0.5 and Numerator div Denominator ge 0.995&$orderby=Target desc,Value&$select=FigureCode

-- rows
SELECT t0."figure_code", t0."target", t0."value", t0."reported_figure_key"
FROM "fact_reported_figure" AS t0
WHERE t0."value" > @p0 AND (t0."numerator" / NULLIF(t0."denominator", 0)) >= @p1
ORDER BY t0."target" DESC NULLS LAST, t0."value" NULLS FIRST, t0."reported_figure_key"
LIMIT @p2
