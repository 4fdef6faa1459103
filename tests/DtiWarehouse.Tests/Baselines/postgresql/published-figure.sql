-- GET ReportedFigures?$filter=DocumentNumber eq '140/BC-UBND'&$select=FigureCode,Value,TextValue

-- rows
SELECT t0."figure_code", t0."value", t0."text_value", t0."reported_figure_key"
FROM "fact_reported_figure" AS t0
WHERE t0."document_number" = @p0
ORDER BY t0."reported_figure_key"
LIMIT @p1
