CREATE TABLE "dim_admin_level" (
    -- One row per level of government.

    -- Surrogate key; 0 = unknown.
    "level_key" INTEGER NOT NULL CONSTRAINT "pk_dim_admin_level" PRIMARY KEY,

    -- Code used in the Level columns of Units and AdminUnits.
    "code" TEXT NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Name in English.
    "name_en" TEXT NOT NULL,

    -- 1 for the province, 2 for the district, 3 for the commune; 0 for unknown.
    "rank" INTEGER NOT NULL
);


CREATE TABLE "dim_admin_unit" (
    -- One row per version of a territory (province, district, commune).

    -- Surrogate key; 0 = unknown.
    "admin_unit_key" INTEGER NOT NULL CONSTRAINT "pk_dim_admin_unit" PRIMARY KEY,

    -- Statistics-office code: 2 digits for a province, 3 for a district, 5 for a commune.
    "code" TEXT NOT NULL,

    -- Name with its type.
    "name" TEXT NOT NULL,

    -- Type as printed: Tỉnh, Thành phố, Thị xã, Huyện, Phường, Xã, Thị trấn, Đặc khu.
    "type" TEXT NOT NULL,

    -- Level of government.
    "level" TEXT NOT NULL,

    -- Version of the territory above; null for a province.
    "parent_admin_unit_key" INTEGER NULL,

    -- Today's territory that this one became (the largest part of a split one; the province for an abolished district).
    "current_admin_unit_key" INTEGER NULL,

    -- First day that the version no longer covers (half-open interval).
    "valid_until" TEXT NOT NULL,

    -- Statistics-office code of the province that the version lies in.
    "province_code" TEXT NULL,

    -- Name of that province.
    "province_name" TEXT NULL,

    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    "district_code" TEXT NULL,

    -- Name of that district.
    "district_name" TEXT NULL,

    -- Statistics-office code of the commune; null above it.
    "commune_code" TEXT NULL,

    -- Name of that commune.
    "commune_name" TEXT NULL,

    -- First day on which this version holds.
    "valid_from" TEXT NOT NULL,

    -- Last day on which this version holds; null while it is open.
    "valid_to" TEXT NULL,

    -- The version is open.
    "is_current" INTEGER NOT NULL,

    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    "name_sort" TEXT NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_dim_admin_unit_current_admin_unit_key" FOREIGN KEY ("current_admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_dim_admin_unit_parent_admin_unit_key" FOREIGN KEY ("parent_admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT
);


CREATE TABLE "dim_channel" (
    -- One row per channel.

    -- Surrogate key; 0 = unknown.
    "channel_key" INTEGER NOT NULL CONSTRAINT "pk_dim_channel" PRIMARY KEY,

    -- Code used in the Channel columns of the facts.
    "code" TEXT NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Name in English.
    "name_en" TEXT NOT NULL
);


CREATE TABLE "dim_indicator" (
    -- One row per version of an indicator.

    -- Surrogate key.
    "indicator_key" INTEGER NOT NULL CONSTRAINT "pk_dim_indicator" PRIMARY KEY,

    -- Code of the indicator, the same for all its versions.
    "code" TEXT NOT NULL,

    -- Version of the definition.
    "version" INTEGER NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Name in English.
    "name_en" TEXT NOT NULL,

    -- What is counted and what is left out, in Vietnamese.
    "description" TEXT NULL,

    -- What is counted and what is left out, in English.
    "description_en" TEXT NULL,

    -- Framework that the indicator belongs to.
    "framework" TEXT NOT NULL,

    -- Group within the framework; null for none.
    "group_code" TEXT NULL,

    -- Unit of the value; % = numerator over denominator times 100.
    "unit_of_measure" TEXT NOT NULL,

    -- Decimals that official reports print.
    "decimals" INTEGER NOT NULL,

    -- Whether a higher or a lower value is the better one.
    "direction" TEXT NOT NULL,

    -- OData query of the numerator with {unit}, {period} and {asOf} to fill in; several, one per line, are added up.
    "numerator_query" TEXT NULL,

    -- OData query of the denominator, as of the numerator; null for a plain figure.
    "denominator_query" TEXT NULL,

    -- Codes of the indicators whose scores are added up; null for an indicator with queries.
    "components" TEXT NULL,

    -- Whether the figures of parts add up, or distinct things are counted over the whole.
    "roll_up" TEXT NOT NULL,

    -- What the value is when there is nothing to divide by.
    "empty_denominator" TEXT NOT NULL,

    -- Points at full attainment; null for an indicator without points.
    "max_points" INTEGER NULL,

    -- Value from which all points are given, in UnitOfMeasure; null without points.
    "threshold" INTEGER NULL,

    -- Document and article that define the indicator.
    "legal_basis" TEXT NOT NULL,

    -- How certain the definition is.
    "certainty" TEXT NOT NULL,

    -- Where the definition was read.
    "source" TEXT NOT NULL,

    -- First day that the version speaks of; null where it has none.
    "valid_from" TEXT NULL,

    -- Last day that the version speaks of; null while it is in force.
    "valid_to" TEXT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Hash of all that the values depend on.
    "definition_hash" TEXT NULL
);


