-- The warehouse on PostgreSQL 15 or later: schema version 4.
-- Generated from the model. "DtiWarehouse.Server deploy" runs it under a lock; by hand, as the owner of the schema:
--   psql --single-transaction --set ON_ERROR_STOP=1 --file db/schema/postgresql.sql "$DATABASE"
-- It may be run again, and then adds only what is missing. Accounts: db/postgresql/accounts.sql.
-- Texts have the collation "C": they compare by their characters on every server. Loads check references in sets;
-- no foreign key is declared.

SET client_min_messages = warning;

-- One row per level of government.
CREATE TABLE IF NOT EXISTS dim_admin_level (
    -- Surrogate key; 0 = unknown.
    level_key integer NOT NULL,
    -- Code used in the Level columns of Units and AdminUnits.
    code text COLLATE "C" NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Name in English.
    name_en text COLLATE "C" NOT NULL,
    -- 1 for the province, 2 for the district, 3 for the commune; 0 for unknown.
    rank integer NOT NULL,
    CONSTRAINT pk_dim_admin_level PRIMARY KEY (level_key)
);
COMMENT ON TABLE dim_admin_level IS 'One row per level of government.';
COMMENT ON COLUMN dim_admin_level.level_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_admin_level.code IS 'Code used in the Level columns of Units and AdminUnits.';
COMMENT ON COLUMN dim_admin_level.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_admin_level.name_en IS 'Name in English.';
COMMENT ON COLUMN dim_admin_level.rank IS '1 for the province, 2 for the district, 3 for the commune; 0 for unknown.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_admin_level ON dim_admin_level (code);

-- One row per version of a territory (province, district, commune).
CREATE TABLE IF NOT EXISTS dim_admin_unit (
    -- Surrogate key; 0 = unknown.
    admin_unit_key integer NOT NULL,
    -- Statistics-office code: 2 digits for a province, 3 for a district, 5 for a commune.
    code text COLLATE "C" NOT NULL,
    -- Name with its type.
    name text COLLATE "C" NOT NULL,
    -- Type as printed: Tỉnh, Thành phố, Thị xã, Huyện, Phường, Xã, Thị trấn, Đặc khu.
    type text COLLATE "C" NOT NULL,
    -- Level of government.
    level text COLLATE "C" NOT NULL,
    -- Version of the territory above; null for a province.
    parent_admin_unit_key integer,
    -- Today's territory that this one became (the largest part of a split one; the province for an abolished district).
    current_admin_unit_key integer,
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    -- Statistics-office code of the province that the version lies in.
    province_code text COLLATE "C",
    -- Name of that province.
    province_name text COLLATE "C",
    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    district_code text COLLATE "C",
    -- Name of that district.
    district_name text COLLATE "C",
    -- Statistics-office code of the commune; null above it.
    commune_code text COLLATE "C",
    -- Name of that commune.
    commune_name text COLLATE "C",
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date,
    -- The version is open.
    is_current boolean NOT NULL,
    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    name_sort text COLLATE "C" NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_dim_admin_unit PRIMARY KEY (admin_unit_key)
);
COMMENT ON TABLE dim_admin_unit IS 'One row per version of a territory (province, district, commune).';
COMMENT ON COLUMN dim_admin_unit.admin_unit_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_admin_unit.code IS 'Statistics-office code: 2 digits for a province, 3 for a district, 5 for a commune.';
COMMENT ON COLUMN dim_admin_unit.name IS 'Name with its type.';
COMMENT ON COLUMN dim_admin_unit.type IS 'Type as printed: Tỉnh, Thành phố, Thị xã, Huyện, Phường, Xã, Thị trấn, Đặc khu.';
COMMENT ON COLUMN dim_admin_unit.level IS 'Level of government.';
COMMENT ON COLUMN dim_admin_unit.parent_admin_unit_key IS 'Version of the territory above; null for a province.';
COMMENT ON COLUMN dim_admin_unit.current_admin_unit_key IS 'Today''s territory that this one became (the largest part of a split one; the province for an abolished district).';
COMMENT ON COLUMN dim_admin_unit.valid_until IS 'First day that the version no longer covers (half-open interval).';
COMMENT ON COLUMN dim_admin_unit.province_code IS 'Statistics-office code of the province that the version lies in.';
COMMENT ON COLUMN dim_admin_unit.province_name IS 'Name of that province.';
COMMENT ON COLUMN dim_admin_unit.district_code IS 'Statistics-office code of the district; null above it and from 2025-07-01 on.';
COMMENT ON COLUMN dim_admin_unit.district_name IS 'Name of that district.';
COMMENT ON COLUMN dim_admin_unit.commune_code IS 'Statistics-office code of the commune; null above it.';
COMMENT ON COLUMN dim_admin_unit.commune_name IS 'Name of that commune.';
COMMENT ON COLUMN dim_admin_unit.valid_from IS 'First day on which this version holds.';
COMMENT ON COLUMN dim_admin_unit.valid_to IS 'Last day on which this version holds; null while it is open.';
COMMENT ON COLUMN dim_admin_unit.is_current IS 'The version is open.';
COMMENT ON COLUMN dim_admin_unit.name_sort IS 'Text whose ordinal order is the Vietnamese alphabetical order of the name.';
COMMENT ON COLUMN dim_admin_unit.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE INDEX IF NOT EXISTS ix_dim_admin_unit_parent_admin_unit_key ON dim_admin_unit (parent_admin_unit_key);
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_admin_unit ON dim_admin_unit (code, valid_from);

-- One row per channel.
CREATE TABLE IF NOT EXISTS dim_channel (
    -- Surrogate key; 0 = unknown.
    channel_key integer NOT NULL,
    -- Code used in the Channel columns of the facts.
    code text COLLATE "C" NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Name in English.
    name_en text COLLATE "C" NOT NULL,
    CONSTRAINT pk_dim_channel PRIMARY KEY (channel_key)
);
COMMENT ON TABLE dim_channel IS 'One row per channel.';
COMMENT ON COLUMN dim_channel.channel_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_channel.code IS 'Code used in the Channel columns of the facts.';
COMMENT ON COLUMN dim_channel.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_channel.name_en IS 'Name in English.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_channel ON dim_channel (code);

-- One row per calendar day in UTC+7.
CREATE TABLE IF NOT EXISTS dim_date (
    -- yyyymmdd; 0 = no date.
    date_key integer NOT NULL,
    -- The day; null for the unknown member.
    date date,
    year integer,
    -- 1 or 2.
    half_year integer,
    -- 1 to 4.
    quarter integer,
    -- 1 to 12.
    month integer,
    -- yyyymm.
    year_month integer,
    day integer,
    -- 1 = Monday to 7 = Sunday.
    day_of_week integer,
    is_month_end boolean NOT NULL,
    is_quarter_end boolean NOT NULL,
    is_year_end boolean NOT NULL,
    -- Neither Saturday, Sunday nor a public holiday of the holidays feed.
    is_working_day boolean NOT NULL,
    -- Period of the day's calendar month.
    month_period_key integer NOT NULL,
    CONSTRAINT pk_dim_date PRIMARY KEY (date_key)
);
COMMENT ON TABLE dim_date IS 'One row per calendar day in UTC+7.';
COMMENT ON COLUMN dim_date.date_key IS 'yyyymmdd; 0 = no date.';
COMMENT ON COLUMN dim_date.date IS 'The day; null for the unknown member.';
COMMENT ON COLUMN dim_date.half_year IS '1 or 2.';
COMMENT ON COLUMN dim_date.quarter IS '1 to 4.';
COMMENT ON COLUMN dim_date.month IS '1 to 12.';
COMMENT ON COLUMN dim_date.year_month IS 'yyyymm.';
COMMENT ON COLUMN dim_date.day_of_week IS '1 = Monday to 7 = Sunday.';
COMMENT ON COLUMN dim_date.is_working_day IS 'Neither Saturday, Sunday nor a public holiday of the holidays feed.';
COMMENT ON COLUMN dim_date.month_period_key IS 'Period of the day''s calendar month.';

-- One row per version of an indicator.
CREATE TABLE IF NOT EXISTS dim_indicator (
    -- Surrogate key.
    indicator_key integer NOT NULL,
    -- Code of the indicator, the same for all its versions.
    code text COLLATE "C" NOT NULL,
    -- Version of the definition.
    version integer NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Name in English.
    name_en text COLLATE "C" NOT NULL,
    -- What is counted and what is left out, in Vietnamese.
    description text COLLATE "C",
    -- What is counted and what is left out, in English.
    description_en text COLLATE "C",
    -- Framework that the indicator belongs to.
    framework text COLLATE "C" NOT NULL,
    -- Group within the framework; null for none.
    group_code text COLLATE "C",
    -- Unit of the value; % = numerator over denominator times 100.
    unit_of_measure text COLLATE "C" NOT NULL,
    -- Decimals that official reports print.
    decimals integer NOT NULL,
    -- Whether a higher or a lower value is the better one.
    direction text COLLATE "C" NOT NULL,
    -- OData query of the numerator with {unit}, {period} and {asOf} to fill in; several, one per line, are added up.
    numerator_query text COLLATE "C",
    -- OData query of the denominator, as of the numerator; null for a plain figure.
    denominator_query text COLLATE "C",
    -- Codes of the indicators whose scores are added up; null for an indicator with queries.
    components text COLLATE "C",
    -- Whether the figures of parts add up, or distinct things are counted over the whole.
    roll_up text COLLATE "C" NOT NULL,
    -- What the value is when there is nothing to divide by.
    empty_denominator text COLLATE "C" NOT NULL,
    -- Points at full attainment; null for an indicator without points.
    max_points numeric(9,4),
    -- Value from which all points are given, in UnitOfMeasure; null without points.
    threshold numeric(19,6),
    -- Document and article that define the indicator.
    legal_basis text COLLATE "C" NOT NULL,
    -- How certain the definition is.
    certainty text COLLATE "C" NOT NULL,
    -- Where the definition was read.
    source text COLLATE "C" NOT NULL,
    -- First day that the version speaks of; null where it has none.
    valid_from date,
    -- Last day that the version speaks of; null while it is in force.
    valid_to date,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Hash of all that the values depend on.
    definition_hash text COLLATE "C",
    CONSTRAINT pk_dim_indicator PRIMARY KEY (indicator_key)
);
COMMENT ON TABLE dim_indicator IS 'One row per version of an indicator.';
COMMENT ON COLUMN dim_indicator.indicator_key IS 'Surrogate key.';
COMMENT ON COLUMN dim_indicator.code IS 'Code of the indicator, the same for all its versions.';
COMMENT ON COLUMN dim_indicator.version IS 'Version of the definition.';
COMMENT ON COLUMN dim_indicator.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_indicator.name_en IS 'Name in English.';
COMMENT ON COLUMN dim_indicator.description IS 'What is counted and what is left out, in Vietnamese.';
COMMENT ON COLUMN dim_indicator.description_en IS 'What is counted and what is left out, in English.';
COMMENT ON COLUMN dim_indicator.framework IS 'Framework that the indicator belongs to.';
COMMENT ON COLUMN dim_indicator.group_code IS 'Group within the framework; null for none.';
COMMENT ON COLUMN dim_indicator.unit_of_measure IS 'Unit of the value; % = numerator over denominator times 100.';
COMMENT ON COLUMN dim_indicator.decimals IS 'Decimals that official reports print.';
COMMENT ON COLUMN dim_indicator.direction IS 'Whether a higher or a lower value is the better one.';
COMMENT ON COLUMN dim_indicator.numerator_query IS 'OData query of the numerator with {unit}, {period} and {asOf} to fill in; several, one per line, are added up.';
COMMENT ON COLUMN dim_indicator.denominator_query IS 'OData query of the denominator, as of the numerator; null for a plain figure.';
COMMENT ON COLUMN dim_indicator.components IS 'Codes of the indicators whose scores are added up; null for an indicator with queries.';
COMMENT ON COLUMN dim_indicator.roll_up IS 'Whether the figures of parts add up, or distinct things are counted over the whole.';
COMMENT ON COLUMN dim_indicator.empty_denominator IS 'What the value is when there is nothing to divide by.';
COMMENT ON COLUMN dim_indicator.max_points IS 'Points at full attainment; null for an indicator without points.';
COMMENT ON COLUMN dim_indicator.threshold IS 'Value from which all points are given, in UnitOfMeasure; null without points.';
COMMENT ON COLUMN dim_indicator.legal_basis IS 'Document and article that define the indicator.';
COMMENT ON COLUMN dim_indicator.certainty IS 'How certain the definition is.';
COMMENT ON COLUMN dim_indicator.source IS 'Where the definition was read.';
COMMENT ON COLUMN dim_indicator.valid_from IS 'First day that the version speaks of; null where it has none.';
COMMENT ON COLUMN dim_indicator.valid_to IS 'Last day that the version speaks of; null while it is in force.';
COMMENT ON COLUMN dim_indicator.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN dim_indicator.definition_hash IS 'Hash of all that the values depend on.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_indicator ON dim_indicator (code, version);

