using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Server.Jobs;
using Microsoft.Extensions.Configuration;

namespace DtiWarehouse.Tests.Server;

public sealed class JobSettingsTests
{
    private static JobSettings Read(params (string Name, string Value)[] settings) =>
        JobSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build());

    [Fact]
    public void The_pause_doubles_with_each_attempt_up_to_an_hour()
    {
        var settings = Read(("Jobs:RetryDelay", "600"));

        Assert.Equal([10, 20, 40, 60, 60], new[] { 1, 2, 3, 4, 99 }.Select(attempt => (int)settings.DelayAfter(attempt).TotalMinutes));
    }

    [Fact]
    public void Without_settings_no_feed_has_a_schedule_and_open_dossiers_are_judged_at_night()
    {
        var settings = Read();

        Assert.Equal([JobSettings.OpenDossiers], JobSettings.Jobs.Where(job => settings.ScheduleOf(job) is not null));
        Assert.Equal("5 0 * * *", settings.ScheduleOf(JobSettings.OpenDossiers)!.Text);
    }

    [Theory]
    [InlineData("Schedule", "x", "Feeds__holidays__Schedule=x")]
    [InlineData("Misfire", "1", "Feeds__holidays__Misfire=1")]
    [InlineData("Misfire", "Sometimes", "FireOnce or Ignore is expected")]
    public void A_wrong_value_is_named_with_its_setting(string setting, string value, string says)
    {
        var failure = Assert.Throws<SettingsException>(() => Read(($"Feeds:holidays:{setting}", value)));

        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }
}
