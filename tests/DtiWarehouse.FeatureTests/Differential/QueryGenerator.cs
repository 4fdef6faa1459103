using System.Globalization;

namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Random requests. A result's shape is known after each step, so that what follows reads only what is there.</summary>
public sealed class QueryGenerator
{
    private readonly Random _random;
    private readonly ExpressionGenerator _expressions;
    private int _aliases;

    public QueryGenerator(int seed)
    {
        _random = new Random(seed);
        _expressions = new ExpressionGenerator(_random);
    }

    public Query Next()
    {
        var set = _expressions.Pick(["Books", "Books", "Copies", "Loans", "Authors", "Branches"]);
        var shape = Library.Shapes[set];
        var options = Chance(2) ? Transformed(shape) : Plain(shape, 2, true);
        var onlyCount = Chance(12);
        if (onlyCount)
        {
            options = new Options { Apply = options.Apply, Filter = options.Compute.Count > 0 ? null : options.Filter, Search = options.Search };
        }
        return new Query(set, options, onlyCount, !onlyCount && Chance(6) && (Switches.IsOn(Construct.PagesOfJoins) || !Step.Chain(options.Apply).Contains("join(", StringComparison.Ordinal)) ? _random.Next(1, 25) : null);
    }

    private bool Chance(int outOf) => _expressions.Chance(outOf);

    private string Alias() => "A" + _aliases++.ToString(CultureInfo.InvariantCulture);

    /// <summary>Everything but $apply, at the top or inside $expand.</summary>
    private Options Plain(Shape shape, int depth, bool top)
    {
        var options = new Options();
        var seen = shape;
        if (Chance(8) && (top || Switches.IsOn(Construct.ExpandCompute)))
        {
            (options, seen) = WithComputed(options, shape);
        }
        if (Chance(3))
        {
            options = options with { Filter = _expressions.Condition(Scope.Of(seen), _random.Next(1, 4)) };
        }
        if (Chance(15) && shape.Entity is not null && options.Compute.Count == 0)
        {
            options = options with { Search = Terms() };
        }
        options = options with { Count = Chance(4), OrderBy = Chance(3) ? Order(seen, true) : [], Skip = Chance(7) ? _random.Next(6) : null, Top = Chance(5) ? _random.Next(8) : null, Expand = depth > 0 && Chance(2) ? Expansions(seen, depth) : [] };
        return Chance(3) && seen.Fields.Count > 0 ? options with { Select = Some(seen.Fields.Select(f => f.Name), 4) } : options;
    }

    private (Options, Shape) WithComputed(Options options, Shape shape)
    {
        var items = Computations(shape);
        return (options with { Compute = items }, shape.With(items));
    }

