using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>Which class loads which feed.</summary>
public static class FeedLoads
{
    public static FeedLoad Create(string feed, LoadScope scope) => feed switch
    {
        Feeds.Dossiers => new DossierFeed(scope),
        _ => throw new FeedFileException("FEED_UNKNOWN", $"Không có nguồn cấp '{feed}'. / There is no feed '{feed}'."),
    };
}
