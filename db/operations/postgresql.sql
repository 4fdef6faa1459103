-- Runs of the jobs, which jobs are paused, keys of callers, and who did what, beside the scheduler's own tables (postgresql.quartz.sql). Instants are UTC,
-- ISO 8601. May be run again.
CREATE TABLE IF NOT EXISTS job_run (
  run_id text COLLATE "C" NOT NULL PRIMARY KEY,
  job text COLLATE "C" NOT NULL,
  trigger_kind text NOT NULL,
  state text NOT NULL,
  queued_at text NOT NULL,
  started_at text NULL,
  ended_at text NULL,
  attempt integer NOT NULL,
  next_attempt_at text NULL,
  load_keys text NOT NULL,
  error text NULL,
  recovers text NULL,
  server text NULL
);
CREATE INDEX IF NOT EXISTS ix_job_run_job ON job_run (job, run_id);
CREATE INDEX IF NOT EXISTS ix_job_run_state ON job_run (state);
CREATE TABLE IF NOT EXISTS job_pause (
  job text COLLATE "C" NOT NULL PRIMARY KEY,
  paused_at text NOT NULL
);
-- The secret of a key is not here, only its SHA-256. Codes of units stand with blanks between; none = all units.
CREATE TABLE IF NOT EXISTS api_key (
  key_id text COLLATE "C" NOT NULL PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  units text NOT NULL,
  hash text NOT NULL,
  created_at text NOT NULL,
  expires_at text NULL,
  revoked_at text NULL
);
CREATE TABLE IF NOT EXISTS audit_event (
  event_id text COLLATE "C" NOT NULL PRIMARY KEY,
  happened_at text NOT NULL,
  kind text NOT NULL,
  caller text NOT NULL,
  detail text NOT NULL
);
