using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Dialects;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Server.Hosting;

/// <summary>The load, set up for this warehouse. Loads of one process run one after another.</summary>
public sealed class WarehouseLoader(WarehouseSettings settings, TimeProvider clock)
{
    private readonly Lock _oneAtATime = new();

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
                done(run);
            }
            return runs;
        }
    }

    public LoadRun LoadFile(string path, Action<LoadProgress>? progress = null)
    {
        lock (_oneAtATime)
        {
            return Runner(progress).LoadFile(path);
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

    /// <summary>Creates the warehouse where there is none and loads the reference lists and published figures that are new.</summary>
    public IReadOnlyList<LoadRun> Prepare()
    {
        lock (_oneAtATime)
        {
            var runs = Runner(null).LoadReferenceData();
            using var connection = SqliteLoadConnection.Open(settings.File);
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

    private LoadRunner Runner(Action<LoadProgress>? progress) => new(() => SqliteLoadConnection.Open(settings.File), clock)
    {
        Progress = progress,
        MaxRejectedShare = settings.Load.MaxRejectedShare,
        Mapping = settings.Load.MappingOf,
    };
}
