using System.Data.Common;
using System.Diagnostics;
using DtiWarehouse.Etl.Sample;
using DtiWarehouse.Server.Commands;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// The work beside the feed: opens the warehouse, fills an empty one with sample exports, then runs the jobs. Where another
/// server on the same folder has the lead, this one waits for its sample and stands by.
/// </summary>
public sealed class WarehouseService(
    WarehouseSettings settings, WarehouseLoader loader, IndicatorService indicators, OperationsStore operations, JobService jobs, LoadReport report, Readiness readiness, FeedAddress address,
    IHostApplicationLifetime lifetime, ILogger<WarehouseService> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => RunAsync(stoppingToken), stoppingToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await ListeningAsync(stopping);
            CreateOperations();
            settings.CreateFolders();
            var lead = await LeadOrCompleteAsync(stopping);
            try
            {
                if (lead is not null)
                {
                    if (IsComplete())
                    {
                        // As the last server left it: what this one brings anew comes like a load, beside the feed.
                        Ready();
                    }
                    await FillAsync(stopping);
                }
            }
            catch
            {
                lead?.Dispose();
                throw;
            }
            Ready();
            await jobs.RunAsync(lead, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            log.LogCritical(failure, "{Database}: không mở được kho dữ liệu. / The warehouse could not be opened.", settings.Warehouse.DisplayName);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    /// <summary>Keys are asked for, and loads recorded, from now on. The jobs try again where it fails.</summary>
    private void CreateOperations()
    {
        try
        {
            operations.Create();
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning(failure, "Chưa mở được nơi lưu khóa và lịch sử công việc. / Keys and the jobs' history cannot be opened yet.");
        }
    }

    /// <summary>A second server on the same address ends here, before it touches what the first one is writing.</summary>
    private async Task ListeningAsync(CancellationToken stopping)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stopping);
    }

    /// <summary>The lead, once it is free; null where another server has it and the warehouse is complete.</summary>
    private async Task<Lead?> LeadOrCompleteAsync(CancellationToken stopping)
    {
        while (true)
        {
            var lead = operations.TryLead();
            if (lead is not null || (loader.IsPrepared() && !NeedsSample()))
            {
                return lead;
            }
            readiness.Report("Máy chủ khác đang chuẩn bị kho dữ liệu / another server prepares the warehouse");
            await Task.Delay(TimeSpan.FromSeconds(1), stopping);
        }
    }

    /// <summary>All that the warehouse is to hold from the start on. Beside a feed that is served already, a failure is no end: another load may hold the lock for long.</summary>
    private async Task FillAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                loader.Prepare();
                FillSample(stopping);
                await EvaluateAsync(stopping);
                return;
            }
            catch (Exception failure) when (readiness.Doing is null && failure is DbException or IOException)
            {
                log.LogWarning(failure, "Chưa bổ sung được kho dữ liệu; sẽ thử lại. / The warehouse could not be brought up to date; trying again.");
                await Task.Delay(TimeSpan.FromSeconds(10), stopping);
            }
        }
    }

    private bool IsComplete() => loader.IsPrepared() && !NeedsSample() && !indicators.IsDue();

    private bool NeedsSample() => settings.Sample && (Mark.Exists || !loader.HasOwnLoads());

    private FileInfo Mark => new(Path.Combine(settings.SampleFolder, ".unfinished"));

    /// <summary>
    /// Fills a new warehouse with sample exports. The mark stands from before the first file until after the last, so that
    /// a start that was cut off goes on where it was; files that are in are passed over by their content.
    /// </summary>
    private void FillSample(CancellationToken stopping)
    {
        if (!NeedsSample())
        {
            return;
        }
        var mark = Mark;
        var clockSinceStart = Stopwatch.StartNew();
        Directory.CreateDirectory(settings.SampleFolder);
        File.WriteAllText(mark.FullName, "");
        report.Lines.WriteLine("Lần chạy đầu: ghi rồi nạp dữ liệu mẫu (tổng hợp, không phải hồ sơ thật). / First start: writing and loading sample exports (synthetic, no real dossiers).");
        var rows = SampleExport.Write(settings.SampleFolder, ExportSampleCommand.OptionsFor(settings.SampleSize), file => readiness.Report($"{file.FileName}: ghi dữ liệu mẫu / writing the sample"), stopping);
        report.Lines.WriteLine($"  {"ghi tệp/files",-18} {ConsoleProgress.Number(rows),9} dòng/rows  {clockSinceStart.Elapsed.TotalSeconds,6:0.0} s");
        var progress = new ConsoleProgress(report.Lines, readiness);
        loader.LoadFolder(settings.SampleFolder, run => { progress.FileDone(run); stopping.ThrowIfCancellationRequested(); }, progress.Report);
        progress.Finish();
        mark.Delete();
    }

    /// <summary>Values that a load left due: those of a first start, and what a kill kept from being computed.</summary>
    private async Task EvaluateAsync(CancellationToken stopping)
    {
        readiness.Report("Tính chỉ tiêu / computing indicators");
        var clock = Stopwatch.StartNew();
        var result = await indicators.EvaluateAsync(
            progress => readiness.Report($"Tính chỉ tiêu năm {progress.Year}, còn {progress.YearsLeft} năm / computing indicators of {progress.Year}, {progress.YearsLeft} years to go"), stopping);
        if (result.Years.Count > 0)
        {
            report.Lines.WriteLine($"  {"chỉ tiêu/indicators",-18} {ConsoleProgress.Number(result.Changes.Total),9} dòng/rows  {clock.Elapsed.TotalSeconds,6:0.0} s");
        }
    }

    private void Ready()
    {
        if (readiness.Doing is null)
        {
            return;
        }
        readiness.Complete();
        report.Ready(address.Root, FeedAddress.SinceStart.TotalSeconds);
        report.Lines.WriteLine($"Sẵn sàng sau {FeedAddress.SinceStart.TotalSeconds:0.0} s / ready: {address.Root}");
        foreach (var example in ExampleQueries.All)
        {
            report.Lines.WriteLine($"  {example.Title}\n    {address.Root}{example.Query}");
        }
    }
}
