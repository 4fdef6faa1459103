using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>nest</c>, <c>addnested</c>, <c>join</c> and <c>outerjoin</c>, and the steps of an <c>$expand</c>'s own <c>$apply</c>.</summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>One row per collection that holds the collection, transformed, under each name.</summary>
    private ApplyRows Nest(ApplyRows rows, NestSyntax nest)
    {
        var (type, partition) = (rows.Scope.Type, rows.Partition);
        var nested = new List<NestedCollection>();
        foreach (var item in nest.Items)
        {
            CheckAlias(item.Alias, item.AliasPosition, nested.Select(n => n.Name));
            var input = Freeze(rows);
            nested.Add(Nested(item.Alias, partition, condition =>
            {
                var own = input();
                own.Scope.Select.And(partition.Count == 0 ? null : condition(own.Groups));
                return Apply(own with { Collections = rows.Collections is null ? null : Collections(rows, condition) }, item.Steps);
            }));
        }
        var parents = rows.Collections ?? (partition.Count == 0 ? SingleRow() : KeepCollections(rows).Collections!);
        var result = ResultType.Transient(type, new([], [], [], partition, nested), orderKey: partition);
        return rows.Anew(new SelectBuilder(plan, result, parents).Root);
    }

    /// <summary>The collections of some parents, those that have become empty included.</summary>
    private SelectPlan Collections(ApplyRows rows, ParentCondition condition)
    {
        var all = new SelectBuilder(plan, new EntityType("", "", null) { Hidden = rows.Partition }, rows.Collections!);
        List<ColumnScalar> columns = [.. rows.Partition.Select(all.Root.Column)];
        all.And(condition(columns));
        return all.BuildRows([.. columns.Select(c => new OutputColumn(c, c.Property.Column))]);
    }

    private SelectPlan SingleRow() => new(new SingleRowSource(plan.NextSource()), [], null, [new OutputColumn(new NumberScalar(1), NextColumn())], [], null, null);

    private static NestedCollection Nested(string name, IReadOnlyList<StructuralProperty> parents, Func<ParentCondition, ApplyRows> open) =>
        new(name, open(_ => new BooleanScalar(true)).Scope.Type, parents, open);

    private ApplyRows AddNested(ApplyRows rows, AddNestedSyntax step)
    {
        var isAway = IsAway(rows.Scope.Type, step.Path);
        var way = WayOf(isAway ? rows.Scope.Type.AggregatedFrom! : rows.Scope.Type, step.Path, "addnested");
        if (way.Navigation.Nested is not null)
        {
            throw ODataErrors.NotSupported("'addnested' along a nested collection", "$apply");
        }
        if (!isAway && !way.Navigation.IsCollection)
        {
            return AddSingle(rows, step, way);
        }
        string? presence = null;
        if (!isAway && Guard(rows.Scope, way) is { } guard)
        {
            var holds = new HoldsScalar(guard);
            var there = Hidden(holds);
            (rows, presence) = (Freeze(rows, [], [(there, holds)])(), there.Column);
        }
        var scope = rows.Scope;
        var nested = scope.Type.Nested.ToList();
        foreach (var item in step.Items)
        {
            CheckAlias(item.Alias, item.AliasPosition, scope.Type.TakenNames.Concat(nested.Select(n => n.Name)));
            // A collection that was aggregated away is empty.
            var collection = isAway
                ? Nested(item.Alias, [], _ => Apply(Nothing(way.Navigation.Target), item.Steps))
                : Nested(item.Alias, [.. way.Navigation.Sources.Select(scope.Own)], condition => Apply(Related(way.Navigation, condition), item.Steps));
            nested.Add(collection with { Presence = presence });
        }
        return rows with { Scope = scope with { Type = With(scope.Type, ResultType.Members.Of(scope.Type) with { Nested = nested }, scope.Type.OrderKey) } };
    }

    /// <summary>What a single navigation leads to, with computed values, beside it under another name; nothing where it leads nowhere.</summary>
    private ApplyRows AddSingle(ApplyRows rows, AddNestedSyntax step, Way way)
    {
        foreach (var item in step.Items)
        {
            CheckAlias(item.Alias, item.AliasPosition, rows.Scope.Type.TakenNames);
            if (item.Steps.Any(s => s is not (IdentitySyntax or ComputeStepSyntax or AddNestedSyntax)))
            {
                throw ODataErrors.NotAllowedHere("A single entity takes identity, compute and addnested.", "Một thực thể đơn chỉ nhận identity, compute và addnested.", "$apply");
            }
            rows = Attach(rows, way, item.Alias, item.Steps, isOuter: true, isAdded: true);
        }
        return rows;
    }

    private static EntityType With(EntityType type, ResultType.Members members, IReadOnlyList<StructuralProperty> orderKey) =>
        type.IsTransient ? ResultType.Transient(type, members, orderKey, type.EntityPresence) : ResultType.Keeping(type, members, orderKey);

    private ApplyRows Nothing(EntityType type)
    {
        var none = new SelectBuilder(plan, type);
        none.And(new BooleanScalar(false));
        return new ApplyRows(none.Root);
    }

    /// <summary>
    /// The entities behind a collection navigation, those of each parent a collection of their own; a parent without any is
    /// an empty collection.
    /// </summary>
    /// <param name="navigation">Leads to the entities.</param>
    /// <param name="condition">Which parents are meant.</param>
    /// <param name="instance">A type whose entities each have collections of their own, known by parent and instance.</param>
    public ApplyRows Related(NavigationProperty navigation, ParentCondition condition, EntityType? instance = null)
    {
        if (navigation.Nested is { } nested)
        {
            // The caller knows the parents, who are in no table.
            var (type, opened, owned) = SelectBuilder.Opened(nested);
            var all = new SelectBuilder(plan, type, opened);
            all.And(condition([.. owned.Select(all.Root.Column)]));
            return new ApplyRows(all.Root) { Partition = owned };
        }
        var child = new SelectBuilder(plan, navigation.Target);
        IReadOnlyList<ColumnScalar> owners = [.. child.Owners(navigation), .. child.EachOf(instance)];
        child.And(condition(owners));
        var partition = owners.Select(o => (Property: Hidden(o), Value: (Scalar)o)).ToList();
        var parents = new SelectBuilder(plan, navigation.Declaring);
        List<ColumnScalar> sources = [.. navigation.Sources.Select(parents.Root.Column), .. parents.EachOf(instance)];
        parents.And(condition(sources));
        var rows = Freeze(new ApplyRows(child.Root), [], partition)();
        return rows with
        {
            Partition = [.. partition.Select(p => p.Property)],
            Collections = parents.BuildRows([.. sources.Select((s, i) => new OutputColumn(s, partition[i].Property.Column))]) with { IsDistinct = true },
        };
    }

    /// <summary>A navigation of the rows, or of those among them that are of a type.</summary>
    private sealed record Way(EntityType? Cast, NavigationProperty Navigation);

    /// <summary>The navigation or complex property that a path ends in, a cast before it and one behind it included.</summary>
    private static Way WayOf(EntityType type, SelectSyntax path, string step)
    {
        EntityType? cast = null;
        NavigationProperty? found = null;
        foreach (var name in path.Path)
        {
            var owner = found?.Target ?? cast ?? type;
            if (IsCast(name))
            {
                var to = owner.FindRelated(name) ?? throw ODataErrors.UnknownProperty(name, owner.Name, path.Position, ODataErrors.Nearest(name, owner.DerivedTypes.Select(t => t.QualifiedName)));
                (cast, found) = found is null ? (to, null) : (cast, found with { Target = to });
                continue;
            }
            if (!owner.TryFollow(name, out var navigation))
            {
                throw ODataErrors.UnknownProperty(name, owner.Name, path.Position, ODataErrors.Nearest(name, owner.Navigations.Select(n => n.Name)));
            }
            found = found is not { IsComplex: true } and not null
                ? throw ODataErrors.NotAllowedHere($"'{step}' goes along one navigation; nothing can follow '{found.Name}'.", $"'{step}' chỉ đi theo một liên kết; sau '{found.Name}' không thể có gì.", "$apply")
                : found is not null || navigation.IsInline
                    ? throw ODataErrors.NotSupported($"'{step}' along what is inside a row", "$apply")
                    : navigation;
        }
        return new Way(cast, found ?? throw ODataErrors.NotAllowedHere($"'{step}' takes a navigation.", $"'{step}' cần một liên kết.", "$apply"));
    }

    /// <summary>The rows have lost what a path leads to, if they ever had it.</summary>
    private static bool IsAway(EntityType type, SelectSyntax path) =>
        type.AggregatedFrom is not null && path.Path.FirstOrDefault(n => !IsCast(n)) is { } first && !type.TryFollow(first, out _);

    /// <summary>Holds in the rows that have the navigation; null where all have.</summary>
    private static Scalar? Guard(EntityScope rows, Way way) => way.Cast is null ? null : rows.As(way.Cast).Cast;

    /// <summary>Each row once per entity of a collection of its own, which stands in it under a name.</summary>
    private ApplyRows Join(ApplyRows rows, JoinSyntax join)
    {
        var step = join.IsOuter ? "outerjoin" : "join";
        var isAway = IsAway(rows.Scope.Type, join.Path);
        var way = WayOf(isAway ? rows.Scope.Type.AggregatedFrom! : rows.Scope.Type, join.Path, step);
        if (!way.Navigation.IsCollection)
        {
            throw ODataErrors.NotAllowedHere($"'{step}' takes a collection; '{way.Navigation.Name}' leads to one entity.", $"'{step}' cần một tập hợp; '{way.Navigation.Name}' chỉ dẫn đến một thực thể.", "$apply");
        }
        CheckAlias(join.Alias, join.AliasPosition, rows.Scope.Type.TakenNames);
        return Attach(rows, way, join.Alias, join.Steps, join.IsOuter, isAdded: false, isAway);
    }

    /// <summary>Rows beside what a navigation leads to, transformed; with <paramref name="isAdded"/> it is written unasked, and only where it is there; what was aggregated away is nothing.</summary>
    private ApplyRows Attach(ApplyRows rows, Way way, string alias, IReadOnlyList<TransformationSyntax> steps, bool isOuter, bool isAdded, bool isAway = false)
    {
        var navigation = way.Navigation;
        var input = Freeze(KeepCollections(rows));
        var left = input();
        var right = isAway ? Apply(Nothing(navigation.Target), steps) : Apply(OfParents(Related(navigation, _ => new BooleanScalar(true))), steps);
        var present = new StructuralProperty("", PrimitiveKind.Int64, true, NextColumn());
        var columns = ResultType.Columns(right.Scope.Type).Select(c => new OutputColumn(right.Scope.Column(c), c.Column))
            .Concat(right.Partition.Select(p => new OutputColumn(right.Scope.Column(p), p.Column)))
            .DistinctBy(c => c.Name)
            .Append(new OutputColumn(new NumberScalar(1), present.Column)).ToList();
        var places = right.Order.Select(o => (Item: o, Property: Hidden(o.Value))).ToList();
        columns.AddRange(places.Select(p => new OutputColumn(p.Item.Value, p.Property.Column)));
        var joined = left.Scope.Select.JoinRows(right.Scope.Type, right.Scope.Select.BuildRows(columns), source => isAway ? new BooleanScalar(true) : navigation.Sources
            .Select((s, i) => (Scalar)new CompareScalar(CompareOperator.Equal, left.Scope.Column(left.Scope.Own(s)), new ColumnScalar(source, right.Partition[i], false)))
            .Concat(Guard(left.Scope, way) is { } guard ? [guard] : (Scalar[])[])
            .Aggregate((a, b) => new LogicalScalar(true, a, b)), isInner: !isOuter);
        var renamed = ResultType.Columns(right.Scope.Type).ToDictionary(c => c.Column, c => c with { Column = NextColumn() }, StringComparer.Ordinal);
        List<(StructuralProperty, Scalar)> added = [.. ResultType.Columns(right.Scope.Type).Select(c => (renamed[c.Column] with { Name = "" }, (Scalar)joined.Column(c)))];
        var presence = present with { Column = NextColumn() };
        added.Add((presence, joined.Column(present)));
        var target = ResultType.Renamed(right.Scope.Type, renamed);
        List<OrderItem> order = rows.Order.Count + places.Count == 0 ? [] :
            [.. Ordered(left), .. places.Select(p => new OrderItem(joined.Column(p.Property), p.Item.Descending)), .. right.Scope.Type.OrderKey.Select(k => new OrderItem(joined.Column(k), false))];
        var result = Freeze(left with { Order = order }, [], added)();
        var before = result.Scope.Type;
        var attached = ResultType.Inline(alias, before, target, isOuter ? [presence] : [], isExpanded: isAdded || target.IsTransient) with { Presence = isAdded ? presence.Column : null };
        var members = ResultType.Members.Of(before) with { Navigations = [.. before.Navigations, attached] };
        // What is single adds no rows.
        var type = With(before, members, isAdded ? before.OrderKey : [.. before.OrderKey, .. target.OrderKey]);
        return result with { Scope = result.Scope with { Type = type } };

        ApplyRows OfParents(ApplyRows related)
        {
            var parents = input().Scope;
            return related with
            {
                Collections = parents.Select.BuildRows([.. navigation.Sources.Select((s, i) => new OutputColumn(parents.Column(parents.Own(s)), related.Partition[i].Column))]) with { IsDistinct = true },
            };
        }
    }
}
