namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// A file of a feed, read forward once: layout first, then typed rows and rejections in file order. Memory does not grow
/// with the file. Opening reads the file through (hash, encoding, flag form), so these are settled before the first row.
/// </summary>
public sealed class FeedFile : IDisposable
{
    private readonly FeedForm _form;
    private readonly RecordReader _records;
    private readonly RowReader _row;

    private FeedFile(string path, FeedDefinition feed, FeedMapping mapping, FeedForm form, DateOnly today, FlagForm? flagForm)
    {
        _form = form;
        Feed = feed;
        FileName = Path.GetFileName(path);
        ModifiedAt = File.GetLastWriteTimeUtc(path);
        ContentHash = form.Hash();
        Layout = form.Detect(feed, mapping);
        FlagForm = flagForm ?? Survey();
        _records = form.Open(Layout);
        _row = new RowReader(_records, feed, Layout, FlagForm, today, Reading);
    }

    public FeedDefinition Feed { get; }

    /// <summary>File name without its folder.</summary>
    public string FileName { get; }

    /// <summary>Modified time (UTC): version of the rows that carry none.</summary>
    public DateTime ModifiedAt { get; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public string ContentHash { get; }

    /// <summary>How the file is written: encoding and separator, or the sheet that was read.</summary>
    public string Form => _form.Describe(Layout);

    /// <summary>Share of the bytes that the reading has come to, from 0 to 1; null where the form does not tell.</summary>
    public double? ShareRead => _form.ShareRead;

    public FeedLayout Layout { get; }

    public FlagForm FlagForm { get; }

    /// <summary>What the rows read so far have shown.</summary>
    public FeedReading Reading { get; } = new();

    /// <summary>Opens a file of <paramref name="feed"/>. "Today", which dates are held against, is the clock's day in UTC+7.</summary>
    /// <param name="flagForm">How the flags are written where that is known; null finds out.</param>
    /// <exception cref="FeedFileException">The file as a whole cannot be read: encoding, header, damage, nothing in it.</exception>
    public static FeedFile Open(string path, FeedDefinition feed, FeedMapping mapping, TimeProvider clock, FlagForm? flagForm = null)
    {
        var form = FeedForm.Of(path);
        try
        {
            return new FeedFile(path, feed, mapping, form, Schema.Warehouse.LocalDay(clock.GetUtcNow()), flagForm);
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of a file's bytes, lower-case hexadecimal, also of a file that cannot be opened as a feed.</summary>
    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return FeedForm.HashOf(file);
    }

    /// <summary>Reads the next row: one of <paramref name="row"/> and <paramref name="rejection"/> is set. False at the end.</summary>
    /// <exception cref="FeedFileException">Nothing of the file may be kept, such as after <c>QUOTE_UNTERMINATED</c>.</exception>
    public bool TryRead(out FeedRow? row, out RowRejection? rejection)
    {
        (row, rejection) = (null, null);
        do
        {
            if (!_records.Read())
                return false;
        }
        while (_records.IsBlank());
        row = _row.Read();
        rejection = _row.Rejection;
        return true;
    }

    public void Dispose()
    {
        _records.Dispose();
        _form.Dispose();
    }

    /// <summary>One pass over the whole file: flag form, and everything checked before a row is handed out.</summary>
    private FlagForm Survey()
    {
        using var records = _form.Open(Layout);
        var form = FlagForms.Detect(records, Feed, Layout);
        records.CheckRest();
        return form;
    }
}
