using System.Buffers;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Sql;

namespace DtiWarehouse.OData.Response;

/// <summary>
/// CSV by RFC 4180, in UTF-8 with the mark by which Excel knows it. Values are spelled as in JSON, whatever the reader's
/// country; null is an empty cell, an empty text is <c>""</c>.
/// </summary>
internal sealed class CsvWriter(DownloadTable table) : TableWriter
{
    private static readonly SearchValues<byte> Quoted = SearchValues.Create("\",\r\n\t "u8);

    // A text that starts with one of these is a formula to a spreadsheet: an apostrophe makes it text again.
    private static readonly SearchValues<byte> FormulaStarts = SearchValues.Create("=+-@\t\r\n"u8);

    public override void Begin()
    {
        Output.Raw(Encoding.UTF8.Preamble);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            Separate(i);
            WriteText(Encoding.UTF8.GetBytes(table.Columns[i].Heading));
        }
        Output.Raw("\r\n"u8);
    }

    public override void WriteRow(RowCursor row)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            Separate(i);
            if (!row.IsNull(table.Columns[i].Value.Ordinal))
            {
                WriteValue(row, table.Columns[i].Value);
            }
        }
        Output.Raw("\r\n"u8);
    }

    public override void End()
    {
    }

    private void Separate(int column)
    {
        if (column > 0)
        {
            Output.Raw((byte)',');
        }
    }

    private void WriteValue(RowCursor row, ValueMember value)
    {
        switch (value.Kind)
        {
            case PrimitiveKind.String:
                WriteText(row.GetText(value.Ordinal));
                break;
            case PrimitiveKind.Enum:
                WriteText(value.Enumeration!.Format(row.GetInt64(value.Ordinal)));
                break;
            case PrimitiveKind.Date or PrimitiveKind.TimeOfDay or PrimitiveKind.DateTimeOffset or PrimitiveKind.Duration or PrimitiveKind.Guid or PrimitiveKind.Binary:
                Output.Raw(row.GetFormatted(value.Ordinal, value.Kind));
                break;
            default:
                EntityWriter.Value(row, value, Output, ieee754Compatible: false);
                break;
        }
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        var isFormula = text.Length > 0 && FormulaStarts.Contains(text[0]);
        if (text.Length > 0 && text.IndexOfAny(Quoted) < 0)
        {
            Output.Raw(isFormula ? "'"u8 : ""u8);
            Output.Raw(text);
            return;
        }
        Output.Raw(isFormula ? "\"'"u8 : "\""u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            Output.Raw(text[..quote]);
            Output.Raw("\"\""u8);
            text = text[(quote + 1)..];
        }
        Output.Raw(text);
        Output.Raw((byte)'"');
    }
}
