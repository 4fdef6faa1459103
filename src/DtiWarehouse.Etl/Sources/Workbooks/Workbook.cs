using System.IO.Compression;
using System.Text;
using DtiWarehouse.Etl.Checks;
using ExcelDataReader;

namespace DtiWarehouse.Etl.Sources.Workbooks;

/// <summary>
/// An XLSX workbook: its first visible sheet is the feed's table. The library keeps the workbook's shared texts in memory and
/// streams the rows.
/// </summary>
internal sealed class Workbook : FeedForm
{
    /// <summary>A sheet of a million full rows unpacks to less.</summary>
    private const long LargestUnpacked = 4L << 30;

    /// <summary>Shared texts are held in memory.</summary>
    private const long LargestTexts = 512L << 20;

    private const int MostParts = 10_000;

    /// <summary>The library asks for a code page of old workbooks even where it reads a new one.</summary>
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private readonly FileStream _file;
    private readonly IExcelDataReader _reader;
    private readonly WorkbookParts _parts;
    private readonly (int Index, string Name) _sheet;

    /// <summary>Takes an open file over; it is disposed of with the workbook.</summary>
    /// <exception cref="FeedFileException"><c>FILE_DAMAGED</c>, <c>WORKBOOK_TOO_LARGE</c>.</exception>
    public Workbook(FileStream file)
    {
        _file = file;
        _parts = Guarded(() => Inspect(file));
        file.Position = 0;
        _reader = Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true }));
        _sheet = Guarded(FindVisibleSheet);
    }

    public override string Describe(FeedLayout layout) => $"sổ tính XLSX, trang / XLSX workbook, sheet: {_sheet.Name}";

    public override string Hash()
    {
        var position = _file.Position;
        var hash = HashOf(_file);
        _file.Position = position;
        return hash;
    }

    public override FeedLayout Detect(FeedDefinition feed, FeedMapping mapping) =>
        FeedLayout.Detect(Guarded(FirstRows), feed, mapping) ?? throw Empty();

    public override RecordReader Open(FeedLayout layout) => Guarded(() =>
    {
        GoToSheet();
        var records = new SheetRecords(_reader, new SheetErrors(_file.Name, _parts.OfSheet(_sheet.Name)), layout, _parts.CountsFrom1904);
        records.SkipTo(layout.HeaderLine);
        return records;
    });

    public override void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    /// <summary>What an OLE compound file under a feed's name is: an encrypted workbook, or one of the form before 2007.</summary>
    public static FeedFileException RefuseCompound(FileStream file) => Holds(file, Encoding.Unicode.GetBytes("EncryptedPackage"))
        ? new FeedFileException(ReasonCode.WorkbookEncrypted,
            "Sổ tính đặt mật khẩu nên không đọc được; hãy mở bằng Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi lưu lại. / "
            + "The workbook is protected by a password; open it in Excel, remove the password (File → Info → Protect Workbook) and save it again.")
        : new FeedFileException(ReasonCode.FileNotSupported,
            "Tệp là sổ tính dạng cũ (XLS, trước 2007); hãy mở bằng Excel và lưu lại dạng “Excel Workbook (*.xlsx)”. / "
            + "The file is a workbook of the old form (XLS, before 2007); open it in Excel and save it as “Excel Workbook (*.xlsx)”.");

    public static FeedFileException Damaged() => new(ReasonCode.FileDamaged,
        "Tệp không phải sổ tính XLSX trọn vẹn (bị hỏng hoặc chưa chép xong); hãy mở bằng Excel, lưu lại rồi chép lại. / "
        + "The file is not a complete XLSX workbook (damaged, or not copied to its end); open it in Excel, save and copy it again.");

    /// <summary>Runs a step of the library, which meets damage in a file with exceptions of many types.</summary>
    /// <exception cref="FeedFileException"><c>FILE_DAMAGED</c>.</exception>
    internal static T Guarded<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception damage) when (damage is not (FeedFileException or OutOfMemoryException) && damage is not IOException or EndOfStreamException)
        {
            throw Damaged();
        }
    }

    /// <summary>Refuses what unpacks beyond the limits (the archive's own lengths bind the unpacking), and finds the parts.</summary>
    private static WorkbookParts Inspect(FileStream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var unpacked = archive.Entries.Sum(entry => entry.Length);
        var texts = archive.Entries.Where(entry => entry.Name.Equals("sharedStrings.xml", StringComparison.OrdinalIgnoreCase)).Sum(entry => entry.Length);
        if (archive.Entries.Count > MostParts || unpacked > LargestUnpacked || texts > LargestTexts)
        {
            throw new FeedFileException(ReasonCode.WorkbookTooLarge,
                $"Sổ tính bung ra {unpacked >> 20:N0} MB, quá mức cho phép ({LargestUnpacked >> 20:N0} MB, trong đó văn bản {LargestTexts >> 20:N0} MB); hãy chia nhỏ hoặc xuất CSV. / "
                + $"The workbook unpacks to {unpacked >> 20:N0} MB, beyond the limit ({LargestUnpacked >> 20:N0} MB, of which texts {LargestTexts >> 20:N0} MB); split it or export CSV.");
        }
        return WorkbookParts.Of(archive);
    }

    /// <summary>Templates keep their lists in hidden sheets: the first sheet is the first one that a person sees.</summary>
    private (int Index, string Name) FindVisibleSheet()
    {
        for (var sheet = 0; sheet == 0 || _reader.NextResult(); sheet++)
        {
            if (_reader.VisibleState == "visible")
                return (sheet, _reader.Name);
        }
        _reader.Reset();
        return (0, _reader.Name);
    }

    private void GoToSheet()
    {
        _reader.Reset();
        for (var sheet = 0; sheet < _sheet.Index; sheet++)
            _reader.NextResult();
    }

    /// <summary>The first rows that hold anything, as texts.</summary>
    private List<(int Line, string[] Fields)> FirstRows()
    {
        GoToSheet();
        var rows = new List<(int, string[])>();
        while (rows.Count < FeedLayout.LastHeaderRow && _reader.Read())
        {
            string[] fields = [.. Enumerable.Range(0, _reader.FieldCount).Select(field => SheetCell.Text(_reader.GetValue(field)))];
            var length = Array.FindLastIndex(fields, field => !string.IsNullOrWhiteSpace(field)) + 1;
            if (length > 0)
                rows.Add((_reader.Depth + 1, fields[..length]));
        }
        return rows;
    }

    private static bool Holds(FileStream file, byte[] sought)
    {
        var buffer = new byte[1 << 16];
        var kept = 0;
        file.Position = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(sought) >= 0)
                return true;
            kept = Math.Min(filled.Length, sought.Length - 1);
            filled[^kept..].CopyTo(buffer);
        }
        return false;
    }
}
