using CsvHelper;
using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// Cuts a file's text into records of raw UTF-8 fields, with the physical line on which each starts. A stray quote marks
/// the record as malformed; a quote that is never closed refuses the file (<c>QUOTE_UNTERMINATED</c>).
/// </summary>
internal sealed class CsvRecords : RecordReader
{
    /// <summary>A record of this size is a quote that was never closed, not a row.</summary>
    private const int LargestRecord = 1 << 20;

    private readonly StrictUtf8Stream _text;
    private readonly CsvReader _csv;
    private CsvMalformedReason? _malformed;

    public CsvRecords(StrictUtf8Stream text, char separator)
    {
        _text = text;
        _csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LargestRecord,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _malformed = record.Reason,
        });
    }

    public override int LineNumber => (int)_csv.LineNumber;

    public override int FieldCount => _csv.FieldCount;

    /// <summary>The record's quotes do not pair up: its fields cannot be trusted.</summary>
    public override bool IsMalformed => _malformed is not null;

    public override (string Reason, Refusal Refusal) Malformation => (ReasonCode.CsvMalformed, Refusal.Malformed);

    /// <summary>The field's bytes without quotes; empty past the end of the record.</summary>
    public override ReadOnlySpan<byte> Field(int index) => _csv.GetSpan(index);

    public override bool Read()
    {
        _malformed = null;
        try
        {
            if (!_csv.Read())
                return false;
        }
        catch (CsvFormatException e)
        {
            throw Unterminated(e.LineNumber);
        }
        return _malformed == CsvMalformedReason.UnterminatedQuote ? throw Unterminated(_csv.LineNumber) : true;
    }

    public override void CheckRest() => _text.Drain();

    public override void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private static FeedFileException Unterminated(long line) => new(ReasonCode.QuoteUnterminated,
        $"Dấu ngoặc kép mở ở dòng {line} không được đóng; hãy đóng lại hoặc bỏ dấu đó rồi nạp lại tệp. / "
        + $"A quote opened on line {line} is never closed; close or remove it and load the file again.");
}
