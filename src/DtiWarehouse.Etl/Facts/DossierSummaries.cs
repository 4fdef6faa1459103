using System.Data.Common;
using System.Runtime.InteropServices;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Etl.Facts;

/// <summary>
/// Keeps DossierMonths and DossierStocks equal to what the dossiers say, at the cost of the dossiers that change: what a
/// dossier counted before is taken out (<see cref="Open"/>), what it counts afterwards is put in (<see cref="Close"/>).
/// Every measure is a sum of whole numbers, so the result is exact; rows whose sums stay the same are left alone.
/// </summary>
public sealed class DossierSummaries(LoadScope scope)
{
    private const string Grain = "receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class, month_period_key";

    private static readonly string[] Measures =
    [
        "received", "resolved", "resolved_on_time", "resolved_late", "components_digitised", "results_digitised",
        "with_fee", "paid_online", "reusing_data", "processing_days_sum", "processing_days_count",
    ];

    // Places among the measures.
    private const int Received = 0, Resolved = 1, ResolvedOnTime = 2, ResolvedLate = 3, ComponentsDigitised = 4, ResultsDigitised = 5;
    private const int WithFee = 6, PaidOnline = 7, ReusingData = 8, ProcessingDaysSum = 9, ProcessingDaysCount = 10;

    private const int Slice = 50_000, MostCells = 100_000;

    private readonly LoadConnection _connection = scope.Connection;
    private readonly Dictionary<MonthCell, long[]> _months = [];
    private readonly Dictionary<StockCell, StockChange> _stocks = [];
    private readonly List<string> _words = [];

    /// <summary>Names the dossiers that are about to change and takes out what they count now.</summary>
    /// <param name="changing">A query of dossier keys.</param>
    public void Open(string changing)
    {
        foreach (var table in (string[])["changing_dossier", "month_delta", "stock_delta"])
        {
            _connection.DropTemporary(table);
        }
        _connection.CreateTemporary("changing_dossier", "row_key INTEGER PRIMARY KEY");
        _connection.CreateTemporaryLike("month_delta", "delta_key", Grain + ", " + string.Join(", ", Measures), "agg_dossier_month");
        _connection.CreateTemporary("stock_delta", "unit_key INTEGER, service_class TEXT, month INTEGER, pending INTEGER, overdue INTEGER");
        _connection.Execute($"INSERT INTO changing_dossier (row_key) {changing}");
        Count(-1);
    }

    /// <summary>Puts in what the changed dossiers count now and brings the summaries up to it.</summary>
    public void Close()
    {
        Count(+1);
        ApplyMonths();
        ApplyStocks();
    }

    /// <summary>
    /// One pass over the changing dossiers, in slices by key: cells are summed in memory, which took about
    /// half of the time of grouping wide rows in the database, and written out whenever there are many.
    /// </summary>
    private void Count(int sign)
    {
        var after = 0L;
        for (var read = Slice; read == Slice;)
        {
            read = 0;
            // CROSS JOIN keeps the few changing dossiers the outer side: the planner would rather scan the whole fact.
            var slice = _connection.Stream(
                """
                SELECT
                    c.row_key, f.receiving_unit_key, f.resolving_unit_key, f.procedure_key, f.channel, f.service_class,
                    f.received_date_key, f.resolved_date_key, f.overdue_from_month, COALESCE(f.processing_days, -1),
                    CASE WHEN f.is_on_time THEN 1 ELSE 0 END + CASE WHEN NOT f.is_on_time THEN 2 ELSE 0 END
                        + CASE WHEN f.are_components_digitised THEN 4 ELSE 0 END + CASE WHEN f.is_result_digitised THEN 8 ELSE 0 END
                        + CASE WHEN f.has_fee THEN 16 ELSE 0 END + CASE WHEN f.is_paid_online THEN 32 ELSE 0 END
                        + CASE WHEN f.reuses_data THEN 64 ELSE 0 END
                FROM changing_dossier c CROSS JOIN fact_dossier f
                WHERE c.row_key > @after AND f.dossier_key = c.row_key
                ORDER BY c.row_key
                LIMIT @slice
                """,
                row => row, ("after", after), ("slice", Slice));
            foreach (var row in slice)
            {
                after = row.GetInt64(0);
                read++;
                Count(row, sign);
            }
            if (_months.Count > MostCells || read < Slice)
            {
                WriteDeltas();
            }
        }
    }

    private void Count(DbDataReader row, int sign)
    {
        var (unit, resolvingUnit, procedure) = (row.GetInt32(1), row.GetInt32(2), row.GetInt32(3));
        var (channel, serviceClass) = (Word(row.GetString(4)), Word(row.GetString(5)));
        var (received, resolved, overdueFrom) = (row.GetInt32(6) / 100, row.GetInt32(7) / 100, row.GetInt32(8));
        // All flags in one number: a call per column of every row is what this pass costs.
        var (days, flags) = (row.GetInt32(9), row.GetInt32(10));
        var sums = Sums(new MonthCell(unit, resolvingUnit, procedure, channel, serviceClass, received));
        sums[Received] += sign;
        sums[ComponentsDigitised] += (flags & 4) != 0 ? sign : 0;
        sums[WithFee] += (flags & 16) != 0 ? sign : 0;
        sums[PaidOnline] += (flags & 32) != 0 ? sign : 0;
        sums[ReusingData] += (flags & 64) != 0 ? sign : 0;
        Stock(unit, serviceClass, received).Pending += sign;
        var isResolved = resolved != 0;
        if (isResolved)
        {
            sums = Sums(new MonthCell(unit, resolvingUnit, procedure, channel, serviceClass, resolved));
            sums[Resolved] += sign;
            sums[ResultsDigitised] += (flags & 8) != 0 ? sign : 0;
            sums[ResolvedOnTime] += (flags & 1) != 0 ? sign : 0;
            sums[ResolvedLate] += (flags & 2) != 0 ? sign : 0;
            if (days >= 0)
            {
                sums[ProcessingDaysSum] += sign * days;
                sums[ProcessingDaysCount] += sign;
            }
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

    private long[] Sums(MonthCell cell)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_months, cell, out _);
        return sums ??= new long[Measures.Length];
    }

