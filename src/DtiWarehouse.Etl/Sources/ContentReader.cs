using System.Text;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>Reads rows of a feed again from their canonical content, which holds every value of the contract.</summary>
public sealed class ContentReader
{
    private readonly Cells _cells;
    private readonly RowReader _row;

    public ContentReader(FeedDefinition feed)
    {
        FeedColumn[] columns = [.. feed.Columns.Where(column => column != feed.UpdatedAt)];
        _cells = new Cells(columns);
        var layout = FeedLayout.Detect([(1, [.. columns.Select(column => column.Header)])], feed, FeedMapping.Default)!;
        // What was accepted once is accepted again, whatever the day.
        _row = new RowReader(_cells, feed, layout, FlagForm.Words, DateOnly.MaxValue, new FeedReading());
    }

    /// <summary>The row whose content it is; null where an earlier version of the program wrote it in another form.</summary>
    /// <param name="version">Version of the row (UTC).</param>
    public FeedRow? Read(string content, DateTime version)
    {
        _cells.Take(content);
        return _row.Read() is { } row && row.Content == content ? row with { UpdatedAt = version } : null;
    }

    /// <summary>A row's content as a record of cells; numbers in it are plain.</summary>
    private sealed class Cells(FeedColumn[] columns) : RecordReader
    {
        private byte[][] _fields = [];

        public override int LineNumber => 0;

        public override int FieldCount => _fields.Length;

        public override bool IsMalformed => _fields.Length != columns.Length;

        public override (string Reason, Refusal Refusal) Malformation => (ReasonCode.FieldCount, Refusal.TooManyFields(_fields.Length, columns.Length));

        public override bool IsTyped => true;

        public void Take(string content) => _fields = [.. content.Split('\u001f').Select(Encoding.UTF8.GetBytes)];

        public override ReadOnlySpan<byte> Field(int index) => index < _fields.Length ? _fields[index] : [];

        public override CellKind KindOf(int index) => columns[index].Words == NumberCell.NotCounted ? CellKind.Number : CellKind.Text;

        public override bool Read() => false;

        public override void Dispose()
        {
        }
    }
}
