using System.Text;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using DtiWarehouse.Schema.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace DtiWarehouse.Schema;

/// <summary>
/// The star as EF Core knows it: tables, columns, keys, relations. Set names are the public names of the OData feed
/// and appear there in this order. Columns without a CLR property (shadow properties) stay inside the warehouse.
/// </summary>
public sealed class WarehouseContext(DbContextOptions<WarehouseContext> options) : DbContext(options)
{
    public DbSet<DossierFact> Dossiers => Set<DossierFact>();
    public DbSet<DossierMonth> DossierMonths => Set<DossierMonth>();
    public DbSet<DossierStock> DossierStocks => Set<DossierStock>();
    public DbSet<DossierTotalFact> DossierTotals => Set<DossierTotalFact>();
    public DbSet<OnlineServiceFact> OnlineServices => Set<OnlineServiceFact>();
    public DbSet<SignedDocumentFact> SignedDocuments => Set<SignedDocumentFact>();
    public DbSet<DocumentMonth> DocumentMonths => Set<DocumentMonth>();
    public DbSet<SatisfactionFact> Satisfactions => Set<SatisfactionFact>();
    public DbSet<ReportedFigureFact> ReportedFigures => Set<ReportedFigureFact>();
    public DbSet<IndicatorValueFact> IndicatorValues => Set<IndicatorValueFact>();
    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();
    public DbSet<UnitDimension> Units => Set<UnitDimension>();
    public DbSet<AdminUnitDimension> AdminUnits => Set<AdminUnitDimension>();
    public DbSet<AdminUnitSuccessor> AdminUnitSuccessors => Set<AdminUnitSuccessor>();
    public DbSet<AdministrativeLevel> AdministrativeLevels => Set<AdministrativeLevel>();
    public DbSet<DateDimension> Dates => Set<DateDimension>();
    public DbSet<PeriodDimension> Periods => Set<PeriodDimension>();
    public DbSet<ProcedureDimension> Procedures => Set<ProcedureDimension>();
    public DbSet<ChannelDimension> Channels => Set<ChannelDimension>();
    public DbSet<IndicatorDimension> Indicators => Set<IndicatorDimension>();
    public DbSet<IndicatorTarget> IndicatorTargets => Set<IndicatorTarget>();
    public DbSet<SourceSystem> SourceSystems => Set<SourceSystem>();
    public DbSet<LoadRun> LoadRuns => Set<LoadRun>();
    public DbSet<RejectedRow> RejectedRows => Set<RejectedRow>();
    public DbSet<CheckResult> CheckResults => Set<CheckResult>();
    public DbSet<FeedState> FeedStates => Set<FeedState>();

