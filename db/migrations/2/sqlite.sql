-- From schema version 1 to 2 of the embedded database. The program does this by itself when it opens a file; by hand,
-- once, while nothing else has the file open: sqlite3 -bail warehouse.db ".read db/migrations/2/sqlite.sql"
BEGIN IMMEDIATE;
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
CREATE TABLE "etl_indicator_due" (
    -- One row per month whose indicators are to be computed again, and load that touched it.

    -- Calendar month as yyyymm; 0 = every month.
    "year_month" INTEGER NOT NULL,

    -- Load that touched it; for the nightly judgement of open dossiers the last one before it.
    "load_key" INTEGER NOT NULL,
    CONSTRAINT "pk_etl_indicator_due" PRIMARY KEY ("year_month", "load_key")
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
CREATE INDEX "ix_dim_indicator_target_indicator_key" ON "dim_indicator_target" ("indicator_key");
CREATE INDEX "ix_fact_indicator_value_indicator_key_period_key_basis" ON "fact_indicator_value" ("indicator_key", "period_key", "basis");
CREATE INDEX "ix_fact_indicator_value_unit_key_period_key" ON "fact_indicator_value" ("unit_key", "period_key");
CREATE INDEX "ix_fact_indicator_value_updated_at" ON "fact_indicator_value" ("updated_at");
CREATE INDEX "ix_fact_reconciliation_indicator_value_key" ON "fact_reconciliation" ("indicator_value_key");
CREATE UNIQUE INDEX "ux_dim_indicator" ON "dim_indicator" ("code", "version");
UPDATE src_dvc_services SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
FROM src_unit_code c
WHERE c.code = src_dvc_services.unit_code AND c.code <> c.durable_code;
UPDATE src_ioffice_documents SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
FROM src_unit_code c
WHERE c.code = src_ioffice_documents.unit_code AND c.code <> c.durable_code;
UPDATE src_satisfaction SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
FROM src_unit_code c
WHERE c.code = src_satisfaction.unit_code AND c.code <> c.durable_code;
UPDATE src_dossier_totals SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
FROM src_unit_code c
WHERE c.code = src_dossier_totals.unit_code AND c.code <> c.durable_code;
UPDATE src_reported_figures SET natural_key = SUBSTR(natural_key, 1, LENGTH(natural_key) - LENGTH(c.durable_code)) || c.code
FROM src_unit_code c
WHERE c.code = src_reported_figures.unit_code AND c.code <> c.durable_code;
PRAGMA user_version = 2;
COMMIT;
