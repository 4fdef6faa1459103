-- From schema version 3 to 4 on SQL Server: roll-ups of dossiers by unit. "DtiWarehouse.Server deploy" runs it under a lock; by
-- hand, as the owner of the schema, once, while no load runs:
--   sqlcmd -b -I -d DATABASE -i db/migrations/4/sqlserver.sql
GO
-- One row per receiving unit, channel and service class, over all time (roll-up of dossiers that answers in their place).
IF OBJECT_ID(N'agg_dossier_unit', N'U') IS NULL
CREATE TABLE agg_dossier_unit (
    -- Surrogate key.
    dossier_unit_key bigint NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key int NOT NULL,
    -- Channel of submission (codes of Channels).
    channel nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Class of the service.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Dossiers received.
    received int NOT NULL,
    -- Dossiers completed.
    resolved int NOT NULL,
    -- Of the completed ones, on or before the due day.
    resolved_on_time int NOT NULL,
    -- Of the completed ones, after the due day.
    resolved_late int NOT NULL,
    -- Of the received ones, components digitised.
    components_digitised int NOT NULL,
    -- Of the completed ones, result digitised.
    results_digitised int NOT NULL,
    -- Of the received ones, with a fee.
    with_fee int NOT NULL,
    -- Of the received ones, paid online.
    paid_online int NOT NULL,
    -- Of the received ones, reusing digitised data.
    reusing_data int NOT NULL,
    -- Calendar days from receipt to completion, summed over the completed ones.
    processing_days_sum int NOT NULL,
    -- Number of dossiers in that sum.
    processing_days_count int NOT NULL,
    -- Of the received ones, completed on or before the due day, or open and not past it.
    on_time int NOT NULL,
    -- Of the received ones, completed after the due day, or open and past it.
    late int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_agg_dossier_unit PRIMARY KEY (dossier_unit_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_agg_dossier_unit' AND object_id = OBJECT_ID(N'agg_dossier_unit'))
CREATE UNIQUE INDEX ux_agg_dossier_unit ON agg_dossier_unit (receiving_unit_key, channel, service_class);
GO

-- One row per receiving unit, channel, service class and month (roll-up of dossiers that answers in their place).
IF OBJECT_ID(N'agg_dossier_unit_month', N'U') IS NULL
CREATE TABLE agg_dossier_unit_month (
    -- Surrogate key.
    dossier_unit_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key int NOT NULL,
    -- Channel of submission (codes of Channels).
    channel nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Class of the service.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Dossiers received.
    received int NOT NULL,
    -- Dossiers completed.
    resolved int NOT NULL,
    -- Of the completed ones, on or before the due day.
    resolved_on_time int NOT NULL,
    -- Of the completed ones, after the due day.
    resolved_late int NOT NULL,
    -- Of the received ones, components digitised.
    components_digitised int NOT NULL,
    -- Of the completed ones, result digitised.
    results_digitised int NOT NULL,
    -- Of the received ones, with a fee.
    with_fee int NOT NULL,
    -- Of the received ones, paid online.
    paid_online int NOT NULL,
    -- Of the received ones, reusing digitised data.
    reusing_data int NOT NULL,
    -- Calendar days from receipt to completion, summed over the completed ones.
    processing_days_sum int NOT NULL,
    -- Number of dossiers in that sum.
    processing_days_count int NOT NULL,
    -- Of the received ones, completed on or before the due day, or open and not past it.
    on_time int NOT NULL,
    -- Of the received ones, completed after the due day, or open and past it.
    late int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_agg_dossier_unit_month PRIMARY KEY (dossier_unit_month_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_agg_dossier_unit_month_receiving_unit_key_month_period_key' AND object_id = OBJECT_ID(N'agg_dossier_unit_month'))
CREATE INDEX ix_agg_dossier_unit_month_receiving_unit_key_month_period_key ON agg_dossier_unit_month (receiving_unit_key, month_period_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_agg_dossier_unit_month' AND object_id = OBJECT_ID(N'agg_dossier_unit_month'))
CREATE UNIQUE INDEX ux_agg_dossier_unit_month ON agg_dossier_unit_month (month_period_key, receiving_unit_key, channel, service_class);
GO

IF OBJECT_ID(N'stg_unit_month_delta', N'U') IS NULL
CREATE TABLE stg_unit_month_delta (
    month_period_key int NULL,
    receiving_unit_key int NULL,
    channel nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    received bigint NULL,
    resolved bigint NULL,
    resolved_on_time bigint NULL,
    resolved_late bigint NULL,
    components_digitised bigint NULL,
    results_digitised bigint NULL,
    with_fee bigint NULL,
    paid_online bigint NULL,
    reusing_data bigint NULL,
    processing_days_sum bigint NULL,
    processing_days_count bigint NULL,
    on_time bigint NULL,
    late bigint NULL,
    updated_at datetime2 NULL
);
GO
IF OBJECT_ID(N'stg_unit_delta', N'U') IS NULL
CREATE TABLE stg_unit_delta (
    receiving_unit_key int NULL,
    channel nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    received bigint NULL,
    resolved bigint NULL,
    resolved_on_time bigint NULL,
    resolved_late bigint NULL,
    components_digitised bigint NULL,
    results_digitised bigint NULL,
    with_fee bigint NULL,
    paid_online bigint NULL,
    reusing_data bigint NULL,
    processing_days_sum bigint NULL,
    processing_days_count bigint NULL,
    on_time bigint NULL,
    late bigint NULL,
    updated_at datetime2 NULL
);
GO
-- What the dossiers count, as their summary by month has it.
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
INSERT INTO etl_schema_version (version, applied_at, applied_by) SELECT 4, SYSUTCDATETIME(), SUSER_SNAME();
GO
