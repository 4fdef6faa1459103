using System.Globalization;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>A row as an answer must show it. What it may show besides is left to the service.</summary>
public sealed record ExpectedRow(IReadOnlyDictionary<string, object?> Values, IReadOnlyCollection<string> MayShow);

/// <summary>A collection as an answer must show it: classes of rows in order, within a class in any order, of which a part is cut out.</summary>
public sealed record ExpectedList(IReadOnlyList<IReadOnlyList<ExpectedRow>> Classes, int Skip, int? Top, int? Count)
{
    public int Length => Math.Min(Math.Max(Classes.Sum(c => c.Count) - Skip, 0), Top ?? int.MaxValue);
}

/// <summary>The number of related rows, and no rows.</summary>
public sealed record ExpectedCount(int Count);

/// <summary>
/// Answers queries over rows in memory as OData Protocol 4.01 (11.2) and the Data Aggregation extension word it. An order is a list
/// of classes: rows of one class stand in no order to each other.
/// </summary>
public sealed class ReferenceEvaluator(Library library)
{
    public ExpectedList Answer(Query query) => List(Only(library.Sets[query.Set]), query.Options);

    private static List<List<Row>> Only(IEnumerable<Row> rows) => [[.. rows]];

    /// <summary>Options in the order in which the protocol evaluates them.</summary>
    private static ExpectedList List(List<List<Row>> classes, Options options)
    {
        classes = Run(classes, options.Apply);
        if (options.Compute.Count > 0)
        {
            classes = Each(classes, row => options.Compute.Aggregate(row, (r, c) => r.With(c.Alias, Evaluation.Of(c.Value, row))));
        }
        if (options.Search is { } terms)
        {
            classes = Keep(classes, row => SearchTerms.Match(terms, row));
        }
        if (options.Filter is { } filter)
        {
            classes = Keep(classes, row => Evaluation.Holds(filter, row));
        }
        var count = classes.Sum(c => c.Count);
        if (options.OrderBy.Count > 0)
        {
            // Only the transformation is said to be stable; among its ties the option may put rows as it likes.
            classes = Sort(Only(classes.SelectMany(c => c)), options.OrderBy);
        }
        return new ExpectedList([.. classes.Select(c => c.Select(r => Show(r, options)).ToList())], options.Skip ?? 0, options.Top, options.Count ? count : null);
    }

    private static ExpectedRow Show(Row row, Options options)
    {
        var values = row.Values.Where(v => options.Select.Count == 0 || options.Select.Contains(v.Key)).ToDictionary(v => v.Key, v => ShowValue(v.Value));
        foreach (var item in options.Expand)
        {
            var inner = item.Options.Levels is > 1 and var levels ? item.Options with { Levels = levels - 1, Expand = [.. item.Options.Expand, item with { Options = item.Options with { Levels = levels - 1 } }] } : item.Options;
            values[item.Path] = row.Get(item.Path) switch
            {
                List<Row> many when item.OnlyCount => new ExpectedCount(many.Count(m => item.Options.Filter is null || Evaluation.Holds(item.Options.Filter, m))),
                List<Row> many => List(Only(many), inner),
                Row one => Show(one, inner),
                _ => null,
            };
        }
        return new ExpectedRow(values, row.MayShow);
    }

    private static object? ShowValue(object? value) => value switch
    {
        Row nested => Show(nested, Options.None),
        List<List<Row>> nested => new ExpectedList([.. nested.Select(c => c.Select(r => Show(r, Options.None)).ToList())], 0, null, null),
        _ => value,
    };

    private static List<List<Row>> Run(List<List<Row>> classes, IReadOnlyList<Step> steps) => steps.Aggregate(classes, Run);

