namespace DtiWarehouse.Server.Jobs;

/// <summary>What set a run off: its schedule, an operator, a file in the inbox, a day that no server saw, a run that was cut off, the command line.</summary>
public enum TriggerKind { Schedule, Manual, Inbox, CatchUp, Recovery, Command }

/// <summary>
/// Where a run is. <c>Waiting</c>: failed for a reason that passes, to be tried again. <c>Refused</c>: it ran, and the load
/// refused a file. <c>Interrupted</c>: its server ended under it; a run of kind <c>Recovery</c> follows.
/// </summary>
public enum RunState { Queued, Running, Waiting, Succeeded, Refused, Failed, Interrupted }

/// <summary>One run of a job, with all its attempts.</summary>
/// <param name="RunId">Sorts by the time of its making.</param>
/// <param name="Attempt">Attempts begun so far.</param>
/// <param name="NextAttemptAt">When a waiting run is tried again.</param>
/// <param name="LoadKeys">Ledger keys of what was loaded, over all attempts.</param>
/// <param name="Recovers">The interrupted run that this one makes good.</param>
public sealed record JobRun(
    string RunId, string Job, TriggerKind Trigger, RunState State, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    int Attempt, DateTimeOffset? NextAttemptAt, IReadOnlyList<int> LoadKeys, string? Error, string? Recovers, string? Server);

/// <summary>What an attempt came to.</summary>
/// <param name="Refusals">Why files were refused; empty = none was.</param>
/// <param name="Passing">A failure that may be over the next time; null = none.</param>
/// <param name="Lasting">A failure that trying again does not mend; null = none.</param>
public sealed record AttemptResult(IReadOnlyList<int> LoadKeys, IReadOnlyList<string> Refusals, Exception? Passing, Exception? Lasting)
{
    public static readonly AttemptResult Nothing = new([], [], null, null);
}
