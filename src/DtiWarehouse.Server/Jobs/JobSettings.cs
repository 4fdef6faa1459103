using System.Globalization;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Schema.Staging;
using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>What becomes of a fire time that passed while no server ran: one run at once, or none.</summary>
public enum MisfireChoice { FireOnce, Ignore }

/// <summary>When a job runs.</summary>
/// <param name="Text">The cron expression as the operator wrote it.</param>
/// <param name="Cron">The same in the scheduler's form, with seconds.</param>
public sealed record JobSchedule(string Text, string Cron, MisfireChoice Misfire);

/// <summary>
/// Settings of the jobs: per feed a schedule (<c>Feeds:FEED:Schedule</c>, cron of five fields, or of six and seven with
/// seconds first; <c>Feeds:FEED:Misfire</c>), and for all of them how often and after which pause a failed run is tried
/// again (<c>Jobs:MaxAttempts</c>, <c>Jobs:RetryDelay</c> in seconds, doubled each time) and how many runs the history
/// keeps of each job (<c>Jobs:KeepRuns</c>).
/// </summary>
public sealed record JobSettings(IReadOnlyDictionary<string, JobSchedule> Schedules, int MaxAttempts, TimeSpan RetryDelay, int KeepRuns)
{
    /// <summary>The time zone of every schedule.</summary>
    public const string TimeZone = "Asia/Ho_Chi_Minh";

    /// <summary>The nightly judgement of open dossiers.</summary>
    public const string OpenDossiers = "open_dossiers";

    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private static readonly JobSchedule Nightly = new("5 0 * * *", "0 5 0 * * ?", MisfireChoice.FireOnce);

    /// <summary>Every job, feeds first.</summary>
    public static IReadOnlyList<string> Jobs { get; } = [.. Feeds.All, OpenDossiers];

    public JobSchedule? ScheduleOf(string job) => job == OpenDossiers ? Nightly : Schedules.GetValueOrDefault(job);

    /// <summary>The pause after a failed attempt, the first being 1.</summary>
    public TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromTicks((long)Math.Min(RetryDelay.Ticks * Math.Pow(2, attempt - 1), LongestDelay.Ticks));

    /// <exception cref="SettingsException">A setting has a value that cannot be used.</exception>
    public static JobSettings Read(IConfiguration configuration) => new(
        configuration.GetSection("Feeds").GetChildren()
            .Select(section => (Feed: FeedCatalogue.Find(section.Key)!.Name, Schedule: Schedule(section)))
            .Where(feed => feed.Schedule is not null)
            .ToDictionary(feed => feed.Feed, feed => feed.Schedule!, StringComparer.Ordinal),
        Number(configuration, "Jobs:MaxAttempts", 6, 1, 100),
        TimeSpan.FromSeconds(Number(configuration, "Jobs:RetryDelay", 10, 1, 3600)),
        Number(configuration, "Jobs:KeepRuns", 1000, 1, 100_000));

    private static JobSchedule? Schedule(IConfigurationSection section)
    {
        var misfire = Misfire(section);
        if (section["Schedule"]?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }
        var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5 ? CronFormat.Unix : CronFormat.Quartz;
        if (!CronExpression.TryParse(text, format, out var cron) || cron!.WithTimeZone(TimeZones.FindById(TimeZone)).GetNextValidTimeAfter(DateTimeOffset.UtcNow) is null)
        {
            throw new SettingsException(
                $"{Name(section)}__Schedule={text}: không phải biểu thức cron có lần chạy kế tiếp; hãy ghi như “30 5 * * *” (5 giờ 30 mỗi ngày, giờ Việt Nam). / is no cron expression that ever fires again; write it like “30 5 * * *” (half past five every day, {TimeZone}).");
        }
        return new JobSchedule(text, cron.CronExpressionString, misfire);
    }

    private static MisfireChoice Misfire(IConfigurationSection section) => section["Misfire"] switch
    {
        null or "" => MisfireChoice.FireOnce,
        var text when !char.IsAsciiDigit(text[0]) && Enum.TryParse<MisfireChoice>(text, ignoreCase: true, out var choice) => choice,
        var text => throw new SettingsException($"{Name(section)}__Misfire={text}: chỉ nhận FireOnce hoặc Ignore. / FireOnce or Ignore is expected."),
    };

    private static int Number(IConfiguration configuration, string name, int fallback, int least, int most)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return fallback;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingsException(
                $"{name.Replace(":", "__", StringComparison.Ordinal)}={text}: cần số nguyên trong khoảng {least}…{most}. / a whole number within {least}…{most} is expected.");
    }

    private static string Name(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);
}
