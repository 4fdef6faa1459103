using System.Globalization;
using System.Text;
using DtiWarehouse.Etl.Checks;
using ExcelDataReader;

namespace DtiWarehouse.Etl.Sources.Workbooks;

/// <summary>
/// The rows of a sheet as records. A cell becomes text when it is asked for, so cells that no column of the contract stands
/// in, personal ones above all, are passed over. Cells right of the header are remarks beside the table.
/// </summary>
internal sealed class SheetRecords : RecordReader
{
    /// <summary>Days between the two epochs that workbooks count from.</summary>
    private const int DaysTo1904 = 1462;

    private readonly IExcelDataReader _reader;
    private readonly SheetErrors _errors;
    private readonly int _fieldCount;
    private readonly Func<bool> _next;
    private readonly bool[] _isDate;
    private readonly bool _countsFrom1904;
    private readonly (int Start, int Length, CellKind Kind, bool IsWritten)[] _cells;
    private readonly Dictionary<string, NumberLook> _looks = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[4096];
    private int _used;

    public SheetRecords(IExcelDataReader reader, SheetErrors errors, FeedLayout layout, bool countsFrom1904)
    {
        _reader = reader;
        _errors = errors;
        _countsFrom1904 = countsFrom1904;
        _fieldCount = layout.HeaderFieldCount;
        _isDate = layout.DateFields();
        _next = Next;
        _cells = new (int, int, CellKind, bool)[_fieldCount];
    }

    public override int LineNumber => _reader.Depth + 1;

    public override int FieldCount => _fieldCount;

    /// <summary>Cells of a sheet stand in their columns: a row cannot be cut wrongly.</summary>
    public override bool IsMalformed => false;

    public override (string Reason, Refusal Refusal) Malformation => throw new NotSupportedException();

    public override bool IsTyped => true;

    public override bool Read()
    {
        Array.Clear(_cells);
        _used = 0;
        return Workbook.Guarded(_next);
    }

    public override bool IsBlank()
    {
        for (var field = 0; field < Math.Min(_fieldCount, _reader.FieldCount); field++)
        {
            if (_errors.At(field) is not null || _reader.GetValue(field) is { } value && !(value is string text && string.IsNullOrWhiteSpace(text)))
                return false;
        }
        return true;
    }

    public override ReadOnlySpan<byte> Field(int index)
    {
        ref readonly var cell = ref Cell(index);
        return _buffer.AsSpan(cell.Start, cell.Length);
    }

    public override CellKind KindOf(int index) => Cell(index).Kind;

    /// <summary>The library's reader is the workbook's.</summary>
    public override void Dispose() => _errors.Dispose();

    private bool Next()
    {
        if (!_reader.Read())
            return false;
        _errors.MoveTo(LineNumber);
        return true;
    }

    private ref readonly (int Start, int Length, CellKind Kind, bool IsWritten) Cell(int index)
    {
        ref var cell = ref _cells[index];
        if (!cell.IsWritten)
        {
            var start = _used;
            var kind = index < _reader.FieldCount ? Write(index) : CellKind.Text;
            cell = (start, _used - start, kind, true);
        }
        return ref cell;
    }

    private CellKind Write(int index)
    {
        if (_errors.At(index) is { } error)
        {
            _used += Encoding.UTF8.GetBytes(error, Room(Encoding.UTF8.GetMaxByteCount(error.Length)));
            return CellKind.Error;
        }
        switch (_reader.GetValue(index))
        {
            case null:
                return CellKind.Text;
            case string text:
                _used += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
                return CellKind.Text;
            case double number:
                return Write(number, LookOf(_reader.GetNumberFormatString(index)), _isDate[index]);
            case DateTime date:
                _used += SheetCell.Write(date, Room(64));
                return CellKind.Text;
            case bool truth:
                _used += Encoding.UTF8.GetBytes(truth ? "true" : "false", Room(8));
                return CellKind.Text;
            case var other:
                var plain = Convert.ToString(other, CultureInfo.InvariantCulture) ?? "";
                _used += Encoding.UTF8.GetBytes(plain, Room(Encoding.UTF8.GetMaxByteCount(plain.Length)));
                return CellKind.Text;
        }
    }

    private CellKind Write(double number, NumberLook look, bool isDate)
    {
        if (isDate && _countsFrom1904)
            number += DaysTo1904;
        if (look.IsPercent)
        {
            // What a person sees is "97.5%": taken as 0.975 it would be another number than the sheet saved as CSV holds.
            _used += SheetCell.Write(number * 100, Room(64));
            _used += Encoding.UTF8.GetBytes("%", Room(1));
            return CellKind.Text;
        }
        var room = Room(64);
        var length = SheetCell.Write(number, room);
        var zeros = look.Digits - length;
        if (zeros > 0 && !room[..length].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            room[..length].CopyTo(room[zeros..]);
            room[..zeros].Fill((byte)'0');
            _used += look.Digits;
            return CellKind.Text;
        }
        _used += length;
        return room[..length].Contains((byte)'E') ? CellKind.Text : CellKind.Number;
    }

    private NumberLook LookOf(string? format)
    {
        if (format is null)
            return default;
        if (!_looks.TryGetValue(format, out var look))
            _looks[format] = look = NumberLook.Of(format);
        return look;
    }

    private Span<byte> Room(int length)
    {
        if (_buffer.Length - _used < length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + length));
        return _buffer.AsSpan(_used);
    }

    /// <summary>What a number format adds to the digits: a percent sign, or leading zeros up to a length, as codes have.</summary>
    private readonly record struct NumberLook(bool IsPercent, int Digits)
    {
        private const int LongestCode = 40;

        public static NumberLook Of(string format) => new(
            HasPercent(format),
            format.Length is > 1 and <= LongestCode && format.AsSpan().IndexOfAnyExcept('0') < 0 ? format.Length : 0);

        /// <summary>A percent sign outside quotes and not escaped.</summary>
        private static bool HasPercent(string format)
        {
            var isQuoted = false;
            for (var i = 0; i < format.Length; i++)
            {
                if (format[i] == '"')
                    isQuoted = !isQuoted;
                else if (!isQuoted && format[i] is '\\' or '_' or '*')
                    i++;
                else if (!isQuoted && format[i] == '%')
                    return true;
            }
            return false;
        }
    }
}
