namespace DtiWarehouse.OData.Sql.Dialects;

/// <summary>Arithmetic of instants and durations in T-SQL; durations are ticks of 100 nanoseconds.</summary>
internal static class SqlServerTimes
{
    // A bare number of more than 32 bits would be a decimal.
    public const string Day = "CAST(864000000000 AS bigint)";
    public const string Hour = "CAST(36000000000 AS bigint)";

    /// <summary>An instant moved by a duration. DATEADD takes no number beyond 32 bits, so days, seconds and the rest go one by one.</summary>
    public static string Later(string instant, string ticks, bool back)
    {
        var (days, seconds, rest) = ($"{ticks} / {Day}", $"{ticks} / {TimeSpan.TicksPerSecond} % 86400", $"{ticks} % {TimeSpan.TicksPerSecond}");
        var sign = back ? "-" : "";
        return $"DATEADD(NANOSECOND, {sign}CAST({rest} AS int) * 100, DATEADD(SECOND, {sign}CAST({seconds} AS int), DATEADD(DAY, {sign}CAST({days} AS int), {instant})))";
    }

    /// <summary>The ticks from one instant to another: nanoseconds alone would span no more than 292 years.</summary>
    public static string Span(string left, string right)
    {
        var (to, from) = (Utc(left), Utc(right));
        return $"(DATEDIFF_BIG(SECOND, {from}, {to}) * {TimeSpan.TicksPerSecond} + (DATEPART(NANOSECOND, {to}) - DATEPART(NANOSECOND, {from})) / 100)";
    }

    /// <summary>An instant without its offset.</summary>
    public static string Utc(string instant) => $"CAST(SWITCHOFFSET(CAST({instant} AS datetimeoffset(7)), '+00:00') AS datetime2(7))";
}
