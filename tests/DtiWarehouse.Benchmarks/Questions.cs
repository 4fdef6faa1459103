using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.Benchmarks;

internal enum ColumnKind { Text, Number, Real, Flag, Instant }

/// <param name="Name">As it is answered; a path such as <c>ReceivingUnit/Name</c> stands in an object of its own.</param>
internal sealed record Column(string Name, ColumnKind Kind);

/// <summary>A question as a URL and as a person would write it in SQL; the answers are the same rows.</summary>
/// <param name="Name">Names the bare endpoint.</param>
/// <param name="Url">Below the root of the feed; <c>{at}</c> stands for a row of the warehouse.</param>
/// <param name="Sql">Its parameter <c>@at</c> is the same row.</param>
internal sealed record Question(string Name, string Url, string Sql, IReadOnlyList<Column> Columns)
{
    /// <summary>Rows of a page, where the answer has a link to the next one; the last column of the statement is its key.</summary>
    public int PageSize { get; init; }

    /// <summary>One row, without the array around it.</summary>
    public bool IsEntity { get; init; }

    /// <summary>The rows come in an order that was asked for.</summary>
    public bool IsOrdered { get; init; } = true;

    public string UrlAt(long at) => Url.Replace("{at}", at.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

/// <summary>The questions that servers of the kind are compared by.</summary>
internal static class Questions
{
    public const int BulkRows = 200_000;
    public const int PageRows = 10_000;

    private static readonly Column[] Eleven =
    [
        new("DossierKey", ColumnKind.Number), new("DossierCode", ColumnKind.Text), new("ReceivingUnitKey", ColumnKind.Number), new("ProcedureKey", ColumnKind.Number),
        new("Channel", ColumnKind.Text), new("Status", ColumnKind.Text), new("ReceivedDate", ColumnKind.Text), new("DueDate", ColumnKind.Text), new("ResolvedDate", ColumnKind.Text),
        new("IsOnTime", ColumnKind.Flag), new("ProcessingDays", ColumnKind.Number),
    ];

    private const string ElevenOfSql = "dossier_key, dossier_code, receiving_unit_key, procedure_key, channel, status, received_date, due_date, resolved_date, is_on_time, processing_days";

    private static readonly string Select = "$select=" + string.Join(',', Eleven.Select(c => c.Name));

    public static readonly Question Bulk = new("bulk", $"Dossiers?{Select}&$top=200000&$orderby=DossierKey", $"SELECT {ElevenOfSql} FROM fact_dossier ORDER BY dossier_key LIMIT 200000", Eleven);

    public static readonly Question Pages = new("pages", $"Dossiers?{Select}&$top=200000&$orderby=DossierKey",
        $"SELECT {ElevenOfSql}, dossier_key FROM fact_dossier WHERE dossier_key > @at ORDER BY dossier_key LIMIT 10000", Eleven) { PageSize = PageRows };

    public static readonly Question Month = new("month", "Dossiers?$filter=ReceivedDate ge 2023-06-01 and ReceivedDate lt 2023-07-01 and IsOnTime eq true&$select=DossierCode,ReceivingUnitKey,ProcessingDays&$top=1000&$orderby=DossierKey",
        "SELECT dossier_code, receiving_unit_key, processing_days FROM fact_dossier WHERE received_date >= '2023-06-01' AND received_date < '2023-07-01' AND is_on_time = 1 ORDER BY dossier_key LIMIT 1000",
        [new("DossierCode", ColumnKind.Text), new("ReceivingUnitKey", ColumnKind.Number), new("ProcessingDays", ColumnKind.Number)]);

    public static readonly Question Districts = new("districts", "Dossiers?$apply=groupby((ReceivingUnit/DistrictCode),aggregate($count as N,ProcessingDays with average as Days))",
        "SELECT u.district_code, COUNT(*), AVG(f.processing_days) FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key GROUP BY u.district_code",
        [new("ReceivingUnit/DistrictCode", ColumnKind.Text), new("N", ColumnKind.Number), new("Days", ColumnKind.Real)]) { IsOrdered = false };

    public static readonly Question Busiest = new("busiest", "Dossiers?$apply=filter(IsOnTime eq true)/groupby((ReceivingUnit/DistrictCode,Channel),aggregate($count as N))&$orderby=N desc&$top=10",
        "SELECT u.district_code, f.channel, COUNT(*) AS n FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key WHERE f.is_on_time = 1 GROUP BY u.district_code, f.channel ORDER BY n DESC LIMIT 10",
        [new("ReceivingUnit/DistrictCode", ColumnKind.Text), new("Channel", ColumnKind.Text), new("N", ColumnKind.Number)]);

    public static readonly Question Deep = new("deep", $"Dossiers?{Select}&$skip={{at}}&$top=1000&$orderby=DossierKey", $"SELECT {ElevenOfSql} FROM fact_dossier ORDER BY dossier_key LIMIT 1000 OFFSET @at", Eleven);

    public static readonly Question Everything = new("everything", $"Dossiers?{Select}&$top=10000000&$orderby=DossierKey", $"SELECT {ElevenOfSql} FROM fact_dossier ORDER BY dossier_key", Eleven);

    /// <summary>Every question; those over all columns take them from the model.</summary>
    public static IReadOnlyList<Question> All(ODataModel model)
    {
        model.TryGetSet("Dossiers", out var dossiers);
        model.TryGetSet("Units", out var units);
        return [Bulk, Everything, AllColumns(dossiers!.Type), Pages, Month, Expand(dossiers.Type, units!.Type), Districts, Busiest, Deep, Entity(dossiers.Type)];
    }

    private static Question AllColumns(EntityType dossiers) =>
        new("all-columns", "Dossiers?$top=200000&$orderby=DossierKey", $"SELECT {Names(dossiers, "")} FROM fact_dossier ORDER BY dossier_key LIMIT 200000", Columns(dossiers, ""));

    private static Question Expand(EntityType dossiers, EntityType units) => new("expand", $"Dossiers?{Select}&$expand=ReceivingUnit&$top=1000&$orderby=DossierKey",
        $"SELECT {string.Join(", ", ElevenOfSql.Split(", ").Select(c => "f." + c))}, {Names(units, "u.")} FROM fact_dossier f JOIN dim_unit u ON u.unit_key = f.receiving_unit_key ORDER BY f.dossier_key LIMIT 1000",
        [.. Eleven, .. Columns(units, "ReceivingUnit/")]);

    private static Question Entity(EntityType dossiers) =>
        new("entity", "Dossiers({at})", $"SELECT {Names(dossiers, "")} FROM fact_dossier WHERE dossier_key = @at", Columns(dossiers, "")) { IsEntity = true };

    private static string Names(EntityType type, string alias) => string.Join(", ", type.Properties.Select(p => alias + p.Column));

    private static Column[] Columns(EntityType type, string path) => [.. type.Properties.Select(p => new Column(path + p.Name, p.Kind switch
    {
        PrimitiveKind.Int32 or PrimitiveKind.Int64 => ColumnKind.Number,
        PrimitiveKind.DateTimeOffset => ColumnKind.Instant,
        PrimitiveKind.Boolean => ColumnKind.Flag,
        PrimitiveKind.Double or PrimitiveKind.Decimal => ColumnKind.Real,
        _ => ColumnKind.Text,
    }))];
}
