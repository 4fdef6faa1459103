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
    private readonly SnapshotLevels _levels = new(scope.Connection);
    private readonly DossierSummaries _summaries = new(scope);
    private readonly int _sourceSystem = new SourceSystems(scope).Key(SourceSystems.OneStop);

    public override FactTable Facts { get; } = new(scope, "fact_dossier", "dossier_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var dossier = (DossierRow)row;
        return new SourceKey(dossier.DossierCode, dossier.ReceivingUnitCode, dossier.ResolvingUnitCode);
    }

    public override void See(FeedRow row, DateTime version)
    {
        var dossier = (DossierRow)row;
        _calendar.Cover(dossier.ReceivedDate);
        _calendar.Cover(dossier.ResolvedDate ?? dossier.ReceivedDate);
        if (!dossier.IsDeleted)
        {
            _procedures.Mention(dossier.ProcedureCode, dossier.ProcedureName, dossier.Sector, version);
        }
    }

    public override void Leave() => _summaries.TakeOut(RowMerge.Leaving);

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var dossier = (DossierRow)row;
        var receivingUnit = _units.KeyAt(dossier.ReceivingUnitCode, dossier.ReceivedDate);
        var resolvingUnit = _units.KeyAt(dossier.ResolvingUnitCode, dossier.ResolvedDate ?? dossier.ReceivedDate);
        var procedure = _procedures.KeyAt(dossier.ProcedureCode, dossier.ReceivedDate);
        var level = dossier.ServiceLevel is { } given ? (given.Label, given.Class) : _levels.Find(receivingUnit, procedure, Warehouse.MonthPeriodKey(dossier.ReceivedDate));
        var (receivedKey, resolvedKey) = (Warehouse.DateKey(dossier.ReceivedDate), Warehouse.DateKey(dossier.ResolvedDate));
        var overdueFrom = OverdueFromMonth(dossier.DueDate);
        var isOnTime = IsOnTime(dossier, Scope.AsOf);
        int? days = dossier.ResolvedDate is { } resolved ? resolved.DayNumber - dossier.ReceivedDate.DayNumber : null;
        fact.Add(dossier.DossierCode)
            .Add(receivingUnit)
            .Add(resolvingUnit)
            .Add(procedure)
            .Add(_sourceSystem)
            .Add(dossier.Channel)
            .Add(dossier.ServiceLevel is not null)
            .Add(level.Label)
            .Add(level.Class)
            .Add(dossier.Status)
            .Add(dossier.ReceivedDate)
            .Add(receivedKey)
            .Add(dossier.DueDate)
            .Add(overdueFrom)
            .Add(dossier.ResolvedDate)
            .Add(resolvedKey)
            .Add(dossier.ReturnedDate)
            .Add(dossier.ResolvedDate is not null)
            .Add(isOnTime)
            .Add(dossier.IsOnTimeBySource)
            .Add(days)
            .Add(dossier.AreComponentsDigitised)
            .Add(dossier.IsResultDigitised)
            .Add(dossier.HasFee)
            .Add(dossier.IsPaidOnline)
            .Add(dossier.ReusesData)
            .Add(version);
        _summaries.PutIn(
            new DossierGrain(receivingUnit, resolvingUnit, procedure, EnumName.Of(dossier.Channel), EnumName.Of(level.Class)), receivedKey / 100, resolvedKey / 100, overdueFrom, days,
            DossierFlags.Of(isOnTime, dossier.AreComponentsDigitised, dossier.IsResultDigitised, dossier.HasFee, dossier.IsPaidOnline, dossier.ReusesData));
    }

    public override void SaveMembers()
    {
        _units.SaveInferred();
        _procedures.SaveInferred();
    }

    public override void Finish()
    {
        SaveMembers();
        _summaries.Close();
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
