using DtiWarehouse.Etl.Sources.Cells;

namespace DtiWarehouse.Etl.Sources;

/// <summary>
/// How a file writes its flags, and so what an empty flag means. Marks whose empty cell always says no (<c>Mật</c>,
/// <c>Đã xóa</c>) are no flags in this sense.
/// </summary>
public enum FlagForm
{
    /// <summary>Words or digits (or no flag at all): empty = not said.</summary>
    Words,

    /// <summary><c>x</c> or empty throughout: empty = no.</summary>
    Crosses,
}

internal static class FlagForms
{
    /// <summary>
    /// Reads as far as needed to tell: the first flag other than <c>x</c> settles it, usually in the first row. Cells that
    /// are no flag, and rows that will be rejected for their shape, say nothing.
    /// </summary>
    public static FlagForm Detect(RecordReader records, FeedDefinition feed, FeedLayout layout)
    {
        FeedColumn[] flags = [.. feed.Columns.Where(column => column.IsFlag && layout.FieldOf(column) >= 0)];
        var form = FlagForm.Words;
        while (flags.Length > 0 && records.Read())
        {
            if (records.IsMalformed || records.FieldCount > layout.HeaderFieldCount)
                continue;
            foreach (var flag in flags)
            {
                var cell = Spelling.Trim(records.Field(layout.FieldOf(flag)));
                if (layout.WordsOf(flag) is { } words)
                    cell = words.Translate(cell);
                if (YesNo.IsCross(cell))
                    form = FlagForm.Crosses;
                else if (!cell.IsEmpty && YesNo.Words.Find(cell) is not null)
                    return FlagForm.Words;
            }
        }
        return form;
    }
}
