using System.Runtime.InteropServices;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Keeps the roll-ups of dossiers by receiving unit, channel and service class, of each month and of all time, equal to what
/// the dossiers say: the differences are added up in memory and written by <see cref="Write"/>.
/// </summary>
internal sealed class DossierRollups(LoadScope scope)
{
    private const string MonthTable = "agg_dossier_unit_month", UnitTable = "agg_dossier_unit";

    private static readonly string[] UnitGrain = ["receiving_unit_key", "channel", "service_class"];
    private static readonly string[] MonthGrain = ["month_period_key", .. UnitGrain];

    private readonly Dictionary<UnitCell, long[]> _months = [];
    private bool _isLowered;

    /// <summary>Channels and service classes, by the places that cells name them with.</summary>
    public CodeWords Words { get; } = new();

    /// <summary>Cells that differ and are not written yet.</summary>
    public int Cells => _months.Count;

    /// <param name="cell">Of the month of receipt.</param>
    public void AddReceived(UnitCell cell, int flags, int sign)
    {
        var sums = Sums(cell);
        DossierCounts.AddReceived(sums, flags, sign);
        DossierCounts.AddJudged(sums, flags, sign);
    }

    /// <param name="cell">Of the month of completion.</param>
    public void AddResolved(UnitCell cell, int days, int flags, int sign) => DossierCounts.AddResolved(Sums(cell), days, flags, sign);

    /// <summary>Adds open dossiers of a month of receipt that are judged otherwise now.</summary>
    /// <param name="isOnTime">How they are judged now.</param>
    public void AddJudged(UnitCell cell, bool isOnTime, int dossiers)
    {
        var sums = Sums(cell);
        DossierCounts.AddJudged(sums, isOnTime ? DossierFlags.OnTime : DossierFlags.Late, dossiers);
        DossierCounts.AddJudged(sums, isOnTime ? DossierFlags.Late : DossierFlags.OnTime, -dossiers);
    }

    public void Write()
    {
        var changed = _months.Where(cell => cell.Value.AsSpan().ContainsAnyExcept(0)).ToList();
        using (var months = scope.Connection.OpenAdder(MonthTable, StagingTables.UnitMonthDelta, MonthGrain, DossierCounts.OfUnits))
        {
            foreach (var (cell, sums) in changed)
            {
                End(months.Add((cell.Month * 100) + 10).Add(cell.Unit).Add(Words[cell.Channel]).Add(Words[cell.ServiceClass]), sums);
                _isLowered |= DossierCounts.AreLowered(sums);
            }
        }
        using (var units = scope.Connection.OpenAdder(UnitTable, StagingTables.UnitDelta, UnitGrain, DossierCounts.OfUnits))
        {
            foreach (var unit in changed.GroupBy(cell => cell.Key with { Month = 0 }, cell => cell.Value))
            {
                var sums = new long[DossierCounts.OfUnits.Count];
                foreach (var month in unit)
                {
                    for (var i = 0; i < sums.Length; i++)
                    {
                        sums[i] += month[i];
                    }
                }
                End(units.Add(unit.Key.Unit).Add(Words[unit.Key.Channel]).Add(Words[unit.Key.ServiceClass]), sums);
            }
        }
        _months.Clear();

        void End(RowWriter row, long[] sums)
        {
            foreach (var sum in sums)
            {
                row.Add(sum);
            }
            row.Add(scope.Now).EndRow();
        }
    }

    /// <summary>Removes rows that count nothing any more.</summary>
    public void RemoveEmpty()
    {
        if (_isLowered)
        {
            scope.Connection.Execute($"DELETE FROM {MonthTable} WHERE received = 0 AND resolved = 0");
            scope.Connection.Execute($"DELETE FROM {UnitTable} WHERE received = 0");
            _isLowered = false;
        }
    }

    private long[] Sums(UnitCell cell)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_months, cell, out _);
        return sums ??= new long[DossierCounts.OfUnits.Count];
    }
}

/// <summary>Cell of the roll-ups by unit and month (yyyymm); channel and service class by their place among <see cref="CodeWords"/>.</summary>
internal readonly record struct UnitCell(int Unit, int Channel, int ServiceClass, int Month);
