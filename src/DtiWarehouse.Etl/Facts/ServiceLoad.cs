using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>dvc_services</c> → Procedures (versions), OnlineServices, and the service levels of dossiers that name none.</summary>
public sealed class ServiceLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns =
    [
        "month_period_key", "procedure_key", "unit_key", "catalogue_text_key", "service_level_label", "service_class",
        "is_eligible_for_full", "is_published", "is_prefilled", "is_personalised", "accepts_online_payment", "is_on_national_portal",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly ProcedureDirectory _procedures = new(scope);
    private readonly Calendar _calendar = new(scope);
    private readonly CatalogueTexts _texts = new(scope.Connection);

    public override string FactTable => "fact_online_service";

    public override IReadOnlyList<string> FactColumns => Columns;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var service = (ServiceRow)row;
        _calendar.Cover(service.Month);
        var unit = _units.KeyAt(service.UnitCode, LastDay(service.Month));
        var key = NaturalKey.Of(NaturalKey.Day(service.Month), service.ProcedureCode, _units.DurableCode(service.UnitCode));
        file.Start(row, key, service.UnitCode)
            .Add(Warehouse.MonthPeriodKey(service.Month))
            .Add(_procedures.KeyAt(service.ProcedureCode, service.Month))
            .Add(unit)
            .Add(_texts.Key(service))
            .Add(service.ServiceLevel.Label)
            .Add(service.ServiceLevel.Class)
            .Add(service.IsEligibleForFull)
            .Add(service.IsPublished)
            .Add(service.IsPrefilled)
            .Add(service.IsPersonalised)
            .Add(service.AcceptsOnlinePayment)
            .Add(service.IsOnNationalPortal)
            .EndRow();
    }

    public override void Apply()
    {
        _texts.Save();
        _units.SaveInferred();
        _procedures.SaveInferred();
        var catalogue = new CatalogueMonths(Scope);
        catalogue.Open($"SELECT row_key FROM decision WHERE action IN ({RowVersions.Insert}, {RowVersions.Replace})");
        new FactTable(Scope, FactTable, "online_service_key", Columns).Apply();
        var procedures = catalogue.Close();
        new Restatement(Scope).Catalogue(
            _procedures, procedures,
            $"""
            SELECT DISTINCT s.month_period_key FROM decision d JOIN stage s ON s.row_number = d.row_number
            WHERE d.action IN ({RowVersions.Insert}, {RowVersions.Replace})
            """);
        UnitDirectory.RemoveUnreferenced(Connection);
        ProcedureDirectory.RemoveUnreferenced(Connection);
    }

    private static DateOnly LastDay(DateOnly month) => month.AddMonths(1).AddDays(-1);
}
