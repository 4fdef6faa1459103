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

    public override FactTable Facts { get; } = new(scope, "fact_satisfaction", "satisfaction_key", Columns);

    public override SourceKey Key(FeedRow row)
    {
        var rating = (SatisfactionRow)row;
        return _units.Key(rating.UnitCode, NaturalKey.Day(rating.Month), rating.Channel.ToString(), rating.Subject.ToString());
    }

    public override void See(FeedRow row, DateTime version) => _calendar.Cover(((SatisfactionRow)row).Month);

    public override void Leave()
    {
        foreach (var month in Connection.Query(
            $"SELECT DISTINCT f.month_period_key / 100 FROM {RowMerge.Leaving} l CROSS JOIN fact_satisfaction f WHERE f.satisfaction_key = l.row_key", row => row.GetInt32(0)))
        {
            Scope.Touch(month);
        }
    }

    public override void Write(FeedRow row, DateTime version, RowWriter fact)
    {
        var rating = (SatisfactionRow)row;
        Scope.Touch(rating.Month, rating.Month);
        fact.Add(Warehouse.MonthPeriodKey(rating.Month))
            .Add(_units.KeyAt(rating.UnitCode, rating.Month.AddMonths(1).AddDays(-1)))
            .Add(rating.Channel)
            .Add(rating.Subject)
            .Add(rating.Rated)
            .Add(rating.Satisfied);
    }

    public override void SaveMembers() => _units.SaveInferred();

    public override void Finish()
    {
        SaveMembers();
        UnitDirectory.RemoveUnreferenced(Connection);
    }
}
