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
        "month_period_key", "procedure_key", "unit_key", "service_level_label", "service_class",
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
        file.Start(row, key, service.UnitCode, catalogueTextKey: _texts.Key(service))
            .Add(Warehouse.MonthPeriodKey(service.Month))
            .Add(_procedures.KeyAt(service.ProcedureCode, service.Month))
            .Add(unit)
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
        // A replaced or deleted row leaves procedures of before to be rebuilt too: its key names them.
        var changed = ChangedProcedures();
        new FactTable(Scope, FactTable, "online_service_key", Columns).Apply();
        var versions = new ProcedureVersions(Scope, _procedures);
        versions.Rebuild(changed);
        var restatement = new Restatement(Scope);
        restatement.Procedures(versions.Changed);
        restatement.Dossiers(
            $"""
            SELECT f.dossier_key FROM fact_dossier f
            WHERE f.procedure_key IN (SELECT p.procedure_key FROM dim_procedure p JOIN changed_procedure c ON c.code = p.procedure_code)
                OR f.procedure_key IN (SELECT procedure_key FROM retired_procedure)
            UNION
            SELECT f.dossier_key FROM fact_dossier f
            WHERE NOT f.is_service_level_given AND f.received_date_key / 100 IN
            (
                SELECT DISTINCT s.month_period_key / 100 FROM decision d JOIN stage s ON s.row_number = d.row_number
                WHERE d.action IN ({RowVersions.Insert}, {RowVersions.Replace})
            )
            """);
        versions.RemoveRetired();
        UnitDirectory.RemoveUnreferenced(Connection);
        ProcedureDirectory.RemoveUnreferenced(Connection);
    }

    private List<string> ChangedProcedures() => Connection.Query(
        $"""
        SELECT DISTINCT t.procedure_code
        FROM decision d
        JOIN stage s ON s.row_number = d.row_number
        JOIN src_catalogue_text t ON t.catalogue_text_key = s.catalogue_text_key
        WHERE d.action IN ({RowVersions.Insert}, {RowVersions.Replace})
        """,
        row => row.GetString(0));

    private static DateOnly LastDay(DateOnly month) => month.AddMonths(1).AddDays(-1);
}
