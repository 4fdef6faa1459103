using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Dimensions;
using DtiWarehouse.Etl.Facts;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl;

/// <summary>How far the load of a file is.</summary>
public sealed record LoadProgress(string Feed, string FileName, int RowsRead, int RowsRejected);

/// <summary>
/// Loads feed files into the warehouse, one transaction per file: source rows, dimensions, facts, summaries, checks, rejected
/// rows, the run's record and the data version become visible together or not at all.
/// </summary>
public sealed class LoadRunner(Func<LoadConnection> open, TimeProvider clock)
{
    private const int ProgressEvery = 10_000;

    /// <summary>A file with a greater share of rejected rows is refused.</summary>
    public decimal MaxRejectedShare { get; init; } = 0.05m;

    /// <summary>Called from time to time while rows are read.</summary>
    public Action<LoadProgress>? Progress { get; init; }

    /// <summary>What must hold before a load commits.</summary>
    public IReadOnlyList<DataCheck> Checks { get; init; } = DataChecks.All;

    /// <summary>Configured column mapping of a feed.</summary>
    public Func<string, FeedMapping> Mapping { get; init; } = _ => FeedMapping.Default;

    /// <summary>
    /// Loads the reference lists and published figures that come with the product: territories, their successors,
    /// declared figures. What was loaded before is left alone.
    /// </summary>
    public IReadOnlyList<LoadRun> LoadReferenceData()
    {
        var runs = new List<LoadRun>();
        foreach (var list in ReferenceData.Lists)
        {
            using var file = ReferenceData.Extract(list);
            using var source = new FileSource(file.Path, FeedCatalogue.Find(list)!, FeedMapping.Default, clock);
            if (!IsLoaded(source.Facts))
            {
                runs.Add(Load(source));
            }
        }
        return runs;
    }

    /// <summary>Whether anything was ever loaded beyond the lists that come with the product.</summary>
    public bool HasOwnLoads()
    {
        using var connection = open();
        // Two servers that start at once may both load a list, the second in vain.
        return connection.Number("SELECT COUNT(*) FROM etl_load_run WHERE same_as_load_key IS NULL") > ReferenceData.Lists.Count;
    }

    /// <summary>Whether the lists that come with the product are in.</summary>
    public bool HasReferenceData()
    {
        using var connection = open();
        return connection.Number("SELECT COUNT(*) FROM etl_load_run WHERE status = 'Completed'") >= ReferenceData.Lists.Count;
    }

    /// <summary>
    /// Loads every feed file of a folder: reference lists first, files of a feed in order of name. Files whose name
    /// belongs to no feed are left out; none is moved.
    /// </summary>
    public IEnumerable<LoadRun> LoadInbox(string folder) => Directory.EnumerateFiles(folder)
        .Select(path => (Path: path, Feed: FeedCatalogue.ForFile(path)))
        .Where(file => file.Feed is not null)
        .OrderBy(file => Feeds.All.ToList().IndexOf(file.Feed!.Name)).ThenBy(file => Path.GetFileName(file.Path), StringComparer.Ordinal)
        .ToList()
        .Select(file => LoadFile(file.Path, file.Feed!));

    /// <summary>Whether a file's name belongs to a feed, be it in a form that the load refuses.</summary>
    public static bool IsFeedFile(string path) => FeedCatalogue.ForFile(path) is not null;

    /// <summary>Loads one file, whose name says which feed it belongs to.</summary>
    public LoadRun LoadFile(string path) => LoadFile(path, FeedCatalogue.ForFile(path)
        ?? throw new ArgumentException($"Tên tệp không thuộc nguồn cấp nào. / The file name belongs to no feed: {Path.GetFileName(path)}", nameof(path)));

    private LoadRun LoadFile(string path, FeedDefinition feed)
    {
        using var source = new FileSource(path, feed, Mapping(feed.Name), clock);
        return Load(source);
    }

    /// <summary>Loads one file. A refused file leaves the warehouse as it was, with a failed run that says why.</summary>
    public LoadRun Load(FeedSource source)
    {
        using var connection = open();
        connection.Begin();
        return Load(connection, source, retried: null);
    }

    /// <summary>
    /// Tries the open rejected rows of a run again, through the present mapping and rules, as a run of their own. Rows that
    /// load now are settled; the others stay open with the present reason, and are not written twice.
    /// </summary>
    /// <exception cref="RetryException">The run is not known, or its rows cannot be tried from here.</exception>
    public RetryOutcome RetryRejects(int loadKey)
    {
        using var connection = open();
        connection.Begin();
        using var retry = RejectedRetry.Open(connection, loadKey, Mapping, clock);
        return new RetryOutcome(retry.Source is null ? null : Load(connection, retry.Source, retry), retry.OnlyInFile);
    }