    private IReadOnlyList<Computed> Computations(Shape shape) => [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => new Computed(
        _expressions.Of(_expressions.Pick([Kind.Int32, Kind.Decimal, Kind.Text, Kind.Boolean, Kind.Double, Kind.Date, Kind.Int64]), Scope.Of(shape), 2), Alias()))];

    private IReadOnlyList<OrderItem> Order(Shape shape, bool mayBePartial)
    {
        var items = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Key(shape)).OfType<Expr>().DistinctBy(e => e.Text).Select(e => new OrderItem(e, Chance(2))).ToList();
        if (!mayBePartial || Chance(3))
        {
            items.AddRange(shape.Key.Where(k => k != "Id" || shape.Entity != "Authors").Where(k => items.TrueForAll(i => i.By.Text != k)).Select(k => new OrderItem(new PathTo(Kind.Int32, null, [k]), Chance(2))));
        }
        return items;
    }

    private Expr? Key(Shape shape) => Chance(4) && shape.Fields.Count > 0
        ? _expressions.Of(_expressions.Pick([Kind.Int32, Kind.Text, Kind.Boolean, Kind.Date]), Scope.Of(shape), 2) is { IsExact: true } expression and not Constant && (Switches.IsOn(Construct.ConstantsInOrder) || (!expression.Text.Contains(" and ", StringComparison.Ordinal) && !expression.Text.Contains(" in (", StringComparison.Ordinal))) ? expression : null
        : _expressions.PathOf(Scope.Of(shape), f => f.Kind != Kind.Guid && f.IsExact);

    private string[] Some(IEnumerable<string> names, int most) => [.. names.OrderBy(_ => _random.Next()).Take(_random.Next(1, most + 1))];

    private string Terms() => string.Join(_expressions.Pick([" AND ", " OR "]), Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (Chance(5) ? "NOT " : "") + _expressions.Pick(["kieu", "Truyện", "dat", "a", "\"so do\"", "tho", "neil", "b", "hac"])));

    private IReadOnlyList<Expansion> Expansions(Shape shape, int depth)
    {
        var links = shape.Links.Where(l => l.Target().Entity is not null).OrderBy(_ => _random.Next()).Take(_random.Next(1, 3)).ToList();
        return [.. links.Select(link =>
        {
            var target = link.Target();
            if (link.IsCollection && Chance(10) && Switches.IsOn(Construct.ExpandCount))
            {
                return new Expansion(link.Name, true, true, new Options { Filter = Chance(2) ? _expressions.Condition(Scope.Of(target), 1) : null });
            }
            if (link.Name is "Parent" or "Sequel" && Chance(4) && Switches.IsOn(Construct.Levels))
            {
                return new Expansion(link.Name, false, false, new Options { Levels = _random.Next(1, 4), Select = Chance(2) ? Some(target.Fields.Select(f => f.Name), 3) : [] });
            }
            if (link.IsCollection && Chance(6) && Switches.IsOn(Construct.ApplyInExpand))
            {
                return new Expansion(link.Name, true, false, Counted(Transformed(target) with { Expand = [] }));
            }
            var options = Counted(Plain(target, depth - 1, false));
            return new Expansion(link.Name, link.IsCollection, false, link.IsCollection ? options : new Options { Expand = options.Expand, Select = options.Select.Where(s => target.Has(s)).ToList() });
        })];
    }

    private static Options Counted(Options options) => (options.Apply.Count > 0 || options.Compute.Count > 0) && !Switches.IsOn(Construct.CountOfTransformedExpansion) ? options with { Count = false } : options;

    private Options Transformed(Shape shape)
    {
        var (steps, result) = Steps(shape, _random.Next(1, 4), 2);
        var options = new Options { Apply = steps, Count = Chance(4), Skip = Chance(7) ? _random.Next(5) : null, Top = Chance(5) ? _random.Next(8) : null };
        if (result.Fields.Count > 0 || result.Links.Count > 0)
        {
            if (Chance(10) && result.Fields.Count > 0 && (Switches.IsOn(Construct.OrderBeforeCompute) || !steps.Any(s => s is Sorted)))
            {
                (options, result) = WithComputed(options, result);
            }
            options = options with { Filter = Chance(4) && result.Fields.Count > 0 ? _expressions.Condition(Scope.Of(result), 2) : null, OrderBy = Chance(3) ? Order(result, true) : [] };
        }
        if (Chance(5) && result.Links.Count == 0 && result.Fields.Count > 0 && Switches.IsOn(Construct.SelectAfterApply))
        {
            options = options with { Select = Some(result.Fields.Select(f => f.Name), 3) };
        }
        else if (Chance(6) && result.Entity is not null && Switches.IsOn(Construct.ExpandAfterApply))
        {
            options = options with { Expand = Expansions(result, 1) };
        }
        return options;
    }

    private (IReadOnlyList<Step> Steps, Shape Shape) Steps(Shape shape, int count, int depth)
    {
        var steps = new List<Step>();
        for (var i = 0; i < count && shape.Fields.Count > 0; i++)
        {
            var step = Next(shape, depth, i == count - 1);
            steps.Add(step);
            shape = shape.After(step);
        }
        return (steps, shape);
    }

    private Step Next(Shape shape, int depth, bool isLast)
    {
        var collections = shape.Links.Where(l => l.IsCollection && l.Target().Entity is not null).ToList();
        switch (_random.Next(depth > 0 ? 22 : 13))
        {
            case 0:
                return Switches.IsOn(Construct.InnerIdentity) || depth == 2 ? new Identity() : new Filtered(_expressions.Condition(Scope.Of(shape), 2));
            case 3 when shape.Entity is not null && !shape.Fields.Any(f => f.Name[0] == 'A' && char.IsDigit(f.Name[^1])):
                return new Searched(Terms());
            case 4:
                return new Computation(Computations(shape));
            case 5 or 6:
                return Aggregate(shape);
            case 7 or 8:
                return Order(shape, false) is { Count: > 0 } items ? new Sorted(items) : new Identity();
            case 9:
                // Without a full order before it, which rows a cut takes is the service's choice.
                return new Cut(Chance(2), _random.Next(12));
            case 10 or 11:
                return Extreme(shape);
            case 13 when Switches.IsOn(Construct.Concat) && isLast:
                return new Concatenation([Steps(shape, _random.Next(1, 3), depth - 1).Steps, Steps(shape, _random.Next(1, 3), depth - 1).Steps]);
            case 14 when Switches.IsOn(Construct.Nest) && isLast && Chance(2):
                return new Nested(null, [(Steps(shape, 1, depth - 1).Steps, Alias())]);
            case 15 when Switches.IsOn(Construct.AddNested) && collections.Count > 0 && isLast:
                var collection = _expressions.Pick(collections);
                return new Nested(collection.Name, [(Steps(collection.Target(), 1, depth - 1).Steps, Alias())]);
            case 16 when Switches.IsOn(Construct.Join) && collections.Count > 0:
                var joined = _expressions.Pick(collections);
                return new Joined(Chance(2), joined.Name, Alias(), Chance(2) ? [] : Steps(joined.Target(), 1, 0).Steps);
            case >= 17:
                return Group(shape, depth);
            default:
                return new Filtered(_expressions.Condition(Scope.Of(shape), 2));
        }
    }

    private Extreme Extreme(Shape shape)
    {
        var by = _expressions.PathOf(Scope.Of(shape), f => f.Kind.IsNumeric() && f.IsExact) as Expr ?? new Constant(Kind.Int32, 1);
        if (Chance(3) && Switches.IsOn(Construct.ExtremesByExpression))
        {
            by = _expressions.Of(Kind.Int32, Scope.Of(shape), 2) is { IsExact: true } expression and not Constant ? expression : by;
        }
        // The key decides ties.
        if (shape.Entity is "Books" or "Loans" && !Chance(4))
        {
            by = new PathTo(Kind.Int32, null, ["Id"]);
        }
        var name = _expressions.Pick(["topcount", "bottomcount", "topsum", "bottomsum", "toppercent", "bottompercent"]);
        return new Extreme(name, name.EndsWith("count", StringComparison.Ordinal) ? _random.Next(1, 15) : name.EndsWith("sum", StringComparison.Ordinal) ? _random.Next(1, 60) : _random.Next(1, 100), by);
    }

    private Aggregation Aggregate(Shape shape) => new([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Item(shape))]);

    private Aggregated Item(Shape shape)
    {
        var collections = shape.Links.Where(l => l.Target().Entity is not null && (l.IsCollection || (Chance(3) && Switches.IsOn(Construct.TypedPathAggregates)))).ToList();
        if (Chance(6) && collections.Count > 0 && Switches.IsOn(Construct.CollectionAggregates))
        {
            var link = _expressions.Pick(collections);
            var field = _expressions.Pick([.. link.Target().Fields.Where(f => f.Kind.IsNumeric())]);
            return Chance(3) ? new Aggregated([link.Name], null, "$count", Alias())
                : new Aggregated([link.Name], new PathTo(field.Kind, null, [field.Name]), _expressions.Pick(["sum", "average", "min", "max", "countdistinct"]), Alias());
        }
        var method = _expressions.Pick(["$count", "sum", "average", "min", "max", "countdistinct"]);
        if (method == "$count")
        {
            return new Aggregated([], null, method, Alias());
        }
        bool Fits(Field f) => method == "countdistinct" ? f.IsExact : method is "min" or "max" ? f.Kind is not (Kind.Boolean or Kind.Guid) && (f.Kind != Kind.Instant || Switches.IsOn(Construct.OffsetsOfExtremes)) : f.Kind.IsNumeric();
        Expr? value = Chance(4) && shape.Fields.Any(Fits) ? _expressions.Of(_expressions.Pick([Kind.Int32, Kind.Decimal, Kind.Double]), Scope.Of(shape), 2) : _expressions.PathOf(Scope.Of(shape), Fits);
        var isConstant = value is null || value is Constant;
        var isFarTotal = value is PathTo { Segments.Length: > 1 } && method is "sum" or "average" && !Switches.IsOn(Construct.TypedPathAggregates);
        return isConstant || isFarTotal || (method == "countdistinct" && !value!.IsExact) ? new Aggregated([], null, "$count", Alias()) : new Aggregated([], value, method, Alias());
    }

    private Step Group(Shape shape, int depth)
    {
        var paths = ExpressionGenerator.Paths(Scope.Of(shape), f => f.IsExact).Select(p => p.Segments)
            .Concat(Switches.IsOn(Construct.NavigationGrouping) ? shape.Links.Where(l => !l.IsCollection && l.Target().Entity is not null).Select(l => new[] { l.Name }) : [])
            .OrderBy(p => p.Length * 3 + _random.Next(8)).Take(_random.Next(1, 4)).ToList();
        paths.RemoveAll(p => paths.Exists(o => o.Length < p.Length && o.SequenceEqual(p.Take(o.Length))));
        if (paths.Count == 0)
        {
            return new Identity();
        }
        IReadOnlyList<Grouping> by = paths.Count > 1 && Chance(6) && Switches.IsOn(Construct.Rollup) ? [new Grouping(paths, true)] : [.. paths.Select(p => new Grouping([p], false))];
        return new GroupBy(by, _random.Next(10) switch
        {
            0 or 1 => [],
            2 when Switches.IsOn(Construct.InnerSequences) => Steps(shape, _random.Next(1, 3), depth - 1).Steps,
            3 when shape.Entity is not null => [Extreme(shape)],
            4 or 5 => [new Filtered(_expressions.Condition(Scope.Of(shape), 1)), Aggregate(shape)],
            _ => [Aggregate(shape)],
        });
    }
}
