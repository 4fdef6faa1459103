using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using DtiWarehouse.OData;

namespace DtiWarehouse.Server.Hosting;

/// <summary>Who may read how queries are answered.</summary>
public enum ExplainAudience { Loopback, All, None }

/// <summary>
/// Settings of the feed: the limits by the names of <see cref="ODataLimits"/> (<c>OData:Limits:MaxNodes</c>, times in
/// seconds), and who may ask for explanations (<c>OData:Explain</c>).
/// </summary>
public sealed record FeedSettings(ODataLimits Limits, ExplainAudience Explain)
{
    private const int LongestTime = 86_400;

    /// <exception cref="SettingsException">A setting has a value that cannot be used, or names a limit that there is not.</exception>
    public static FeedSettings Read(IConfiguration configuration) =>
        new(ReadLimits(configuration.GetSection("OData:Limits")), ReadExplain(configuration["OData:Explain"]));

    /// <summary>Whether a request may be explained.</summary>
    public bool MayExplain(HttpContext http) => Explain switch
    {
        ExplainAudience.All => true,
        ExplainAudience.Loopback => LocalCaller.IsLocal(http),
        _ => false,
    };

    private static ODataLimits ReadLimits(IConfigurationSection section)
    {
        var limits = new ODataLimits();
        var known = typeof(ODataLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var setting in section.GetChildren())
        {
            var limit = known.FirstOrDefault(p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SettingsException($"{Name(setting)}: không có giới hạn này; có: {string.Join(", ", known.Select(p => p.Name))}. / there is no such limit.");
            // Setters of a record that nobody has seen yet.
            limit.SetValue(limits, Value(setting, limit));
        }
        return limits;
    }

    private static object Value(IConfigurationSection setting, PropertyInfo limit)
    {
        var isTime = limit.PropertyType == typeof(TimeSpan);
        var range = limit.GetCustomAttribute<RangeAttribute>();
        var (least, most) = range is null ? (1, LongestTime) : ((int)range.Minimum, (int)range.Maximum);
        if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            var bounds = string.Create(CultureInfo.InvariantCulture, $"{least}…{most}");
            throw new SettingsException(
                $"{Name(setting)}={setting.Value}: cần số nguyên trong khoảng {bounds}{(isTime ? " (giây)" : "")}. / a whole number within {bounds}{(isTime ? " (seconds)" : "")} is expected.");
        }
        return isTime ? TimeSpan.FromSeconds(number) : number;
    }

    private static ExplainAudience ReadExplain(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ExplainAudience.Loopback;
        }
        return Enum.TryParse<ExplainAudience>(text, ignoreCase: true, out var audience) && !char.IsAsciiDigit(text[0])
            ? audience
            : throw new SettingsException($"OData__Explain={text}: chỉ nhận Loopback, All hoặc None. / Loopback, All or None is expected.");
    }

    private static string Name(IConfigurationSection setting) => setting.Path.Replace(":", "__", StringComparison.Ordinal);
}
