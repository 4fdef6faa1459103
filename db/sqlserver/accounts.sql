-- Three accounts for a warehouse on SQL Server. Run it in the warehouse's database, as its owner, after the logins were made on
-- the server (CREATE LOGIN dtiw_owner WITH PASSWORD = ..., or FROM WINDOWS); it may be run again.
--   dtiw_owner  deploys: makes the tables           ConnectionStrings__WarehouseOwner
--   dtiw_load   loads, jobs, indicators: rows only  ConnectionStrings__Warehouse
--   dtiw_read   the feed: reads                     ConnectionStrings__WarehouseReader
IF DATABASE_PRINCIPAL_ID(N'dtiw_owner') IS NULL CREATE USER dtiw_owner FOR LOGIN dtiw_owner;
IF DATABASE_PRINCIPAL_ID(N'dtiw_load') IS NULL CREATE USER dtiw_load FOR LOGIN dtiw_load;
IF DATABASE_PRINCIPAL_ID(N'dtiw_read') IS NULL CREATE USER dtiw_read FOR LOGIN dtiw_read;
GO
ALTER ROLE db_ddladmin ADD MEMBER dtiw_owner;
ALTER ROLE db_datareader ADD MEMBER dtiw_owner;
ALTER ROLE db_datawriter ADD MEMBER dtiw_owner;
ALTER ROLE db_datareader ADD MEMBER dtiw_load;
ALTER ROLE db_datawriter ADD MEMBER dtiw_load;
ALTER ROLE db_datareader ADD MEMBER dtiw_read;
GO
