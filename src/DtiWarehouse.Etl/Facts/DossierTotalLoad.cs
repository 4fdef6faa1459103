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

    public override FactTable Facts { get; } = new(scope, "fact_dossier_total", "dossier_total_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var total = (DossierTotalRow)row;
        return _units.Key(
            total.UnitCode, total.SourceSystemCode, total.Sector, total.ServiceLevel?.Label, NaturalKey.Day(total.PeriodFrom), NaturalKey.Day(total.PeriodTo));
    }

    public override void Leave()
    {
        foreach (var (from, to) in Connection.Query(
            $"SELECT DISTINCT f.period_from, f.period_to FROM {RowMerge.Leaving} l CROSS JOIN fact_dossier_total f WHERE f.dossier_total_key = l.row_key",
            row => (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<DateOnly>(1))))
        {
            Scope.Touch(from, to);
        }
    }

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var total = (DossierTotalRow)row;
        Scope.Touch(total.PeriodFrom, total.PeriodTo);
        fact.Add(_systems.Key(total.SourceSystemCode))
            .Add(_units.KeyAt(total.UnitCode, total.PeriodTo))
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
            .Add(total.Pending);
    }

    public override void SaveMembers() => _units.SaveInferred();

    public override void Finish()
    {
        SaveMembers();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
