using System.Globalization;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using static DtiWarehouse.Server.Jobs.OperationsStore;

namespace DtiWarehouse.Server.Jobs;

/// <summary>The runs of the jobs and which jobs are paused, in the operations database. Every change is one statement.</summary>
public sealed class RunHistory(OperationsStore store, TimeProvider clock, JobSettings settings)
{
    private const string Columns = "run_id, job, trigger_kind, state, queued_at, started_at, ended_at, attempt, next_attempt_at, load_keys, error, recovers, server";
    private const string Open = "state IN ('Queued', 'Running', 'Waiting')";
    private const int LongestError = 4000;

    private static readonly string Server = FormattableString.Invariant($"{Environment.MachineName}:{Environment.ProcessId}");

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Records a run that is to start, and forgets the oldest ended ones of its job.</summary>
    public JobRun Queue(string job, TriggerKind trigger, string? recovers = null)
    {
        var run = new JobRun(NewId(), job, trigger, RunState.Queued, Now, null, null, 0, null, [], null, recovers, null);
        store.Execute(
            "INSERT INTO job_run (run_id, job, trigger_kind, state, queued_at, attempt, load_keys, recovers) VALUES (@id, @job, @trigger, @state, @queued, 0, '', @recovers)",
            ("id", run.RunId), ("job", job), ("trigger", trigger.ToString()), ("state", run.State.ToString()), ("queued", Text(run.QueuedAt)), ("recovers", recovers));
        ForgetOldest(job);
        return run;
    }

    /// <summary>Records what the command line loaded, which no scheduler ran.</summary>
    public void Record(LoadRun load)
    {
        var isRefused = load.Status is LoadStatus.Failed;
        store.Execute(
            """
            INSERT INTO job_run (run_id, job, trigger_kind, state, queued_at, started_at, ended_at, attempt, load_keys, error, server)
            VALUES (@id, @job, @trigger, @state, @started, @started, @ended, 1, @keys, @error, @server)
            """,
            ("id", NewId()), ("job", load.Feed), ("trigger", nameof(TriggerKind.Command)), ("state", (isRefused ? RunState.Refused : RunState.Succeeded).ToString()),
            ("started", Text(new DateTimeOffset(load.StartedAt, TimeSpan.Zero))), ("ended", Text(Now)), ("keys", load.LoadKey.ToString(CultureInfo.InvariantCulture)),
            ("error", Shorten(load.Error)), ("server", Server));
        ForgetOldest(load.Feed);
    }

    /// <summary>Begins an attempt; false where the run is not waiting for one, because it was begun or ended elsewhere.</summary>
    public bool Begin(string runId) => store.Execute(
        "UPDATE job_run SET state = 'Running', attempt = attempt + 1, started_at = COALESCE(started_at, @now), next_attempt_at = NULL, server = @server WHERE run_id = @id AND state IN ('Queued', 'Waiting')",
        ("id", runId), ("now", Text(Now)), ("server", Server)) == 1;

    /// <summary>Adds what an attempt loaded.</summary>
    public void AddLoads(string runId, IReadOnlyList<int> loadKeys)
    {
        if (loadKeys.Count > 0)
        {
            store.Execute(
                "UPDATE job_run SET load_keys = CASE load_keys WHEN '' THEN @keys ELSE CONCAT(load_keys, ' ', @keys) END WHERE run_id = @id",
                ("id", runId), ("keys", string.Join(' ', loadKeys)));
        }
    }

    public void Wait(string runId, string error, DateTimeOffset next) => store.Execute(
        "UPDATE job_run SET state = 'Waiting', error = @error, next_attempt_at = @next WHERE run_id = @id",
        ("id", runId), ("error", Shorten(error)), ("next", Text(next)));

    public void End(string runId, RunState state, string? error) => store.Execute(
        "UPDATE job_run SET state = @state, error = @error, ended_at = @now, next_attempt_at = NULL WHERE run_id = @id",
        ("id", runId), ("state", state.ToString()), ("error", Shorten(error)), ("now", Text(Now)));

    public JobRun? Find(string runId) => Query($"SELECT {Columns} FROM job_run WHERE run_id = @id", ("id", runId)).FirstOrDefault();

    /// <summary>The runs that have not ended, oldest first.</summary>
    public List<JobRun> Unfinished() => Query($"SELECT {Columns} FROM job_run WHERE {Open} ORDER BY run_id");

    /// <summary>The runs of a job, or of all, newest first.</summary>
    public List<JobRun> Newest(string? job, int top) => job is null
        ? Query($"SELECT {Columns} FROM job_run ORDER BY run_id DESC", top)
        : Query($"SELECT {Columns} FROM job_run WHERE job = @job ORDER BY run_id DESC", top, ("job", job));

    public bool IsPaused(string job) => store.Query("SELECT job FROM job_pause WHERE job = @job", 1, reader => reader.GetString(0), ("job", job)).Count > 0;

    public void Pause(string job) => store.Execute(
        "INSERT INTO job_pause (job, paused_at) SELECT @job, @now WHERE NOT EXISTS (SELECT 1 FROM job_pause WHERE job = @job)", ("job", job), ("now", Text(Now)));

    public void Resume(string job) => store.Execute("DELETE FROM job_pause WHERE job = @job", ("job", job));

    private void ForgetOldest(string job)
    {
        var kept = Newest(job, settings.KeepRuns);
        if (kept.Count == settings.KeepRuns)
        {
            store.Execute($"DELETE FROM job_run WHERE job = @job AND run_id < @oldest AND NOT ({Open})", ("job", job), ("oldest", kept[^1].RunId));
        }
    }

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"{Now.UtcDateTime:yyyyMMddHHmmssfff}-{Random.Shared.Next(0x1000000):x6}");

    private List<JobRun> Query(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Query(sql, int.MaxValue, parameters);

    private List<JobRun> Query(string sql, int top, params ReadOnlySpan<(string Name, object? Value)> parameters) => store.Query(
        sql, top,
        reader => new JobRun(
            reader.GetString(0), reader.GetString(1), Enum.Parse<TriggerKind>(reader.GetString(2)), Enum.Parse<RunState>(reader.GetString(3)),
            Instant(reader, 4)!.Value, Instant(reader, 5), Instant(reader, 6), reader.GetInt32(7), Instant(reader, 8),
            [.. reader.GetString(9).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => int.Parse(key, CultureInfo.InvariantCulture))],
            Words(reader, 10), Words(reader, 11), Words(reader, 12)),
        parameters);

    private static string? Shorten(string? text) => text is { Length: > LongestError } ? text[..LongestError] : text;
}
