namespace DtiWarehouse.FeatureTests.Differential;

/// <summary>Smaller variants of a query: without an option, a step, an item; an expression replaced by a part of its own kind.</summary>
public static class Shrinker
{
    public static IEnumerable<Query> Smaller(Query query)
    {
        if (query.PageSize is not null)
        {
            yield return query with { PageSize = null };
        }
        foreach (var options in Smaller(query.Options))
        {
            yield return query with { Options = options };
        }
    }

    private static IEnumerable<Options> Smaller(Options o)
    {
        foreach (var steps in Smaller(o.Apply))
        {
            yield return o with { Apply = steps };
        }
        foreach (var items in Without(o.Compute))
        {
            yield return o with { Compute = items };
        }
        foreach (var items in Within(o.Compute, c => Smaller(c.Value).Select(v => c with { Value = v })))
        {
            yield return o with { Compute = items };
        }
        if (o.Search is not null)
        {
            yield return o with { Search = null };
        }
        if (o.Filter is not null)
        {
            yield return o with { Filter = null };
            foreach (var filter in Smaller(o.Filter))
            {
                yield return o with { Filter = filter };
            }
        }
        if (o.Count)
        {
            yield return o with { Count = false };
        }
        foreach (var items in Without(o.OrderBy))
        {
            yield return o with { OrderBy = items };
        }
        foreach (var items in Within(o.OrderBy, i => Smaller(i.By).Select(b => i with { By = b }).Concat(i.Descending ? [i with { Descending = false }] : [])))
        {
            yield return o with { OrderBy = items };
        }
        if (o.Skip is not null)
        {
            yield return o with { Skip = null };
        }
        if (o.Top is not null)
        {
            yield return o with { Top = null };
        }
        if (o.Levels is > 1)
        {
            yield return o with { Levels = o.Levels - 1 };
        }
        foreach (var items in Without(o.Expand))
        {
            yield return o with { Expand = items };
        }
        foreach (var items in Within(o.Expand, e => Smaller(e.Options).Select(s => e with { Options = s })))
        {
            yield return o with { Expand = items };
        }
        foreach (var items in Without(o.Select))
        {
            yield return o with { Select = items };
        }
    }

    private static IEnumerable<IReadOnlyList<Step>> Smaller(IReadOnlyList<Step> steps) => Without(steps).Concat(Within(steps, Smaller));

    private static IEnumerable<Step> Smaller(Step step)
    {
        switch (step)
        {
            case Filtered filtered:
                return Smaller(filtered.Condition).Select(c => new Filtered(c));
            case Computation computation:
                return Without(computation.Items).Where(i => i.Count > 0).Concat(Within(computation.Items, c => Smaller(c.Value).Select(v => c with { Value = v }))).Select(i => new Computation(i));
            case Aggregation aggregation:
                return Without(aggregation.Items).Where(i => i.Count > 0).Concat(Within(aggregation.Items, a => a.Value is null ? [] : Smaller(a.Value).Select(v => a with { Value = v }))).Select(i => new Aggregation(i));
            case GroupBy group:
                return Without(group.By).Where(b => b.Count > 0).Select(b => group with { By = b }).Concat(Smaller(group.Inner).Select(i => group with { Inner = i }))
                    .Concat(group.By.Any(b => b.IsRollup) ? [group with { By = [.. group.By.Select(b => new Grouping([b.Levels[0]], false))] }] : []);
            case Extreme extreme:
                return Smaller(extreme.By).Select(b => extreme with { By = b });
            case Sorted sorted:
                return Without(sorted.Items).Where(i => i.Count > 0).Select(i => new Sorted(i));
            case Concatenation concatenation:
                return Within(concatenation.Branches, b => Smaller(b).Where(s => s.Count > 0)).Select(b => new Concatenation(b));
            case Joined joined:
                return Smaller(joined.Inner).Select(i => joined with { Inner = i });
            case Nested nested:
                return Within(nested.Items, i => Smaller(i.Steps).Where(s => s.Count > 0).Select(s => (s, i.Alias))).Select(i => nested with { Items = i });
            default:
                return [];
        }
    }

    private static IEnumerable<Expr> Smaller(Expr expression)
    {
        foreach (var part in expression.Parts.Where(p => p.Kind == expression.Kind && !Uses(p, (expression as Lambda)?.Name)))
        {
            yield return part;
        }
        if (expression is In list && list.List.Count > 1)
        {
            foreach (var fewer in Without(list.List))
            {
                yield return list with { List = fewer };
            }
        }
        foreach (var parts in Within(expression.Parts, Smaller))
        {
            yield return expression.With(parts);
        }
    }

    private static bool Uses(Expr expression, string? variable) => variable is not null && expression.Text.Contains(variable + "/", StringComparison.Ordinal);

    private static IEnumerable<IReadOnlyList<T>> Without<T>(IReadOnlyList<T> items) => Enumerable.Range(0, items.Count).Select(i => (IReadOnlyList<T>)[.. items.Take(i), .. items.Skip(i + 1)]);

    private static IEnumerable<IReadOnlyList<T>> Within<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> smaller) =>
        Enumerable.Range(0, items.Count).SelectMany(i => smaller(items[i]).Select(s => (IReadOnlyList<T>)[.. items.Take(i), s, .. items.Skip(i + 1)]));
}
