using DtiWarehouse.FeatureTests.Sqlite;

namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>Settings, of the environment and of files, that cannot be used.</summary>
[Collection(ProcessesOnSqlite.Name)]
[OnSqliteOnly("Settings are read before any database is asked for.")]
public sealed class Wrong_settings
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0", "reachable from other machines without TLS")]
    [InlineData("ASPNETCORE_URLS", "http://*:0", "add Access__AllowPlainHttp=true")]
    [InlineData("Access__Anonymous", "Vài", "All, Open or None is expected")]
    [InlineData("Access__CorsOrigins", "*", "the origin of a page is expected")]
    [InlineData("Access__Jwt__Audience", "dtiw", "the issuer's https address is expected")]
    [InlineData("Access__Jwt__Authority", "http://login.example.org", "the issuer's https address is expected")]
    [InlineData("Access__Jwt__Authority", "https://login.example.org", "say whom tokens must be meant for")]
    [InlineData("Tls__HstsDays", "một năm", "a number of days from 0 to 3650")]
    [InlineData("Access__EntraTenant", "a b", "a tenant's id or domain is expected")]
    [InlineData("Access__OpenSets", "Units, Dossiers", "it has rows about single dossiers or documents of people; what may be opened: ReportedFigures")]
    [InlineData("Access__OpenSets__0", "DossierMonths", "its small counts are not withheld")]
    [InlineData("Access__OpenSets", "Everything", "it is no set for the public")]
    [InlineData("Access__SmallestCell", "0", "a whole number from 1 to 1000")]
    [InlineData("Limits__ConcurrentQueries", "0", "a whole number from 1 to 1000")]
    [InlineData("Limits__Callers__RowsPerMinute", "1e6", "Limits__Callers__RowsPerMinute=1e6")]
    [InlineData("Limits__Callers__RowsPerSecond", "10", "there is no such limit")]
    [InlineData("DTIW_SAMPLE", "có", "true or false is expected")]
    [InlineData("DTIW_SAMPLE_SIZE", "0", "a number above 0")]
    [InlineData("Load__MaxRejectedShare", "5", "a number from 0 to 1")]
    [InlineData("OData__Limits__MaxNodes", "0", "a whole number within 10…100000")]
    [InlineData("OData__Limits__StatementTimeout", "1m", "(seconds) is expected")]
    [InlineData("OData__Limits__MaxNode", "50", "there is no such limit")]
    [InlineData("Proxy__Trusted", "10.0.0.5, proxy.lan", "Proxy__Trusted=proxy.lan")]
    [InlineData("Proxy__Trusted__0", "10.1.0.0/33", "an IP address or network is expected")]
    [InlineData("OData__PublicRoot", "data.example.org", "a complete address is expected")]
    [InlineData("OData__SigningKey", "c2hvcnQ=", "32 random bytes")]
    [InlineData("OData__Explain", "Everyone", "Loopback, All or None is expected")]
    [InlineData("Warehouse__Provider", "Postgres", "one of Sqlite, PostgreSql, SqlServer is expected")]
    [InlineData("Feeds__no_such_feed__PersonalColumns__0", "x", "there is no such feed")]
    [InlineData("Feeds__igate_dossiers__Schedule", "sáng sớm", "Feeds__igate_dossiers__Schedule=sáng sớm")]
    [InlineData("Feeds__igate_dossiers__Schedule", "61 5 * * *", "is no cron expression that ever fires again")]
    [InlineData("Feeds__igate_dossiers__Schedule", "0 0 5 1 1 ? 2020", "is no cron expression that ever fires again")]
    [InlineData("Jobs__MaxAttempts", "0", "a whole number within 1…100")]
    [InlineData("Jobs__RetryDelay", "1m", "Jobs__RetryDelay=1m")]
    public async Task A_setting_that_cannot_be_used_ends_the_start_with_a_sentence(string name, string value, string says)
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);

        var finished = await folder.RunAsync([], ("ASPNETCORE_URLS", "http://127.0.0.1:0"), (name, value));

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(says, finished.Errors, StringComparison.Ordinal);
        var sentences = finished.Errors.Split(" / ", 2);
        Assert.True(sentences.Length == 2 && sentences[0].Any(c => c > '\u007F'), $"In Vietnamese and English: {finished.Errors}");
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://0.0.0.0:0", "Access__Anonymous", "All", "lets everyone read every row")]
    [InlineData("http://[::]:0;http://localhost:0", "Proxy__Trusted", "", "reachable from other machines without TLS")]
    public async Task Beyond_this_machine_nothing_is_open_unless_the_operator_says_so_twice(string urls, string name, string value, string says)
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);

        var finished = await folder.RunAsync([], ("ASPNETCORE_URLS", urls), (name, value));

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(says, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_the_feeds_file_ends_command_and_start_with_its_line()
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);
        Directory.CreateDirectory(folder.Data);
        File.WriteAllText(Path.Combine(folder.Data, "feeds.json"), "{\n\"Feeds\": {\n\"igate_dossiers\": {\n\"Values\": {\n\"Hình thức nộp\": {\n\"Qua mạng\": \"Mạng\"\n}}}}}");
        foreach (var arguments in new string[][] { ["load", "--pull"], [] })
        {
            var finished = await folder.RunAsync(arguments, ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
            Assert.Equal(2, finished.ExitCode);
            Assert.StartsWith("feeds.json, dòng / line 6, ", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\n\"Logging\": {\n\"LogLevel\" {}\n}}", "appsettings.json, dòng / line 3: ")]
    [InlineData("{\n\"DTIW_SAMPLE\": \"false\",\n\"dtiw_sample\": \"true\"\n}", "appsettings.json, dòng / line 3, dtiw_sample: ")]
    public async Task What_is_wrong_in_appsettings_ends_command_and_start_with_its_line(string json, string place)
    {
        using var folder = new WarehouseFolder(SqliteProduct.Instance);
        var settings = Directory.CreateDirectory(Path.Combine(folder.Location, "settings")).FullName;
        File.WriteAllText(Path.Combine(settings, "appsettings.json"), json);
        foreach (var arguments in new string[][] { ["load", "--pull"], [] })
        {
            var finished = await folder.RunInAsync(settings, arguments, ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
            Assert.Equal(2, finished.ExitCode);
            Assert.StartsWith(place, finished.Errors, StringComparison.Ordinal);
        }
    }
}