    private static List<List<Row>> Run(List<List<Row>> input, Step step)
    {
        switch (step)
        {
            case Identity:
                return input;
            case Filtered filtered:
                return Keep(input, row => Evaluation.Holds(filtered.Condition, row));
            case Searched searched:
                return Keep(input, row => SearchTerms.Match(searched.Terms, row));
            case Computation computation:
                return Each(input, row => computation.Items.Aggregate(row, (r, c) => r.With(c.Alias, Evaluation.Of(c.Value, row))));
            case Sorted sorted:
                return Sort(input, sorted.Items);
            case Cut cut:
                return Clip(input, cut);
            case Aggregation aggregation:
                return Only([Aggregate([.. input.SelectMany(c => c)], aggregation)]);
            case GroupBy grouping:
                return Group(input, grouping);
            case Extreme extreme:
                return Only(Extremes([.. input.SelectMany(c => c)], extreme));
            case Concatenation concatenation:
                return [.. concatenation.Branches.SelectMany(b => Run(input, b))];
            case Joined joined:
                return [.. input.Select(c => c.SelectMany(row => Join(row, joined)).ToList())];
            case Nested { Path: null } nest:
                return Only([new Row(nest.Items.ToDictionary(i => i.Alias, i => (object?)Run(input, i.Steps)), [], null)]);
            case Nested nest:
                return Each(input, row => nest.Items.Aggregate(row, (r, i) => row.Get(nest.Path!) switch
                {
                    List<Row> many => r.With(i.Alias, Run(Only(many), i.Steps)),
                    Row one => r.With(i.Alias, Run(Only([one]), i.Steps)[0][0]),
                    _ => r,
                }));
            default:
                throw new ArgumentException(step.GetType().Name);
        }
    }

    private static List<List<Row>> Each(List<List<Row>> classes, Func<Row, Row> change) => [.. classes.Select(c => c.Select(change).ToList())];

    private static List<List<Row>> Keep(List<List<Row>> classes, Func<Row, bool> condition) => [.. classes.Select(c => c.Where(condition).ToList())];

    /// <summary>A stable sort: rows that the items do not tell apart stand to each other as before.</summary>
    private static List<List<Row>> Sort(List<List<Row>> classes, IReadOnlyList<OrderItem> items) =>
        [.. classes.SelectMany((c, at) => c.Select(row => (Row: row, Keys: items.Select(i => Evaluation.Of(i.By, row)).Append(at).ToArray())))
            .GroupBy(r => r.Keys, KeyComparer.Instance)
            .OrderBy(g => g.Key, Comparer<object?[]>.Create((x, y) =>
            {
                for (var i = 0; i < x.Length; i++)
                {
                    if (Values.Compare(x[i], y[i]) is var sign and not 0)
                    {
                        return i < items.Count && items[i].Descending ? -sign : sign;
                    }
                }
                return 0;
            }))
            .Select(g => g.Select(r => r.Row).ToList())];

    private sealed class KeyComparer : IEqualityComparer<object?[]>
    {
        public static readonly KeyComparer Instance = new();
        public bool Equals(object?[]? x, object?[]? y) => x!.Zip(y!).All(p => Values.Compare(p.First, p.Second) == 0);
        public int GetHashCode(object?[] keys) => string.Join('|', keys.Select(Values.Signature)).GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Which rows of a class a cut takes is the service's choice: nothing that follows could be compared.</summary>
    private static List<List<Row>> Clip(List<List<Row>> classes, Cut cut)
    {
        var result = new List<List<Row>>();
        var left = cut.Count;
        foreach (var rows in classes)
        {
            var inside = Math.Min(left, rows.Count);
            if (inside > 0 && inside < rows.Count && rows.Select(r => Values.Signature(r)).Distinct().Count() > 1)
            {
                throw new OpenQuestion("A cut within rows that stand in no order.");
            }
            result.Add([.. cut.IsTop ? rows.Take(inside) : rows.Skip(inside)]);
            left -= inside;
        }
        return result;
    }

    private static Row Aggregate(IReadOnlyList<Row> rows, Aggregation aggregation) =>
        new(aggregation.Items.ToDictionary(i => i.Alias, i => Aggregate(rows, i)), [], null);

