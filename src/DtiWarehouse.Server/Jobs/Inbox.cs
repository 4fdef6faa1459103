using System.Data.Common;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Server.Hosting;

namespace DtiWarehouse.Server.Jobs;

/// <summary>
/// The files of the inbox: which of them have stopped growing, loading them, and moving them to the archive or, refused
/// ones, to the rejects.
/// </summary>
public sealed class Inbox(WarehouseSettings settings, WarehouseLoader loader, LoadReport report, TimeProvider clock, ILogger<Inbox> log)
{
    /// <summary>How often the inbox is looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    // A little less than a look's pause, so that a timer that is early does not cost a round.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1.5);

    private readonly Lock _looking = new();
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileSize> _givenUp = new(StringComparer.Ordinal);
    private Dictionary<string, (FileSize Size, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);

    private readonly record struct FileSize(long Length, DateTime Written);

    private sealed record FeedFile(string Feed, FileInfo File, bool IsResting, bool IsGivenUp);

    /// <summary>The feeds that have files to load, all of which have stopped growing.</summary>
    public IReadOnlyList<string> Arrived() => [.. Look().Where(f => f is { IsResting: true, IsGivenUp: false }).Select(f => f.Feed).Distinct()];

    /// <summary>
    /// The files of a feed that have stopped growing, in order of name. Files that were given up count when an operator asks.
    /// </summary>
    public async Task<IReadOnlyList<FileInfo>> RestingAsync(string feed, bool withGivenUp, CancellationToken cancellation)
    {
        if (Look().Any(f => f.Feed == feed && !f.IsResting))
        {
            await Task.Delay(LookEvery, clock, cancellation);
        }
        return [.. Look().Where(f => f.Feed == feed && f.IsResting && (withGivenUp || !f.IsGivenUp)).Select(f => f.File)];
    }

    /// <summary>
    /// Loads files one after another and puts them away; none holds up the others. A stop is heeded between two files.
    /// </summary>
    public AttemptResult Load(IReadOnlyList<FileInfo> files, CancellationToken cancellation)
    {
        var keys = new List<int>();
        var refusals = new List<string>();
        Exception? passing = null, lasting = null;
        foreach (var file in files)
        {
            if (cancellation.IsCancellationRequested)
            {
                passing = new OperationCanceledException("Máy chủ đang dừng. / The server is stopping.");
                break;
            }
            LoadRun? run = null;
            try
            {
                run = loader.LoadFile(file.FullName, report.Progress);
                keys.Add(run.LoadKey);
                report.Done(run);
                if (run.Status is LoadStatus.Failed)
                {
                    refusals.Add($"{run.FileName}: {run.Error}");
                }
                file.MoveTo(Free(Path.Combine(run.Status is LoadStatus.Failed ? settings.Rejects : settings.Archive, file.Name)));
            }
            catch (Exception failure) when (run is null && IsPassing(failure))
            {
                // The file is held by its writer, or the warehouse by another load.
                log.LogWarning(failure, "{File}: chưa nạp được tệp; sẽ thử lại. / The file could not be loaded yet; trying again.", file.Name);
                passing = failure;
            }
            catch (Exception failure)
            {
                // A file that is loaded but cannot be moved would fill the ledger with one run a round.
                log.LogError(failure, "{File}: tệp nằm lại trong inbox vì lỗi ngoài dự kiến; sẽ thử lại khi tệp thay đổi, khi được yêu cầu hoặc khi máy chủ khởi động lại. / The file stays in the inbox after an unexpected failure; trying again when it changes, on demand, or when the server restarts.", file.Name);
                GiveUp(file);
                lasting = failure;
            }
            finally
            {
                report.Clear();
            }
        }
        return new AttemptResult(keys, refusals, passing, lasting);
    }

    /// <summary>Whether a failure can be over by itself: a lock, a disk, a source that does not answer.</summary>
    public static bool IsPassing(Exception failure) =>
        failure is PullException { IsPassing: true } or IOException or UnauthorizedAccessException or DbException or HttpRequestException or TimeoutException or OperationCanceledException;

    private List<FeedFile> Look()
    {
        lock (_looking)
        {
            var now = clock.GetUtcNow();
            var seen = new Dictionary<string, (FileSize Size, DateTimeOffset Since)>(StringComparer.Ordinal);
            var files = new List<FeedFile>();
            foreach (var file in new DirectoryInfo(settings.Inbox).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                if (FeedCatalogue.ForFile(file.FullName) is not { } feed)
                {
                    Notice(file);
                    continue;
                }
                var size = SizeOf(file);
                seen[file.FullName] = _seen.TryGetValue(file.FullName, out var before) && before.Size == size ? before : (size, now);
                files.Add(new FeedFile(feed.Name, file, now - seen[file.FullName].Since >= Rest, _givenUp.TryGetValue(file.FullName, out var given) && given == size));
            }
            _seen = seen;
            return files;
        }
    }

    private void GiveUp(FileInfo file)
    {
        lock (_looking)
        {
            file.Refresh();
            _givenUp[file.FullName] = SizeOf(file);
        }
    }

    private void Notice(FileInfo file)
    {
        if (_strangers.Add(file.FullName))
        {
            log.LogWarning("{File}: tệp trong inbox không thuộc nguồn cấp nào nên để yên. / The file in the inbox belongs to no feed and is left alone.", file.Name);
        }
    }

    private static FileSize SizeOf(FileInfo file) => file.Exists ? new FileSize(file.Length, file.LastWriteTimeUtc) : default;

    /// <summary>A name that is not taken yet: an archive never overwrites.</summary>
    private string Free(string path) => File.Exists(path)
        ? Path.Combine(Path.GetDirectoryName(path)!, $"{clock.GetUtcNow():yyyyMMddTHHmmssfff}_{Path.GetFileName(path)}")
        : path;
}
