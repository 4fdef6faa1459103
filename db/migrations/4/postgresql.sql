-- From schema version 3 to 4 on PostgreSQL: roll-ups of dossiers by unit. "DtiWarehouse.Server deploy" runs it under a lock; by
-- hand, as the owner of the schema, once, while no load runs:
--   psql --single-transaction --set ON_ERROR_STOP=1 --file db/migrations/4/postgresql.sql "$DATABASE"
SET client_min_messages = warning;

-- One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place).
CREATE TABLE IF NOT EXISTS agg_dossier_unit (
    -- Surrogate key.
    dossier_unit_key bigint NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key integer NOT NULL,
    -- Channel of submission (codes of Channels).
    channel text COLLATE "C" NOT NULL,
    -- Class of the service.
    service_class text COLLATE "C" NOT NULL,
    -- Dossiers received.
    received integer NOT NULL,
    -- Dossiers completed.
    resolved integer NOT NULL,
    -- Of the completed ones, on or before the due day.
    resolved_on_time integer NOT NULL,
    -- Of the completed ones, after the due day.
    resolved_late integer NOT NULL,
    -- Of the received ones, components digitised.
    components_digitised integer NOT NULL,
    -- Of the completed ones, result digitised.
    results_digitised integer NOT NULL,
    -- Of the received ones, with a fee.
    with_fee integer NOT NULL,
    -- Of the received ones, paid online.
    paid_online integer NOT NULL,
    -- Of the received ones, reusing digitised data.
    reusing_data integer NOT NULL,
    -- Calendar days from receipt to completion, summed over the completed ones.
    processing_days_sum integer NOT NULL,
    -- Number of dossiers in that sum.
    processing_days_count integer NOT NULL,
    -- Of the received ones, completed on or before the due day, or open and not past it.
    on_time integer NOT NULL,
    -- Of the received ones, completed after the due day, or open and past it.
    late integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_agg_dossier_unit PRIMARY KEY (dossier_unit_key)
);
COMMENT ON TABLE agg_dossier_unit IS 'One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place).';
COMMENT ON COLUMN agg_dossier_unit.dossier_unit_key IS 'Surrogate key.';
COMMENT ON COLUMN agg_dossier_unit.receiving_unit_key IS 'Version of the receiving unit.';
COMMENT ON COLUMN agg_dossier_unit.channel IS 'Channel of submission (codes of Channels).';
COMMENT ON COLUMN agg_dossier_unit.service_class IS 'Class of the service.';
COMMENT ON COLUMN agg_dossier_unit.received IS 'Dossiers received.';
COMMENT ON COLUMN agg_dossier_unit.resolved IS 'Dossiers completed.';
COMMENT ON COLUMN agg_dossier_unit.resolved_on_time IS 'Of the completed ones, on or before the due day.';
COMMENT ON COLUMN agg_dossier_unit.resolved_late IS 'Of the completed ones, after the due day.';
COMMENT ON COLUMN agg_dossier_unit.components_digitised IS 'Of the received ones, components digitised.';
COMMENT ON COLUMN agg_dossier_unit.results_digitised IS 'Of the completed ones, result digitised.';
COMMENT ON COLUMN agg_dossier_unit.with_fee IS 'Of the received ones, with a fee.';
COMMENT ON COLUMN agg_dossier_unit.paid_online IS 'Of the received ones, paid online.';
COMMENT ON COLUMN agg_dossier_unit.reusing_data IS 'Of the received ones, reusing digitised data.';
COMMENT ON COLUMN agg_dossier_unit.processing_days_sum IS 'Calendar days from receipt to completion, summed over the completed ones.';
COMMENT ON COLUMN agg_dossier_unit.processing_days_count IS 'Number of dossiers in that sum.';
COMMENT ON COLUMN agg_dossier_unit.on_time IS 'Of the received ones, completed on or before the due day, or open and not past it.';
COMMENT ON COLUMN agg_dossier_unit.late IS 'Of the received ones, completed after the due day, or open and past it.';
COMMENT ON COLUMN agg_dossier_unit.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_agg_dossier_unit ON agg_dossier_unit (receiving_unit_key, channel, service_class);

