using System.Globalization;
using System.IO.Compression;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// An Excel workbook (ECMA-376, Transitional), written as it goes: the headings stay in sight, values have the type they
/// are of, and rows beyond what a sheet holds go on on the next one. What a sheet would change without a word stays text:
/// exact numbers of more than 15 digits, dates before March 1900, negative durations. Instants are in UTC.
/// </summary>
internal sealed class XlsxWriter : TableWriter
{
    public const int SheetRows = 1_048_576;
    private const int PieceSize = 32 * 1024;

    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FirstSafeDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DownloadTable _table;
    private readonly byte[][] _columns;
    private readonly int _sheetRows;
    private readonly ZipArchive _zip;
    private readonly Utf8Output _sheet = new();
    private readonly Utf8Output _digits = new(64);
    private Stream? _part;
    private int _sheets;
    private int _row;

    /// <param name="sheetRows">Rows of a sheet with its headings; fewer than Excel's own number only to see how sheets follow on.</param>
    public XlsxWriter(DownloadTable table, int sheetRows = SheetRows)
    {
        _table = table;
        _sheetRows = sheetRows;
        _columns = [.. table.Columns.Select((_, i) => Encoding.ASCII.GetBytes(XlsxParts.ColumnName(i)))];
        _zip = new ZipArchive(new OutputStream(Output), ZipArchiveMode.Create, leaveOpen: true);
    }

    public override void Begin() => BeginSheet();

    public override void WriteRow(RowCursor row)
    {
        if (_row == _sheetRows)
        {
            EndSheet();
            BeginSheet();
        }
        BeginRow();
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = _table.Columns[i].Value;
            if (!row.IsNull(value.Ordinal))
            {
                WriteCell(row, i, value);
            }
        }
        EndRow();
    }

    public override void End()
    {
        EndSheet();
        foreach (var (path, text) in XlsxParts.All(_table, _sheets))
        {
            using var part = _zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            part.Write(Encoding.UTF8.GetBytes(text));
        }
        _zip.Dispose();
    }

    public override void Dispose()
    {
        // The archive is closed by End alone: closing it here would make a broken file look whole.
        _sheet.Dispose();
        _digits.Dispose();
        base.Dispose();
    }

    private void BeginSheet()
    {
        _part = _zip.CreateEntry(XlsxParts.SheetPath(++_sheets), CompressionLevel.Fastest).Open();
        _row = 0;
        _sheet.Raw(XlsxParts.SheetStart(_table));
        BeginRow();
        for (var i = 0; i < _columns.Length; i++)
        {
            BeginCell(i);
            _sheet.Raw(" s=\"1\""u8);
            WriteText(Encoding.UTF8.GetBytes(_table.Columns[i].Heading));
        }
        EndRow();
    }

    private void EndSheet()
    {
        _sheet.Raw("</sheetData></worksheet>"u8);
        Compress();
        _part!.Dispose();
    }

    private void Compress()
    {
        _part!.Write(_sheet.Written);
        _sheet.Clear();
    }

    private void BeginRow()
    {
        _sheet.Raw("<row r=\""u8);
        _sheet.Number(++_row);
        _sheet.Raw("\">"u8);
    }

    private void EndRow()
    {
        _sheet.Raw("</row>"u8);
        if (_sheet.Length >= PieceSize)
        {
            Compress();
        }
    }

    private void BeginCell(int column)
    {
        _sheet.Raw("<c r=\""u8);
        _sheet.Raw(_columns[column]);
        _sheet.Number(_row);
        _sheet.Raw((byte)'"');
    }

    private void WriteCell(RowCursor row, int column, ValueMember value)
    {
        BeginCell(column);
        switch (value.Kind)
        {
            case PrimitiveKind.String:
                WriteText(row.GetText(value.Ordinal));
                break;
            case PrimitiveKind.Enum:
                WriteText(value.Enumeration!.Format(row.GetInt64(value.Ordinal)));
                break;
            case PrimitiveKind.Boolean:
                _sheet.Raw(row.GetBoolean(value.Ordinal) ? " t=\"b\"><v>1</v></c>"u8 : " t=\"b\"><v>0</v></c>"u8);
                break;
            case PrimitiveKind.Int64 or PrimitiveKind.Int32 or PrimitiveKind.Int16 or PrimitiveKind.Byte or PrimitiveKind.SByte or PrimitiveKind.Decimal or PrimitiveKind.Double or PrimitiveKind.Single:
                WriteNumber(row, value);
                break;
            default:
                WriteMoment(row, value);
                break;
        }
    }

    private void WriteNumber(RowCursor row, ValueMember value)
    {
        _digits.Clear();
        EntityWriter.Value(row, value, _digits, ieee754Compatible: false);
        var digits = _digits.Written;
        var isExact = value.Kind is not (PrimitiveKind.Double or PrimitiveKind.Single);
        if (digits[0] == (byte)'"' || (isExact && Significant(digits) > 15))
        {
            WriteText(digits.Trim((byte)'"'));
            return;
        }
        _sheet.Raw("><v>"u8);
        _sheet.Raw(digits);
        _sheet.Raw("</v></c>"u8);
    }

    /// <summary>Digits that a sheet's number must hold for the value to stay what it is.</summary>
    private static int Significant(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        Span<byte> digits = stackalloc byte[40];
        var count = 0;
        foreach (var c in exponent < 0 ? number : number[..exponent])
        {
            if (c is >= (byte)'0' and <= (byte)'9' && count < digits.Length)
            {
                digits[count++] = c;
            }
        }
        return digits[..count].Trim((byte)'0').Length;
    }

    private void WriteMoment(RowCursor row, ValueMember value)
    {
        var (serial, style) = row.Capture(value.Ordinal, value.Kind, value.Storage, value.Scale) switch
        {
            DateOnly date when date.ToDateTime(default, DateTimeKind.Utc) is var day && day >= FirstSafeDay => ((day - Epoch).TotalDays, "2"),
            DateTimeOffset instant when instant.UtcDateTime >= FirstSafeDay => ((instant.UtcDateTime - Epoch).TotalDays, "3"),
            TimeOnly time => (time.ToTimeSpan().TotalDays, "4"),
            TimeSpan duration when duration >= TimeSpan.Zero => (duration.TotalDays, "5"),
            _ => (-1, ""),
        };
        if (serial < 0)
        {
            WriteText(row.GetFormatted(value.Ordinal, value.Kind));
            return;
        }
        _sheet.Raw(" s=\""u8);
        _sheet.Raw(style);
        _sheet.Raw("\"><v>"u8);
        _sheet.Number(serial);
        _sheet.Raw("</v></c>"u8);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        _sheet.Raw(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
        XlsxParts.Escape(text, _sheet);
        _sheet.Raw("</t></is></c>"u8);
    }

    /// <summary>What the archive writes lands in the output, which is sent without blocking.</summary>
    private sealed class OutputStream(Utf8Output output) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Write(byte[] buffer, int offset, int count) => output.Raw(buffer.AsSpan(offset, count));
        public override void Write(ReadOnlySpan<byte> buffer) => output.Raw(buffer);
        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
