using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Loads the files that arrive in the inbox once they have stopped growing, then moves them to the archive, refused ones
/// to the rejects. Judges open dossiers as of the new day at 00:05 (UTC+7).
/// </summary>
public sealed class InboxWatcher(WarehouseSettings settings, WarehouseLoader loader, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JudgeAfterMidnight = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private DateOnly _judged = DateOnly.MinValue;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            LoadArrived(stopping);
            JudgeAtNight();
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private void LoadArrived(CancellationToken stopping)
    {
        foreach (var file in new DirectoryInfo(settings.Inbox).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            stopping.ThrowIfCancellationRequested();
            if (!IsFeed(file))
            {
                continue;
            }
            var size = (file.Length, file.LastWriteTimeUtc);
            if (!_seen.TryGetValue(file.FullName, out var before) || before != size)
            {
                // Still being written, perhaps: look again when it has rested for one round.
                _seen[file.FullName] = size;
                continue;
            }
            _seen.Remove(file.FullName);
            LoadOne(file);
        }
    }

    private void LoadOne(FileInfo file)
    {
        try
        {
            var run = loader.LoadFile(file.FullName);
            var failed = run.Status is LoadStatus.Failed;
            file.MoveTo(Free(Path.Combine(failed ? settings.Rejects : settings.Archive, file.Name)));
            Console.WriteLine(LoadSummary.Of(run));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(failure, "Chưa đọc hoặc chuyển được tệp {File}; sẽ thử lại. / The file {File} could not be read or moved; trying again.", file.Name, file.Name);
        }
    }

    private bool IsFeed(FileInfo file)
    {
        if (LoadRunner.IsFeedFile(file.FullName))
        {
            return true;
        }
        if (_strangers.Add(file.FullName))
        {
            log.LogWarning("Tệp {File} trong inbox không thuộc nguồn cấp nào nên để yên. / The file {File} in the inbox belongs to no feed and is left alone.", file.Name, file.Name);
        }
        return false;
    }

    /// <summary>A name that is not taken yet: an archive never overwrites.</summary>
    private string Free(string path)
    {
        return File.Exists(path)
            ? Path.Combine(Path.GetDirectoryName(path)!, $"{clock.GetUtcNow():yyyyMMddTHHmmssfff}_{Path.GetFileName(path)}")
            : path;
    }

    private void JudgeAtNight()
    {
        var now = clock.GetUtcNow().ToOffset(Warehouse.LocalOffset);
        var today = DateOnly.FromDateTime(now.DateTime);
        if (_judged != today && now.TimeOfDay >= JudgeAfterMidnight)
        {
            loader.JudgeOpenDossiers();
            _judged = today;
        }
    }
}
