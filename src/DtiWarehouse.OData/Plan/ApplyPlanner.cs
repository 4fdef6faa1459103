using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Plans <c>$apply</c> and <c>$compute</c>: every transformation is a SELECT over the one before it, or a condition added
/// to it where that means the same. The result is an entity in scope like any other: what was grouped, aggregated and
/// computed are its properties, so the options that follow need no rules of their own. Several collections are transformed
/// at once where hidden columns tell them apart (<see cref="ApplyRows.Partition"/>), so that groups and nested collections
/// take any sequence of steps.
/// </summary>
internal sealed partial class ApplyPlanner(PlanScope plan, ODataLimits limits)
{
    public ApplyRows Apply(ApplyRows rows, IReadOnlyList<TransformationSyntax> steps)
    {
        foreach (var step in steps)
        {
            rows = step switch
            {
                IdentitySyntax => rows,
                FilterSyntax filter => Filter(rows, filter.Condition),
                SearchStepSyntax search => Search(rows, search.Terms),
                ComputeStepSyntax compute => Compute(rows, compute.Items),
                AggregateSyntax aggregate => Aggregate(rows, aggregate.Items),
                GroupBySyntax group => GroupBy(rows, group),
                OrderStepSyntax order => rows with { Order = Order(rows, order.Items) },
                LimitSyntax limit => Limit(rows, limit),
                ExtremeSyntax extreme => Extreme(rows, extreme),
                ConcatSyntax concat => Concat(rows, concat),
                NestSyntax nest => Nest(rows, nest),
                AddNestedSyntax nested => AddNested(rows, nested),
                JoinSyntax join => Join(rows, join),
                KinSyntax kin => Kin(rows, kin),
                TraverseSyntax traverse => Traverse(rows, traverse),
                FunctionStepSyntax function => Apply(rows, Declared(rows.Scope.Type, function).Steps),
                _ => throw ODataErrors.NotSupported("This transformation", "$apply"),
            };
        }
        return rows;
    }

    /// <summary>By qualified name, the transformations that the model declares for rows of a type.</summary>
    public static IReadOnlyDictionary<string, DeclaredTransformation> Declared(EntityType type) => (type.Origin ?? type.AggregatedFrom ?? type).Transformations;

    private static DeclaredTransformation Declared(EntityType type, FunctionStepSyntax function) => Declared(type).TryGetValue(function.Name, out var found) ? found
        : throw ODataErrors.UnknownFunction(function.Name, function.Position, ODataErrors.Nearest(function.Name, Declared(type).Keys));

    /// <summary>Adds computed properties.</summary>
    public ApplyRows Compute(ApplyRows rows, IReadOnlyList<ComputeSyntax> items)
    {
        return Freeze(rows, Computed(rows, items), [])();
    }

    /// <summary>Computed values as properties, beside those that the rows have.</summary>
    public List<(StructuralProperty Property, Scalar Value)> Computed(ApplyRows rows, IReadOnlyList<ComputeSyntax> items)
    {
        var added = new List<(StructuralProperty Property, Scalar Value)>();
        var binder = Binder(rows);
        foreach (var item in items)
        {
            CheckAlias(item.Alias, item.AliasPosition, rows.Scope.Type.TakenNames.Concat(added.Select(a => a.Property.Name)));
            var value = binder.Bind(item.Expression);
            added.Add((Dynamic(item.Alias, value), value));
        }
        return added;
    }

    private ExpressionBinder Binder(ApplyRows rows)
    {
        Func<EntityScope>? it = rows.It is { } way ? () => way(rows.Scope) : null;
        return rows.Variables is null
            ? new(plan, rows.Scope, it) { Aggregator = this, These = rows }
            : new(plan, rows.Scope, it) { Aggregator = this, These = rows, Variables = rows.Variables };
    }

