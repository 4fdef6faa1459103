namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>What is known of a result before it is computed: the shape after each step; whether all that a query reads is there.</summary>
public static class Typing
{
    public static Shape After(this Shape shape, IReadOnlyList<Step> steps) => steps.Aggregate(shape, After);

    public static Shape After(this Shape shape, Step step) => step switch
    {
        Computation computation => shape.With(computation.Items),
        Aggregation aggregation => new Shape(null, [.. aggregation.Items.Select(FieldOf)], [], []),
        GroupBy group => Grouped(shape, group),
        Concatenation concatenation => concatenation.Branches.Select(b => shape.After(b)).Aggregate(Common),
        Joined joined => shape with { Links = [.. shape.Links, new Link(joined.Alias, () => shape.Links.First(l => l.Name == joined.Path).Target().After(joined.Inner), false)], Key = [] },
        Nested { Path: null } => new Shape(null, [], [], []),
        _ => shape,
    };

    public static Shape With(this Shape shape, IReadOnlyList<Computed> items) => shape with { Fields = [.. shape.Fields, .. items.Select(i => new Field(i.Alias, i.Value.Kind, i.Value.IsExact))] };

    private static Field FieldOf(Aggregated item) => item.Method switch
    {
        "$count" or "countdistinct" => new Field(item.Alias, Kind.Int64),
        "average" => new Field(item.Alias, Kind.Double, false),
        "sum" => new Field(item.Alias, item.Value!.Kind == Kind.Int32 ? Kind.Int64 : item.Value.Kind, item.Value.IsExact && (item.Value.Kind != Kind.Decimal || Switches.IsOn(Construct.ExactDecimals))),
        _ => new Field(item.Alias, item.Value!.Kind, item.Value.IsExact),
    };

    private static Shape Common(Shape left, Shape right) => left.Entity is not null && left.Entity == right.Entity && left.Fields.SequenceEqual(right.Fields) && left.Links.SequenceEqual(right.Links)
        ? left with { Key = [] } : new Shape(null, [.. left.Fields.Where(f => right.Fields.Contains(f))], [], []);

    private static Shape Grouped(Shape shape, GroupBy group)
    {
        var result = shape.After(group.Inner);
        if (result.Entity is not null && group.Inner.Count > 0)
        {
            return result with { Key = [] };
        }
        // Of a rollup only the coarsest level is in every row; paths below it may be read and are null where they are not.
        var paths = group.By.SelectMany(b => b.Levels).ToList();
        return Grouped(shape, paths, group.Inner.Count > 0 ? result.Fields : []);
    }

    /// <summary>What the groups are grouped by, nested as the paths are, and what was made of each.</summary>
    private static Shape Grouped(Shape shape, IReadOnlyList<string[]> paths, IReadOnlyList<Field> made)
    {
        var fields = paths.Where(p => p.Length == 1).Select(p => shape.Fields.FirstOrDefault(f => f.Name == p[0])).OfType<Field>();
        var whole = paths.Where(p => p.Length == 1).Select(p => shape.Links.FirstOrDefault(l => l.Name == p[0])).OfType<Link>();
        var nested = paths.Where(p => p.Length > 1).GroupBy(p => p[0]).Select(g =>
        {
            var target = Grouped(shape.Links.First(l => l.Name == g.Key).Target(), [.. g.Select(p => p[1..])], []);
            return new Link(g.Key, () => target, false);
        });
        return new Shape(null, [.. fields, .. made.Where(m => !paths.Any(p => p[0] == m.Name))], [.. whole, .. nested], []);
    }

    public static bool IsSound(Query query) => IsSound(query.Options, Library.Shapes[query.Set]);

    private static bool IsSound(Options options, Shape shape)
    {
        if (!IsSound(options.Apply, shape))
        {
            return false;
        }
        shape = shape.After(options.Apply);
        if (!options.Compute.All(c => IsSound(c.Value, shape, [])))
        {
            return false;
        }
        shape = shape.With(options.Compute);
        return (options.Filter is null || IsSound(options.Filter, shape, [])) && options.OrderBy.All(o => IsSound(o.By, shape, [])) && options.Select.All(shape.Has)
            && options.Expand.All(e => shape.Links.FirstOrDefault(l => l.Name == e.Path) is { } link && IsSound(e.Options, link.Target()));
    }

    private static bool IsSound(IReadOnlyList<Step> steps, Shape shape)
    {
        foreach (var step in steps)
        {
            var isSound = step switch
            {
                Filtered filtered => IsSound(filtered.Condition, shape, []),
                Computation computation => computation.Items.All(i => IsSound(i.Value, shape, [])),
                Aggregation aggregation => aggregation.Items.All(i => (Switches.IsOn(Construct.TypedPathAggregates) || i.Value is not PathTo { Segments.Length: > 1 }) && Walk(shape, i.Through) is { } target && (i.Value is null || IsSound(i.Value, target, []))),
                GroupBy group => group.By.SelectMany(b => b.Levels).All(p => Walk(shape, p[..^1])?.Has(p[^1]) is true) && IsSound(group.Inner, shape),
                Extreme extreme => IsSound(extreme.By, shape, []),
                Sorted sorted => sorted.Items.All(i => IsSound(i.By, shape, [])),
                Concatenation concatenation => concatenation.Branches.All(b => IsSound(b, shape)),
                Joined joined => Walk(shape, [joined.Path]) is { } target && IsSound(joined.Inner, target),
                Nested { Path: null } nested => nested.Items.All(i => IsSound(i.Steps, shape)),
                Nested nested => Walk(shape, [nested.Path!]) is { } target && nested.Items.All(i => IsSound(i.Steps, target)),
                _ => true,
            };
            if (!isSound)
            {
                return false;
            }
            shape = shape.After(step);
        }
        return true;
    }

    private static Shape? Walk(Shape shape, IEnumerable<string> path) => path.Aggregate((Shape?)shape, (at, name) => at?.Links.FirstOrDefault(l => l.Name == name)?.Target());

    private static bool IsSound(Expr expression, Shape shape, Dictionary<string, Shape> variables)
    {
        Shape? Start(string? variable) => variable is null ? shape : variables.GetValueOrDefault(variable);
        switch (expression)
        {
            case PathTo path:
                return Start(path.Variable) is { } start && Walk(start, path.Segments[..^1])?.Fields.Any(f => f.Name == path.Segments[^1] && f.Kind == path.Kind) is true;
            case Exists exists:
                return Start(exists.Variable) is { } from && Walk(from, exists.Segments) is not null;
            case Lambda lambda:
                return Start(lambda.Variable) is { } at && Walk(at, lambda.Path) is { } member && (lambda.Body is null || IsSound(lambda.Body, shape, new Dictionary<string, Shape>(variables) { [lambda.Name] = member }));
            case CountOf count:
                return Start(count.Variable) is { } of && Walk(of, count.Path) is { } target && (count.Condition is null || IsSound(count.Condition, target, []));
            default:
                return expression.Parts.All(p => IsSound(p, shape, variables));
        }
    }
}
