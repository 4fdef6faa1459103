using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DtiWarehouse.Indicators.Forms.Rendering;

internal enum CellFont { Normal, Bold, Italic }

internal enum CellFill { Plain, Header, Total, NotCounted, Deferred, Blank }

/// <summary>How a cell looks.</summary>
/// <param name="NumberFormat">Code of the number format; null = general.</param>
/// <param name="IsQuoted">A text that a sheet would calculate if it were typed in: it is marked as text for good.</param>
internal sealed record CellLook(string? NumberFormat, CellFont Font, CellFill Fill, HorizontalAlignmentValues Alignment, bool HasBorder, bool IsQuoted = false);

/// <summary>The styles of a workbook: every look that is used, once.</summary>
internal sealed class XlsxStyles
{
    // Format ids below 164 are the sheet's own.
    private const uint FirstFormat = 164;

    /// <summary>Colours of the fills from <see cref="CellFill.Header"/> on.</summary>
    private static readonly string[] Colours = ["FFE8EEF5", "FFF4F6F8", "FFFFF6E0", "FFF3EBFB", "FFEDEDED"];

    private readonly List<CellLook> _looks = [new CellLook(null, CellFont.Normal, CellFill.Plain, HorizontalAlignmentValues.General, false)];
    private readonly List<string> _formats = [];

    public uint IndexOf(CellLook look)
    {
        var index = _looks.IndexOf(look);
        if (index < 0)
        {
            index = _looks.Count;
            _looks.Add(look);
        }
        return (uint)index;
    }

    public Stylesheet Create()
    {
        var formats = _looks.Select(FormatOf).ToList();
        return new Stylesheet(
            new NumberingFormats(_formats.Select((code, i) => new NumberingFormat { NumberFormatId = FirstFormat + (uint)i, FormatCode = code })) { Count = (uint)_formats.Count },
            new Fonts(Enum.GetValues<CellFont>().Select(Font)) { Count = 3 },
            new Fills([new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), .. Colours.Select(Fill)]) { Count = (uint)Colours.Length + 2 },
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()), Thin()) { Count = 2 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(_looks.Select((look, i) => Format(look, formats[i]))) { Count = (uint)_looks.Count },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
    }

    private uint FormatOf(CellLook look)
    {
        if (look.NumberFormat is null)
        {
            return 0;
        }
        if (!_formats.Contains(look.NumberFormat))
        {
            _formats.Add(look.NumberFormat);
        }
        return FirstFormat + (uint)_formats.IndexOf(look.NumberFormat);
    }

    // Fills 0 and 1 are fixed by the format (none, gray125); the colours follow from 2 on.
    private static uint FillOf(CellFill fill) => fill is CellFill.Plain ? 0 : (uint)fill + 1;

    private static CellFormat Format(CellLook look, uint format) => new(new Alignment { Horizontal = look.Alignment, Vertical = VerticalAlignmentValues.Top, WrapText = true })
    {
        NumberFormatId = format,
        FontId = (uint)look.Font,
        FillId = FillOf(look.Fill),
        BorderId = look.HasBorder ? 1u : 0,
        FormatId = 0,
        ApplyNumberFormat = format > 0,
        ApplyFont = true,
        ApplyFill = true,
        ApplyBorder = true,
        ApplyAlignment = true,
        QuotePrefix = look.IsQuoted ? true : null,
    };

    private static Font Font(CellFont font)
    {
        var element = new Font();
        if (font is CellFont.Bold)
        {
            element.Append(new Bold());
        }
        if (font is CellFont.Italic)
        {
            element.Append(new Italic());
        }
        element.Append(new FontSize { Val = 11 }, new FontName { Val = "Times New Roman" });
        return element;
    }

    private static Fill Fill(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });

    private static Border Thin()
    {
        return new Border(Side<LeftBorder>(), Side<RightBorder>(), Side<TopBorder>(), Side<BottomBorder>(), new DiagonalBorder());

        static T Side<T>() where T : BorderPropertiesType, new() => new() { Style = BorderStyleValues.Thin };
    }
}