    private StockChange Stock(int unit, int serviceClass, int month)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_stocks, new StockCell(unit, serviceClass, month), out _);
        return change ??= new StockChange();
    }

    /// <summary>Place of a code among the few that the rows hold: cells compare by number.</summary>
    private int Word(string code)
    {
        var at = _words.IndexOf(code);
        if (at < 0)
        {
            at = _words.Count;
            _words.Add(code);
        }
        return at;
    }

    private void WriteDeltas()
    {
        using (var writer = _connection.OpenWriter("month_delta", [.. Grain.Split(", "), .. Measures]))
        {
            foreach (var (cell, sums) in _months)
            {
                writer.Add(cell.ReceivingUnit).Add(cell.ResolvingUnit).Add(cell.Procedure).Add(_words[cell.Channel]).Add(_words[cell.ServiceClass]).Add(cell.Month * 100 + 10);
                foreach (var sum in sums)
                {
                    writer.Add(sum);
                }
                writer.EndRow();
            }
        }
        using (var writer = _connection.OpenWriter("stock_delta", ["unit_key", "service_class", "month", "pending", "overdue"]))
        {
            foreach (var (cell, change) in _stocks)
            {
                writer.Add(cell.Unit).Add(_words[cell.ServiceClass]).Add(cell.Month).Add(change.Pending).Add(change.Overdue).EndRow();
            }
        }
        _months.Clear();
        _stocks.Clear();
    }

    private void ApplyMonths() =>
        new SummaryTable(scope, "agg_dossier_month", "dossier_month_key", Grain.Split(", "), Measures, "received = 0 AND resolved = 0").Add("month_delta");

    /// <summary>
    /// A dossier stands in the stock of every month end from its receipt until before its completion, so a change runs on
    /// to the last closed month: the deltas are summed along the months.
    /// </summary>
    private void ApplyStocks()
    {
        _connection.DropTemporary("stock_net");
        _connection.DropTemporary("stock_change");
        _connection.CreateTemporary("stock_net", "unit_key INTEGER, service_class TEXT, month INTEGER, pending INTEGER, overdue INTEGER, PRIMARY KEY (unit_key, service_class, month)");
        _connection.CreateTemporaryLike("stock_change", "delta_key", "unit_key, service_class, month_period_key, pending, pending_overdue", "agg_dossier_stock");
        _connection.Execute(
            """
            INSERT INTO stock_net (unit_key, service_class, month, pending, overdue)
            SELECT unit_key, service_class, month, SUM(pending), SUM(overdue)
            FROM stock_delta
            WHERE month <= @lastMonth
            GROUP BY unit_key, service_class, month
            HAVING SUM(pending) <> 0 OR SUM(overdue) <> 0
            """,
            ("lastMonth", scope.LastClosedMonth));
        _connection.Execute(
            """
            INSERT INTO stock_change (unit_key, service_class, month_period_key, pending, pending_overdue)
            SELECT
                u.unit_key, u.service_class, m.period_key,
                SUM(COALESCE(n.pending, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key),
                SUM(COALESCE(n.overdue, 0)) OVER (PARTITION BY u.unit_key, u.service_class ORDER BY m.period_key)
            FROM (SELECT unit_key, service_class, MIN(month) AS first_month FROM stock_net GROUP BY unit_key, service_class) u
            JOIN dim_period m ON m.grain = @grain AND m.period_key BETWEEN u.first_month * 100 + 10 AND @lastMonth * 100 + 10
            LEFT JOIN stock_net n ON n.unit_key = u.unit_key AND n.service_class = u.service_class AND n.month = m.period_key / 100
            """,
            ("grain", nameof(PeriodGrain.Month)), ("lastMonth", scope.LastClosedMonth));
        new SummaryTable(scope, "agg_dossier_stock", "dossier_stock_key", ["unit_key", "service_class", "month_period_key"], ["pending", "pending_overdue"], "pending = 0").Add("stock_change");
    }

    /// <summary>Cell of the monthly summary; channel and service class by their place among the words seen.</summary>
    private readonly record struct MonthCell(int ReceivingUnit, int ResolvingUnit, int Procedure, int Channel, int ServiceClass, int Month);

    private readonly record struct StockCell(int Unit, int ServiceClass, int Month);

    /// <summary>Change of a stock from a month on.</summary>
    private sealed class StockChange
    {
        public long Pending { get; set; }
        public long Overdue { get; set; }
    }
}