-- One row per target that a document set for an indicator, level and period.
CREATE TABLE IF NOT EXISTS dim_indicator_target (
    -- Surrogate key.
    indicator_target_key integer NOT NULL,
    -- Version of the indicator.
    indicator_key integer NOT NULL,
    -- Level of the units that it is set for; Unknown = all.
    level text COLLATE "C" NOT NULL,
    -- Kind of the units that it is set for; Unknown = all.
    kind text COLLATE "C" NOT NULL,
    -- First day that it holds for.
    period_from date NOT NULL,
    -- Last day that it holds for; null = until further notice.
    period_to date,
    -- How the value must compare with the target: >, >=, =, <= or <.
    operator text COLLATE "C" NOT NULL,
    -- Target in the indicator's unit of measure.
    target numeric(19,6) NOT NULL,
    -- Figure of ReportedFigures that states it; null where none does.
    figure_code text COLLATE "C",
    CONSTRAINT pk_dim_indicator_target PRIMARY KEY (indicator_target_key)
);
COMMENT ON TABLE dim_indicator_target IS 'One row per target that a document set for an indicator, level and period.';
COMMENT ON COLUMN dim_indicator_target.indicator_target_key IS 'Surrogate key.';
COMMENT ON COLUMN dim_indicator_target.indicator_key IS 'Version of the indicator.';
COMMENT ON COLUMN dim_indicator_target.level IS 'Level of the units that it is set for; Unknown = all.';
COMMENT ON COLUMN dim_indicator_target.kind IS 'Kind of the units that it is set for; Unknown = all.';
COMMENT ON COLUMN dim_indicator_target.period_from IS 'First day that it holds for.';
COMMENT ON COLUMN dim_indicator_target.period_to IS 'Last day that it holds for; null = until further notice.';
COMMENT ON COLUMN dim_indicator_target.operator IS 'How the value must compare with the target: >, >=, =, <= or <.';
COMMENT ON COLUMN dim_indicator_target.target IS 'Target in the indicator''s unit of measure.';
COMMENT ON COLUMN dim_indicator_target.figure_code IS 'Figure of ReportedFigures that states it; null where none does.';
CREATE INDEX IF NOT EXISTS ix_dim_indicator_target_indicator_key ON dim_indicator_target (indicator_key);

-- One row per reporting period.
CREATE TABLE IF NOT EXISTS dim_period (
    -- Surrogate key; 0 = unknown.
    period_key integer NOT NULL,
    -- 2023, 2023-H1, 2023-9M, 2023-Q4, 2023-11 or 2023-to-11-27.
    code text COLLATE "C" NOT NULL,
    -- Length of the period.
    grain text COLLATE "C" NOT NULL,
    -- First day; null for the unknown member.
    start_date date,
    -- Last day; null for the unknown member.
    end_date date,
    year integer,
    -- 1 to 4 for quarters and months; else null.
    quarter integer,
    -- 1 to 12 for months; else null.
    month integer,
    -- Month → quarter → half-year → year; nine months and to-date → year; null for a year.
    parent_period_key integer,
    CONSTRAINT pk_dim_period PRIMARY KEY (period_key)
);
COMMENT ON TABLE dim_period IS 'One row per reporting period.';
COMMENT ON COLUMN dim_period.period_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_period.code IS '2023, 2023-H1, 2023-9M, 2023-Q4, 2023-11 or 2023-to-11-27.';
COMMENT ON COLUMN dim_period.grain IS 'Length of the period.';
COMMENT ON COLUMN dim_period.start_date IS 'First day; null for the unknown member.';
COMMENT ON COLUMN dim_period.end_date IS 'Last day; null for the unknown member.';
COMMENT ON COLUMN dim_period.quarter IS '1 to 4 for quarters and months; else null.';
COMMENT ON COLUMN dim_period.month IS '1 to 12 for months; else null.';
COMMENT ON COLUMN dim_period.parent_period_key IS 'Month → quarter → half-year → year; nine months and to-date → year; null for a year.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_period ON dim_period (code);

-- One row per version of an administrative procedure.
CREATE TABLE IF NOT EXISTS dim_procedure (
    -- Surrogate key; 0 = unknown.
    procedure_key integer NOT NULL,
    -- National part of the procedure code, d.dddddd.
    procedure_code text COLLATE "C" NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Sector.
    sector text COLLATE "C",
    -- Level of government that carries the procedure out.
    authority_level text COLLATE "C" NOT NULL,
    -- Service level as printed.
    service_level_label text COLLATE "C",
    -- Scheme that the label belongs to; null without a label.
    service_level_scheme text COLLATE "C",
    -- What the label means across schemes.
    service_class text COLLATE "C" NOT NULL,
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date,
    -- The version is open.
    is_current boolean NOT NULL,
    -- Known only from rows that mention it; not yet in a service catalogue.
    is_inferred boolean NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    CONSTRAINT pk_dim_procedure PRIMARY KEY (procedure_key)
);
COMMENT ON TABLE dim_procedure IS 'One row per version of an administrative procedure.';
COMMENT ON COLUMN dim_procedure.procedure_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_procedure.procedure_code IS 'National part of the procedure code, d.dddddd.';
COMMENT ON COLUMN dim_procedure.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_procedure.sector IS 'Sector.';
COMMENT ON COLUMN dim_procedure.authority_level IS 'Level of government that carries the procedure out.';
COMMENT ON COLUMN dim_procedure.service_level_label IS 'Service level as printed.';
COMMENT ON COLUMN dim_procedure.service_level_scheme IS 'Scheme that the label belongs to; null without a label.';
COMMENT ON COLUMN dim_procedure.service_class IS 'What the label means across schemes.';
COMMENT ON COLUMN dim_procedure.valid_from IS 'First day on which this version holds.';
COMMENT ON COLUMN dim_procedure.valid_to IS 'Last day on which this version holds; null while it is open.';
COMMENT ON COLUMN dim_procedure.is_current IS 'The version is open.';
COMMENT ON COLUMN dim_procedure.is_inferred IS 'Known only from rows that mention it; not yet in a service catalogue.';
COMMENT ON COLUMN dim_procedure.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN dim_procedure.valid_until IS 'First day that the version no longer covers (half-open interval).';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_procedure ON dim_procedure (procedure_code, valid_from);

-- One row per source system.
CREATE TABLE IF NOT EXISTS dim_source_system (
    -- Surrogate key; 0 = unknown.
    source_system_key integer NOT NULL,
    -- Natural key: igate, ioffice, dvc, or the code a feed names. Never an address: addresses moved.
    code text COLLATE "C" NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- OneStop, DocumentExchange, ServicePortal, MinistryPortal, Report or Unknown.
    kind text COLLATE "C" NOT NULL,
    CONSTRAINT pk_dim_source_system PRIMARY KEY (source_system_key)
);
COMMENT ON TABLE dim_source_system IS 'One row per source system.';
COMMENT ON COLUMN dim_source_system.source_system_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_source_system.code IS 'Natural key: igate, ioffice, dvc, or the code a feed names. Never an address: addresses moved.';
COMMENT ON COLUMN dim_source_system.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_source_system.kind IS 'OneStop, DocumentExchange, ServicePortal, MinistryPortal, Report or Unknown.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_source_system ON dim_source_system (code);

-- One row per version of an organisation that receives, resolves or signs.
CREATE TABLE IF NOT EXISTS dim_unit (
    -- Surrogate key; 0 = unknown.
    unit_key integer NOT NULL,
    -- Organisation identifier (QĐ 20/2020/QĐ-TTg); an earlier identifier of the same organisation leads here too.
    unit_code text COLLATE "C" NOT NULL,
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Name in English.
    name_en text COLLATE "C",
    -- Kind of organisation.
    kind text COLLATE "C" NOT NULL,
    -- Level of government.
    level text COLLATE "C" NOT NULL,
    -- Territory of the unit at the start of the version; 0 where it has none of its own.
    admin_unit_key integer NOT NULL,
    -- Version of the organisation above; null at the top.
    parent_unit_key integer,
    -- Known only from rows that mention it; not yet in the register.
    is_inferred boolean NOT NULL,
    -- Today's unit of the same kind on the successor territory; the province's unit for an abolished district office.
    current_unit_key integer,
    -- The same for all versions and identifiers of one unit.
    durable_code text COLLATE "C",
    -- First day that the version no longer covers (half-open interval).
    valid_until date NOT NULL,
    -- Statistics-office code of the province that the version lies in.
    province_code text COLLATE "C",
    -- Name of that province.
    province_name text COLLATE "C",
    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    district_code text COLLATE "C",
    -- Name of that district.
    district_name text COLLATE "C",
    -- Statistics-office code of the commune; null above it.
    commune_code text COLLATE "C",
    -- Name of that commune.
    commune_name text COLLATE "C",
    -- First day on which this version holds.
    valid_from date NOT NULL,
    -- Last day on which this version holds; null while it is open.
    valid_to date,
    -- The version is open.
    is_current boolean NOT NULL,
    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    name_sort text COLLATE "C" NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_dim_unit PRIMARY KEY (unit_key)
);
COMMENT ON TABLE dim_unit IS 'One row per version of an organisation that receives, resolves or signs.';
COMMENT ON COLUMN dim_unit.unit_key IS 'Surrogate key; 0 = unknown.';
COMMENT ON COLUMN dim_unit.unit_code IS 'Organisation identifier (QĐ 20/2020/QĐ-TTg); an earlier identifier of the same organisation leads here too.';
COMMENT ON COLUMN dim_unit.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN dim_unit.name_en IS 'Name in English.';
COMMENT ON COLUMN dim_unit.kind IS 'Kind of organisation.';
COMMENT ON COLUMN dim_unit.level IS 'Level of government.';
COMMENT ON COLUMN dim_unit.admin_unit_key IS 'Territory of the unit at the start of the version; 0 where it has none of its own.';
COMMENT ON COLUMN dim_unit.parent_unit_key IS 'Version of the organisation above; null at the top.';
COMMENT ON COLUMN dim_unit.is_inferred IS 'Known only from rows that mention it; not yet in the register.';
COMMENT ON COLUMN dim_unit.current_unit_key IS 'Today''s unit of the same kind on the successor territory; the province''s unit for an abolished district office.';
COMMENT ON COLUMN dim_unit.durable_code IS 'The same for all versions and identifiers of one unit.';
COMMENT ON COLUMN dim_unit.valid_until IS 'First day that the version no longer covers (half-open interval).';
COMMENT ON COLUMN dim_unit.province_code IS 'Statistics-office code of the province that the version lies in.';
COMMENT ON COLUMN dim_unit.province_name IS 'Name of that province.';
COMMENT ON COLUMN dim_unit.district_code IS 'Statistics-office code of the district; null above it and from 2025-07-01 on.';
COMMENT ON COLUMN dim_unit.district_name IS 'Name of that district.';
COMMENT ON COLUMN dim_unit.commune_code IS 'Statistics-office code of the commune; null above it.';
COMMENT ON COLUMN dim_unit.commune_name IS 'Name of that commune.';
COMMENT ON COLUMN dim_unit.valid_from IS 'First day on which this version holds.';
COMMENT ON COLUMN dim_unit.valid_to IS 'Last day on which this version holds; null while it is open.';
COMMENT ON COLUMN dim_unit.is_current IS 'The version is open.';
COMMENT ON COLUMN dim_unit.name_sort IS 'Text whose ordinal order is the Vietnamese alphabetical order of the name.';
COMMENT ON COLUMN dim_unit.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE INDEX IF NOT EXISTS ix_dim_unit_durable_code ON dim_unit (durable_code);
CREATE INDEX IF NOT EXISTS ix_dim_unit_parent_unit_key ON dim_unit (parent_unit_key);
CREATE UNIQUE INDEX IF NOT EXISTS ux_dim_unit ON dim_unit (unit_code, valid_from);

