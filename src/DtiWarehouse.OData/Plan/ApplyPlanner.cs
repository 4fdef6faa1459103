using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Plans <c>$apply</c> and <c>$compute</c>: every transformation is a SELECT over the one before it, or a condition added
/// to it where that means the same. The result is an entity in scope like any other: what was grouped, aggregated and
/// computed are its properties, so the options that follow need no rules of their own.
/// </summary>
internal sealed class ApplyPlanner(PlanScope plan, ODataLimits limits)
{
    private int _columns;

    /// <summary>The rows after all steps, and the order they came in; empty = none was asked for.</summary>
    public (EntityScope Scope, IReadOnlyList<OrderItem> Order) Apply(EntityScope scope, IReadOnlyList<TransformationSyntax> steps)
    {
        var rows = (Scope: scope, Order: (IReadOnlyList<OrderItem>)[]);
        foreach (var step in steps)
        {
            rows = step switch
            {
                IdentitySyntax => rows,
                FilterSyntax filter => (Filter(rows.Scope, filter.Condition), rows.Order),
                SearchStepSyntax search => (Search(rows.Scope, search.Terms), rows.Order),
                ComputeStepSyntax compute => Compute(rows, compute.Items),
                AggregateSyntax aggregate => (Group(rows.Scope, [], Aggregates(rows.Scope, aggregate.Items, null)), []),
                GroupBySyntax group => (GroupBy(rows.Scope, group), []),
                OrderStepSyntax order => (rows.Scope, Order(rows, order.Items)),
                LimitSyntax limit => Limit(rows, limit),
                ExtremeSyntax extreme => (Extreme(rows.Scope, extreme, []), []),
                _ => throw ODataErrors.NotSupported("This transformation", "$apply"),
            };
        }
        return rows;
    }

    public EntityScope Compute(EntityScope scope, IReadOnlyList<ComputeSyntax> items) => Compute((scope, []), items).Scope;

