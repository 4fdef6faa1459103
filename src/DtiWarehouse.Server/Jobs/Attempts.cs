using Quartz;

namespace DtiWarehouse.Server.Jobs;

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
            log.LogError(failure, "{Job}, {RunId}, {Attempt}: việc gặp lỗi. / The attempt of the run failed.", run.Job, run.RunId, run.Attempt);
        }
        await orders.ConcludeAsync(run, result);
    }
}
