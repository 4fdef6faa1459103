using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>
/// The open rejected rows of a run as a source of their own: a file of JSON lines under the contract's headers, read through
/// the present words and rules. A row keeps the version that it had in its file, so an older one never beats
/// what was accepted since; its line number is its place among the rows tried.
/// </summary>
internal sealed class RetrySource : FeedSource
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dtiw-retry-").FullName;
    private readonly FeedFile _file;
    private int _place;

    public RetrySource(LoadRun run, FlagForm? flagForm, FeedDefinition feed, IReadOnlyList<RejectedRow> rows, FeedMapping mapping, TimeProvider clock)
    {
        Rows = rows;
        Facts = new FeedFacts(run.Feed, run.FileName ?? "", "", mapping.Fingerprint(), run.SourceModifiedAt!.Value, mapping.HeaderFingerprint());
        try
        {
            var path = Path.Combine(_folder, feed.Name + ".jsonl");
            File.WriteAllLines(path, rows.Select(row => row.RawRow));
            // Raw rows stand under the contract's own headers.
            _file = FeedFile.Open(path, feed, mapping with { Headers = FeedMapping.Default.Headers }, clock, flagForm);
        }
        catch
        {
            Directory.Delete(_folder, recursive: true);
            throw;
        }
    }

    /// <summary>The rejected rows that are tried, in order of their places.</summary>
    public IReadOnlyList<RejectedRow> Rows { get; }

    public override FeedFacts Facts { get; }

    public override LoadKind Kind => LoadKind.Retry;

    public override bool TryRead(out FeedRow? row, out RowRejection? rejection)
    {
        if (!_file.TryRead(out row, out rejection))
        {
            return _place == Rows.Count ? false : throw new InvalidOperationException($"{_place} of {Rows.Count} rejected rows were read again.");
        }
        _place++;
        row = row is null ? null : row with { LineNumber = _place };
        rejection = rejection is null ? null : rejection with { LineNumber = _place };
        return true;
    }

    public override void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }
}
