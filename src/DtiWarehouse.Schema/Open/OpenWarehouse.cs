using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dimensions;
using DtiWarehouse.Schema.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace DtiWarehouse.Schema.Open;

/// <summary>
/// The open copy as EF Core knows it: a database of its own that holds what everyone may read and nothing else. Its tables
/// are those of the warehouse, with the columns that have a CLR property; <see cref="OpenDossierMonths"/> stands there alone.
/// </summary>
public sealed class OpenWarehouse(DbContextOptions<OpenWarehouse> options) : DbContext(options)
{
    public DbSet<OpenDossierMonth> OpenDossierMonths => Set<OpenDossierMonth>();
    public DbSet<OnlineServiceFact> OnlineServices => Set<OnlineServiceFact>();
    public DbSet<DocumentMonth> DocumentMonths => Set<DocumentMonth>();
    public DbSet<ReportedFigureFact> ReportedFigures => Set<ReportedFigureFact>();
    public DbSet<UnitDimension> Units => Set<UnitDimension>();
    public DbSet<AdminUnitDimension> AdminUnits => Set<AdminUnitDimension>();
    public DbSet<AdminUnitSuccessor> AdminUnitSuccessors => Set<AdminUnitSuccessor>();
    public DbSet<AdministrativeLevel> AdministrativeLevels => Set<AdministrativeLevel>();
    public DbSet<DateDimension> Dates => Set<DateDimension>();
    public DbSet<PeriodDimension> Periods => Set<PeriodDimension>();
    public DbSet<ProcedureDimension> Procedures => Set<ProcedureDimension>();
    public DbSet<IndicatorDimension> Indicators => Set<IndicatorDimension>();
    public DbSet<SourceSystem> SourceSystems => Set<SourceSystem>();

    /// <summary>Sets of facts that may be opened, with the table of each.</summary>
    public static readonly IReadOnlyDictionary<string, string> Facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ReportedFigures)] = "fact_reported_figure",
        [nameof(OpenDossierMonths)] = SummaryTable,
        [nameof(DocumentMonths)] = "agg_document_month",
        [nameof(OnlineServices)] = "fact_online_service",
    };

    /// <summary>Sets that hold no facts; they are always open, since facts lead to them.</summary>
    public static readonly IReadOnlyList<string> Dimensions =
    [
        nameof(Units), nameof(AdminUnits), nameof(AdminUnitSuccessors), nameof(AdministrativeLevels), nameof(Dates), nameof(Periods), nameof(Procedures), nameof(Indicators), nameof(SourceSystems),
    ];

    internal const string SummaryTable = "open_dossier_month";

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Conventions.Remove(typeof(ForeignKeyIndexConvention));
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        // How rows were loaded is the operators' concern.
        model.Ignore<LoadRun>();
        model.Entity<DataVersion>();
        model.Entity<FeedState>(e =>
        {
            e.Ignore(x => x.LastLoadKey);
            e.Ignore(x => x.LastError);
        });
        model.Entity<AdminUnitDimension>(e =>
        {
            e.HasIndex(x => new { x.Code, x.ValidFrom }).IsUnique();
            e.HasIndex(x => x.ParentAdminUnitKey);
        });
        model.Entity<AdminUnitSuccessor>().HasIndex(x => new { x.AdminUnitKey, x.SuccessorAdminUnitKey, x.EffectiveDate }).IsUnique();
        model.Entity<UnitDimension>(e =>
        {
            e.HasIndex(x => new { x.UnitCode, x.ValidFrom }).IsUnique();
            e.HasIndex(x => x.ParentUnitKey);
        });
        model.Entity<ProcedureDimension>().HasIndex(x => new { x.ProcedureCode, x.ValidFrom }).IsUnique();
        model.Entity<AdministrativeLevel>().HasIndex(x => x.Code).IsUnique();
        model.Entity<SourceSystem>().HasIndex(x => x.Code).IsUnique();
        model.Entity<PeriodDimension>().HasIndex(x => x.Code).IsUnique();
        model.Entity<IndicatorDimension>().HasIndex(x => new { x.Code, x.Version }).IsUnique();
        model.Entity<OpenDossierMonth>(e =>
        {
            e.HasIndex(x => new { x.MonthPeriodKey, x.ReceivingUnitKey }).IsUnique();
            e.HasIndex(x => new { x.ReceivingUnitKey, x.MonthPeriodKey });
        });
        model.Entity<DocumentMonth>().HasIndex(x => new { x.MonthPeriodKey, x.UnitKey, x.Direction }).IsUnique();
        model.Entity<OnlineServiceFact>().HasIndex(x => new { x.MonthPeriodKey, x.ProcedureKey, x.UnitKey }).IsUnique();
        WarehouseContext.ApplyConventions(model);
    }
}
