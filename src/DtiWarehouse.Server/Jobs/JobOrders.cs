using System.Collections.Concurrent;
using DtiWarehouse.Server.Hosting;
using Quartz;

namespace DtiWarehouse.Server.Jobs;

/// <summary>A job as operators see it.</summary>
public sealed record JobStatus(
    string Job, JobSchedule? Schedule, bool IsPaused, bool IsRunning, DateTimeOffset? NextFireTime, DateTimeOffset? PreviousFireTime, JobRun? LastRun);

/// <summary>
/// What can be ordered of the scheduler: a run, a pause, the schedules of the settings. Every run has a row in the history
/// before its trigger stands, and only the row lets an attempt begin: what is lost on the way is made good by
/// <see cref="MakeGoodAsync"/>, what comes twice runs once.
/// </summary>
public sealed class JobOrders(RunHistory history, JobSettings settings, TimeProvider clock)
{
    private const string RunKey = "run";
    private const string ScheduleGroup = "schedule";

    private readonly TaskCompletionSource<IScheduler> _scheduler = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, bool> _active = new(StringComparer.Ordinal);

    /// <summary>What the scheduler does, in a word: starting, standby (another server runs the jobs), running.</summary>
    public string State => !IsOpen ? "starting" : _scheduler.Task.Result.Status switch
    {
        SchedulerStatus.Running => "running",
        SchedulerStatus.Created or SchedulerStatus.Standby => IsStandingBy ? "standby" : "starting",
        _ => "stopping",
    };

    /// <summary>Another server runs the jobs.</summary>
    public bool IsStandingBy { get; set; }

    public bool IsOpen => _scheduler.Task.IsCompletedSuccessfully;

    /// <summary>Orders are taken from now on, also while another server runs the jobs.</summary>
    public void Open(IScheduler scheduler) => _scheduler.TrySetResult(scheduler);

    /// <summary>Orders a run. One that is still queued answers for a second order of the same job.</summary>
    public async Task<JobRun> RunAsync(string job, TriggerKind trigger)
    {
        if (history.Unfinished().FirstOrDefault(r => r.Job == job && r.State is RunState.Queued) is { } queued)
        {
            return queued;
        }
        var run = history.Queue(job, trigger);
        await ScheduleAsync(run, clock.GetUtcNow());
        return run;
    }

    /// <summary>The next attempt of a run.</summary>
    public async Task ScheduleAsync(JobRun run, DateTimeOffset at)
    {
        var scheduler = await _scheduler.Task;
        var trigger = TriggerBuilder.Create()
            .WithIdentity($"{run.RunId}/{run.Attempt + 1}", RunKey)
            .ForJob(new JobKey(run.Job))
            .UsingJobData(RunKey, run.RunId)
            .StartAt(at)
            .Build();
        await scheduler.ScheduleJob(trigger, ScheduleJobOptions.Replacing);
    }

    /// <summary>Stops the schedule or the watching of a job; a run that an operator orders still runs.</summary>
    public async Task PauseAsync(string job)
    {
        history.Pause(job);
        await (await _scheduler.Task).PauseTrigger(ScheduleKey(job));
    }

    /// <summary>Lets the schedule go on; of fire times that passed meanwhile its misfire setting decides.</summary>
    public async Task ResumeAsync(string job)
    {
        history.Resume(job);
        await (await _scheduler.Task).ResumeTrigger(ScheduleKey(job));
    }

    public async Task<JobStatus> StatusAsync(string job)
    {
        var paused = history.IsPaused(job);
        var trigger = await (await _scheduler.Task).GetTrigger(ScheduleKey(job));
        var last = history.Newest(job, 1).FirstOrDefault();
        return new JobStatus(
            job, settings.ScheduleOf(job), paused, history.Unfinished().Any(r => r.Job == job && r.State is RunState.Running),
            paused ? null : trigger?.NextFireTimeUtc, trigger?.PreviousFireTimeUtc, last);
    }