    private static object? Aggregate(IReadOnlyList<Row> rows, Aggregated item)
    {
        // A bare path is taken apart at its last navigation: each entity reached by the first part counts once (3.2.1.1).
        var (through, value) = item.Value is PathTo { Segments.Length: > 1 } path && item.Through.Length == 0
            ? (path.Segments[..^1], path with { Segments = path.Segments[^1..] }) : (item.Through, item.Value);
        var members = through.Length == 0 ? rows : [.. through.Aggregate((IEnumerable<object?>)rows, (at, name) => at.OfType<Row>().Select(r => r.Get(name)).SelectMany(v => v is List<Row> many ? many : Enumerable.Repeat(v, 1)))
            .OfType<Row>().GroupBy(r => r.Identity ?? throw new OpenQuestion("A path through rows without identity.")).Select(g => g.First())];
        if (value is null)
        {
            return (long)members.Count;
        }
        var values = members.Select(r => Evaluation.Of(value, r)).Where(v => v is not null).Select(v => v!).ToList();
        switch (item.Method)
        {
            case "countdistinct":
                return (long)values.Select(Values.Signature).Distinct().Count();
            case "min":
                return values.Count == 0 ? null : values.Aggregate((a, b) => Values.Compare(a, b) <= 0 ? a : b);
            case "max":
                return values.Count == 0 ? null : values.Aggregate((a, b) => Values.Compare(a, b) >= 0 ? a : b);
        }
        if (values.Count == 0)
        {
            return null;
        }
        if (value.Kind == Kind.Double)
        {
            var sum = values.Sum(v => Convert.ToDouble(v, CultureInfo.InvariantCulture));
            return item.Method == "sum" ? sum : sum / values.Count;
        }
        var total = values.Sum(v => Convert.ToDecimal(v, CultureInfo.InvariantCulture));
        if (item.Method == "sum" && value.Kind is Kind.Int32 or Kind.Int64 && Math.Abs(total) > long.MaxValue)
        {
            throw new OverflowException();
        }
        if (item.Method == "sum" && value.Kind is Kind.Int32 or Kind.Int64)
        {
            // The type of a sum is the service's choice (Data Aggregation 4.0, 3.1.3.1), and it announces a whole number: div cuts it.
            return (long)total;
        }
        return item.Method == "sum" ? total : (double)(total / values.Count);
    }

    /// <summary>rollup is a concatenation of groupings, from the finest to the coarsest (CS03, 3.2.3.2).</summary>
    private static List<List<Row>> Group(List<List<Row>> input, GroupBy grouping)
    {
        var at = grouping.By.ToList().FindIndex(b => b.IsRollup);
        if (at < 0)
        {
            return [GroupSimply(input, [.. grouping.By.Select(b => b.Levels[0])], grouping.Inner)];
        }
        var result = new List<List<Row>>();
        for (var depth = grouping.By[at].Levels.Count; depth > 0; depth--)
        {
            var levels = grouping.By[at].Levels.Take(depth).Select(l => new Grouping([l], false));
            result.AddRange(Group(input, grouping with { By = [.. grouping.By.Take(at), .. levels, .. grouping.By.Skip(at + 1)] }));
        }
        return result;
    }

    private static List<Row> GroupSimply(List<List<Row>> input, IReadOnlyList<string[]> paths, IReadOnlyList<Step> inner)
    {
        var groups = input.SelectMany((c, at) => c.Select(row => (Row: row, At: at, Keys: paths.Select(p => Reach(row, p)).ToArray())))
            .GroupBy(r => string.Join('|', r.Keys.Select(k => k is Nowhere there ? "-" + there.After : Values.Signature(k))));
        var result = new List<Row>();
        foreach (var group in groups)
        {
            var keys = group.First().Keys;
            if (inner.Count == 0)
            {
                result.Add(Project(new Row([], [], null), paths, keys));
                continue;
            }
            var subset = group.GroupBy(r => r.At).OrderBy(g => g.Key).Select(g => g.Select(r => r.Row).ToList()).ToList();
            result.AddRange(Run(subset, inner).SelectMany(c => c).Select(row => Project(row, paths, keys)));
        }
        return result;
    }

    /// <summary>A navigation that leads nowhere is null in the projection; that differs from one to an entity whose property is null.</summary>
    private sealed record Nowhere(int After);

