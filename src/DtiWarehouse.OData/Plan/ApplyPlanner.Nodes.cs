using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary><c>rolluprecursive</c>, and how rows tell which node they stand for (Data Aggregation 4.0 CS03, sections 6.2.2 and 6.3).</summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>Values to add to a SELECT, and the members that they make.</summary>
    private sealed record Injected(IReadOnlyList<(StructuralProperty Property, Scalar Value)> Columns, ResultType.Members Members);

    /// <summary>One hierarchy to group along: the columns that tell the groups apart, and all groups.</summary>
    private sealed record Rollup(HierarchyClosure Hierarchy, NodePath Path, HierarchyClosure.Reach Groups, StructuralProperty Node, StructuralProperty? Rank, StructuralProperty? UpPath)
    {
        /// <summary>The columns that tell groups apart, and what the common table of the groups calls them.</summary>
        public IReadOnlyList<(StructuralProperty Property, string Name)> Columns { get; } =
        [
            (Node, HierarchyClosure.Node),
            .. Rank is null ? ((StructuralProperty, string)[])[] : [(Rank, HierarchyClosure.Place)],
            .. UpPath is null ? ((StructuralProperty, string)[])[] : [(UpPath, HierarchyClosure.Path)],
        ];
    }

    /// <summary>
    /// A group for each node: the rows of the node itself and of all below it, each row once. Several hierarchies make a
    /// group for each combination of their nodes. Nodes without a row are groups too, unless other values are grouped by.
    /// Each of several collections is grouped on its own.
    /// </summary>
    private ApplyRows GroupByNodes(ApplyRows rows, GroupBySyntax group)
    {
        rows = KeepCollections(rows);
        var (type, outer) = (rows.Scope.Type, rows);
        var rollups = new List<Rollup>();
        foreach (var syntax in group.Groupings.OfType<RollupRecursiveSyntax>())
        {
            rows = RelateToGroups(rows, syntax, rollups);
        }
        List<GroupingSyntax> others = [.. group.Groupings.Where(g => g is not RollupRecursiveSyntax)];
        var input = rows with
        {
            Partition = [.. outer.Partition, .. rollups.SelectMany(GroupColumns)],
            Collections = others.Count == 0 ? AllGroups(outer, rollups) : null,
            RollupNodes = [.. rollups.Select(r => (r.Hierarchy, r.Node))],
        };
        var done = others.Count > 0 ? GroupBy(input, group with { Groupings = others })
            : group.Inner.Count > 0 ? Apply(input, group.Inner)
            : Aggregate(input, []);
        var injected = new Injected([], ResultType.Members.Of(done.Scope.Type));
        // What was grouped by besides is put in last, over the node's own.
        var grouped = Groupings(type, others).SelectMany(g => g).Select(p => p.Path[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var rollup in rollups)
        {
            var next = Inject(done.Scope, rollup.Hierarchy, rollup.Path, done.Scope.Column(rollup.Node), rollup.UpPath is { } up ? done.Scope.Column(up) : null, injected.Members, grouped);
            injected = next with { Columns = [.. injected.Columns, .. next.Columns] };
        }
        var frozen = Freeze(done, [], injected.Columns)();
        var keys = rollups.Select(r => r.Rank ?? r.Node).ToList();
        var members = injected.Members with
        {
            Key = [.. rollups.Select(r => r.Node), .. done.Scope.Type.Key],
            Hidden = [.. injected.Members.Hidden.Concat(outer.Partition).Concat(rollups.SelectMany(GroupColumns)).DistinctBy(h => h.Column)],
        };
        var result = ResultType.Transient(type.Origin ?? type.AggregatedFrom ?? type, members, [.. keys, .. done.Scope.Type.OrderKey.ExceptBy(keys.Select(k => k.Column), k => k.Column)], done.Scope.Type.EntityPresence);
        var scope = frozen.Scope with { Type = result };
        var byNode = keys.Select(k => new OrderItem(scope.Column(k), false)).ToList();
        return outer with { Scope = scope, Order = rollups.Any(r => r.Rank is not null) || frozen.Order.Count > 0 ? [.. byNode, .. frozen.Order.Count > 0 ? frozen.Order : Ordered(frozen with { Scope = scope })] : [] };
    }

    private static IEnumerable<StructuralProperty> GroupColumns(Rollup rollup) => rollup.Columns.Select(c => c.Property);

    /// <summary>The rows beside each node that is theirs or above theirs.</summary>
    private ApplyRows RelateToGroups(ApplyRows rows, RollupRecursiveSyntax syntax, List<Rollup> rollups)
    {
        var hierarchy = Find(syntax.Hierarchy);
        CheckSubset(hierarchy.Type, syntax.Nodes);
        var path = new NodePath(plan, rows.Scope.Type, syntax.Hierarchy.Path, hierarchy.NodeProperty);
        var chosen = Apply(new ApplyRows(hierarchy.Nodes().Root), syntax.Nodes);
        var node = hierarchy.NodeProperty with { Name = "", Column = NextColumn() };
        // A traversal may come to a node twice, in an order that the groups keep.
        var rank = chosen.Order.Count > 0 ? new StructuralProperty("", PrimitiveKind.Int64, false, NextColumn()) : null;
        var ways = chosen.Scope.Type.UpPaths.FirstOrDefault(p => p.Qualifier == hierarchy.Qualifier)?.Column;
        var upPath = rank is null || ways is null ? null : ways with { Column = NextColumn() };
        var groups = hierarchy.Common(
            chosen.Scope.Select.BuildRows([
                new OutputColumn(hierarchy.NodeOf(chosen.Scope), HierarchyClosure.Node),
                .. rank is null ? (OutputColumn[])[] : [new OutputColumn(new RowNumberScalar([], chosen.Order), HierarchyClosure.Place)],
                .. upPath is null ? (OutputColumn[])[] : [new OutputColumn(chosen.Scope.Column(ways!), HierarchyClosure.Path)]]),
            withPlace: rank is not null, withPath: upPath is not null);
        var reach = hierarchy.Follow(up: false, n => syntax.Nodes.Count == 0 ? null : new InQueryScalar(hierarchy.NodeOf(n), groups.Nodes(plan)), withStart: true, null, byStart: true);
        (rows, var relation) = Relate(rows, path, reach, [HierarchyClosure.Start]);
        var start = relation.Column(HierarchyClosure.Start);
        List<(StructuralProperty, Scalar)> columns = [(node, start)];
        if (rank is not null)
        {
            var source = new CommonSource(plan.NextSource(), groups.Table);
            var place = new EntityScope(rows.Scope.Select, groups.Type, source.Id, Nullable: false);
            rows.Scope.Select.JoinSource(source, new CompareScalar(CompareOperator.Equal, place.Column(HierarchyClosure.Node), start));
            columns.Add((rank, place.Column(HierarchyClosure.Place)));
            if (upPath is not null)
            {
                columns.Add((upPath, place.Column(HierarchyClosure.Path)));
            }
        }
        rollups.Add(new Rollup(hierarchy, path, groups, node, rank, upPath));
        return Freeze(rows, [], columns)();
    }

    /// <summary>Every combination of the nodes in each collection, as columns like those that tell groups apart.</summary>
    private SelectPlan AllGroups(ApplyRows outer, IReadOnlyList<Rollup> rollups)
    {
        var collections = outer.Collections is null ? null : new SelectBuilder(plan, new EntityType("", "", null) { Hidden = outer.Partition }, outer.Collections);
        var all = collections ?? rollups[0].Groups.Rows(plan);
        var columns = new List<OutputColumn>(outer.Partition.Select(p => new OutputColumn(all.Root.Column(p), p.Column)));
        foreach (var rollup in rollups)
        {
            var scope = all.Root;
            if (collections is not null || !ReferenceEquals(rollup, rollups[0]))
            {
                var source = new CommonSource(plan.NextSource(), rollup.Groups.Table);
                all.JoinSource(source, new BooleanScalar(true));
                scope = new EntityScope(all, rollup.Groups.Type, source.Id, Nullable: false);
            }
            columns.AddRange(rollup.Columns.Select(c => new OutputColumn(scope.Column(c.Name), c.Property.Column)));
        }
        return all.BuildRows(columns);
    }

    /// <summary>
    /// Puts into rows which node they stand for: all of the node where rows are nodes themselves or a navigation leads to
    /// them, a collection shrinking to that one entity; elsewhere the identifier at the end of the path.
    /// </summary>
    private Injected Inject(EntityScope rows, HierarchyClosure hierarchy, NodePath path, Scalar node, Scalar? upPath, ResultType.Members members, IReadOnlySet<string> grouped)
    {
        if (path.Navigations.Count > 0)
        {
            var (target, values) = hierarchy.IsBehind(path) ? Entity() : Identifier();
            var nested = Nest(path, target);
            var there = path.Cast is null ? null : Hidden(new PresenceScalar(node));
            return new Injected(there is null ? values : [.. values, (there, new PresenceScalar(node))], members with
            {
                Navigations = [.. members.Navigations.Where(n => n.Name != nested.Name), nested with { Presence = there?.Column, TypeName = path.Cast?.QualifiedName }],
                Hidden = [.. members.Hidden, .. target.UpPaths.Select(p => p.Column), .. there is null ? (StructuralProperty[])[] : [there]],
            });
        }
        if (!hierarchy.IsNode(path))
        {
            var identifier = path.Property with { Column = NextColumn() };
            return new Injected([(identifier, node)], members with { Properties = [identifier, .. members.Properties.Where(p => p.Name != identifier.Name)] });
        }
        var (whole, columns) = Entity();
        var properties = whole.Properties.Where(p => !grouped.Contains(p.Name)).ToList();
        var navigations = whole.Navigations.Where(n => !grouped.Contains(n.Name)).ToList();
        return new Injected(columns, members with
        {
            Properties = [.. properties, .. members.Properties.ExceptBy(properties.Select(p => p.Name), p => p.Name)],
            Navigations = [.. navigations, .. members.Navigations.ExceptBy(navigations.Select(n => n.Name), n => n.Name)],
            Hidden = [.. members.Hidden, .. whole.UpPaths.Select(p => p.Column)],
            UpPaths = whole.UpPaths,
        });

        (EntityType, List<(StructuralProperty, Scalar)>) Entity()
        {
            var found = rows.Select.JoinTable(hierarchy.Type, source => new CompareScalar(CompareOperator.Equal, new ColumnScalar(source, hierarchy.NodeProperty, false), node));
            var renamed = ResultType.Columns(hierarchy.Type).ToDictionary(p => p.Column, p => p with { Column = NextColumn() }, StringComparer.Ordinal);
            var entity = ResultType.Renamed(hierarchy.Type, renamed);
            List<(StructuralProperty, Scalar)> values = [.. ResultType.Columns(hierarchy.Type).Select(p => (renamed[p.Column], (Scalar)found.Column(p)))];
            if (upPath is null)
            {
                return (entity, values);
            }
            var annotated = Annotated(hierarchy, upPath, ResultType.Members.Of(entity));
            return (ResultType.Keeping(entity, annotated.Members), [.. values, .. annotated.Columns]);
        }

        (EntityType, List<(StructuralProperty, Scalar)>) Identifier()
        {
            var identifier = path.Property with { Column = NextColumn() };
            return (ResultType.Transient(path.Navigations[^1].Target, new([identifier], [], [], [], [])), [(identifier, node)]);
        }
    }

    /// <summary>The first navigation of the path, leading through the others to the target in the same row.</summary>
    private static NavigationProperty Nest(NodePath path, EntityType target)
    {
        for (var i = path.Navigations.Count - 1; ; i--)
        {
            var navigation = path.Navigations[i];
            var inline = ResultType.Inline(navigation.Name, navigation.Declaring, target, []) with { IsCollection = navigation.IsCollection, IsNode = true };
            if (i == 0)
            {
                return inline;
            }
            target = ResultType.Transient(path.Navigations[i - 1].Target, new([], [], [inline], [], []));
        }
    }
}
