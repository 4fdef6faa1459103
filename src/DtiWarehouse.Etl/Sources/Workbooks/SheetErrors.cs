using System.IO.Compression;
using System.Xml;

namespace DtiWarehouse.Etl.Sources.Workbooks;

/// <summary>
/// The cells of a sheet that have no value though they do not look empty: formulas that failed (<c>#N/A</c>), and formulas
/// whose result was never worked out. The library hands both over as empty cells, so this reads the sheet beside it, row by
/// row.
/// </summary>
internal sealed class SheetErrors : IDisposable
{
    /// <summary>What stands for a formula without result, for a message.</summary>
    private const string NotCalculated = "=…";

    private readonly ZipArchive _archive;
    private readonly XmlReader _sheet;
    private readonly Dictionary<int, string> _ofRow = [];
    private int _row;
    private bool _isAtRow;

    /// <param name="path">The workbook, opened once more: both readers keep their own place.</param>
    /// <param name="part">Name of the sheet's part.</param>
    public SheetErrors(string path, string part)
    {
        _archive = new ZipArchive(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), ZipArchiveMode.Read);
        var entry = _archive.GetEntry(part) ?? throw new InvalidDataException($"The workbook lacks {part}.");
        _sheet = XmlReader.Create(entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        _isAtRow = NextRow();
    }

    /// <summary>Moves on to a row of the sheet, counted from 1; only forward.</summary>
    public void MoveTo(int row)
    {
        _ofRow.Clear();
        while (_isAtRow && _row < row)
        {
            // The cells of this row were never asked for.
            _isAtRow = NextRow();
        }
        if (_isAtRow && _row == row)
        {
            ReadCells();
            _isAtRow = NextRow();
        }
    }

    /// <summary>What stands in the cell in place of a value; null where there is a value or nothing.</summary>
    public string? At(int column) => _ofRow.GetValueOrDefault(column);

    public void Dispose()
    {
        _sheet.Dispose();
        _archive.Dispose();
    }

    private bool NextRow()
    {
        while (_sheet.Read())
        {
            if (_sheet.NodeType != XmlNodeType.Element || _sheet.LocalName != "row")
                continue;
            _row = int.TryParse(_sheet.GetAttribute("r"), out var number) ? number : _row + 1;
            return true;
        }
        return false;
    }

    private void ReadCells()
    {
        if (_sheet.IsEmptyElement)
            return;
        var depth = _sheet.Depth;
        var column = -1;
        while (_sheet.Read() && _sheet.Depth > depth)
        {
            if (_sheet.NodeType != XmlNodeType.Element || _sheet.LocalName != "c")
                continue;
            column = _sheet.GetAttribute("r") is { Length: > 0 } place ? ColumnOf(place) : column + 1;
            var type = _sheet.GetAttribute("t");
            if (!_sheet.IsEmptyElement && ReadCell(type) is { } error)
                _ofRow[column] = error;
        }
    }

    /// <summary>Reads to the cell's end.</summary>
    private string? ReadCell(string? type)
    {
        var depth = _sheet.Depth;
        var (isFormula, value) = (false, "");
        while (_sheet.Read() && _sheet.Depth > depth)
        {
            if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "f")
                isFormula = true;
            else if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "v" && !_sheet.IsEmptyElement && _sheet.Read())
                value = _sheet.NodeType == XmlNodeType.Text ? _sheet.Value : "";
        }
        return type == "e" ? value.Length > 0 ? value : "#N/A"
            : isFormula && value.Length == 0 && type is not ("str" or "inlineStr") ? NotCalculated
            : null;
    }

    private static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var c in place)
        {
            if (!char.IsAsciiLetter(c))
                break;
            column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
        }
        return column - 1;
    }
}
