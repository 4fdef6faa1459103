using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Feeds <c>admin_units</c>, <c>admin_successors</c> → AdminUnits, AdminUnitSuccessors, and what stands on territories.</summary>
public sealed class TerritoryLoad(LoadScope scope) : FeedLoad(scope)
{
    public override SourceKey Key(FeedRow row)
    {
        var key = row switch
        {
            AdminUnitRow unit => NaturalKey.Of(unit.Code, NaturalKey.Day(unit.ValidFrom)),
            AdminSuccessorRow link => NaturalKey.Of(link.OldCode, link.NewCode, NaturalKey.Day(link.EffectiveDate)),
            _ => throw new ArgumentException($"{row.GetType().Name} is no row of a territory feed.", nameof(row)),
        };
        return new SourceKey(key, Payload: ReferenceRow.Write(row));
    }

    public override void Finish()
    {
        Scope.TouchAll();
        new TerritoryVersions(Scope).Rebuild();
        new UnitVersions(Scope).Rebuild();
    }
}
