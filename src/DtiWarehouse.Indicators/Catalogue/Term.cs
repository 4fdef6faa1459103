using System.Globalization;
using System.Text.RegularExpressions;

namespace DtiWarehouse.Indicators.Catalogue;

/// <summary>How a term measures the rows that its condition leaves.</summary>
public enum MeasureKind { Count, Sum, Distinct }

/// <summary>What attributes a row to a period.</summary>
public enum DateKind
{
    /// <summary>A day of the row.</summary>
    Day,
    /// <summary>The month that the row is of.</summary>
    Month,
    /// <summary>A first and a last day: the row belongs to periods that hold both.</summary>
    Span,
    /// <summary>Nothing: the row speaks of the last day of the period.</summary>
    AsOf,
}

/// <summary>
/// One query of a numerator or denominator: <c>Set?$apply=filter({unit} and {period} and condition)/aggregate(measure as Value)</c>,
/// with what attributes its rows to units and periods.
/// </summary>
/// <param name="Unit">Navigation to Units; empty where the set is Units itself.</param>
/// <param name="UnitKey">The foreign key behind it.</param>
/// <param name="Date">Property, navigation, or first property of a span.</param>
/// <param name="DateEnd">Last property of a span; the key property of a day or month; empty for none.</param>
/// <param name="Condition">What else rows must meet; null for nothing.</param>
/// <param name="Operand">Path or expression that is summed or counted distinct; null for a count.</param>
/// <param name="Known">Property that says whether a row was counted at all: where no row has a value in it, the term has none.</param>
/// <param name="TakesLast">Of a period only its last month with rows counts.</param>
public sealed partial record Term(
    string Text, string Set, string Unit, string UnitKey, DateKind DateKind, string Date, string DateEnd, string? Condition, MeasureKind Measure, string? Operand,
    bool TakesLast, string? Known, CataloguePlace Place)
{
    /// <summary>The path of a property of the row's unit.</summary>
    public string OfUnit(string property) => Unit.Length == 0 ? property : $"{Unit}/{property}";

    /// <summary>Where nothing is counted the term has no value; else it is 0.</summary>
    public bool IsNullOfNothing => Measure is MeasureKind.Sum || Known is not null;

    /// <summary>Counts units: restated, it counts those of today.</summary>
    public bool CountsUnits => Measure is MeasureKind.Distinct && Operand == OfUnit("UnitCode");

    /// <summary>The query with its placeholders filled in.</summary>
    /// <param name="unit">Condition on the rows' unit.</param>
    /// <param name="operand">What is measured in place of <see cref="Operand"/>; null = that.</param>
    public string Fill(string unit, DateOnly from, DateOnly to, DateOnly asOf, string? operand = null) => Known is null
        ? $"{Set}?$apply=filter({Rows(unit, from, to, asOf)})/aggregate({MeasureOf(operand ?? Operand)} as Value)"
        : $"{Set}?$apply=filter({Rows(unit, from, to, asOf, $"{Known} ne null")})/aggregate(case({WithAsOf(Condition!, asOf)}:{operand ?? "1"},true:0) with sum as Value)";

    /// <summary>The condition on the rows that the term measures, with its placeholders filled in.</summary>
    public string Rows(string unit, DateOnly from, DateOnly to, DateOnly asOf) => Rows(unit, from, to, asOf, Condition);

    private string Rows(string unit, DateOnly from, DateOnly to, DateOnly asOf, string? condition)
    {
        var parts = new List<string> { unit };
        if (PeriodCondition(from, to) is { } period)
        {
            parts.Add(period);
        }
        if (condition is not null)
        {
            parts.Add(WithAsOf(condition, asOf));
        }
        return string.Join(" and ", parts);
    }

    /// <summary>A condition whose <c>{asOf}</c> is a day.</summary>
    public static string WithAsOf(string condition, DateOnly asOf) => condition.Replace("{asOf}", Day(asOf), StringComparison.Ordinal);

    /// <summary>Rows of whole months, or of days, from a day to another; null where rows have no date.</summary>
    public string? PeriodCondition(DateOnly from, DateOnly to) => DateKind switch
    {
        DateKind.Day => $"{Date} ge {Day(from)} and {Date} le {Day(to)}",
        DateKind.Month => MonthCondition(from, to),
        DateKind.Span => $"{Date} ge {Day(from)} and {DateEnd} le {Day(to)}",
        _ => null,
    };

    private string MonthCondition(DateOnly from, DateOnly to)
    {
        var (first, last) = (MonthKey(from.Day == 1 ? from : from.AddMonths(1)), MonthKey(to.AddDays(1).Day == 1 ? to : to.AddMonths(-1)));
        return first == last ? $"{DateEnd} eq {first}" : $"{DateEnd} ge {first} and {DateEnd} le {last}";
    }

    private string MeasureOf(string? operand) => Measure switch
    {
        MeasureKind.Count => operand is null ? "$count" : $"{operand} with sum",
        MeasureKind.Sum => $"{operand} with sum",
        _ => $"{operand} with countdistinct",
    };

    private static string MonthKey(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{DtiWarehouse.Schema.Warehouse.MonthPeriodKey(day)}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Takes a query's text apart: set, condition, kind of measure, operand; null where it has another form.</summary>
    internal static (string Set, bool HasPeriod, string? Condition, MeasureKind Measure, string? Operand)? Parse(string query)
    {
        var match = Form().Match(query.Trim());
        if (!match.Success)
        {
            return null;
        }
        var measure = match.Groups["measure"].Value.Trim();
        var (kind, operand) = measure == "$count" ? (MeasureKind.Count, null)
            : measure.EndsWith(" with sum", StringComparison.Ordinal) ? (MeasureKind.Sum, measure[..^" with sum".Length].Trim())
            : measure.EndsWith(" with countdistinct", StringComparison.Ordinal) ? (MeasureKind.Distinct, measure[..^" with countdistinct".Length].Trim())
            : ((MeasureKind?)null, (string?)null);
        return kind is null ? null
            : (match.Groups["set"].Value, match.Groups["period"].Success, match.Groups["condition"] is { Success: true } condition ? condition.Value.Trim() : null, kind.Value, operand);
    }

    /// <summary>Whether a condition has an <c>or</c> outside of brackets, which would reach over the unit and the period.</summary>
    internal static bool HasLooseOr(string condition)
    {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < condition.Length; i++)
        {
            quoted ^= condition[i] == '\'';
            depth += quoted ? 0 : condition[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (!quoted && (depth < 0 || (depth == 0 && string.CompareOrdinal(condition, i, " or ", 0, 4) == 0)))
            {
                return true;
            }
        }
        return false;
    }

    [GeneratedRegex(@"^(?<set>\w+)\?\$apply=filter\(\{unit\}( and (?<period>\{period\}))?( and (?<condition>.+))?\)/aggregate\((?<measure>.+) as Value\)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
