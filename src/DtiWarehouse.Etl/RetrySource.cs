using System.Text;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Cells;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;

namespace DtiWarehouse.Etl;

/// <summary>
/// The open rejected rows of a run as a source of their own: written as a file under the contract's headers and read
/// through the present mapping and rules. A row keeps the version that it had in its file, so an older one never beats
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
        Facts = new FeedFacts(run.Feed, run.FileName ?? "", "", mapping.Fingerprint(), run.SourceModifiedAt!.Value);
        try
        {
            var path = Path.Combine(_folder, feed.Name + ".csv");
            Write(path, feed, rows, flagForm is Sources.FlagForm.Crosses);
            _file = FeedFile.Open(path, feed, mapping, clock);
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

    private static void Write(string path, FeedDefinition feed, IReadOnlyList<RejectedRow> rows, bool crosses)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false));
        text.WriteLine(string.Join(',', feed.Columns.Select(column => Quoted(column.Header))));
        foreach (var row in rows)
        {
            RejectedKey.TryCells(row.RawRow, out var cells);
            text.WriteLine(string.Join(',', feed.Columns.Select(column => Quoted(Cell(cells, column, crosses)))));
        }
    }

    /// <summary>
    /// The cell as it was. What an empty flag says depends on how all flags of its file are written: where it said no, that
    /// is written out, and a cross is a yes, so that these rows among themselves decide nothing.
    /// </summary>
    private static string Cell(Dictionary<string, string> cells, FeedColumn column, bool crosses)
    {
        if (!cells.TryGetValue(column.Header, out var cell) || !column.IsFlag)
        {
            return cell ?? "";
        }
        return string.IsNullOrWhiteSpace(cell) ? crosses ? YesNo.No : ""
            : YesNo.IsCross(Spelling.Trim(Encoding.UTF8.GetBytes(cell))) ? YesNo.Yes
            : cell;
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }
}
