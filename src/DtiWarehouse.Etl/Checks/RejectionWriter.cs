using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Checks;

/// <summary>
/// Writes the rejection of the record under the reader: sentence in two languages and the raw row, contract columns only.
/// Where the fields of a record may have slipped, cells that personal data could have slipped into are left out.
/// </summary>
internal sealed class RejectionWriter(RecordReader records, FeedDefinition feed, FeedLayout layout)
{
    private const int LongestShown = 80;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rejects because of one column's value.</summary>
    public RowRejection Write(FeedColumn column, string reason, Refusal refusal)
    {
        var value = Shown(column);
        return Write(reason,
            $"Cột “{column.Header}”{(value is null ? "" : $": giá trị “{value}”")} {refusal.Vietnamese}. / "
            + $"Column “{column.Header}”{(value is null ? "" : $": the value “{value}”")} {refusal.English}.");
    }

    /// <summary>Rejects because of the record's shape.</summary>
    public RowRejection Write(string reason, Refusal refusal) =>
        Write(reason, $"Dòng {refusal.Vietnamese}. / The row {refusal.English}.");

    private RowRejection Write(string reason, string message) => new(records.LineNumber, reason, message, RawRow());

    private string? Shown(FeedColumn column)
    {
        var field = layout.FieldOf(column);
        if (field < 0 || !IsShowable(field) || Spelling.Trim(records.Field(field)) is not { IsEmpty: false } cell)
            return null;
        var text = Spelling.Text(cell).Replace('\0', '\u2400');
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }

    private string RawRow()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            foreach (var column in feed.Columns)
            {
                var field = layout.FieldOf(column);
                if (field < 0 || !IsShowable(field))
                    continue;
                // A number stays one, so that the row reads the same when it is loaded again.
                json.WritePropertyName(column.Header);
                if (records.KindOf(field) == CellKind.Number)
                    json.WriteRawValue(records.Field(field));
                else
                    json.WriteStringValue(records.Field(field));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// A misplaced quote may pull any cell to the left, as may a row that a bare line break in a personal cell cut in two:
    /// no cell is sure then. Surplus cells push to the right, so those left of the first personal column are.
    /// </summary>
    private bool IsShowable(int field) =>
        layout.PersonalColumnCount == 0
        || (!records.IsMalformed && (records.FieldCount == layout.HeaderFieldCount
            || (records.FieldCount > layout.HeaderFieldCount && field < layout.FirstPersonalField)));
}