-- One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place).
CREATE TABLE IF NOT EXISTS agg_dossier_unit_month (
    -- Surrogate key.
    dossier_unit_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key integer NOT NULL,
    -- Channel of submission (codes of Channels).
    channel text COLLATE "C" NOT NULL,
    -- Class of the service.
    service_class text COLLATE "C" NOT NULL,
    -- Dossiers received.
    received integer NOT NULL,
    -- Dossiers completed.
    resolved integer NOT NULL,
    -- Of the completed ones, on or before the due day.
    resolved_on_time integer NOT NULL,
    -- Of the completed ones, after the due day.
    resolved_late integer NOT NULL,
    -- Of the received ones, components digitised.
    components_digitised integer NOT NULL,
    -- Of the completed ones, result digitised.
    results_digitised integer NOT NULL,
    -- Of the received ones, with a fee.
    with_fee integer NOT NULL,
    -- Of the received ones, paid online.
    paid_online integer NOT NULL,
    -- Of the received ones, reusing digitised data.
    reusing_data integer NOT NULL,
    -- Calendar days from receipt to completion, summed over the completed ones.
    processing_days_sum integer NOT NULL,
    -- Number of dossiers in that sum.
    processing_days_count integer NOT NULL,
    -- Of the received ones, completed on or before the due day, or open and not past it.
    on_time integer NOT NULL,
    -- Of the received ones, completed after the due day, or open and past it.
    late integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_agg_dossier_unit_month PRIMARY KEY (dossier_unit_month_key)
);
COMMENT ON TABLE agg_dossier_unit_month IS 'One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place).';
COMMENT ON COLUMN agg_dossier_unit_month.dossier_unit_month_key IS 'Surrogate key.';
COMMENT ON COLUMN agg_dossier_unit_month.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN agg_dossier_unit_month.receiving_unit_key IS 'Version of the receiving unit.';
COMMENT ON COLUMN agg_dossier_unit_month.channel IS 'Channel of submission (codes of Channels).';
COMMENT ON COLUMN agg_dossier_unit_month.service_class IS 'Class of the service.';
COMMENT ON COLUMN agg_dossier_unit_month.received IS 'Dossiers received.';
COMMENT ON COLUMN agg_dossier_unit_month.resolved IS 'Dossiers completed.';
COMMENT ON COLUMN agg_dossier_unit_month.resolved_on_time IS 'Of the completed ones, on or before the due day.';
COMMENT ON COLUMN agg_dossier_unit_month.resolved_late IS 'Of the completed ones, after the due day.';
COMMENT ON COLUMN agg_dossier_unit_month.components_digitised IS 'Of the received ones, components digitised.';
COMMENT ON COLUMN agg_dossier_unit_month.results_digitised IS 'Of the completed ones, result digitised.';
COMMENT ON COLUMN agg_dossier_unit_month.with_fee IS 'Of the received ones, with a fee.';
COMMENT ON COLUMN agg_dossier_unit_month.paid_online IS 'Of the received ones, paid online.';
COMMENT ON COLUMN agg_dossier_unit_month.reusing_data IS 'Of the received ones, reusing digitised data.';
COMMENT ON COLUMN agg_dossier_unit_month.processing_days_sum IS 'Calendar days from receipt to completion, summed over the completed ones.';
COMMENT ON COLUMN agg_dossier_unit_month.processing_days_count IS 'Number of dossiers in that sum.';
COMMENT ON COLUMN agg_dossier_unit_month.on_time IS 'Of the received ones, completed on or before the due day, or open and not past it.';
COMMENT ON COLUMN agg_dossier_unit_month.late IS 'Of the received ones, completed after the due day, or open and past it.';
COMMENT ON COLUMN agg_dossier_unit_month.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE INDEX IF NOT EXISTS ix_agg_dossier_unit_month_receiving_unit_key_month_period_key ON agg_dossier_unit_month (receiving_unit_key, month_period_key);
CREATE UNIQUE INDEX IF NOT EXISTS ux_agg_dossier_unit_month ON agg_dossier_unit_month (month_period_key, receiving_unit_key, channel, service_class);

-- What the dossiers count, as their summary by month has it.
INSERT INTO agg_dossier_unit_month (dossier_unit_month_key, month_period_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, on_time, late, updated_at)
SELECT ROW_NUMBER() OVER (ORDER BY month_period_key, receiving_unit_key, channel, service_class), month_period_key, receiving_unit_key, channel, service_class, SUM(received), SUM(resolved), SUM(resolved_on_time), SUM(resolved_late), SUM(components_digitised), SUM(results_digitised), SUM(with_fee), SUM(paid_online), SUM(reusing_data), SUM(processing_days_sum), SUM(processing_days_count), SUM(on_time), SUM(late), MAX(updated_at)
FROM
(
    SELECT month_period_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, 0 AS on_time, 0 AS late, updated_at FROM agg_dossier_month
    UNION ALL
    SELECT received_date_key / 100 * 100 + 10, receiving_unit_key, channel, service_class, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        CASE WHEN is_on_time = TRUE THEN 1 ELSE 0 END, CASE WHEN is_on_time = FALSE THEN 1 ELSE 0 END, updated_at
    FROM fact_dossier
) counted
GROUP BY month_period_key, receiving_unit_key, channel, service_class;
INSERT INTO agg_dossier_unit (dossier_unit_key, receiving_unit_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, on_time, late, updated_at)
SELECT ROW_NUMBER() OVER (ORDER BY receiving_unit_key, channel, service_class), receiving_unit_key, channel, service_class, SUM(received), SUM(resolved), SUM(resolved_on_time), SUM(resolved_late), SUM(components_digitised), SUM(results_digitised), SUM(with_fee), SUM(paid_online), SUM(reusing_data), SUM(processing_days_sum), SUM(processing_days_count), SUM(on_time), SUM(late), MAX(updated_at)
FROM agg_dossier_unit_month
GROUP BY receiving_unit_key, channel, service_class;
INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES (4, CURRENT_TIMESTAMP, CURRENT_USER);
