using CsvHelper;

namespace DtiWarehouse.Etl.Sources;

/// <summary>Where a file keeps what: separator, header row, and the field of every contract column.</summary>
public sealed class FeedLayout
{
    private const int LastHeaderRow = 20;
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly int[] _fieldOf;

    private FeedLayout(char separator, int headerLine, HeaderRow header)
    {
        Separator = separator;
        HeaderLine = headerLine;
        HeaderFieldCount = header.FieldCount;
        IgnoredColumns = header.Ignored;
        PersonalColumnCount = header.PersonalFields.Count;
        FirstPersonalField = header.PersonalFields.Count == 0 ? int.MaxValue : header.PersonalFields[0];
        _fieldOf = header.FieldOf;
    }

    /// <summary><c>,</c>, <c>;</c> or tab.</summary>
    public char Separator { get; }

    /// <summary>Physical line of the header row.</summary>
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
            foreach (var (line, fields) in FirstRows(head, separator))
            {
                var row = names.Recognise(fields);
                if (best is null || row.IsBetterThan(best.Value.Row))
                    best = (separator, line, row);
                if (row.Missing.Count == 0)
                    break;
            }
        }
        var found = best ?? throw new InvalidOperationException("A head without rows is an empty file.");
        found.Row.ThrowIfUnusable();
        return new FeedLayout(found.Separator, found.Line, found.Row);
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
