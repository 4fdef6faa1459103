-- The warehouse on SQL Server 2019 or later, or Azure SQL: schema version 4.
-- Generated from the model. "DtiWarehouse.Server deploy" runs it under a lock; by hand, as the owner of the schema:
--   sqlcmd -b -I -d DATABASE -i db/schema/sqlserver.sql
-- It may be run again, and then adds only what is missing. Accounts, columnstore and comments as extended properties have
-- scripts of their own in db/sqlserver/.
-- Texts have a binary collation: they compare by their characters on every server. Loads check references in sets;
-- no foreign key is declared. Tables stg_… belong to the loads, which fill and empty them.
GO

-- One row per level of government.
IF OBJECT_ID(N'dim_admin_level', N'U') IS NULL
CREATE TABLE dim_admin_level (
    -- Surrogate key; 0 = unknown.
    level_key int NOT NULL,
    -- Code used in the Level columns of Units and AdminUnits.
    code nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in English.
    name_en nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- 1 for the province, 2 for the district, 3 for the commune; 0 for unknown.
    rank int NOT NULL,
    CONSTRAINT pk_dim_admin_level PRIMARY KEY (level_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_admin_level' AND object_id = OBJECT_ID(N'dim_admin_level'))
CREATE UNIQUE INDEX ux_dim_admin_level ON dim_admin_level (code);
GO

-- One row per version of a territory (province, district, commune).
IF OBJECT_ID(N'dim_admin_unit', N'U') IS NULL
CREATE TABLE dim_admin_unit (
    -- Surrogate key; 0 = unknown.
    admin_unit_key int NOT NULL,
    -- Statistics-office code: 2 digits for a province, 3 for a district, 5 for a commune.
    code nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name with its type.
    name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Type as printed: Tỉnh, Thành phố, Thị xã, Huyện, Phường, Xã, Thị trấn, Đặc khu.
    type nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Level of government.
    level nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the territory above; null for a province.
    parent_admin_unit_key int NULL,
    -- Today's territory that this one became (the largest part of a split one; the province for an abolished district).
    current_admin_unit_key int NULL,
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    -- Statistics-office code of the province that the version lies in.
    province_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that province.
    province_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    district_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that district.
    district_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Statistics-office code of the commune; null above it.
    commune_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that commune.
    commune_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date NULL,
    -- The version is open.
    is_current bit NOT NULL,
    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    name_sort nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_dim_admin_unit PRIMARY KEY (admin_unit_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_dim_admin_unit_parent_admin_unit_key' AND object_id = OBJECT_ID(N'dim_admin_unit'))
CREATE INDEX ix_dim_admin_unit_parent_admin_unit_key ON dim_admin_unit (parent_admin_unit_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_admin_unit' AND object_id = OBJECT_ID(N'dim_admin_unit'))
CREATE UNIQUE INDEX ux_dim_admin_unit ON dim_admin_unit (code, valid_from);
GO

-- One row per channel.
IF OBJECT_ID(N'dim_channel', N'U') IS NULL
CREATE TABLE dim_channel (
    -- Surrogate key; 0 = unknown.
    channel_key int NOT NULL,
    -- Code used in the Channel columns of the facts.
    code nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in English.
    name_en nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_dim_channel PRIMARY KEY (channel_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_channel' AND object_id = OBJECT_ID(N'dim_channel'))
CREATE UNIQUE INDEX ux_dim_channel ON dim_channel (code);
GO

-- One row per calendar day in UTC+7.
IF OBJECT_ID(N'dim_date', N'U') IS NULL
CREATE TABLE dim_date (
    -- yyyymmdd; 0 = no date.
    date_key int NOT NULL,
    -- The day; null for the unknown member.
    date date NULL,
    year int NULL,
    -- 1 or 2.
    half_year int NULL,
    -- 1 to 4.
    quarter int NULL,
    -- 1 to 12.
    month int NULL,
    -- yyyymm.
    year_month int NULL,
    day int NULL,
    -- 1 = Monday to 7 = Sunday.
    day_of_week int NULL,
    is_month_end bit NOT NULL,
    is_quarter_end bit NOT NULL,
    is_year_end bit NOT NULL,
    -- Neither Saturday, Sunday nor a public holiday of the holidays feed.
    is_working_day bit NOT NULL,
    -- Period of the day's calendar month.
    month_period_key int NOT NULL,
    CONSTRAINT pk_dim_date PRIMARY KEY (date_key)
);
GO

-- One row per version of an indicator.
IF OBJECT_ID(N'dim_indicator', N'U') IS NULL
CREATE TABLE dim_indicator (
    -- Surrogate key.
    indicator_key int NOT NULL,
    -- Code of the indicator, the same for all its versions.
    code nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the definition.
    version int NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in English.
    name_en nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What is counted and what is left out, in Vietnamese.
    description nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    -- What is counted and what is left out, in English.
    description_en nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Framework that the indicator belongs to.
    framework nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Group within the framework; null for none.
    group_code nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
    -- Unit of the value; % = numerator over denominator times 100.
    unit_of_measure nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Decimals that official reports print.
    decimals int NOT NULL,
    -- Whether a higher or a lower value is the better one.
    direction nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- OData query of the numerator with {unit}, {period} and {asOf} to fill in; several, one per line, are added up.
    numerator_query nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    -- OData query of the denominator, as of the numerator; null for a plain figure.
    denominator_query nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Codes of the indicators whose scores are added up; null for an indicator with queries.
    components nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Whether the figures of parts add up, or distinct things are counted over the whole.
    roll_up nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What the value is when there is nothing to divide by.
    empty_denominator nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Points at full attainment; null for an indicator without points.
    max_points decimal(9,4) NULL,
    -- Value from which all points are given, in UnitOfMeasure; null without points.
    threshold decimal(19,6) NULL,
    -- Document and article that define the indicator.
    legal_basis nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- How certain the definition is.
    certainty nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Where the definition was read.
    source nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day that the version speaks of; null where it has none.
    valid_from date NULL,
    -- Last day that the version speaks of; null while it is in force.
    valid_to date NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Hash of all that the values depend on.
    definition_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_dim_indicator PRIMARY KEY (indicator_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_indicator' AND object_id = OBJECT_ID(N'dim_indicator'))
CREATE UNIQUE INDEX ux_dim_indicator ON dim_indicator (code, version);
GO

-- One row per target that a document set for an indicator, level and period.
IF OBJECT_ID(N'dim_indicator_target', N'U') IS NULL
CREATE TABLE dim_indicator_target (
    -- Surrogate key.
    indicator_target_key int NOT NULL,
    -- Version of the indicator.
    indicator_key int NOT NULL,
    -- Level of the units that it is set for; Unknown = all.
    level nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Kind of the units that it is set for; Unknown = all.
    kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day that it holds for.
    period_from date NOT NULL,
    -- Last day that it holds for; null = until further notice.
    period_to date NULL,
    -- How the value must compare with the target: >, >=, =, <= or <.
    operator nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Target in the indicator's unit of measure.
    target decimal(19,6) NOT NULL,
    -- Figure of ReportedFigures that states it; null where none does.
    figure_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_dim_indicator_target PRIMARY KEY (indicator_target_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_dim_indicator_target_indicator_key' AND object_id = OBJECT_ID(N'dim_indicator_target'))
CREATE INDEX ix_dim_indicator_target_indicator_key ON dim_indicator_target (indicator_key);
GO

-- One row per reporting period.
IF OBJECT_ID(N'dim_period', N'U') IS NULL
CREATE TABLE dim_period (
    -- Surrogate key; 0 = unknown.
    period_key int NOT NULL,
    -- 2023, 2023-H1, 2023-9M, 2023-Q4, 2023-11 or 2023-to-11-27.
    code nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Length of the period.
    grain nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day; null for the unknown member.
    start_date date NULL,
    -- Last day; null for the unknown member.
    end_date date NULL,
    year int NULL,
    -- 1 to 4 for quarters and months; else null.
    quarter int NULL,
    -- 1 to 12 for months; else null.
    month int NULL,
    -- Month → quarter → half-year → year; nine months and to-date → year; null for a year.
    parent_period_key int NULL,
    CONSTRAINT pk_dim_period PRIMARY KEY (period_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_period' AND object_id = OBJECT_ID(N'dim_period'))
CREATE UNIQUE INDEX ux_dim_period ON dim_period (code);
GO

-- One row per version of an administrative procedure.
IF OBJECT_ID(N'dim_procedure', N'U') IS NULL
CREATE TABLE dim_procedure (
    -- Surrogate key; 0 = unknown.
    procedure_key int NOT NULL,
    -- National part of the procedure code, d.dddddd.
    procedure_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Sector.
    sector nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Level of government that carries the procedure out.
    authority_level nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Service level as printed.
    service_level_label nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Scheme that the label belongs to; null without a label.
    service_level_scheme nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    -- What the label means across schemes.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date NULL,
    -- The version is open.
    is_current bit NOT NULL,
    -- Known only from rows that mention it; not yet in a service catalogue.
    is_inferred bit NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    CONSTRAINT pk_dim_procedure PRIMARY KEY (procedure_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_procedure' AND object_id = OBJECT_ID(N'dim_procedure'))
CREATE UNIQUE INDEX ux_dim_procedure ON dim_procedure (procedure_code, valid_from);
GO

-- One row per source system.
IF OBJECT_ID(N'dim_source_system', N'U') IS NULL
CREATE TABLE dim_source_system (
    -- Surrogate key; 0 = unknown.
    source_system_key int NOT NULL,
    -- Natural key: igate, ioffice, dvc, or the code a feed names. Never an address: addresses moved.
    code nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- OneStop, DocumentExchange, ServicePortal, MinistryPortal, Report or Unknown.
    kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_dim_source_system PRIMARY KEY (source_system_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_source_system' AND object_id = OBJECT_ID(N'dim_source_system'))
CREATE UNIQUE INDEX ux_dim_source_system ON dim_source_system (code);
GO

-- One row per version of an organisation that receives, resolves or signs.
IF OBJECT_ID(N'dim_unit', N'U') IS NULL
CREATE TABLE dim_unit (
    -- Surrogate key; 0 = unknown.
    unit_key int NOT NULL,
    -- Organisation identifier (QĐ 20/2020/QĐ-TTg); an earlier identifier of the same organisation leads here too.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in Vietnamese.
    name nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in English.
    name_en nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    -- Kind of organisation.
    kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Level of government.
    level nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Territory of the unit at the start of the version; 0 where it has none of its own.
    admin_unit_key int NOT NULL,
    -- Version of the organisation above; null at the top.
    parent_unit_key int NULL,
    -- Known only from rows that mention it; not yet in the register.
    is_inferred bit NOT NULL,
    -- Today's unit of the same kind on the successor territory; the province's unit for an abolished district office.
    current_unit_key int NULL,
    -- The same for all versions and identifiers of one unit.
    durable_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    -- Statistics-office code of the province that the version lies in.
    province_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that province.
    province_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    district_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that district.
    district_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Statistics-office code of the commune; null above it.
    commune_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name of that commune.
    commune_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date NULL,
    -- The version is open.
    is_current bit NOT NULL,
    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    name_sort nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_dim_unit PRIMARY KEY (unit_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_dim_unit_durable_code' AND object_id = OBJECT_ID(N'dim_unit'))
CREATE INDEX ix_dim_unit_durable_code ON dim_unit (durable_code);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_dim_unit_parent_unit_key' AND object_id = OBJECT_ID(N'dim_unit'))
CREATE INDEX ix_dim_unit_parent_unit_key ON dim_unit (parent_unit_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_dim_unit' AND object_id = OBJECT_ID(N'dim_unit'))
CREATE UNIQUE INDEX ux_dim_unit ON dim_unit (unit_code, valid_from);
GO

-- One row per territory version, successor version and date of effect.
IF OBJECT_ID(N'bridge_admin_unit_successor', N'U') IS NULL
CREATE TABLE bridge_admin_unit_successor (
    -- Surrogate key.
    admin_unit_successor_key int NOT NULL,
    -- The territory version that ended.
    admin_unit_key int NOT NULL,
    -- The version that took it over; null when it was abolished without a single successor.
    successor_admin_unit_key int NULL,
    -- How the territory became its successor.
    relation nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Share of the old territory that went to this successor, 0 to 1; the shares of one territory add up to 1.
    share decimal(9,6) NOT NULL,
    -- Published in a document, or assumed to be equal parts.
    share_basis nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day of the new arrangement.
    effective_date date NOT NULL,
    -- Resolution that made the change.
    legal_basis nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_bridge_admin_unit_successor PRIMARY KEY (admin_unit_successor_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_bridge_admin_unit_successor' AND object_id = OBJECT_ID(N'bridge_admin_unit_successor'))
CREATE UNIQUE INDEX ux_bridge_admin_unit_successor ON bridge_admin_unit_successor (admin_unit_key, successor_admin_unit_key, effective_date);
GO

-- One row per dossier of a source system (accumulating snapshot).
IF OBJECT_ID(N'fact_dossier', N'U') IS NULL
CREATE TABLE fact_dossier (
    -- Surrogate key.
    dossier_key bigint NOT NULL,
    -- Natural key together with the source system.
    dossier_code nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the receiving unit on the day of receipt.
    receiving_unit_key int NOT NULL,
    -- Version of the resolving unit on the day of completion, before it on the day of receipt.
    resolving_unit_key int NOT NULL,
    -- Version of the procedure on the day of receipt.
    procedure_key int NOT NULL,
    source_system_key int NOT NULL,
    -- Channel of submission (codes of Channels).
    channel nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Label as printed, or that of the service snapshot of the month of receipt; null where neither says.
    service_level_label nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- What the label means across schemes.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- State in the source.
    status nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Day of valid receipt, UTC+7.
    received_date date NOT NULL,
    -- yyyymmdd.
    received_date_key int NOT NULL,
    -- Day on which the result is due, UTC+7.
    due_date date NULL,
    -- Day of completion, UTC+7; null while open.
    resolved_date date NULL,
    -- yyyymmdd; 0 while open.
    resolved_date_key int NOT NULL,
    -- Day on which the result was handed over, UTC+7.
    returned_date date NULL,
    -- Has a completion date (refused and withdrawn dossiers too).
    is_resolved bit NOT NULL,
    -- Completed on or before the due day; open: the as-of day is not past it; null without a due day.
    is_on_time bit NULL,
    -- The source's own flag.
    is_on_time_by_source bit NULL,
    -- Calendar days from receipt to completion; null while open.
    processing_days int NULL,
    -- Components digitised at receipt; null = not said.
    are_components_digitised bit NULL,
    -- Result digitised; null = not said.
    is_result_digitised bit NULL,
    -- A fee is due; null = not said.
    has_fee bit NULL,
    -- The fee was paid online; null = not said.
    is_paid_online bit NULL,
    -- Reused digitised data; null = not said.
    reuses_data bit NULL,
    -- Version of the row in the source (UTC).
    source_updated_at datetime2 NOT NULL,
    -- The label came with the row; otherwise it follows the service snapshot.
    is_service_level_given bit NOT NULL,
    -- First month (yyyymm) whose last day is after the due date; 0 without a due date.
    overdue_from_month int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_dossier PRIMARY KEY (dossier_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_procedure_key' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_procedure_key ON fact_dossier (procedure_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_received_date' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_received_date ON fact_dossier (received_date);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_received_date_key' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_received_date_key ON fact_dossier (received_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_receiving_unit_key_received_date_key' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_receiving_unit_key_received_date_key ON fact_dossier (receiving_unit_key, received_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_resolved_date_key' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_resolved_date_key ON fact_dossier (resolved_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_resolving_unit_key_resolved_date_key' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_resolving_unit_key_resolved_date_key ON fact_dossier (resolving_unit_key, resolved_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_dossier_updated_at' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE INDEX ix_fact_dossier_updated_at ON fact_dossier (updated_at);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_dossier' AND object_id = OBJECT_ID(N'fact_dossier'))
CREATE UNIQUE INDEX ux_fact_dossier ON fact_dossier (source_system_key, dossier_code);
GO

-- One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).
IF OBJECT_ID(N'fact_dossier_total', N'U') IS NULL
CREATE TABLE fact_dossier_total (
    -- Surrogate key.
    dossier_total_key bigint NOT NULL,
    -- System that the row came from.
    source_system_key int NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Sector; null = all.
    sector nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Label as printed; null = all.
    service_level_label nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- What the label means across schemes; None without a label.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- First day.
    period_from date NOT NULL,
    -- Last day.
    period_to date NOT NULL,
    -- Received online in the period; null = not counted.
    received_online int NULL,
    -- Received at the counter or by post in the period; null = not counted.
    received_direct int NULL,
    -- Carried over from the period before; null = not counted.
    carried_over int NULL,
    -- Online + direct + carried over; null = not counted.
    received int NULL,
    -- Resolved before the due day; null = not counted.
    resolved_early int NULL,
    -- Resolved on the due day; null = not counted.
    resolved_on_time int NULL,
    -- Resolved after the due day; null = not counted.
    resolved_late int NULL,
    -- Early + on time + late; null = not counted.
    resolved int NULL,
    -- Open and within term; null = not counted.
    pending_in_term int NULL,
    -- Open and overdue; null = not counted.
    pending_overdue int NULL,
    -- In term + overdue; null = not counted.
    pending int NULL,
    -- Sector, empty for all: part of the natural key.
    sector_code nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Service level, empty for all: part of the natural key.
    service_level_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_dossier_total PRIMARY KEY (dossier_total_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_dossier_total' AND object_id = OBJECT_ID(N'fact_dossier_total'))
CREATE UNIQUE INDEX ux_fact_dossier_total ON fact_dossier_total (source_system_key, unit_key, sector_code, service_level_code, period_from, period_to);
GO

-- One row per indicator version, unit, period and basis.
IF OBJECT_ID(N'fact_indicator_value', N'U') IS NULL
CREATE TABLE fact_indicator_value (
    -- Made of period, indicator, unit and basis: the same in every evaluation.
    indicator_value_key bigint NOT NULL,
    -- Version of the indicator.
    indicator_key int NOT NULL,
    -- Version of the unit at the end of the period, or the last one before it.
    unit_key int NOT NULL,
    -- Reporting period.
    period_key int NOT NULL,
    -- By the units of the period, or restated on today's units.
    basis nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Numerator; null = not counted.
    numerator decimal(19,6) NULL,
    -- Denominator; null = not counted, or a plain figure.
    denominator decimal(19,6) NULL,
    -- Numerator over denominator in the indicator's unit of measure; null where it cannot be computed.
    value decimal(19,6) NULL,
    -- Target set for units of this level in this period; null for none.
    target decimal(19,6) NULL,
    -- Value over target, or target over value where lower is better; null without either.
    attainment decimal(19,6) NULL,
    -- Points; null for an indicator without points or where the value cannot be computed.
    score decimal(9,4) NULL,
    -- Points that could be had; null where there is no score.
    max_score decimal(9,4) NULL,
    -- Place among the units of the same level below the same unit, 1 = best, equal values share a place; null without a value.
    rank int NULL,
    -- Units that were ranked together.
    rank_of int NULL,
    -- The period had not ended on the day that the data stood at.
    is_provisional bit NOT NULL,
    -- Where the rows of the numerator are found: a path on this server that leads to their OData query.
    numerator_link AS CAST(CONCAT('/indicators/v1/values/', indicator_value_key, '/numerator') AS nvarchar(200)) COLLATE Latin1_General_100_BIN2,
    -- Where the rows of the denominator are found, as of the numerator.
    denominator_link AS CAST(CONCAT('/indicators/v1/values/', indicator_value_key, '/denominator') AS nvarchar(200)) COLLATE Latin1_General_100_BIN2,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_indicator_value PRIMARY KEY (indicator_value_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_indicator_value_indicator_key_period_key_basis' AND object_id = OBJECT_ID(N'fact_indicator_value'))
CREATE INDEX ix_fact_indicator_value_indicator_key_period_key_basis ON fact_indicator_value (indicator_key, period_key, basis);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_indicator_value_unit_key_period_key' AND object_id = OBJECT_ID(N'fact_indicator_value'))
CREATE INDEX ix_fact_indicator_value_unit_key_period_key ON fact_indicator_value (unit_key, period_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_indicator_value_updated_at' AND object_id = OBJECT_ID(N'fact_indicator_value'))
CREATE INDEX ix_fact_indicator_value_updated_at ON fact_indicator_value (updated_at);
GO

-- One row per procedure, providing unit and month (periodic snapshot of the service catalogue).
IF OBJECT_ID(N'fact_online_service', N'U') IS NULL
CREATE TABLE fact_online_service (
    -- Surrogate key.
    online_service_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the procedure in that month.
    procedure_key int NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Label as printed.
    service_level_label nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What the label means across schemes.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Meets the conditions of a full online service; null = not said.
    is_eligible_for_full bit NULL,
    -- Published; null = not said.
    is_published bit NULL,
    -- Forms are pre-filled; null = not said.
    is_prefilled bit NULL,
    -- Personalised; null = not said.
    is_personalised bit NULL,
    -- Takes payment online; null = not said.
    accepts_online_payment bit NULL,
    -- Integrated on the national portal; null = not said.
    is_on_national_portal bit NULL,
    -- Text of the service catalogue that the snapshot carries.
    catalogue_text_key int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_online_service PRIMARY KEY (online_service_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_online_service_unit_key_month_period_key' AND object_id = OBJECT_ID(N'fact_online_service'))
CREATE INDEX ix_fact_online_service_unit_key_month_period_key ON fact_online_service (unit_key, month_period_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_online_service_updated_at' AND object_id = OBJECT_ID(N'fact_online_service'))
CREATE INDEX ix_fact_online_service_updated_at ON fact_online_service (updated_at);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_online_service' AND object_id = OBJECT_ID(N'fact_online_service'))
CREATE UNIQUE INDEX ux_fact_online_service ON fact_online_service (month_period_key, procedure_key, unit_key);
GO

-- One row per declared figure: what was declared beside what the warehouse computes.
IF OBJECT_ID(N'fact_reconciliation', N'U') IS NULL
CREATE TABLE fact_reconciliation (
    -- The key of the declared figure.
    reconciliation_key bigint NOT NULL,
    -- The declared figure.
    reported_figure_key bigint NOT NULL,
    -- Indicator that the figure states; null where it states none.
    indicator_key int NULL,
    -- The computed value; null where there is none.
    indicator_value_key bigint NULL,
    -- Which part of the indicator's value the figure states.
    part nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- As declared; null where no number was.
    declared decimal(19,4) NULL,
    -- As computed from the facts, not rounded; null where it cannot be computed.
    computed decimal(19,6) NULL,
    -- Computed, rounded to the printed decimals, less declared.
    difference decimal(19,6) NULL,
    -- Whether both agree after rounding half up to the printed decimals, with regard to the figure's qualifier.
    verdict nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Why it differs or cannot be computed, in Vietnamese; null for a match.
    reason nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Why it differs or cannot be computed, in English; null for a match.
    reason_en nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- What is wrong or ambiguous in the source document, in Vietnamese; it is shown and never repaired.
    finding nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- What is wrong or ambiguous in the source document, in English.
    finding_en nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_fact_reconciliation PRIMARY KEY (reconciliation_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_reconciliation_indicator_value_key' AND object_id = OBJECT_ID(N'fact_reconciliation'))
CREATE INDEX ix_fact_reconciliation_indicator_value_key ON fact_reconciliation (indicator_value_key);
GO

-- One row per declared figure, document and unit.
IF OBJECT_ID(N'fact_reported_figure', N'U') IS NULL
CREATE TABLE fact_reported_figure (
    -- Surrogate key.
    reported_figure_key bigint NOT NULL,
    -- Code of the document in the warehouse.
    document_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Number as printed; null where unknown.
    document_number nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    -- Natural key together with document and unit.
    figure_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Row of a form, such as II.8.1.
    row_key nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Name in Vietnamese.
    name nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name in English.
    name_en nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Territory that the figure speaks of; 0 where it names none.
    admin_unit_key int NOT NULL,
    -- First day.
    period_from date NOT NULL,
    -- Last day.
    period_to date NOT NULL,
    -- Numerator as declared.
    numerator decimal(19,4) NULL,
    -- Denominator as declared.
    denominator decimal(19,4) NULL,
    -- Value as declared, in UnitOfMeasure.
    value decimal(19,4) NULL,
    -- Answer in words or a date, as declared.
    text_value nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Unit of the value.
    unit_of_measure nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- What the figure covers, as described.
    scope nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    -- Target, in UnitOfMeasure.
    target decimal(19,4) NULL,
    -- Target as printed.
    target_text nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    -- How exactly the figure was stated.
    qualifier nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What the cell held.
    state nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Remarks.
    notes nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Evidence named by the declarant.
    evidence nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Territory as the row writes it, empty for none: part of the grain.
    territory_code nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_reported_figure PRIMARY KEY (reported_figure_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_reported_figure' AND object_id = OBJECT_ID(N'fact_reported_figure'))
CREATE UNIQUE INDEX ux_fact_reported_figure ON fact_reported_figure (document_code, figure_code, unit_key, admin_unit_key, territory_code);
GO

-- One row per unit, month, channel and rating subject.
IF OBJECT_ID(N'fact_satisfaction', N'U') IS NULL
CREATE TABLE fact_satisfaction (
    -- Surrogate key.
    satisfaction_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Channel of the rating (codes of Channels).
    channel nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Citizens or businesses.
    subject nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Ratings given; null = not counted.
    rated int NULL,
    -- Satisfied ratings; null = not counted.
    satisfied int NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_satisfaction PRIMARY KEY (satisfaction_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_satisfaction' AND object_id = OBJECT_ID(N'fact_satisfaction'))
CREATE UNIQUE INDEX ux_fact_satisfaction ON fact_satisfaction (unit_key, month_period_key, channel, subject);
GO

-- One row per document, unit and direction.
IF OBJECT_ID(N'fact_signed_document', N'U') IS NULL
CREATE TABLE fact_signed_document (
    -- Surrogate key.
    document_key bigint NOT NULL,
    -- Natural key together with unit and direction.
    document_code nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Number as printed.
    number nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Sent or received.
    direction nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Day of issue or receipt, UTC+7.
    document_date date NOT NULL,
    -- yyyymmdd.
    document_date_key int NOT NULL,
    -- Medium of the exchange.
    form nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Digitally signed; null = not said.
    is_signed bit NULL,
    -- Whose signature; null = not said.
    signature_kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    -- Level of the recipient; null = not said.
    recipient_level nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    -- Exchanged over the national document axis; null = not said.
    is_via_national_axis bit NULL,
    -- Secret: counted apart and left out of every rate.
    is_secret bit NOT NULL,
    -- Version of the row in the source (UTC).
    source_updated_at datetime2 NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    -- Load that last changed this row.
    load_key int NOT NULL,
    CONSTRAINT pk_fact_signed_document PRIMARY KEY (document_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_signed_document_document_date' AND object_id = OBJECT_ID(N'fact_signed_document'))
CREATE INDEX ix_fact_signed_document_document_date ON fact_signed_document (document_date);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_signed_document_document_date_key' AND object_id = OBJECT_ID(N'fact_signed_document'))
CREATE INDEX ix_fact_signed_document_document_date_key ON fact_signed_document (document_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_signed_document_unit_key_document_date_key' AND object_id = OBJECT_ID(N'fact_signed_document'))
CREATE INDEX ix_fact_signed_document_unit_key_document_date_key ON fact_signed_document (unit_key, document_date_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_fact_signed_document_updated_at' AND object_id = OBJECT_ID(N'fact_signed_document'))
CREATE INDEX ix_fact_signed_document_updated_at ON fact_signed_document (updated_at);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_fact_signed_document' AND object_id = OBJECT_ID(N'fact_signed_document'))
CREATE UNIQUE INDEX ux_fact_signed_document ON fact_signed_document (document_code, unit_key, direction);
GO

-- One row per unit, direction and month (summary of documents).
IF OBJECT_ID(N'agg_document_month', N'U') IS NULL
CREATE TABLE agg_document_month (
    -- Surrogate key.
    document_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key int NOT NULL,
    -- Sent or received.
    direction nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Documents that are not secret.
    documents int NOT NULL,
    -- Of these, electronic only.
    electronic_only int NOT NULL,
    -- Of these, electronic with paper.
    electronic_and_paper int NOT NULL,
    -- Of these, paper only.
    paper int NOT NULL,
    -- Of these, digitally signed.
    signed int NOT NULL,
    -- Secret documents, left out of the other counts.
    secret int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_agg_document_month PRIMARY KEY (document_month_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_agg_document_month' AND object_id = OBJECT_ID(N'agg_document_month'))
CREATE UNIQUE INDEX ux_agg_document_month ON agg_document_month (month_period_key, unit_key, direction);
GO

-- One row per receiving unit, resolving unit, procedure, channel, service class and month (summary of dossiers).
IF OBJECT_ID(N'agg_dossier_month', N'U') IS NULL
CREATE TABLE agg_dossier_month (
    -- Surrogate key.
    dossier_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key int NOT NULL,
    -- Version of the resolving unit.
    resolving_unit_key int NOT NULL,
    -- Version of the procedure.
    procedure_key int NOT NULL,
    -- Channel of submission (codes of Channels).
    channel nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Class of the service.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Dossiers received in the month.
    received int NOT NULL,
    -- Dossiers completed in the month.
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
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_agg_dossier_month PRIMARY KEY (dossier_month_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_agg_dossier_month_receiving_unit_key_month_period_key' AND object_id = OBJECT_ID(N'agg_dossier_month'))
CREATE INDEX ix_agg_dossier_month_receiving_unit_key_month_period_key ON agg_dossier_month (receiving_unit_key, month_period_key);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_agg_dossier_month' AND object_id = OBJECT_ID(N'agg_dossier_month'))
CREATE UNIQUE INDEX ux_agg_dossier_month ON agg_dossier_month (month_period_key, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class);
GO

-- One row per month end, receiving unit and service class (semi-additive: never sum over months).
IF OBJECT_ID(N'agg_dossier_stock', N'U') IS NULL
CREATE TABLE agg_dossier_stock (
    -- Surrogate key.
    dossier_stock_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key int NOT NULL,
    -- Version of the receiving unit.
    unit_key int NOT NULL,
    -- Class of the service.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Received and not completed at the end of the month.
    pending int NOT NULL,
    -- Of these, past the due day.
    pending_overdue int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_agg_dossier_stock PRIMARY KEY (dossier_stock_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_agg_dossier_stock' AND object_id = OBJECT_ID(N'agg_dossier_stock'))
CREATE UNIQUE INDEX ux_agg_dossier_stock ON agg_dossier_stock (month_period_key, unit_key, service_class);
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

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_admin_successors', N'U') IS NULL
CREATE TABLE src_admin_successors (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_admin_successors PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_admin_successors' AND object_id = OBJECT_ID(N'src_admin_successors'))
CREATE UNIQUE INDEX ux_src_admin_successors ON src_admin_successors (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_admin_units', N'U') IS NULL
CREATE TABLE src_admin_units (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_admin_units PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_admin_units' AND object_id = OBJECT_ID(N'src_admin_units'))
CREATE UNIQUE INDEX ux_src_admin_units ON src_admin_units (natural_key);
GO

-- One row per text of the service catalogue and month.
IF OBJECT_ID(N'src_catalogue_month', N'U') IS NULL
CREATE TABLE src_catalogue_month (
    -- Surrogate key.
    catalogue_month_key int NOT NULL,
    -- The text.
    catalogue_text_key int NOT NULL,
    -- Period of the month.
    month_period_key int NOT NULL,
    -- Units whose snapshot of the month carries the text.
    units int NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at datetime2 NOT NULL,
    CONSTRAINT pk_src_catalogue_month PRIMARY KEY (catalogue_month_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_catalogue_month' AND object_id = OBJECT_ID(N'src_catalogue_month'))
CREATE UNIQUE INDEX ux_src_catalogue_month ON src_catalogue_month (catalogue_text_key, month_period_key);
GO

-- One row per distinct text of the service catalogue.
IF OBJECT_ID(N'src_catalogue_text', N'U') IS NULL
CREATE TABLE src_catalogue_text (
    -- Surrogate key.
    catalogue_text_key int NOT NULL,
    -- National part of the procedure code.
    procedure_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Name of the procedure.
    name nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Sector.
    sector nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Level of government that carries the procedure out.
    authority_level nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Service level as printed.
    service_level_label nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Scheme of the label.
    service_level_scheme nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Meaning of the label.
    service_class nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_src_catalogue_text PRIMARY KEY (catalogue_text_key)
);
GO
-- No index ux_src_catalogue_text: a key of 2780 bytes is longer than SQL Server takes. The loads keep these rows apart.

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_dossier_totals', N'U') IS NULL
CREATE TABLE src_dossier_totals (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_dossier_totals PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_dossier_totals' AND object_id = OBJECT_ID(N'src_dossier_totals'))
CREATE UNIQUE INDEX ux_src_dossier_totals ON src_dossier_totals (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_dvc_services', N'U') IS NULL
CREATE TABLE src_dvc_services (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_dvc_services PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_dvc_services' AND object_id = OBJECT_ID(N'src_dvc_services'))
CREATE UNIQUE INDEX ux_src_dvc_services ON src_dvc_services (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_holidays', N'U') IS NULL
CREATE TABLE src_holidays (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_holidays PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_holidays' AND object_id = OBJECT_ID(N'src_holidays'))
CREATE UNIQUE INDEX ux_src_holidays ON src_holidays (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_igate_dossiers', N'U') IS NULL
CREATE TABLE src_igate_dossiers (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_igate_dossiers PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_igate_dossiers' AND object_id = OBJECT_ID(N'src_igate_dossiers'))
CREATE UNIQUE INDEX ux_src_igate_dossiers ON src_igate_dossiers (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_ioffice_documents', N'U') IS NULL
CREATE TABLE src_ioffice_documents (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_ioffice_documents PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_ioffice_documents' AND object_id = OBJECT_ID(N'src_ioffice_documents'))
CREATE UNIQUE INDEX ux_src_ioffice_documents ON src_ioffice_documents (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_org_units', N'U') IS NULL
CREATE TABLE src_org_units (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_org_units PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_org_units' AND object_id = OBJECT_ID(N'src_org_units'))
CREATE UNIQUE INDEX ux_src_org_units ON src_org_units (natural_key);
GO

-- One row per procedure that a dossier named.
IF OBJECT_ID(N'src_procedure_name', N'U') IS NULL
CREATE TABLE src_procedure_name (
    -- National part of the procedure code.
    procedure_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the newest row that names the procedure (UTC).
    version datetime2 NOT NULL,
    -- Name in that row.
    name nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Sector in that row.
    sector nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_procedure_name PRIMARY KEY (procedure_code)
);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_reported_figures', N'U') IS NULL
CREATE TABLE src_reported_figures (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_reported_figures PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_reported_figures' AND object_id = OBJECT_ID(N'src_reported_figures'))
CREATE UNIQUE INDEX ux_src_reported_figures ON src_reported_figures (natural_key);
GO

-- One row per natural key: the source row that was accepted last.
IF OBJECT_ID(N'src_satisfaction', N'U') IS NULL
CREATE TABLE src_satisfaction (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Version of the row in the source (UTC).
    version datetime2 NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted bit NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    -- Typed values of a reference row as JSON; null for facts.
    payload nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_src_satisfaction PRIMARY KEY (row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_src_satisfaction' AND object_id = OBJECT_ID(N'src_satisfaction'))
CREATE UNIQUE INDEX ux_src_satisfaction ON src_satisfaction (natural_key);
GO

-- One row per identifier that any row used for a unit.
IF OBJECT_ID(N'src_unit_code', N'U') IS NULL
CREATE TABLE src_unit_code (
    -- Identifier as written.
    code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Greatest identifier of the unit: the same for all of its identifiers.
    durable_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_src_unit_code PRIMARY KEY (code)
);
GO

-- One row per load and check that was evaluated before it committed.
IF OBJECT_ID(N'etl_check_result', N'U') IS NULL
CREATE TABLE etl_check_result (
    -- Surrogate key.
    check_result_key bigint NOT NULL,
    -- The load.
    load_key int NOT NULL,
    -- Stable code of the check.
    check_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Entity set whose rows were checked.
    entity_set nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What must hold, in Vietnamese.
    name nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What must hold, in English.
    name_en nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What becomes of the load when it does not hold.
    severity nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Rows that were looked at: those that the load wrote, or a sample of them.
    rows_checked bigint NOT NULL,
    -- Rows that do not hold; 0 = passed.
    violations bigint NOT NULL,
    -- Keys of the first rows that do not hold.
    sample nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_etl_check_result PRIMARY KEY (check_result_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ux_etl_check_result' AND object_id = OBJECT_ID(N'etl_check_result'))
CREATE UNIQUE INDEX ux_etl_check_result ON etl_check_result (load_key, check_code, entity_set);
GO

-- One row: the number that every commit that readers can see raises.
IF OBJECT_ID(N'etl_data_version', N'U') IS NULL
CREATE TABLE etl_data_version (
    -- Always 1.
    id int NOT NULL,
    -- Rises with every commit that readers can see.
    version bigint NOT NULL,
    -- Day (UTC+7) as of which open dossiers were last judged.
    as_of_date date NULL,
    CONSTRAINT pk_etl_data_version PRIMARY KEY (id)
);
GO

-- One row per feed that was ever loaded: how fresh its data is.
IF OBJECT_ID(N'etl_feed_state', N'U') IS NULL
CREATE TABLE etl_feed_state (
    -- Feed name of the source contracts.
    feed nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Last completed load; null while every one failed.
    last_load_key int NULL,
    -- When the last completed load ended (UTC).
    last_loaded_at datetime2 NULL,
    -- Latest source update that a completed load read (UTC).
    watermark datetime2 NULL,
    -- When the last failed load ended (UTC); later than LastLoadedAt = the newest file was refused.
    last_failed_at datetime2 NULL,
    -- Why the last failed load failed, in Vietnamese and English.
    last_error nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Data version that the last completed load raised the warehouse to.
    data_version bigint NULL,
    CONSTRAINT pk_etl_feed_state PRIMARY KEY (feed)
);
GO

-- One row per month whose indicators are to be computed again, and load that touched it.
IF OBJECT_ID(N'etl_indicator_due', N'U') IS NULL
CREATE TABLE etl_indicator_due (
    -- Calendar month as yyyymm; 0 = every month.
    year_month int NOT NULL,
    -- Load that touched it; for the nightly judgement of open dossiers the last one before it.
    load_key int NOT NULL,
    CONSTRAINT pk_etl_indicator_due PRIMARY KEY (year_month, load_key)
);
GO

-- One row per file or pull that was loaded.
IF OBJECT_ID(N'etl_load_run', N'U') IS NULL
CREATE TABLE etl_load_run (
    -- Surrogate key, rising.
    load_key int NOT NULL,
    -- Feed name of the source contracts.
    feed nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- File name without its folder.
    file_name nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    -- SHA-256 of the file, lower-case hexadecimal.
    content_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    -- A file, a pull from a system, or rejected rows tried again.
    kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Run whose rejected rows this one tried again.
    retry_of_load_key int NULL,
    -- When the file was last modified (UTC): the version of rows that have none of their own.
    source_modified_at datetime2 NULL,
    -- UTC.
    started_at datetime2 NOT NULL,
    -- UTC; null while running.
    completed_at datetime2 NULL,
    -- Milliseconds from the start to the commit.
    duration_ms int NULL,
    -- Rows read per second of that time; null where nothing was read.
    rows_per_second int NULL,
    -- Outcome.
    status nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Data rows read.
    rows_read int NOT NULL,
    -- Rows under a new natural key.
    rows_loaded int NOT NULL,
    -- Rows that changed or deleted what was there.
    rows_changed int NOT NULL,
    -- Rows whose content was there already.
    rows_unchanged int NOT NULL,
    -- Rows older than what is there.
    rows_superseded int NOT NULL,
    -- Rows that did not load: those that broke a rule, and in a failed run all others with them.
    rows_rejected int NOT NULL,
    -- Rows among the rejected ones that broke a rule themselves; RejectedRows keeps them with a reason (of a failed run the first 1000). Null in runs of earlier versions.
    rows_faulty int NULL,
    -- Earlier completed run of the same content, because of which nothing was read.
    same_as_load_key int NULL,
    -- The register parted identifiers that it had joined before: rows of one key under them had become one, so files of earlier runs are read again when they are loaded again.
    identifiers_parted bit NOT NULL,
    -- Latest source update read (UTC).
    watermark datetime2 NULL,
    -- Data version that this run raised the warehouse to.
    data_version bigint NOT NULL,
    -- Why a failed run failed, in Vietnamese and English.
    error nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    -- What was detected or is worth a look: separator, encoding, number format, ignored columns, warnings.
    remarks nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    -- How the file writes its flags, by which its empty flags are read.
    flag_form nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    -- Hash of the headers of that mapping alone: what the cells of a raw row were found by.
    header_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    -- Hash of the column mapping that the file was read with.
    mapping_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_etl_load_run PRIMARY KEY (load_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_etl_load_run_feed_content_hash' AND object_id = OBJECT_ID(N'etl_load_run'))
CREATE INDEX ix_etl_load_run_feed_content_hash ON etl_load_run (feed, content_hash);
GO

-- One row per rejected source row of a load.
IF OBJECT_ID(N'etl_rejected_row', N'U') IS NULL
CREATE TABLE etl_rejected_row (
    -- Surrogate key.
    rejected_row_key bigint NOT NULL,
    -- The load.
    load_key int NOT NULL,
    -- Physical line on which the row starts; the header of a plain CSV is line 1.
    line_number int NOT NULL,
    -- Stable reason code.
    reason_code nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What is wrong and how to mend it, in Vietnamese and English.
    message nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The row as read, contract columns only.
    raw_row nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The raw row is not whole (its cells slipped, or were left out for privacy), so it cannot be tried again from here: mend it in its file.
    needs_source_file bit NOT NULL,
    -- Last run that tried the row again; reason and explanation are as of then.
    retried_load_key int NULL,
    -- Run that settled the row: it loaded there, a row of the same key as new did, or it was rejected anew as a row of that run. Null while it is open.
    resolved_load_key int NULL,
    -- Natural key of the row where its cells tell it.
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    -- Version that the row has or would have had (UTC); null where it cannot be told.
    row_version datetime2 NULL,
    CONSTRAINT pk_etl_rejected_row PRIMARY KEY (rejected_row_key)
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_etl_rejected_row_load_key_line_number' AND object_id = OBJECT_ID(N'etl_rejected_row'))
CREATE INDEX ix_etl_rejected_row_load_key_line_number ON etl_rejected_row (load_key, line_number);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_etl_rejected_row_resolved_load_key' AND object_id = OBJECT_ID(N'etl_rejected_row'))
CREATE INDEX ix_etl_rejected_row_resolved_load_key ON etl_rejected_row (resolved_load_key);
GO

-- One row per version of the model that the database was brought to.
IF OBJECT_ID(N'etl_schema_version', N'U') IS NULL
CREATE TABLE etl_schema_version (
    -- Version of the model.
    version int NOT NULL,
    -- Instant (UTC) at which it was reached.
    applied_at datetime2 NOT NULL,
    -- Account of the database, or program, that did it.
    applied_by nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_etl_schema_version PRIMARY KEY (version)
);
GO

IF OBJECT_ID(N'stg_accepted', N'U') IS NULL
CREATE TABLE stg_accepted (
    row_key bigint NOT NULL,
    wrote_fact bit NULL,
    CONSTRAINT pk_stg_accepted PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_accepted_again', N'U') IS NULL
CREATE TABLE stg_accepted_again (
    row_key bigint NOT NULL,
    wrote_fact bit NULL,
    CONSTRAINT pk_stg_accepted_again PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_leaving', N'U') IS NULL
CREATE TABLE stg_leaving (
    row_key bigint NOT NULL,
    CONSTRAINT pk_stg_leaving PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_newer_time', N'U') IS NULL
CREATE TABLE stg_newer_time (
    row_key bigint NOT NULL,
    version datetime2 NULL,
    CONSTRAINT pk_stg_newer_time PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_changing_dossier', N'U') IS NULL
CREATE TABLE stg_changing_dossier (
    row_key bigint NOT NULL,
    CONSTRAINT pk_stg_changing_dossier PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_month_delta', N'U') IS NULL
CREATE TABLE stg_month_delta (
    month_period_key int NULL,
    receiving_unit_key int NULL,
    resolving_unit_key int NULL,
    procedure_key int NULL,
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
    updated_at datetime2 NULL
);
GO

IF OBJECT_ID(N'stg_lowered_month', N'U') IS NULL
CREATE TABLE stg_lowered_month (
    month_period_key int NULL,
    receiving_unit_key int NULL,
    resolving_unit_key int NULL,
    procedure_key int NULL,
    channel nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL
);
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

IF OBJECT_ID(N'stg_stock_delta', N'U') IS NULL
CREATE TABLE stg_stock_delta (
    unit_key int NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    month int NULL,
    pending bigint NULL,
    overdue bigint NULL
);
GO

IF OBJECT_ID(N'stg_stock_net', N'U') IS NULL
CREATE TABLE stg_stock_net (
    unit_key int NOT NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    month int NOT NULL,
    pending bigint NULL,
    overdue bigint NULL,
    CONSTRAINT pk_stg_stock_net PRIMARY KEY (unit_key, service_class, month)
);
GO

IF OBJECT_ID(N'stg_stock_change', N'U') IS NULL
CREATE TABLE stg_stock_change (
    unit_key int NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    month_period_key int NULL,
    pending bigint NULL,
    pending_overdue bigint NULL
);
GO

IF OBJECT_ID(N'stg_net_stock', N'U') IS NULL
CREATE TABLE stg_net_stock (
    unit_key int NULL,
    service_class nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    month_period_key int NULL,
    pending bigint NULL,
    pending_overdue bigint NULL,
    dossier_stock_key bigint NULL
);
GO

IF OBJECT_ID(N'stg_document_delta', N'U') IS NULL
CREATE TABLE stg_document_delta (
    unit_key int NULL,
    direction nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    month_period_key int NULL,
    documents bigint NULL,
    electronic_only bigint NULL,
    electronic_and_paper bigint NULL,
    paper bigint NULL,
    signed bigint NULL,
    secret bigint NULL
);
GO

IF OBJECT_ID(N'stg_net_document', N'U') IS NULL
CREATE TABLE stg_net_document (
    unit_key int NULL,
    direction nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    month_period_key int NULL,
    documents bigint NULL,
    electronic_only bigint NULL,
    electronic_and_paper bigint NULL,
    paper bigint NULL,
    signed bigint NULL,
    secret bigint NULL,
    document_month_key bigint NULL
);
GO

IF OBJECT_ID(N'stg_catalogue_delta', N'U') IS NULL
CREATE TABLE stg_catalogue_delta (
    catalogue_text_key int NULL,
    month_period_key int NULL,
    units bigint NULL
);
GO

IF OBJECT_ID(N'stg_catalogue_net', N'U') IS NULL
CREATE TABLE stg_catalogue_net (
    catalogue_text_key int NULL,
    month_period_key int NULL,
    units bigint NULL
);
GO

IF OBJECT_ID(N'stg_net_catalogue', N'U') IS NULL
CREATE TABLE stg_net_catalogue (
    catalogue_text_key int NULL,
    month_period_key int NULL,
    units bigint NULL,
    catalogue_month_key bigint NULL
);
GO

IF OBJECT_ID(N'stg_unit_at', N'U') IS NULL
CREATE TABLE stg_unit_at (
    code nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    from_key int NOT NULL,
    until_key int NULL,
    member_key int NULL,
    CONSTRAINT pk_stg_unit_at PRIMARY KEY (code, from_key)
);
GO

IF OBJECT_ID(N'stg_procedure_at', N'U') IS NULL
CREATE TABLE stg_procedure_at (
    code nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    from_key int NOT NULL,
    until_key int NULL,
    member_key int NULL,
    CONSTRAINT pk_stg_procedure_at PRIMARY KEY (code, from_key)
);
GO

IF OBJECT_ID(N'stg_regrouped_code', N'U') IS NULL
CREATE TABLE stg_regrouped_code (
    code nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    durable_code nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_stg_regrouped_code PRIMARY KEY (code)
);
GO

IF OBJECT_ID(N'stg_regrouped_row', N'U') IS NULL
CREATE TABLE stg_regrouped_row (
    row_key bigint NOT NULL,
    place int NULL,
    CONSTRAINT pk_stg_regrouped_row PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_changed_procedure', N'U') IS NULL
CREATE TABLE stg_changed_procedure (
    code nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_stg_changed_procedure PRIMARY KEY (code)
);
GO

IF OBJECT_ID(N'stg_retired_procedure', N'U') IS NULL
CREATE TABLE stg_retired_procedure (
    procedure_key int NOT NULL,
    CONSTRAINT pk_stg_retired_procedure PRIMARY KEY (procedure_key)
);
GO

IF OBJECT_ID(N'stg_checked_row', N'U') IS NULL
CREATE TABLE stg_checked_row (
    row_key bigint NOT NULL,
    CONSTRAINT pk_stg_checked_row PRIMARY KEY (row_key)
);
GO

IF OBJECT_ID(N'stg_rejected', N'U') IS NULL
CREATE TABLE stg_rejected (
    row_number bigint NOT NULL,
    line_number int NULL,
    reason_code nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    message nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    raw_row nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    needs_source_file bit NULL,
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    row_version datetime2 NULL,
    CONSTRAINT pk_stg_rejected PRIMARY KEY (row_number)
);
GO

IF OBJECT_ID(N'stg_settled', N'U') IS NULL
CREATE TABLE stg_settled (
    rejected_row_key bigint NULL,
    row_key bigint NULL
);
GO

IF OBJECT_ID(N'stg_tried_row', N'U') IS NULL
CREATE TABLE stg_tried_row (
    rejected_row_key bigint NOT NULL,
    CONSTRAINT pk_stg_tried_row PRIMARY KEY (rejected_row_key)
);
GO

IF OBJECT_ID(N'stg_tried_in_vain', N'U') IS NULL
CREATE TABLE stg_tried_in_vain (
    rejected_row_key bigint NOT NULL,
    reason_code nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    message nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_stg_tried_in_vain PRIMARY KEY (rejected_row_key)
);
GO

IF OBJECT_ID(N'stg_sought_key', N'U') IS NULL
CREATE TABLE stg_sought_key (
    place int NOT NULL,
    natural_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_stg_sought_key PRIMARY KEY (place)
);
GO

IF OBJECT_ID(N'stg_gone_value', N'U') IS NULL
CREATE TABLE stg_gone_value (
    value_key bigint NOT NULL,
    CONSTRAINT pk_stg_gone_value PRIMARY KEY (value_key)
);
GO

-- The one row of it is held by the load that writes.
IF OBJECT_ID(N'stg_write_lock', N'U') IS NULL
CREATE TABLE stg_write_lock (id int NOT NULL, held bigint NOT NULL, CONSTRAINT pk_stg_write_lock PRIMARY KEY (id));
GO
INSERT INTO stg_write_lock (id, held) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM stg_write_lock);
INSERT INTO etl_data_version (id, version, as_of_date) SELECT 1, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM etl_data_version);
INSERT INTO etl_schema_version (version, applied_at, applied_by) SELECT 4, SYSUTCDATETIME(), SUSER_SNAME() WHERE NOT EXISTS (SELECT 1 FROM etl_schema_version WHERE version = 4);
GO