    /// <summary>
    /// Makes the stored schedules those of the settings. One that has not changed is left alone: it knows which fire times
    /// passed while no server ran.
    /// </summary>
    public async Task ApplySettingsAsync()
    {
        var scheduler = await _scheduler.Task;
        foreach (var job in JobSettings.Jobs)
        {
            var type = job == JobSettings.OpenDossiers ? typeof(OpenDossiersJob) : typeof(FeedJob);
            await scheduler.AddJob(JobBuilder.Create().OfType(type).WithIdentity(job).StoreDurably().RequestRecovery().Build(), AddJobOptions.Replacing);
            var stored = await scheduler.GetTrigger(ScheduleKey(job)) as ICronTrigger;
            var wanted = settings.ScheduleOf(job) is { } schedule ? ScheduleOf(job, schedule) : null;
            if (wanted is null)
            {
                await scheduler.UnscheduleJob(ScheduleKey(job));
            }
            else if (stored?.CronExpressionString != wanted.CronExpressionString || stored?.MisfireInstructionCode != wanted.MisfireInstructionCode)
            {
                await scheduler.ScheduleJob(wanted, ScheduleJobOptions.Replacing);
                if (history.IsPaused(job))
                {
                    await scheduler.PauseTrigger(ScheduleKey(job));
                }
            }
        }
    }

    /// <summary>
    /// Ends the runs that a server left behind as interrupted and orders them anew, and gives back the triggers of runs
    /// that have none. Only the server that runs the jobs may ask for it.
    /// </summary>
    public async Task MakeGoodAsync()
    {
        var scheduler = await _scheduler.Task;
        foreach (var run in history.Unfinished())
        {
            if (run.State is RunState.Running && !_active.ContainsKey(run.RunId))
            {
                history.End(run.RunId, RunState.Interrupted, "Máy chủ đã dừng khi việc đang chạy; việc được chạy lại. / The server ended while the job ran; it runs again.");
                var again = history.Queue(run.Job, TriggerKind.Recovery, run.RunId);
                await ScheduleAsync(again, clock.GetUtcNow());
            }
            else if (run.State is RunState.Queued or RunState.Waiting && !await scheduler.Exists(new TriggerKey($"{run.RunId}/{run.Attempt + 1}", RunKey)))
            {
                await ScheduleAsync(run, run.NextAttemptAt ?? clock.GetUtcNow());
            }
        }
    }

    /// <summary>The run that a firing is for; null where it has been begun or ended elsewhere. A firing of a schedule makes its own.</summary>
    public JobRun? Begin(IJobExecutionContext firing)
    {
        var job = firing.JobDetail.Key.Name;
        var runId = firing.MergedJobDataMap.TryGetValue(RunKey, out var value) ? value as string : null;
        if (runId is null)
        {
            if (firing.Recovering && history.Unfinished().Any(r => r.Job == job))
            {
                return null;
            }
            runId = history.Queue(job, firing.Recovering ? TriggerKind.Recovery : TriggerKind.Schedule).RunId;
        }
        _active[runId] = true;
        if (history.Begin(runId))
        {
            return history.Find(runId);
        }
        _active.TryRemove(runId, out _);
        return null;
    }

    /// <summary>Records what an attempt came to; a failure that passes is tried again after a pause.</summary>
    public async Task ConcludeAsync(JobRun run, AttemptResult result)
    {
        try
        {
            history.AddLoads(run.RunId, result.LoadKeys);
            if (result.Passing is { } passing && run.Attempt < settings.MaxAttempts)
            {
                var next = clock.GetUtcNow() + settings.DelayAfter(run.Attempt);
                history.Wait(run.RunId, passing.Message, next);
                await ScheduleAsync(run, next);
                return;
            }
            var error = string.Join("\n", [.. result.Refusals, .. new[] { result.Lasting, result.Passing }.OfType<Exception>().Select(e => e.Message)]);
            var state = (result.Lasting ?? result.Passing) is not null ? RunState.Failed : result.Refusals.Count > 0 ? RunState.Refused : RunState.Succeeded;
            history.End(run.RunId, state, error.Length > 0 ? error : null);
        }
        finally
        {
            _active.TryRemove(run.RunId, out _);
        }
    }

    private static TriggerKey ScheduleKey(string job) => new(job, ScheduleGroup);

    private static ICronTrigger ScheduleOf(string job, JobSchedule schedule) => (ICronTrigger)TriggerBuilder.Create()
        .WithIdentity(ScheduleKey(job))
        .ForJob(new JobKey(job))
        .WithSchedule(CronScheduleBuilder.Create(schedule.Cron)
            .InTimeZone(TimeZones.FindById(JobSettings.TimeZone))
            .WithMisfireInstruction(schedule.Misfire is MisfireChoice.FireOnce ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing))
        .Build();
}
