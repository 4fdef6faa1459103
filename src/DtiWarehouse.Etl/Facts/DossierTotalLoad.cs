using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>dossier_totals</c> → DossierTotals.</summary>
public sealed class DossierTotalLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns =
    [
        "source_system_key", "unit_key", "sector", "sector_code", "service_level_label", "service_level_code", "service_class", "period_from", "period_to",
        "received_online", "received_direct", "carried_over", "received", "resolved_early", "resolved_on_time", "resolved_late", "resolved",
        "pending_in_term", "pending_overdue", "pending",
    ];

    private readonly UnitDirectory _units = new(scope);
    private readonly SourceSystems _systems = new(scope);

    public override string FactTable => "fact_dossier_total";

    public override IReadOnlyList<string> FactColumns => Columns;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var total = (DossierTotalRow)row;
        var unit = _units.KeyAt(total.UnitCode, total.PeriodTo);
        var key = NaturalKey.Of(
            total.SourceSystemCode, total.Sector, total.ServiceLevel?.Label, NaturalKey.Day(total.PeriodFrom), NaturalKey.Day(total.PeriodTo),
            _units.DurableCode(total.UnitCode));
        file.Start(row, key, total.UnitCode)
            .Add(_systems.Key(total.SourceSystemCode))
            .Add(unit)
            .Add(total.Sector)
            .Add(total.Sector ?? "")
            .Add(total.ServiceLevel?.Label)
            .Add(total.ServiceLevel?.Label ?? "")
            .Add(total.ServiceLevel?.Class ?? ServiceClass.None)
            .Add(total.PeriodFrom)
            .Add(total.PeriodTo)
            .Add(total.ReceivedOnline)
            .Add(total.ReceivedDirect)
            .Add(total.CarriedOver)
            .Add(total.Received)
            .Add(total.ResolvedEarly)
            .Add(total.ResolvedOnTime)
            .Add(total.ResolvedLate)
            .Add(total.Resolved)
            .Add(total.PendingInTerm)
            .Add(total.PendingOverdue)
            .Add(total.Pending)
            .EndRow();
    }

    public override void Apply()
    {
        _units.SaveInferred();
        new FactTable(Scope, FactTable, "dossier_total_key", Columns).Apply();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
