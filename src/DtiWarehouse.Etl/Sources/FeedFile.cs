using System.Security.Cryptography;
using DtiWarehouse.Etl.Checks;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// A file of a feed, read forward once: layout first, then typed rows and rejections in file order. Memory does not grow
/// with the file. Opening reads the file through (hash, encoding, flag form), so these are settled before the first row.
/// </summary>
public sealed class FeedFile : IDisposable
{
    private const int HeadLength = 1 << 18;

    private readonly FeedText _text;
    private readonly RecordReader _records;
    private readonly RowReader _row;

    private FeedFile(string path, FeedDefinition feed, FeedMapping mapping, FeedText text, DateOnly today)
    {
        _text = text;
        Feed = feed;
        FileName = Path.GetFileName(path);
        ModifiedAt = File.GetLastWriteTimeUtc(path);
        ContentHash = text.Hash();
        Layout = FeedLayout.Detect(ReadHead(text), feed, mapping);
        FlagForm = Survey(text, feed, Layout);
        _records = new RecordReader(text.Open(), Layout.Separator);
        _records.SkipTo(Layout.HeaderLine);
        _row = new RowReader(_records, feed, Layout, FlagForm, today, Reading);
    }

    public FeedDefinition Feed { get; }

    /// <summary>File name without its folder.</summary>
    public string FileName { get; }

    /// <summary>Modified time (UTC): version of the rows that carry none.</summary>
    public DateTime ModifiedAt { get; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public string ContentHash { get; }

    /// <summary><c>UTF-8</c>, <c>UTF-8 BOM</c>, <c>UTF-16 LE</c> or <c>UTF-16 BE</c>.</summary>
    public string EncodingName => _text.EncodingName;

    public FeedLayout Layout { get; }

    public FlagForm FlagForm { get; }

    /// <summary>What the rows read so far have shown.</summary>
    public FeedReading Reading { get; } = new();

    /// <summary>Opens a file of <paramref name="feed"/>. "Today", which dates are held against, is the clock's day in UTC+7.</summary>
    /// <exception cref="FeedFileException">The file as a whole cannot be read: encoding, header, damage, nothing in it.</exception>
    public static FeedFile Open(string path, FeedDefinition feed, FeedMapping mapping, TimeProvider clock)
    {
        FeedCatalogue.RefuseWorkbook(path);
        var text = FeedText.Of(path);
        try
        {
            return new FeedFile(path, feed, mapping, text, Schema.Warehouse.LocalDay(clock.GetUtcNow()));
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of a file's bytes, lower-case hexadecimal, also of a file that cannot be opened as a feed.</summary>
    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Reads the next row: one of <paramref name="row"/> and <paramref name="rejection"/> is set. False at the end.</summary>
    /// <exception cref="FeedFileException"><c>QUOTE_UNTERMINATED</c>: nothing of the file may be kept.</exception>
    public bool TryRead(out FeedRow? row, out RowRejection? rejection)
    {
        (row, rejection) = (null, null);
        do
        {
            if (!_records.Read())
                return false;
        }
        while (_row.IsBlank());
        row = _row.Read();
        rejection = _row.Rejection;
        return true;
    }

    public void Dispose()
    {
        _records.Dispose();
        _text.Dispose();
    }

    private static byte[] ReadHead(FeedText text)
    {
        using var stream = text.Open();
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new FeedFileException(ReasonCode.FileEmpty,
                "Tệp không có nội dung; hãy xuất lại dữ liệu. / The file has no content; export the data again.");
        }
        return head[..length];
    }

    /// <summary>One pass over the whole text: flag form, and every byte checked before a row is handed out.</summary>
    private static FlagForm Survey(FeedText text, FeedDefinition feed, FeedLayout layout)
    {
        using var stream = text.Open();
        using var records = new RecordReader(stream, layout.Separator);
        records.SkipTo(layout.HeaderLine);
        var form = FlagForms.Detect(records, feed, layout);
        stream.Drain();
        return form;
    }
}
