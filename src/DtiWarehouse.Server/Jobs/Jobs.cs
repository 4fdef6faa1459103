using DtiWarehouse.Etl;
using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>The feeds that are pulled from a source over the network, and how.</summary>
/// <param name="Feeds">Names of the feeds that have such a source.</param>
/// <param name="PullAsync">
/// Pulls what is new of a feed into a file of the inbox, complete when it has its name, and returns its path; null where there
/// is nothing new. A run that fails afterwards finds it there.
/// </param>
public sealed record FeedPulls(IReadOnlySet<string> Feeds, Func<string, CancellationToken, Task<string?>> PullAsync)
{
    public static readonly FeedPulls None = new(new HashSet<string>(), (_, _) => Task.FromResult<string?>(null));
}

/// <summary>Loads what has arrived of a feed: what its source has that is new, then its files in the inbox. Never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class FeedJob(JobOrders orders, Inbox inbox, FeedPulls pulls, ILogger<FeedJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        new(Attempts.RunAsync(orders, context, log, run => LoadAsync(run, cancellationToken)));

    private async Task<AttemptResult> LoadAsync(JobRun run, CancellationToken cancellation)
    {
        var files = new List<FileInfo>();
        Exception? failedPull = null;
        if (pulls.Feeds.Contains(run.Job) && run.Trigger is not TriggerKind.Inbox)
        {
            using var span = LoadTelemetry.Start("pull", run.Job);
            try
            {
                if (await pulls.PullAsync(run.Job, cancellation) is { } pulled)
                {
                    files.Add(new FileInfo(pulled));
                }
            }
            catch (Exception failure) when (Inbox.IsPassing(failure))
            {
                // What lies in the inbox is loaded all the same.
                failedPull = failure;
            }
        }
        files.AddRange(await inbox.RestingAsync(run.Job, withGivenUp: run.Trigger is TriggerKind.Manual, cancellation));
        var result = inbox.Load([.. files.DistinctBy(f => f.FullName)], cancellation);
        return result with { Passing = result.Passing ?? failedPull };
    }
}

/// <summary>Judges open dossiers as of the new day.</summary>
[DisallowConcurrentExecution]
public sealed class OpenDossiersJob(JobOrders orders, WarehouseLoader loader, ILogger<OpenDossiersJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => new(Attempts.RunAsync(orders, context, log, _ =>
    {
        loader.JudgeOpenDossiers();
        return Task.FromResult(AttemptResult.Nothing);
    }));
}

/// <summary>One attempt of a run between its record before and after.</summary>
internal static class Attempts
{
    public static async Task RunAsync(JobOrders orders, IJobExecutionContext firing, ILogger log, Func<JobRun, Task<AttemptResult>> work)
    {
        if (orders.Begin(firing) is not { } run)
        {
            return;
        }
        AttemptResult result;
        try
        {
            result = await work(run);
        }
        catch (Exception failure)
        {
            result = Inbox.IsPassing(failure) ? AttemptResult.Nothing with { Passing = failure } : AttemptResult.Nothing with { Lasting = failure };
            log.LogError(failure, "Việc {Job}, lần chạy {RunId}, lần thử {Attempt}: lỗi. / Job {Job}, run {RunId}, attempt {Attempt}: failed.", run.Job, run.RunId, run.Attempt, run.Job, run.RunId, run.Attempt);
        }
        await orders.ConcludeAsync(run, result);
    }
}
