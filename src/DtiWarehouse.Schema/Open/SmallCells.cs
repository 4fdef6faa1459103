namespace DtiWarehouse.Schema.Open;

/// <summary>
/// Withholds small counts of a table of units and months, and as many others as it takes to keep them.
/// <para>
/// A count from 1 to k−1 is withheld; so are the parts of a whole one of whose parts, or the rest beside them, is that small,
/// and the parts of a whole that is withheld. Zero tells of nobody and stays.
/// </para>
/// <para>
/// Reports may tell every total by district and month (so by province and month) and by unit and quarter (so by year), of
/// every measure. The withheld counts must not follow from them: for each there is another table of whole numbers with the
/// same published counts and the same totals, in which it differs. Such a table differs from the true one by 1 along a closed
/// path that goes from cell to cell by turns in a unit's quarter and in a district's month, up, down, up, down. Where the
/// withheld cells hold no such path, the cheapest one through others is withheld too: the least counts first, zeros where
/// nothing else will do. Where no single path will do, the whole block of cells that share totals is withheld. What follows
/// from the totals alone nothing could keep.
/// </para>
/// </summary>
public static class SmallCells
{
    /// <param name="cells">One for each unit and month, zeros too; counts of parts are within their whole.</param>
    /// <param name="smallest">k: the smallest count that is published, 0 aside.</param>
    public static void Withhold(IReadOnlyList<OpenCell> cells, int smallest)
    {
        foreach (var block in Blocks(cells))
        {
            foreach (var family in OpenFamily.All)
            {
                new OpenBlock(block, family, smallest).Withhold();
            }
        }
    }

    /// <summary>Cells that no total joins are apart: a path never leaves them.</summary>
    private static IEnumerable<IReadOnlyList<OpenCell>> Blocks(IReadOnlyList<OpenCell> cells)
    {
        var parents = new Dictionary<(string, int), (string, int)>();
        foreach (var cell in cells)
        {
            parents[Root(UnitLine(cell))] = Root(GroupLine(cell));
        }
        return cells.GroupBy(cell => Root(UnitLine(cell))).Select(block => (IReadOnlyList<OpenCell>)[.. block]);

        (string, int) Root((string, int) line)
        {
            while (parents.TryGetValue(line, out var parent) && parent != line)
            {
                line = parent;
            }
            return line;
        }
    }

    internal static (string, int) UnitLine(OpenCell cell) => ("unit " + cell.Unit, cell.Quarter);

    internal static (string, int) GroupLine(OpenCell cell) => ("group " + cell.Group, cell.Month);
}
