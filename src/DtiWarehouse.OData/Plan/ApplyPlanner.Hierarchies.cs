using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// <c>ancestors</c>, <c>descendants</c> and <c>traverse</c> (Data Aggregation 4.0, section 6.2). Rows belong to nodes by
/// the value at the end of a path, through collections to several. Rejects hierarchies that are not declared (210), paths
/// that lead to no node (203, 205), and start transformations that change the rows (207).
/// </summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>The rows whose nodes lie above or below the nodes of the start rows; in the order that they came in.</summary>
    private ApplyRows Kin(ApplyRows rows, KinSyntax kin)
    {
        CheckSubset(rows.Scope.Type, kin.Start);
        var hierarchy = Find(kin.Hierarchy);
        var path = new NodePath(plan, rows.Scope.Type, kin.Hierarchy.Path, hierarchy.NodeProperty);
        var input = Freeze(KeepCollections(rows), [], [], shared: true);
        var (starts, result) = (Apply(input(), kin.Start), input());
        Scalar? distance = kin.MaxDistance is { } literal ? plan.Literal(literal) : null;
        var start = path.Join(starts.Scope);
        var startNodes = starts.Scope.Select.BuildRows([new OutputColumn(start)]);
        var reach = hierarchy.Follow(kin.IsAncestors, node => new InQueryScalar(hierarchy.NodeOf(node), startNodes), kin.KeepStart, distance, byStart: rows.Partition.Count > 0);
        result.Scope.Select.And(path.Any(result.Scope, rows.Partition.Count > 0 ? IsKinInSameCollection : node => new InQueryScalar(node, reach.Nodes(plan))));
        return result;

        Scalar IsKinInSameCollection(Scalar node)
        {
            var begun = new DerivedSource(plan.NextSource(), starts.Scope.Select.BuildRows(
                [new OutputColumn(start, HierarchyClosure.Start), .. starts.Partition.Select(p => new OutputColumn(starts.Scope.Column(p), p.Column))]));
            var reached = reach.Rows(plan);
            reached.JoinSource(begun, new CompareScalar(CompareOperator.Equal, reached.Root.Column(HierarchyClosure.Start), new ColumnScalar(begun.Id, path.Property with { Column = HierarchyClosure.Start }, false)));
            reached.And(SamePartition(result, result.Scope, begun.Id));
            reached.And(new CompareScalar(CompareOperator.Equal, reached.Root.Column(HierarchyClosure.Node), node));
            return new ExistsScalar(reached.BuildExists(), Negated: false);
        }
    }

    /// <summary>The rows in the order of the trees, each once for every place that one of its nodes has there.</summary>
    private ApplyRows Traverse(ApplyRows rows, TraverseSyntax traverse)
    {
        var hierarchy = Find(traverse.Hierarchy);
        CheckSubset(hierarchy.Type, traverse.Start);
        var type = rows.Scope.Type;
        var path = new NodePath(plan, type, traverse.Hierarchy.Path, hierarchy.NodeProperty);
        var starts = traverse.Start.Count == 0 ? null : Apply(new ApplyRows(hierarchy.Nodes().Root), traverse.Start);
        // Elsewhere a node's place tells the way to it.
        var withPath = starts is not null || hierarchy.HasManyParents;
        var tree = hierarchy.Traverse(
            scope => QueryPlanner.Order(new ExpressionBinder(plan, scope), traverse.OrderBy, scope, byKey: false),
            starts is null ? null : (starts.Scope, Ordered(starts)), traverse.IsPostorder, withPath, limits.MaxHierarchyDepth);
        (rows, var places) = Relate(KeepCollections(rows), path, tree, [HierarchyClosure.Node, HierarchyClosure.Place, .. withPath ? [HierarchyClosure.Path] : (string[])[]]);
        var ordered = rows with { Order = [new OrderItem(places.Column(HierarchyClosure.Place), traverse.IsPostorder), .. Ordered(rows)] };
        if (path.IsMany || withPath)
        {
            return Repeated(ordered, hierarchy, path, places, withPath ? places.Column(HierarchyClosure.Path) : null);
        }
        return hierarchy.IsBehind(path) && path.Navigations is [{ IsInline: false } only]
            ? ordered with { Scope = ordered.Scope with { Type = ResultType.Keeping(type, ResultType.Members.Of(type), expanded: [.. type.ExpandedByDefault, path.Cast is null ? only.Name : $"{path.Cast.QualifiedName}/{only.Name}"]) } }
            : ordered;
    }

    /// <summary>
    /// Rows that may come more than once, and so are entities no more: their place becomes part of what they are known by,
    /// and the node says by which way it was reached.
    /// </summary>
    private ApplyRows Repeated(ApplyRows rows, HierarchyClosure hierarchy, NodePath path, EntityScope places, Scalar? upPath)
    {
        var type = rows.Scope.Type;
        var place = Hidden(rows.Order[0].Value) with { IsNullable = false };
        var members = ResultType.Members.Of(type);
        var node = path.Navigations.Count > 0 ? Inject(rows.Scope, hierarchy, path, places.Column(HierarchyClosure.Node), upPath, members, new HashSet<string>())
            : hierarchy.IsNode(path) && upPath is not null ? Annotated(hierarchy, upPath, members)
            : new Injected([], members);
        var frozen = Freeze(rows, [], [(place, rows.Order[0].Value), .. node.Columns])();
        var result = ResultType.Transient(type.Origin ?? type.AggregatedFrom ?? type, node.Members with { Hidden = [.. node.Members.Hidden, place] }, [place, .. type.OrderKey]);
        return frozen with { Scope = frozen.Scope with { Type = result } };
    }

    /// <summary>The rows joined to what a relation says about their nodes; each row once for each different values of those columns.</summary>
    private (ApplyRows Rows, EntityScope Relation) Relate(ApplyRows rows, NodePath path, HierarchyClosure.Reach relation, IReadOnlyList<string> columns)
    {
        var source = new CommonSource(plan.NextSource(), relation.Table);
        if (!path.IsMany)
        {
            var scope = new EntityScope(rows.Scope.Select, relation.Type, source.Id, Nullable: false);
            rows.Scope.Select.JoinSource(source, new CompareScalar(CompareOperator.Equal, path.Join(rows.Scope), scope.Column(HierarchyClosure.Node)));
            return (rows, scope);
        }
        var input = Freeze(rows, [], [], shared: true);
        var (pairs, result) = (input(), input());
        var related = new EntityScope(pairs.Scope.Select, relation.Type, source.Id, Nullable: false);
        pairs.Scope.Select.JoinSource(source, new CompareScalar(CompareOperator.Equal, path.Join(pairs.Scope), related.Column(HierarchyClosure.Node)));
        var keys = result.Scope.Type.OrderKey.Concat(result.Partition).DistinctBy(k => k.Column).ToList();
        var distinct = pairs.Scope.Select.BuildRows(
            [.. keys.Select((k, i) => new OutputColumn(pairs.Scope.Column(k), "key" + i)), .. columns.Select(c => new OutputColumn(related.Column(c), c))]) with { IsDistinct = true };
        var joined = result.Scope.Select.JoinRows(relation.Type, distinct, id => keys
            .Select((k, i) => (Scalar)new CompareScalar(CompareOperator.Equal, result.Scope.Column(k), new ColumnScalar(id, k with { Column = "key" + i }, k.IsNullable)))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)), isInner: true);
        return (result, joined);
    }

    /// <summary>The way to the row's node beside its values; one of an earlier traversal of the hierarchy gives way to it.</summary>
    private Injected Annotated(HierarchyClosure hierarchy, Scalar upPath, ResultType.Members members)
    {
        var column = Hidden(upPath);
        return new Injected([(column, upPath)], members with
        {
            Hidden = [.. members.Hidden, column],
            UpPaths = [.. members.UpPaths.Where(p => p.Qualifier != hierarchy.Qualifier), new UpPath(hierarchy.Qualifier, column)],
        });
    }

    private HierarchyClosure Find(HierarchyReferenceSyntax reference) =>
        HierarchyClosure.Find(plan, reference.Nodes, reference.Qualifier, reference.QualifierPosition, []);

    /// <summary>Only what leaves the rows as they are can say which nodes are meant, declared or not.</summary>
    private static void CheckSubset(EntityType type, IReadOnlyList<TransformationSyntax> steps)
    {
        foreach (var function in steps.OfType<FunctionStepSyntax>())
        {
            CheckSubset(type, Declared(type, function).Steps);
        }
        if (steps.Any(s => s is not (IdentitySyntax or FilterSyntax or SearchStepSyntax or OrderStepSyntax or LimitSyntax or ExtremeSyntax or KinSyntax or TraverseSyntax or FunctionStepSyntax)))
        {
            throw ODataErrors.NotAllowedHere(
                "Nodes are chosen by transformations that keep rows as they are, such as filter, search and top.",
                "Nút được chọn bằng các phép giữ nguyên dòng như filter, search, top.", "$apply");
        }
    }
}
