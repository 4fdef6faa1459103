using System.Globalization;
using DtiWarehouse.OData.InProcess;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>Values of a row by the names of its columns.</summary>
public static class SessionRows
{
    public static string? Text(this ODataRows rows, string column) => rows.GetText(rows.Find(column));

    public static decimal? Number(this ODataRows rows, string column)
    {
        var ordinal = rows.Find(column);
        return rows.IsNull(ordinal) ? null : rows.GetDecimal(ordinal);
    }

    public static DateOnly? Day(this ODataRows rows, string column) =>
        rows.Text(column) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
