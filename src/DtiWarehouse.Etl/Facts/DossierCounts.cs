namespace DtiWarehouse.Etl.Facts;

/// <summary>The measures of the summaries of dossiers, in order, and what a dossier adds to them.</summary>
internal static class DossierCounts
{
    private const int Received = 0, Resolved = 1, ResolvedOnTime = 2, ResolvedLate = 3, ComponentsDigitised = 4, ResultsDigitised = 5;
    private const int WithFee = 6, PaidOnline = 7, ReusingData = 8, ProcessingDaysSum = 9, ProcessingDaysCount = 10, OnTime = 11, Late = 12;

    /// <summary>Those of DossierMonths.</summary>
    public static IReadOnlyList<string> OfMonths { get; } =
    [
        "received", "resolved", "resolved_on_time", "resolved_late", "components_digitised", "results_digitised",
        "with_fee", "paid_online", "reusing_data", "processing_days_sum", "processing_days_count",
    ];

    /// <summary>Those of the roll-ups by unit.</summary>
    public static IReadOnlyList<string> OfUnits { get; } = [.. OfMonths, "on_time", "late"];

    /// <summary>Adds what a dossier counts in its month of receipt.</summary>
    public static void AddReceived(long[] sums, int flags, int sign)
    {
        sums[Received] += sign;
        sums[ComponentsDigitised] += (flags & DossierFlags.ComponentsDigitised) != 0 ? sign : 0;
        sums[WithFee] += (flags & DossierFlags.WithFee) != 0 ? sign : 0;
        sums[PaidOnline] += (flags & DossierFlags.PaidOnline) != 0 ? sign : 0;
        sums[ReusingData] += (flags & DossierFlags.ReusingData) != 0 ? sign : 0;
    }

    /// <summary>Adds what a dossier counts in its month of completion.</summary>
    /// <param name="days">Days from receipt to completion; below 0 where they are not known.</param>
    public static void AddResolved(long[] sums, int days, int flags, int sign)
    {
        sums[Resolved] += sign;
        sums[ResultsDigitised] += (flags & DossierFlags.ResultDigitised) != 0 ? sign : 0;
        sums[ResolvedOnTime] += (flags & DossierFlags.OnTime) != 0 ? sign : 0;
        sums[ResolvedLate] += (flags & DossierFlags.Late) != 0 ? sign : 0;
        if (days >= 0)
        {
            sums[ProcessingDaysSum] += sign * days;
            sums[ProcessingDaysCount] += sign;
        }
    }

    /// <summary>Adds how a dossier is judged by its due day, open or not.</summary>
    public static void AddJudged(long[] sums, int flags, int sign)
    {
        sums[OnTime] += (flags & DossierFlags.OnTime) != 0 ? sign : 0;
        sums[Late] += (flags & DossierFlags.Late) != 0 ? sign : 0;
    }

    /// <summary>Whether a cell may count nothing any more with such a change.</summary>
    public static bool AreLowered(long[] sums) => sums[Received] < 0 || sums[Resolved] < 0;
}
