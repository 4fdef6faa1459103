-- Runs of the jobs, which jobs are paused, keys of callers, and who did what, beside the scheduler's own tables (sqlite.quartz.sql). Instants are UTC, ISO 8601.
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
-- The secret of a key is not here, only its SHA-256. Codes of units stand with blanks between; none = all units.
CREATE TABLE IF NOT EXISTS api_key (
  key_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  units TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NULL,
  revoked_at TEXT NULL
);
CREATE TABLE IF NOT EXISTS audit_event (
  event_id TEXT NOT NULL PRIMARY KEY,
  happened_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  caller TEXT NOT NULL,
  detail TEXT NOT NULL
);