    /// <summary>Rows that tie stay in the order they were in; at first that is the key's.</summary>
    private List<OrderItem> Order(ApplyRows rows, IReadOnlyList<OrderBySyntax> items) =>
        [.. QueryPlanner.Order(Binder(rows), items, rows.Scope, byKey: false), .. Ordered(rows)];

    /// <summary>The order of the rows; without one of their own the key decides, so that it is the same every time.</summary>
    private static IReadOnlyList<OrderItem> Ordered(ApplyRows rows) =>
        rows.Order.Count > 0 ? rows.Order : [.. rows.Scope.Type.OrderKey.Select(k => new OrderItem(rows.Scope.Column(k), false))];

    private ApplyRows Search(ApplyRows rows, Syntax terms)
    {
        rows = KeepCollections(rows);
        rows.Scope.Select.And(Binder(rows).BindSearch(terms));
        return rows;
    }

    private ApplyRows Filter(ApplyRows rows, Syntax condition)
    {
        rows = KeepCollections(rows);
        rows.Scope.Select.And(Binder(rows).BindCondition(condition));
        return rows with { Fixed = [.. rows.Fixed, .. FixedPaths(condition)] };
    }

    /// <summary>Notes which collections there are before a step may leave some of them without a row.</summary>
    private static ApplyRows KeepCollections(ApplyRows rows) =>
        rows.Partition.Count == 0 || rows.Collections is not null ? rows
            : rows with { Collections = rows.Scope.Select.BuildRows([.. rows.Partition.Select(p => new OutputColumn(rows.Scope.Column(p), p.Column))]) with { IsDistinct = true } };

    /// <summary>
    /// The rows as they are here, cut and numbered, as a SELECT that later steps go on over; each call begins anew. Values
    /// may be added, as properties of the rows or hidden. Rows that are <paramref name="shared"/> are read once however
    /// often they are gone on over.
    /// </summary>
    private Func<ApplyRows> Freeze(
        ApplyRows rows,
        IReadOnlyList<(StructuralProperty Property, Scalar Value)> added,
        IReadOnlyList<(StructuralProperty Property, Scalar Value)> hidden,
        bool shared = false)
    {
        var (scope, type) = (rows.Scope, rows.Scope.Type);
        if (added.Count == 0 && hidden.Count == 0 && rows.Order.Count == 0 && rows.Partition.Count == 0 && scope.Select.IsWholeTable)
        {
            return () => rows with { Scope = new SelectBuilder(plan, type).Root };
        }
        var columns = ResultType.Columns(type).Select(p => new OutputColumn(scope.Column(p), p.Column)).ToList();
        columns.AddRange(added.Concat(hidden).Select(a => new OutputColumn(a.Value, a.Property.Column)));
        var places = rows.Order.Select(o => (Item: o, Property: Hidden(o.Value))).ToList();
        columns.AddRange(places.Select(p => new OutputColumn(p.Item.Value, p.Property.Column)));
        if (columns.Count == 0)
        {
            // Rows of nothing but nested collections are rows all the same.
            columns.Add(new OutputColumn(new NumberScalar(1), NextColumn()));
        }
        CheckColumns(columns.Count);
        var frozen = scope.Select.BuildRows(columns);
        var extended = ResultType.Extend(type, [.. added.Select(a => a.Property)], [.. hidden.Select(h => h.Property)]);
        var common = shared ? new CommonTable(plan.NextSource(), frozen) : null;
        return () =>
        {
            var outer = new SelectBuilder(plan, extended, common is null ? new DerivedSource(plan.NextSource(), frozen) : new CommonSource(plan.NextSource(), common)).Root;
            return rows with { Scope = outer, Order = [.. places.Select(p => new OrderItem(outer.Column(p.Property), p.Item.Descending))] };
        };
    }

    private Func<ApplyRows> Freeze(ApplyRows rows) => Freeze(rows, [], []);

