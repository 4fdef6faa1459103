-- Optional: spreads a warehouse over the workers of a Citus cluster (Citus 12 or later). Run it once in the coordinator's
-- database, as the owner, after deploy and before the first load:
--   psql --set ON_ERROR_STOP=1 --file db/postgresql/citus/distribute.sql "$DATABASE"
--
-- Dimensions and the ledger become reference tables: every worker has them whole, so that every join of a fact with them stays
-- on its worker. Each large fact is spread by its own key, which its primary key begins with and which no statement changes;
-- its source rows are spread by the same key and lie beside it. Summaries are spread by a unit of their grain, which is no
-- part of what a load changes either: rows move by being deleted and written again. What the primary key of a summary lacks for
-- that is added first.
--
-- No statement of the product needs a correlated subquery of a reference table, MERGE, or an update of a column that a table is
-- spread by. Uniqueness of natural keys (ux_src_...) cannot be declared across workers: the loads, one at a time, keep it, and
-- every load's checks look for two rows of one key.
BEGIN;

ALTER TABLE agg_dossier_month DROP CONSTRAINT pk_agg_dossier_month, ADD CONSTRAINT pk_agg_dossier_month PRIMARY KEY (dossier_month_key, receiving_unit_key);
ALTER TABLE agg_dossier_stock DROP CONSTRAINT pk_agg_dossier_stock, ADD CONSTRAINT pk_agg_dossier_stock PRIMARY KEY (dossier_stock_key, unit_key);
ALTER TABLE agg_document_month DROP CONSTRAINT pk_agg_document_month, ADD CONSTRAINT pk_agg_document_month PRIMARY KEY (document_month_key, unit_key);
DROP INDEX ux_src_igate_dossiers;
CREATE INDEX ix_src_igate_dossiers ON src_igate_dossiers (natural_key);
DROP INDEX ux_src_ioffice_documents;
CREATE INDEX ix_src_ioffice_documents ON src_ioffice_documents (natural_key);
DROP INDEX ux_src_dvc_services;
CREATE INDEX ix_src_dvc_services ON src_dvc_services (natural_key);
DROP INDEX ux_fact_online_service;
CREATE INDEX ix_fact_online_service_month_period_key_procedure_key_unit_key ON fact_online_service (month_period_key, procedure_key, unit_key);

SELECT create_reference_table(c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname LIKE 'dim\_%'
ORDER BY c.relname;

SELECT create_distributed_table('src_igate_dossiers', 'row_key');
SELECT create_distributed_table('fact_dossier', 'dossier_key', colocate_with => 'src_igate_dossiers');
SELECT create_distributed_table('src_ioffice_documents', 'row_key', colocate_with => 'src_igate_dossiers');
SELECT create_distributed_table('fact_signed_document', 'document_key', colocate_with => 'src_igate_dossiers');
SELECT create_distributed_table('src_dvc_services', 'row_key', colocate_with => 'src_igate_dossiers');
SELECT create_distributed_table('fact_online_service', 'online_service_key', colocate_with => 'src_igate_dossiers');

SELECT create_distributed_table('agg_dossier_month', 'receiving_unit_key', colocate_with => 'none');
SELECT create_distributed_table('agg_dossier_stock', 'unit_key', colocate_with => 'agg_dossier_month');
SELECT create_distributed_table('agg_document_month', 'unit_key', colocate_with => 'agg_dossier_month');

SELECT create_distributed_table('fact_indicator_value', 'indicator_value_key', colocate_with => 'none');

COMMIT;
