-- Optional, SQL Server and Azure SQL only: the large facts by columns (clustered columnstore), which scans and sums over many
-- rows read a tenth of. Keys and indexes stay as B-trees beside it, for single rows and for the loads. Run it once in the
-- warehouse's database, as the owner, while no load runs; it may be run again. The product asks for none of it.
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'fact_dossier') AND type = 5)
BEGIN
    ALTER TABLE fact_dossier DROP CONSTRAINT pk_fact_dossier;
    CREATE CLUSTERED COLUMNSTORE INDEX cc_fact_dossier ON fact_dossier;
    ALTER TABLE fact_dossier ADD CONSTRAINT pk_fact_dossier PRIMARY KEY NONCLUSTERED (dossier_key);
END
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'fact_online_service') AND type = 5)
BEGIN
    ALTER TABLE fact_online_service DROP CONSTRAINT pk_fact_online_service;
    CREATE CLUSTERED COLUMNSTORE INDEX cc_fact_online_service ON fact_online_service;
    ALTER TABLE fact_online_service ADD CONSTRAINT pk_fact_online_service PRIMARY KEY NONCLUSTERED (online_service_key);
END
GO
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'fact_signed_document') AND type = 5)
BEGIN
    ALTER TABLE fact_signed_document DROP CONSTRAINT pk_fact_signed_document;
    CREATE CLUSTERED COLUMNSTORE INDEX cc_fact_signed_document ON fact_signed_document;
    ALTER TABLE fact_signed_document ADD CONSTRAINT pk_fact_signed_document PRIMARY KEY NONCLUSTERED (document_key);
END
GO
