using DtiWarehouse.Schema.Open;

namespace DtiWarehouse.Tests.Open;

/// <summary>
/// What an outsider can work out: goes through the tables of whole numbers that have the published counts, every total by
/// unit and quarter and by group and month, and parts within their wholes, and keeps which counts can differ from the true one.
/// Written by trying numbers; it knows nothing of how counts are withheld.
/// </summary>
internal sealed class TableOracle
{
    private readonly IReadOnlyList<OpenCell> _cells;
    private readonly OpenMeasure[] _family;
    private readonly bool _isPartitioned;
    private readonly Func<OpenCell, OpenMeasure, int?> _known;
    private readonly Dictionary<(string Line, int Time, OpenMeasure Measure), (int Left, int Cells)> _totals = [];
    private readonly int[][] _values;
    private readonly HashSet<(int Cell, OpenMeasure Measure)> _wanted;
    private long _steps;

    /// <param name="family">The whole, then its parts.</param>
    /// <param name="isPartitioned">The first two parts exclude each other.</param>
    private TableOracle(IReadOnlyList<OpenCell> cells, OpenMeasure[] family, bool isPartitioned, Func<OpenCell, OpenMeasure, int?> known, IEnumerable<(int, OpenMeasure)> wanted)
    {
        (_cells, _family, _isPartitioned, _known) = (cells, family, isPartitioned, known);
        _values = [.. cells.Select(_ => new int[family.Length])];
        _wanted = [.. wanted];
        foreach (var cell in cells)
        {
            foreach (var measure in family)
            {
                foreach (var line in Lines(cell, measure))
                {
                    var (left, count) = _totals.GetValueOrDefault(line);
                    _totals[line] = (left + cell[measure], count + 1);
                }
            }
        }
    }

    /// <summary>The wanted counts that are the same in every such table; null where there are too many tables to tell.</summary>
    public static HashSet<(int Cell, OpenMeasure Measure)>? Determined(
        IReadOnlyList<OpenCell> cells, OpenMeasure[] family, bool isPartitioned, Func<OpenCell, OpenMeasure, int?> known, IEnumerable<(int, OpenMeasure)> wanted)
    {
        var oracle = new TableOracle(cells, family, isPartitioned, known, wanted);
        return oracle.Try(0, 0) is null ? null : oracle._wanted;
    }

    private static IEnumerable<(string, int, OpenMeasure)> Lines(OpenCell cell, OpenMeasure measure) =>
        [("unit " + cell.Unit, cell.Month / 100 * 10 + (cell.Month % 100 - 1) / 3, measure), ("group " + cell.Group, cell.Month, measure)];

    /// <summary>Goes on from one number to the next; false = nothing is left to find, null = given up.</summary>
    private bool? Try(int cell, int measure)
    {
        if (cell == _cells.Count)
        {
            _wanted.RemoveWhere(wanted => _values[wanted.Cell][Array.IndexOf(_family, wanted.Measure)] != _cells[wanted.Cell][wanted.Measure]);
            return _wanted.Count > 0;
        }
        if (++_steps > 200_000)
        {
            return null;
        }
        var lines = Lines(_cells[cell], _family[measure]).ToList();
        var (least, most) = (0, lines.Min(line => _totals[line].Left));
        if (measure > 0)
        {
            most = Math.Min(most, _values[cell][0] - (_isPartitioned && measure == 2 ? _values[cell][1] : 0));
        }
        foreach (var line in lines.Where(line => _totals[line].Cells == 1))
        {
            least = Math.Max(least, _totals[line].Left);
        }
        if (_known(_cells[cell], _family[measure]) is { } known)
        {
            (least, most) = (Math.Max(least, known), Math.Min(most, known));
        }
        var truth = _cells[cell][_family[measure]];
        foreach (var value in Enumerable.Range(least, Math.Max(0, most - least + 1)).OrderBy(value => Math.Abs(value - truth)))
        {
            lines.ForEach(line => _totals[line] = (_totals[line].Left - value, _totals[line].Cells - 1));
            _values[cell][measure] = value;
            var goesOn = measure + 1 == _family.Length ? Try(cell + 1, 0) : Try(cell, measure + 1);
            lines.ForEach(line => _totals[line] = (_totals[line].Left + value, _totals[line].Cells + 1));
            if (goesOn is not true)
            {
                return goesOn;
            }
        }
        return true;
    }
}
