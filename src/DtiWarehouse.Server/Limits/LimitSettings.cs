using System.Globalization;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Limits;

/// <summary>What one caller may cost (<c>Limits:Callers</c>).</summary>
/// <param name="ConcurrentQueries">Requests answered at once.</param>
/// <param name="QueuedQueries">Further requests that wait.</param>
/// <param name="StatementSecondsPerMinute">Seconds that statements run, all together.</param>
/// <param name="RowsPerMinute">Rows sent.</param>
/// <param name="RequestsPerMinute">Requests, refused ones aside.</param>
public sealed record CallerAllowances(int ConcurrentQueries, int QueuedQueries, int StatementSecondsPerMinute, int RowsPerMinute, int RequestsPerMinute)
{
    private const int LocalFactor = 1000;

    /// <summary>Who sits at the server: many times as much, and every place but those that others need.</summary>
    public CallerAllowances Local(int places) => new(places, QueuedQueries * LocalFactor, StatementSecondsPerMinute * LocalFactor, int.MaxValue, RequestsPerMinute * LocalFactor);
}

/// <summary>Limits of the server's cost.</summary>
/// <param name="ConcurrentQueries">Requests of all callers answered at once (<c>Limits:ConcurrentQueries</c>).</param>
public sealed record LimitSettings(int ConcurrentQueries, CallerAllowances Callers)
{
    private static readonly string[] Names = ["ConcurrentQueries", "QueuedQueries", "StatementSecondsPerMinute", "RowsPerMinute", "RequestsPerMinute"];

    /// <exception cref="SettingsException">A setting is unknown or no number in its range.</exception>
    public static LimitSettings Read(IConfiguration configuration)
    {
        var all = configuration.GetSection("Limits");
        var callers = all.GetSection("Callers");
        Refuse(all, ["ConcurrentQueries", "Callers"]);
        Refuse(callers, Names);
        var places = Number(all, "ConcurrentQueries", Math.Max(8, Environment.ProcessorCount * 4), 1, 1000);
        return new LimitSettings(places, new CallerAllowances(
            Number(callers, Names[0], Math.Max(1, places / 2), 1, 1000),
            Number(callers, Names[1], 50, 0, 10_000),
            Number(callers, Names[2], 120, 1, 60_000),
            Number(callers, Names[3], 5_000_000, 1, 1_000_000_000),
            Number(callers, Names[4], 1200, 1, 1_000_000)));
    }

    private static void Refuse(IConfigurationSection section, string[] names)
    {
        if (section.GetChildren().FirstOrDefault(setting => !names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)) is { } stranger)
        {
            throw new SettingsException($"{Name(stranger)}: không có giới hạn này; có: {string.Join(", ", names)}. / there is no such limit; there are: {string.Join(", ", names)}.");
        }
    }

    private static int Number(IConfigurationSection section, string name, int fallback, int least, int most)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return fallback;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingsException($"{Name(section.GetSection(name))}={text}: cần số nguyên từ {least} đến {most}. / a whole number from {least} to {most} is expected.");
    }

    private static string Name(IConfigurationSection setting) => setting.Path.Replace(":", "__", StringComparison.Ordinal);
}
