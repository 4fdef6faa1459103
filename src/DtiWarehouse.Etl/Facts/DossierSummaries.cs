using System.Runtime.InteropServices;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Keeps DossierMonths, the roll-ups by unit and DossierStocks equal to what the dossiers say, at the cost of the dossiers that change: what a
/// dossier counted before is taken out, what it counts afterwards is put in, and <see cref="Close"/> adds the difference up.
/// Every measure is a sum of whole numbers, so the result is exact; rows whose sums stay the same are left alone, as far as
/// both halves are in memory at once.
/// </summary>
public sealed class DossierSummaries(LoadScope scope)
{
    private static readonly string[] Grain = ["month_period_key", "receiving_unit_key", "resolving_unit_key", "procedure_key", "channel", "service_class"];

    private const int Slice = 50_000, MostCells = 100_000;

    private readonly LoadConnection _connection = scope.Connection;
    private readonly Dictionary<MonthCell, long[]> _months = [];
    private readonly Dictionary<StockCell, StockChange> _stocks = [];
    private readonly DossierRollups _rollups = new(scope);
    private bool _hasTables;

    /// <summary>Names the dossiers that are about to change and takes out what they count now; <see cref="CloseChanged"/> ends it.</summary>
    /// <param name="changing">A query of dossier keys.</param>
    public void Open(string changing)
    {
        _connection.Empty(StagingTables.ChangingDossier);
        _connection.Execute($"INSERT INTO {StagingTables.ChangingDossier.Name} (row_key) {changing}");
        TakeOut(StagingTables.ChangingDossier.Name);
    }

    /// <summary>Puts in what the dossiers that were opened count now and brings the summaries up to it.</summary>
    public void CloseChanged()
    {
        Count(StagingTables.ChangingDossier.Name, +1);
        Close();
    }

    /// <summary>Takes out what some dossiers count as they are stored.</summary>
    /// <param name="dossiers">A table of their keys.</param>
    public void TakeOut(string dossiers) => Count(dossiers, -1);

    /// <summary>Puts in what a dossier counts that is being written.</summary>
    /// <param name="received">Month (yyyymm) of receipt.</param>
    /// <param name="resolved">Month of completion; 0 while open.</param>
    /// <param name="overdueFrom">First month at whose end it is overdue while open; 0 without a due day.</param>
    /// <param name="days">Days from receipt to completion.</param>
    public void PutIn(DossierGrain grain, int received, int resolved, int overdueFrom, int? days, int flags)
    {
        Count(grain, received, resolved, overdueFrom, days ?? -1, flags, +1);
        WriteDeltasOfMany();
    }

    /// <summary>Brings the summaries up to what was taken out and put in.</summary>
    public void Close()
    {
        WriteDeltas();
        RemoveEmptyMonths();
        _rollups.RemoveEmpty();
        ApplyStocks();
    }