-- One row per territory version, successor version and date of effect.
CREATE TABLE IF NOT EXISTS bridge_admin_unit_successor (
    -- Surrogate key.
    admin_unit_successor_key integer NOT NULL,
    -- The territory version that ended.
    admin_unit_key integer NOT NULL,
    -- The version that took it over; null when it was abolished without a single successor.
    successor_admin_unit_key integer,
    -- How the territory became its successor.
    relation text COLLATE "C" NOT NULL,
    -- Share of the old territory that went to this successor, 0 to 1; the shares of one territory add up to 1.
    share numeric(9,6) NOT NULL,
    -- Published in a document, or assumed to be equal parts.
    share_basis text COLLATE "C" NOT NULL,
    -- First day of the new arrangement.
    effective_date date NOT NULL,
    -- Resolution that made the change.
    legal_basis text COLLATE "C",
    CONSTRAINT pk_bridge_admin_unit_successor PRIMARY KEY (admin_unit_successor_key)
);
COMMENT ON TABLE bridge_admin_unit_successor IS 'One row per territory version, successor version and date of effect.';
COMMENT ON COLUMN bridge_admin_unit_successor.admin_unit_successor_key IS 'Surrogate key.';
COMMENT ON COLUMN bridge_admin_unit_successor.admin_unit_key IS 'The territory version that ended.';
COMMENT ON COLUMN bridge_admin_unit_successor.successor_admin_unit_key IS 'The version that took it over; null when it was abolished without a single successor.';
COMMENT ON COLUMN bridge_admin_unit_successor.relation IS 'How the territory became its successor.';
COMMENT ON COLUMN bridge_admin_unit_successor.share IS 'Share of the old territory that went to this successor, 0 to 1; the shares of one territory add up to 1.';
COMMENT ON COLUMN bridge_admin_unit_successor.share_basis IS 'Published in a document, or assumed to be equal parts.';
COMMENT ON COLUMN bridge_admin_unit_successor.effective_date IS 'First day of the new arrangement.';
COMMENT ON COLUMN bridge_admin_unit_successor.legal_basis IS 'Resolution that made the change.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_bridge_admin_unit_successor ON bridge_admin_unit_successor (admin_unit_key, successor_admin_unit_key, effective_date);

