using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql;

/// <summary>
/// A grouped or aggregated SELECT for databases that group and aggregate columns only: what it groups by and aggregates is
/// calculated in a query inside, the groups are made of that one's columns.
/// </summary>
/// <param name="isPlain">Whether a value may stay as it is in a SELECT.</param>
/// <param name="asMeant">The property of a column that holds another one's value.</param>
/// <param name="nextSource">A source number that the statement has not used.</param>
internal sealed class GroupedColumns(Func<SelectPlan, Scalar?, bool> isPlain, Func<StructuralProperty, StructuralProperty> asMeant, Func<int> nextSource)
{
    private readonly List<OutputColumn> _inner = [];
    private int _source;

    public SelectPlan Of(SelectPlan plan)
    {
        var aggregates = plan.Columns.SelectMany(c => ScalarTree.Leaves(c.Value) ?? []).OfType<AggregateScalar>().ToList();
        if ((plan.GroupBy.Count == 0 && aggregates.Count == 0)
            || (plan.GroupBy.All(g => isPlain(plan, g)) && aggregates.TrueForAll(a => a is { Condition: null, Method: not AggregateMethod.ConcatenateDistinct } && isPlain(plan, a.Operand))))
        {
            return plan;
        }
        if (aggregates.Count(a => a.Method is AggregateMethod.ConcatenateDistinct) > 1)
        {
            // Each has an order of its own, and SQL Server takes one in a SELECT.
            throw ODataErrors.NotSupported("More than one aggregate that puts texts together in an order, which the database lacks,", "$apply");
        }
        _source = nextSource();
        var groups = plan.GroupBy.Select(Inner).ToList();
        var columns = plan.Columns.Select(c => c with { Value = Outer(c.Value, plan.GroupBy) }).ToList();
        if (_inner.Count == 0)
        {
            _inner.Add(new OutputColumn(new NumberScalar(1), "c0"));
        }
        var rows = plan with { Columns = _inner, GroupBy = [], OrderBy = [], Offset = null, Limit = null };
        return new SelectPlan(new DerivedSource(_source, rows), [], null, columns, [], null, null) { GroupBy = groups };
    }

    private Scalar Outer(Scalar value, IReadOnlyList<Scalar> groups) => value switch
    {
        AggregateScalar { Method: AggregateMethod.ConcatenateDistinct } distinct => Distinct(distinct, groups),
        AggregateScalar aggregate => aggregate with
        {
            Operand = aggregate.Operand is null or NumberScalar ? aggregate.Operand : Inner(aggregate.Operand),
            Condition = aggregate.Condition is null ? null : new IsNullScalar(Inner(new HoldsScalar(aggregate.Condition)), Negated: true),
        },
        CountAllScalar or NumberScalar => value,
        _ when ScalarTree.Aggregates(value) => ScalarTree.Replace(value, leaf => Outer(leaf, groups))!,
        _ => Inner(value),
    };

    /// <summary>The first of equal texts of a group takes part, the others do not.</summary>
    private AggregateScalar Distinct(AggregateScalar aggregate, IReadOnlyList<Scalar> groups)
    {
        var text = aggregate.Condition is null ? aggregate.Operand! : new CaseScalar([(aggregate.Condition, aggregate.Operand!)], aggregate.Operand!.Kind);
        var place = Inner(new RowNumberScalar([.. groups, text], []));
        return aggregate with { Operand = Inner(text), Condition = new CompareScalar(CompareOperator.Equal, place, new NumberScalar(1)) };
    }

    /// <summary>A value of the query inside, once.</summary>
    private ColumnScalar Inner(Scalar value)
    {
        var place = _inner.FindIndex(c => ReferenceEquals(c.Value, value) || c.Value.Equals(value));
        if (place < 0)
        {
            place = _inner.Count;
            _inner.Add(new OutputColumn(value, $"c{place}"));
        }
        var property = value is ColumnScalar column
            ? asMeant(column.Property) with { Column = $"c{place}" }
            : asMeant(new StructuralProperty("", value.Kind ?? PrimitiveKind.String, true, $"c{place}")) with { Enumeration = value.Enumeration };
        return new ColumnScalar(_source, property, value.Nullable);
    }
}
