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
        var scope = rows.Scope;
        var isAway = scope.Type.AggregatedFrom is not null && !scope.Type.TryGetNavigation(step.Path.Path[0], out _);
        var navigation = CollectionOf(isAway ? scope.Type.AggregatedFrom! : scope.Type, step.Path, "addnested");
        var nested = scope.Type.Nested.ToList();
        foreach (var item in step.Items)
        {
            CheckAlias(item.Alias, item.AliasPosition, nested.Select(n => n.Name).Concat(scope.Type.Properties.Select(p => p.Name)));
            // A collection that was aggregated away is empty.
            nested.Add(isAway ? Nested(item.Alias, [], _ => Apply(Nothing(navigation.Target), item.Steps)) : Nested(item.Alias, [.. navigation.Sources.Select(scope.Own)], condition => Apply(Related(navigation, condition), item.Steps)));
        }
        var type = scope.Type;
        var members = ResultType.Members.Of(type) with { Nested = nested };
        var extended = type.IsTransient ? ResultType.Transient(type, members, type.OrderKey, type.EntityPresence) : ResultType.Keeping(type, members);
        return rows with { Scope = scope with { Type = extended } };
    }

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
    public ApplyRows Related(NavigationProperty navigation, ParentCondition condition)
    {
        var child = new SelectBuilder(plan, navigation.Target);
        var owners = child.Owners(navigation);
        child.And(condition(owners));
        var partition = owners.Select(o => (Property: Hidden(o), Value: (Scalar)o)).ToList();
        var parents = new SelectBuilder(plan, navigation.Declaring);
        var sources = navigation.Sources.Select(parents.Root.Column).ToList();
        parents.And(condition(sources));
        var rows = Freeze(new ApplyRows(child.Root), [], partition)();
        return rows with
        {
            Partition = [.. partition.Select(p => p.Property)],
            Collections = parents.BuildRows([.. sources.Select((s, i) => new OutputColumn(s, partition[i].Property.Column))]) with { IsDistinct = true },
        };
    }

    private static NavigationProperty CollectionOf(EntityType type, SelectSyntax path, string step)
    {
        var name = path.Path[0];
        if (!type.TryGetNavigation(name, out var navigation))
        {
            throw ODataErrors.UnknownProperty(name, type.Name, path.Position, ODataErrors.Nearest(name, type.Navigations.Select(n => n.Name)));
        }
        return path.Path.Count > 1 || !navigation.IsCollection || navigation.Declaring.IsComplex
            ? throw ODataErrors.NotSupported($"'{step}' with anything but a collection of the entity itself", "$apply")
            : navigation;
    }

    /// <summary>Each row once per entity of a collection of its own, which stands in it under a name.</summary>
    private ApplyRows Join(ApplyRows rows, JoinSyntax join)
    {
        var navigation = CollectionOf(rows.Scope.Type, join.Path, join.IsOuter ? "outerjoin" : "join");
        CheckAlias(join.Alias, join.AliasPosition, rows.Scope.Type.TakenNames);
        var input = Freeze(KeepCollections(rows));
        var (left, parents) = (input(), input().Scope);
        var related = Related(navigation, _ => new BooleanScalar(true));
        var collections = parents.Select.BuildRows([.. navigation.Sources.Select((s, i) => new OutputColumn(parents.Column(parents.Own(s)), related.Partition[i].Column))]) with { IsDistinct = true };
        var right = Apply(related with { Collections = collections }, join.Steps);
        if (right.Scope.Type.Nested.Count > 0)
        {
            throw ODataErrors.NotSupported("A nested collection inside join", "$apply");
        }
        var present = new StructuralProperty("", PrimitiveKind.Int64, true, NextColumn());
        var columns = ResultType.Columns(right.Scope.Type).Select(c => new OutputColumn(right.Scope.Column(c), c.Column))
            .Concat(right.Partition.Select(p => new OutputColumn(right.Scope.Column(p), p.Column)))
            .DistinctBy(c => c.Name)
            .Append(new OutputColumn(new NumberScalar(1), present.Column)).ToList();
        var places = right.Order.Select(o => (Item: o, Property: Hidden(o.Value))).ToList();
        columns.AddRange(places.Select(p => new OutputColumn(p.Item.Value, p.Property.Column)));
        var joined = left.Scope.Select.JoinRows(right.Scope.Type, right.Scope.Select.BuildRows(columns), source => navigation.Sources
            .Select((s, i) => (Scalar)new CompareScalar(CompareOperator.Equal, left.Scope.Column(left.Scope.Own(s)), new ColumnScalar(source, right.Partition[i], false)))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)), isInner: !join.IsOuter);
        var renamed = ResultType.Columns(right.Scope.Type).ToDictionary(c => c.Column, c => c with { Column = NextColumn() }, StringComparer.Ordinal);
        List<(StructuralProperty, Scalar)> added = [.. ResultType.Columns(right.Scope.Type).Select(c => (renamed[c.Column] with { Name = "" }, (Scalar)joined.Column(c)))];
        var presence = present with { Column = NextColumn() };
        added.Add((presence, joined.Column(present)));
        var target = ResultType.Renamed(right.Scope.Type, renamed);
        List<OrderItem> order = rows.Order.Count + places.Count == 0 ? [] :
            [.. Ordered(left), .. places.Select(p => new OrderItem(joined.Column(p.Property), p.Item.Descending)), .. right.Scope.Type.OrderKey.Select(k => new OrderItem(joined.Column(k), false))];
        var result = Freeze(left with { Order = order }, [], added)();
        var before = result.Scope.Type;
        var members = ResultType.Members.Of(before) with { Navigations = [.. before.Navigations, ResultType.Inline(join.Alias, before, target, join.IsOuter ? [presence] : [], isExpanded: target.IsTransient)] };
        List<StructuralProperty> orderKey = [.. before.OrderKey, .. target.OrderKey];
        var type = before.IsTransient ? ResultType.Transient(before, members, orderKey, before.EntityPresence) : ResultType.Keeping(before, members, orderKey);
        return result with { Scope = result.Scope with { Type = type } };
    }
}
