using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Http;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The load, set up for this warehouse. Loads of one process run one after another.</summary>
public sealed class WarehouseLoader(WarehouseSettings settings, TimeProvider clock)
{
    private readonly Lock _oneAtATime = new();

    /// <summary>Called after every load, whatever became of it.</summary>
    public Action<LoadRun> Loaded { get; init; } = _ => { };

    /// <summary>Loads every feed file of a folder; <paramref name="done"/> is called after each.</summary>
    public IReadOnlyList<LoadRun> LoadFolder(string folder, Action<LoadRun> done, Action<LoadProgress>? progress = null)
    {
        lock (_oneAtATime)
        {
            var runner = Runner(progress);
            runner.LoadReferenceData();
            var runs = new List<LoadRun>();
            foreach (var run in runner.LoadInbox(folder))
            {
                runs.Add(run);
                Loaded(run);
                done(run);
            }
            return runs;
        }
    }

    public LoadRun LoadFile(string path, Action<LoadProgress>? progress = null)
    {
        lock (_oneAtATime)
        {
            var run = Runner(progress).LoadFile(path);
            Loaded(run);
            return run;
        }
    }

    /// <summary>Tries the open rejected rows of a run again; see <see cref="LoadRunner.RetryRejects"/>.</summary>
    public RetryOutcome RetryRejects(int loadKey)
    {
        lock (_oneAtATime)
        {
            return Runner(null).RetryRejects(loadKey);
        }
    }

    /// <summary>Names of the feeds that are pulled from a source over the network.</summary>
    public IReadOnlySet<string> PulledFeeds { get; } = settings.Load.Pulls.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Pulls what is new of a feed into a file and returns its path; null where there is nothing new. Where the source cannot
    /// be pulled, a failed run says why.
    /// </summary>
    /// <exception cref="PullException">The source cannot be pulled.</exception>
    public async Task<string?> PullAsync(string feed, CancellationToken cancellation)
    {
        var definition = FeedCatalogue.Find(feed)!;
        var mapping = settings.Load.MappingOf(feed);
        try
        {
            return await new FeedPull(definition, settings.Load.Pulls[feed], mapping, settings.Pulls, () => Watermark(feed), clock).RunAsync(cancellation);
        }
        catch (PullException failure) when (failure.Code != ReasonCode.PullBusy)
        {
            lock (_oneAtATime)
            {
                using var source = new FailedPull(definition, mapping, failure, clock.GetUtcNow());
                Loaded(Runner(null).Load(source));
            }
            throw;
        }
    }

    /// <summary>Pulls and loads what is new of a feed, and puts the file away; null where there is nothing new.</summary>
    /// <exception cref="PullException">The source cannot be pulled.</exception>
    public async Task<LoadRun?> LoadPulledAsync(string feed, CancellationToken cancellation)
    {
        if (await PullAsync(feed, cancellation) is not { } file)
        {
            return null;
        }
        var run = LoadFile(file);
        // The name holds the time of the pull: one that is there already is the same pull.
        File.Move(file, Path.Combine(run.Status is LoadStatus.Failed ? settings.Rejects : settings.Archive, Path.GetFileName(file)), overwrite: true);
        return run;
    }

    /// <summary>Creates the warehouse where there is none and loads the reference lists and published figures that are new.</summary>
    public IReadOnlyList<LoadRun> Prepare()
    {
        lock (_oneAtATime)
        {
            var runs = Runner(null).LoadReferenceData();
            using var connection = settings.Warehouse.OpenLoad();
            FeedStates.AddMissing(connection);
            return runs;
        }
    }

    /// <summary>Whether <see cref="Prepare"/> has been done, here or by another server.</summary>
    public bool IsPrepared() => Runner(null).HasReferenceData();

    /// <summary>Whether the warehouse holds anything beyond the reference lists: such a warehouse gets no sample.</summary>
    public bool HasOwnLoads() => Runner(null).HasOwnLoads();

    /// <summary>The nightly judgement of open dossiers; see <see cref="LoadRunner.JudgeOpenDossiers"/>.</summary>
    public bool JudgeOpenDossiers()
    {
        lock (_oneAtATime)
        {
            return Runner(null).JudgeOpenDossiers();
        }
    }

    private DateTime? Watermark(string feed)
    {
        using var connection = settings.Warehouse.OpenLoad();
        return PullLedger.Watermark(connection, feed);
    }

    private LoadRunner Runner(Action<LoadProgress>? progress) => new(settings.Warehouse.OpenLoad, clock)
    {
        Progress = progress,
        MaxRejectedShare = settings.Load.MaxRejectedShare,
        Mapping = settings.Load.MappingOf,
    };
}
