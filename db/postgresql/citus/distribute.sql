-- Optional: spreads a warehouse over the workers of a Citus cluster (Citus 12 or later). Run it once in the coordinator's
-- database, as the owner, after deploy and before the first load:
--   psql --set ON_ERROR_STOP=1 --file db/postgresql/citus/distribute.sql "$DATABASE"
--
-- Dimensions become reference tables: every worker has them whole, so that a join of a fact with them stays on its worker. Each
-- large fact is spread by its own key, which its primary key begins with and which no statement changes. The three have their
-- shards in the same places. Summaries are spread by the unit of their grain, together, and the primary key of each gets that
-- unit beside its own key; no statement changes it either: rows move by being deleted and written again. Source rows, the
-- ledger and what loads stage stay with the coordinator, where natural keys stay unique (ux_src_...) and loads look them up.
--
-- Loads need no correlated subquery from a reference table, no MERGE, no update of a column that a table is spread by, and no
-- foreign key. Hierarchies that roll facts up ($apply with rolluprecursive) are recursions over dimensions beside a spread fact,
-- which Citus may refuse.
BEGIN;

ALTER TABLE agg_dossier_month DROP CONSTRAINT pk_agg_dossier_month, ADD CONSTRAINT pk_agg_dossier_month PRIMARY KEY (dossier_month_key, receiving_unit_key);
ALTER TABLE agg_dossier_stock DROP CONSTRAINT pk_agg_dossier_stock, ADD CONSTRAINT pk_agg_dossier_stock PRIMARY KEY (dossier_stock_key, unit_key);
ALTER TABLE agg_document_month DROP CONSTRAINT pk_agg_document_month, ADD CONSTRAINT pk_agg_document_month PRIMARY KEY (document_month_key, unit_key);

SELECT create_reference_table(c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname LIKE 'dim\_%'
ORDER BY c.relname;

SELECT create_distributed_table('fact_dossier', 'dossier_key');
SELECT create_distributed_table('fact_signed_document', 'document_key', colocate_with => 'fact_dossier');
SELECT create_distributed_table('fact_online_service', 'online_service_key', colocate_with => 'fact_dossier');
SELECT create_distributed_table('fact_indicator_value', 'indicator_value_key', colocate_with => 'fact_dossier');

SELECT create_distributed_table('agg_dossier_month', 'receiving_unit_key', colocate_with => 'none');
SELECT create_distributed_table('agg_dossier_stock', 'unit_key', colocate_with => 'agg_dossier_month');
SELECT create_distributed_table('agg_document_month', 'unit_key', colocate_with => 'agg_dossier_month');

COMMIT;
