-- Three accounts for a warehouse on PostgreSQL. Run it in the warehouse's database, as a superuser or its owner, before the
-- first deploy; it may be run again. Passwords are set apart from it (\password dtiw_load in psql).
--   dtiw_owner  deploys: owns the tables            ConnectionStrings__WarehouseOwner
--   dtiw_load   loads, jobs, indicators: rows only  ConnectionStrings__Warehouse
--   dtiw_read   the feed: reads                     ConnectionStrings__WarehouseReader
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'dtiw_owner') THEN CREATE ROLE dtiw_owner LOGIN; END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'dtiw_load') THEN CREATE ROLE dtiw_load LOGIN; END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'dtiw_read') THEN CREATE ROLE dtiw_read LOGIN; END IF;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO dtiw_owner', current_database());
    -- Loads stage their rows in temporary tables.
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO dtiw_load', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO dtiw_read', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO dtiw_owner;
GRANT USAGE ON SCHEMA public TO dtiw_load, dtiw_read;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dtiw_load;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dtiw_read;
-- Tables that later deploys make.
ALTER DEFAULT PRIVILEGES FOR ROLE dtiw_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dtiw_load;
ALTER DEFAULT PRIVILEGES FOR ROLE dtiw_owner IN SCHEMA public GRANT SELECT ON TABLES TO dtiw_read;
