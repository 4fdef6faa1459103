using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace DtiWarehouse.Tests.Sources;

/// <summary>Writes workbooks part by part, as Excel and the many programs that export XLSX do, so that each oddity can be had.</summary>
internal sealed class WorkbookFile
{
    /// <summary>Cell styles, in order: general, date, date and time, percent, "000", text.</summary>
    public const int General = 0, Date = 1, DateTime = 2, Percent = 3, ThreeDigits = 4, Text = 5;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly List<(string Name, string State, string Data)> _sheets = [];
    private readonly List<string> _texts = [];

    public bool CountsFrom1904 { get; init; }

    /// <summary>A sheet of rows of cells made by the functions below; a null row is left out of the sheet.</summary>
    public WorkbookFile Sheet(string name, IEnumerable<string[]?> rows, string state = "visible", string after = "")
    {
        var data = new StringBuilder("<sheetData>");
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            if (row is not null)
                data.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\">{string.Concat(row.Select((cell, column) => cell.Replace("@", $"{Letter(column)}{number}", StringComparison.Ordinal)))}</row>");
        }
        _sheets.Add((name, state, data + "</sheetData>" + after));
        return this;
    }

    public static string Number(string digits, int style = General) => $"<c r=\"@\" s=\"{style}\"><v>{digits}</v></c>";

    public static string Inline(string text) => $"<c r=\"@\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";

    public static string Rich(string first, string second) => $"<c r=\"@\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">{first}</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">{second}</t></r></is></c>";

    public static string Truth(bool truth) => $"<c r=\"@\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>";

    public static string Error(string name) => $"<c r=\"@\" t=\"e\"><f>VLOOKUP(A1,B:B,1,0)</f><v>{name}</v></c>";

    public static string Formula(string formula, string value, int style = General) => $"<c r=\"@\" s=\"{style}\"><f>{formula}</f><v>{value}</v></c>";

    public static string TextFormula(string formula, string value) => $"<c r=\"@\" t=\"str\"><f>{formula}</f><v>{SecurityElement.Escape(value)}</v></c>";

    public static string Blank(int style = Text) => $"<c r=\"@\" s=\"{style}\"/>";

    /// <summary>A text in the workbook's shared table.</summary>
    public string Shared(string text)
    {
        _texts.Add($"<si><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></si>");
        return $"<c r=\"@\" s=\"{Text}\" t=\"s\"><v>{_texts.Count - 1}</v></c>";
    }

    /// <summary>Every cell a shared text.</summary>
    public string[] Row(params string[] texts) => [.. texts.Select(text => text.Length == 0 ? Blank() : Shared(text))];

    public byte[] Bytes()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
            Part("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part("xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><workbookPr{(CountsFrom1904 ? " date1904=\"1\"" : "")}/><sheets>"
                + string.Concat(_sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"rId{i + 1}\"/>"))
                + "</sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))
                + $"<Relationship Id=\"rId100\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId101\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            Part("xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm:ss\"/><numFmt numFmtId=\"165\" formatCode=\"000\"/></numFmts>"
                + "<cellXfs count=\"6\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"10\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(_texts)}</sst>");
            for (var i = 0; i < _sheets.Count; i++)
                Part($"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\">{_sheets[i].Data}</worksheet>");

            void Part(string name, string xml)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + xml));
            }
        }
        return file.ToArray();
    }

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";
}
