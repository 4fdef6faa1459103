using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Server.Jobs;

namespace DtiWarehouse.Server.Access;

/// <summary>What the audit log tells of.</summary>
public enum AuditKind { KeyCreated, KeyRotated, KeyRevoked, Denied, JobOrdered, Loaded }

/// <summary>Something that was done, or refused.</summary>
/// <param name="Caller">Name of the caller; <c>command</c> for the command line.</param>
public sealed record AuditEvent(DateTimeOffset At, AuditKind Kind, string Caller, string Detail);

/// <summary>
/// Who did what: keys, loads, orders, denials, in the operations database and as log messages of the category
/// <c>DtiWarehouse.Audit</c>. Never a secret, a query or a row. The newest hundred thousand are kept.
/// </summary>
public sealed partial class AuditLog(OperationsStore store, TimeProvider clock, ILoggerFactory logs)
{
    private const int Kept = 100_000, ForgetEvery = 1_000;
    private const int LongestDetail = 1_000, LongestCaller = 200;
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan OnceIn = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = logs.CreateLogger("DtiWarehouse.Audit");
    private readonly ConcurrentDictionary<(string Caller, string Detail), long> _denied = new();
    private int _written;

    public void Add(AuditKind kind, string caller, string detail)
    {
        (caller, detail) = (Cut(caller, LongestCaller), Cut(detail, LongestDetail));
        Happened(kind, caller, detail);
        Keep(kind, caller, detail);
    }

    /// <summary>A load, of which the log has a line of its own.</summary>
    public void AddLoad(string caller, LoadRun run) => Keep(AuditKind.Loaded, caller, Cut(FormattableString.Invariant($"{run.LoadKey} {run.Feed} {run.FileName}: {run.Status}"), LongestDetail));

    private void Keep(AuditKind kind, string caller, string detail)
    {
        var now = clock.GetUtcNow();
        try
        {
            store.Execute(
                "INSERT INTO audit_event (event_id, happened_at, kind, caller, detail) VALUES (@id, @at, @kind, @caller, @detail)",
                ("id", string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMddHHmmssfff}-{Random.Shared.Next(0x1000000):x6}")),
                ("at", OperationsStore.Text(now)), ("kind", kind.ToString()), ("caller", caller), ("detail", detail));
            if (Interlocked.Increment(ref _written) % ForgetEvery == 1)
            {
                ForgetOldest();
            }
        }
        catch (DbException failure)
        {
            // The message above has told it; what is done goes on.
            NotKept(failure);
        }
    }

    /// <summary>A denial; the same one again is told once a minute, so that no flood of them fills a disk.</summary>
    public void Deny(string caller, string detail)
    {
        var now = clock.GetTimestamp();
        if (_denied.TryGetValue((caller, detail), out var last) && clock.GetElapsedTime(last, now) < OnceIn)
        {
            return;
        }
        if (_denied.Count >= MostRemembered)
        {
            _denied.Clear();
        }
        _denied[(caller, detail)] = now;
        Add(AuditKind.Denied, caller, detail);
    }

    /// <summary>The newest events.</summary>
    public IReadOnlyList<AuditEvent> Newest(int top) => store.Query(
        "SELECT happened_at, kind, caller, detail FROM audit_event ORDER BY event_id DESC", top,
        reader => new AuditEvent(OperationsStore.Instant(reader, 0)!.Value, Enum.Parse<AuditKind>(reader.GetString(1)), reader.GetString(2), reader.GetString(3)));

    private void ForgetOldest()
    {
        var ids = store.Query("SELECT event_id FROM audit_event ORDER BY event_id DESC", Kept + 1, reader => reader.GetString(0));
        if (ids.Count > Kept)
        {
            store.Execute("DELETE FROM audit_event WHERE event_id <= @oldest", ("oldest", ids[^1]));
        }
    }

    /// <summary>One line: what a caller names itself must not look like lines of the log.</summary>
    private static string Cut(string text, int longest)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > longest ? line[..longest] : line;
    }

    [LoggerMessage(1, LogLevel.Information, "{Kind} by {Caller}: {Detail}")]
    private partial void Happened(AuditKind kind, string caller, string detail);

    [LoggerMessage(2, LogLevel.Warning, "The audit log cannot be written")]
    private partial void NotKept(Exception failure);
}
