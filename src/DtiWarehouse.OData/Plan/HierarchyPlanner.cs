using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Plans the transformations that go along a recursive hierarchy (OData Extension for Data Aggregation 4.0, section 6).
/// Rows belong to nodes by the value at the end of a path, through collections to several. Rejects hierarchies that are
/// not declared (209), paths that lead to no node (203, 205), and start transformations that change the rows (207).
/// </summary>
internal sealed class HierarchyPlanner(PlanScope plan, ODataLimits limits, ApplyPlanner apply)
{
    /// <summary>The rows whose nodes lie above or below the nodes of the start rows; in the order that they came in.</summary>
    public (EntityScope Scope, IReadOnlyList<OrderItem> Order) Kin((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, KinSyntax kin)
    {
        CheckSubset(kin.Start);
        var hierarchy = Find(kin.Hierarchy);
        var path = new NodePath(plan, rows.Scope.Type, kin.Hierarchy.Path, hierarchy.NodeProperty);
        var (start, result) = apply.Share(rows);
        var starts = apply.Apply(start, kin.Start).Scope;
        var startNodes = starts.Select.BuildRows([new OutputColumn(path.Join(starts))]);
        Scalar? distance = kin.MaxDistance is { } literal ? plan.Parameter(SlotOrigin.Literal, literal.Ordinal, PrimitiveKind.Int64) : null;
        var reach = hierarchy.Follow(kin.IsAncestors, node => new InQueryScalar(hierarchy.NodeOf(node), startNodes), kin.KeepStart, distance, byStart: false);
        result.Scope.Select.And(path.Any(result.Scope, node => new InQueryScalar(node, reach.Nodes(plan))));
        return result;
    }

    /// <summary>The rows in the order of the trees, each once for every place that one of its nodes has there.</summary>
    public (EntityScope Scope, IReadOnlyList<OrderItem> Order) Traverse((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, TraverseSyntax traverse)
    {
        CheckSubset(traverse.Start);
        var hierarchy = Find(traverse.Hierarchy);
        var path = new NodePath(plan, rows.Scope.Type, traverse.Hierarchy.Path, hierarchy.NodeProperty);
        (EntityScope, IReadOnlyList<OrderItem>)? starts = traverse.Start.Count == 0 ? null : apply.Apply((hierarchy.Nodes().Root, []), traverse.Start);
        var tree = hierarchy.Traverse(
            scope => QueryPlanner.Order(new ExpressionBinder(plan, scope), traverse.OrderBy, scope, byKey: false), starts, traverse.IsPostorder, limits.MaxHierarchyDepth);
        var places = tree.Rows(plan).Root;
        var result = Related(rows, path, places);
        var order = result.Order.Count > 0 ? result.Order : QueryPlanner.Order(new ExpressionBinder(plan, result.Scope), [], result.Scope);
        return new NodeInjection(plan, hierarchy, path, apply).Inject(
            (result.Scope, [new OrderItem(places.Column(HierarchyClosure.Place), traverse.IsPostorder), .. order]),
            places, isRepeated: path.IsMany || starts is not null || hierarchy.HasManyParents);
    }

    /// <summary>The rows joined to the places of their nodes, with each node once.</summary>
    private (EntityScope Scope, IReadOnlyList<OrderItem> Order) Related((EntityScope Scope, IReadOnlyList<OrderItem> Order) rows, NodePath path, EntityScope places)
    {
        var node = places.Column(HierarchyClosure.Node);
        if (!path.IsMany)
        {
            rows.Scope.Select.JoinRows(places.Select.From, new CompareScalar(CompareOperator.Equal, path.Join(rows.Scope), node));
            return rows;
        }
        var (pairs, result) = apply.Share(rows);
        var nodes = path.Join(pairs.Scope);
        var keys = result.Scope.Type.Key;
        var related = new DerivedSource(plan.NextSource(), pairs.Scope.Select.BuildRows(
            [.. keys.Select((k, i) => new OutputColumn(pairs.Scope.Column(k), "key" + i)), new OutputColumn(nodes, HierarchyClosure.Node)],
            [.. keys.Select(k => (Scalar)pairs.Scope.Column(k)), nodes]));
        result.Scope.Select.JoinRows(related, keys
            .Select((k, i) => (Scalar)new CompareScalar(CompareOperator.Equal, result.Scope.Column(k), new ColumnScalar(related.Id, k with { Column = "key" + i }, k.IsNullable)))
            .Aggregate((a, b) => new LogicalScalar(true, a, b)));
        result.Scope.Select.JoinRows(places.Select.From, new CompareScalar(CompareOperator.Equal, new ColumnScalar(related.Id, path.Property with { Column = HierarchyClosure.Node }, false), node));
        return result;
    }

    private HierarchyClosure Find(HierarchyReferenceSyntax reference) =>
        HierarchyClosure.Find(plan, reference.Nodes, reference.Position, reference.Qualifier, reference.QualifierPosition);

    /// <summary>Only what leaves the rows as they are can say where to start.</summary>
    private static void CheckSubset(IReadOnlyList<TransformationSyntax> steps)
    {
        if (steps.Any(s => s is not (IdentitySyntax or FilterSyntax or SearchStepSyntax or OrderStepSyntax or LimitSyntax or ExtremeSyntax or KinSyntax or TraverseSyntax)))
        {
            throw ODataErrors.NotAllowedHere(
                "Start nodes are found by transformations that keep rows as they are, such as filter, search and top.",
                "Nút bắt đầu được tìm bằng các phép giữ nguyên dòng như filter, search, top.", "$apply");
        }
    }
}
