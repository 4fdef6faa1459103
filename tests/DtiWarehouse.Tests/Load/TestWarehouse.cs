using DtiWarehouse.Etl;
using DtiWarehouse.Etl.Checks;
using DtiWarehouse.Etl.Sources;
using DtiWarehouse.Etl.Staging;
using DtiWarehouse.Schema;
using DtiWarehouse.Schema.Audit;
using DtiWarehouse.Schema.Dialects;

namespace DtiWarehouse.Tests.Load;

/// <summary>A new warehouse in a temporary file, with a clock that the test sets.</summary>
public sealed class TestWarehouse : IDisposable
{
    private readonly TestedDatabase _database = new();
    private int _files;

    public TestWarehouse(decimal maxRejectedShare = 0.05m, IReadOnlyList<DataCheck>? checks = null) => Runner = new LoadRunner(_database.Warehouse.OpenLoad, Clock)
    {
        MaxRejectedShare = maxRejectedShare,
        Checks = checks ?? DataChecks.All,
    };

    public SetClock Clock { get; } = new();

    /// <summary>The warehouse file, where it is one.</summary>
    public string Location => ((SqliteDatabase)_database.Warehouse).Location;

    public WarehouseDatabase Database => _database.Warehouse;

    public LoadRunner Runner { get; }

    /// <summary>Loads rows as one file with a name and content of its own.</summary>
    public LoadRun Load(string feed, params object[] rows) => Load(feed, rows, null);

    public LoadRun Load(string feed, IEnumerable<object> rows, string? contentHash, DateTime? modifiedAt = null)
    {
        var name = $"{feed}_{++_files:000}.csv";
        using var source = modifiedAt is { } time
            ? new RowsSource(feed, name, rows) { ContentHash = contentHash, ModifiedAt = time }
            : new RowsSource(feed, name, rows) { ContentHash = contentHash };
        return Runner.Load(source);
    }

    /// <summary>A connection as the load has it.</summary>
    public LoadConnection Connect() => _database.Warehouse.OpenLoad();

    /// <summary>A context over the warehouse as readers see it.</summary>
    public WarehouseContext Open() => _database.Warehouse.OpenReader();

    /// <summary>Rows of a query as text, one line each, sorted: for comparing states.</summary>
    public string[] Rows(string sql) => _database.Rows(sql);

    /// <summary>Changes the warehouse behind the loader's back.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }

    /// <summary>The facts by natural keys, without surrogate keys and load instants.</summary>
    public string[] Facts() =>
    [
        .. Rows(
            """
            SELECT 'dossier', f.dossier_code, ru.unit_code, ru.valid_from, su.unit_code, su.valid_from, p.procedure_code, p.valid_from, p.name, f.service_level_label, f.service_class,
                f.status, f.received_date, f.due_date, f.resolved_date, f.is_on_time, f.source_updated_at
            FROM fact_dossier f JOIN dim_unit ru ON ru.unit_key = f.receiving_unit_key JOIN dim_unit su ON su.unit_key = f.resolving_unit_key JOIN dim_procedure p ON p.procedure_key = f.procedure_key
            """),
        .. Rows(
            """
            SELECT 'service', f.month_period_key, p.procedure_code, p.valid_from, u.unit_code, u.valid_from, f.service_level_label
            FROM fact_online_service f JOIN dim_unit u ON u.unit_key = f.unit_key JOIN dim_procedure p ON p.procedure_key = f.procedure_key
            """),
        .. Rows(
            """
            SELECT 'document', f.document_code, u.unit_code, u.valid_from, f.direction, f.document_date, f.form, f.is_secret, f.source_updated_at
            FROM fact_signed_document f JOIN dim_unit u ON u.unit_key = f.unit_key
            """),
        .. Rows("SELECT 'rating', f.month_period_key, u.unit_code, u.valid_from, f.rated FROM fact_satisfaction f JOIN dim_unit u ON u.unit_key = f.unit_key"),
        .. Rows("SELECT 'unit', unit_code, valid_from, valid_to, is_inferred, name FROM dim_unit"),
        .. Rows("SELECT 'procedure', procedure_code, valid_from, valid_to, is_inferred, name, sector, service_level_label FROM dim_procedure"),
    ];