    private LoadRun Load(LoadConnection connection, FeedSource source, RejectedRetry? retried)
    {
        var start = clock.GetTimestamp();
        using var rejected = new RejectedRows(connection, source.Facts);
        using var span = LoadTelemetry.Start("load", source.Facts.Feed);
        var run = LoadLedger.Open(connection, source, clock.GetUtcNow());
        run.RetryOfLoadKey = retried?.LoadKey;
        var checks = new LoadChecks(Checks);
        try
        {
            if (LoadLedger.FindSame(connection, source.Facts) is { } same)
            {
                run.SameAsLoadKey = same;
            }
            else
            {
                LoadRows(connection, source, run, rejected, retried, checks);
            }
            LoadLedger.Complete(connection, source, run, checks.Results, clock.GetUtcNow(), clock.GetElapsedTime(start));
            using (LoadTelemetry.Stage("commit"))
            {
                connection.Commit();
            }
            LoadTelemetry.Done(span, run, rejected);
            return run;
        }
        catch (FeedFileException refusal)
        {
            connection.Rollback();
            var failed = LoadLedger.Fail(connection, source, run, refusal, rejected, checks.Results, clock.GetUtcNow(), clock.GetElapsedTime(start));
            LoadTelemetry.Done(span, failed, rejected);
            return failed;
        }
    }

    /// <summary>Judges open dossiers as of today (the nightly run). True where the day is another and a new data version came of it.</summary>
    public bool JudgeOpenDossiers()
    {
        using var connection = open();
        connection.Begin();
        var now = clock.GetUtcNow();
        var asOf = OpenDossiers.AsOf(now);
        if (OpenDossiers.LastJudged(connection) == asOf)
        {
            return false;
        }
        var scope = new LoadScope(connection, LoadLedger.LastKey(connection), Warehouse.Instant(now), asOf);
        OpenDossiers.Judge(scope);
        IndicatorsDue.Mark(scope);
        connection.RaiseDataVersion();
        connection.Commit();
        return true;
    }

    private bool IsLoaded(FeedFacts file)
    {
        using var connection = open();
        return LoadLedger.FindSame(connection, file) is not null;
    }

    private void LoadRows(LoadConnection connection, FeedSource source, LoadRun run, RejectedRows rejected, RejectedRetry? retried, LoadChecks checks)
    {
        var scope = new LoadScope(connection, run.LoadKey, run.StartedAt, OpenDossiers.AsOf(new DateTimeOffset(run.StartedAt, TimeSpan.Zero)));
        ReferenceMembers.Prepare(scope);
        OpenDossiers.Judge(scope);
        var feed = FeedLoads.Create(source.Facts.Feed, scope);
        if (feed.Facts is { } facts)
        {
            facts.ShareRead = () => source.ShareRead;
        }
        using var rows = new RowMerge(scope, source.Facts, feed);
        using (LoadTelemetry.Stage("rows"))
        {
            MergeRows(source, rows, run, rejected);
        }
        foreach (var refusal in feed.Refuse(rows))
        {
            rejected.Add(refusal);
        }
        if (retried is null)
        {
            RefuseAbove(MaxRejectedShare, run.RowsRead, rejected);
        }
        using (LoadTelemetry.Stage("apply"))
        {
            feed.Finish();
        }
        IndicatorsDue.Mark(scope);
        (run.RowsLoaded, run.RowsChanged) = (rows.Count(RowOutcome.Loaded), rows.Count(RowOutcome.Changed));
        (run.RowsUnchanged, run.RowsSuperseded) = (rows.Count(RowOutcome.Unchanged), rows.Count(RowOutcome.Superseded));
        run.RowsRejected = rejected.Count;
        run.RowsFaulty = rejected.Count;
        run.Watermark = rows.Watermark;
        run.IdentifiersParted = scope.IdentifiersParted;
        if (retried is null)
        {
            rejected.Save(run.LoadKey);
        }
        else
        {
            retried.Save(run.LoadKey, rejected);
        }
        OpenRejects.Settle(connection, run, feed.Released);
        using (LoadTelemetry.Stage("check"))
        {
            checks.Run(scope, feed, run);
        }
        run.Remarks = string.Join("; ", new[] { source.Remarks, scope.Warnings }.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } remarks ? remarks : null;
    }

    private void MergeRows(FeedSource source, RowMerge rows, LoadRun run, RejectedRows rejected)
    {
        using var ahead = new ReadAhead(source);
        foreach (var (row, rejection) in ahead.Rows())
        {
            run.RowsRead++;
            if (rejection is not null)
            {
                rejected.Add(rejection);
            }
            else
            {
                rows.Add(row!);
            }
            if (run.RowsRead % ProgressEvery == 0)
            {
                Progress?.Invoke(new LoadProgress(source.Facts.Feed, source.Facts.FileName, run.RowsRead, rejected.Count));
            }
        }
        rows.Complete();
        LoadTelemetry.Pieces("decide", rows.Times.Decide);
        LoadTelemetry.Pieces("accept", rows.Times.Accept);
        LoadTelemetry.Pieces("write", rows.Times.Write);
        LoadTelemetry.Pieces("index", rows.Times.Index);
        Progress?.Invoke(new LoadProgress(source.Facts.Feed, source.Facts.FileName, run.RowsRead, rejected.Count));
    }

    private static void RefuseAbove(decimal share, int read, RejectedRows rejected)
    {
        if (rejected.Count > share * read)
        {
            var first = rejected.Kept[0];
            throw new FeedFileException(
                ReasonCode.TooManyRejected,
                FormattableString.Invariant($"{rejected.Count} trên {read} dòng bị từ chối, quá mức cho phép {share:P1}; dòng {first.LineNumber}: {first.ReasonCode}. Sửa các dòng trong RejectedRows rồi nạp lại. ")
                + FormattableString.Invariant($"/ {rejected.Count} of {read} rows rejected, more than {share:P1}; line {first.LineNumber}: {first.ReasonCode}. Mend the rows listed in RejectedRows and load again."));
        }
    }
}
