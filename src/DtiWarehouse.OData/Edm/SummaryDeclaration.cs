namespace DtiWarehouse.OData.Edm;

/// <summary>
/// A stored summary of a set's rows. Aggregations over the set that need no more than it holds are answered from it, with
/// the same values (Kimball: aggregate navigator). Whoever writes the rows of the set writes the summary in the same commit.
/// </summary>
/// <param name="Set">The set whose rows are summed up; its summaries are tried in the order of their declaration, so the smallest stands first.</param>
/// <param name="Rows">The type of the summary's rows in the context; it needs no entity set.</param>
public sealed record SummaryDeclaration(string Set, Type Rows)
{
    /// <summary>Properties that both have under one name: a row of the summary stands for the set's rows with the same values of them.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];

    /// <summary>The counts that it holds. A summary without any has a row where the set has one: only <see cref="Sums"/> are taken from it.</summary>
    public IReadOnlyList<SummaryCount> Counts { get; init; } = [];

    public IReadOnlyList<SummarySum> Sums { get; init; } = [];
}

/// <summary>How many rows of the set a row of the summary counts.</summary>
/// <param name="Columns">Properties of the summary, added up; never null.</param>
public sealed record SummaryCount(params string[] Columns)
{
    /// <summary>What holds for the rows that are counted: a property of the set, true, false or a text. Empty = all rows.</summary>
    public IReadOnlyDictionary<string, object> Where { get; init; } = new Dictionary<string, object>();

    /// <summary>The date by which rows fall into a month of the summary; null = the summary knows no time.</summary>
    public SummaryDate? Date { get; init; }
}

/// <summary>The sum of a property of the set.</summary>
/// <param name="Property">A whole number of the set, which is null in rows that <see cref="Where"/> does not hold for.</param>
/// <param name="Column">The property of the summary that holds the sum; never null.</param>
/// <param name="Number">The property that holds the number of rows with a value; null = all rows have one.</param>
public sealed record SummarySum(string Property, string Column, string? Number = null)
{
    /// <summary>See <see cref="SummaryCount.Where"/>.</summary>
    public IReadOnlyDictionary<string, object> Where { get; init; } = new Dictionary<string, object>();

    /// <summary>See <see cref="SummaryCount.Date"/>.</summary>
    public SummaryDate? Date { get; init; }
}

/// <summary>A date of the set, by whose month the summary counts.</summary>
/// <param name="Date">The property of the set.</param>
/// <param name="FirstDay">Path in the summary, such as <c>Month/StartDate</c>, to the first day of the month.</param>
/// <param name="Same">Paths of the set, over one navigation, that mean the same in all days of a month, each with the path of the summary that means it, such as <c>ReceivedOn/Year</c> and <c>Month/Year</c>.</param>
public sealed record SummaryDate(string Date, string FirstDay, IReadOnlyDictionary<string, string> Same)
{
    /// <summary>What holds for the rows that have the date; empty = all have it.</summary>
    public IReadOnlyDictionary<string, object> Known { get; init; } = new Dictionary<string, object>();
}

/// <summary>A declared summary with its columns found; properties of the set stand by the name of their column.</summary>
internal sealed record Summary(EntityType Set, EntityType Rows, IReadOnlyDictionary<string, StructuralProperty> Dimensions, IReadOnlyList<SummaryMeasure> Counts, IReadOnlyList<SummaryMeasure> Sums, IReadOnlyList<SummaryMonth> Months)
{
    /// <exception cref="InvalidOperationException">The declaration does not fit the model.</exception>
    public static Summary Read(SummaryDeclaration declaration, EntityType set, EntityType rows)
    {
        var name = $"Summary {rows} of {declaration.Set}";
        var months = declaration.Counts.Select(c => c.Date).Concat(declaration.Sums.Select(s => s.Date)).OfType<SummaryDate>().Distinct()
            .ToDictionary(d => d, d => SummaryMonth.Read(name, d, set, rows));
        return new Summary(
            set, rows,
            declaration.Dimensions.ToDictionary(d => Property(set, d).Column, d => Property(rows, d), StringComparer.Ordinal),
            [.. declaration.Counts.Select(c => new SummaryMeasure(null, [.. c.Columns.Select(Measure)], null, Conditions(name, set, c.Where), c.Date is null ? null : months[c.Date]))],
            [.. declaration.Sums.Select(s => new SummaryMeasure(Summed(s.Property), [Measure(s.Column)], s.Number is null ? null : Measure(s.Number), Conditions(name, set, s.Where), s.Date is null ? null : months[s.Date]))],
            [.. months.Values]);

        StructuralProperty Summed(string property) => Property(set, property) is { Additivity: null or Additivity.Additive } found
            ? found
            : throw new InvalidOperationException($"{name}: {property} does not add up over any rows.");

        StructuralProperty Measure(string property) => Property(rows, property) is { Kind: PrimitiveKind.Int32 or PrimitiveKind.Int64, IsNullable: false } found
            ? found
            : throw new InvalidOperationException($"{name}: {property} is no whole number, or may be null.");

        StructuralProperty Property(EntityType type, string property) => type.TryGetProperty(property, out var found) ? found
            : throw new InvalidOperationException($"{name}: {type} has no property {property}.");
    }

    /// <summary>Conditions by the columns of the set.</summary>
    internal static IReadOnlyDictionary<string, object> Conditions(string name, EntityType set, IReadOnlyDictionary<string, object> where) => where.ToDictionary(
        w => set.TryGetProperty(w.Key, out var property) && w.Value is bool or string ? property.Column : throw new InvalidOperationException($"{name}: {w.Key} is no property of {set}, or compared with neither true, false nor a text."),
        w => w.Value,
        StringComparer.Ordinal);
}

/// <summary>A count (<see cref="Of"/> is null) or a sum of a summary.</summary>
internal sealed record SummaryMeasure(StructuralProperty? Of, IReadOnlyList<StructuralProperty> Columns, StructuralProperty? Number, IReadOnlyDictionary<string, object> Where, SummaryMonth? Month);

/// <summary>The months of a summary as those of a date of the set.</summary>
/// <param name="Calendar">The set's own navigations to the days of the date, by the column that they go by.</param>
internal sealed record SummaryMonth(StructuralProperty Date, ModelPath FirstDay, IReadOnlyDictionary<string, NavigationProperty> Calendar, IReadOnlyDictionary<(NavigationProperty Navigation, string Column), ModelPath> Same, IReadOnlyDictionary<string, object> Known)
{
    public static SummaryMonth Read(string name, SummaryDate date, EntityType set, EntityType rows)
    {
        var same = date.Same.Select(s => (Of: ModelPath.Read(name, set, s.Key), In: ModelPath.Read(name, rows, s.Value))).ToList();
        if (same.Find(s => s.Of.Navigations is not [{ Columns.Count: 1 }] || s.In.Navigations.Count > 1) is { Of: not null } wrong)
        {
            throw new InvalidOperationException($"{name}: {wrong.Of.Property.Name} is not behind one navigation over one column.");
        }
        return new SummaryMonth(
            ModelPath.Read(name, set, date.Date).Property,
            ModelPath.Read(name, rows, date.FirstDay),
            same.Select(s => s.Of.Navigations[0]).Distinct().ToDictionary(n => n.Columns[0].Source.Column, StringComparer.Ordinal),
            same.ToDictionary(s => (s.Of.Navigations[0], s.Of.Property.Column), s => s.In),
            Summary.Conditions(name, set, date.Known));
    }
}