    /// <summary>The summaries as stored and as plain SQL computes them from the facts, for comparing.</summary>
    public (string[] Stored, string[] Recomputed) Summaries(int lastMonth) => (
        [
            .. Rows("SELECT 'month', month_period_key, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class, received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count FROM agg_dossier_month"),
            .. Rows($"SELECT 'unit-month', month_period_key, receiving_unit_key, channel, service_class, {RollupMeasures} FROM agg_dossier_unit_month"),
            .. Rows($"SELECT 'unit', receiving_unit_key, channel, service_class, {RollupMeasures} FROM agg_dossier_unit"),
            .. Rows("SELECT 'stock', month_period_key, unit_key, service_class, pending, pending_overdue FROM agg_dossier_stock"),
            .. Rows("SELECT 'documents', month_period_key, unit_key, direction, documents, electronic_only, electronic_and_paper, paper, signed, secret FROM agg_document_month"),
        ],
        [
            .. Rows(
                """
                WITH months AS (SELECT period_key, start_date, end_date FROM dim_period WHERE grain = 'Month'),
                grains AS
                (
                    SELECT DISTINCT m.period_key, m.start_date, m.end_date, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class
                    FROM fact_dossier f JOIN months m ON f.received_date BETWEEN m.start_date AND m.end_date OR f.resolved_date BETWEEN m.start_date AND m.end_date
                ),
                counted AS
                (
                    SELECT g.period_key, g.receiving_unit_key, g.resolving_unit_key, g.procedure_key, g.channel, g.service_class, f.due_date, f.received_date, f.resolved_date,
                        f.are_components_digitised, f.is_result_digitised, f.has_fee, f.is_paid_online, f.reuses_data,
                        CASE WHEN f.received_date BETWEEN g.start_date AND g.end_date THEN 1 ELSE 0 END AS came,
                        CASE WHEN f.resolved_date BETWEEN g.start_date AND g.end_date THEN 1 ELSE 0 END AS went
                    FROM grains g
                    JOIN fact_dossier f ON f.receiving_unit_key = g.receiving_unit_key AND f.resolving_unit_key = g.resolving_unit_key AND f.procedure_key = g.procedure_key
                        AND f.channel = g.channel AND f.service_class = g.service_class
                )
                SELECT 'month', period_key, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class,
                    SUM(came), SUM(went),
                    SUM(CASE WHEN went = 1 AND resolved_date <= due_date THEN 1 ELSE 0 END),
                    SUM(CASE WHEN went = 1 AND resolved_date > due_date THEN 1 ELSE 0 END),
                    SUM(CASE WHEN came = 1 AND are_components_digitised = @yes THEN 1 ELSE 0 END),
                    SUM(CASE WHEN went = 1 AND is_result_digitised = @yes THEN 1 ELSE 0 END),
                    SUM(CASE WHEN came = 1 AND has_fee = @yes THEN 1 ELSE 0 END),
                    SUM(CASE WHEN came = 1 AND is_paid_online = @yes THEN 1 ELSE 0 END),
                    SUM(CASE WHEN came = 1 AND reuses_data = @yes THEN 1 ELSE 0 END),
                    COALESCE(SUM(CASE WHEN went = 1 THEN @days END), 0), SUM(went)
                FROM counted
                GROUP BY period_key, receiving_unit_key, resolving_unit_key, procedure_key, channel, service_class
                """),
            .. Rows($"SELECT 'unit-month', period_key, receiving_unit_key, channel, service_class, {Recounted} FROM ({InMonths}) f GROUP BY period_key, receiving_unit_key, channel, service_class"),
            .. Rows($"SELECT 'unit', receiving_unit_key, channel, service_class, {Recounted} FROM ({InMonths}) f GROUP BY receiving_unit_key, channel, service_class"),
            .. Rows(
                $"""
                SELECT 'stock', m.period_key, f.receiving_unit_key, f.service_class, COUNT(*), SUM(CASE WHEN f.due_date < m.end_date THEN 1 ELSE 0 END)
                FROM dim_period m
                JOIN fact_dossier f ON f.received_date <= m.end_date AND (f.resolved_date IS NULL OR f.resolved_date > m.end_date)
                WHERE m.grain = 'Month' AND m.period_key / 100 <= {lastMonth}
                GROUP BY m.period_key, f.receiving_unit_key, f.service_class
                """),
            .. Rows(
                """
                SELECT 'documents', m.period_key, f.unit_key, f.direction, SUM(CASE WHEN is_secret = @no THEN 1 ELSE 0 END), SUM(CASE WHEN is_secret = @no AND form = 'Electronic' THEN 1 ELSE 0 END),
                    SUM(CASE WHEN is_secret = @no AND form = 'ElectronicAndPaper' THEN 1 ELSE 0 END), SUM(CASE WHEN is_secret = @no AND form = 'Paper' THEN 1 ELSE 0 END),
                    SUM(CASE WHEN is_secret = @no AND is_signed = @yes THEN 1 ELSE 0 END), SUM(CASE WHEN is_secret = @yes THEN 1 ELSE 0 END)
                FROM dim_period m
                JOIN fact_signed_document f ON f.document_date BETWEEN m.start_date AND m.end_date
                WHERE m.grain = 'Month'
                GROUP BY m.period_key, f.unit_key, f.direction
                """),
        ]);

    private const string RollupMeasures = "received, resolved, resolved_on_time, resolved_late, components_digitised, results_digitised, with_fee, paid_online, reusing_data, processing_days_sum, processing_days_count, on_time, late";

    /// <summary>Dossiers beside the months in which they came or went.</summary>
    private const string InMonths =
        """
        SELECT m.period_key, d.*, CASE WHEN d.received_date BETWEEN m.start_date AND m.end_date THEN 1 ELSE 0 END AS came, CASE WHEN d.resolved_date BETWEEN m.start_date AND m.end_date THEN 1 ELSE 0 END AS went
        FROM dim_period m JOIN fact_dossier d ON d.received_date BETWEEN m.start_date AND m.end_date OR d.resolved_date BETWEEN m.start_date AND m.end_date
        WHERE m.grain = 'Month'
        """;

    private static string Recounted { get; } = "SUM(came), SUM(went), " + string.Join(", ", ((string[])
    [
        "went = 1 AND resolved_date <= due_date", "went = 1 AND resolved_date > due_date", "came = 1 AND are_components_digitised = @yes", "went = 1 AND is_result_digitised = @yes",
        "came = 1 AND has_fee = @yes", "came = 1 AND is_paid_online = @yes", "came = 1 AND reuses_data = @yes",
    ]).Select(Counted)) + ", COALESCE(SUM(CASE WHEN went = 1 THEN processing_days END), 0), SUM(went), " + Counted("came = 1 AND is_on_time = @yes") + ", " + Counted("came = 1 AND is_on_time = @no");

    private static string Counted(string condition) => $"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)";

    public void Dispose() => _database.Dispose();

    public sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2025, 1, 20, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