    /// <summary>
    /// The value of an aggregate over the collection that a row is in: <c>$these</c>. One query for all rows where there is
    /// one collection; else the collections' values, joined.
    /// </summary>
    public Scalar ValueOfThese(ApplyRows rows, AggregateItemSyntax item)
    {
        var copy = Freeze(rows)() with { Order = [], Collections = null };
        if (rows.Partition.Count == 0)
        {
            return Value(copy, item);
        }
        var result = Aggregate(copy, [item]).Scope;
        var value = result.Type.Properties[0];
        var values = result.Select.BuildRows([.. rows.Partition.Append(value).Select(p => new OutputColumn(result.Column(p), p.Column))]);
        return rows.Scope.Select.JoinRows(result.Type, values, source => SamePartition(rows, rows.Scope, source), isInner: false).Column(value);
    }

    /// <summary>The value of an aggregate over a collection.</summary>
    public SubqueryScalar Value(ApplyRows rows, AggregateItemSyntax item)
    {
        var result = Aggregate(rows, [item]);
        var value = result.Scope.Type.Properties[0];
        return new SubqueryScalar(result.Scope.Select.BuildRows([new OutputColumn(new PlainScalar(result.Scope.Column(value), value.Kind))]), value.Kind, ResultNullable: true);
    }

    private ApplyRows Limit(ApplyRows rows, LimitSyntax limit)
    {
        rows = KeepCollections(rows) with { Order = Ordered(rows) };
        var count = plan.Literal(limit.Count);
        if (rows.Partition.Count > 0)
        {
            var place = new RowNumberScalar(rows.Groups, rows.Order);
            return Keep(rows, [place], places => new CompareScalar(limit.IsSkip ? CompareOperator.Greater : CompareOperator.LessOrEqual, places[0], count));
        }
        var select = rows.Scope.Select;
        select.OrderBy.AddRange(rows.Order);
        if (limit.IsSkip)
        {
            select.Offset = count;
        }
        else
        {
            select.Limit = count;
        }
        return Freeze(rows)();
    }

    /// <summary>
    /// The rows with the greatest (least) values: <c>…count</c> so many of them, <c>…sum</c> the fewest whose values add up
    /// to the measure, <c>…percent</c> to that share of the total. Ties go by key.
    /// </summary>
    private ApplyRows Extreme(ApplyRows rows, ExtremeSyntax extreme)
    {
        var scope = rows.Scope;
        var binder = Binder(rows);
        var value = binder.Bind(extreme.Value);
        if (extreme.Kind is not ExtremeKind.Count && !ExpressionBinder.IsNumeric(value.Kind))
        {
            throw ODataErrors.TypeMismatch(extreme.Value.Position, "a number is expected.", "cần một số.");
        }
        if (value.Kind is null or PrimitiveKind.Binary)
        {
            throw ODataErrors.TypeMismatch(extreme.Value.Position, $"{Named(value.Kind)} has no greatest and no least.", $"{Named(value.Kind)} không có lớn nhất hay nhỏ nhất.");
        }
        var measure = Measure(binder, extreme);
        rows = KeepCollections(rows);
        List<OrderItem> order = [new(value, extreme.IsTop), .. Ordered(rows)];
        if (extreme.Kind is ExtremeKind.Count)
        {
            return Keep(rows, [new RowNumberScalar(rows.Groups, order), measure], places => new CompareScalar(CompareOperator.LessOrEqual, places[0], places[1]));
        }
        // Null is the least of all and adds nothing.
        value = value.Nullable ? new CoalesceScalar(value, new NumberScalar(0)) : value;
        Scalar running = new RunningSumScalar(value, rows.Groups, order);
        Scalar total = new RunningSumScalar(value, rows.Groups, []);
        return Keep(rows, [value, running, total, measure], columns =>
        {
            // A row is taken unless the sum before it reaches the measure; a share is one of the total, whatever its sign.
            var before = new ArithmeticScalar(ArithmeticOperator.Subtract, columns[1], columns[0], PrimitiveKind.Double);
            var reached = extreme.Kind is ExtremeKind.Sum
                ? before
                : new ArithmeticScalar(ArithmeticOperator.DivideExact, new ArithmeticScalar(ArithmeticOperator.Multiply, before, new NumberScalar(100), PrimitiveKind.Double), columns[2], PrimitiveKind.Double);
            return new NotScalar(new CompareScalar(CompareOperator.GreaterOrEqual, reached, columns[3]));
        });
    }

