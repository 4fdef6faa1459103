using DtiWarehouse.Schema;
using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>
/// Runs the jobs while the server runs: takes the lead when it is free, makes good what was cut off, starts the scheduler,
/// and orders runs for files that arrive in the inbox of feeds without a schedule. No failure ends it: the feed goes on.
/// </summary>
public sealed class JobService(
    OperationsStore store, ISchedulerFactory factory, JobOrders orders, RunHistory history, JobSettings settings, Inbox inbox, TimeProvider clock, ILogger<JobService> log)
{
    private static readonly TimeSpan MakeGoodEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan JudgeAfterMidnight = TimeSpan.FromMinutes(5);

    /// <param name="lead">The lead, where this server has it already.</param>
    public async Task RunAsync(Lead? lead, CancellationToken stopping)
    {
        try
        {
            var scheduler = await TryUntilAsync(OpenAsync, stopping);
            try
            {
                while (true)
                {
                    lead ??= store.TryLead() ?? await LeadAsync(stopping);
                    await TryUntilAsync(() => StartAsync(scheduler), stopping);
                    await WatchAsync(lead, stopping);
                    await scheduler.Standby(stopping);
                    lead.Dispose();
                    lead = null;
                }
            }
            finally
            {
                // A load that runs is waited for as long as the host lets it; what it leaves is made good by the next start.
                await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
            }
        }
        finally
        {
            lead?.Dispose();
        }
    }

    private async Task<IScheduler> OpenAsync()
    {
        store.Create();
        var scheduler = await factory.GetScheduler();
        orders.Open(scheduler);
        return scheduler;
    }

    private async Task<bool> StartAsync(IScheduler scheduler)
    {
        await orders.ApplySettingsAsync();
        await orders.MakeGoodAsync();
        await scheduler.Start();
        await CatchUpAsync();
        return true;
    }

    /// <summary>Judges open dossiers at once where the night's run was missed.</summary>
    private async Task CatchUpAsync()
    {
        var now = clock.GetUtcNow().ToOffset(Warehouse.LocalOffset);
        var last = history.Newest(JobSettings.OpenDossiers, 100).FirstOrDefault(r => r.State is RunState.Succeeded);
        if (now.TimeOfDay >= JudgeAfterMidnight && (last is null || Warehouse.LocalDay(last.QueuedAt) < Warehouse.LocalDay(now)))
        {
            await orders.RunAsync(JobSettings.OpenDossiers, TriggerKind.CatchUp);
        }
    }

    private async Task<Lead> LeadAsync(CancellationToken stopping)
    {
        orders.IsStandingBy = true;
        log.LogInformation("Máy chủ khác đang chạy các việc theo lịch; máy chủ này chờ để thay. / Another server runs the jobs; this one stands by.");
        while (true)
        {
            if (store.TryLead() is { } lead)
            {
                orders.IsStandingBy = false;
                log.LogInformation("Máy chủ này chạy các việc theo lịch từ bây giờ. / This server runs the jobs from now on.");
                return lead;
            }
            await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping);
        }
    }

    /// <summary>Watches the inbox for as long as this server has the lead.</summary>
    private async Task WatchAsync(Lead lead, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Inbox.LookEvery, clock);
        var madeGood = clock.GetUtcNow();
        do
        {
            try
            {
                await OrderArrivedAsync();
                if (clock.GetUtcNow() - madeGood >= MakeGoodEvery)
                {
                    madeGood = clock.GetUtcNow();
                    await orders.MakeGoodAsync();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "Chưa xem được inbox; sẽ thử lại. / The inbox could not be watched; trying again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stopping) && lead.IsHeld);
    }

    private async Task OrderArrivedAsync()
    {
        foreach (var feed in inbox.Arrived().Where(feed => settings.ScheduleOf(feed) is null && !history.IsPaused(feed)))
        {
            var last = history.Newest(feed, 1).FirstOrDefault();
            var isOpen = last?.State is RunState.Queued or RunState.Running or RunState.Waiting;
            // After a run that used up its attempts the next one comes after the longest pause.
            var isTooSoon = last is { State: RunState.Failed, EndedAt: { } ended } && last.Attempt >= settings.MaxAttempts && clock.GetUtcNow() - ended < settings.DelayAfter(settings.MaxAttempts);
            if (!isOpen && !isTooSoon)
            {
                await orders.RunAsync(feed, TriggerKind.Inbox);
            }
        }
    }

    /// <summary>Tries until it works: the operations database may be locked, or its disk full.</summary>
    private async Task<T> TryUntilAsync<T>(Func<Task<T>> action, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "Chưa khởi động được bộ lập lịch; sẽ thử lại. / The scheduler could not be started; trying again.");
            }
            await Task.Delay(TimeSpan.FromSeconds(5), clock, stopping);
        }
    }
}