    /// <summary>The entity type of each set, by the set's public name.</summary>
    public static IReadOnlyDictionary<string, IEntityType> EntitySets(WarehouseContext context) => typeof(WarehouseContext).GetProperties()
        .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
        .ToDictionary(property => property.Name, property => context.Model.FindEntityType(property.PropertyType.GenericTypeArguments[0])!, StringComparer.Ordinal);

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        // Every index is declared where its table is mapped: a fact pays for each one on every load.
        configuration.Conventions.Remove(typeof(ForeignKeyIndexConvention));
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<DataVersion>();
        model.Entity<IndicatorDue>();
        model.Entity<SchemaVersion>();
        MapDimensions(model);
        MapFacts(model);
        MapSummaries(model);
        MapIndicators(model);
        MapStaging(model);
        ApplyConventions(model);
    }

    private static void MapDimensions(ModelBuilder model)
    {
        model.Entity<AdminUnitDimension>(e =>
        {
            e.Property<DateOnly>("ValidUntil").HasComment("First day that the version no longer covers (half-open interval).");
            e.HasIndex(x => new { x.Code, x.ValidFrom }).IsUnique();
            // A hierarchy is followed downwards node by node.
            e.HasIndex(x => x.ParentAdminUnitKey);
        });
        model.Entity<AdminUnitSuccessor>(e =>
        {
            e.HasIndex(x => new { x.AdminUnitKey, x.SuccessorAdminUnitKey, x.EffectiveDate }).IsUnique();
        });
        model.Entity<UnitDimension>(e =>
        {
            e.Property<DateOnly>("ValidUntil").HasComment("First day that the version no longer covers (half-open interval).");
            e.Property<string>("DurableCode").HasMaxLength(50).HasComment("The same for all versions and identifiers of one unit.");
            e.HasIndex(x => new { x.UnitCode, x.ValidFrom }).IsUnique();
            e.HasIndex("DurableCode");
            e.HasIndex(x => x.ParentUnitKey);
        });
        model.Entity<ProcedureDimension>(e =>
        {
            e.Property<DateOnly>("ValidUntil").HasComment("First day that the version no longer covers (half-open interval).");
            e.HasIndex(x => new { x.ProcedureCode, x.ValidFrom }).IsUnique();
        });
        model.Entity<AdministrativeLevel>().HasIndex(x => x.Code).IsUnique();
        model.Entity<ChannelDimension>().HasIndex(x => x.Code).IsUnique();
        model.Entity<SourceSystem>().HasIndex(x => x.Code).IsUnique();
        model.Entity<PeriodDimension>().HasIndex(x => x.Code).IsUnique();
        model.Entity<RejectedRow>(e =>
        {
            e.HasOne(x => x.LoadRun).WithMany(x => x.RejectedRows).HasForeignKey(x => x.LoadKey);
            e.Property<string?>("NaturalKey").HasMaxLength(450).HasComment("Natural key of the row where its cells tell it.");
            e.Property<DateTime?>("RowVersion").HasComment("Version that the row has or would have had (UTC); null where it cannot be told.");
            e.HasIndex(x => new { x.LoadKey, x.LineNumber });
            // The open ones are few, and every load looks for those that it settles.
            e.HasIndex(x => x.ResolvedLoadKey);
        });
        model.Entity<CheckResult>(e =>
        {
            e.HasOne(x => x.LoadRun).WithMany(x => x.CheckResults).HasForeignKey(x => x.LoadKey);
            e.HasIndex(x => new { x.LoadKey, x.CheckCode, x.EntitySet }).IsUnique();
        });
        model.Entity<LoadRun>(e =>
        {
            e.Property<string>("MappingHash").HasMaxLength(64).HasComment("Hash of the column mapping that the file was read with.");
            e.Property<string>("HeaderHash").HasMaxLength(64).HasComment("Hash of the headers of that mapping alone: what the cells of a raw row were found by.");
            e.Property<string?>("FlagForm").HasMaxLength(30).HasComment("How the file writes its flags, by which its empty flags are read.");
            e.HasIndex(x => new { x.Feed, x.ContentHash });
        });
    }

    private static void MapFacts(ModelBuilder model)
    {
        model.Entity<DossierFact>(e =>
        {
            e.Property<bool>("IsServiceLevelGiven").HasComment("The label came with the row; otherwise it follows the service snapshot.");
            e.Property<int>("OverdueFromMonth").HasComment("First month (yyyymm) whose last day is after the due date; 0 without a due date.");
            e.HasIndex(x => new { x.SourceSystemKey, x.DossierCode }).IsUnique();
            e.HasIndex(x => x.ReceivedDateKey);
            e.HasIndex(x => x.ReceivedDate);
            e.HasIndex(x => x.ResolvedDateKey);
            e.HasIndex(x => new { x.ReceivingUnitKey, x.ReceivedDateKey });
            e.HasIndex(x => new { x.ResolvingUnitKey, x.ResolvedDateKey });
            e.HasIndex(x => x.ProcedureKey);
            e.HasIndex(x => x.UpdatedAt);
        });
        model.Entity<OnlineServiceFact>(e =>
        {
            e.Property<int>("CatalogueTextKey").HasComment("Text of the service catalogue that the snapshot carries.");
            e.HasIndex(x => new { x.MonthPeriodKey, x.ProcedureKey, x.UnitKey }).IsUnique();
            e.HasIndex(x => new { x.UnitKey, x.MonthPeriodKey });
            e.HasIndex(x => x.UpdatedAt);
        });
        model.Entity<SignedDocumentFact>(e =>
        {
            e.HasIndex(x => new { x.DocumentCode, x.UnitKey, x.Direction }).IsUnique();
            e.HasIndex(x => x.DocumentDateKey);
            e.HasIndex(x => x.DocumentDate);
            e.HasIndex(x => new { x.UnitKey, x.DocumentDateKey });
            e.HasIndex(x => x.UpdatedAt);
        });
        model.Entity<SatisfactionFact>(e =>
        {
            e.HasIndex(x => new { x.UnitKey, x.MonthPeriodKey, x.Channel, x.Subject }).IsUnique();
        });
        model.Entity<DossierTotalFact>(e =>
        {
            // The natural key's "all sectors" and "all levels" are nulls, which a unique index would not compare.
            e.Property<string>("SectorCode").HasMaxLength(200).HasComment("Sector, empty for all: part of the natural key.");
            e.Property<string>("ServiceLevelCode").HasMaxLength(50).HasComment("Service level, empty for all: part of the natural key.");
            e.HasIndex("SourceSystemKey", "UnitKey", "SectorCode", "ServiceLevelCode", "PeriodFrom", "PeriodTo").IsUnique();
        });
        model.Entity<ReportedFigureFact>(e =>
        {
            // Two territories without a registered unit share unit 0, and while they are unknown themselves territory 0.
            e.Property<string>("TerritoryCode").HasMaxLength(10).HasComment("Territory as the row writes it, empty for none: part of the grain.");
            e.HasIndex("DocumentCode", "FigureCode", "UnitKey", "AdminUnitKey", "TerritoryCode").IsUnique();
        });
    }

    private static void MapSummaries(ModelBuilder model)
    {
        model.Entity<DossierMonth>(e =>
        {
            e.HasIndex(x => new { x.MonthPeriodKey, x.ReceivingUnitKey, x.ResolvingUnitKey, x.ProcedureKey, x.Channel, x.ServiceClass }).IsUnique();
            e.HasIndex(x => new { x.ReceivingUnitKey, x.MonthPeriodKey });
        });
        model.Entity<DossierUnitMonth>(e =>
        {
            e.HasIndex(x => new { x.MonthPeriodKey, x.ReceivingUnitKey, x.Channel, x.ServiceClass }).IsUnique();
            e.HasIndex(x => new { x.ReceivingUnitKey, x.MonthPeriodKey });
        });
        model.Entity<DossierUnit>().HasIndex(x => new { x.ReceivingUnitKey, x.Channel, x.ServiceClass }).IsUnique();
        model.Entity<DossierStock>().HasIndex(x => new { x.MonthPeriodKey, x.UnitKey, x.ServiceClass }).IsUnique();
        model.Entity<DocumentMonth>().HasIndex(x => new { x.MonthPeriodKey, x.UnitKey, x.Direction }).IsUnique();
    }

    private static void MapIndicators(ModelBuilder model)
    {
        model.Entity<IndicatorDimension>(e =>
        {
            e.Property<string>("DefinitionHash").HasMaxLength(64).HasComment("Hash of all that the values depend on.");
            e.HasIndex(x => new { x.Code, x.Version }).IsUnique();
        });
        model.Entity<IndicatorTarget>().HasIndex(x => x.IndicatorKey);
        model.Entity<IndicatorValueFact>(e =>
        {
            e.HasIndex(x => new { x.IndicatorKey, x.PeriodKey, x.Basis });
            e.HasIndex(x => new { x.UnitKey, x.PeriodKey });
            e.HasIndex(x => x.UpdatedAt);
        });
        model.Entity<Reconciliation>().HasIndex(x => x.IndicatorValueKey);
    }

    private static void MapStaging(ModelBuilder model)
    {
        foreach (var feed in Feeds.All)
        {
            model.SharedTypeEntity<SourceRow>(Feeds.SourceTable(feed), e =>
            {
                e.ToTable(Feeds.SourceTable(feed));
                e.HasIndex(x => x.NaturalKey).IsUnique();
            });
        }
        model.Entity<CatalogueText>(e =>
        {
            e.HasIndex(x => new { x.ProcedureCode, x.Name, x.Sector, x.AuthorityLevel, x.ServiceLevelLabel, x.ServiceLevelScheme, x.ServiceClass }).IsUnique();
        });
        model.Entity<CatalogueMonth>().HasIndex(x => new { x.CatalogueTextKey, x.MonthPeriodKey }).IsUnique();
        model.Entity<UnitCodeAlias>();
        model.Entity<ProcedureMention>();
    }

    /// <summary>snake_case columns, no cascading deletes, short constraint names: the same for every table.</summary>
    internal static void ApplyConventions(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.DeleteBehavior = DeleteBehavior.Restrict;
                foreignKey.SetConstraintName($"fk_{table}_{SnakeCase(foreignKey.Properties[0].Name)}");
            }
            foreach (var index in entity.GetIndexes().ToList())
            {
                // A table has one unique index: its grain (facts) or natural key (dimensions).
                index.SetDatabaseName(index.IsUnique ? $"ux_{table}" : $"ix_{table}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}");
            }
            entity.FindPrimaryKey()!.SetName($"pk_{table}");
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]))
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
