using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms.Rendering;

/// <summary>A form as data: every cell with its state, its number, its text as printed, and the queries that define it.</summary>
internal static class JsonForm
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static byte[] Render(FilledForm form)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            Head(json, form);
            json.WriteStartArray("columns");
            foreach (var column in form.Columns)
            {
                Column(json, column);
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var row in form.Rows)
            {
                Row(json, form, row);
            }
            json.WriteEndArray();
            json.WriteStartArray("checks");
            foreach (var check in form.Checks)
            {
                json.WriteStartObject();
                json.WriteString("rule", check.Rule);
                json.WriteBoolean("holds", check.Holds);
                Texts(json, "brokenRows", check.BrokenRows);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            Texts(json, "notes", form.Notes);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Head(Utf8JsonWriter json, FilledForm form)
    {
        json.WriteString("form", form.Form.Code);
        json.WriteString("number", form.Form.Number);
        json.WriteString("title", form.Form.Title);
        json.WriteString("titleEn", form.Form.TitleEn);
        json.WriteStartObject("unit");
        json.WriteString("code", form.Unit.Code);
        json.WriteString("name", form.Unit.Name);
        json.WriteString("nameEn", form.Unit.NameEn);
        json.WriteString("kind", form.Unit.Kind.ToString());
        json.WriteEndObject();
        json.WriteStartObject("period");
        json.WriteString("code", form.Period.Code);
        json.WriteString("grain", form.Period.Grain.ToString());
        json.WriteString("label", form.Period.Label);
        json.WriteString("from", Day(form.Period.From));
        json.WriteString("to", Day(form.Period.To));
        json.WriteBoolean("isProvisional", form.Period.IsOpenAt(form.AsOf));
        json.WriteEndObject();
        json.WriteString("asOf", Day(form.AsOf));
        json.WriteString("dataVersion", form.DataVersion);
    }

    private static void Column(Utf8JsonWriter json, FormColumn column)
    {
        json.WriteStartObject();
        json.WriteString("key", column.Key);
        if (column.Number.Length > 0)
        {
            json.WriteString("number", column.Number);
        }
        if (column.Group is not null)
        {
            json.WriteString("group", column.Group);
        }
        json.WriteString("heading", column.Heading);
        json.WriteString("headingEn", column.HeadingEn);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, FilledForm form, FormRow row)
    {
        json.WriteStartObject();
        json.WriteString("row", row.Key);
        json.WriteString("kind", row.Kind.ToString());
        if (row.UnitCode is not null)
        {
            json.WriteString("unitCode", row.UnitCode);
        }
        json.WriteString("labelEn", row.LabelEn);
        json.WriteStartObject("cells");
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (row.Cells[i].State is not CellState.None)
            {
                Cell(json, form.Columns[i].Key, row.Cells[i]);
            }
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Cell(Utf8JsonWriter json, string key, FormCell cell)
    {
        json.WriteStartObject(key);
        json.WriteString("state", cell.State.ToString());
        if (cell.State is CellState.Text)
        {
            json.WriteString("text", cell.Text);
            json.WriteEndObject();
            return;
        }
        if (cell.Number is { } number)
        {
            json.WriteNumber("value", number);
        }
        else
        {
            json.WriteNull("value");
        }
        json.WriteString("text", cell.Printed);
        if (cell.Qualifier is not FigureQualifier.Equal)
        {
            json.WriteString("qualifier", cell.Qualifier.ToString());
        }
        if (cell.Source is not CellSource.None)
        {
            json.WriteString("source", cell.Source.ToString());
        }
        if (cell.Definitions.Count > 0)
        {
            Texts(json, "definitions", cell.Definitions.Select(ODataSession.UrlOf));
        }
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
