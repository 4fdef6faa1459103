namespace DtiWarehouse.Schema.Staging;

/// <summary>What a column of a staging table holds; each database has a type for it.</summary>
public enum StagingType
{
    /// <summary>32 bits.</summary>
    Int,
    /// <summary>64 bits.</summary>
    Long,
    Flag,
    /// <summary>UTC.</summary>
    Instant,
    /// <summary>A code or word of up to 450 characters: it can be a key.</summary>
    Code,
    Text,
}

public sealed record StagingColumn(string Name, StagingType Type, bool IsKey = false);

/// <summary>A table that lives as long as a load: empty before, of no use afterwards, seen by nobody else.</summary>
public sealed record StagingTable(string Name, params StagingColumn[] Columns)
{
    public IEnumerable<string> Names => Columns.Select(column => column.Name);
}

/// <summary>
/// Every staging table of the loads and of the indicators. SQLite and PostgreSQL make them as temporary tables; SQL Server
/// keeps them as tables of the schema, so that they can be filled in bulk and the account of the loads needs no right to
/// create any.
/// </summary>
public static class StagingTables
{
    /// <summary>Source rows that the file stands for, and whether their fact was written or went with them.</summary>
    public static readonly StagingTable Accepted = new("stg_accepted", Key("row_key"), Flag("wrote_fact"));

    /// <summary>The same of rows that were there before the file's batch.</summary>
    public static readonly StagingTable AcceptedAgain = new("stg_accepted_again", Key("row_key"), Flag("wrote_fact"));

    /// <summary>Keys of facts that are about to go.</summary>
    public static readonly StagingTable Leaving = new("stg_leaving", Key("row_key"));

    public static readonly StagingTable NewerTime = new("stg_newer_time", Key("row_key"), new("version", StagingType.Instant));

    public static readonly StagingTable ChangingDossier = new("stg_changing_dossier", Key("row_key"));

    /// <summary>Changes of the monthly summary of dossiers.</summary>
    public static readonly StagingTable MonthDelta = new("stg_month_delta",
    [
        .. DossierGrain,
        .. DossierCounts,
        new("updated_at", StagingType.Instant),
    ]);

    /// <summary>Cells of the summary whose counts fell.</summary>
    public static readonly StagingTable LoweredMonth = new("stg_lowered_month", DossierGrain);

    /// <summary>Changes of the roll-ups of dossiers by unit.</summary>
    public static readonly StagingTable UnitMonthDelta = new("stg_unit_month_delta",
        [Int("month_period_key"), .. UnitGrain, .. DossierCounts, Long("on_time"), Long("late"), new("updated_at", StagingType.Instant)]);

    public static readonly StagingTable UnitDelta = new("stg_unit_delta", [.. UnitGrain, .. DossierCounts, Long("on_time"), Long("late"), new("updated_at", StagingType.Instant)]);

    public static readonly StagingTable StockDelta = new("stg_stock_delta", Int("unit_key"), Code("service_class"), Int("month"), Long("pending"), Long("overdue"));

    public static readonly StagingTable StockNet = new("stg_stock_net", KeyInt("unit_key"), KeyCode("service_class"), KeyInt("month"), Long("pending"), Long("overdue"));

    public static readonly StagingTable StockChange = new("stg_stock_change", Int("unit_key"), Code("service_class"), Int("month_period_key"), Long("pending"), Long("pending_overdue"));

    /// <summary>Net changes of a summary, each with the key of the row that it changes where that is there.</summary>
    public static readonly StagingTable NetStock = new("stg_net_stock", [.. StockChange.Columns, Long("dossier_stock_key")]);

    public static readonly StagingTable DocumentDelta = new("stg_document_delta",
        [Int("unit_key"), Code("direction"), Int("month_period_key"), .. Longs("documents", "electronic_only", "electronic_and_paper", "paper", "signed", "secret")]);

    public static readonly StagingTable NetDocument = new("stg_net_document", [.. DocumentDelta.Columns, Long("document_month_key")]);

    public static readonly StagingTable CatalogueDelta = new("stg_catalogue_delta", Int("catalogue_text_key"), Int("month_period_key"), Long("units"));

