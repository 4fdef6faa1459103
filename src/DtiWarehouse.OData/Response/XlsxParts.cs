using System.Buffers;
using System.Globalization;
using System.Security;
using System.Text;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Response;

/// <summary>The parts of a workbook around its rows, and how texts stand in it (ECMA-376-1, sections 12, 18 and 22.9.2.19).</summary>
internal static class XlsxParts
{
    /// <summary>Characters of a text that a cell can hold.</summary>
    private const int CellText = 32_767;

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";

    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n')).Select(b => (byte)b), (byte)'&', (byte)'<', (byte)'>', (byte)'_', 0xEF]);

    public static string SheetPath(int sheet) => $"xl/worksheets/sheet{Text(sheet)}.xml";

    /// <summary>A, B, …, Z, AA, …</summary>
    public static string ColumnName(int index) => index < 26 ? ((char)('A' + index)).ToString() : ColumnName(index / 26 - 1) + ColumnName(index % 26);

    /// <summary>A sheet up to its first row: frozen headings, columns as wide as their content is likely to be.</summary>
    public static string SheetStart(DownloadTable table)
    {
        var columns = new StringBuilder();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            columns.Append(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{Width(table.Columns[i])}\" customWidth=\"1\"/>");
        }
        var widths = columns.Length == 0 ? "" : $"<cols>{columns}</cols>";
        return $"{Declaration}<worksheet xmlns=\"{Main}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>{widths}<sheetData>";
    }

    private static int Width(TableColumn column)
    {
        var content = column.Value.Kind switch
        {
            PrimitiveKind.String => 24,
            PrimitiveKind.DateTimeOffset => 20,
            PrimitiveKind.Guid => 37,
            PrimitiveKind.Date or PrimitiveKind.TimeOfDay or PrimitiveKind.Duration or PrimitiveKind.Decimal or PrimitiveKind.Double => 12,
            _ => 9,
        };
        return Math.Clamp(column.Heading.Length + 2, content, 60);
    }

    /// <summary>Everything but the sheets.</summary>
    public static IEnumerable<(string Path, string Text)> All(DownloadTable table, int sheets)
    {
        var numbers = Enumerable.Range(1, sheets).ToList();
        yield return ("[Content_Types].xml",
            $"{Declaration}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
            + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
            + string.Concat(numbers.Select(n => $"<Override PartName=\"/{SheetPath(n)}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))
            + "</Types>");
        yield return ("_rels/.rels",
            $"{Declaration}<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return ("xl/workbook.xml",
            $"{Declaration}<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>"
            + string.Concat(numbers.Select(n => $"<sheet name=\"{SecurityElement.Escape(SheetName(table.Name, n))}\" sheetId=\"{Text(n)}\" r:id=\"rId{Text(n)}\"/>"))
            + "</sheets></workbook>");
        yield return ("xl/_rels/workbook.xml.rels",
            $"{Declaration}<Relationships xmlns=\"{PackageRelations}\">"
            + string.Concat(numbers.Select(n => $"<Relationship Id=\"rId{Text(n)}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{Text(n)}.xml\"/>"))
            + $"<Relationship Id=\"rId{Text(sheets + 1)}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return ("xl/styles.xml", Styles);
    }

    // Cell styles by index: 0 as it is, 1 heading, 2 date, 3 instant, 4 time of day, 5 duration.
    private const string Styles =
        Declaration + "<styleSheet xmlns=\"" + Main + "\">"
        + "<numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/><numFmt numFmtId=\"166\" formatCode=\"hh:mm:ss\"/><numFmt numFmtId=\"167\" formatCode=\"[h]:mm:ss\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDEBF7\"/></patternFill></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"166\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"167\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

    /// <summary>Excel allows 31 characters, and names are unique.</summary>
    private static string SheetName(string table, int sheet)
    {
        var suffix = sheet == 1 ? "" : $" {Text(sheet)}";
        return (table.Length > 31 - suffix.Length ? table[..(31 - suffix.Length)] : table) + suffix;
    }

    /// <summary>
    /// UTF-8 text as the content of an element. Characters that XML has no place for stand as <c>_xHHHH_</c>, and so does
    /// the underscore of a text that looks like one. What a cell cannot hold is cut, and the cut shows as an ellipsis.
    /// </summary>
    public static void Escape(ReadOnlySpan<byte> text, Utf8Output output)
    {
        if (text.Length > CellText && Encoding.UTF8.GetString(text) is { Length: > CellText } whole)
        {
            var end = char.IsHighSurrogate(whole[CellText - 2]) ? CellText - 2 : CellText - 1;
            text = Encoding.UTF8.GetBytes(whole[..end] + "…");
        }
        for (var at = text.IndexOfAny(Special); at >= 0; at = text.IndexOfAny(Special))
        {
            output.Raw(text[..at]);
            var skip = 1;
            switch (text[at])
            {
                case (byte)'&':
                    output.Raw("&amp;"u8);
                    break;
                case (byte)'<':
                    output.Raw("&lt;"u8);
                    break;
                case (byte)'>':
                    output.Raw("&gt;"u8);
                    break;
                case (byte)'_':
                    output.Raw(LooksEscaped(text[at..]) ? "_x005F_"u8 : "_"u8);
                    break;
                case 0xEF when text[at..].StartsWith("\uFFFE"u8) || text[at..].StartsWith("\uFFFF"u8):
                    output.Raw(text[at + 2] == 0xBE ? "_xFFFE_"u8 : "_xFFFF_"u8);
                    skip = 3;
                    break;
                case 0xEF:
                    output.Raw((byte)0xEF);
                    break;
                default:
                    output.Raw($"_x{text[at].ToString("X4", CultureInfo.InvariantCulture)}_");
                    break;
            }
            text = text[(at + skip)..];
        }
        output.Raw(text);
    }

    private static bool LooksEscaped(ReadOnlySpan<byte> text) =>
        text.Length >= 7 && text[1] == (byte)'x' && text[6] == (byte)'_' && text[2..6].IndexOfAnyExcept(SearchHex) < 0;

    private static readonly SearchValues<byte> SearchHex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
