namespace DtiWarehouse.Schema;

/// <summary>Constants of the star that every stage shares.</summary>
public static class Warehouse
{
    /// <summary>Key of the Unknown member of every dimension, and of "no date yet" in a fact's date key.</summary>
    public const int UnknownKey = 0;

    /// <summary>
    /// Version of the model, stamped on a database; a program leaves a database of a later version alone. It rises with
    /// every release that adds a table, a column or an index, or keeps something in another way.
    /// </summary>
    public const int SchemaVersion = 4;

    /// <summary>Exclusive end of an open version: the first day that no version covers.</summary>
    public static readonly DateOnly EndOfTime = new(9999, 12, 31);

    /// <summary>Start of a version whose first day is not known.</summary>
    public static readonly DateOnly BeginningOfTime = new(1900, 1, 1);

    /// <summary>The business time zone: UTC+7 the year round, without daylight saving.</summary>
    public static readonly TimeSpan LocalOffset = TimeSpan.FromHours(7);

    /// <summary>Calendar day in UTC+7 of an instant.</summary>
    public static DateOnly LocalDay(DateTimeOffset instant) =>
        DateOnly.FromDateTime(instant.ToOffset(LocalOffset).DateTime);

    /// <summary>An instant as the warehouse keeps it: UTC, in whole microseconds, which every database has.</summary>
    public static DateTime Instant(DateTimeOffset instant) => Instant(instant.UtcDateTime);

    /// <summary>The same of an instant that is in UTC.</summary>
    public static DateTime Instant(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Integer date key yyyymmdd; 0 for no date.</summary>
    public static int DateKey(DateOnly? date) =>
        date is { } d ? (d.Year * 100 + d.Month) * 100 + d.Day : UnknownKey;

    /// <summary>Key of a calendar month's period: <see cref="PeriodKey"/> of grain Month.</summary>
    public static int MonthPeriodKey(DateOnly date) => PeriodKey(PeriodGrain.Month, date.Year, date.Month);

    /// <summary>
    /// Key of a standard period, stable over every warehouse: year, ordinal in the year and grain as
    /// yyyy × 10,000 + ordinal × 100 + grain (Year 50, HalfYear 40, NineMonths 30, Quarter 20, Month 10).
    /// </summary>
    public static int PeriodKey(PeriodGrain grain, int year, int ordinal) =>
        year * 10_000 + ordinal * 100 + grain switch
        {
            PeriodGrain.Month => 10,
            PeriodGrain.Quarter => 20,
            PeriodGrain.NineMonths => 30,
            PeriodGrain.HalfYear => 40,
            PeriodGrain.Year => 50,
            _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "Only calendar grains have a computed key."),
        };
}
