using System.Globalization;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Settings of the load: the share of rejected rows that refuses a file (<c>Load:MaxRejectedShare</c>), and per feed how its
/// files are mapped (<see cref="MappingSettings"/>) and where it is pulled from (<see cref="HttpSettings"/>).
/// </summary>
public sealed record LoadSettings(
    decimal MaxRejectedShare, IReadOnlyDictionary<string, FeedMapping> Mappings, IReadOnlyDictionary<string, PullSettings> Pulls)
{
    /// <summary>What may stand under a feed: mapping, source, schedule.</summary>
    private static readonly string[] Parts = [.. MappingSettings.Parts, HttpSettings.Part, "Schedule", "Misfire"];

    public FeedMapping MappingOf(string feed) => Mappings.TryGetValue(feed, out var mapping) ? mapping : FeedMapping.Default;

    /// <exception cref="SettingsException">A setting has a value that cannot be used, or names a feed, column or word that there is not.</exception>
    public static LoadSettings Read(IConfiguration configuration)
    {
        var places = new SettingPlaces(configuration);
        var feeds = configuration.GetSection("Feeds").GetChildren().Select(section => (Feed: FeedOf(section, places), Section: section)).ToList();
        return new LoadSettings(
            Share(configuration["Load:MaxRejectedShare"], places),
            feeds.ToDictionary(feed => feed.Feed.Name, feed => MappingSettings.Read(feed.Feed, feed.Section, places), StringComparer.Ordinal),
            feeds.Where(feed => feed.Section.GetSection(HttpSettings.Part).Exists())
                .ToDictionary(feed => feed.Feed.Name, feed => HttpSettings.Read(feed.Section.GetSection(HttpSettings.Part), places), StringComparer.Ordinal));
    }

    /// <summary>A name that is none of those that there are, with what there is.</summary>
    internal static SettingsException Unknown(SettingPlaces places, IConfigurationSection section, string vietnamese, string english, IEnumerable<string> known) => new(
        $"{places.Of(section.Path)}: {vietnamese} “{section.Key}”; có: {string.Join(", ", known)}. / {english}.");

    private static decimal Share(string? text, SettingPlaces places)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0.05m;
        }
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new SettingsException($"{places.Of("Load:MaxRejectedShare")}={text}: cần một số từ 0 đến 1, ví dụ 0.05. / a number from 0 to 1 is expected, such as 0.05.");
    }

    private static FeedDefinition FeedOf(IConfigurationSection section, SettingPlaces places)
    {
        var feed = FeedCatalogue.Find(section.Key)
            ?? throw Unknown(places, section, "không có nguồn cấp", "there is no such feed", FeedCatalogue.All.Select(f => f.Name));
        if (section.GetChildren().FirstOrDefault(part => !Parts.Contains(part.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
        {
            throw Unknown(places, stranger, "nguồn cấp không có thiết lập", "a feed has no such setting", Parts);
        }
        return feed;
    }
}
