using System.Data.Common;
using System.Globalization;

namespace DtiWarehouse.Schema.Open;

/// <summary>The open summary of dossiers: counts by unit and month out of a warehouse, and what of them may be published.</summary>
public sealed class OpenSummary
{
    private readonly Dictionary<OpenCell, int> _unitKeys = [];
    private readonly List<OpenCell> _cells = [];

    private OpenSummary()
    {
    }

    /// <summary>By month, then by unit.</summary>
    public IReadOnlyList<OpenCell> Cells => _cells;

    /// <summary>The version of the unit that a cell's row leads to.</summary>
    public int UnitKeyOf(OpenCell cell) => _unitKeys[cell];

    /// <param name="query">Runs a statement over one state of the data.</param>
    /// <param name="smallest">See <see cref="SmallCells"/>.</param>
    public static OpenSummary Read(Func<string, IEnumerable<DbDataReader>> query, int smallest)
    {
        var summary = new OpenSummary();
        var units = query("SELECT unit_key, durable_code, unit_code, province_code, district_code, valid_from FROM dim_unit")
            .Select(row => new UnitVersion(row.GetInt32(0), Text(row, 1) is { Length: > 0 } durable ? durable : row.GetString(2), $"{Text(row, 3)}/{Text(row, 4)}", row.GetFieldValue<DateOnly>(5)))
            .ToDictionary(unit => unit.Key);
        var found = new SortedDictionary<(string Unit, int Month), (UnitVersion Version, int[] Counts)>();
        foreach (var row in query(
            """
            SELECT month_period_key, receiving_unit_key, SUM(received), SUM(CASE WHEN channel = 'Online' THEN received ELSE 0 END), SUM(components_digitised),
                SUM(resolved), SUM(resolved_on_time), SUM(resolved_late), SUM(results_digitised)
            FROM agg_dossier_month
            GROUP BY month_period_key, receiving_unit_key
            """))
        {
            var (period, version) = (row.GetInt32(0), units[row.GetInt32(1)]);
            var at = (version.Unit, period / 10_000 * 100 + period / 100 % 100);
            var counts = Enumerable.Range(2, OpenCell.Measures).Select(i => Convert.ToInt32(row.GetValue(i), CultureInfo.InvariantCulture));
            // Versions of one unit in one month are one cell: a report that tells the unit's month tells their sum.
            found[at] = found.TryGetValue(at, out var other)
                ? (version.ValidFrom > other.Version.ValidFrom ? version : other.Version, [.. counts.Zip(other.Counts, (a, b) => a + b)])
                : (version, [.. counts]);
        }
        summary.Fill(found);
        SmallCells.Withhold(summary._cells, smallest);
        return summary;
    }

    /// <summary>A unit's months from its first to its last, those without dossiers too: a row that is not there says zero.</summary>
    private void Fill(SortedDictionary<(string Unit, int Month), (UnitVersion Version, int[] Counts)> found)
    {
        foreach (var unit in found.GroupBy(cell => cell.Key.Unit))
        {
            var (month, version) = (unit.First().Key.Month, unit.First().Value.Version);
            foreach (var (at, value) in unit)
            {
                for (; month < at.Month; month = Next(month))
                {
                    Add(version, month, new int[OpenCell.Measures]);
                }
                version = value.Version;
                Add(version, month, value.Counts);
                month = Next(month);
            }
        }
        _cells.Sort((a, b) => (a.Month, _unitKeys[a]).CompareTo((b.Month, _unitKeys[b])));
    }

    private void Add(UnitVersion version, int month, int[] counts)
    {
        var cell = new OpenCell(version.Unit, version.Group, month);
        for (var i = 0; i < OpenCell.Measures; i++)
        {
            cell[(OpenMeasure)i] = counts[i];
        }
        _cells.Add(cell);
        _unitKeys[cell] = version.Key;
    }

    private static int Next(int month) => month % 100 == 12 ? month + 89 : month + 1;

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private sealed record UnitVersion(int Key, string Unit, string Group, DateOnly ValidFrom);
}
