using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Indicators.Evaluation;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dialects;
using DtiWarehouse.Server.Hosting;
using DtiWarehouse.Tests.Load;
using Microsoft.Extensions.Configuration;

namespace DtiWarehouse.Tests.Indicators;

/// <summary>A warehouse in a temporary file whose indicators are computed by the server's own service, in process.</summary>
public sealed class IndicatorWarehouse : IDisposable
{
    private const string Columns =
        "indicator_value_key, indicator_key, unit_key, period_key, basis, numerator, denominator, value, target, attainment, score, max_score, rank, rank_of, is_provisional";

    private readonly string _data = Directory.CreateTempSubdirectory("indicators-").FullName;
    private readonly TestWarehouse _warehouse = new();
    private IndicatorService? _service;

    public string Location => _warehouse.Location;

    public TestWarehouse.SetClock Clock => _warehouse.Clock;

    public Etl.LoadRunner Runner => _warehouse.Runner;

    /// <summary>The territories, successors and declared figures that come with the product.</summary>
    public IndicatorWarehouse WithLists()
    {
        Assert.All(Runner.LoadReferenceData(), Completed);
        return this;
    }

    /// <summary>Loads a file of rows; none may be rejected.</summary>
    public void Load(string feed, params FeedRow[] rows)
    {
        var run = _warehouse.Load(feed, rows);
        Completed(run);
        Assert.Equal(0, run.RowsRejected);
    }

    /// <summary>Loads a file of rows that may break a rule: what is refused changes nothing.</summary>
    public void Try(string feed, params FeedRow[] rows) => _warehouse.Load(feed, rows);

    /// <summary>Puts an indicator of the province's own into its folder, before the first evaluation.</summary>
    public void Define(string file, string yaml) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_data, "indicators")).FullName, file), yaml);

    public EvaluationResult Evaluate() => Evaluate(_service ??= Service(Location));

    /// <summary>All values by key, as stored: what they say, and when they were written.</summary>
    public Dictionary<string, (string Content, string UpdatedAt)> Values() =>
        _warehouse.Rows($"SELECT {Columns}, updated_at FROM fact_indicator_value").Select(row => (Cut: row.LastIndexOf('|'), row))
            .ToDictionary(r => r.row[..r.row.IndexOf('|', StringComparison.Ordinal)], r => (r.row[..r.Cut], r.row[(r.Cut + 1)..]));

    /// <summary>Values and reconciliations without their instants.</summary>
    public string[] Contents() => Contents(Location);

    /// <summary>The same in a copy of the warehouse where every value was taken away and computed anew.</summary>
    public string[] ContentsComputedAnew()
    {
        var copy = Path.Combine(_data, $"{Guid.NewGuid():N}.db");
        _warehouse.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        File.Copy(Location, copy);
        using (var connection = Schema.Dialects.SqliteLoadConnection.Open(copy))
        {
            connection.Execute("DELETE FROM fact_reconciliation");
            connection.Execute("DELETE FROM fact_indicator_value");
            connection.Execute("INSERT OR IGNORE INTO etl_indicator_due (year_month, load_key) VALUES (@month, 0)", ("month", IndicatorDue.EveryMonth));
        }
        Evaluate(Service(copy));
        return Contents(copy);
    }

    /// <summary>The values of an indicator as sentences: unit, period, basis, figures.</summary>
    public string[] Said(string indicator, string unit, bool today = false) =>
    [
        .. _warehouse.Rows(
            $"""
            SELECT p.code, {Number("v.numerator")}, {Number("v.denominator")}, {Number("v.value")}
            FROM fact_indicator_value v JOIN dim_indicator i USING (indicator_key) JOIN dim_unit u USING (unit_key) JOIN dim_period p USING (period_key)
            WHERE i.code = '{indicator}' AND u.unit_code = '{unit}' AND v.basis = '{(today ? "Current" : "AsReported")}'
            """).Select(row => row.Split('|')).Select(cells => $"{cells[0]}: {cells[1]} / {cells[2]} = {cells[3]}"),
    ];

    /// <summary>One column of an indicator's values in a period, with the unit's code before it.</summary>
    public string[] Said(string indicator, string period, string column, bool today = false) => _warehouse.Rows(
        $"""
        SELECT u.unit_code, {column}
        FROM fact_indicator_value v JOIN dim_indicator i USING (indicator_key) JOIN dim_unit u USING (unit_key) JOIN dim_period p USING (period_key)
        WHERE i.code = '{indicator}' AND p.code = '{period}' AND v.basis = '{(today ? "Current" : "AsReported")}'
        """);

    public void Dispose()
    {
        _warehouse.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    // As text, so that no regional settings of the machine come in.
    private static string Number(string column) => $"CASE WHEN {column} IS NOT NULL THEN printf('%.12g', {column} / 1000000.0) END";

    private static void Completed(LoadRun run) => Assert.Equal((LoadStatus.Completed, null), (run.Status, run.Error));

    private static string[] Contents(string file) =>
    [
        .. TestedDatabase.Rows(new SqliteDatabase(file), $"SELECT 'value', {Columns} FROM fact_indicator_value"),
        .. TestedDatabase.Rows(new SqliteDatabase(file), "SELECT 'reconciliation', reconciliation_key, indicator_key, indicator_value_key, part, declared, computed, difference, verdict, reason, finding FROM fact_reconciliation"),
    ];

    private IndicatorService Service(string file) => new(
        WarehouseSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("DTIW_DATA", _data), new("ConnectionStrings:Warehouse", $"Data Source={file}")]).Build()), Clock);

    private static EvaluationResult Evaluate(IndicatorService service) => service.EvaluateAsync(null, CancellationToken.None).GetAwaiter().GetResult();
}
