-- Runs of the jobs, which jobs are paused, keys of callers, and who did what, beside the scheduler's own tables (sqlserver.quartz.sql). Instants are UTC,
-- ISO 8601. May be run again.
IF OBJECT_ID(N'job_run', N'U') IS NULL
CREATE TABLE job_run (
  run_id nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_job_run PRIMARY KEY,
  job nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  trigger_kind nvarchar(30) NOT NULL,
  state nvarchar(30) NOT NULL,
  queued_at nvarchar(40) NOT NULL,
  started_at nvarchar(40) NULL,
  ended_at nvarchar(40) NULL,
  attempt int NOT NULL,
  next_attempt_at nvarchar(40) NULL,
  load_keys nvarchar(max) NOT NULL,
  error nvarchar(4000) NULL,
  recovers nvarchar(50) NULL,
  server nvarchar(200) NULL
);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_job_run_job' AND object_id = OBJECT_ID(N'job_run'))
CREATE INDEX ix_job_run_job ON job_run (job, run_id);
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'ix_job_run_state' AND object_id = OBJECT_ID(N'job_run'))
CREATE INDEX ix_job_run_state ON job_run (state);
GO
IF OBJECT_ID(N'job_pause', N'U') IS NULL
CREATE TABLE job_pause (
  job nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_job_pause PRIMARY KEY,
  paused_at nvarchar(40) NOT NULL
);
GO
-- The secret of a key is not here, only its SHA-256. Codes of units stand with blanks between; none = all units.
IF OBJECT_ID(N'api_key', N'U') IS NULL
CREATE TABLE api_key (
  key_id nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_api_key PRIMARY KEY,
  name nvarchar(100) NOT NULL,
  role nvarchar(30) NOT NULL,
  units nvarchar(4000) NOT NULL,
  hash nvarchar(100) NOT NULL,
  created_at nvarchar(40) NOT NULL,
  expires_at nvarchar(40) NULL,
  revoked_at nvarchar(40) NULL
);
GO
IF OBJECT_ID(N'audit_event', N'U') IS NULL
CREATE TABLE audit_event (
  event_id nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_audit_event PRIMARY KEY,
  happened_at nvarchar(40) NOT NULL,
  kind nvarchar(30) NOT NULL,
  caller nvarchar(200) NOT NULL,
  detail nvarchar(2000) NOT NULL
);
GO