-- One row per dossier of a source system (accumulating snapshot).
CREATE TABLE IF NOT EXISTS fact_dossier (
    -- Surrogate key.
    dossier_key bigint NOT NULL,
    -- Natural key together with the source system.
    dossier_code text COLLATE "C" NOT NULL,
    -- Version of the receiving unit on the day of receipt.
    receiving_unit_key integer NOT NULL,
    -- Version of the resolving unit on the day of completion, before it on the day of receipt.
    resolving_unit_key integer NOT NULL,
    -- Version of the procedure on the day of receipt.
    procedure_key integer NOT NULL,
    source_system_key integer NOT NULL,
    -- Channel of submission (codes of Channels).
    channel text COLLATE "C" NOT NULL,
    -- Label as printed, or that of the service snapshot of the month of receipt; null where neither says.
    service_level_label text COLLATE "C",
    -- What the label means across schemes.
    service_class text COLLATE "C" NOT NULL,
    -- State in the source.
    status text COLLATE "C" NOT NULL,
    -- Day of valid receipt, UTC+7.
    received_date date NOT NULL,
    -- yyyymmdd.
    received_date_key integer NOT NULL,
    -- Day on which the result is due, UTC+7.
    due_date date,
    -- Day of completion, UTC+7; null while open.
    resolved_date date,
    -- yyyymmdd; 0 while open.
    resolved_date_key integer NOT NULL,
    -- Day on which the result was handed over, UTC+7.
    returned_date date,
    -- Has a completion date (refused and withdrawn dossiers too).
    is_resolved boolean NOT NULL,
    -- Completed on or before the due day; open: the as-of day is not past it; null without a due day.
    is_on_time boolean,
    -- The source's own flag.
    is_on_time_by_source boolean,
    -- Calendar days from receipt to completion; null while open.
    processing_days integer,
    -- Components digitised at receipt; null = not said.
    are_components_digitised boolean,
    -- Result digitised; null = not said.
    is_result_digitised boolean,
    -- A fee is due; null = not said.
    has_fee boolean,
    -- The fee was paid online; null = not said.
    is_paid_online boolean,
    -- Reused digitised data; null = not said.
    reuses_data boolean,
    -- Version of the row in the source (UTC).
    source_updated_at timestamp with time zone NOT NULL,
    -- The label came with the row; otherwise it follows the service snapshot.
    is_service_level_given boolean NOT NULL,
    -- First month (yyyymm) whose last day is after the due date; 0 without a due date.
    overdue_from_month integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_dossier PRIMARY KEY (dossier_key, received_date_key)
) PARTITION BY RANGE (received_date_key);
CREATE TABLE IF NOT EXISTS fact_dossier_2020 PARTITION OF fact_dossier FOR VALUES FROM (20200000) TO (20210000);
CREATE TABLE IF NOT EXISTS fact_dossier_2021 PARTITION OF fact_dossier FOR VALUES FROM (20210000) TO (20220000);
CREATE TABLE IF NOT EXISTS fact_dossier_2022 PARTITION OF fact_dossier FOR VALUES FROM (20220000) TO (20230000);
CREATE TABLE IF NOT EXISTS fact_dossier_2023 PARTITION OF fact_dossier FOR VALUES FROM (20230000) TO (20240000);
CREATE TABLE IF NOT EXISTS fact_dossier_2024 PARTITION OF fact_dossier FOR VALUES FROM (20240000) TO (20250000);
CREATE TABLE IF NOT EXISTS fact_dossier_2025 PARTITION OF fact_dossier FOR VALUES FROM (20250000) TO (20260000);
CREATE TABLE IF NOT EXISTS fact_dossier_2026 PARTITION OF fact_dossier FOR VALUES FROM (20260000) TO (20270000);
CREATE TABLE IF NOT EXISTS fact_dossier_2027 PARTITION OF fact_dossier FOR VALUES FROM (20270000) TO (20280000);
CREATE TABLE IF NOT EXISTS fact_dossier_2028 PARTITION OF fact_dossier FOR VALUES FROM (20280000) TO (20290000);
CREATE TABLE IF NOT EXISTS fact_dossier_2029 PARTITION OF fact_dossier FOR VALUES FROM (20290000) TO (20300000);
CREATE TABLE IF NOT EXISTS fact_dossier_2030 PARTITION OF fact_dossier FOR VALUES FROM (20300000) TO (20310000);
CREATE TABLE IF NOT EXISTS fact_dossier_rest PARTITION OF fact_dossier DEFAULT;
COMMENT ON TABLE fact_dossier IS 'One row per dossier of a source system (accumulating snapshot).';
COMMENT ON COLUMN fact_dossier.dossier_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_dossier.dossier_code IS 'Natural key together with the source system.';
COMMENT ON COLUMN fact_dossier.receiving_unit_key IS 'Version of the receiving unit on the day of receipt.';
COMMENT ON COLUMN fact_dossier.resolving_unit_key IS 'Version of the resolving unit on the day of completion, before it on the day of receipt.';
COMMENT ON COLUMN fact_dossier.procedure_key IS 'Version of the procedure on the day of receipt.';
COMMENT ON COLUMN fact_dossier.channel IS 'Channel of submission (codes of Channels).';
COMMENT ON COLUMN fact_dossier.service_level_label IS 'Label as printed, or that of the service snapshot of the month of receipt; null where neither says.';
COMMENT ON COLUMN fact_dossier.service_class IS 'What the label means across schemes.';
COMMENT ON COLUMN fact_dossier.status IS 'State in the source.';
COMMENT ON COLUMN fact_dossier.received_date IS 'Day of valid receipt, UTC+7.';
COMMENT ON COLUMN fact_dossier.received_date_key IS 'yyyymmdd.';
COMMENT ON COLUMN fact_dossier.due_date IS 'Day on which the result is due, UTC+7.';
COMMENT ON COLUMN fact_dossier.resolved_date IS 'Day of completion, UTC+7; null while open.';
COMMENT ON COLUMN fact_dossier.resolved_date_key IS 'yyyymmdd; 0 while open.';
COMMENT ON COLUMN fact_dossier.returned_date IS 'Day on which the result was handed over, UTC+7.';
COMMENT ON COLUMN fact_dossier.is_resolved IS 'Has a completion date (refused and withdrawn dossiers too).';
COMMENT ON COLUMN fact_dossier.is_on_time IS 'Completed on or before the due day; open: the as-of day is not past it; null without a due day.';
COMMENT ON COLUMN fact_dossier.is_on_time_by_source IS 'The source''s own flag.';
COMMENT ON COLUMN fact_dossier.processing_days IS 'Calendar days from receipt to completion; null while open.';
COMMENT ON COLUMN fact_dossier.are_components_digitised IS 'Components digitised at receipt; null = not said.';
COMMENT ON COLUMN fact_dossier.is_result_digitised IS 'Result digitised; null = not said.';
COMMENT ON COLUMN fact_dossier.has_fee IS 'A fee is due; null = not said.';
COMMENT ON COLUMN fact_dossier.is_paid_online IS 'The fee was paid online; null = not said.';
COMMENT ON COLUMN fact_dossier.reuses_data IS 'Reused digitised data; null = not said.';
COMMENT ON COLUMN fact_dossier.source_updated_at IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN fact_dossier.is_service_level_given IS 'The label came with the row; otherwise it follows the service snapshot.';
COMMENT ON COLUMN fact_dossier.overdue_from_month IS 'First month (yyyymm) whose last day is after the due date; 0 without a due date.';
COMMENT ON COLUMN fact_dossier.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_dossier.load_key IS 'Load that last changed this row.';
CREATE INDEX IF NOT EXISTS ix_fact_dossier_procedure_key ON fact_dossier (procedure_key);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_received_date ON fact_dossier (received_date);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_received_date_key ON fact_dossier (received_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_receiving_unit_key_received_date_key ON fact_dossier (receiving_unit_key, received_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_resolved_date_key ON fact_dossier (resolved_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_resolving_unit_key_resolved_date_key ON fact_dossier (resolving_unit_key, resolved_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_dossier_updated_at ON fact_dossier (updated_at);
-- Unique by ux_src_igate_dossiers, whose table is not partitioned: a fact has the key of its source row.
CREATE INDEX IF NOT EXISTS ix_fact_dossier ON fact_dossier (source_system_key, dossier_code);

-- One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).
CREATE TABLE IF NOT EXISTS fact_dossier_total (
    -- Surrogate key.
    dossier_total_key bigint NOT NULL,
    -- System that the row came from.
    source_system_key integer NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Sector; null = all.
    sector text COLLATE "C",
    -- Label as printed; null = all.
    service_level_label text COLLATE "C",
    -- What the label means across schemes; None without a label.
    service_class text COLLATE "C" NOT NULL,
    -- First day.
    period_from date NOT NULL,
    -- Last day.
    period_to date NOT NULL,
    -- Received online in the period; null = not counted.
    received_online integer,
    -- Received at the counter or by post in the period; null = not counted.
    received_direct integer,
    -- Carried over from the period before; null = not counted.
    carried_over integer,
    -- Online + direct + carried over; null = not counted.
    received integer,
    -- Resolved before the due day; null = not counted.
    resolved_early integer,
    -- Resolved on the due day; null = not counted.
    resolved_on_time integer,
    -- Resolved after the due day; null = not counted.
    resolved_late integer,
    -- Early + on time + late; null = not counted.
    resolved integer,
    -- Open and within term; null = not counted.
    pending_in_term integer,
    -- Open and overdue; null = not counted.
    pending_overdue integer,
    -- In term + overdue; null = not counted.
    pending integer,
    -- Sector, empty for all: part of the natural key.
    sector_code text COLLATE "C",
    -- Service level, empty for all: part of the natural key.
    service_level_code text COLLATE "C",
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_dossier_total PRIMARY KEY (dossier_total_key)
);
COMMENT ON TABLE fact_dossier_total IS 'One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).';
COMMENT ON COLUMN fact_dossier_total.dossier_total_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_dossier_total.source_system_key IS 'System that the row came from.';
COMMENT ON COLUMN fact_dossier_total.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN fact_dossier_total.sector IS 'Sector; null = all.';
COMMENT ON COLUMN fact_dossier_total.service_level_label IS 'Label as printed; null = all.';
COMMENT ON COLUMN fact_dossier_total.service_class IS 'What the label means across schemes; None without a label.';
COMMENT ON COLUMN fact_dossier_total.period_from IS 'First day.';
COMMENT ON COLUMN fact_dossier_total.period_to IS 'Last day.';
COMMENT ON COLUMN fact_dossier_total.received_online IS 'Received online in the period; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.received_direct IS 'Received at the counter or by post in the period; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.carried_over IS 'Carried over from the period before; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.received IS 'Online + direct + carried over; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.resolved_early IS 'Resolved before the due day; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.resolved_on_time IS 'Resolved on the due day; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.resolved_late IS 'Resolved after the due day; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.resolved IS 'Early + on time + late; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.pending_in_term IS 'Open and within term; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.pending_overdue IS 'Open and overdue; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.pending IS 'In term + overdue; null = not counted.';
COMMENT ON COLUMN fact_dossier_total.sector_code IS 'Sector, empty for all: part of the natural key.';
COMMENT ON COLUMN fact_dossier_total.service_level_code IS 'Service level, empty for all: part of the natural key.';
COMMENT ON COLUMN fact_dossier_total.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_dossier_total.load_key IS 'Load that last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_fact_dossier_total ON fact_dossier_total (source_system_key, unit_key, sector_code, service_level_code, period_from, period_to);

-- One row per indicator version, unit, period and basis.
CREATE TABLE IF NOT EXISTS fact_indicator_value (
    -- Made of period, indicator, unit and basis: the same in every evaluation.
    indicator_value_key bigint NOT NULL,
    -- Version of the indicator.
    indicator_key integer NOT NULL,
    -- Version of the unit at the end of the period, or the last one before it.
    unit_key integer NOT NULL,
    -- Reporting period.
    period_key integer NOT NULL,
    -- By the units of the period, or restated on today's units.
    basis text COLLATE "C" NOT NULL,
    -- Numerator; null = not counted.
    numerator numeric(19,6),
    -- Denominator; null = not counted, or a plain figure.
    denominator numeric(19,6),
    -- Numerator over denominator in the indicator's unit of measure; null where it cannot be computed.
    value numeric(19,6),
    -- Target set for units of this level in this period; null for none.
    target numeric(19,6),
    -- Value over target, or target over value where lower is better; null without either.
    attainment numeric(19,6),
    -- Points; null for an indicator without points or where the value cannot be computed.
    score numeric(9,4),
    -- Points that could be had; null where there is no score.
    max_score numeric(9,4),
    -- Place among the units of the same level below the same unit, 1 = best, equal values share a place; null without a value.
    rank integer,
    -- Units that were ranked together.
    rank_of integer,
    -- The period had not ended on the day that the data stood at.
    is_provisional boolean NOT NULL,
    -- Where the rows of the numerator are found: a path on this server that leads to their OData query.
    numerator_link text COLLATE "C" NOT NULL GENERATED ALWAYS AS ('/indicators/v1/values/' || CAST(indicator_value_key AS text) || '/numerator') STORED,
    -- Where the rows of the denominator are found, as of the numerator.
    denominator_link text COLLATE "C" NOT NULL GENERATED ALWAYS AS ('/indicators/v1/values/' || CAST(indicator_value_key AS text) || '/denominator') STORED,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_indicator_value PRIMARY KEY (indicator_value_key)
);
COMMENT ON TABLE fact_indicator_value IS 'One row per indicator version, unit, period and basis.';
COMMENT ON COLUMN fact_indicator_value.indicator_value_key IS 'Made of period, indicator, unit and basis: the same in every evaluation.';
COMMENT ON COLUMN fact_indicator_value.indicator_key IS 'Version of the indicator.';
COMMENT ON COLUMN fact_indicator_value.unit_key IS 'Version of the unit at the end of the period, or the last one before it.';
COMMENT ON COLUMN fact_indicator_value.period_key IS 'Reporting period.';
COMMENT ON COLUMN fact_indicator_value.basis IS 'By the units of the period, or restated on today''s units.';
COMMENT ON COLUMN fact_indicator_value.numerator IS 'Numerator; null = not counted.';
COMMENT ON COLUMN fact_indicator_value.denominator IS 'Denominator; null = not counted, or a plain figure.';
COMMENT ON COLUMN fact_indicator_value.value IS 'Numerator over denominator in the indicator''s unit of measure; null where it cannot be computed.';
COMMENT ON COLUMN fact_indicator_value.target IS 'Target set for units of this level in this period; null for none.';
COMMENT ON COLUMN fact_indicator_value.attainment IS 'Value over target, or target over value where lower is better; null without either.';
COMMENT ON COLUMN fact_indicator_value.score IS 'Points; null for an indicator without points or where the value cannot be computed.';
COMMENT ON COLUMN fact_indicator_value.max_score IS 'Points that could be had; null where there is no score.';
COMMENT ON COLUMN fact_indicator_value.rank IS 'Place among the units of the same level below the same unit, 1 = best, equal values share a place; null without a value.';
COMMENT ON COLUMN fact_indicator_value.rank_of IS 'Units that were ranked together.';
COMMENT ON COLUMN fact_indicator_value.is_provisional IS 'The period had not ended on the day that the data stood at.';
COMMENT ON COLUMN fact_indicator_value.numerator_link IS 'Where the rows of the numerator are found: a path on this server that leads to their OData query.';
COMMENT ON COLUMN fact_indicator_value.denominator_link IS 'Where the rows of the denominator are found, as of the numerator.';
COMMENT ON COLUMN fact_indicator_value.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_indicator_value.load_key IS 'Load that last changed this row.';
CREATE INDEX IF NOT EXISTS ix_fact_indicator_value_indicator_key_period_key_basis ON fact_indicator_value (indicator_key, period_key, basis);
CREATE INDEX IF NOT EXISTS ix_fact_indicator_value_unit_key_period_key ON fact_indicator_value (unit_key, period_key);
CREATE INDEX IF NOT EXISTS ix_fact_indicator_value_updated_at ON fact_indicator_value (updated_at);

-- One row per procedure, providing unit and month (periodic snapshot of the service catalogue).
CREATE TABLE IF NOT EXISTS fact_online_service (
    -- Surrogate key.
    online_service_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the procedure in that month.
    procedure_key integer NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Label as printed.
    service_level_label text COLLATE "C" NOT NULL,
    -- What the label means across schemes.
    service_class text COLLATE "C" NOT NULL,
    -- Meets the conditions of a full online service; null = not said.
    is_eligible_for_full boolean,
    -- Published; null = not said.
    is_published boolean,
    -- Forms are pre-filled; null = not said.
    is_prefilled boolean,
    -- Personalised; null = not said.
    is_personalised boolean,
    -- Takes payment online; null = not said.
    accepts_online_payment boolean,
    -- Integrated on the national portal; null = not said.
    is_on_national_portal boolean,
    -- Text of the service catalogue that the snapshot carries.
    catalogue_text_key integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_online_service PRIMARY KEY (online_service_key, month_period_key)
) PARTITION BY RANGE (month_period_key);
CREATE TABLE IF NOT EXISTS fact_online_service_2020 PARTITION OF fact_online_service FOR VALUES FROM (20200000) TO (20210000);
CREATE TABLE IF NOT EXISTS fact_online_service_2021 PARTITION OF fact_online_service FOR VALUES FROM (20210000) TO (20220000);
CREATE TABLE IF NOT EXISTS fact_online_service_2022 PARTITION OF fact_online_service FOR VALUES FROM (20220000) TO (20230000);
CREATE TABLE IF NOT EXISTS fact_online_service_2023 PARTITION OF fact_online_service FOR VALUES FROM (20230000) TO (20240000);
CREATE TABLE IF NOT EXISTS fact_online_service_2024 PARTITION OF fact_online_service FOR VALUES FROM (20240000) TO (20250000);
CREATE TABLE IF NOT EXISTS fact_online_service_2025 PARTITION OF fact_online_service FOR VALUES FROM (20250000) TO (20260000);
CREATE TABLE IF NOT EXISTS fact_online_service_2026 PARTITION OF fact_online_service FOR VALUES FROM (20260000) TO (20270000);
CREATE TABLE IF NOT EXISTS fact_online_service_2027 PARTITION OF fact_online_service FOR VALUES FROM (20270000) TO (20280000);
CREATE TABLE IF NOT EXISTS fact_online_service_2028 PARTITION OF fact_online_service FOR VALUES FROM (20280000) TO (20290000);
CREATE TABLE IF NOT EXISTS fact_online_service_2029 PARTITION OF fact_online_service FOR VALUES FROM (20290000) TO (20300000);
CREATE TABLE IF NOT EXISTS fact_online_service_2030 PARTITION OF fact_online_service FOR VALUES FROM (20300000) TO (20310000);
CREATE TABLE IF NOT EXISTS fact_online_service_rest PARTITION OF fact_online_service DEFAULT;
COMMENT ON TABLE fact_online_service IS 'One row per procedure, providing unit and month (periodic snapshot of the service catalogue).';
COMMENT ON COLUMN fact_online_service.online_service_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_online_service.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN fact_online_service.procedure_key IS 'Version of the procedure in that month.';
COMMENT ON COLUMN fact_online_service.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN fact_online_service.service_level_label IS 'Label as printed.';
COMMENT ON COLUMN fact_online_service.service_class IS 'What the label means across schemes.';
COMMENT ON COLUMN fact_online_service.is_eligible_for_full IS 'Meets the conditions of a full online service; null = not said.';
COMMENT ON COLUMN fact_online_service.is_published IS 'Published; null = not said.';
COMMENT ON COLUMN fact_online_service.is_prefilled IS 'Forms are pre-filled; null = not said.';
COMMENT ON COLUMN fact_online_service.is_personalised IS 'Personalised; null = not said.';
COMMENT ON COLUMN fact_online_service.accepts_online_payment IS 'Takes payment online; null = not said.';
COMMENT ON COLUMN fact_online_service.is_on_national_portal IS 'Integrated on the national portal; null = not said.';
COMMENT ON COLUMN fact_online_service.catalogue_text_key IS 'Text of the service catalogue that the snapshot carries.';
COMMENT ON COLUMN fact_online_service.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_online_service.load_key IS 'Load that last changed this row.';
CREATE INDEX IF NOT EXISTS ix_fact_online_service_unit_key_month_period_key ON fact_online_service (unit_key, month_period_key);
CREATE INDEX IF NOT EXISTS ix_fact_online_service_updated_at ON fact_online_service (updated_at);
-- Unique by ux_src_dvc_services, whose table is not partitioned: a fact has the key of its source row.
CREATE INDEX IF NOT EXISTS ix_fact_online_service ON fact_online_service (month_period_key, procedure_key, unit_key);

-- One row per declared figure: what was declared beside what the warehouse computes.
CREATE TABLE IF NOT EXISTS fact_reconciliation (
    -- The key of the declared figure.
    reconciliation_key bigint NOT NULL,
    -- The declared figure.
    reported_figure_key bigint NOT NULL,
    -- Indicator that the figure states; null where it states none.
    indicator_key integer,
    -- The computed value; null where there is none.
    indicator_value_key bigint,
    -- Which part of the indicator's value the figure states.
    part text COLLATE "C" NOT NULL,
    -- As declared; null where no number was.
    declared numeric(19,4),
    -- As computed from the facts, not rounded; null where it cannot be computed.
    computed numeric(19,6),
    -- Computed, rounded to the printed decimals, less declared.
    difference numeric(19,6),
    -- Whether both agree after rounding half up to the printed decimals, with regard to the figure's qualifier.
    verdict text COLLATE "C" NOT NULL,
    -- Why it differs or cannot be computed, in Vietnamese; null for a match.
    reason text COLLATE "C",
    -- Why it differs or cannot be computed, in English; null for a match.
    reason_en text COLLATE "C",
    -- What is wrong or ambiguous in the source document, in Vietnamese; it is shown and never repaired.
    finding text COLLATE "C",
    -- What is wrong or ambiguous in the source document, in English.
    finding_en text COLLATE "C",
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_fact_reconciliation PRIMARY KEY (reconciliation_key)
);
COMMENT ON TABLE fact_reconciliation IS 'One row per declared figure: what was declared beside what the warehouse computes.';
COMMENT ON COLUMN fact_reconciliation.reconciliation_key IS 'The key of the declared figure.';
COMMENT ON COLUMN fact_reconciliation.reported_figure_key IS 'The declared figure.';
COMMENT ON COLUMN fact_reconciliation.indicator_key IS 'Indicator that the figure states; null where it states none.';
COMMENT ON COLUMN fact_reconciliation.indicator_value_key IS 'The computed value; null where there is none.';
COMMENT ON COLUMN fact_reconciliation.part IS 'Which part of the indicator''s value the figure states.';
COMMENT ON COLUMN fact_reconciliation.declared IS 'As declared; null where no number was.';
COMMENT ON COLUMN fact_reconciliation.computed IS 'As computed from the facts, not rounded; null where it cannot be computed.';
COMMENT ON COLUMN fact_reconciliation.difference IS 'Computed, rounded to the printed decimals, less declared.';
COMMENT ON COLUMN fact_reconciliation.verdict IS 'Whether both agree after rounding half up to the printed decimals, with regard to the figure''s qualifier.';
COMMENT ON COLUMN fact_reconciliation.reason IS 'Why it differs or cannot be computed, in Vietnamese; null for a match.';
COMMENT ON COLUMN fact_reconciliation.reason_en IS 'Why it differs or cannot be computed, in English; null for a match.';
COMMENT ON COLUMN fact_reconciliation.finding IS 'What is wrong or ambiguous in the source document, in Vietnamese; it is shown and never repaired.';
COMMENT ON COLUMN fact_reconciliation.finding_en IS 'What is wrong or ambiguous in the source document, in English.';
COMMENT ON COLUMN fact_reconciliation.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE INDEX IF NOT EXISTS ix_fact_reconciliation_indicator_value_key ON fact_reconciliation (indicator_value_key);

-- One row per declared figure, document and unit.
CREATE TABLE IF NOT EXISTS fact_reported_figure (
    -- Surrogate key.
    reported_figure_key bigint NOT NULL,
    -- Code of the document in the warehouse.
    document_code text COLLATE "C" NOT NULL,
    -- Number as printed; null where unknown.
    document_number text COLLATE "C",
    -- Natural key together with document and unit.
    figure_code text COLLATE "C" NOT NULL,
    -- Row of a form, such as II.8.1.
    row_key text COLLATE "C",
    -- Name in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- Name in English.
    name_en text COLLATE "C",
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Territory that the figure speaks of; 0 where it names none.
    admin_unit_key integer NOT NULL,
    -- First day.
    period_from date NOT NULL,
    -- Last day.
    period_to date NOT NULL,
    -- Numerator as declared.
    numerator numeric(19,4),
    -- Denominator as declared.
    denominator numeric(19,4),
    -- Value as declared, in UnitOfMeasure.
    value numeric(19,4),
    -- Answer in words or a date, as declared.
    text_value text COLLATE "C",
    -- Unit of the value.
    unit_of_measure text COLLATE "C",
    -- What the figure covers, as described.
    scope text COLLATE "C",
    -- Target, in UnitOfMeasure.
    target numeric(19,4),
    -- Target as printed.
    target_text text COLLATE "C",
    -- How exactly the figure was stated.
    qualifier text COLLATE "C" NOT NULL,
    -- What the cell held.
    state text COLLATE "C" NOT NULL,
    -- Remarks.
    notes text COLLATE "C",
    -- Evidence named by the declarant.
    evidence text COLLATE "C",
    -- Territory as the row writes it, empty for none: part of the grain.
    territory_code text COLLATE "C",
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_reported_figure PRIMARY KEY (reported_figure_key)
);
COMMENT ON TABLE fact_reported_figure IS 'One row per declared figure, document and unit.';
COMMENT ON COLUMN fact_reported_figure.reported_figure_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_reported_figure.document_code IS 'Code of the document in the warehouse.';
COMMENT ON COLUMN fact_reported_figure.document_number IS 'Number as printed; null where unknown.';
COMMENT ON COLUMN fact_reported_figure.figure_code IS 'Natural key together with document and unit.';
COMMENT ON COLUMN fact_reported_figure.row_key IS 'Row of a form, such as II.8.1.';
COMMENT ON COLUMN fact_reported_figure.name IS 'Name in Vietnamese.';
COMMENT ON COLUMN fact_reported_figure.name_en IS 'Name in English.';
COMMENT ON COLUMN fact_reported_figure.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN fact_reported_figure.admin_unit_key IS 'Territory that the figure speaks of; 0 where it names none.';
COMMENT ON COLUMN fact_reported_figure.period_from IS 'First day.';
COMMENT ON COLUMN fact_reported_figure.period_to IS 'Last day.';
COMMENT ON COLUMN fact_reported_figure.numerator IS 'Numerator as declared.';
COMMENT ON COLUMN fact_reported_figure.denominator IS 'Denominator as declared.';
COMMENT ON COLUMN fact_reported_figure.value IS 'Value as declared, in UnitOfMeasure.';
COMMENT ON COLUMN fact_reported_figure.text_value IS 'Answer in words or a date, as declared.';
COMMENT ON COLUMN fact_reported_figure.unit_of_measure IS 'Unit of the value.';
COMMENT ON COLUMN fact_reported_figure.scope IS 'What the figure covers, as described.';
COMMENT ON COLUMN fact_reported_figure.target IS 'Target, in UnitOfMeasure.';
COMMENT ON COLUMN fact_reported_figure.target_text IS 'Target as printed.';
COMMENT ON COLUMN fact_reported_figure.qualifier IS 'How exactly the figure was stated.';
COMMENT ON COLUMN fact_reported_figure.state IS 'What the cell held.';
COMMENT ON COLUMN fact_reported_figure.notes IS 'Remarks.';
COMMENT ON COLUMN fact_reported_figure.evidence IS 'Evidence named by the declarant.';
COMMENT ON COLUMN fact_reported_figure.territory_code IS 'Territory as the row writes it, empty for none: part of the grain.';
COMMENT ON COLUMN fact_reported_figure.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_reported_figure.load_key IS 'Load that last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_fact_reported_figure ON fact_reported_figure (document_code, figure_code, unit_key, admin_unit_key, territory_code);

-- One row per unit, month, channel and rating subject.
CREATE TABLE IF NOT EXISTS fact_satisfaction (
    -- Surrogate key.
    satisfaction_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Channel of the rating (codes of Channels).
    channel text COLLATE "C" NOT NULL,
    -- Citizens or businesses.
    subject text COLLATE "C" NOT NULL,
    -- Ratings given; null = not counted.
    rated integer,
    -- Satisfied ratings; null = not counted.
    satisfied integer,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_satisfaction PRIMARY KEY (satisfaction_key)
);
COMMENT ON TABLE fact_satisfaction IS 'One row per unit, month, channel and rating subject.';
COMMENT ON COLUMN fact_satisfaction.satisfaction_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_satisfaction.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN fact_satisfaction.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN fact_satisfaction.channel IS 'Channel of the rating (codes of Channels).';
COMMENT ON COLUMN fact_satisfaction.subject IS 'Citizens or businesses.';
COMMENT ON COLUMN fact_satisfaction.rated IS 'Ratings given; null = not counted.';
COMMENT ON COLUMN fact_satisfaction.satisfied IS 'Satisfied ratings; null = not counted.';
COMMENT ON COLUMN fact_satisfaction.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_satisfaction.load_key IS 'Load that last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_fact_satisfaction ON fact_satisfaction (unit_key, month_period_key, channel, subject);

-- One row per document, unit and direction.
CREATE TABLE IF NOT EXISTS fact_signed_document (
    -- Surrogate key.
    document_key bigint NOT NULL,
    -- Natural key together with unit and direction.
    document_code text COLLATE "C" NOT NULL,
    -- Number as printed.
    number text COLLATE "C",
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Sent or received.
    direction text COLLATE "C" NOT NULL,
    -- Day of issue or receipt, UTC+7.
    document_date date NOT NULL,
    -- yyyymmdd.
    document_date_key integer NOT NULL,
    -- Medium of the exchange.
    form text COLLATE "C" NOT NULL,
    -- Digitally signed; null = not said.
    is_signed boolean,
    -- Whose signature; null = not said.
    signature_kind text COLLATE "C",
    -- Level of the recipient; null = not said.
    recipient_level text COLLATE "C",
    -- Exchanged over the national document axis; null = not said.
    is_via_national_axis boolean,
    -- Secret: counted apart and left out of every rate.
    is_secret boolean NOT NULL,
    -- Version of the row in the source (UTC).
    source_updated_at timestamp with time zone NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    -- Load that last changed this row.
    load_key integer NOT NULL,
    CONSTRAINT pk_fact_signed_document PRIMARY KEY (document_key, document_date_key)
) PARTITION BY RANGE (document_date_key);
CREATE TABLE IF NOT EXISTS fact_signed_document_2020 PARTITION OF fact_signed_document FOR VALUES FROM (20200000) TO (20210000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2021 PARTITION OF fact_signed_document FOR VALUES FROM (20210000) TO (20220000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2022 PARTITION OF fact_signed_document FOR VALUES FROM (20220000) TO (20230000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2023 PARTITION OF fact_signed_document FOR VALUES FROM (20230000) TO (20240000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2024 PARTITION OF fact_signed_document FOR VALUES FROM (20240000) TO (20250000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2025 PARTITION OF fact_signed_document FOR VALUES FROM (20250000) TO (20260000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2026 PARTITION OF fact_signed_document FOR VALUES FROM (20260000) TO (20270000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2027 PARTITION OF fact_signed_document FOR VALUES FROM (20270000) TO (20280000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2028 PARTITION OF fact_signed_document FOR VALUES FROM (20280000) TO (20290000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2029 PARTITION OF fact_signed_document FOR VALUES FROM (20290000) TO (20300000);
CREATE TABLE IF NOT EXISTS fact_signed_document_2030 PARTITION OF fact_signed_document FOR VALUES FROM (20300000) TO (20310000);
CREATE TABLE IF NOT EXISTS fact_signed_document_rest PARTITION OF fact_signed_document DEFAULT;
COMMENT ON TABLE fact_signed_document IS 'One row per document, unit and direction.';
COMMENT ON COLUMN fact_signed_document.document_key IS 'Surrogate key.';
COMMENT ON COLUMN fact_signed_document.document_code IS 'Natural key together with unit and direction.';
COMMENT ON COLUMN fact_signed_document.number IS 'Number as printed.';
COMMENT ON COLUMN fact_signed_document.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN fact_signed_document.direction IS 'Sent or received.';
COMMENT ON COLUMN fact_signed_document.document_date IS 'Day of issue or receipt, UTC+7.';
COMMENT ON COLUMN fact_signed_document.document_date_key IS 'yyyymmdd.';
COMMENT ON COLUMN fact_signed_document.form IS 'Medium of the exchange.';
COMMENT ON COLUMN fact_signed_document.is_signed IS 'Digitally signed; null = not said.';
COMMENT ON COLUMN fact_signed_document.signature_kind IS 'Whose signature; null = not said.';
COMMENT ON COLUMN fact_signed_document.recipient_level IS 'Level of the recipient; null = not said.';
COMMENT ON COLUMN fact_signed_document.is_via_national_axis IS 'Exchanged over the national document axis; null = not said.';
COMMENT ON COLUMN fact_signed_document.is_secret IS 'Secret: counted apart and left out of every rate.';
COMMENT ON COLUMN fact_signed_document.source_updated_at IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN fact_signed_document.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
COMMENT ON COLUMN fact_signed_document.load_key IS 'Load that last changed this row.';
CREATE INDEX IF NOT EXISTS ix_fact_signed_document_document_date ON fact_signed_document (document_date);
CREATE INDEX IF NOT EXISTS ix_fact_signed_document_document_date_key ON fact_signed_document (document_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_signed_document_unit_key_document_date_key ON fact_signed_document (unit_key, document_date_key);
CREATE INDEX IF NOT EXISTS ix_fact_signed_document_updated_at ON fact_signed_document (updated_at);
-- Unique by ux_src_ioffice_documents, whose table is not partitioned: a fact has the key of its source row.
CREATE INDEX IF NOT EXISTS ix_fact_signed_document ON fact_signed_document (document_code, unit_key, direction);

-- One row per unit, direction and month (summary of documents).
CREATE TABLE IF NOT EXISTS agg_document_month (
    -- Surrogate key.
    document_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the unit at the time of the event.
    unit_key integer NOT NULL,
    -- Sent or received.
    direction text COLLATE "C" NOT NULL,
    -- Documents that are not secret.
    documents integer NOT NULL,
    -- Of these, electronic only.
    electronic_only integer NOT NULL,
    -- Of these, electronic with paper.
    electronic_and_paper integer NOT NULL,
    -- Of these, paper only.
    paper integer NOT NULL,
    -- Of these, digitally signed.
    signed integer NOT NULL,
    -- Secret documents, left out of the other counts.
    secret integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_agg_document_month PRIMARY KEY (document_month_key)
);
COMMENT ON TABLE agg_document_month IS 'One row per unit, direction and month (summary of documents).';
COMMENT ON COLUMN agg_document_month.document_month_key IS 'Surrogate key.';
COMMENT ON COLUMN agg_document_month.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN agg_document_month.unit_key IS 'Version of the unit at the time of the event.';
COMMENT ON COLUMN agg_document_month.direction IS 'Sent or received.';
COMMENT ON COLUMN agg_document_month.documents IS 'Documents that are not secret.';
COMMENT ON COLUMN agg_document_month.electronic_only IS 'Of these, electronic only.';
COMMENT ON COLUMN agg_document_month.electronic_and_paper IS 'Of these, electronic with paper.';
COMMENT ON COLUMN agg_document_month.paper IS 'Of these, paper only.';
COMMENT ON COLUMN agg_document_month.signed IS 'Of these, digitally signed.';
COMMENT ON COLUMN agg_document_month.secret IS 'Secret documents, left out of the other counts.';
COMMENT ON COLUMN agg_document_month.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_agg_document_month ON agg_document_month (month_period_key, unit_key, direction);

-- One row per receiving unit, resolving unit, procedure, channel, service class and month (summary of dossiers).
CREATE TABLE IF NOT EXISTS agg_dossier_month (
    -- Surrogate key.
    dossier_month_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the receiving unit.
    receiving_unit_key integer NOT NULL,
    -- Version of the resolving unit.
    resolving_unit_key integer NOT NULL,
    -- Version of the procedure.
    procedure_key integer NOT NULL,
    -- Channel of submission (codes of Channels).
    channel text COLLATE "C" NOT NULL,
    -- Class of the service.
    service_class text COLLATE "C" NOT NULL,
    -- Dossiers received in the month.
    received integer NOT NULL,
    -- Dossiers completed in the month.
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
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_agg_dossier_month PRIMARY KEY (dossier_month_key)
);
COMMENT ON TABLE agg_dossier_month IS 'One row per receiving unit, resolving unit, procedure, channel, service class and month (summary of dossiers).';
COMMENT ON COLUMN agg_dossier_month.dossier_month_key IS 'Surrogate key.';
COMMENT ON COLUMN agg_dossier_month.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN agg_dossier_month.receiving_unit_key IS 'Version of the receiving unit.';
COMMENT ON COLUMN agg_dossier_month.resolving_unit_key IS 'Version of the resolving unit.';
COMMENT ON COLUMN agg_dossier_month.procedure_key IS 'Version of the procedure.';
COMMENT ON COLUMN agg_dossier_month.channel IS 'Channel of submission (codes of Channels).';
COMMENT ON COLUMN agg_dossier_month.service_class IS 'Class of the service.';
COMMENT ON COLUMN agg_dossier_month.received IS 'Dossiers received in the month.';
COMMENT ON COLUMN agg_dossier_month.resolved IS 'Dossiers completed in the month.';
COMMENT ON COLUMN agg_dossier_month.resolved_on_time IS 'Of the completed ones, on or before the due day.';
COMMENT ON COLUMN agg_dossier_month.resolved_late IS 'Of the completed ones, after the due day.';
COMMENT ON COLUMN agg_dossier_month.components_digitised IS 'Of the received ones, components digitised.';
COMMENT ON COLUMN agg_dossier_month.results_digitised IS 'Of the completed ones, result digitised.';
COMMENT ON COLUMN agg_dossier_month.with_fee IS 'Of the received ones, with a fee.';
COMMENT ON COLUMN agg_dossier_month.paid_online IS 'Of the received ones, paid online.';
COMMENT ON COLUMN agg_dossier_month.reusing_data IS 'Of the received ones, reusing digitised data.';
COMMENT ON COLUMN agg_dossier_month.processing_days_sum IS 'Calendar days from receipt to completion, summed over the completed ones.';
COMMENT ON COLUMN agg_dossier_month.processing_days_count IS 'Number of dossiers in that sum.';
COMMENT ON COLUMN agg_dossier_month.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE INDEX IF NOT EXISTS ix_agg_dossier_month_receiving_unit_key_month_period_key ON agg_dossier_month (receiving_unit_key, month_period_key);
CREATE UNIQUE INDEX IF NOT EXISTS ux_agg_dossier_month ON agg_dossier_month (month_period_key, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class);

-- One row per month end, receiving unit and service class (semi-additive: never sum over months).
CREATE TABLE IF NOT EXISTS agg_dossier_stock (
    -- Surrogate key.
    dossier_stock_key bigint NOT NULL,
    -- Period of the calendar month.
    month_period_key integer NOT NULL,
    -- Version of the receiving unit.
    unit_key integer NOT NULL,
    -- Class of the service.
    service_class text COLLATE "C" NOT NULL,
    -- Received and not completed at the end of the month.
    pending integer NOT NULL,
    -- Of these, past the due day.
    pending_overdue integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_agg_dossier_stock PRIMARY KEY (dossier_stock_key)
);
COMMENT ON TABLE agg_dossier_stock IS 'One row per month end, receiving unit and service class (semi-additive: never sum over months).';
COMMENT ON COLUMN agg_dossier_stock.dossier_stock_key IS 'Surrogate key.';
COMMENT ON COLUMN agg_dossier_stock.month_period_key IS 'Period of the calendar month.';
COMMENT ON COLUMN agg_dossier_stock.unit_key IS 'Version of the receiving unit.';
COMMENT ON COLUMN agg_dossier_stock.service_class IS 'Class of the service.';
COMMENT ON COLUMN agg_dossier_stock.pending IS 'Received and not completed at the end of the month.';
COMMENT ON COLUMN agg_dossier_stock.pending_overdue IS 'Of these, past the due day.';
COMMENT ON COLUMN agg_dossier_stock.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_agg_dossier_stock ON agg_dossier_stock (month_period_key, unit_key, service_class);

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

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_admin_successors (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_admin_successors PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_admin_successors IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_admin_successors.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_admin_successors.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_admin_successors.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_admin_successors.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_admin_successors.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_admin_successors.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_admin_successors.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_admin_successors.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_admin_successors ON src_admin_successors (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_admin_units (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_admin_units PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_admin_units IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_admin_units.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_admin_units.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_admin_units.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_admin_units.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_admin_units.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_admin_units.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_admin_units.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_admin_units.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_admin_units ON src_admin_units (natural_key);

-- One row per text of the service catalogue and month.
CREATE TABLE IF NOT EXISTS src_catalogue_month (
    -- Surrogate key.
    catalogue_month_key integer NOT NULL,
    -- The text.
    catalogue_text_key integer NOT NULL,
    -- Period of the month.
    month_period_key integer NOT NULL,
    -- Units whose snapshot of the month carries the text.
    units integer NOT NULL,
    -- Instant (UTC) at which the warehouse last changed this row.
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_src_catalogue_month PRIMARY KEY (catalogue_month_key)
);
COMMENT ON TABLE src_catalogue_month IS 'One row per text of the service catalogue and month.';
COMMENT ON COLUMN src_catalogue_month.catalogue_month_key IS 'Surrogate key.';
COMMENT ON COLUMN src_catalogue_month.catalogue_text_key IS 'The text.';
COMMENT ON COLUMN src_catalogue_month.month_period_key IS 'Period of the month.';
COMMENT ON COLUMN src_catalogue_month.units IS 'Units whose snapshot of the month carries the text.';
COMMENT ON COLUMN src_catalogue_month.updated_at IS 'Instant (UTC) at which the warehouse last changed this row.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_catalogue_month ON src_catalogue_month (catalogue_text_key, month_period_key);

-- One row per distinct text of the service catalogue.
CREATE TABLE IF NOT EXISTS src_catalogue_text (
    -- Surrogate key.
    catalogue_text_key integer NOT NULL,
    -- National part of the procedure code.
    procedure_code text COLLATE "C" NOT NULL,
    -- Name of the procedure.
    name text COLLATE "C" NOT NULL,
    -- Sector.
    sector text COLLATE "C" NOT NULL,
    -- Level of government that carries the procedure out.
    authority_level text COLLATE "C" NOT NULL,
    -- Service level as printed.
    service_level_label text COLLATE "C" NOT NULL,
    -- Scheme of the label.
    service_level_scheme text COLLATE "C" NOT NULL,
    -- Meaning of the label.
    service_class text COLLATE "C" NOT NULL,
    CONSTRAINT pk_src_catalogue_text PRIMARY KEY (catalogue_text_key)
);
COMMENT ON TABLE src_catalogue_text IS 'One row per distinct text of the service catalogue.';
COMMENT ON COLUMN src_catalogue_text.catalogue_text_key IS 'Surrogate key.';
COMMENT ON COLUMN src_catalogue_text.procedure_code IS 'National part of the procedure code.';
COMMENT ON COLUMN src_catalogue_text.name IS 'Name of the procedure.';
COMMENT ON COLUMN src_catalogue_text.sector IS 'Sector.';
COMMENT ON COLUMN src_catalogue_text.authority_level IS 'Level of government that carries the procedure out.';
COMMENT ON COLUMN src_catalogue_text.service_level_label IS 'Service level as printed.';
COMMENT ON COLUMN src_catalogue_text.service_level_scheme IS 'Scheme of the label.';
COMMENT ON COLUMN src_catalogue_text.service_class IS 'Meaning of the label.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_catalogue_text ON src_catalogue_text (procedure_code, name, sector, authority_level, service_level_label, service_level_scheme, service_class);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_dossier_totals (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_dossier_totals PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_dossier_totals IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_dossier_totals.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_dossier_totals.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_dossier_totals.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_dossier_totals.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_dossier_totals.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_dossier_totals.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_dossier_totals.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_dossier_totals.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_dossier_totals ON src_dossier_totals (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_dvc_services (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_dvc_services PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_dvc_services IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_dvc_services.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_dvc_services.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_dvc_services.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_dvc_services.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_dvc_services.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_dvc_services.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_dvc_services.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_dvc_services.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_dvc_services ON src_dvc_services (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_holidays (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_holidays PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_holidays IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_holidays.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_holidays.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_holidays.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_holidays.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_holidays.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_holidays.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_holidays.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_holidays.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_holidays ON src_holidays (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_igate_dossiers (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_igate_dossiers PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_igate_dossiers IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_igate_dossiers.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_igate_dossiers.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_igate_dossiers.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_igate_dossiers.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_igate_dossiers.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_igate_dossiers.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_igate_dossiers.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_igate_dossiers.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_igate_dossiers ON src_igate_dossiers (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_ioffice_documents (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_ioffice_documents PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_ioffice_documents IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_ioffice_documents.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_ioffice_documents.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_ioffice_documents.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_ioffice_documents.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_ioffice_documents.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_ioffice_documents.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_ioffice_documents.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_ioffice_documents.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_ioffice_documents ON src_ioffice_documents (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_org_units (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_org_units PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_org_units IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_org_units.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_org_units.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_org_units.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_org_units.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_org_units.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_org_units.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_org_units.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_org_units.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_org_units ON src_org_units (natural_key);

-- One row per procedure that a dossier named.
CREATE TABLE IF NOT EXISTS src_procedure_name (
    -- National part of the procedure code.
    procedure_code text COLLATE "C" NOT NULL,
    -- Version of the newest row that names the procedure (UTC).
    version timestamp with time zone NOT NULL,
    -- Name in that row.
    name text COLLATE "C" NOT NULL,
    -- Sector in that row.
    sector text COLLATE "C",
    CONSTRAINT pk_src_procedure_name PRIMARY KEY (procedure_code)
);
COMMENT ON TABLE src_procedure_name IS 'One row per procedure that a dossier named.';
COMMENT ON COLUMN src_procedure_name.procedure_code IS 'National part of the procedure code.';
COMMENT ON COLUMN src_procedure_name.version IS 'Version of the newest row that names the procedure (UTC).';
COMMENT ON COLUMN src_procedure_name.name IS 'Name in that row.';
COMMENT ON COLUMN src_procedure_name.sector IS 'Sector in that row.';

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_reported_figures (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_reported_figures PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_reported_figures IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_reported_figures.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_reported_figures.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_reported_figures.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_reported_figures.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_reported_figures.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_reported_figures.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_reported_figures.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_reported_figures.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_reported_figures ON src_reported_figures (natural_key);

-- One row per natural key: the source row that was accepted last.
CREATE TABLE IF NOT EXISTS src_satisfaction (
    -- Surrogate key; the fact of this row has the same key.
    row_key bigint NOT NULL,
    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    natural_key text COLLATE "C" NOT NULL,
    -- Version of the row in the source (UTC).
    version timestamp with time zone NOT NULL,
    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    content text COLLATE "C" NOT NULL,
    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    is_deleted boolean NOT NULL,
    -- Identifier of the unit as the row writes it.
    unit_code text COLLATE "C",
    -- Identifier of the resolving unit as the row writes it.
    resolving_unit_code text COLLATE "C",
    -- Typed values of a reference row as JSON; null for facts.
    payload text COLLATE "C",
    CONSTRAINT pk_src_satisfaction PRIMARY KEY (row_key)
);
COMMENT ON TABLE src_satisfaction IS 'One row per natural key: the source row that was accepted last.';
COMMENT ON COLUMN src_satisfaction.row_key IS 'Surrogate key; the fact of this row has the same key.';
COMMENT ON COLUMN src_satisfaction.natural_key IS 'Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.';
COMMENT ON COLUMN src_satisfaction.version IS 'Version of the row in the source (UTC).';
COMMENT ON COLUMN src_satisfaction.content IS 'Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.';
COMMENT ON COLUMN src_satisfaction.is_deleted IS 'The source deleted the row: it has no fact, and older rows do not bring it back.';
COMMENT ON COLUMN src_satisfaction.unit_code IS 'Identifier of the unit as the row writes it.';
COMMENT ON COLUMN src_satisfaction.resolving_unit_code IS 'Identifier of the resolving unit as the row writes it.';
COMMENT ON COLUMN src_satisfaction.payload IS 'Typed values of a reference row as JSON; null for facts.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_src_satisfaction ON src_satisfaction (natural_key);

-- One row per identifier that any row used for a unit.
CREATE TABLE IF NOT EXISTS src_unit_code (
    -- Identifier as written.
    code text COLLATE "C" NOT NULL,
    -- Greatest identifier of the unit: the same for all of its identifiers.
    durable_code text COLLATE "C" NOT NULL,
    CONSTRAINT pk_src_unit_code PRIMARY KEY (code)
);
COMMENT ON TABLE src_unit_code IS 'One row per identifier that any row used for a unit.';
COMMENT ON COLUMN src_unit_code.code IS 'Identifier as written.';
COMMENT ON COLUMN src_unit_code.durable_code IS 'Greatest identifier of the unit: the same for all of its identifiers.';

-- One row per load and check that was evaluated before it committed.
CREATE TABLE IF NOT EXISTS etl_check_result (
    -- Surrogate key.
    check_result_key bigint NOT NULL,
    -- The load.
    load_key integer NOT NULL,
    -- Stable code of the check.
    check_code text COLLATE "C" NOT NULL,
    -- Entity set whose rows were checked.
    entity_set text COLLATE "C" NOT NULL,
    -- What must hold, in Vietnamese.
    name text COLLATE "C" NOT NULL,
    -- What must hold, in English.
    name_en text COLLATE "C" NOT NULL,
    -- What becomes of the load when it does not hold.
    severity text COLLATE "C" NOT NULL,
    -- Rows that were looked at: those that the load wrote, or a sample of them.
    rows_checked bigint NOT NULL,
    -- Rows that do not hold; 0 = passed.
    violations bigint NOT NULL,
    -- Keys of the first rows that do not hold.
    sample text COLLATE "C",
    CONSTRAINT pk_etl_check_result PRIMARY KEY (check_result_key)
);
COMMENT ON TABLE etl_check_result IS 'One row per load and check that was evaluated before it committed.';
COMMENT ON COLUMN etl_check_result.check_result_key IS 'Surrogate key.';
COMMENT ON COLUMN etl_check_result.load_key IS 'The load.';
COMMENT ON COLUMN etl_check_result.check_code IS 'Stable code of the check.';
COMMENT ON COLUMN etl_check_result.entity_set IS 'Entity set whose rows were checked.';
COMMENT ON COLUMN etl_check_result.name IS 'What must hold, in Vietnamese.';
COMMENT ON COLUMN etl_check_result.name_en IS 'What must hold, in English.';
COMMENT ON COLUMN etl_check_result.severity IS 'What becomes of the load when it does not hold.';
COMMENT ON COLUMN etl_check_result.rows_checked IS 'Rows that were looked at: those that the load wrote, or a sample of them.';
COMMENT ON COLUMN etl_check_result.violations IS 'Rows that do not hold; 0 = passed.';
COMMENT ON COLUMN etl_check_result.sample IS 'Keys of the first rows that do not hold.';
CREATE UNIQUE INDEX IF NOT EXISTS ux_etl_check_result ON etl_check_result (load_key, check_code, entity_set);

-- One row: the number that every commit that readers can see raises.
CREATE TABLE IF NOT EXISTS etl_data_version (
    -- Always 1.
    id integer NOT NULL,
    -- Rises with every commit that readers can see.
    version bigint NOT NULL,
    -- Day (UTC+7) as of which open dossiers were last judged.
    as_of_date date,
    CONSTRAINT pk_etl_data_version PRIMARY KEY (id)
);
COMMENT ON TABLE etl_data_version IS 'One row: the number that every commit that readers can see raises.';
COMMENT ON COLUMN etl_data_version.id IS 'Always 1.';
COMMENT ON COLUMN etl_data_version.version IS 'Rises with every commit that readers can see.';
COMMENT ON COLUMN etl_data_version.as_of_date IS 'Day (UTC+7) as of which open dossiers were last judged.';

-- One row per feed that was ever loaded: how fresh its data is.
CREATE TABLE IF NOT EXISTS etl_feed_state (
    -- Feed name of the source contracts.
    feed text COLLATE "C" NOT NULL,
    -- Last completed load; null while every one failed.
    last_load_key integer,
    -- When the last completed load ended (UTC).
    last_loaded_at timestamp with time zone,
    -- Latest source update that a completed load read (UTC).
    watermark timestamp with time zone,
    -- When the last failed load ended (UTC); later than LastLoadedAt = the newest file was refused.
    last_failed_at timestamp with time zone,
    -- Why the last failed load failed, in Vietnamese and English.
    last_error text COLLATE "C",
    -- Data version that the last completed load raised the warehouse to.
    data_version bigint,
    CONSTRAINT pk_etl_feed_state PRIMARY KEY (feed)
);
COMMENT ON TABLE etl_feed_state IS 'One row per feed that was ever loaded: how fresh its data is.';
COMMENT ON COLUMN etl_feed_state.feed IS 'Feed name of the source contracts.';
COMMENT ON COLUMN etl_feed_state.last_load_key IS 'Last completed load; null while every one failed.';
COMMENT ON COLUMN etl_feed_state.last_loaded_at IS 'When the last completed load ended (UTC).';
COMMENT ON COLUMN etl_feed_state.watermark IS 'Latest source update that a completed load read (UTC).';
COMMENT ON COLUMN etl_feed_state.last_failed_at IS 'When the last failed load ended (UTC); later than LastLoadedAt = the newest file was refused.';
COMMENT ON COLUMN etl_feed_state.last_error IS 'Why the last failed load failed, in Vietnamese and English.';
COMMENT ON COLUMN etl_feed_state.data_version IS 'Data version that the last completed load raised the warehouse to.';

-- One row per month whose indicators are to be computed again, and load that touched it.
CREATE TABLE IF NOT EXISTS etl_indicator_due (
    -- Calendar month as yyyymm; 0 = every month.
    year_month integer NOT NULL,
    -- Load that touched it; for the nightly judgement of open dossiers the last one before it.
    load_key integer NOT NULL,
    CONSTRAINT pk_etl_indicator_due PRIMARY KEY (year_month, load_key)
);
COMMENT ON TABLE etl_indicator_due IS 'One row per month whose indicators are to be computed again, and load that touched it.';
COMMENT ON COLUMN etl_indicator_due.year_month IS 'Calendar month as yyyymm; 0 = every month.';
COMMENT ON COLUMN etl_indicator_due.load_key IS 'Load that touched it; for the nightly judgement of open dossiers the last one before it.';

-- One row per file or pull that was loaded.
CREATE TABLE IF NOT EXISTS etl_load_run (
    -- Surrogate key, rising.
    load_key integer NOT NULL,
    -- Feed name of the source contracts.
    feed text COLLATE "C" NOT NULL,
    -- File name without its folder.
    file_name text COLLATE "C",
    -- SHA-256 of the file, lower-case hexadecimal.
    content_hash text COLLATE "C",
    -- A file, a pull from a system, or rejected rows tried again.
    kind text COLLATE "C" NOT NULL,
    -- Run whose rejected rows this one tried again.
    retry_of_load_key integer,
    -- When the file was last modified (UTC): the version of rows that have none of their own.
    source_modified_at timestamp with time zone,
    -- UTC.
    started_at timestamp with time zone NOT NULL,
    -- UTC; null while running.
    completed_at timestamp with time zone,
    -- Milliseconds from the start to the commit.
    duration_ms integer,
    -- Rows read per second of that time; null where nothing was read.
    rows_per_second integer,
    -- Outcome.
    status text COLLATE "C" NOT NULL,
    -- Data rows read.
    rows_read integer NOT NULL,
    -- Rows under a new natural key.
    rows_loaded integer NOT NULL,
    -- Rows that changed or deleted what was there.
    rows_changed integer NOT NULL,
    -- Rows whose content was there already.
    rows_unchanged integer NOT NULL,
    -- Rows older than what is there.
    rows_superseded integer NOT NULL,
    -- Rows that did not load: those that broke a rule, and in a failed run all others with them.
    rows_rejected integer NOT NULL,
    -- Rows among the rejected ones that broke a rule themselves; RejectedRows keeps them with a reason (of a failed run the first 1000). Null in runs of earlier versions.
    rows_faulty integer,
    -- Earlier completed run of the same content, because of which nothing was read.
    same_as_load_key integer,
    -- The register parted identifiers that it had joined before: rows of one key under them had become one, so files of earlier runs are read again when they are loaded again.
    identifiers_parted boolean NOT NULL,
    -- Latest source update read (UTC).
    watermark timestamp with time zone,
    -- Data version that this run raised the warehouse to.
    data_version bigint NOT NULL,
    -- Why a failed run failed, in Vietnamese and English.
    error text COLLATE "C",
    -- What was detected or is worth a look: separator, encoding, number format, ignored columns, warnings.
    remarks text COLLATE "C",
    -- How the file writes its flags, by which its empty flags are read.
    flag_form text COLLATE "C",
    -- Hash of the headers of that mapping alone: what the cells of a raw row were found by.
    header_hash text COLLATE "C",
    -- Hash of the column mapping that the file was read with.
    mapping_hash text COLLATE "C",
    CONSTRAINT pk_etl_load_run PRIMARY KEY (load_key)
);
COMMENT ON TABLE etl_load_run IS 'One row per file or pull that was loaded.';
COMMENT ON COLUMN etl_load_run.load_key IS 'Surrogate key, rising.';
COMMENT ON COLUMN etl_load_run.feed IS 'Feed name of the source contracts.';
COMMENT ON COLUMN etl_load_run.file_name IS 'File name without its folder.';
COMMENT ON COLUMN etl_load_run.content_hash IS 'SHA-256 of the file, lower-case hexadecimal.';
COMMENT ON COLUMN etl_load_run.kind IS 'A file, a pull from a system, or rejected rows tried again.';
COMMENT ON COLUMN etl_load_run.retry_of_load_key IS 'Run whose rejected rows this one tried again.';
COMMENT ON COLUMN etl_load_run.source_modified_at IS 'When the file was last modified (UTC): the version of rows that have none of their own.';
COMMENT ON COLUMN etl_load_run.started_at IS 'UTC.';
COMMENT ON COLUMN etl_load_run.completed_at IS 'UTC; null while running.';
COMMENT ON COLUMN etl_load_run.duration_ms IS 'Milliseconds from the start to the commit.';
COMMENT ON COLUMN etl_load_run.rows_per_second IS 'Rows read per second of that time; null where nothing was read.';
COMMENT ON COLUMN etl_load_run.status IS 'Outcome.';
COMMENT ON COLUMN etl_load_run.rows_read IS 'Data rows read.';
COMMENT ON COLUMN etl_load_run.rows_loaded IS 'Rows under a new natural key.';
COMMENT ON COLUMN etl_load_run.rows_changed IS 'Rows that changed or deleted what was there.';
COMMENT ON COLUMN etl_load_run.rows_unchanged IS 'Rows whose content was there already.';
COMMENT ON COLUMN etl_load_run.rows_superseded IS 'Rows older than what is there.';
COMMENT ON COLUMN etl_load_run.rows_rejected IS 'Rows that did not load: those that broke a rule, and in a failed run all others with them.';
COMMENT ON COLUMN etl_load_run.rows_faulty IS 'Rows among the rejected ones that broke a rule themselves; RejectedRows keeps them with a reason (of a failed run the first 1000). Null in runs of earlier versions.';
COMMENT ON COLUMN etl_load_run.same_as_load_key IS 'Earlier completed run of the same content, because of which nothing was read.';
COMMENT ON COLUMN etl_load_run.identifiers_parted IS 'The register parted identifiers that it had joined before: rows of one key under them had become one, so files of earlier runs are read again when they are loaded again.';
COMMENT ON COLUMN etl_load_run.watermark IS 'Latest source update read (UTC).';
COMMENT ON COLUMN etl_load_run.data_version IS 'Data version that this run raised the warehouse to.';
COMMENT ON COLUMN etl_load_run.error IS 'Why a failed run failed, in Vietnamese and English.';
COMMENT ON COLUMN etl_load_run.remarks IS 'What was detected or is worth a look: separator, encoding, number format, ignored columns, warnings.';
COMMENT ON COLUMN etl_load_run.flag_form IS 'How the file writes its flags, by which its empty flags are read.';
COMMENT ON COLUMN etl_load_run.header_hash IS 'Hash of the headers of that mapping alone: what the cells of a raw row were found by.';
COMMENT ON COLUMN etl_load_run.mapping_hash IS 'Hash of the column mapping that the file was read with.';
CREATE INDEX IF NOT EXISTS ix_etl_load_run_feed_content_hash ON etl_load_run (feed, content_hash);

-- One row per rejected source row of a load.
CREATE TABLE IF NOT EXISTS etl_rejected_row (
    -- Surrogate key.
    rejected_row_key bigint NOT NULL,
    -- The load.
    load_key integer NOT NULL,
    -- Physical line on which the row starts; the header of a plain CSV is line 1.
    line_number integer NOT NULL,
    -- Stable reason code.
    reason_code text COLLATE "C" NOT NULL,
    -- What is wrong and how to mend it, in Vietnamese and English.
    message text COLLATE "C" NOT NULL,
    -- The row as read, contract columns only.
    raw_row text COLLATE "C" NOT NULL,
    -- The raw row is not whole (its cells slipped, or were left out for privacy), so it cannot be tried again from here: mend it in its file.
    needs_source_file boolean NOT NULL,
    -- Last run that tried the row again; reason and explanation are as of then.
    retried_load_key integer,
    -- Run that settled the row: it loaded there, a row of the same key as new did, or it was rejected anew as a row of that run. Null while it is open.
    resolved_load_key integer,
    -- Natural key of the row where its cells tell it.
    natural_key text COLLATE "C",
    -- Version that the row has or would have had (UTC); null where it cannot be told.
    row_version timestamp with time zone,
    CONSTRAINT pk_etl_rejected_row PRIMARY KEY (rejected_row_key)
);
COMMENT ON TABLE etl_rejected_row IS 'One row per rejected source row of a load.';
COMMENT ON COLUMN etl_rejected_row.rejected_row_key IS 'Surrogate key.';
COMMENT ON COLUMN etl_rejected_row.load_key IS 'The load.';
COMMENT ON COLUMN etl_rejected_row.line_number IS 'Physical line on which the row starts; the header of a plain CSV is line 1.';
COMMENT ON COLUMN etl_rejected_row.reason_code IS 'Stable reason code.';
COMMENT ON COLUMN etl_rejected_row.message IS 'What is wrong and how to mend it, in Vietnamese and English.';
COMMENT ON COLUMN etl_rejected_row.raw_row IS 'The row as read, contract columns only.';
COMMENT ON COLUMN etl_rejected_row.needs_source_file IS 'The raw row is not whole (its cells slipped, or were left out for privacy), so it cannot be tried again from here: mend it in its file.';
COMMENT ON COLUMN etl_rejected_row.retried_load_key IS 'Last run that tried the row again; reason and explanation are as of then.';
COMMENT ON COLUMN etl_rejected_row.resolved_load_key IS 'Run that settled the row: it loaded there, a row of the same key as new did, or it was rejected anew as a row of that run. Null while it is open.';
COMMENT ON COLUMN etl_rejected_row.natural_key IS 'Natural key of the row where its cells tell it.';
COMMENT ON COLUMN etl_rejected_row.row_version IS 'Version that the row has or would have had (UTC); null where it cannot be told.';
CREATE INDEX IF NOT EXISTS ix_etl_rejected_row_load_key_line_number ON etl_rejected_row (load_key, line_number);
CREATE INDEX IF NOT EXISTS ix_etl_rejected_row_resolved_load_key ON etl_rejected_row (resolved_load_key);

-- One row per version of the model that the database was brought to.
CREATE TABLE IF NOT EXISTS etl_schema_version (
    -- Version of the model.
    version integer NOT NULL,
    -- Instant (UTC) at which it was reached.
    applied_at timestamp with time zone NOT NULL,
    -- Account of the database, or program, that did it.
    applied_by text COLLATE "C" NOT NULL,
    CONSTRAINT pk_etl_schema_version PRIMARY KEY (version)
);
COMMENT ON TABLE etl_schema_version IS 'One row per version of the model that the database was brought to.';
COMMENT ON COLUMN etl_schema_version.version IS 'Version of the model.';
COMMENT ON COLUMN etl_schema_version.applied_at IS 'Instant (UTC) at which it was reached.';
COMMENT ON COLUMN etl_schema_version.applied_by IS 'Account of the database, or program, that did it.';

INSERT INTO etl_data_version (id, version, as_of_date) VALUES (1, 0, NULL) ON CONFLICT (id) DO NOTHING;
INSERT INTO etl_schema_version (version, applied_at, applied_by) VALUES (4, CURRENT_TIMESTAMP, CURRENT_USER) ON CONFLICT (version) DO NOTHING;