    /// <summary>
    /// One pass over some dossiers, in slices by key: cells are summed in memory, which took about
    /// half of the time of grouping wide rows in the database, and written out whenever there are many.
    /// </summary>
    private void Count(string dossiers, int sign)
    {
        var after = 0L;
        for (var read = Slice; read == Slice;)
        {
            read = 0;
            // CROSS JOIN keeps the few changing dossiers the outer side: the planner would rather scan the whole fact.
            var slice = _connection.Stream(
                $"""
                SELECT
                    c.row_key, f.receiving_unit_key, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class,
                    f.received_date_key, f.resolved_date_key, f.overdue_from_month, COALESCE(f.processing_days, -1),
                    {DossierFlags.Sql("f")}
                FROM {dossiers} c CROSS JOIN fact_dossier f
                WHERE c.row_key > @after AND f.dossier_key = c.row_key
                ORDER BY c.row_key
                {LoadSql.First("@slice")}
                """,
                row => row, ("after", after), ("slice", Slice));
            foreach (var row in slice)
            {
                after = row.GetInt64(0);
                read++;
                Count(
                    new DossierGrain(row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.GetString(5)),
                    row.GetInt32(6) / 100, row.GetInt32(7) / 100, row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), sign);
            }
            WriteDeltasOfMany();
        }
    }

    private void Count(DossierGrain grain, int received, int resolved, int overdueFrom, int days, int flags, int sign)
    {
        var (unit, channel, serviceClass) = (grain.ReceivingUnit, _rollups.Words.PlaceOf(grain.Channel), _rollups.Words.PlaceOf(grain.ServiceClass));
        DossierCounts.AddReceived(Sums(new MonthCell(unit, grain.ResolvingUnit, grain.Procedure, channel, serviceClass, received)), flags, sign);
        _rollups.AddReceived(new UnitCell(unit, channel, serviceClass, received), flags, sign);
        Stock(unit, serviceClass, received).Pending += sign;
        scope.Touch(received);
        var isResolved = resolved != 0;
        if (isResolved)
        {
            scope.Touch(resolved);
            DossierCounts.AddResolved(Sums(new MonthCell(unit, grain.ResolvingUnit, grain.Procedure, channel, serviceClass, resolved)), days, flags, sign);
            _rollups.AddResolved(new UnitCell(unit, channel, serviceClass, resolved), days, flags, sign);
            Stock(unit, serviceClass, resolved).Pending -= sign;
        }
        // Overdue from the first month end after the due day until before the month of completion.
        if (overdueFrom != 0 && (!isResolved || overdueFrom < resolved))
        {
            Stock(unit, serviceClass, overdueFrom).Overdue += sign;
            if (isResolved)
            {
                Stock(unit, serviceClass, resolved).Overdue -= sign;
            }
        }
    }

    private void WriteDeltasOfMany()
    {
        if (_months.Count > MostCells || _rollups.Cells > MostCells)
        {
            WriteDeltas();
        }
    }

    private long[] Sums(MonthCell cell)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_months, cell, out _);
        return sums ??= new long[DossierCounts.OfMonths.Count];
    }

    private StockChange Stock(int unit, int serviceClass, int month)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_stocks, new StockCell(unit, serviceClass, month), out _);
        return change ??= new StockChange();
    }

    private void WriteDeltas()
    {
        if (!_hasTables)
        {
            _hasTables = true;
            _connection.Empty(StagingTables.LoweredMonth);
            _connection.Empty(StagingTables.StockDelta);
        }
        WriteMonths();
        _rollups.Write();
        using (var writer = _connection.OpenWriter(StagingTables.StockDelta))
        {
            foreach (var (cell, change) in _stocks)
            {
                writer.Add(cell.Unit).Add(_rollups.Words[cell.ServiceClass]).Add(cell.Month).Add(change.Pending).Add(change.Overdue).EndRow();
            }
        }
        _months.Clear();
        _stocks.Clear();
    }

    /// <summary>Adds the cells to the summary, in its order; cells whose counts fell may be empty by now.</summary>
    private void WriteMonths()
    {
        using var months = _connection.OpenAdder("agg_dossier_month", StagingTables.MonthDelta, Grain, DossierCounts.OfMonths);
        using var lowered = _connection.OpenWriter(StagingTables.LoweredMonth);
        foreach (var (cell, sums) in _months.Where(month => month.Value.AsSpan().ContainsAnyExcept(0)).OrderBy(month => month.Key))
        {
            Start(months, cell);
            foreach (var sum in sums)
            {
                months.Add(sum);
            }
            months.Add(scope.Now).EndRow();
            if (DossierCounts.AreLowered(sums))
            {
                Start(lowered, cell).EndRow();
            }
        }

        RowWriter Start(RowWriter row, MonthCell cell) => row.Add(cell.Month * 100 + 10).Add(cell.ReceivingUnit).Add(cell.ResolvingUnit).Add(cell.Procedure)
            .Add(_rollups.Words[cell.Channel]).Add(_rollups.Words[cell.ServiceClass]);
    }

    private void RemoveEmptyMonths() => _connection.Execute(
        $"""
        DELETE FROM agg_dossier_month WHERE dossier_month_key IN
        (
            SELECT a.dossier_month_key FROM {StagingTables.LoweredMonth.Name} l CROSS JOIN agg_dossier_month a
            WHERE {string.Join(" AND ", Grain.Select(column => $"a.{column} = l.{column}"))} AND a.received = 0 AND a.resolved = 0
        )
        """);

    /// <summary>
    /// A dossier stands in the stock of every month end from its receipt until before its completion, so a change runs on
    /// to the last closed month: the deltas are summed along the months.
    /// </summary>
    private void ApplyStocks()
    {
        _connection.Empty(StagingTables.StockNet);
        _connection.Empty(StagingTables.StockChange);
        _connection.Execute(
            """
            INSERT INTO stg_stock_net (unit_key, service_class, month, pending, overdue)
            SELECT unit_key, service_class, month, SUM(pending), SUM(overdue)
            FROM stg_stock_delta
            WHERE month <= @lastMonth
            GROUP BY unit_key, service_class, month
            HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
            """,
            ("lastMonth", scope.LastClosedMonth));
        _connection.Execute(
            """
            INSERT INTO stg_stock_change (unit_key, service_class, month_period_key, pending, pending_overdue)
            SELECT
                u.unit_key, u.service_class, m.period_key,
                SUM(COALESCE(n.pending, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key),
                SUM(COALESCE(n.overdue, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key)
            FROM (SELECT unit_key, service_class, MIN(month) AS first_month FROM stg_stock_net GROUP BY unit_key, service_class) u
            JOIN dim_period m ON m.grain = @grain AND m.period_key BETWEEN u.first_month * 100 + 10 AND @lastMonth * 100 + 10
            LEFT JOIN stg_stock_net n ON n.unit_key = u.unit_key AND n.service_class = u.service_class AND n.month = m.period_key / 100
            """,
            ("grain", nameof(PeriodGrain.Month)), ("lastMonth", scope.LastClosedMonth));
        foreach (var month in _connection.Query("SELECT DISTINCT month_period_key / 100 FROM stg_stock_change WHERE pending <> 0 OR pending_overdue <> 0", row => row.GetInt32(0)))
        {
            scope.Touch(month);
        }
        new SummaryTable(scope, "agg_dossier_stock", "dossier_stock_key", ["unit_key", "service_class", "month_period_key"], ["pending", "pending_overdue"], "pending = 0").Add(StagingTables.StockChange, StagingTables.NetStock);
    }

    /// <summary>Cell of the monthly summary; channel and service class by their place among the words of the roll-ups.</summary>
    private readonly record struct MonthCell(int ReceivingUnit, int ResolvingUnit, int Procedure, int Channel, int ServiceClass, int Month) : IComparable<MonthCell>
    {
        public int CompareTo(MonthCell other) =>
            Month != other.Month ? Month.CompareTo(other.Month)
            : ReceivingUnit != other.ReceivingUnit ? ReceivingUnit.CompareTo(other.ReceivingUnit)
            : ResolvingUnit != other.ResolvingUnit ? ResolvingUnit.CompareTo(other.ResolvingUnit)
            : Procedure.CompareTo(other.Procedure);
    }

    private readonly record struct StockCell(int Unit, int ServiceClass, int Month);

    /// <summary>Change of a stock from a month on.</summary>
    private sealed class StockChange
    {
        public long Pending { get; set; }
        public long Overdue { get; set; }
    }
}
