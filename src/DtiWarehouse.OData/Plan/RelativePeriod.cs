using System.Collections.Frozen;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// A period named from a day on, such as the last twelve months: what the functions <c>Period.Name(Date=…,AsOf=…)</c>
/// compare a date with. Weeks begin on Monday; periods of months end with the month of the day.
/// </summary>
/// <param name="Bounds">First and last day, both within the period, seen from a day.</param>
internal sealed record RelativePeriod(string Name, string Description, Func<DateOnly, (DateOnly First, DateOnly Last)> Bounds)
{
    public const string Namespace = "Period";

    private static readonly RelativePeriod[] Ordered =
    [
        new("Today", "The day itself.", d => (d, d)),
        new("Yesterday", "The day before.", d => (d.AddDays(-1), d.AddDays(-1))),
        new("Last7Days", "The seven days up to the day.", d => (d.AddDays(-6), d)),
        new("Last30Days", "The thirty days up to the day.", d => (d.AddDays(-29), d)),
        new("Last90Days", "The ninety days up to the day.", d => (d.AddDays(-89), d)),
        new("ThisWeek", "The week of the day, Monday to Sunday.", d => (Monday(d), Monday(d).AddDays(6))),
        new("LastWeek", "The week before.", d => (Monday(d).AddDays(-7), Monday(d).AddDays(-1))),
        new("ThisMonth", "The month of the day.", d => Months(d, 1, 0)),
        new("LastMonth", "The month before.", d => Months(d, 1, 1)),
        new("Last3Months", "The three months that end with the month of the day.", d => Months(d, 3, 0)),
        new("Last6Months", "The six months that end with the month of the day.", d => Months(d, 6, 0)),
        new("Last12Months", "The twelve months that end with the month of the day.", d => Months(d, 12, 0)),
        new("SameMonthLastYear", "The month of the day, a year before.", d => Months(d, 1, 12)),
        new("ThisQuarter", "The quarter of the day.", d => Parts(d, 3, 0)),
        new("LastQuarter", "The quarter before.", d => Parts(d, 3, 1)),
        new("ThisHalfYear", "The half-year of the day.", d => Parts(d, 6, 0)),
        new("LastHalfYear", "The half-year before.", d => Parts(d, 6, 1)),
        new("ThisYear", "The year of the day.", d => Parts(d, 12, 0)),
        new("LastYear", "The year before.", d => Parts(d, 12, 1)),
        new("MonthToDate", "From the first of the month to the day.", d => (Months(d, 1, 0).First, d)),
        new("QuarterToDate", "From the first day of the quarter to the day.", d => (Parts(d, 3, 0).First, d)),
        new("YearToDate", "From the first of January to the day.", d => (Parts(d, 12, 0).First, d)),
        new("LastYearToDate", "The same days of the year before: from its first of January to the day a year before.", d => (Parts(d, 12, 1).First, d.AddYears(-1))),
    ];

    private static readonly FrozenDictionary<string, RelativePeriod> ByName = Ordered.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    public static IReadOnlyList<RelativePeriod> All => Ordered;

    /// <summary>The period begins with the first and ends with the last day of a month, whatever day it is seen from.</summary>
    public bool IsWholeMonths { get; } = Enumerable.Range(0, 366).Select(n => Bounds(new DateOnly(2024, 1, 1).AddDays(n))).All(b => SummaryNavigator.BeginsMonth(b.First) && SummaryNavigator.EndsMonth(b.Last));

    public static RelativePeriod? Find(string name) => ByName.GetValueOrDefault(name);

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>So many whole months, the last of them so many months before the day's.</summary>
    private static (DateOnly First, DateOnly Last) Months(DateOnly day, int count, int before)
    {
        var after = new DateOnly(day.Year, day.Month, 1).AddMonths(1 - before);
        return (after.AddMonths(-count), after.AddDays(-1));
    }

    /// <summary>The part of the year, so many months long, that the day is in, or one before it.</summary>
    private static (DateOnly First, DateOnly Last) Parts(DateOnly day, int months, int before)
    {
        var first = new DateOnly(day.Year, ((day.Month - 1) / months * months) + 1, 1).AddMonths(-before * months);
        return (first, first.AddMonths(months).AddDays(-1));
    }
}

/// <summary>One end of a relative period as a parameter: seen from the literal at <see cref="AsOf"/>, or from the day that the data stands at.</summary>
internal sealed record PeriodBound(RelativePeriod Period, bool IsLast, int? AsOf)
{
    /// <exception cref="ODataError">The day lies at an end of the calendar.</exception>
    public DateOnly Of(DateOnly day)
    {
        try
        {
            var (first, last) = Period.Bounds(day);
            return IsLast ? last : first;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ODataErrors.Execution($"Period.{Period.Name} leaves the calendar as of {day:yyyy-MM-dd}.", $"Period.{Period.Name} vượt ra ngoài lịch tính từ {day:yyyy-MM-dd}.");
        }
    }
}
