using DtiWarehouse.Etl.Sources;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// How the files of a feed are mapped: headers that stand for a column (<c>Columns:COLUMN</c>, one or a list), further
/// personal columns (<c>PersonalColumns</c>, a list), words that stand for a word of the contract
/// (<c>Values:COLUMN:WORD IN THE FILE</c>).
/// </summary>
internal static class MappingSettings
{
    public static readonly string[] Parts = ["Columns", "PersonalColumns", "Values"];

    /// <exception cref="SettingsException">
    /// A column or word is none of the feed's, a header stands for two columns, or a word is mapped twice; the message names
    /// file and line.
    /// </exception>
    public static FeedMapping Read(FeedDefinition feed, IConfigurationSection section, SettingPlaces places)
    {
        var personal = Items(section.GetSection("PersonalColumns"));
        return new FeedMapping(Headers(feed, section.GetSection("Columns"), personal, places), [.. personal.Select(item => item.Value!)])
        {
            Values = section.GetSection("Values").GetChildren()
                .ToDictionary(column => ColumnOf(feed, column, places).Header, column => (IReadOnlyDictionary<string, string>)Words(feed, column, places)),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(
        FeedDefinition feed, IConfigurationSection section, List<IConfigurationSection> personal, SettingPlaces places)
    {
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in personal)
        {
            meanings[FeedMapping.KeyOf(item.Value!)] = "dữ liệu cá nhân / personal";
        }
        var headers = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var named in section.GetChildren())
        {
            var column = ColumnOf(feed, named, places);
            var items = Items(named);
            foreach (var item in items)
            {
                if (!meanings.TryAdd(FeedMapping.KeyOf(item.Value!), column.Header) && meanings[FeedMapping.KeyOf(item.Value!)] != column.Header)
                {
                    throw new SettingsException(
                        $"{places.Of(item.Path)}: tiêu đề “{item.Value}” đã dùng cho “{meanings[FeedMapping.KeyOf(item.Value!)]}”; mỗi tiêu đề chỉ cho một cột. / the header stands for that column already; a header is for one column only.");
                }
            }
            headers[column.Header] = [.. items.Select(item => item.Value!)];
        }
        return headers;
    }

    private static Dictionary<string, string> Words(FeedDefinition feed, IConfigurationSection section, SettingPlaces places)
    {
        var column = ColumnOf(feed, section, places);
        var contract = column.WordsOfContract?.ToList()
            ?? throw new SettingsException(
                $"{places.Of(section.Path)}: cột “{column.Header}” của {feed.Name} không phải cột danh mục nên không ánh xạ từ được; hãy bỏ. / the column holds no words of a list, so none can be mapped; remove the setting.");
        var words = new Dictionary<string, string>();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        // A word may hold the character that parts the names of settings, so the whole rest of the name is the word.
        foreach (var (word, meaning) in section.AsEnumerable(makePathsRelative: true).Where(entry => entry.Key.Length > 0 && entry.Value is not null))
        {
            var target = contract.FirstOrDefault(known => FeedMapping.KeyOf(known) == FeedMapping.KeyOf(meaning!))
                ?? throw new SettingsException(
                    $"{places.Of($"{section.Path}:{word}")}: danh mục của cột “{column.Header}” không có “{meaning}”; có: {string.Join("; ", contract)}. / the column's list has no such word.");
            if (!seen.TryAdd(FeedMapping.KeyOf(word), word))
            {
                throw new SettingsException(
                    $"{places.Of($"{section.Path}:{word}")}: từ này đã ánh xạ ở {places.Of($"{section.Path}:{seen[FeedMapping.KeyOf(word)]}")} (không phân biệt hoa thường, khoảng trắng); hãy bỏ một dòng. / the word is mapped there already (case and spaces do not count); remove one.");
            }
            words[word] = target;
        }
        return words;
    }

    private static FeedColumn ColumnOf(FeedDefinition feed, IConfigurationSection section, SettingPlaces places) =>
        feed.Columns.FirstOrDefault(column => FeedMapping.KeyOf(column.Header) == FeedMapping.KeyOf(section.Key))
        ?? throw LoadSettings.Unknown(places, section, $"nguồn cấp {feed.Name} không có cột", "the feed has no such column", feed.Columns.Select(c => c.Header));

    /// <summary>The items of a list, or the one value that stands in its place.</summary>
    private static List<IConfigurationSection> Items(IConfigurationSection section) =>
        section.Value is { Length: > 0 } ? [section] : [.. section.GetChildren().Where(item => item.Value is { Length: > 0 })];
}