    private static object? Reach(Row row, string[] path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (Evaluation.Follow(row, path[..i]) is null)
            {
                if (Evaluation.Follow(row, path[..(i - 1)]) is Row from && !from.Values.ContainsKey(path[i - 1]) && !from.Navigations.ContainsKey(path[i - 1]))
                {
                    throw new OpenQuestion("Whether absent and null are one group.");
                }
                return new Nowhere(i);
            }
        }
        return Evaluation.Follow(row, path);
    }

    /// <summary>The grouping properties put into a result of the group. An entity has them already and may show them.</summary>
    private static Row Project(Row row, IReadOnlyList<string[]> paths, object?[] keys)
    {
        if (row.Identity is not null)
        {
            return row with { MayShow = [.. row.MayShow, .. paths.Where(p => p.Length > 1 || !row.Values.ContainsKey(p[0])).Select(p => p[0])] };
        }
        var values = new Dictionary<string, object?>(row.Values);
        foreach (var (path, key) in paths.Zip(keys))
        {
            Put(values, path, key);
        }
        return row with { Values = values };
    }

    private static void Put(Dictionary<string, object?> values, string[] path, object? key)
    {
        if (path.Length == 1 || key is Nowhere { After: 1 })
        {
            values[path[0]] = key is Nowhere ? null : key;
            return;
        }
        var nested = values.TryGetValue(path[0], out var before) && before is Row row ? new Dictionary<string, object?>(row.Values) : [];
        Put(nested, path[1..], key is Nowhere there ? new Nowhere(there.After - 1) : key);
        values[path[0]] = new Row(nested, [], null);
    }

    private static IEnumerable<Row> Extremes(List<Row> rows, Extreme extreme)
    {
        var sign = extreme.Name.StartsWith("top", StringComparison.Ordinal) ? -1 : 1;
        var ordered = rows.Select(r => (Row: r, Value: Evaluation.Of(extreme.By, r))).OrderBy(r => r.Value, Comparer<object?>.Create((x, y) => sign * Values.Compare(x, y))).ToList();
        if (ordered.Exists(r => r.Value is null) && (!Switches.IsOn(Construct.ExtremesOfNulls) || !extreme.Name.EndsWith("count", StringComparison.Ordinal)))
        {
            throw new OpenQuestion("Extremes among nulls.");
        }
        var kind = extreme.Name.Replace("top", "", StringComparison.Ordinal).Replace("bottom", "", StringComparison.Ordinal);
        decimal Number(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        var whole = kind == "percent" ? ordered.Sum(r => Number(r.Value)) : 0;
        if (kind == "percent" && (whole == 0 || (whole < 0 && !Switches.IsOn(Construct.PercentOfNegative))))
        {
            throw new OpenQuestion("A percentage of nothing.");
        }
        bool IsEnough(decimal sum) => kind == "percent" ? sum / whole * 100 >= extreme.Limit : sum >= extreme.Limit;
        var taken = 0;
        for (var sum = 0m; taken < ordered.Count && (kind == "count" ? taken < extreme.Limit : !IsEnough(sum)); taken++)
        {
            sum += kind == "count" ? 0 : Number(ordered[taken].Value);
        }
        if (taken > 0 && taken < ordered.Count && Values.Compare(ordered[taken - 1].Value, ordered[taken].Value) == 0
            && ordered.Where(r => Values.Compare(r.Value, ordered[taken].Value) == 0).Select(r => Values.Signature(r.Row)).Distinct().Count() > 1)
        {
            throw new OpenQuestion("A cut within equal values.");
        }
        return ordered.Take(taken).Select(r => r.Row);
    }

    private static IEnumerable<Row> Join(Row row, Joined joined)
    {
        var members = Run(Only(row.Get(joined.Path) as List<Row> ?? []), joined.Inner).SelectMany(c => c).ToList();
        return members.Count == 0 && joined.IsOuter
            ? [row with { Navigations = new(row.Navigations) { [joined.Alias] = null }, MayShow = [.. row.MayShow, joined.Alias] }]
            : members.Select(m => row with { Navigations = new(row.Navigations) { [joined.Alias] = m }, MayShow = [.. row.MayShow, joined.Alias] });
    }
}
