using System.Data.Common;
using System.Text.Json.Nodes;
using DtiWarehouse.FeatureTests.Hosting;
using DtiWarehouse.OData;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DtiWarehouse.FeatureTests.PostgreSql;

/// <summary>A shop whose last bike can be given a rental that is no number, whose patience is short, and whose server can go away.</summary>
public sealed class BrokenPostgreSqlShop : PostgreSqlBikeShop
{
    protected override ODataLimits Limits { get; } = new() { StatementTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>Connections go to a port where nobody listens.</summary>
    public bool IsGone { get; set; }

    public async Task ExecuteAsync(string sql)
    {
        await using var context = CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    protected override DbConnection Connect() =>
        IsGone ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 1, Username = "nobody", Timeout = 5 }.ConnectionString) : base.Connect();
}

/// <summary>A shop with the usual patience, whose statements can be looked at and ended.</summary>
public sealed class WatchedPostgreSqlShop : PostgreSqlBikeShop
{
    private const string OthersRunning = "datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'";

    /// <summary>How many statements run in the shop's database.</summary>
    public async Task<long> RunningAsync() => (long)(await ScalarAsync($"SELECT COUNT(*) FROM pg_stat_activity WHERE {OthersRunning}"))!;

    /// <summary>Ends the server processes that run a statement.</summary>
    public Task EndRunningAsync() => ScalarAsync($"SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {OthersRunning}");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>What the database does when a client has left or a server process ends.</summary>
[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class LeavingOnPostgreSql(WatchedPostgreSqlShop shop) : IClassFixture<WatchedPostgreSqlShop>
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_query_whose_client_has_left_is_stopped_in_the_database()
    {
        using var http = new HttpClient { BaseAddress = shop.Client.Root };
        using var leaving = new CancellationTokenSource();
        var asked = http.GetAsync(PostgreSqlBikeShop.Endless, leaving.Token);
        await WaitForAsync(running: true);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await WaitForAsync(running: false);
        await shop.Client.GetAsync("Bikes?$top=1");
    }

    [Fact]
    public async Task A_query_whose_server_process_is_ended_is_told_to_come_again()
    {
        var asked = shop.Client.FailAsync(503, PostgreSqlBikeShop.Endless);
        await WaitForAsync(running: true);
        await shop.EndRunningAsync();
        var answer = await asked;
        Assert.Equal("ODATA502", answer.ErrorCode);
        Assert.True(int.TryParse(answer.Headers["Retry-After"][0], System.Globalization.CultureInfo.InvariantCulture, out _));
        await shop.Client.GetAsync("Bikes?$top=1");
    }

    private async Task WaitForAsync(bool running)
    {
        using var guard = new CancellationTokenSource(HangGuard);
        while (await shop.RunningAsync() > 0 != running)
        {
            await Task.Delay(20, guard.Token);
        }
    }
}

/// <summary>What the service does when the data, the time or the server fails it.</summary>
[NeedsServer(DatabaseServers.PostgreSql)]
public sealed class FailureOnPostgreSql(BrokenPostgreSqlShop shop) : IClassFixture<BrokenPostgreSqlShop>
{
    [Fact]
    public async Task A_failure_before_the_first_byte_is_an_error_without_details_and_one_after_it_breaks_off()
    {
        await shop.ExecuteAsync("UPDATE \"Rentals\" SET \"Fee\" = 'NaN' WHERE \"BikeId\" = 70");
        using var http = new HttpClient { BaseAddress = shop.Client.Root };
        using var before = await http.GetAsync("Rentals?$orderby=BikeId%20desc&$top=1");
        var body = await before.Content.ReadAsStringAsync();
        Assert.Equal(500, (int)before.StatusCode);
        Assert.Equal("4.0", Assert.Single(before.Headers.GetValues("OData-Version")));
        Assert.Equal("ODATA599", (string)JsonNode.Parse(body)!["error"]!["code"]!);
        Assert.DoesNotContain("NaN", body, StringComparison.Ordinal);

        // The first bikes are sent before the rentals of the last one are read.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetStringAsync("Bikes?$expand=Rentals"));
        await shop.Client.GetAsync("Bikes?$expand=Rentals&$filter=Id%20lt%2070");
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped_and_the_server_goes_on()
    {
        var answer = await shop.Client.FailAsync(503, PostgreSqlBikeShop.Endless);
        Assert.Equal("ODATA302", answer.ErrorCode);
        Assert.True(int.TryParse(answer.Headers["Retry-After"][0], System.Globalization.CultureInfo.InvariantCulture, out _));
        await shop.Client.GetAsync("Bikes?$top=1");
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_of_and_not_its_address()
    {
        shop.IsGone = true;
        try
        {
            var answer = await shop.Client.FailAsync(503, "Bikes?$top=1");
            Assert.Equal("ODATA502", answer.ErrorCode);
            Assert.DoesNotContain("127.0.0.1", answer.ErrorMessage, StringComparison.Ordinal);
            Assert.True(int.TryParse(answer.Headers["Retry-After"][0], System.Globalization.CultureInfo.InvariantCulture, out _));
        }
        finally
        {
            shop.IsGone = false;
        }
        await shop.Client.GetAsync("Bikes?$top=1");
    }
}
