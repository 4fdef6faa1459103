using System.Text.Json;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Dimensions;

/// <summary>Feed <c>holidays</c> → the working days of Dates.</summary>
public sealed class HolidayLoad(LoadScope scope) : FeedLoad(scope)
{
    public override SourceKey Key(FeedRow row) => new(NaturalKey.Day(((HolidayRow)row).Date), Payload: ReferenceRow.Write(row));

    public override void Finish() =>
        new Calendar(Scope).MarkHolidays([.. ReferenceRow.ReadAll<HolidayRow>(Connection, Feeds.Holidays).Select(row => row.Date)]);
}

/// <summary>The rows of a reference feed as the source-row table keeps them: whole, so that the dimension can be built again.</summary>
public static class ReferenceRow
{
    public static string Write(FeedRow row) => JsonSerializer.Serialize(row with { Content = "", LineNumber = 0 }, row.GetType());

    public static T Read<T>(string payload)
        where T : FeedRow => JsonSerializer.Deserialize<T>(payload)!;

    /// <summary>Every accepted row of a feed that the source has not deleted, by natural key.</summary>
    public static List<T> ReadAll<T>(LoadConnection connection, string feed)
        where T : FeedRow => connection.Query(
            $"SELECT payload FROM {Feeds.SourceTable(feed)} WHERE is_deleted = @no ORDER BY natural_key", row => Read<T>(row.GetString(0)));
}
