using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>aggregate</c> with paths, <c>from</c> and custom aggregates (Data Aggregation 4.0, section 3.2.1).</summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>One row per collection, also for one that has become empty.</summary>
    private ApplyRows Aggregate(ApplyRows rows, IReadOnlyList<AggregateItemSyntax> items)
    {
        var type = rows.Scope.Type;
        var alone = items.Where(i => !IsPlain(type, i)).ToList();
        CheckAliases(items);
        var input = alone.Count > 0 ? Freeze(rows) : null;
        var plain = Aggregates(rows, [.. items.Except(alone)], null);
        var grouped = AggregateRows(rows, plain);
        if (input is null && rows.Collections is null)
        {
            return Result(rows, type, [.. plain.Select(p => p.Property)], grouped);
        }
        var parts = alone.ToDictionary(i => i, i => AggregateAlone(input!(), i));
        var (builder, found) = Beside(rows, grouped, [.. plain.Select(p => (p.Property, p.Value is AggregateScalar { Method: AggregateMethod.Count or AggregateMethod.CountDistinct }))]);
        foreach (var (item, part) in parts)
        {
            var partType = part.Rows.Scope.Type;
            var joined = builder.JoinRows(partType, part.Rows.Scope.Select.BuildRows([.. part.Rows.Partition.Append(part.Value).Select(p => new OutputColumn(part.Rows.Scope.Column(p), p.Column))]), source => SamePartition(rows, builder.Root, source), isInner: false);
            Scalar value = joined.Column(part.Value);
            found[item.Alias] = part.IsCount ? new CoalesceScalar(value, new NumberScalar(0)) : value;
        }
        var ordered = items.Select(i => (Property: Dynamic(i.Alias, found[i.Alias]), Value: found[i.Alias])).ToList();
        List<OutputColumn> columns = [.. rows.Partition.Select(p => new OutputColumn(builder.Root.Column(p), p.Column)), .. ordered.Select(o => new OutputColumn(o.Value, o.Property.Column))];
        return Result(rows, type, [.. ordered.Select(o => o.Property)], builder.BuildRows(columns));
    }

    private SelectPlan AggregateRows(ApplyRows rows, IReadOnlyList<(StructuralProperty Property, Scalar Value)> aggregates)
    {
        CheckColumns(aggregates.Count + rows.Partition.Count);
        List<OutputColumn> columns = [.. rows.Partition.Select(p => new OutputColumn(rows.Scope.Column(p), p.Column)), .. aggregates.Select(a => new OutputColumn(a.Value, a.Property.Column))];
        return columns.Count > 0
            ? rows.Scope.Select.BuildRows(columns, rows.Groups)
            // Only aggregates that stand alone: one row to put them beside.
            : SingleRow();
    }

    private ApplyRows Result(ApplyRows rows, EntityType source, IReadOnlyList<StructuralProperty> properties, SelectPlan result) =>
        rows.Anew(new SelectBuilder(plan, ResultType.Transient(source, new(properties, [], [], rows.Partition, [])), result).Root);

    /// <summary>The collections, each beside its aggregates; where a collection has no row, a count is 0 and the others null.</summary>
    private (SelectBuilder Builder, Dictionary<string, Scalar> Values) Beside(ApplyRows rows, SelectPlan grouped, IReadOnlyList<(StructuralProperty Property, bool IsCount)> plain)
    {
        var type = new EntityType("", "", null) { Hidden = rows.Partition };
        if (rows.Partition.Count == 0 || rows.Collections is null)
        {
            var alone = new SelectBuilder(plan, type, grouped);
            return (alone, plain.ToDictionary(p => p.Property.Name, p => (Scalar)alone.Root.Column(p.Property), StringComparer.Ordinal));
        }
        var builder = new SelectBuilder(plan, type, rows.Collections);
        var joined = builder.JoinRows(type, grouped, source => SamePartition(rows, builder.Root, source), isInner: false);
        return (builder, plain.ToDictionary(
            p => p.Property.Name,
            p => p.IsCount ? new CoalesceScalar(joined.Column(p.Property), new NumberScalar(0)) : (Scalar)joined.Column(p.Property), StringComparer.Ordinal));
    }

    private static Scalar SamePartition(ApplyRows rows, EntityScope left, int right) => rows.Partition.Count == 0
        ? new BooleanScalar(true)
        : rows.Partition.Select(p => (Scalar)new CompareScalar(CompareOperator.Equal, left.Column(p), new ColumnScalar(right, p, p.IsNullable))).Aggregate((a, b) => new LogicalScalar(true, a, b));

    private static void CheckAliases(IReadOnlyList<AggregateItemSyntax> items)
    {
        var taken = new List<string>();
        foreach (var item in items)
        {
            CheckAlias(item.Alias, item.AliasPosition, taken);
            taken.Add(item.Alias);
        }
    }

    /// <summary>The rows of one row per collection and the column that holds the value.</summary>
    private sealed record AloneAggregate(ApplyRows Rows, StructuralProperty Value, bool IsCount);

    /// <summary>
    /// An aggregate that has rows of its own: over the entities that a path leads to, each once however often it is
    /// reached; of groups (<c>from</c>); or a custom one.
    /// </summary>
    private AloneAggregate AggregateAlone(ApplyRows rows, AggregateItemSyntax item)
    {
        if (item.From.Count > 0)
        {
            return AggregateFrom(rows, item);
        }
        var path = PathOf(rows.Scope.Type, item.Expression is CountSyntax count ? count.Target : item.Expression!);
        if (path.Steps.Count > 0)
        {
            rows = Reach(rows, [.. path.Steps]);
        }
        if (item.Method is null && item.Expression is not CountSyntax)
        {
            return AggregateCustom(rows, path.Member ?? throw NoMethod(item), item);
        }
        var inner = item with { Expression = path.Member is null ? null : new MemberSyntax(item.Position, null, path.Member) };
        if (inner.Expression is null && item.Method is not null && rows.Scope.Type.IsComplex)
        {
            rows = Distinct(rows);
        }
        var value = inner.Expression is null && item.Expression is not CountSyntax
            ? CountEntities(rows, item)
            : Aggregate(rows, inner, null);
        var property = Dynamic(item.Alias, value);
        var result = Result(rows, rows.Scope.Type, [property], AggregateRows(rows, [(property, value)]));
        return new AloneAggregate(result, property, value.Method is AggregateMethod.Count or AggregateMethod.CountDistinct);
    }

    /// <summary>Complex values that are equal once in each collection: nothing else tells them apart.</summary>
    private ApplyRows Distinct(ApplyRows rows)
    {
        var values = Values(rows.Scope, []).Select(v => new OutputColumn(v.Value, v.Property.Column));
        var once = rows.Scope.Select.BuildRows([.. rows.Partition.Select(p => new OutputColumn(rows.Scope.Column(p), p.Column)), .. values]) with { IsDistinct = true };
        return rows.Anew(new SelectBuilder(plan, ResultType.Transient(rows.Scope.Type, new([], [], [], rows.Partition, [])), once).Root);
    }

    /// <summary>Entities are distinct by now; what is left of <c>countdistinct</c> is to count them.</summary>
    private static AggregateScalar CountEntities(ApplyRows rows, AggregateItemSyntax item) => item.Method == "countdistinct"
        ? new AggregateScalar(AggregateMethod.Count, null, null, PrimitiveKind.Int64, StorageForm.Native, null)
        : throw ODataErrors.TypeMismatch(item.Position, $"'{item.Method}' takes values, and {rows.Scope.Type.Name} is an entity.", $"'{item.Method}' nhận giá trị, còn {rows.Scope.Type.Name} là thực thể.");

    private static ODataError NoMethod(AggregateItemSyntax item) =>
        ODataErrors.TypeMismatch(item.Position, "an aggregation method is missing: write '… with sum as …'.", "thiếu phương thức tổng hợp: hãy viết '… with sum as …'.");

    /// <summary><c>A from p with g</c> is <c>groupby((p),aggregate(A as X))/aggregate(X with g as …)</c>.</summary>
    private AloneAggregate AggregateFrom(ApplyRows rows, AggregateItemSyntax item)
    {
        var last = item.From[^1];
        if (last.Method is null)
        {
            throw ODataErrors.NotSupported("'from' without a method", "$apply");
        }
        const string Value = "X";
        var grouped = GroupBy(rows, new GroupBySyntax(item.Position, [.. last.Paths.Select(p => new GroupingPathSyntax(p))],
            [new AggregateSyntax(item.Position, [item with { From = [.. item.From.SkipLast(1)], Alias = Value }])]));
        var outer = new AggregateItemSyntax(item.Position, new MemberSyntax(last.Position, null, Value), last.Method, item.Alias, item.AliasPosition);
        var result = Aggregate(grouped, [outer]);
        return new AloneAggregate(result, result.Scope.Type.Properties[0], last.Method == "countdistinct");
    }

    /// <summary>A custom aggregate: the transformations that the model declares for its name, down to one value.</summary>
    private AloneAggregate AggregateCustom(ApplyRows rows, string name, AggregateItemSyntax item)
    {
        if (Custom(rows.Scope.Type, name) is not { } custom)
        {
            throw rows.Scope.Type.TryGetProperty(name, out _) ? NoMethod(item)
                : ODataErrors.UnknownProperty(name, rows.Scope.Type.Name, item.Position, ODataErrors.Nearest(name, rows.Scope.Type.MemberNames));
        }
        var result = Apply(rows, custom.Steps);
        return new AloneAggregate(result, result.Scope.Type.Properties[^1], IsCount: false);
    }

    private static CustomAggregate? Custom(EntityType type, string name) =>
        type.CustomAggregates.GetValueOrDefault(name) ?? (type.Origin ?? type.AggregatedFrom)?.CustomAggregates.GetValueOrDefault(name);

    /// <summary>The way of a path from the rows on, each step a navigation or a cast, and the property it ends with, if it does.</summary>
    private sealed record AggregatePath(IReadOnlyList<PathStep> Steps, string? Member)
    {
        public IEnumerable<NavigationProperty> Navigations => Steps.Select(s => s.Navigation).OfType<NavigationProperty>();
    }

    /// <summary>A navigation, or else a cast to a type.</summary>
    private sealed record PathStep(NavigationProperty? Navigation, EntityType Target);

    private static AggregatePath PathOf(EntityType type, Syntax syntax)
    {
        var names = new List<MemberSyntax>();
        for (var at = syntax; at is MemberSyntax member; at = member.Target)
        {
            names.Insert(0, member);
        }
        var steps = new List<PathStep>();
        foreach (var name in names)
        {
            if (IsCast(name.Name) && (type.FindRelated(name.Name) ?? type.AggregatedFrom?.FindRelated(name.Name)) is { } cast)
            {
                // Rows that were grouped by values behind casts hold these under their bare names.
                type = type.FindRelated(name.Name) is null ? type : cast;
                steps.Add(new PathStep(null, type));
                continue;
            }
            if (!type.TryFollow(name.Name, out var navigation))
            {
                return name == names[^1] ? new AggregatePath(steps, name.Name)
                    : throw ODataErrors.UnknownProperty(name.Name, type.Name, name.Position, ODataErrors.Nearest(name.Name, type.MemberNames));
            }
            steps.Add(new PathStep(navigation, navigation.Target));
            type = navigation.Target;
        }
        return new AggregatePath(steps, null);
    }

    /// <summary>The entities that a path leads to, each once in each collection of rows.</summary>
    private ApplyRows Reach(ApplyRows rows, ReadOnlySpan<PathStep> path)
    {
        if (path is [.. var whole, { Navigation: { IsInline: true, IsComplex: true } part }])
        {
            // A complex value is as often there as what it is part of.
            rows = Reach(rows, whole);
            var value = rows.Scope.Select.Join(rows.Scope, part);
            value.Select.And(value.IsThere());
            return rows with { Scope = value };
        }
        var (start, target, last) = (rows.Scope, rows.Scope, (NavigationProperty?)null);
        foreach (var (navigation, to) in path)
        {
            if (navigation is null)
            {
                start.Select.And(target.IsOf(to));
                target = target with { Type = to };
                continue;
            }
            target = navigation.IsInline || !navigation.IsCollection ? start.Select.Join(target, navigation) : start.Select.JoinInner(target, navigation);
            last = navigation;
        }
        if (last is null)
        {
            return rows with { Scope = target };
        }
        // An entity of a nested collection is the same one whosever collection it is in.
        var type = last.Nested is null || target.Type.IsTransient
            ? target.Type
            : ResultType.Keeping(target.Type, ResultType.Members.Of(target.Type) with { Hidden = [.. target.Type.Hidden.Where(h => h.Name.Length > 0)] });
        start.Select.And(target.Nullable ? target.IsThere() : null);
        var partition = rows.Partition.Select(p => new OutputColumn(start.Column(p), p.Column));
        var reached = ResultType.Extend(type, [], rows.Partition);
        if (last.IsInline || last.Nested is not null)
        {
            // What is no entity is another one each time.
            var once = start.Select.BuildRows([.. ResultType.Columns(type).Select(c => new OutputColumn(target.Column(c), c.Column)).Concat(partition).DistinctBy(c => c.Name)]) with { IsDistinct = last.IsInline || !type.IsTransient };
            return rows with { Scope = new SelectBuilder(plan, reached, once).Root, Order = [] };
        }
        var keys = type.Key.Select(k => (Property: k with { Name = "", Column = NextColumn() }, Value: target.Column(k))).ToList();
        var distinct = start.Select.BuildRows([.. partition, .. keys.Select(k => new OutputColumn(k.Value, k.Property.Column))]) with { IsDistinct = true };
        var builder = new SelectBuilder(plan, new EntityType("", "", null) { Hidden = rows.Partition }, distinct);
        var found = builder.JoinTable(type, source => type.Key
            .Select((k, i) => (Scalar)new CompareScalar(CompareOperator.Equal, new ColumnScalar(source, k, false), builder.Root.Column(keys[i].Property) with { Nullable = false }))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)));
        List<OutputColumn> all = [.. ResultType.Columns(type).Select(c => new OutputColumn(found.Column(c), c.Column)), .. rows.Partition.Select(p => new OutputColumn(builder.Root.Column(p), p.Column))];
        return rows with { Scope = new SelectBuilder(plan, reached, builder.BuildRows(all)).Root, Order = [] };
    }

    /// <summary>Whether an aggregate is a value over the rows at hand, to be had from the same SELECT as others.</summary>
    private static bool IsPlain(EntityType type, AggregateItemSyntax item)
    {
        if (item.From.Count > 0 || item.Expression is CountSyntax || (item.Method is null && item.Expression is not null))
        {
            return false;
        }
        if (item.Expression is not MemberSyntax)
        {
            return true;
        }
        var path = PathOf(type, item.Expression);
        // Values of an entity that many rows lead to count once; for the least, the greatest and the distinct it is all one.
        return path.Member is not null
            && !path.Navigations.Any(n => n.IsCollection)
            && (path.Navigations.All(n => n is { IsInline: true, IsComplex: true }) || item.Method is not ("sum" or "average"));
    }

    private List<(StructuralProperty Property, Scalar Value)> Aggregates(ApplyRows rows, IReadOnlyList<AggregateItemSyntax> items, Scalar? condition)
    {
        CheckAliases(items);
        return [.. items.Select(i => (Alias: i.Alias, Value: Aggregate(rows, i, condition))).Select(a => (Dynamic(a.Alias, a.Value) with { FixedBy = StateOf(a.Value) }, (Scalar)a.Value))];
    }

    private AggregateScalar Aggregate(ApplyRows rows, AggregateItemSyntax item, Scalar? condition)
    {
        var binder = Binder(rows);
        if (item.Expression is null)
        {
            return new AggregateScalar(AggregateMethod.Count, null, condition, PrimitiveKind.Int64, StorageForm.Native, null);
        }
        var operand = binder.Bind(item.Expression);
        var method = item.Method switch
        {
            "sum" => AggregateMethod.Sum,
            "min" => AggregateMethod.Min,
            "max" => AggregateMethod.Max,
            "average" => AggregateMethod.Average,
            "countdistinct" => AggregateMethod.CountDistinct,
            null => throw NoMethod(item),
            _ when binder.It.Methods.TryGetValue(item.Method, out var custom) && custom is AggregationMethod.ConcatenateDistinct => AggregateMethod.ConcatenateDistinct,
            _ => throw ODataErrors.UnknownFunction(item.Method, item.Position, ODataErrors.Nearest(item.Method, ["sum", "min", "max", "average", "countdistinct", .. binder.It.Methods.Keys])),
        };
        if (method is AggregateMethod.Sum && operand is ColumnScalar { Property: var measure })
        {
            CheckAdditive(rows, measure);
        }
        if (method is AggregateMethod.CountDistinct)
        {
            return new AggregateScalar(method, operand, condition, PrimitiveKind.Int64, StorageForm.Native, null);
        }
        if (operand.Kind is null or PrimitiveKind.Binary || (method is AggregateMethod.Sum or AggregateMethod.Average && !ExpressionBinder.IsNumeric(operand.Kind))
            || (method is AggregateMethod.ConcatenateDistinct && operand.Kind is not PrimitiveKind.String))
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

    private static PrimitiveKind Wider(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Decimal => PrimitiveKind.Decimal,
        PrimitiveKind.Single or PrimitiveKind.Double => PrimitiveKind.Double,
        _ => PrimitiveKind.Int64,
    };
}
