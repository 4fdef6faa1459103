-- From schema version 0 to 1 of the embedded database. The program does this by itself when it opens a file; by hand,
-- once, while nothing else has the file open: sqlite3 -bail warehouse.db ".read db/migrations/1/sqlite.sql"
BEGIN IMMEDIATE;
CREATE TABLE "etl_check_result" (
    -- One row per load and check that was evaluated before it committed.

    -- Surrogate key.
    "check_result_key" INTEGER NOT NULL CONSTRAINT "pk_etl_check_result" PRIMARY KEY,

    -- The load.
    "load_key" INTEGER NOT NULL,

    -- Stable code of the check.
    "check_code" TEXT NOT NULL,

    -- Entity set whose rows were checked.
    "entity_set" TEXT NOT NULL,

    -- What must hold, in Vietnamese.
    "name" TEXT NOT NULL,

    -- What must hold, in English.
    "name_en" TEXT NOT NULL,

    -- What becomes of the load when it does not hold.
    "severity" TEXT NOT NULL,

    -- Rows that were looked at: those that the load wrote, or a sample of them.
    "rows_checked" INTEGER NOT NULL,

    -- Rows that do not hold; 0 = passed.
    "violations" INTEGER NOT NULL,

    -- Keys of the first rows that do not hold.
    "sample" TEXT NULL,
    CONSTRAINT "fk_etl_check_result_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT
);
CREATE TABLE "etl_feed_state" (
    -- One row per feed that was ever loaded: how fresh its data is.

    -- Feed name of the source contracts.
    "feed" TEXT NOT NULL CONSTRAINT "pk_etl_feed_state" PRIMARY KEY,

    -- Last completed load; null while every one failed.
    "last_load_key" INTEGER NULL,

    -- When the last completed load ended (UTC).
    "last_loaded_at" TEXT NULL,

    -- Latest source update that a completed load read (UTC).
    "watermark" TEXT NULL,

    -- When the last failed load ended (UTC); later than LastLoadedAt = the newest file was refused.
    "last_failed_at" TEXT NULL,

    -- Why the last failed load failed, in Vietnamese and English.
    "last_error" TEXT NULL,

    -- Data version that the last completed load raised the warehouse to.
    "data_version" INTEGER NULL,
    CONSTRAINT "fk_etl_feed_state_last_load_key" FOREIGN KEY ("last_load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT
);
ALTER TABLE etl_load_run ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE etl_load_run ADD COLUMN retry_of_load_key INTEGER NULL;
ALTER TABLE etl_load_run ADD COLUMN source_modified_at TEXT NULL;
ALTER TABLE etl_load_run ADD COLUMN duration_ms INTEGER NULL;
ALTER TABLE etl_load_run ADD COLUMN rows_per_second INTEGER NULL;
ALTER TABLE etl_load_run ADD COLUMN rows_faulty INTEGER NULL;
ALTER TABLE etl_load_run ADD COLUMN identifiers_parted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE etl_load_run ADD COLUMN flag_form TEXT NULL;
ALTER TABLE etl_load_run ADD COLUMN header_hash TEXT NULL;
ALTER TABLE etl_rejected_row ADD COLUMN needs_source_file INTEGER NOT NULL DEFAULT 0;
ALTER TABLE etl_rejected_row ADD COLUMN retried_load_key INTEGER NULL;
ALTER TABLE etl_rejected_row ADD COLUMN resolved_load_key INTEGER NULL;
ALTER TABLE etl_rejected_row ADD COLUMN natural_key TEXT NULL;
ALTER TABLE etl_rejected_row ADD COLUMN row_version TEXT NULL;
ALTER TABLE fact_reported_figure ADD COLUMN territory_code TEXT NULL;
CREATE INDEX "ix_etl_rejected_row_resolved_load_key" ON "etl_rejected_row" ("resolved_load_key");
CREATE UNIQUE INDEX "ux_etl_check_result" ON "etl_check_result" ("load_key", "check_code", "entity_set");
DROP INDEX ux_fact_reported_figure;
CREATE UNIQUE INDEX "ux_fact_reported_figure" ON "fact_reported_figure" ("document_code", "figure_code", "unit_key", "admin_unit_key", "territory_code");
PRAGMA user_version = 1;
COMMIT;