    public static readonly StagingTable CatalogueNet = new("stg_catalogue_net", Int("catalogue_text_key"), Int("month_period_key"), Long("units"));

    public static readonly StagingTable NetCatalogue = new("stg_net_catalogue", [.. CatalogueNet.Columns, Long("catalogue_month_key")]);

    /// <summary>Which member a code means from one day (yyyymmdd) until before another.</summary>
    public static readonly StagingTable UnitAt = new("stg_unit_at", Interval);

    public static readonly StagingTable ProcedureAt = new("stg_procedure_at", Interval);

    public static readonly StagingTable RegroupedCode = new("stg_regrouped_code", KeyCode("code"), Code("durable_code"));

    public static readonly StagingTable RegroupedRow = new("stg_regrouped_row", Key("row_key"), Int("place"));

    public static readonly StagingTable ChangedProcedure = new("stg_changed_procedure", KeyCode("code"));

    public static readonly StagingTable RetiredProcedure = new("stg_retired_procedure", KeyInt("procedure_key"));

    public static readonly StagingTable CheckedRow = new("stg_checked_row", Key("row_key"));

    /// <summary>Rejected rows beyond those that are kept in memory.</summary>
    public static readonly StagingTable Rejected = new("stg_rejected",
        Key("row_number"), Int("line_number"), Code("reason_code"), Text("message"), Text("raw_row"), Flag("needs_source_file"), Code("natural_key"), new("row_version", StagingType.Instant));

    public static readonly StagingTable Settled = new("stg_settled", Long("rejected_row_key"), Long("row_key"));

    public static readonly StagingTable TriedRow = new("stg_tried_row", Key("rejected_row_key"));

    public static readonly StagingTable TriedInVain = new("stg_tried_in_vain", Key("rejected_row_key"), Code("reason_code"), Text("message"));

    /// <summary>Natural keys that are looked for, each with its place in the batch.</summary>
    public static readonly StagingTable SoughtKey = new("stg_sought_key", KeyInt("place"), Code("natural_key"));

    public static readonly StagingTable GoneValue = new("stg_gone_value", Key("value_key"));

    public static IReadOnlyList<StagingTable> All { get; } =
    [
        Accepted, AcceptedAgain, Leaving, NewerTime, ChangingDossier, MonthDelta, LoweredMonth, UnitMonthDelta, UnitDelta, StockDelta, StockNet, StockChange, NetStock, DocumentDelta, NetDocument,
        CatalogueDelta, CatalogueNet, NetCatalogue, UnitAt, ProcedureAt, RegroupedCode, RegroupedRow, ChangedProcedure, RetiredProcedure, CheckedRow, Rejected, Settled,
        TriedRow, TriedInVain, SoughtKey, GoneValue,
    ];

    private static StagingColumn[] DossierGrain =>
    [
        Int("month_period_key"), Int("receiving_unit_key"), Int("resolving_unit_key"), Int("procedure_key"), Code("channel"), Code("service_class"),
    ];

    private static StagingColumn[] UnitGrain => [Int("receiving_unit_key"), Code("channel"), Code("service_class")];

    private static IEnumerable<StagingColumn> DossierCounts => Longs(
        "received", "resolved", "resolved_on_time", "resolved_late", "components_digitised", "results_digitised", "with_fee", "paid_online", "reusing_data", "processing_days_sum", "processing_days_count");

    private static StagingColumn[] Interval => [KeyCode("code"), KeyInt("from_key"), Int("until_key"), Int("member_key")];

    private static StagingColumn Key(string name) => new(name, StagingType.Long, IsKey: true);
    private static StagingColumn KeyInt(string name) => new(name, StagingType.Int, IsKey: true);
    private static StagingColumn KeyCode(string name) => new(name, StagingType.Code, IsKey: true);
    private static StagingColumn Int(string name) => new(name, StagingType.Int);
    private static StagingColumn Long(string name) => new(name, StagingType.Long);
    private static StagingColumn Flag(string name) => new(name, StagingType.Flag);
    private static StagingColumn Code(string name) => new(name, StagingType.Code);
    private static StagingColumn Text(string name) => new(name, StagingType.Text);
    private static IEnumerable<StagingColumn> Longs(params string[] names) => names.Select(Long);
}
