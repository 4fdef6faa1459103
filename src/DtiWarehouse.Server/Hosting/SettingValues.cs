namespace DtiWarehouse.Server.Hosting;

/// <summary>Settings as their forms are read alike everywhere.</summary>
internal static class SettingValues
{
    /// <summary>A list, or one text with commas.</summary>
    public static IEnumerable<string> List(IConfigurationSection section) =>
        section.GetChildren().Select(item => item.Value).Prepend(section.Value).OfType<string>()
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <exception cref="SettingsException">The value is neither true nor false.</exception>
    public static bool Flag(IConfiguration configuration, string name, bool fallback) => configuration[name] switch
    {
        null or "" => fallback,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new SettingsException($"{name.Replace(":", "__", StringComparison.Ordinal)}={text}: chỉ nhận true hoặc false. / true or false is expected."),
    };
}
