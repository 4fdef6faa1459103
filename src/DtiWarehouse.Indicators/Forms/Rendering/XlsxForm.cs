using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Rendering;

/// <summary>
/// A form as a workbook: typed cells, merged headings, A4 print set-up with the heading on every sheet, and each figure linked
/// to its definition. Texts are texts, never formulas.
/// </summary>
internal sealed class XlsxForm
{
    private const int LongestText = 32_767, LongestLink = 2_000, FirstTableRow = 6;
    private const string Calculates = "=+-@\t\r";

    private readonly FilledForm _form;
    private readonly string _feedRoot;
    private readonly XlsxStyles _styles = new();
    private readonly SheetData _data = new();
    private readonly MergeCells _merges = new();
    private readonly Hyperlinks _links = new();
    private WorksheetPart _sheet = null!;
    private uint _row;

    private XlsxForm(FilledForm form, string feedRoot)
    {
        _form = form;
        _feedRoot = feedRoot;
    }

    /// <param name="feedRoot">Absolute address that definitions of figures are linked under.</param>
    public static byte[] Render(FilledForm form, string feedRoot)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            new XlsxForm(form, feedRoot).Write(document);
        }
        return stream.ToArray();
    }

    private int Width => _form.Columns.Count;

    private void Write(SpreadsheetDocument document)
    {
        var workbook = document.AddWorkbookPart();
        _sheet = workbook.AddNewPart<WorksheetPart>();
        Head();
        var headRows = TableHead();
        foreach (var row in _form.Rows)
        {
            Entry(row);
        }
        Foot();
        _sheet.Worksheet = new Worksheet(Parts(headRows));
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = _styles.Create();
        var titles = string.Create(CultureInfo.InvariantCulture, $"'{_form.Form.Code}'!${FirstTableRow}:${FirstTableRow + headRows - 1}");
        workbook.Workbook = new Workbook(
            new Sheets(new Sheet { Id = workbook.GetIdOfPart(_sheet), SheetId = 1, Name = _form.Form.Code }),
            new DefinedNames(new DefinedName(titles) { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
    }

    /// <summary>The sheet's elements in the order of the format (ECMA-376-1, section 18.3.1.99).</summary>
    private IEnumerable<OpenXmlElement> Parts(int headRows)
    {
        var firstEntry = FirstTableRow + headRows;
        yield return new SheetProperties(new PageSetupProperties { FitToPage = true });
        yield return new SheetViews(new SheetView(
            new Pane { VerticalSplit = firstEntry - 1, TopLeftCell = Reference(0, (uint)firstEntry), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
        { TabSelected = true, WorkbookViewId = 0 });
        yield return new Columns(_form.Columns.Select((column, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = column.Width, CustomWidth = true }));
        yield return _data;
        yield return _merges;
        if (_links.HasChildren)
        {
            yield return _links;
        }
        yield return new PrintOptions { HorizontalCentered = true };
        yield return new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 };
        // Paper 9 is A4; any number of sheets high, one wide.
        yield return new PageSetup { PaperSize = 9, Orientation = _form.Form.IsLandscape ? OrientationValues.Landscape : OrientationValues.Portrait, FitToWidth = 1, FitToHeight = 0 };
        yield return new HeaderFooter(new OddFooter("&RTrang &P/&N"));
    }

    private void Head()
    {
        Line(_form.Form.Number, CellFont.Bold, HorizontalAlignmentValues.Left);
        Line($"Đơn vị báo cáo: {_form.ReportingUnit}", CellFont.Normal, HorizontalAlignmentValues.Left);
        Line(_form.Form.Title.ToUpper(CultureInfo.InvariantCulture), CellFont.Bold, HorizontalAlignmentValues.Center, height: 34);
        Line(_form.PeriodLine, CellFont.Italic, HorizontalAlignmentValues.Center);
        NewRow();
    }

    /// <summary>The headings of the table; returns how many rows they take.</summary>
    private int TableHead()
    {
        var columns = _form.Columns;
        var look = new CellLook(null, CellFont.Bold, CellFill.Header, HorizontalAlignmentValues.Center, true);
        var isGrouped = columns.Any(column => column.Group is not null);
        var first = NewRow();
        for (var i = 0; i < Width; i++)
        {
            Text(first, i, columns[i].Group ?? columns[i].Heading, look);
        }
        if (isGrouped)
        {
            var second = NewRow();
            for (var i = 0; i < Width; i++)
            {
                Text(second, i, columns[i].Group is null ? "" : columns[i].Heading, look);
            }
            for (var i = 0; i < Width;)
            {
                var span = columns[i].Group is null ? 1 : columns.Skip(i).TakeWhile(column => column.Group == columns[i].Group).Count();
                Merge(i, FirstTableRow, i + span - 1, columns[i].Group is null ? FirstTableRow + 1u : FirstTableRow);
                i += span;
            }
        }
        var hasNumbers = columns.Any(column => column.Number.Length > 0);
        if (hasNumbers)
        {
            var numbers = NewRow();
            for (var i = 0; i < Width; i++)
            {
                Text(numbers, i, columns[i].Number, look with { Font = CellFont.Italic });
            }
        }
        return 1 + (isGrouped ? 1 : 0) + (hasNumbers ? 1 : 0);
    }

    private void Entry(FormRow row)
    {
        var target = NewRow();
        for (var i = 0; i < Width; i++)
        {
            var cell = row.Cells[i];
            var look = LookOf(row.Kind, cell, _form.Columns[i]);
            // A number with words beside it, such as yes or no, is read by its words.
            if (cell is { Number: { } number, Text: null, State: CellState.Value or CellState.Zero })
            {
                target.Append(new Cell { CellReference = Reference(i, _row), StyleIndex = _styles.IndexOf(look), CellValue = new CellValue(number) });
            }
            else
            {
                Text(target, i, cell.Printed, look);
            }
            Link(i, cell);
        }
    }

    private static CellLook LookOf(FormRowKind kind, FormCell cell, FormColumn column)
    {
        var fill = cell.State switch
        {
            CellState.NotCounted or CellState.Undefined => CellFill.NotCounted,
            CellState.Deferred => CellFill.Deferred,
            CellState.Blank => CellFill.Blank,
            _ => IsPlain(kind) ? CellFill.Plain : CellFill.Total,
        };
        var font = !IsPlain(kind) ? CellFont.Bold
            : cell.Source is CellSource.Declared || fill is not CellFill.Plain ? CellFont.Italic
            : CellFont.Normal;
        return new CellLook(NumberFormatOf(cell), font, fill, column.IsText ? HorizontalAlignmentValues.Left : HorizontalAlignmentValues.Right, true);
    }

    private static bool IsPlain(FormRowKind kind) => kind is FormRowKind.Entry or FormRowKind.Part;

    private static string? NumberFormatOf(FormCell cell)
    {
        if (cell.Number is not { } number || cell.Text is not null)
        {
            return null;
        }
        var decimals = cell.Decimals ?? VietnameseText.Decimals(number);
        var sign = cell.Sign.Length == 0 ? "" : $"\"{cell.Sign}\"";
        return $"{sign}#,##0{(decimals == 0 ? "" : "." + new string('0', decimals))}";
    }

    private void Foot()
    {
        NewRow();
        foreach (var check in _form.Checks)
        {
            Line($"Kiểm tra {check.Rule}: {(check.Holds ? "đúng" : $"lệch ở {string.Join(", ", check.BrokenRows)}")}", check.Holds ? CellFont.Normal : CellFont.Bold, HorizontalAlignmentValues.Left);
        }
        foreach (var note in _form.Notes)
        {
            Line(note, CellFont.Italic, HorizontalAlignmentValues.Left);
        }
        Line("Số 0: đã thống kê, bằng không. Ô trống nền xám: chưa có ai trả lời. Số nghiêng: theo báo cáo của đơn vị.", CellFont.Italic, HorizontalAlignmentValues.Left);
        Line($"Dữ liệu đến ngày {VietnameseText.Day(_form.AsOf)}, phiên bản {_form.DataVersion}.", CellFont.Italic, HorizontalAlignmentValues.Left);
    }

    /// <summary>A line over the whole width.</summary>
    private void Line(string text, CellFont font, HorizontalAlignmentValues alignment, double? height = null)
    {
        var row = NewRow();
        if (height is not null)
        {
            row.Height = height.Value;
            row.CustomHeight = true;
        }
        Text(row, 0, text, new CellLook(null, font, CellFill.Plain, alignment, false));
        Merge(0, _row, Width - 1, _row);
    }

    private void Text(Row row, int column, string text, CellLook look)
    {
        var clean = Clean(text);
        var cell = new Cell { CellReference = Reference(column, _row), StyleIndex = _styles.IndexOf(look with { IsQuoted = clean.Length > 0 && Calculates.Contains(clean[0], StringComparison.Ordinal) }) };
        if (clean.Length > 0)
        {
            cell.DataType = CellValues.InlineString;
            cell.InlineString = new InlineString(new Text(clean) { Space = SpaceProcessingModeValues.Preserve });
        }
        row.Append(cell);
    }

    /// <summary>A sheet holds so many characters of a text, and none that XML has not.</summary>
    private static string Clean(string text)
    {
        var clean = text.Where((c, i) => XmlConvert.IsXmlChar(c)
            || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])));
        return string.Concat(clean.Take(LongestText));
    }

    private void Link(int column, FormCell cell)
    {
        if (cell.Definitions.Count > 0 && Uri.TryCreate(_feedRoot + ODataSession.UrlOf(cell.Definitions[0]), UriKind.Absolute, out var address) && address.OriginalString.Length <= LongestLink)
        {
            _links.Append(new Hyperlink { Reference = Reference(column, _row), Id = _sheet.AddHyperlinkRelationship(address, true).Id });
        }
    }

    private Row NewRow()
    {
        var row = new Row { RowIndex = ++_row };
        _data.Append(row);
        return row;
    }

    private void Merge(int firstColumn, uint firstRow, int lastColumn, uint lastRow)
    {
        if (firstColumn != lastColumn || firstRow != lastRow)
        {
            _merges.Append(new MergeCell { Reference = $"{Reference(firstColumn, firstRow)}:{Reference(lastColumn, lastRow)}" });
        }
    }

    /// <summary>The name of a cell; forms have fewer than 26 columns.</summary>
    private static string Reference(int column, uint row) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column)}{row}");
}
