using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Which class loads which feed.</summary>
public static class FeedLoads
{
    public static FeedLoad Create(string feed, LoadScope scope) => feed switch
    {
        Feeds.AdminUnits or Feeds.AdminSuccessors => new TerritoryLoad(scope),
        Feeds.Holidays => new HolidayLoad(scope),
        Feeds.OrgUnits => new UnitLoad(scope),
        Feeds.Services => new ServiceLoad(scope),
        Feeds.Dossiers => new DossierLoad(scope),
        Feeds.Documents => new DocumentLoad(scope),
        Feeds.Satisfaction => new SatisfactionLoad(scope),
        Feeds.DossierTotals => new DossierTotalLoad(scope),
        Feeds.ReportedFigures => new ReportedFigureLoad(scope),
        _ => throw new ArgumentOutOfRangeException(nameof(feed), feed, "The contract has no such feed."),
    };
}
