-- From schema version 3 to 4 of the embedded database. The program does this by itself when it opens a file; by hand,
-- once, while nothing else has the file open: sqlite3 -bail warehouse.db ".read db/migrations/4/sqlite.sql"
BEGIN IMMEDIATE;
CREATE TABLE "agg_dossier_unit" (
    -- One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place).

    -- Surrogate key.
    "dossier_unit_key" INTEGER NOT NULL CONSTRAINT "pk_agg_dossier_unit" PRIMARY KEY,

    -- Version of the receiving unit.
    "receiving_unit_key" INTEGER NOT NULL,

    -- Channel of submission (codes of Channels).
    "channel" TEXT NOT NULL,

    -- Class of the service.
    "service_class" TEXT NOT NULL,

    -- Dossiers received.
    "received" INTEGER NOT NULL,

    -- Dossiers completed.
    "resolved" INTEGER NOT NULL,

    -- Of the completed ones, on or before the due day.
    "resolved_on_time" INTEGER NOT NULL,

    -- Of the completed ones, after the due day.
    "resolved_late" INTEGER NOT NULL,

    -- Of the received ones, components digitised.
    "components_digitised" INTEGER NOT NULL,

    -- Of the completed ones, result digitised.
    "results_digitised" INTEGER NOT NULL,

    -- Of the received ones, with a fee.
    "with_fee" INTEGER NOT NULL,

    -- Of the received ones, paid online.
    "paid_online" INTEGER NOT NULL,

    -- Of the received ones, reusing digitised data.
    "reusing_data" INTEGER NOT NULL,

    -- Calendar days from receipt to completion, summed over the completed ones.
    "processing_days_sum" INTEGER NOT NULL,

    -- Number of dossiers in that sum.
    "processing_days_count" INTEGER NOT NULL,

    -- Of the received ones, completed on or before the due day, or open and not past it.
    "on_time" INTEGER NOT NULL,

    -- Of the received ones, completed after the due day, or open and past it.
    "late" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_agg_dossier_unit_receiving_unit_key" FOREIGN KEY ("receiving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);
CREATE TABLE "agg_dossier_unit_month" (
    -- One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place).

    -- Surrogate key.
    "dossier_unit_month_key" INTEGER NOT NULL CONSTRAINT "pk_agg_dossier_unit_month" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the receiving unit.
    "receiving_unit_key" INTEGER NOT NULL,

    -- Channel of submission (codes of Channels).
    "channel" TEXT NOT NULL,

    -- Class of the service.
    "service_class" TEXT NOT NULL,

    -- Dossiers received.
    "received" INTEGER NOT NULL,

    -- Dossiers completed.
    "resolved" INTEGER NOT NULL,

    -- Of the completed ones, on or before the due day.
    "resolved_on_time" INTEGER NOT NULL,

    -- Of the completed ones, after the due day.
    "resolved_late" INTEGER NOT NULL,

    -- Of the received ones, components digitised.
    "components_digitised" INTEGER NOT NULL,

    -- Of the completed ones, result digitised.
    "results_digitised" INTEGER NOT NULL,

    -- Of the received ones, with a fee.
    "with_fee" INTEGER NOT NULL,

    -- Of the received ones, paid online.
    "paid_online" INTEGER NOT NULL,

    -- Of the received ones, reusing digitised data.
    "reusing_data" INTEGER NOT NULL,

    -- Calendar days from receipt to completion, summed over the completed ones.
    "processing_days_sum" INTEGER NOT NULL,

    -- Number of dossiers in that sum.
    "processing_days_count" INTEGER NOT NULL,

    -- Of the received ones, completed on or before the due day, or open and not past it.
    "on_time" INTEGER NOT NULL,

    -- Of the received ones, completed after the due day, or open and past it.
    "late" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_agg_dossier_unit_month_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_dossier_unit_month_receiving_unit_key" FOREIGN KEY ("receiving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);
CREATE INDEX "ix_agg_dossier_unit_month_receiving_unit_key_month_period_key" ON "agg_dossier_unit_month" ("receiving_unit_key", "month_period_key");
CREATE UNIQUE INDEX "ux_agg_dossier_unit" ON "agg_dossier_unit" ("receiving_unit_key", "channel", "service_class");
CREATE UNIQUE INDEX "ux_agg_dossier_unit_month" ON "agg_dossier_unit_month" ("month_period_key", "receiving_unit_key", "channel", "service_class");
INSERT INTO agg_dossier_unit_month (dossier_unit_month_key, month_period_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, on_time, late, updated_at)
SELECT ROW_NUMBER() OVER (ORDER BY month_period_key, receiving_unit_key, channel, service_class), month_period_key, receiving_unit_key, channel, service_class, SUM(received), SUM(resolved), SUM(resolved_on_time), SUM(resolved_late), SUM(components_digitised), SUM(results_digitised), SUM(with_fee), SUM(paid_online), SUM(reusing_data), SUM(processing_days_sum), SUM(processing_days_count), SUM(on_time), SUM(late), MAX(updated_at)
FROM
(
    SELECT month_period_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, 0 AS on_time, 0 AS late, updated_at FROM agg_dossier_month
    UNION ALL
    SELECT received_date_key / 100 * 100 + 10, receiving_unit_key, channel, service_class, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        CASE WHEN is_on_time = 1 THEN 1 ELSE 0 END, CASE WHEN is_on_time = 0 THEN 1 ELSE 0 END, updated_at
    FROM fact_dossier
) counted
GROUP BY month_period_key, receiving_unit_key, channel, service_class;
INSERT INTO agg_dossier_unit (dossier_unit_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, on_time, late, updated_at)
SELECT ROW_NUMBER() OVER (ORDER BY receiving_unit_key, channel, service_class), receiving_unit_key, channel, service_class, SUM(received), SUM(resolved), SUM(resolved_on_time), SUM(resolved_late), SUM(components_digitised), SUM(results_digitised), SUM(with_fee), SUM(paid_online), SUM(reusing_data), SUM(processing_days_sum), SUM(processing_days_count), SUM(on_time), SUM(late), MAX(updated_at)
FROM agg_dossier_unit_month
GROUP BY receiving_unit_key, channel, service_class;
INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES (4, datetime('now'), 'by hand');
PRAGMA user_version = 4;
COMMIT;
