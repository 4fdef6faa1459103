-- Runs of the jobs and which jobs are paused, beside the scheduler's own tables (sqlite.quartz.sql). Instants are UTC, ISO 8601.
CREATE TABLE IF NOT EXISTS job_run (
  run_id TEXT NOT NULL PRIMARY KEY,
  job TEXT NOT NULL,
  trigger_kind TEXT NOT NULL,
  state TEXT NOT NULL,
  queued_at TEXT NOT NULL,
  started_at TEXT NULL,
  ended_at TEXT NULL,
  attempt INTEGER NOT NULL,
  next_attempt_at TEXT NULL,
  load_keys TEXT NOT NULL,
  error TEXT NULL,
  recovers TEXT NULL,
  server TEXT NULL
);
CREATE INDEX IF NOT EXISTS ix_job_run_job ON job_run (job, run_id);
CREATE INDEX IF NOT EXISTS ix_job_run_state ON job_run (state);
CREATE TABLE IF NOT EXISTS job_pause (
  job TEXT NOT NULL PRIMARY KEY,
  paused_at TEXT NOT NULL
);
