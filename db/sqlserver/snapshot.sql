-- Readers see one state of the data and wait for no load: snapshot isolation. "deploy" switches it on where its account may;
-- where it may not, an administrator runs this once in the warehouse's database. Azure SQL has it on from the start.
ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON;
GO
