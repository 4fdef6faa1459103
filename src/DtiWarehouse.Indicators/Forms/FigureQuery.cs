using System.Globalization;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Forms;

/// <summary>
/// A query whose answer is one number, <c>Value</c>, for a unit and a period. Texts hold <c>{from}</c>, <c>{to}</c>: first and
/// last day; <c>{fromKey}</c>, <c>{toKey}</c>: their keys; <c>{asOf}</c>: the last day that is known; <c>{last}</c>: first day of
/// the period's last month that has rows.
/// </summary>
/// <param name="Unit">Navigation to the unit that a row counts for; empty where the set is Units itself.</param>
/// <param name="Period">Which rows are of the period.</param>
/// <param name="Condition">What else rows must meet; null for nothing.</param>
public sealed record FigureQuery(string Set, string Unit, string Period, string? Condition)
{
    /// <summary>The transformations that make one number of the rows.</summary>
    public string Steps { get; init; } = "aggregate($count as Value)";

    /// <summary>Rows without which nothing is known, such as rows where a flag is said at all; null = any row of the period.</summary>
    public string? Known { get; init; }

    /// <summary>Rows that tell that the warehouse knows the period; null = those of <see cref="Period"/>.</summary>
    public string? CoveredBy { get; init; }

    /// <summary>Whether no row means zero without asking further: the set is complete for every day.</summary>
    public bool IsAlwaysKnown { get; init; }

    /// <summary>Whether a unit without rows had none to count, so that its figure is zero; else nobody counted.</summary>
    public bool IsZeroWithoutRows { get; init; } = true;

    /// <summary>The path of the field (lĩnh vực) that a row is of; null = it has none.</summary>
    public string? Sector { get; init; }

    /// <summary>The number of units that have such rows.</summary>
    public FigureQuery CountingUnits => this with { Steps = $"aggregate({UnitCode} with countdistinct as Value)" };

    public FigureQuery And(string condition) => this with { Condition = Condition is null ? condition : $"{Condition} and {condition}" };

    /// <summary>The query for the rows of some units, as path and query after the service root.</summary>
    /// <param name="units">Condition on the row's unit.</param>
    public string Of(string units, PeriodDays days) => $"{Set}?$apply=filter({Rows(units, days)})/{days.Fill(Steps)}";

    /// <summary>The query for each unit by itself.</summary>
    public string ByUnit(string units, PeriodDays days) => By(UnitCode, units, days);

    /// <summary>The query for each value of a path by itself.</summary>
    public string By(string path, string units, PeriodDays days) => $"{Set}?$apply=filter({Rows(units, days)})/groupby(({path}),{days.Fill(Steps)})";

    /// <summary>A query that gives a row if the warehouse knows anything of the period, of whatever unit.</summary>
    public string Coverage(PeriodDays days) => $"{Set}?$filter={days.Fill(Known is null ? CoveredBy ?? Period : $"{CoveredBy ?? Period} and {Known}")}&$top=1";

    /// <summary>The path of the code of the row's unit.</summary>
    public string UnitCode => OfUnit("UnitCode");

    /// <summary>The path of a property of the row's unit.</summary>
    public string OfUnit(string property) => Unit.Length == 0 ? property : $"{Unit}/{property}";

    /// <summary>Whether the query speaks of the period's last month with rows.</summary>
    public bool NeedsLastMonth => Period.Contains("{last}", StringComparison.Ordinal);

    private string Rows(string units, PeriodDays days) =>
        string.Join(" and ", new[] { units, Period, Condition }.OfType<string>().Where(part => part.Length > 0).Select(days.Fill));
}

/// <summary>What the placeholders of a query stand for.</summary>
/// <param name="LastMonth">First day of the last month with rows; null = there is none.</param>
public sealed record PeriodDays(DateOnly From, DateOnly To, DateOnly AsOf, DateOnly? LastMonth = null)
{
    public string Fill(string text) => text
        .Replace("{from}", Day(From), StringComparison.Ordinal)
        .Replace("{to}", Day(To), StringComparison.Ordinal)
        .Replace("{fromKey}", Key(From), StringComparison.Ordinal)
        .Replace("{toKey}", Key(To), StringComparison.Ordinal)
        .Replace("{asOf}", Day(AsOf), StringComparison.Ordinal)
        .Replace("{last}", LastMonth is { } last ? Day(last) : "null", StringComparison.Ordinal);

    private static string Key(DateOnly day) => Warehouse.DateKey(day).ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Values of callers and of the warehouse inside a query.</summary>
public static class QueryLiteral
{
    /// <summary>A text as a literal, percent-encoded, so that nothing in it can end the literal or the query option.</summary>
    public static string Text(string value) => $"'{Uri.EscapeDataString(value.Replace("'", "''", StringComparison.Ordinal))}'";
}
