using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>igate_dossiers</c> → Dossiers, DossierMonths, DossierStocks.</summary>
public sealed class DossierLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns =
    [
        "dossier_code", "receiving_unit_key", "resolving_unit_key", "procedure_key", "source_system_key", "channel",
        "is_service_level_given", "service_level_label", "service_class", "status",
        "received_date", "received_date_key", "due_date", "overdue_from_month", "resolved_date", "resolved_date_key", "returned_date",
        "is_resolved", "is_on_time", "is_on_time_by_source", "processing_days",
        "are_components_digitised", "is_result_digitised", "has_fee", "is_paid_online", "reuses_data", "source_updated_at",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly ProcedureDirectory _procedures = new(scope);
    private readonly Calendar _calendar = new(scope);
    private readonly int _sourceSystem = new SourceSystems(scope).Key(SourceSystems.OneStop);

    public override string FactTable => "fact_dossier";

    public override IReadOnlyList<string> FactColumns => Columns;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var dossier = (DossierRow)row;
        var handledOn = dossier.ResolvedDate ?? dossier.ReceivedDate;
        _calendar.Cover(dossier.ReceivedDate);
        _calendar.Cover(handledOn);
        if (!dossier.IsDeleted)
        {
            _procedures.Mention(dossier.ProcedureCode, dossier.ProcedureName, dossier.Sector, file.VersionOf(row));
        }
        file.Start(row, dossier.DossierCode, dossier.ReceivingUnitCode, dossier.ResolvingUnitCode)
            .Add(dossier.DossierCode)
            .Add(_units.KeyAt(dossier.ReceivingUnitCode, dossier.ReceivedDate))
            .Add(_units.KeyAt(dossier.ResolvingUnitCode, handledOn))
            .Add(_procedures.KeyAt(dossier.ProcedureCode, dossier.ReceivedDate))
            .Add(_sourceSystem)
            .Add(dossier.Channel)
            .Add(dossier.ServiceLevel is not null)
            .Add(dossier.ServiceLevel?.Label)
            .Add(dossier.ServiceLevel?.Class ?? ServiceClass.None)
            .Add(dossier.Status)
            .Add(dossier.ReceivedDate)
            .Add(Warehouse.DateKey(dossier.ReceivedDate))
            .Add(dossier.DueDate)
            .Add(OverdueFromMonth(dossier.DueDate))
            .Add(dossier.ResolvedDate)
            .Add(Warehouse.DateKey(dossier.ResolvedDate))
            .Add(dossier.ReturnedDate)
            .Add(dossier.ResolvedDate is not null)
            .Add(IsOnTime(dossier, Scope.AsOf))
            .Add(dossier.IsOnTimeBySource)
            .Add(dossier.ResolvedDate is { } resolved ? resolved.DayNumber - dossier.ReceivedDate.DayNumber : (long?)null)
            .Add(dossier.AreComponentsDigitised)
            .Add(dossier.IsResultDigitised)
            .Add(dossier.HasFee)
            .Add(dossier.IsPaidOnline)
            .Add(dossier.ReusesData)
            .Add(file.VersionOf(row))
            .EndRow();
    }

    public override void Apply()
    {
        _units.SaveInferred();
        _procedures.SaveInferred();
        var summaries = new DossierSummaries(Scope);
        summaries.Open($"SELECT row_key FROM decision WHERE action IN ({RowVersions.Insert}, {RowVersions.Replace})");
        var facts = new FactTable(Scope, FactTable, "dossier_key", Columns);
        facts.Apply(ServiceLevels.StagedWithSnapshot(Columns));
        facts.TakeNewerTimes();
        summaries.Close();
        UnitDirectory.RemoveUnreferenced(Connection);
        ProcedureDirectory.RemoveUnreferenced(Connection);
    }

    /// <summary>Resolved on or before the due day; while open, on time until the due day has passed; null without a due day.</summary>
    private static bool? IsOnTime(DossierRow dossier, DateOnly asOf) =>
        dossier.DueDate is { } due ? (dossier.ResolvedDate ?? asOf) <= due : null;

    /// <summary>First month (yyyymm) whose last day is after the due day; 0 without one.</summary>
    private static int OverdueFromMonth(DateOnly? due)
    {
        if (due is not { } day)
        {
            return 0;
        }
        // Between a month's last day and the next there is no later day of that month.
        var next = day.AddDays(1);
        return next.Year * 100 + next.Month;
    }
}
