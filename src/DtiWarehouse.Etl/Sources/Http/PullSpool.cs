using System.Globalization;
using System.Text.Json;

namespace DtiWarehouse.Etl.Sources.Http;

/// <summary>How far a pull is: what is in the spool file, and where the next page is.</summary>
/// <param name="Settings">Fingerprint of settings and mapping that the pages were fetched under.</param>
/// <param name="Since">The time from which changes were asked for (UTC); null for all.</param>
/// <param name="Length">Bytes of the spool file that are whole pages.</param>
/// <param name="Next">Address of the next page; null once the last one is in.</param>
/// <param name="Checkpoint">An address passed before: meeting it again is a loop.</param>
/// <param name="StepsLeft">Pages until the checkpoint moves up, twice as far each time.</param>
internal sealed record PullState(
    string Settings, DateTime StartedAt, DateTime? Since, int Pages, long Records, long Length, string? Next,
    string LastPage, string Checkpoint, int StepsLeft, int Steps);

/// <summary>
/// The spool of a pull: pages behind each other in <c>FEED_pull_TIME.jsonl.part</c>, and how far it is in
/// <c>….state</c> beside it. A page counts once the state says so: what was written after is cut off when the pull goes on,
/// so that a page is never doubled and never half.
/// </summary>
internal sealed class PullSpool : IDisposable
{
    private const string Part = ".part", StateEnding = ".state", Stamp = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>An older pull is begun anew: tokens expire, and numbered pages move as rows change.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly string _file;
    private readonly FileStream _pages;

    private PullSpool(string file, PullState state)
    {
        (_file, State) = (file, state);
        _pages = new FileStream(file + Part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _pages.SetLength(state.Length);
        _pages.Position = state.Length;
    }

    public PullState State { get; private set; }

    /// <summary>Begins a pull.</summary>
    public static PullSpool Begin(string folder, string feed, PullState state)
    {
        Discard(folder, feed);
        var spool = new PullSpool(Path.Combine(folder, NameOf(feed, state.StartedAt)), state);
        spool.Save(state);
        return spool;
    }

    /// <summary>The pull of a feed that was broken off and can go on; null where there is none.</summary>
    public static PullSpool? Resume(string folder, string feed, string settings, DateTime now)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"{feed}_pull_*{StateEnding}"))
        {
            var spool = file[..^StateEnding.Length];
            if (File.Exists(spool + Part) && ReadState(file) is { } state && state.Settings == settings
                && now - state.StartedAt < Lifetime && new FileInfo(spool + Part).Length >= state.Length)
            {
                return new PullSpool(spool, state);
            }
        }
        return null;
    }

    /// <summary>The oldest complete pull of a feed that waits to be loaded; null where none does.</summary>
    public static string? FindComplete(string folder, string feed) =>
        Directory.EnumerateFiles(folder, $"{feed}_pull_*.jsonl").Where(file => StartOf(file) is not null).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>When the pull that made a file began (UTC); null where it is no file of a pull.</summary>
    public static DateTime? StartOf(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        var at = name.LastIndexOf("_pull_", StringComparison.Ordinal);
        return at >= 0 && DateTime.TryParseExact(name[(at + 6)..], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start)
            ? start
            : null;
    }

    public static string NameOf(string feed, DateTime startedAt) => $"{feed}_pull_{startedAt.ToString(Stamp, CultureInfo.InvariantCulture)}.jsonl";

    /// <summary>Takes a page in, on disk before it counts.</summary>
    public void Add(ReadOnlySpan<byte> lines, PullState state)
    {
        _pages.Write(lines);
        _pages.Flush(flushToDisk: true);
        Save(state with { Length = _pages.Position });
    }

    /// <summary>Makes the pull a file of its feed, as old as its beginning; null where it has no rows.</summary>
    public string? Complete()
    {
        _pages.Dispose();
        if (State.Records == 0)
        {
            Remove(_file);
            return null;
        }
        File.SetLastWriteTimeUtc(_file + Part, State.StartedAt);
        File.Move(_file + Part, _file);
        File.Delete(_file + StateEnding);
        return _file;
    }

    /// <summary>Gives the pull up, with what it has fetched.</summary>
    public void Discard()
    {
        _pages.Dispose();
        Remove(_file);
    }

    public void Dispose() => _pages.Dispose();

    private static void Discard(string folder, string feed)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"{feed}_pull_*").Where(file => file.EndsWith(Part, StringComparison.Ordinal) || file.EndsWith(StateEnding, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    private static void Remove(string file)
    {
        File.Delete(file + Part);
        File.Delete(file + StateEnding);
    }

    private void Save(PullState state)
    {
        var draft = _file + StateEnding + ".new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, state);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, _file + StateEnding, overwrite: true);
        State = state;
    }

    private static PullState? ReadState(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<PullState>(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
