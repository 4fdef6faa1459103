using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>The places of nodes in their trees, and the paths that lead there.</summary>
internal sealed partial class HierarchyClosure
{
    /// <summary>
    /// All nodes that are reached from the start nodes, each with its place in the tree, once for every way that leads
    /// there. <paramref name="order"/> puts siblings in order, then their key does; without <paramref name="starts"/> the
    /// roots begin, else those rows of the node type, which stay in their own order where that one leaves them equal.
    /// <paramref name="withPath"/>: each comes with the identifiers of the nodes above it, the nearest first.
    /// <paramref name="limit"/> ends a circle with an error.
    /// </summary>
    public Reach Traverse(Func<EntityScope, IReadOnlyList<OrderItem>> order, (EntityScope Scope, IReadOnlyList<OrderItem> Order)? starts, bool reversed, bool withPath, int limit)
    {
        var ranked = Nodes();
        var rankedTable = new CommonTable(plan.NextSource(), ranked.BuildRows([
            new OutputColumn(NodeOf(ranked.Root), Node),
            .. Links(ranked.Root),
            .. _childColumns.Select((c, i) => new OutputColumn(new ColumnScalar(ranked.Root.Source, c, false), UpLink + i)),
            new OutputColumn(new RowNumberScalar([], Directed([.. order(ranked.Root), .. ByKey(ranked.Root)])), Rank)]));
        var rankedType = RowType([
            Column(Node, hierarchy.Node),
            .. _parentColumns.Select((c, i) => Column(Link + i, c)),
            .. _childColumns.Select((c, i) => Column(UpLink + i, c)),
            new StructuralProperty(Rank, PrimitiveKind.Int64, false, Rank)]);
        var type = RowType([
            Column(Node, hierarchy.Node),
            .. _parentColumns.Select((c, i) => Column(Link + i, c)),
            new StructuralProperty(Place, PrimitiveKind.String, false, Place),
            .. withPath ? [new StructuralProperty(Path, PrimitiveKind.String, false, Path)] : (StructuralProperty[])[],
            new StructuralProperty(Depth, PrimitiveKind.Int64, false, Depth)]);
        var number = plan.NextSource();
        return new Reach(new CommonTable(number, Anchor()) { Step = Step(), KeepsEqualRows = true }, type);

        SelectPlan Anchor()
        {
            if (starts is { } given)
            {
                var rank = new RowNumberScalar([], Directed([.. order(given.Scope), .. given.Order.Count > 0 ? given.Order : ByKey(given.Scope)]));
                return given.Scope.Select.BuildRows([
                    new OutputColumn(NodeOf(given.Scope), Node),
                    .. Links(given.Scope),
                    new OutputColumn(new TreePlaceScalar(null, rank), Place),
                    .. PathOf(null),
                    new OutputColumn(new NumberScalar(1), Depth)]);
            }
            var roots = new SelectBuilder(plan, rankedType, new CommonSource(plan.NextSource(), rankedTable));
            var parent = Nodes();
            parent.And(Tie(parent, isParent: true, Own(parent.Root, _parentColumns), UpLinks(roots.Root)));
            roots.And(new ExistsScalar(parent.BuildExists(), Negated: true));
            return roots.BuildRows(Columns(roots.Root, new TreePlaceScalar(null, roots.Root.Column(Rank)), null, new NumberScalar(1)));
        }

        SelectPlan Step()
        {
            var child = new SelectBuilder(plan, rankedType, new CommonSource(plan.NextSource(), rankedTable));
            var above = new EntityScope(child, type, plan.NextSource(), Nullable: false);
            child.JoinSource(new RecursionSource(above.Source, number), Tie(child, isParent: false, UpLinks(child.Root), [.. _parentColumns.Select((_, i) => above.Column(Link + i))]));
            child.And(new DepthGuardScalar(above.Column(Depth), limit));
            return child.BuildRows(Columns(
                child.Root,
                new TreePlaceScalar(above.Column(Place), child.Root.Column(Rank)),
                above,
                new ArithmeticScalar(ArithmeticOperator.Add, above.Column(Depth), new NumberScalar(1), PrimitiveKind.Int64)));
        }

        List<OutputColumn> Columns(EntityScope node, Scalar place, EntityScope? above, Scalar depth) =>
        [
            new OutputColumn(node.Column(Node), Node),
            .. _parentColumns.Select((_, i) => new OutputColumn(node.Column(Link + i), Link + i)),
            new OutputColumn(place, Place),
            .. PathOf(above),
            new OutputColumn(depth, Depth),
        ];

        List<OutputColumn> PathOf(EntityScope? above) =>
            withPath ? [new OutputColumn(above is null ? new TreePathScalar(null, null) : new TreePathScalar(above.Column(Path), above.Column(Node)), Path)] : [];

        List<OutputColumn> Links(EntityScope node) => [.. _parentColumns.Select((c, i) => new OutputColumn(new ColumnScalar(node.Source, c, false), Link + i))];

        List<ColumnScalar> UpLinks(EntityScope node) => [.. _childColumns.Select((_, i) => node.Column(UpLink + i))];

        static IReadOnlyList<OrderItem> ByKey(EntityScope node) => [.. node.Type.Key.Select(k => new OrderItem(node.Column(k), false))];

        // Postorder is the reverse of the preorder in which siblings come the other way round.
        IReadOnlyList<OrderItem> Directed(IReadOnlyList<OrderItem> items) => reversed ? [.. items.Select(i => i with { Descending = !i.Descending })] : items;
    }
}
