using System.Diagnostics;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Server.Commands;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// The work beside the feed: opens the warehouse, fills an empty one with sample exports, then loads what arrives in the
/// inbox and judges open dossiers every night.
/// </summary>
public sealed class WarehouseService(
    WarehouseSettings settings, Readiness readiness, TimeProvider clock, FeedAddress address,
    IHostApplicationLifetime lifetime, ILogger<WarehouseService> log) : BackgroundService
{
    private readonly WarehouseLoader _loader = new(settings, clock);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => RunAsync(stoppingToken), stoppingToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await ListeningAsync(stopping);
            _loader.Prepare();
            FillSample(stopping);
            readiness.Complete();
            PrintReady();
            await new InboxWatcher(settings, _loader, clock, log).RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            log.LogCritical(failure, "Không mở được kho dữ liệu {File}. / The warehouse {File} could not be opened.", settings.File, settings.File);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    /// <summary>A second server on the same address ends here, before it touches what the first one is writing.</summary>
    private async Task ListeningAsync(CancellationToken stopping)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stopping);
    }

    /// <summary>
    /// Fills a new warehouse with sample exports. The mark stands from before the first file until after the last, so that
    /// a start that was cut off goes on where it was; files that are in are passed over by their content.
    /// </summary>
    private void FillSample(CancellationToken stopping)
    {
        var mark = new FileInfo(Path.Combine(settings.SampleFolder, ".unfinished"));
        if (!settings.Sample || (!mark.Exists && _loader.HasOwnLoads()))
        {
            return;
        }
        var clockSinceStart = Stopwatch.StartNew();
        Directory.CreateDirectory(settings.SampleFolder);
        File.WriteAllText(mark.FullName, "");
        Console.WriteLine("Lần chạy đầu: ghi rồi nạp dữ liệu mẫu (tổng hợp, không phải hồ sơ thật). / First start: writing and loading sample exports (synthetic, no real dossiers).");
        var rows = SampleExport.Write(settings.SampleFolder, ExportSampleCommand.OptionsFor(settings.SampleSize), file => readiness.Report($"{file.FileName}: ghi dữ liệu mẫu / writing the sample"), stopping);
        Console.WriteLine($"  {"ghi tệp/files",-18} {ConsoleProgress.Number(rows),9} dòng/rows  {clockSinceStart.Elapsed.TotalSeconds,6:0.0} s");
        var progress = new ConsoleProgress(Console.Out, readiness);
        _loader.LoadFolder(settings.SampleFolder, run => { progress.FileDone(run); stopping.ThrowIfCancellationRequested(); }, progress.Report);
        progress.Finish();
        mark.Delete();
    }

    private void PrintReady()
    {
        Console.WriteLine($"Sẵn sàng sau {FeedAddress.SinceStart.TotalSeconds:0.0} s / ready: {address.Root}");
        foreach (var example in ExampleQueries.All)
        {
            Console.WriteLine($"  {example.Title}\n    {address.Root}{example.Query}");
        }
    }
}
