using System.Globalization;
using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Settings of the load: the share of rejected rows that refuses a file (<c>Load:MaxRejectedShare</c>), and per feed the
/// headers that stand for a column (<c>Feeds:FEED:Columns:COLUMN</c>, a list) and further personal columns
/// (<c>Feeds:FEED:PersonalColumns</c>, a list).
/// </summary>
public sealed record LoadSettings(decimal MaxRejectedShare, IReadOnlyDictionary<string, FeedMapping> Mappings)
{
    public FeedMapping MappingOf(string feed) => Mappings.TryGetValue(feed, out var mapping) ? mapping : FeedMapping.Default;

    /// <exception cref="SettingsException">A setting has a value that cannot be used, or names a feed or column that there is not.</exception>
    public static LoadSettings Read(IConfiguration configuration) => new(
        Share(configuration["Load:MaxRejectedShare"]),
        configuration.GetSection("Feeds").GetChildren().ToDictionary(section => FeedOf(section).Name, Mapping, StringComparer.Ordinal));

    private static decimal Share(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0.05m;
        }
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new SettingsException($"Load__MaxRejectedShare={text}: cần một số từ 0 đến 1, ví dụ 0.05. / a number from 0 to 1 is expected, such as 0.05.");
    }

    private static FeedDefinition FeedOf(IConfigurationSection section) => FeedCatalogue.Find(section.Key)
        ?? throw new SettingsException(
            $"{section.Path}: không có nguồn cấp “{section.Key}”; có: {string.Join(", ", FeedCatalogue.All.Select(f => f.Name))}. / there is no such feed.");

    private static FeedMapping Mapping(IConfigurationSection section)
    {
        var feed = FeedOf(section);
        var headers = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var column in section.GetSection("Columns").GetChildren())
        {
            if (!feed.Columns.Any(c => c.Header.Equals(column.Key, StringComparison.OrdinalIgnoreCase)))
            {
                throw new SettingsException(
                    $"{column.Path}: nguồn cấp {feed.Name} không có cột “{column.Key}”; có: {string.Join(", ", feed.Columns.Select(c => c.Header))}. / the feed has no such column.");
            }
            headers[column.Key] = List(column);
        }
        return new FeedMapping(headers, List(section.GetSection("PersonalColumns")));
    }

    private static List<string> List(IConfigurationSection section) =>
        section.Value is { Length: > 0 } single ? [single] : [.. section.GetChildren().Select(item => item.Value).OfType<string>()];
}
