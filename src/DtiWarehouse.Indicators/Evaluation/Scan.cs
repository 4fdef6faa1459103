using System.Globalization;
using DtiWarehouse.Indicators.Catalogue;
using DtiWarehouse.OData.InProcess;
using DtiWarehouse.Schema;

namespace DtiWarehouse.Indicators.Evaluation;

/// <summary>
/// Terms over the same rows, attributed alike, read in one query: in place of <c>{unit}</c> it groups by unit and month, in
/// place of each term's filter it sums a case. Grouping and filtering by turns gives the same figures as the terms' own queries.
/// </summary>
/// <param name="Terms">The terms with their numbers in the evaluation.</param>
/// <param name="Distinct">Path whose values the terms count; null for terms that add up, or count the units that rows are grouped by.</param>
internal sealed record Scan(string Set, string UnitKey, DateKind DateKind, string Date, string DateEnd, string? Distinct, IReadOnlyList<(int Number, Term Term)> Terms)
{
    private const string MonthColumn = "EvaluatedMonth";

    /// <summary>The fewest scans for a list of terms.</summary>
    public static IReadOnlyList<Scan> Over(IReadOnlyList<Term> terms) =>
    [
        .. terms.Select((term, number) => (number, term))
            .GroupBy(t => (t.term.Set, t.term.UnitKey, t.term.DateKind, t.term.Date, t.term.DateEnd, Distinct: t.term is { Measure: MeasureKind.Distinct, CountsUnits: false } ? t.term.Operand : null))
            .Select(g => new Scan(g.Key.Set, g.Key.UnitKey, g.Key.DateKind, g.Key.Date, g.Key.DateEnd, g.Key.Distinct, [.. g])),
    ];

    /// <summary>The query of the cells of a span of days.</summary>
    /// <param name="asOf">Day that terms without a date speak of.</param>
    public string Query(DateOnly from, DateOnly to, DateOnly asOf)
    {
        var steps = new List<string>();
        var (condition, group) = (DateKind, DateEnd) switch
        {
            (DateKind.Day, var key) => ($"{key} ge {Key(from)} and {key} le {Key(to)}", MonthColumn),
            (DateKind.AsOf, _) => (null, null),
            (DateKind.Span, var end) => (Terms[0].Term.PeriodCondition(from, to), $"{Date},{end}"),
            (_, var key) => (Terms[0].Term.PeriodCondition(from, to), key),
        };
        if (condition is not null)
        {
            steps.Add($"filter({condition})");
        }
        if (DateKind is DateKind.Day)
        {
            steps.Add($"compute({DateEnd} div 100 as {MonthColumn})");
        }
        string?[] groups = [UnitKey, group, Distinct];
        steps.Add($"groupby(({string.Join(",", groups.OfType<string>().Distinct())}),aggregate({string.Join(",", Terms.Select((t, column) => Aggregate(t.Term, column, asOf)))}))");
        return $"{Set}?$apply={string.Join("/", steps)}";
    }

    /// <summary>The cells of a span of days.</summary>
    public async Task<IReadOnlyList<Cell>> ReadAsync(ODataSession session, DateOnly from, DateOnly to, DateOnly asOf, CancellationToken cancellation)
    {
        var cells = new List<Cell>();
        await using var rows = await session.QueryAsync(Query(from, to, asOf), cancellation);
        var unit = rows.Find(UnitKey);
        int? month = DateKind switch { DateKind.Day => rows.Find(MonthColumn), DateKind.Month => rows.Find(DateEnd), _ => null };
        (int From, int To)? span = DateKind is DateKind.Span ? (rows.Find(Date), rows.Find(DateEnd)) : null;
        int? distinct = Distinct is null ? null : rows.Find(Distinct);
        var columns = Enumerable.Range(0, Terms.Count).Select(column => rows.Find($"V{column}")).ToArray();
        while (await rows.ReadAsync())
        {
            if (rows.IsNull(unit))
            {
                continue;
            }
            var values = new decimal?[Terms.Count];
            for (var i = 0; i < columns.Length; i++)
            {
                values[i] = rows.IsNull(columns[i]) ? null : rows.GetDecimal(columns[i]);
            }
            var (first, last) = span is { } days ? (Day(rows.GetText(days.From)!), Day(rows.GetText(days.To)!))
                : month is { } column ? Month((int)rows.GetInt64(column), from, to)
                : (from, to);
            cells.Add(new Cell((int)rows.GetInt64(unit), first, last, distinct is { } path ? rows.GetText(path) : null, values));
        }
        return cells;
    }

    /// <summary>The first and the last year that rows lie in; empty without rows.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(ODataSession session, CancellationToken cancellation)
    {
        // Whole-number keys where there are any: their index knows the first and the last.
        var (first, last) = DateKind is DateKind.Span ? (Date, DateEnd) : (DateEnd, DateEnd);
        await using var rows = await session.QueryAsync($"{Set}?$apply=filter({first} ne null)/aggregate({first} with min as First,{last} with max as Last)", cancellation);
        if (!await rows.ReadAsync() || rows.IsNull(0))
        {
            return [];
        }
        return [Year(rows, 0), Year(rows, 1)];

        int Year(ODataRows row, int column) => DateKind is DateKind.Span ? Day(row.GetText(column)!).Year : (int)(row.GetInt64(column) / 10_000);
    }

    private string Aggregate(Term term, int column, DateOnly asOf)
    {
        var condition = term.Condition is null ? null : Term.WithAsOf(term.Condition, asOf);
        var counts = term.Measure is not MeasureKind.Sum;
        var measure = (counts, condition) switch
        {
            (true, null) => "$count",
            (true, _) when term.Known is not null => $"case({condition}:1,{term.Known} ne null:0) with sum",
            (true, _) => $"case({condition}:1,true:0) with sum",
            (false, null) => $"{term.Operand} with sum",
            _ => $"case({condition}:{term.Operand}) with sum",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{measure} as V{column}");
    }

    /// <summary>Days of a month, or those of them that were asked for.</summary>
    private (DateOnly First, DateOnly Last) Month(int key, DateOnly from, DateOnly to)
    {
        // A day's key without the day is yyyymm; a month's own key goes on behind it.
        var month = DateKind is DateKind.Day ? key : key / 100;
        var first = new DateOnly(month / 100, month % 100, 1);
        var last = first.AddMonths(1).AddDays(-1);
        return (first < from ? from : first, last > to ? to : last);
    }

    private static string Key(DateOnly day) => Warehouse.DateKey(day).ToString(CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the rows of one unit version count in one month or span.</summary>
/// <param name="Distinct">The value that is counted; null for terms that add up, or where rows have none.</param>
/// <param name="Values">By the scan's terms: a sum, or the number of rows.</param>
internal readonly record struct Cell(int UnitKey, DateOnly From, DateOnly To, string? Distinct, decimal?[] Values);
