-- From schema version 2 to 3 of the embedded database. The program does this by itself when it opens a file; by hand,
-- once, while nothing else has the file open: sqlite3 -bail warehouse.db ".read db/migrations/3/sqlite.sql"
BEGIN IMMEDIATE;
CREATE TABLE "etl_schema_version" (
    -- One row per version of the model that the database was brought to.

    -- Version of the model.
    "version" INTEGER NOT NULL CONSTRAINT "pk_etl_schema_version" PRIMARY KEY,

    -- Instant (UTC) at which it was reached.
    "applied_at" TEXT NOT NULL,

    -- Account of the database, or program, that did it.
    "applied_by" TEXT NOT NULL
);
INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES (3, datetime('now'), 'by hand');
PRAGMA user_version = 3;
COMMIT;
