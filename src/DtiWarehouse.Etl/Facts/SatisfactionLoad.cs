using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Feed <c>satisfaction</c> → Satisfactions.</summary>
public sealed class SatisfactionLoad(LoadScope scope) : FeedLoad(scope)
{
    private static readonly string[] Columns = ["month_period_key", "unit_key", "channel", "subject", "rated", "satisfied"];

    private readonly UnitDirectory _units = new(scope);
    private readonly Calendar _calendar = new(scope);

    public override string FactTable => "fact_satisfaction";

    public override IReadOnlyList<string> FactColumns => Columns;

    public override void Stage(FeedRow row, StagedFile file)
    {
        var rating = (SatisfactionRow)row;
        _calendar.Cover(rating.Month);
        var unit = _units.KeyAt(rating.UnitCode, rating.Month.AddMonths(1).AddDays(-1));
        file.Start(row, NaturalKey.Of(NaturalKey.Day(rating.Month), rating.Channel.ToString(), rating.Subject.ToString(), _units.DurableCode(rating.UnitCode)), rating.UnitCode)
            .Add(Warehouse.MonthPeriodKey(rating.Month))
            .Add(unit)
            .Add(rating.Channel)
            .Add(rating.Subject)
            .Add(rating.Rated)
            .Add(rating.Satisfied)
            .EndRow();
    }

    public override void Apply()
    {
        _units.SaveInferred();
        new FactTable(Scope, FactTable, "satisfaction_key", Columns).Apply();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
