-- GET Dossiers

-- rows
SELECT t0."dossier_key", t0."dossier_code", t0."receiving_unit_key", t0."resolving_unit_key", t0."procedure_key", t0."source_system_key", t0."channel", t0."service_level_label", t0."service_class", t0."status", t0."received_date", t0."received_date_key", t0."due_date", t0."resolved_date", t0."resolved_date_key", t0."returned_date", t0."is_resolved", t0."is_on_time", t0."is_on_time_by_source", t0."processing_days", t0."are_components_digitised", t0."is_result_digitised", t0."has_fee", t0."is_paid_online", t0."reuses_data", t0."source_updated_at", t0."updated_at", t0."load_key"
FROM "fact_dossier" AS t0
ORDER BY t0."dossier_key"
LIMIT @p0
