using CsvHelper;

namespace DtiWarehouse.Etl.Sources;

/// <summary>Where a file keeps what: separator, header row, and the field of every contract column.</summary>
public sealed class FeedLayout
{
    internal const int LastHeaderRow = 20;
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly FeedDefinition _feed;
    private readonly int[] _fieldOf;
    private readonly WordMap?[] _words;

    private FeedLayout(char? separator, int headerLine, HeaderRow header, FeedDefinition feed, FeedMapping mapping)
    {
        _feed = feed;
        Separator = separator;
        HeaderLine = headerLine;
        HeaderFieldCount = header.FieldCount;
        IgnoredColumns = header.Ignored;
        PersonalColumnCount = header.PersonalFields.Count;
        FirstPersonalField = header.PersonalFields.Count == 0 ? int.MaxValue : header.PersonalFields[0];
        _fieldOf = header.FieldOf;
        _words = [.. feed.Columns.Select(column => WordMap.Of(column, mapping))];
    }

    /// <summary><c>,</c>, <c>;</c> or tab; null in a form that has none.</summary>
    public char? Separator { get; }

    /// <summary>Physical line of the header row, or the sheet's row; 0 in a form that has none.</summary>
    public int HeaderLine { get; }

    /// <summary>Headers that the contract does not know, as printed; blank headers are not listed.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; }

    /// <summary>Columns of personal data: their cells are never read.</summary>
    public int PersonalColumnCount { get; }

    internal int HeaderFieldCount { get; }

    /// <summary>Left of it no cell can hold personal data, even in a row whose fields slipped to the right.</summary>
    internal int FirstPersonalField { get; }

    /// <summary>Field of a contract column; -1 when the file has no such column.</summary>
    internal int FieldOf(FeedColumn column) => _fieldOf[column.Index];

    /// <summary>Per field, whether a column of dates stands in it.</summary>
    internal bool[] DateFields() => Fields(column => column.IsDate);

    /// <summary>Per field, whether a column of the contract stands in it.</summary>
    internal bool[] ContractFields() => Fields(_ => true);

    private bool[] Fields(Func<FeedColumn, bool> isMeant)
    {
        var fields = new bool[HeaderFieldCount];
        foreach (var column in _feed.Columns.Where(column => FieldOf(column) >= 0 && isMeant(column)))
            fields[FieldOf(column)] = true;
        return fields;
    }

    /// <summary>What configuration makes of the column's words; null where it says nothing.</summary>
    internal WordMap? WordsOf(FeedColumn column) => _words[column.Index];

    /// <summary>
    /// Finds separator and header: the first row within the first 20 that holds every required header, under the
    /// separator that recognises most columns.
    /// </summary>
    /// <exception cref="FeedFileException"><c>COLUMN_MISSING</c>, <c>COLUMN_DUPLICATED</c>, <c>MAPPING_INVALID</c>.</exception>
    internal static FeedLayout Detect(ReadOnlyMemory<byte> head, FeedDefinition feed, FeedMapping mapping)
    {
        var names = new HeaderNames(feed, mapping);
        (char Separator, int Line, HeaderRow Row)? best = null;
        foreach (var separator in Separators)
        {
            if (FindHeader(FirstRows(head, separator), names) is { } found && (best is null || found.Row.IsBetterThan(best.Value.Row)))
                best = (separator, found.Line, found.Row);
        }
        var (chosen, line, row) = best ?? throw new InvalidOperationException("A head without rows is an empty file.");
        row.ThrowIfUnusable();
        return new FeedLayout(chosen, line, row, feed, mapping);
    }

    /// <summary>Finds the header in a form whose records have no separator. Null where there are no rows.</summary>
    /// <param name="rows">Rows in file order, each with its line; no more of them are read than the header needs.</param>
    /// <exception cref="FeedFileException"><c>COLUMN_MISSING</c>, <c>COLUMN_DUPLICATED</c>, <c>MAPPING_INVALID</c>.</exception>
    internal static FeedLayout? Detect(IEnumerable<(int Line, string[] Fields)> rows, FeedDefinition feed, FeedMapping mapping)
    {
        if (FindHeader(rows.Take(LastHeaderRow), new HeaderNames(feed, mapping)) is not { } found)
            return null;
        found.Row.ThrowIfUnusable();
        return new FeedLayout(null, found.Line, found.Row, feed, mapping);
    }

    private static (int Line, HeaderRow Row)? FindHeader(IEnumerable<(int Line, string[] Fields)> rows, HeaderNames names)
    {
        (int Line, HeaderRow Row)? best = null;
        foreach (var (line, fields) in rows)
        {
            var row = names.Recognise(fields);
            if (best is null || row.IsBetterThan(best.Value.Row))
                best = (line, row);
            if (row.Missing.Count == 0)
                break;
        }
        return best;
    }

    private static IEnumerable<(int Line, string[] Fields)> FirstRows(ReadOnlyMemory<byte> head, char separator)
    {
        using var csv = CsvReader.Create(head, new CsvReaderOptions
        {
            Separator = separator, HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = false,
        });
        for (var row = 0; row < LastHeaderRow && csv.Read(); row++)
            yield return ((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
    }
}
