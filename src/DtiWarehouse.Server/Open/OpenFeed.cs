using System.Data.Common;
using System.Globalization;
using DtiWarehouse.OData;
using DtiWarehouse.Server.Dialects;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Open;

/// <summary>
/// The feed for callers without a key: an OData service of its own over a copy that holds only what is open, so that nothing
/// they send reaches the warehouse. The copy follows the warehouse's data version; while a new one is written requests get
/// the one before, and 503 with the progress before the first.
/// </summary>
public sealed class OpenFeed : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly WarehouseSettings _settings;
    private readonly Readiness _readiness;
    private readonly ILogger<OpenFeed> _log;
    private readonly OpenCopies _copies;
    private volatile string _doing = "Chuẩn bị dữ liệu mở / preparing the open data";

    public OpenFeed(WarehouseSettings settings, Readiness readiness, ILogger<OpenFeed> log)
    {
        (_settings, _readiness, _log) = (settings, readiness, log);
        _copies = new OpenCopies(Path.Combine(settings.DataDirectory, "open"));
        Service = _copies.CreateFeed(
            settings.Open, settings.Feed, FeedEndpoints.SigningKey(settings), settings.PublicRoot, () => _copies.Version is null ? readiness.Doing ?? _doing : null);
    }

    /// <summary>Answers callers without a key.</summary>
    public ODataService Service { get; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => FollowAsync(stoppingToken), stoppingToken);

    private async Task FollowAsync(CancellationToken stopping)
    {
        while (true)
        {
            var pause = Pause;
            try
            {
                if (_readiness.Doing is null && Version() != _copies.Version)
                {
                    _copies.Renew(_settings.Warehouse, _settings.Open, table => _doing = $"Chép dữ liệu mở: {table} / copying the open data: {table}", stopping);
                }
            }
            catch (Exception failure) when (failure is DbException or IOException)
            {
                // The copy in use stays in use.
                _log.LogWarning(failure, "Chưa chép được dữ liệu mở; sẽ thử lại. / The open data could not be copied; trying again later.");
                pause = PauseAfterFailure;
            }
            await Task.Delay(pause, stopping);
        }
    }

    private long Version()
    {
        using var connection = _settings.Warehouse.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM etl_data_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public override void Dispose()
    {
        base.Dispose();
        _copies.Dispose();
    }
}
