using System.Security.Cryptography;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources.JsonLines;
using DtiWarehouse.Etl.Sources.Workbooks;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// The form of an open file: CSV, workbook or JSON Lines. It can be passed through several times, one pass at a time; the
/// file stays open in between, so every pass sees the same bytes.
/// </summary>
internal abstract class FeedForm : IDisposable
{
    /// <summary>How the file is written, for the run's record.</summary>
    public abstract string Describe(FeedLayout layout);

    /// <summary>How far the last pass is, from 0 to 1; null where the form does not tell.</summary>
    public virtual double? ShareRead => null;

    /// <summary>SHA-256 of the file's bytes as they lie on disk, lower-case hexadecimal.</summary>
    public abstract string Hash();

    /// <summary>Finds the columns of the feed.</summary>
    /// <exception cref="FeedFileException">There is nothing in the file, or a column cannot be found.</exception>
    public abstract FeedLayout Detect(FeedDefinition feed, FeedMapping mapping);

    /// <summary>A pass over the records; the first one read is the first below the header.</summary>
    public abstract RecordReader Open(FeedLayout layout);

    public abstract void Dispose();

    /// <summary>Opens a file in the form that its first bytes show, or for JSON Lines its name.</summary>
    /// <exception cref="FeedFileException">The form is none of the contract's, or the file is damaged.</exception>
    public static FeedForm Of(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            Span<byte> start = stackalloc byte[8];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return start[..length] switch
            {
                [0x50, 0x4B, 0x03, 0x04, ..] => new Workbook(file),
                [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] => throw Workbook.RefuseCompound(file),
                _ when HasEnding(path, ".xlsx") || HasEnding(path, ".xls") => throw Workbook.Damaged(),
                _ when HasEnding(path, ".jsonl") || HasEnding(path, ".jsonl.gz") => new JsonLinesForm(new FeedText(file)),
                _ => new CsvForm(new FeedText(file)),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 from the start of a file, lower-case hexadecimal.</summary>
    internal static string HashOf(Stream file)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    protected static FeedFileException Empty() => new(ReasonCode.FileEmpty,
        "Tệp không có nội dung; hãy xuất lại dữ liệu. / The file has no content; export the data again.");

    private static bool HasEnding(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
