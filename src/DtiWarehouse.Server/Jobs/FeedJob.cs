using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>Loads what has arrived of a feed: what its source has that is new, then its files in the inbox. Never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class FeedJob(JobOrders orders, Inbox inbox, WarehouseLoader loader, IndicatorService indicators, ILogger<FeedJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        new(Attempts.RunAsync(orders, context, log, run => LoadAsync(run, cancellationToken)));

    private async Task<AttemptResult> LoadAsync(JobRun run, CancellationToken cancellation)
    {
        var files = new List<FileInfo>();
        Exception? failedPull = null;
        if (loader.PulledFeeds.Contains(run.Job) && run.Trigger is not TriggerKind.Inbox)
        {
            using var span = LoadTelemetry.Start("pull", run.Job);
            try
            {
                if (await loader.PullAsync(run.Job, cancellation) is { } pulled)
                {
                    files.Add(new FileInfo(pulled));
                }
            }
            catch (Exception failure) when (failure is PullException || Inbox.IsPassing(failure))
            {
                // What lies in the inbox is loaded all the same.
                log.LogWarning(failure, "{Feed}: chưa lấy được dữ liệu từ hệ thống nguồn. / The source could not be pulled.", run.Job);
                failedPull = failure;
            }
        }
        files.AddRange(await inbox.RestingAsync(run.Job, withGivenUp: run.Trigger is TriggerKind.Manual, cancellation));
        var result = inbox.Load([.. files.DistinctBy(f => f.FullName)], cancellation);
        await indicators.EvaluateAsync(null, cancellation);
        return failedPull is null ? result
            : Inbox.IsPassing(failedPull) ? result with { Passing = result.Passing ?? failedPull }
            : result with { Lasting = result.Lasting ?? failedPull };
    }
}
