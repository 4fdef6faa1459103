using DtiWarehouse.Schema.Staging;

namespace DtiWarehouse.Schema.Dialects;

/// <summary>
/// The large facts that PostgreSQL keeps in a partition for each year. A partitioned table can enforce only keys that hold the
/// column it is parted by; where the grain does not, the table of source rows, which has one row per natural key and is not
/// partitioned, enforces it: a fact has the key of its source row. So it does for services, though their grain holds the month:
/// a cluster that spreads them by their key could not.
/// </summary>
/// <param name="Fact">Table of the fact.</param>
/// <param name="Column">What parts it: a day (yyyymmdd) or month (a period's key).</param>
/// <param name="YearFactor">The column's value divided by this is the year.</param>
/// <param name="NaturalKeys">Table that enforces the grain.</param>
internal sealed record PostgreSqlPartitions(string Fact, string Column, int YearFactor, string NaturalKeys)
{
    // Years with a partition of their own; rows of others go to one for the rest.
    public const int FirstYear = 2020, LastYear = 2030;

    public static readonly IReadOnlyList<PostgreSqlPartitions> All =
    [
        new("fact_dossier", "received_date_key", 10_000, Feeds.SourceTable(Feeds.Dossiers)),
        new("fact_online_service", "month_period_key", 10_000, Feeds.SourceTable(Feeds.Services)),
        new("fact_signed_document", "document_date_key", 10_000, Feeds.SourceTable(Feeds.Documents)),
    ];

    public static string? NaturalKeysOf(string fact) => All.FirstOrDefault(partitions => partitions.Fact == fact)?.NaturalKeys;
}
