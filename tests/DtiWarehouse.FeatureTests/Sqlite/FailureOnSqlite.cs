using System.Data.Common;
using System.Text.Json.Nodes;
using DtiWarehouse.OData;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.FeatureTests.Sqlite;

/// <summary>A shop whose last bike has a rental that cannot be read, and whose patience is short.</summary>
public sealed class BrokenSqliteShop : SqliteBikeShop
{
    protected override ODataLimits Limits { get; } = new() { StatementTimeout = TimeSpan.FromSeconds(1) };

    public async Task BreakAsync()
    {
        await using var context = CreateContext();
        await context.Database.ExecuteSqlRawAsync("UPDATE Rentals SET Fee = 'secret' WHERE BikeId = 70");
    }
}

/// <summary>A shop that tells when its connections are opened and given back.</summary>
public sealed class WatchedSqliteShop : SqliteBikeShop
{
    public TaskCompletionSource Opened { get; private set; } = new();
    public TaskCompletionSource GivenBack { get; private set; } = new();

    public void Watch() => (Opened, GivenBack) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    protected override DbConnection Connect() => new WatchedConnection(base.Connect().ConnectionString, this);

    private sealed class WatchedConnection(string connectionString, WatchedSqliteShop shop) : SqliteConnection(connectionString)
    {
        public override void Open()
        {
            base.Open();
            shop.Opened.TrySetResult();
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            shop.GivenBack.TrySetResult();
        }
    }
}

/// <summary>What the database does when a client has left.</summary>
public sealed class LeavingOnSqlite(WatchedSqliteShop shop) : IClassFixture<WatchedSqliteShop>
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    /// <summary>The query runs for hours, so its connection comes back only when the statement was stopped.</summary>
    [Fact]
    public async Task A_query_whose_client_has_left_is_stopped_in_the_database()
    {
        using var http = new HttpClient { BaseAddress = shop.Client.Root };
        using var leaving = new CancellationTokenSource();
        shop.Watch();
        var nested = string.Concat(Enumerable.Range(0, 9).Select(i => $"{(i == 0 ? "" : $"x{i - 1}/")}Shop/Bikes/any(x{i}:"));
        var asked = http.GetAsync($"Bikes?$filter={nested}x8/Id+eq+-1{new string(')', 9)}", leaving.Token);
        await shop.Opened.Task.WaitAsync(HangGuard);
        await Task.Delay(200);
        Assert.False(shop.GivenBack.Task.IsCompleted);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await shop.GivenBack.Task.WaitAsync(HangGuard);
        await shop.Client.GetAsync("Bikes?$top=1");
    }
}

/// <summary>What the service does when the data or the time fails it.</summary>
public sealed class FailureOnSqlite(BrokenSqliteShop shop) : IClassFixture<BrokenSqliteShop>
{
    [Fact]
    public async Task A_failure_before_the_first_byte_is_an_error_without_details_and_one_after_it_breaks_off()
    {
        await shop.BreakAsync();
        using var http = new HttpClient { BaseAddress = shop.Client.Root };
        using var before = await http.GetAsync("Rentals");
        var body = await before.Content.ReadAsStringAsync();
        Assert.Equal(500, (int)before.StatusCode);
        Assert.Equal("4.0", Assert.Single(before.Headers.GetValues("OData-Version")));
        Assert.Equal("ODATA599", (string)JsonNode.Parse(body)!["error"]!["code"]!);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);

        // The first bikes are sent before the rentals of the last one are read.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetStringAsync("Bikes?$expand=Rentals"));
        await shop.Client.GetAsync("Bikes?$expand=Rentals&$filter=Id%20lt%2070");
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped_and_the_server_goes_on()
    {
        var nested = string.Concat(Enumerable.Range(0, 7).Select(i => $"{(i == 0 ? "" : $"x{i - 1}/")}Shop/Bikes/any(x{i}:"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var answer = await shop.Client.FailAsync(503, $"Bikes?$filter={nested}x6/Id+eq+-1{new string(')', 7)}");
        Assert.Equal("ODATA302", answer.ErrorCode);
        Assert.True(int.TryParse(answer.Headers["Retry-After"][0], System.Globalization.CultureInfo.InvariantCulture, out _));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        await shop.Client.GetAsync("Bikes?$top=1");
    }
}