CREATE TABLE "dim_period" (
    -- One row per reporting period.

    -- Surrogate key; 0 = unknown.
    "period_key" INTEGER NOT NULL CONSTRAINT "pk_dim_period" PRIMARY KEY,

    -- 2023, 2023-H1, 2023-9M, 2023-Q4, 2023-11 or 2023-to-11-27.
    "code" TEXT NOT NULL,

    -- Length of the period.
    "grain" TEXT NOT NULL,

    -- First day; null for the unknown member.
    "start_date" TEXT NULL,

    -- Last day; null for the unknown member.
    "end_date" TEXT NULL,

    "year" INTEGER NULL,

    -- 1 to 4 for quarters and months; else null.
    "quarter" INTEGER NULL,

    -- 1 to 12 for months; else null.
    "month" INTEGER NULL,

    -- Month → quarter → half-year → year; nine months and to-date → year; null for a year.
    "parent_period_key" INTEGER NULL,
    CONSTRAINT "fk_dim_period_parent_period_key" FOREIGN KEY ("parent_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT
);


CREATE TABLE "dim_procedure" (
    -- One row per version of an administrative procedure.

    -- Surrogate key; 0 = unknown.
    "procedure_key" INTEGER NOT NULL CONSTRAINT "pk_dim_procedure" PRIMARY KEY,

    -- National part of the procedure code, d.dddddd.
    "procedure_code" TEXT NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Sector.
    "sector" TEXT NULL,

    -- Level of government that carries the procedure out.
    "authority_level" TEXT NOT NULL,

    -- Service level as printed.
    "service_level_label" TEXT NULL,

    -- Scheme that the label belongs to; null without a label.
    "service_level_scheme" TEXT NULL,

    -- What the label means across schemes.
    "service_class" TEXT NOT NULL,

    -- First day on which this version holds.
    "valid_from" TEXT NOT NULL,

    -- Last day on which this version holds; null while it is open.
    "valid_to" TEXT NULL,

    -- The version is open.
    "is_current" INTEGER NOT NULL,

    -- Known only from rows that mention it; not yet in a service catalogue.
    "is_inferred" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- First day that the version no longer covers (half-open interval).
    "valid_until" TEXT NOT NULL
);


CREATE TABLE "dim_source_system" (
    -- One row per source system.

    -- Surrogate key; 0 = unknown.
    "source_system_key" INTEGER NOT NULL CONSTRAINT "pk_dim_source_system" PRIMARY KEY,

    -- Natural key: igate, ioffice, dvc, or the code a feed names. Never an address: addresses moved.
    "code" TEXT NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- OneStop, DocumentExchange, ServicePortal, MinistryPortal, Report or Unknown.
    "kind" TEXT NOT NULL
);


CREATE TABLE "etl_data_version" (
    -- One row: the number that every commit that readers can see raises.

    -- Always 1.
    "id" INTEGER NOT NULL CONSTRAINT "pk_etl_data_version" PRIMARY KEY,

    -- Rises with every commit that readers can see.
    "version" INTEGER NOT NULL,

    -- Day (UTC+7) as of which open dossiers were last judged.
    "as_of_date" TEXT NULL
);


CREATE TABLE "etl_indicator_due" (
    -- One row per month whose indicators are to be computed again, and load that touched it.

    -- Calendar month as yyyymm; 0 = every month.
    "year_month" INTEGER NOT NULL,

    -- Load that touched it; for the nightly judgement of open dossiers the last one before it.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "pk_etl_indicator_due" PRIMARY KEY ("year_month", "load_key")
);


CREATE TABLE "etl_load_run" (
    -- One row per file or pull that was loaded.

    -- Surrogate key, rising.
    "load_key" INTEGER NOT NULL CONSTRAINT "pk_etl_load_run" PRIMARY KEY,

    -- Feed name of the source contracts.
    "feed" TEXT NOT NULL,

    -- File name without its folder.
    "file_name" TEXT NULL,

    -- SHA-256 of the file, lower-case hexadecimal.
    "content_hash" TEXT NULL,

    -- A file, a pull from a system, or rejected rows tried again.
    "kind" TEXT NOT NULL,

    -- Run whose rejected rows this one tried again.
    "retry_of_load_key" INTEGER NULL,

    -- When the file was last modified (UTC): the version of rows that have none of their own.
    "source_modified_at" TEXT NULL,

    -- UTC.
    "started_at" TEXT NOT NULL,

    -- UTC; null while running.
    "completed_at" TEXT NULL,

    -- Milliseconds from the start to the commit.
    "duration_ms" INTEGER NULL,

    -- Rows read per second of that time; null where nothing was read.
    "rows_per_second" INTEGER NULL,

    -- Outcome.
    "status" TEXT NOT NULL,

    -- Data rows read.
    "rows_read" INTEGER NOT NULL,

    -- Rows under a new natural key.
    "rows_loaded" INTEGER NOT NULL,

    -- Rows that changed or deleted what was there.
    "rows_changed" INTEGER NOT NULL,

    -- Rows whose content was there already.
    "rows_unchanged" INTEGER NOT NULL,

    -- Rows older than what is there.
    "rows_superseded" INTEGER NOT NULL,

    -- Rows that did not load: those that broke a rule, and in a failed run all others with them.
    "rows_rejected" INTEGER NOT NULL,

    -- Rows among the rejected ones that broke a rule themselves; RejectedRows keeps them with a reason (of a failed run the first 1000). Null in runs of earlier versions.
    "rows_faulty" INTEGER NULL,

    -- Earlier completed run of the same content, because of which nothing was read.
    "same_as_load_key" INTEGER NULL,

    -- The register parted identifiers that it had joined before: rows of one key under them had become one, so files of earlier runs are read again when they are loaded again.
    "identifiers_parted" INTEGER NOT NULL,

    -- Latest source update read (UTC).
    "watermark" TEXT NULL,

    -- Data version that this run raised the warehouse to.
    "data_version" INTEGER NOT NULL,

    -- Why a failed run failed, in Vietnamese and English.
    "error" TEXT NULL,

    -- What was detected or is worth a look: separator, encoding, number format, ignored columns, warnings.
    "remarks" TEXT NULL,

    -- How the file writes its flags, by which its empty flags are read.
    "flag_form" TEXT NULL,

    -- Hash of the headers of that mapping alone: what the cells of a raw row were found by.
    "header_hash" TEXT NULL,

    -- Hash of the column mapping that the file was read with.
    "mapping_hash" TEXT NULL
);


CREATE TABLE "etl_schema_version" (
    -- One row per version of the model that the database was brought to.

    -- Version of the model.
    "version" INTEGER NOT NULL CONSTRAINT "pk_etl_schema_version" PRIMARY KEY,

    -- Instant (UTC) at which it was reached.
    "applied_at" TEXT NOT NULL,

    -- Account of the database, or program, that did it.
    "applied_by" TEXT NOT NULL
);


CREATE TABLE "src_admin_successors" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_admin_successors" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_admin_units" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_admin_units" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_catalogue_month" (
    -- One row per text of the service catalogue and month.

    -- Surrogate key.
    "catalogue_month_key" INTEGER NOT NULL CONSTRAINT "pk_src_catalogue_month" PRIMARY KEY,

    -- The text.
    "catalogue_text_key" INTEGER NOT NULL,

    -- Period of the month.
    "month_period_key" INTEGER NOT NULL,

    -- Units whose snapshot of the month carries the text.
    "units" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL
);


CREATE TABLE "src_catalogue_text" (
    -- One row per distinct text of the service catalogue.

    -- Surrogate key.
    "catalogue_text_key" INTEGER NOT NULL CONSTRAINT "pk_src_catalogue_text" PRIMARY KEY,

    -- National part of the procedure code.
    "procedure_code" TEXT NOT NULL,

    -- Name of the procedure.
    "name" TEXT NOT NULL,

    -- Sector.
    "sector" TEXT NOT NULL,

    -- Level of government that carries the procedure out.
    "authority_level" TEXT NOT NULL,

    -- Service level as printed.
    "service_level_label" TEXT NOT NULL,

    -- Scheme of the label.
    "service_level_scheme" TEXT NOT NULL,

    -- Meaning of the label.
    "service_class" TEXT NOT NULL
);


CREATE TABLE "src_dossier_totals" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_dossier_totals" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_dvc_services" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_dvc_services" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_holidays" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_holidays" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_igate_dossiers" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_igate_dossiers" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_ioffice_documents" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_ioffice_documents" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_org_units" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_org_units" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_procedure_name" (
    -- One row per procedure that a dossier named.

    -- National part of the procedure code.
    "procedure_code" TEXT NOT NULL CONSTRAINT "pk_src_procedure_name" PRIMARY KEY,

    -- Version of the newest row that names the procedure (UTC).
    "version" TEXT NOT NULL,

    -- Name in that row.
    "name" TEXT NOT NULL,

    -- Sector in that row.
    "sector" TEXT NULL
);


CREATE TABLE "src_reported_figures" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_reported_figures" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_satisfaction" (
    -- One row per natural key: the source row that was accepted last.

    -- Surrogate key; the fact of this row has the same key.
    "row_key" INTEGER NOT NULL CONSTRAINT "pk_src_satisfaction" PRIMARY KEY,

    -- Natural key, parts joined by U+001F; the identifier of the unit as written stands last where a unit belongs to it.
    "natural_key" TEXT NOT NULL,

    -- Version of the row in the source (UTC).
    "version" TEXT NOT NULL,

    -- Canonical content; the greater one (UTF-8 ordinal) wins among rows of one key and version.
    "content" TEXT NOT NULL,

    -- The source deleted the row: it has no fact, and older rows do not bring it back.
    "is_deleted" INTEGER NOT NULL,

    -- Identifier of the unit as the row writes it.
    "unit_code" TEXT NULL,

    -- Identifier of the resolving unit as the row writes it.
    "resolving_unit_code" TEXT NULL,

    -- Typed values of a reference row as JSON; null for facts.
    "payload" TEXT NULL
);


CREATE TABLE "src_unit_code" (
    -- One row per identifier that any row used for a unit.

    -- Identifier as written.
    "code" TEXT NOT NULL CONSTRAINT "pk_src_unit_code" PRIMARY KEY,

    -- Greatest identifier of the unit: the same for all of its identifiers.
    "durable_code" TEXT NOT NULL
);


CREATE TABLE "bridge_admin_unit_successor" (
    -- One row per territory version, successor version and date of effect.

    -- Surrogate key.
    "admin_unit_successor_key" INTEGER NOT NULL CONSTRAINT "pk_bridge_admin_unit_successor" PRIMARY KEY,

    -- The territory version that ended.
    "admin_unit_key" INTEGER NOT NULL,

    -- The version that took it over; null when it was abolished without a single successor.
    "successor_admin_unit_key" INTEGER NULL,

    -- How the territory became its successor.
    "relation" TEXT NOT NULL,

    -- Share of the old territory that went to this successor, 0 to 1; the shares of one territory add up to 1.
    "share" INTEGER NOT NULL,

    -- Published in a document, or assumed to be equal parts.
    "share_basis" TEXT NOT NULL,

    -- First day of the new arrangement.
    "effective_date" TEXT NOT NULL,

    -- Resolution that made the change.
    "legal_basis" TEXT NULL,
    CONSTRAINT "fk_bridge_admin_unit_successor_admin_unit_key" FOREIGN KEY ("admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_bridge_admin_unit_successor_successor_admin_unit_key" FOREIGN KEY ("successor_admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT
);


CREATE TABLE "dim_unit" (
    -- One row per version of an organisation that receives, resolves or signs.

    -- Surrogate key; 0 = unknown.
    "unit_key" INTEGER NOT NULL CONSTRAINT "pk_dim_unit" PRIMARY KEY,

    -- Organisation identifier (QĐ 20/2020/QĐ-TTg); an earlier identifier of the same organisation leads here too.
    "unit_code" TEXT NOT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Name in English.
    "name_en" TEXT NULL,

    -- Kind of organisation.
    "kind" TEXT NOT NULL,

    -- Level of government.
    "level" TEXT NOT NULL,

    -- Territory of the unit at the start of the version; 0 where it has none of its own.
    "admin_unit_key" INTEGER NOT NULL,

    -- Version of the organisation above; null at the top.
    "parent_unit_key" INTEGER NULL,

    -- Known only from rows that mention it; not yet in the register.
    "is_inferred" INTEGER NOT NULL,

    -- Today's unit of the same kind on the successor territory; the province's unit for an abolished district office.
    "current_unit_key" INTEGER NULL,

    -- The same for all versions and identifiers of one unit.
    "durable_code" TEXT NULL,

    -- First day that the version no longer covers (half-open interval).
    "valid_until" TEXT NOT NULL,

    -- Statistics-office code of the province that the version lies in.
    "province_code" TEXT NULL,

    -- Name of that province.
    "province_name" TEXT NULL,

    -- Statistics-office code of the district; null above it and from 2025-07-01 on.
    "district_code" TEXT NULL,

    -- Name of that district.
    "district_name" TEXT NULL,

    -- Statistics-office code of the commune; null above it.
    "commune_code" TEXT NULL,

    -- Name of that commune.
    "commune_name" TEXT NULL,

    -- First day on which this version holds.
    "valid_from" TEXT NOT NULL,

    -- Last day on which this version holds; null while it is open.
    "valid_to" TEXT NULL,

    -- The version is open.
    "is_current" INTEGER NOT NULL,

    -- Text whose ordinal order is the Vietnamese alphabetical order of the name.
    "name_sort" TEXT NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_dim_unit_admin_unit_key" FOREIGN KEY ("admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_dim_unit_current_unit_key" FOREIGN KEY ("current_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_dim_unit_parent_unit_key" FOREIGN KEY ("parent_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "dim_indicator_target" (
    -- One row per target that a document set for an indicator, level and period.

    -- Surrogate key.
    "indicator_target_key" INTEGER NOT NULL CONSTRAINT "pk_dim_indicator_target" PRIMARY KEY,

    -- Version of the indicator.
    "indicator_key" INTEGER NOT NULL,

    -- Level of the units that it is set for; Unknown = all.
    "level" TEXT NOT NULL,

    -- Kind of the units that it is set for; Unknown = all.
    "kind" TEXT NOT NULL,

    -- First day that it holds for.
    "period_from" TEXT NOT NULL,

    -- Last day that it holds for; null = until further notice.
    "period_to" TEXT NULL,

    -- How the value must compare with the target: >, >=, =, <= or <.
    "operator" TEXT NOT NULL,

    -- Target in the indicator's unit of measure.
    "target" INTEGER NOT NULL,

    -- Figure of ReportedFigures that states it; null where none does.
    "figure_code" TEXT NULL,
    CONSTRAINT "fk_dim_indicator_target_indicator_key" FOREIGN KEY ("indicator_key") REFERENCES "dim_indicator" ("indicator_key") ON DELETE RESTRICT
);


CREATE TABLE "dim_date" (
    -- One row per calendar day in UTC+7.

    -- yyyymmdd; 0 = no date.
    "date_key" INTEGER NOT NULL CONSTRAINT "pk_dim_date" PRIMARY KEY,

    -- The day; null for the unknown member.
    "date" TEXT NULL,

    "year" INTEGER NULL,

    -- 1 or 2.
    "half_year" INTEGER NULL,

    -- 1 to 4.
    "quarter" INTEGER NULL,

    -- 1 to 12.
    "month" INTEGER NULL,

    -- yyyymm.
    "year_month" INTEGER NULL,

    "day" INTEGER NULL,

    -- 1 = Monday to 7 = Sunday.
    "day_of_week" INTEGER NULL,

    "is_month_end" INTEGER NOT NULL,

    "is_quarter_end" INTEGER NOT NULL,

    "is_year_end" INTEGER NOT NULL,

    -- Neither Saturday, Sunday nor a public holiday of the holidays feed.
    "is_working_day" INTEGER NOT NULL,

    -- Period of the day's calendar month.
    "month_period_key" INTEGER NOT NULL,
    CONSTRAINT "fk_dim_date_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT
);


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


CREATE TABLE "etl_rejected_row" (
    -- One row per rejected source row of a load.

    -- Surrogate key.
    "rejected_row_key" INTEGER NOT NULL CONSTRAINT "pk_etl_rejected_row" PRIMARY KEY,

    -- The load.
    "load_key" INTEGER NOT NULL,

    -- Physical line on which the row starts; the header of a plain CSV is line 1.
    "line_number" INTEGER NOT NULL,

    -- Stable reason code.
    "reason_code" TEXT NOT NULL,

    -- What is wrong and how to mend it, in Vietnamese and English.
    "message" TEXT NOT NULL,

    -- The row as read, contract columns only.
    "raw_row" TEXT NOT NULL,

    -- The raw row is not whole (its cells slipped, or were left out for privacy), so it cannot be tried again from here: mend it in its file.
    "needs_source_file" INTEGER NOT NULL,

    -- Last run that tried the row again; reason and explanation are as of then.
    "retried_load_key" INTEGER NULL,

    -- Run that settled the row: it loaded there, a row of the same key as new did, or it was rejected anew as a row of that run. Null while it is open.
    "resolved_load_key" INTEGER NULL,

    -- Natural key of the row where its cells tell it.
    "natural_key" TEXT NULL,

    -- Version that the row has or would have had (UTC); null where it cannot be told.
    "row_version" TEXT NULL,
    CONSTRAINT "fk_etl_rejected_row_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT
);


CREATE TABLE "agg_document_month" (
    -- One row per unit, direction and month (summary of documents).

    -- Surrogate key.
    "document_month_key" INTEGER NOT NULL CONSTRAINT "pk_agg_document_month" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Sent or received.
    "direction" TEXT NOT NULL,

    -- Documents that are not secret.
    "documents" INTEGER NOT NULL,

    -- Of these, electronic only.
    "electronic_only" INTEGER NOT NULL,

    -- Of these, electronic with paper.
    "electronic_and_paper" INTEGER NOT NULL,

    -- Of these, paper only.
    "paper" INTEGER NOT NULL,

    -- Of these, digitally signed.
    "signed" INTEGER NOT NULL,

    -- Secret documents, left out of the other counts.
    "secret" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_agg_document_month_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_document_month_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "agg_dossier_month" (
    -- One row per receiving unit, resolving unit, procedure, channel, service class and month (summary of dossiers).

    -- Surrogate key.
    "dossier_month_key" INTEGER NOT NULL CONSTRAINT "pk_agg_dossier_month" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the receiving unit.
    "receiving_unit_key" INTEGER NOT NULL,

    -- Version of the resolving unit.
    "resolving_unit_key" INTEGER NOT NULL,

    -- Version of the procedure.
    "procedure_key" INTEGER NOT NULL,

    -- Channel of submission (codes of Channels).
    "channel" TEXT NOT NULL,

    -- Class of the service.
    "service_class" TEXT NOT NULL,

    -- Dossiers received in the month.
    "received" INTEGER NOT NULL,

    -- Dossiers completed in the month.
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

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_agg_dossier_month_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_dossier_month_procedure_key" FOREIGN KEY ("procedure_key") REFERENCES "dim_procedure" ("procedure_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_dossier_month_receiving_unit_key" FOREIGN KEY ("receiving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_dossier_month_resolving_unit_key" FOREIGN KEY ("resolving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "agg_dossier_stock" (
    -- One row per month end, receiving unit and service class (semi-additive: never sum over months).

    -- Surrogate key.
    "dossier_stock_key" INTEGER NOT NULL CONSTRAINT "pk_agg_dossier_stock" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the receiving unit.
    "unit_key" INTEGER NOT NULL,

    -- Class of the service.
    "service_class" TEXT NOT NULL,

    -- Received and not completed at the end of the month.
    "pending" INTEGER NOT NULL,

    -- Of these, past the due day.
    "pending_overdue" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_agg_dossier_stock_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_agg_dossier_stock_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


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


CREATE TABLE "fact_dossier_total" (
    -- One row per source system, unit, sector, service level and period (dossiers known only as totals; Biểu II.06a, TT 01/2020/TT-VPCP).

    -- Surrogate key.
    "dossier_total_key" INTEGER NOT NULL CONSTRAINT "pk_fact_dossier_total" PRIMARY KEY,

    -- System that the row came from.
    "source_system_key" INTEGER NOT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Sector; null = all.
    "sector" TEXT NULL,

    -- Label as printed; null = all.
    "service_level_label" TEXT NULL,

    -- What the label means across schemes; None without a label.
    "service_class" TEXT NOT NULL,

    -- First day.
    "period_from" TEXT NOT NULL,

    -- Last day.
    "period_to" TEXT NOT NULL,

    -- Received online in the period; null = not counted.
    "received_online" INTEGER NULL,

    -- Received at the counter or by post in the period; null = not counted.
    "received_direct" INTEGER NULL,

    -- Carried over from the period before; null = not counted.
    "carried_over" INTEGER NULL,

    -- Online + direct + carried over; null = not counted.
    "received" INTEGER NULL,

    -- Resolved before the due day; null = not counted.
    "resolved_early" INTEGER NULL,

    -- Resolved on the due day; null = not counted.
    "resolved_on_time" INTEGER NULL,

    -- Resolved after the due day; null = not counted.
    "resolved_late" INTEGER NULL,

    -- Early + on time + late; null = not counted.
    "resolved" INTEGER NULL,

    -- Open and within term; null = not counted.
    "pending_in_term" INTEGER NULL,

    -- Open and overdue; null = not counted.
    "pending_overdue" INTEGER NULL,

    -- In term + overdue; null = not counted.
    "pending" INTEGER NULL,

    -- Sector, empty for all: part of the natural key.
    "sector_code" TEXT NULL,

    -- Service level, empty for all: part of the natural key.
    "service_level_code" TEXT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_dossier_total_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_total_source_system_key" FOREIGN KEY ("source_system_key") REFERENCES "dim_source_system" ("source_system_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_total_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_indicator_value" (
    -- One row per indicator version, unit, period and basis.

    -- Made of period, indicator, unit and basis: the same in every evaluation.
    "indicator_value_key" INTEGER NOT NULL CONSTRAINT "pk_fact_indicator_value" PRIMARY KEY,

    -- Version of the indicator.
    "indicator_key" INTEGER NOT NULL,

    -- Version of the unit at the end of the period, or the last one before it.
    "unit_key" INTEGER NOT NULL,

    -- Reporting period.
    "period_key" INTEGER NOT NULL,

    -- By the units of the period, or restated on today's units.
    "basis" TEXT NOT NULL,

    -- Numerator; null = not counted.
    "numerator" INTEGER NULL,

    -- Denominator; null = not counted, or a plain figure.
    "denominator" INTEGER NULL,

    -- Numerator over denominator in the indicator's unit of measure; null where it cannot be computed.
    "value" INTEGER NULL,

    -- Target set for units of this level in this period; null for none.
    "target" INTEGER NULL,

    -- Value over target, or target over value where lower is better; null without either.
    "attainment" INTEGER NULL,

    -- Points; null for an indicator without points or where the value cannot be computed.
    "score" INTEGER NULL,

    -- Points that could be had; null where there is no score.
    "max_score" INTEGER NULL,

    -- Place among the units of the same level below the same unit, 1 = best, equal values share a place; null without a value.
    "rank" INTEGER NULL,

    -- Units that were ranked together.
    "rank_of" INTEGER NULL,

    -- The period had not ended on the day that the data stood at.
    "is_provisional" INTEGER NOT NULL,

    -- Where the rows of the numerator are found: a path on this server that leads to their OData query.
    "numerator_link" AS ('/indicators/v1/values/' || indicator_value_key || '/numerator'),

    -- Where the rows of the denominator are found, as of the numerator.
    "denominator_link" AS ('/indicators/v1/values/' || indicator_value_key || '/denominator'),

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_indicator_value_indicator_key" FOREIGN KEY ("indicator_key") REFERENCES "dim_indicator" ("indicator_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_indicator_value_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_indicator_value_period_key" FOREIGN KEY ("period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_indicator_value_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_online_service" (
    -- One row per procedure, providing unit and month (periodic snapshot of the service catalogue).

    -- Surrogate key.
    "online_service_key" INTEGER NOT NULL CONSTRAINT "pk_fact_online_service" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the procedure in that month.
    "procedure_key" INTEGER NOT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Label as printed.
    "service_level_label" TEXT NOT NULL,

    -- What the label means across schemes.
    "service_class" TEXT NOT NULL,

    -- Meets the conditions of a full online service; null = not said.
    "is_eligible_for_full" INTEGER NULL,

    -- Published; null = not said.
    "is_published" INTEGER NULL,

    -- Forms are pre-filled; null = not said.
    "is_prefilled" INTEGER NULL,

    -- Personalised; null = not said.
    "is_personalised" INTEGER NULL,

    -- Takes payment online; null = not said.
    "accepts_online_payment" INTEGER NULL,

    -- Integrated on the national portal; null = not said.
    "is_on_national_portal" INTEGER NULL,

    -- Text of the service catalogue that the snapshot carries.
    "catalogue_text_key" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_online_service_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_online_service_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_online_service_procedure_key" FOREIGN KEY ("procedure_key") REFERENCES "dim_procedure" ("procedure_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_online_service_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_reported_figure" (
    -- One row per declared figure, document and unit.

    -- Surrogate key.
    "reported_figure_key" INTEGER NOT NULL CONSTRAINT "pk_fact_reported_figure" PRIMARY KEY,

    -- Code of the document in the warehouse.
    "document_code" TEXT NOT NULL,

    -- Number as printed; null where unknown.
    "document_number" TEXT NULL,

    -- Natural key together with document and unit.
    "figure_code" TEXT NOT NULL,

    -- Row of a form, such as II.8.1.
    "row_key" TEXT NULL,

    -- Name in Vietnamese.
    "name" TEXT NOT NULL,

    -- Name in English.
    "name_en" TEXT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Territory that the figure speaks of; 0 where it names none.
    "admin_unit_key" INTEGER NOT NULL,

    -- First day.
    "period_from" TEXT NOT NULL,

    -- Last day.
    "period_to" TEXT NOT NULL,

    -- Numerator as declared.
    "numerator" INTEGER NULL,

    -- Denominator as declared.
    "denominator" INTEGER NULL,

    -- Value as declared, in UnitOfMeasure.
    "value" INTEGER NULL,

    -- Answer in words or a date, as declared.
    "text_value" TEXT NULL,

    -- Unit of the value.
    "unit_of_measure" TEXT NULL,

    -- What the figure covers, as described.
    "scope" TEXT NULL,

    -- Target, in UnitOfMeasure.
    "target" INTEGER NULL,

    -- Target as printed.
    "target_text" TEXT NULL,

    -- How exactly the figure was stated.
    "qualifier" TEXT NOT NULL,

    -- What the cell held.
    "state" TEXT NOT NULL,

    -- Remarks.
    "notes" TEXT NULL,

    -- Evidence named by the declarant.
    "evidence" TEXT NULL,

    -- Territory as the row writes it, empty for none: part of the grain.
    "territory_code" TEXT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_reported_figure_admin_unit_key" FOREIGN KEY ("admin_unit_key") REFERENCES "dim_admin_unit" ("admin_unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_reported_figure_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_reported_figure_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_satisfaction" (
    -- One row per unit, month, channel and rating subject.

    -- Surrogate key.
    "satisfaction_key" INTEGER NOT NULL CONSTRAINT "pk_fact_satisfaction" PRIMARY KEY,

    -- Period of the calendar month.
    "month_period_key" INTEGER NOT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Channel of the rating (codes of Channels).
    "channel" TEXT NOT NULL,

    -- Citizens or businesses.
    "subject" TEXT NOT NULL,

    -- Ratings given; null = not counted.
    "rated" INTEGER NULL,

    -- Satisfied ratings; null = not counted.
    "satisfied" INTEGER NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_satisfaction_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_satisfaction_month_period_key" FOREIGN KEY ("month_period_key") REFERENCES "dim_period" ("period_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_satisfaction_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_dossier" (
    -- One row per dossier of a source system (accumulating snapshot).

    -- Surrogate key.
    "dossier_key" INTEGER NOT NULL CONSTRAINT "pk_fact_dossier" PRIMARY KEY,

    -- Natural key together with the source system.
    "dossier_code" TEXT NOT NULL,

    -- Version of the receiving unit on the day of receipt.
    "receiving_unit_key" INTEGER NOT NULL,

    -- Version of the resolving unit on the day of completion, before it on the day of receipt.
    "resolving_unit_key" INTEGER NOT NULL,

    -- Version of the procedure on the day of receipt.
    "procedure_key" INTEGER NOT NULL,

    "source_system_key" INTEGER NOT NULL,

    -- Channel of submission (codes of Channels).
    "channel" TEXT NOT NULL,

    -- Label as printed, or that of the service snapshot of the month of receipt; null where neither says.
    "service_level_label" TEXT NULL,

    -- What the label means across schemes.
    "service_class" TEXT NOT NULL,

    -- State in the source.
    "status" TEXT NOT NULL,

    -- Day of valid receipt, UTC+7.
    "received_date" TEXT NOT NULL,

    -- yyyymmdd.
    "received_date_key" INTEGER NOT NULL,

    -- Day on which the result is due, UTC+7.
    "due_date" TEXT NULL,

    -- Day of completion, UTC+7; null while open.
    "resolved_date" TEXT NULL,

    -- yyyymmdd; 0 while open.
    "resolved_date_key" INTEGER NOT NULL,

    -- Day on which the result was handed over, UTC+7.
    "returned_date" TEXT NULL,

    -- Has a completion date (refused and withdrawn dossiers too).
    "is_resolved" INTEGER NOT NULL,

    -- Completed on or before the due day; open: the as-of day is not past it; null without a due day.
    "is_on_time" INTEGER NULL,

    -- The source's own flag.
    "is_on_time_by_source" INTEGER NULL,

    -- Calendar days from receipt to completion; null while open.
    "processing_days" INTEGER NULL,

    -- Components digitised at receipt; null = not said.
    "are_components_digitised" INTEGER NULL,

    -- Result digitised; null = not said.
    "is_result_digitised" INTEGER NULL,

    -- A fee is due; null = not said.
    "has_fee" INTEGER NULL,

    -- The fee was paid online; null = not said.
    "is_paid_online" INTEGER NULL,

    -- Reused digitised data; null = not said.
    "reuses_data" INTEGER NULL,

    -- Version of the row in the source (UTC).
    "source_updated_at" TEXT NOT NULL,

    -- The label came with the row; otherwise it follows the service snapshot.
    "is_service_level_given" INTEGER NOT NULL,

    -- First month (yyyymm) whose last day is after the due date; 0 without a due date.
    "overdue_from_month" INTEGER NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_dossier_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_procedure_key" FOREIGN KEY ("procedure_key") REFERENCES "dim_procedure" ("procedure_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_received_date_key" FOREIGN KEY ("received_date_key") REFERENCES "dim_date" ("date_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_receiving_unit_key" FOREIGN KEY ("receiving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_resolved_date_key" FOREIGN KEY ("resolved_date_key") REFERENCES "dim_date" ("date_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_resolving_unit_key" FOREIGN KEY ("resolving_unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_dossier_source_system_key" FOREIGN KEY ("source_system_key") REFERENCES "dim_source_system" ("source_system_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_signed_document" (
    -- One row per document, unit and direction.

    -- Surrogate key.
    "document_key" INTEGER NOT NULL CONSTRAINT "pk_fact_signed_document" PRIMARY KEY,

    -- Natural key together with unit and direction.
    "document_code" TEXT NOT NULL,

    -- Number as printed.
    "number" TEXT NULL,

    -- Version of the unit at the time of the event.
    "unit_key" INTEGER NOT NULL,

    -- Sent or received.
    "direction" TEXT NOT NULL,

    -- Day of issue or receipt, UTC+7.
    "document_date" TEXT NOT NULL,

    -- yyyymmdd.
    "document_date_key" INTEGER NOT NULL,

    -- Medium of the exchange.
    "form" TEXT NOT NULL,

    -- Digitally signed; null = not said.
    "is_signed" INTEGER NULL,

    -- Whose signature; null = not said.
    "signature_kind" TEXT NULL,

    -- Level of the recipient; null = not said.
    "recipient_level" TEXT NULL,

    -- Exchanged over the national document axis; null = not said.
    "is_via_national_axis" INTEGER NULL,

    -- Secret: counted apart and left out of every rate.
    "is_secret" INTEGER NOT NULL,

    -- Version of the row in the source (UTC).
    "source_updated_at" TEXT NOT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,

    -- Load that last changed this row.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "fk_fact_signed_document_document_date_key" FOREIGN KEY ("document_date_key") REFERENCES "dim_date" ("date_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_signed_document_load_key" FOREIGN KEY ("load_key") REFERENCES "etl_load_run" ("load_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_signed_document_unit_key" FOREIGN KEY ("unit_key") REFERENCES "dim_unit" ("unit_key") ON DELETE RESTRICT
);


CREATE TABLE "fact_reconciliation" (
    -- One row per declared figure: what was declared beside what the warehouse computes.

    -- The key of the declared figure.
    "reconciliation_key" INTEGER NOT NULL CONSTRAINT "pk_fact_reconciliation" PRIMARY KEY,

    -- The declared figure.
    "reported_figure_key" INTEGER NOT NULL,

    -- Indicator that the figure states; null where it states none.
    "indicator_key" INTEGER NULL,

    -- The computed value; null where there is none.
    "indicator_value_key" INTEGER NULL,

    -- Which part of the indicator's value the figure states.
    "part" TEXT NOT NULL,

    -- As declared; null where no number was.
    "declared" INTEGER NULL,

    -- As computed from the facts, not rounded; null where it cannot be computed.
    "computed" INTEGER NULL,

    -- Computed, rounded to the printed decimals, less declared.
    "difference" INTEGER NULL,

    -- Whether both agree after rounding half up to the printed decimals, with regard to the figure's qualifier.
    "verdict" TEXT NOT NULL,

    -- Why it differs or cannot be computed, in Vietnamese; null for a match.
    "reason" TEXT NULL,

    -- Why it differs or cannot be computed, in English; null for a match.
    "reason_en" TEXT NULL,

    -- What is wrong or ambiguous in the source document, in Vietnamese; it is shown and never repaired.
    "finding" TEXT NULL,

    -- What is wrong or ambiguous in the source document, in English.
    "finding_en" TEXT NULL,

    -- Instant (UTC) at which the warehouse last changed this row.
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "fk_fact_reconciliation_indicator_key" FOREIGN KEY ("indicator_key") REFERENCES "dim_indicator" ("indicator_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_reconciliation_indicator_value_key" FOREIGN KEY ("indicator_value_key") REFERENCES "fact_indicator_value" ("indicator_value_key") ON DELETE RESTRICT,
    CONSTRAINT "fk_fact_reconciliation_reported_figure_key" FOREIGN KEY ("reported_figure_key") REFERENCES "fact_reported_figure" ("reported_figure_key") ON DELETE RESTRICT
);


CREATE UNIQUE INDEX "ux_agg_document_month" ON "agg_document_month" ("month_period_key", "unit_key", "direction");


CREATE INDEX "ix_agg_dossier_month_receiving_unit_key_month_period_key" ON "agg_dossier_month" ("receiving_unit_key", "month_period_key");


CREATE UNIQUE INDEX "ux_agg_dossier_month" ON "agg_dossier_month" ("month_period_key", "receiving_unit_key", "resolving_unit_key", "procedure_key", "channel", "service_class");


CREATE UNIQUE INDEX "ux_agg_dossier_stock" ON "agg_dossier_stock" ("month_period_key", "unit_key", "service_class");


CREATE UNIQUE INDEX "ux_agg_dossier_unit" ON "agg_dossier_unit" ("receiving_unit_key", "channel", "service_class");


CREATE INDEX "ix_agg_dossier_unit_month_receiving_unit_key_month_period_key" ON "agg_dossier_unit_month" ("receiving_unit_key", "month_period_key");


CREATE UNIQUE INDEX "ux_agg_dossier_unit_month" ON "agg_dossier_unit_month" ("month_period_key", "receiving_unit_key", "channel", "service_class");


CREATE UNIQUE INDEX "ux_bridge_admin_unit_successor" ON "bridge_admin_unit_successor" ("admin_unit_key", "successor_admin_unit_key", "effective_date");


CREATE UNIQUE INDEX "ux_dim_admin_level" ON "dim_admin_level" ("code");


CREATE INDEX "ix_dim_admin_unit_parent_admin_unit_key" ON "dim_admin_unit" ("parent_admin_unit_key");


CREATE UNIQUE INDEX "ux_dim_admin_unit" ON "dim_admin_unit" ("code", "valid_from");


CREATE UNIQUE INDEX "ux_dim_channel" ON "dim_channel" ("code");


CREATE UNIQUE INDEX "ux_dim_indicator" ON "dim_indicator" ("code", "version");


CREATE INDEX "ix_dim_indicator_target_indicator_key" ON "dim_indicator_target" ("indicator_key");


CREATE UNIQUE INDEX "ux_dim_period" ON "dim_period" ("code");


CREATE UNIQUE INDEX "ux_dim_procedure" ON "dim_procedure" ("procedure_code", "valid_from");


CREATE UNIQUE INDEX "ux_dim_source_system" ON "dim_source_system" ("code");


CREATE INDEX "ix_dim_unit_durable_code" ON "dim_unit" ("durable_code");


CREATE INDEX "ix_dim_unit_parent_unit_key" ON "dim_unit" ("parent_unit_key");


CREATE UNIQUE INDEX "ux_dim_unit" ON "dim_unit" ("unit_code", "valid_from");


CREATE UNIQUE INDEX "ux_etl_check_result" ON "etl_check_result" ("load_key", "check_code", "entity_set");


CREATE INDEX "ix_etl_load_run_feed_content_hash" ON "etl_load_run" ("feed", "content_hash");


CREATE INDEX "ix_etl_rejected_row_load_key_line_number" ON "etl_rejected_row" ("load_key", "line_number");


CREATE INDEX "ix_etl_rejected_row_resolved_load_key" ON "etl_rejected_row" ("resolved_load_key");


CREATE INDEX "ix_fact_dossier_procedure_key" ON "fact_dossier" ("procedure_key");


CREATE INDEX "ix_fact_dossier_received_date" ON "fact_dossier" ("received_date");


CREATE INDEX "ix_fact_dossier_received_date_key" ON "fact_dossier" ("received_date_key");


CREATE INDEX "ix_fact_dossier_receiving_unit_key_received_date_key" ON "fact_dossier" ("receiving_unit_key", "received_date_key");


CREATE INDEX "ix_fact_dossier_resolved_date_key" ON "fact_dossier" ("resolved_date_key");


CREATE INDEX "ix_fact_dossier_resolving_unit_key_resolved_date_key" ON "fact_dossier" ("resolving_unit_key", "resolved_date_key");


CREATE INDEX "ix_fact_dossier_updated_at" ON "fact_dossier" ("updated_at");


CREATE UNIQUE INDEX "ux_fact_dossier" ON "fact_dossier" ("source_system_key", "dossier_code");


CREATE UNIQUE INDEX "ux_fact_dossier_total" ON "fact_dossier_total" ("source_system_key", "unit_key", "sector_code", "service_level_code", "period_from", "period_to");


CREATE INDEX "ix_fact_indicator_value_indicator_key_period_key_basis" ON "fact_indicator_value" ("indicator_key", "period_key", "basis");


CREATE INDEX "ix_fact_indicator_value_unit_key_period_key" ON "fact_indicator_value" ("unit_key", "period_key");


CREATE INDEX "ix_fact_indicator_value_updated_at" ON "fact_indicator_value" ("updated_at");


CREATE INDEX "ix_fact_online_service_unit_key_month_period_key" ON "fact_online_service" ("unit_key", "month_period_key");


CREATE INDEX "ix_fact_online_service_updated_at" ON "fact_online_service" ("updated_at");


CREATE UNIQUE INDEX "ux_fact_online_service" ON "fact_online_service" ("month_period_key", "procedure_key", "unit_key");


CREATE INDEX "ix_fact_reconciliation_indicator_value_key" ON "fact_reconciliation" ("indicator_value_key");


CREATE UNIQUE INDEX "ux_fact_reported_figure" ON "fact_reported_figure" ("document_code", "figure_code", "unit_key", "admin_unit_key", "territory_code");


CREATE UNIQUE INDEX "ux_fact_satisfaction" ON "fact_satisfaction" ("unit_key", "month_period_key", "channel", "subject");


CREATE INDEX "ix_fact_signed_document_document_date" ON "fact_signed_document" ("document_date");


CREATE INDEX "ix_fact_signed_document_document_date_key" ON "fact_signed_document" ("document_date_key");


CREATE INDEX "ix_fact_signed_document_unit_key_document_date_key" ON "fact_signed_document" ("unit_key", "document_date_key");


CREATE INDEX "ix_fact_signed_document_updated_at" ON "fact_signed_document" ("updated_at");


CREATE UNIQUE INDEX "ux_fact_signed_document" ON "fact_signed_document" ("document_code", "unit_key", "direction");


CREATE UNIQUE INDEX "ux_src_admin_successors" ON "src_admin_successors" ("natural_key");


CREATE UNIQUE INDEX "ux_src_admin_units" ON "src_admin_units" ("natural_key");


CREATE UNIQUE INDEX "ux_src_catalogue_month" ON "src_catalogue_month" ("catalogue_text_key", "month_period_key");


CREATE UNIQUE INDEX "ux_src_catalogue_text" ON "src_catalogue_text" ("procedure_code", "name", "sector", "authority_level", "service_level_label", "service_level_scheme", "service_class");


CREATE UNIQUE INDEX "ux_src_dossier_totals" ON "src_dossier_totals" ("natural_key");


CREATE UNIQUE INDEX "ux_src_dvc_services" ON "src_dvc_services" ("natural_key");


CREATE UNIQUE INDEX "ux_src_holidays" ON "src_holidays" ("natural_key");


CREATE UNIQUE INDEX "ux_src_igate_dossiers" ON "src_igate_dossiers" ("natural_key");


CREATE UNIQUE INDEX "ux_src_ioffice_documents" ON "src_ioffice_documents" ("natural_key");


CREATE UNIQUE INDEX "ux_src_org_units" ON "src_org_units" ("natural_key");


CREATE UNIQUE INDEX "ux_src_reported_figures" ON "src_reported_figures" ("natural_key");


CREATE UNIQUE INDEX "ux_src_satisfaction" ON "src_satisfaction" ("natural_key");