    /// <summary>Rows that tie stay in the order they were in; at first that is the key's.</summary>
    private List<OrderItem> Order((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, IReadOnlyList<OrderBySyntax> items)
    {
        var binder = new ExpressionBinder(plan, rows.Scope);
        var before = rows.Order.Count > 0 ? rows.Order : QueryPlanner.Order(binder, [], rows.Scope);
        return [.. QueryPlanner.Order(binder, items, rows.Scope, byKey: false), .. before];
    }

    private EntityScope Search(EntityScope scope, Syntax terms)
    {
        scope.Select.And(new ExpressionBinder(plan, scope).BindSearch(terms));
        return scope;
    }

    private EntityScope Filter(EntityScope scope, Syntax condition)
    {
        scope.Select.And(new ExpressionBinder(plan, scope).BindCondition(condition));
        return scope;
    }

    private (EntityScope Scope, IReadOnlyList<OrderItem> Order) Compute((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, IReadOnlyList<ComputeSyntax> items)
    {
        var added = new List<(StructuralProperty Property, Scalar Value)>();
        var binder = new ExpressionBinder(plan, rows.Scope);
        foreach (var item in items)
        {
            CheckAlias(item.Alias, item.AliasPosition, rows.Scope.Type.MemberNames.Concat(added.Select(a => a.Property.Name)));
            var value = binder.Bind(item.Expression);
            added.Add((Dynamic(item.Alias, value), value));
        }
        return Wrap(rows, added);
    }

    /// <summary>The rows as a SELECT of their own: what follows sees them as they are here, cut and numbered.</summary>
    private (EntityScope Scope, IReadOnlyList<OrderItem> Order) Wrap(
        (EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, IReadOnlyList<(StructuralProperty Property, Scalar Value)> added)
    {
        var (scope, order) = rows;
        var type = scope.Type;
        var columns = AllColumns(type).Select(p => new OutputColumn(scope.Column(p), p.Column)).ToList();
        columns.AddRange(added.Select(a => new OutputColumn(a.Value, a.Property.Column)));
        var places = order.Select(o => (Item: o, Property: Hidden(o.Value))).ToList();
        columns.AddRange(places.Select(p => new OutputColumn(p.Item.Value, p.Property.Column)));
        if (columns.Count > limits.MaxResultColumns)
        {
            throw ODataErrors.Limit("columns of a result", limits.MaxResultColumns, "$apply");
        }
        var outer = new SelectBuilder(plan, added.Count == 0 ? type : Extend(type, [.. added.Select(a => a.Property)]), scope.Select.BuildRows(columns));
        return (outer.Root, [.. places.Select(p => new OrderItem(outer.Root.Column(p.Property), p.Item.Descending))]);
    }

    private static EntityType Extend(EntityType type, IReadOnlyList<StructuralProperty> added)
    {
        var extended = Extend(type, type.BaseType, added);
        var types = new Dictionary<EntityType, EntityType>(ReferenceEqualityComparer.Instance) { [type] = extended };
        foreach (var derived in type.DerivedTypes)
        {
            types[derived] = Extend(derived, types[derived.BaseType!], added);
        }
        foreach (var (original, copy) in types)
        {
            copy.SetDerived([.. original.DerivedTypes.Select(d => types[d])]);
        }
        return extended;
    }

    private static EntityType Extend(EntityType type, EntityType? baseType, IReadOnlyList<StructuralProperty> added)
    {
        var extended = new EntityType(type.Name, type.Table, type.Schema)
        {
            Namespace = type.Namespace,
            Origin = type.Origin ?? (type.IsTransient ? null : type),
            IsTransient = type.IsTransient,
            SearchPaths = type.SearchPaths,
            BaseType = baseType,
            IsAbstract = type.IsAbstract,
            Discriminator = type.Discriminator,
            DiscriminatorValue = type.DiscriminatorValue,
        };
        extended.SetProperties([.. type.Properties, .. added], type.Key);
        extended.SetNavigations(type.Navigations);
        foreach (var hidden in type.Hidden)
        {
            extended.Hide(hidden);
        }
        return extended;
    }

    /// <summary>The columns of a row, those of complex values, grouped paths and derived types included.</summary>
    private static IEnumerable<StructuralProperty> AllColumns(EntityType type) => type.DerivedTypes.Prepend(type)
        .SelectMany(t => t.Properties.Concat(t.Navigations.Where(n => n.IsInline).SelectMany(n => AllColumns(n.Target))).Concat(t.Hidden))
        .DistinctBy(p => p.Column);

    private (EntityScope Scope, IReadOnlyList<OrderItem> Order) Limit((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, LimitSyntax limit)
    {
        // Without an order of its own the key decides, so that the cut is the same every time.
        var order = rows.Order.Count > 0 ? rows.Order : QueryPlanner.Order(new ExpressionBinder(plan, rows.Scope), [], rows.Scope);
        var select = rows.Scope.Select;
        select.OrderBy.AddRange(order);
        var count = plan.Parameter(SlotOrigin.Literal, limit.Count.Ordinal, PrimitiveKind.Int64);
        if (limit.IsSkip)
        {
            select.Offset = count;
        }
        else
        {
            select.Limit = count;
        }
        return Wrap((rows.Scope, order), []);
    }

    /// <summary>
    /// The rows with the greatest (least) values: <c>…count</c> so many of them, <c>…sum</c> the fewest whose values add up
    /// to the measure, <c>…percent</c> to that share of the total; per group where <paramref name="groups"/> is given. Ties
    /// go by key.
    /// </summary>
    private EntityScope Extreme(EntityScope scope, ExtremeSyntax extreme, IReadOnlyList<Scalar> groups)
    {
        var value = new ExpressionBinder(plan, scope).Bind(extreme.Value);
        if (extreme.Kind is not ExtremeKind.Count && !ExpressionBinder.IsNumeric(value.Kind))
        {
            throw ODataErrors.TypeMismatch(extreme.Value.Position, "a number is expected.", "cần một số.");
        }
        if (value.Kind is null or PrimitiveKind.Binary)
        {
            throw ODataErrors.TypeMismatch(extreme.Value.Position, $"{Named(value.Kind)} has no greatest and no least.", $"{Named(value.Kind)} không có lớn nhất hay nhỏ nhất.");
        }
        List<OrderItem> order = [new(value, extreme.IsTop), .. scope.Type.Key.Select(k => new OrderItem(scope.Column(k), false))];
        // Null is no value to be among the greatest or the least.
        scope.Select.And(new IsNullScalar(value, Negated: true));
        var measure = plan.Parameter(SlotOrigin.Literal, extreme.Measure.Ordinal, extreme.Measure.Kind!.Value);
        if (extreme.Kind is ExtremeKind.Count)
        {
            var number = new RowNumberScalar(groups, order);
            return Keep(scope, [(Hidden(number), number)], place => new CompareScalar(CompareOperator.LessOrEqual, place[0], measure));
        }
        if (groups.Count > 0)
        {
            throw ODataErrors.NotSupported("Sums and percentages of the greatest values inside groupby", "$apply");
        }
        Scalar running = new RunningSumScalar(value, order);
        Scalar total = new RunningSumScalar(value, []);
        return Keep(scope, [(Hidden(value), value), (Hidden(running), running), (Hidden(total), total)], columns =>
        {
            // A row is needed while the sum before it falls short.
            var before = new ArithmeticScalar(ArithmeticOperator.Subtract, columns[1], columns[0], PrimitiveKind.Double);
            Scalar target = extreme.Kind is ExtremeKind.Sum
                ? measure
                : new ArithmeticScalar(ArithmeticOperator.DivideExact, new ArithmeticScalar(ArithmeticOperator.Multiply, columns[2], measure, PrimitiveKind.Double), plan.Parameter(SlotOrigin.Hundred, 0, PrimitiveKind.Int64), PrimitiveKind.Double);
            return new CompareScalar(CompareOperator.Less, before, target);
        });
    }

    private EntityScope Keep(EntityScope scope, IReadOnlyList<(StructuralProperty Property, Scalar Value)> helpers, Func<IReadOnlyList<ColumnScalar>, Scalar> condition)
    {
        var columns = AllColumns(scope.Type).Select(p => new OutputColumn(scope.Column(p), p.Column)).ToList();
        columns.AddRange(helpers.Select(h => new OutputColumn(h.Value, h.Property.Column)));
        var outer = new SelectBuilder(plan, scope.Type, scope.Select.BuildRows(columns));
        outer.And(condition([.. helpers.Select(h => outer.Root.Column(h.Property))]));
        return outer.Root;
    }

    /// <summary>A value that rows are grouped by; behind a type cast there is one more, whether the row is of the type.</summary>
    private sealed record GroupPath(IReadOnlyList<string> Path, StructuralProperty Property, Scalar Value)
    {
        public bool IsTypeTest { get; init; }
    }

    private EntityScope GroupBy(EntityScope scope, GroupBySyntax group)
    {
        var paths = group.Paths.SelectMany(p => Grouping(scope, p)).DistinctBy(p => string.Join('/', p.Path)).ToList();
        Scalar? condition = null;
        for (var i = 0; i < group.Inner.Count; i++)
        {
            switch (group.Inner[i])
            {
                case IdentitySyntax:
                    break;
                case FilterSyntax filter:
                    // A group stays when its rows are filtered away: the aggregate over none still makes a row.
                    var bound = new ExpressionBinder(plan, scope).BindCondition(filter.Condition);
                    condition = condition is null ? bound : new LogicalScalar(true, condition, bound);
                    break;
                case AggregateSyntax aggregate when i == group.Inner.Count - 1:
                    return Group(scope, paths, Aggregates(scope, aggregate.Items, condition));
                case ExtremeSyntax extreme when i == group.Inner.Count - 1 && condition is null:
                    return Extreme(scope, extreme, [.. paths.Select(p => p.Value)]);
                default:
                    throw ODataErrors.NotSupported("This sequence of transformations inside groupby", "$apply");
            }
        }
        return condition is null ? Group(scope, paths, []) : throw ODataErrors.NotSupported("A filter alone inside groupby", "$apply");
    }

    /// <summary>The columns of a grouping path; a navigation stands for all values of its entity.</summary>
    private IEnumerable<GroupPath> Grouping(EntityScope scope, SelectSyntax path)
    {
        var owner = scope;
        var way = new List<string>();
        var tests = new List<GroupPath>();
        for (var i = 0; i < path.Path.Count; i++)
        {
            var name = path.Path[i];
            if (name.Contains('.', StringComparison.Ordinal))
            {
                var test = TypeCasts.IsOf(owner, name, path.Position);
                var cast = TypeCasts.Cast(owner, name, path.Position);
                if (!owner.Type.Is(cast.Type))
                {
                    way.Add(name);
                    tests.Add(new GroupPath([.. way], Hidden(test), test) { IsTypeTest = true });
                }
                owner = cast;
                continue;
            }
            way.Add(name);
            if (owner.Type.TryGetProperty(name, out var property))
            {
                return i == path.Path.Count - 1
                    ? [.. tests, new GroupPath(way, Grouped(property), owner.Column(property))]
                    : throw ODataErrors.TypeMismatch(path.Position, $"'{name}' is a value; nothing can follow it after '/'.", $"'{name}' là một giá trị; sau nó không thể có '/'.");
            }
            if (!owner.Type.TryGetNavigation(name, out var navigation))
            {
                throw ODataErrors.UnknownProperty(name, owner.Type.Name, path.Position, ODataErrors.Nearest(name, owner.Type.MemberNames));
            }
            if (navigation.IsCollection)
            {
                throw ODataErrors.NotSupported("Grouping by a collection", "$apply");
            }
            owner = owner.Select.Join(owner, navigation);
        }
        return tests.Concat(Values(owner, way));
    }

    /// <summary>All structural values of an entity or a complex value.</summary>
    private IEnumerable<GroupPath> Values(EntityScope owner, IReadOnlyList<string> path) => owner.Type.Properties
        .Select(p => new GroupPath([.. path, p.Name], Grouped(p), owner.Column(p)))
        .Concat(owner.Type.Navigations.Where(n => n is { IsComplex: true, IsCollection: false }).SelectMany(n => Values(owner.Select.Join(owner, n), [.. path, n.Name])));

    private StructuralProperty Grouped(StructuralProperty property) => property with { Column = NextColumn(), IsNullable = true };

    private List<(StructuralProperty Property, Scalar Value)> Aggregates(EntityScope scope, IReadOnlyList<AggregateItemSyntax> items, Scalar? condition)
    {
        var aggregates = new List<(StructuralProperty Property, Scalar Value)>();
        foreach (var item in items)
        {
            CheckAlias(item.Alias, item.AliasPosition, aggregates.Select(a => a.Property.Name));
            var value = Aggregate(scope, item, condition);
            aggregates.Add((Dynamic(item.Alias, value), value));
        }
        return aggregates;
    }

    private AggregateScalar Aggregate(EntityScope scope, AggregateItemSyntax item, Scalar? condition)
    {
        if (item.Expression is null)
        {
            return new AggregateScalar(AggregateMethod.Count, null, condition, PrimitiveKind.Int64, StorageForm.Native, null);
        }
        if (LeadsToMany(scope.Type, item.Expression, out _))
        {
            throw ODataErrors.NotSupported("Aggregating over a collection of each entity", "$apply");
        }
        var operand = new ExpressionBinder(plan, scope).Bind(item.Expression);
        var method = item.Method switch
        {
            "sum" => AggregateMethod.Sum,
            "min" => AggregateMethod.Min,
            "max" => AggregateMethod.Max,
            "average" => AggregateMethod.Average,
            "countdistinct" => AggregateMethod.CountDistinct,
            _ when item.Method.Contains('.', StringComparison.Ordinal) => throw ODataErrors.NotSupported($"The aggregation method '{item.Method}'", "$apply"),
            _ => throw ODataErrors.UnknownFunction(item.Method, item.Position, ODataErrors.Nearest(item.Method, ["sum", "min", "max", "average", "countdistinct"])),
        };
        if (method is AggregateMethod.CountDistinct)
        {
            return new AggregateScalar(method, operand, condition, PrimitiveKind.Int64, StorageForm.Native, null);
        }
        if (operand.Kind is null or PrimitiveKind.Binary || (method is AggregateMethod.Sum or AggregateMethod.Average && !ExpressionBinder.IsNumeric(operand.Kind)))
        {
            throw ODataErrors.TypeMismatch(item.Position, $"'{item.Method}' does not take {Named(operand.Kind)}.", $"'{item.Method}' không nhận {Named(operand.Kind)}.");
        }
        var scaled = method is not AggregateMethod.Average && operand is ColumnScalar { Property.Storage: StorageForm.ScaledInteger };
        var kind = method switch
        {
            AggregateMethod.Sum => Wider(operand.Kind.Value),
            // A quotient seldom fits the digits of a decimal.
            AggregateMethod.Average => PrimitiveKind.Double,
            _ => operand.Kind.Value,
        };
        return new AggregateScalar(method, operand, condition, kind, scaled ? StorageForm.ScaledInteger : StorageForm.Native, scaled ? ((ColumnScalar)operand).Property.Scale : null);
    }

    /// <summary>Whether a path passes a collection of the entity on its way; <paramref name="end"/> is the type it leads to, if it leads to one.</summary>
    private static bool LeadsToMany(EntityType type, Syntax path, out EntityType? end)
    {
        end = null;
        if (path is not MemberSyntax member)
        {
            return false;
        }
        var owner = type;
        var many = member.Target is not null && LeadsToMany(type, member.Target, out owner);
        if (owner is null || !owner.TryGetNavigation(member.Name, out var navigation))
        {
            return many;
        }
        end = navigation.Target;
        return many || navigation.IsCollection;
    }

    private static string Named(PrimitiveKind? kind) => kind is null ? "null" : $"Edm.{kind}";

    private static PrimitiveKind Wider(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Decimal => PrimitiveKind.Decimal,
        PrimitiveKind.Single or PrimitiveKind.Double => PrimitiveKind.Double,
        _ => PrimitiveKind.Int64,
    };

    /// <summary>One row per group, with what it is grouped by nested along the paths, and the aggregates.</summary>
    private EntityScope Group(EntityScope scope, IReadOnlyList<GroupPath> paths, IReadOnlyList<(StructuralProperty Property, Scalar Value)> aggregates)
    {
        foreach (var (property, _) in aggregates)
        {
            if (paths.Any(p => p.Path[0] == property.Name))
            {
                throw ODataErrors.NotAllowedHere($"The name '{property.Name}' is taken by a grouping property.", $"Tên '{property.Name}' đã là thuộc tính nhóm.", "$apply");
            }
        }
        List<OutputColumn> columns = [.. paths.Select(p => new OutputColumn(Shown(p), p.Property.Column)), .. aggregates.Select(a => new OutputColumn(a.Value, a.Property.Column))];
        if (columns.Count > limits.MaxResultColumns)
        {
            throw ODataErrors.Limit("columns of a result", limits.MaxResultColumns, "$apply");
        }
        var type = ResultType(scope.Type, paths, [.. aggregates.Select(a => a.Property)]);
        return new SelectBuilder(plan, type, scope.Select.BuildRows(columns, [.. paths.Select(p => p.Value)])).Root;
    }

    /// <summary>The value of a group; where equal values may be kept as different texts, the least of these.</summary>
    private static Scalar Shown(GroupPath path) => path.Property.Storage is StorageForm.Text
        ? new AggregateScalar(AggregateMethod.Min, path.Value, null, path.Property.Kind, StorageForm.Text, path.Property.Scale)
        : path.Value;

    /// <summary>
    /// The type of grouped rows: values of the first level, a nested type per navigation, and the aggregates; derived from
    /// it one type per cast, for the rows that passed it.
    /// </summary>
    private static EntityType ResultType(EntityType source, IReadOnlyList<GroupPath> paths, IReadOnlyList<StructuralProperty> aggregates, EntityType? baseType = null, StructuralProperty? test = null)
    {
        var type = new EntityType(source.Name, source.Table, source.Schema)
        {
            Namespace = source.Namespace, IsTransient = true, IsComplex = source.IsComplex, BaseType = baseType, Discriminator = test, DiscriminatorValue = test is null ? null : true,
        };
        var casts = paths.Where(p => IsCast(p.Path[0])).GroupBy(p => p.Path[0]).Select(g => (Type: source.FindRelated(g.Key)!, Paths: g.ToList())).ToList();
        var plain = paths.Where(p => !IsCast(p.Path[0])).ToList();
        // The groups are the key: a row is known by what it is grouped by.
        type.SetProperties([.. plain.Where(p => p.Path.Count == 1).Select(p => p.Property), .. aggregates], [.. paths.Select(p => p.Property)]);
        type.SetNavigations([.. plain.Where(p => p.Path.Count > 1).GroupBy(p => p.Path[0]).Select(g =>
        {
            source.TryGetNavigation(g.Key, out var navigation);
            var target = ResultType(navigation!.Target, [.. g.Select(Inner)], []);
            return new NavigationProperty(g.Key, type, target, IsCollection: false, IsNullable: false, []) { IsInline = true, IsComplex = navigation.IsComplex };
        })]);
        foreach (var hidden in casts.SelectMany(c => c.Paths).Where(p => p.IsTypeTest))
        {
            type.Hide(hidden.Property);
        }
        type.SetDerived([.. casts.OrderBy(c => c.Type.DerivedTypes.Count == 0).Select(cast =>
        {
            var passed = casts.Where(c => cast.Type.Is(c.Type)).SelectMany(c => c.Paths.Where(p => p.Path.Count > 1).Select(Inner));
            return ResultType(cast.Type, [.. plain, .. passed], aggregates, type, cast.Paths.First(p => p.IsTypeTest && p.Path.Count == 1).Property);
        })]);
        return type;

        static bool IsCast(string name) => name.Contains('.', StringComparison.Ordinal);
        static GroupPath Inner(GroupPath path) => path with { Path = [.. path.Path.Skip(1)] };
    }

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

    private string NextColumn() => "v" + _columns++.ToString(System.Globalization.CultureInfo.InvariantCulture);

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
