using System.Data.Common;
using DtiWarehouse.Etl;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>
/// Loads the files that arrive in the inbox once they have stopped growing, then moves them to the archive, refused ones
/// to the rejects. Judges open dossiers as of the new day at 00:05 (UTC+7). No failure ends it: the feed goes on.
/// </summary>
public sealed class InboxWatcher(WarehouseSettings settings, WarehouseLoader loader, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JudgeAfterMidnight = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Length, DateTime Written)> _givenUp = new(StringComparer.Ordinal);
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private DateOnly _judged = DateOnly.MinValue;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                LoadArrived(stopping);
                JudgeAtNight();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "Chưa xem được inbox hoặc chưa đánh giá lại được hồ sơ đang mở; sẽ thử lại. / The inbox could not be watched or open dossiers not be judged; trying again.");
            }
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
            if (_givenUp.TryGetValue(file.FullName, out var given) && given == size)
            {
                continue;
            }
            if (!_seen.TryGetValue(file.FullName, out var before) || before != size)
            {
                // Still being written, perhaps: look again when it has rested for one round.
                _seen[file.FullName] = size;
                continue;
            }
            _seen.Remove(file.FullName);
            if (!LoadOne(file))
            {
                _givenUp[file.FullName] = size;
            }
        }
    }

    /// <summary>Loads and moves a file. False where trying again is of no use until the file changes.</summary>
    private bool LoadOne(FileInfo file)
    {
        LoadRun? run = null;
        try
        {
            run = loader.LoadFile(file.FullName);
            Console.WriteLine(LoadSummary.Of(run));
            file.MoveTo(Free(Path.Combine(run.Status is LoadStatus.Failed ? settings.Rejects : settings.Archive, file.Name)));
            return true;
        }
        catch (Exception failure) when (run is null && failure is IOException or UnauthorizedAccessException or DbException)
        {
            // The file is held by its writer, or the warehouse by another load: both pass.
            log.LogWarning(failure, "Chưa nạp được tệp {File}; sẽ thử lại. / The file {File} could not be loaded yet; trying again.", file.Name, file.Name);
            return true;
        }
        catch (Exception failure)
        {
            // A file that is loaded but cannot be moved would fill the ledger with one run a round.
            log.LogError(failure, "Tệp {File} nằm lại trong inbox vì lỗi ngoài dự kiến; sẽ thử lại khi tệp thay đổi hoặc máy chủ khởi động lại. / The file {File} stays in the inbox after an unexpected failure; trying again when it changes or the server restarts.", file.Name, file.Name);
            return false;
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