    /// <summary>How many, how much or which share: a number that is the same for the whole collection.</summary>
    private static Scalar Measure(ExpressionBinder binder, ExtremeSyntax extreme)
    {
        var whole = extreme.Kind is ExtremeKind.Count;
        if (extreme.Measure is LiteralSyntax literal && literal.Value is not (>= 0L or >= 0m or >= 0d))
        {
            throw ODataErrors.TypeMismatch(extreme.Measure.Position, "a number of 0 or more is expected.", "cần số không âm.");
        }
        var measure = binder.Bind(extreme.Measure);
        return measure.Kind is PrimitiveKind.Int64 or PrimitiveKind.Int32 || (!whole && ExpressionBinder.IsNumeric(measure.Kind))
            ? measure
            : throw ODataErrors.TypeMismatch(extreme.Measure.Position, whole ? "a whole number is expected." : "a number is expected.", whole ? "cần số nguyên." : "cần một số.");
    }

    /// <summary>The rows for which a condition on calculated values holds; the values do not go on.</summary>
    private ApplyRows Keep(ApplyRows rows, IReadOnlyList<Scalar> values, Func<IReadOnlyList<Scalar>, Scalar> condition)
    {
        var type = rows.Scope.Type;
        var calculated = values.Select(v => (Property: Hidden(v), Value: v)).ToList();
        var kept = Freeze(rows, [], [.. calculated.Where(c => !IsFixed(c.Value))])();
        var scope = kept.Scope with { Type = type };
        scope.Select.And(condition([.. calculated.Select(c => IsFixed(c.Value) ? c.Value : scope.Column(c.Property))]));
        return kept with { Scope = scope };

        static bool IsFixed(Scalar value) => value is ParameterScalar;
    }

    private void CheckColumns(int count)
    {
        if (count > limits.MaxResultColumns)
        {
            throw ODataErrors.Limit(LimitKind.ResultColumns, limits.MaxResultColumns);
        }
    }

    private static string Named(PrimitiveKind? kind) => kind is null ? "null" : $"Edm.{kind}";

    private StructuralProperty Dynamic(string name, Scalar value) => Hidden(value) with { Name = name, IsDynamic = true };

    /// <summary>A column for a value of a SELECT that is read by the one around it.</summary>
    private StructuralProperty Hidden(Scalar value)
    {
        var (storage, scale) = value switch
        {
            ColumnScalar column => (column.Property.Storage, column.Property.Scale),
            AggregateScalar aggregate => (aggregate.Storage, aggregate.Scale),
            _ => (StorageForm.Native, null),
        };
        return new StructuralProperty("", value.Kind ?? PrimitiveKind.String, true, NextColumn()) { Storage = storage, Scale = scale, Enumeration = value.Enumeration };
    }

    private string NextColumn() => plan.NextColumn();

    private static void CheckAlias(string alias, int position, IEnumerable<string> taken)
    {
        if (alias[0] is '$' or '@')
        {
            throw ODataErrors.Syntax(position, $"'{alias}' cannot be a name.", $"'{alias}' không thể làm tên.");
        }
        if (taken.Contains(alias))
        {
            throw ODataErrors.NotAllowedHere($"The name '{alias}' is taken already; choose another one after 'as'.", $"Tên '{alias}' đã có; hãy chọn tên khác sau 'as'.", "$apply");
        }
    }
}
