using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// The relations of one recursive hierarchy as plans: which nodes lie above or below others, and the places of all nodes
/// in its trees. Parents are followed by the columns that join them, whatever their number; a circle of parents ends.
/// </summary>
internal sealed class HierarchyClosure(PlanScope plan, EntityType nodes, RecursiveHierarchy hierarchy)
{
    // A column of a common table is called as what it holds.
    public const string Start = "start", Node = "node", Place = "place";
    private const string Distance = "distance", Rank = "rank", Depth = "depth", Link = "link", UpLink = "uplink";

    public EntityType Type => nodes;
    public StructuralProperty NodeProperty => hierarchy.Node;
    public bool HasManyParents => hierarchy.Parent.IsCollection;

    /// <summary>Rows of a type are nodes, perhaps with computed values.</summary>
    public bool IsOf(EntityType type) => ReferenceEquals(type.Origin ?? type.AggregatedFrom ?? type, nodes);

    /// <summary>Finds the hierarchy that a reference means. Rejects unknown sets (203) and qualifiers (210).</summary>
    public static HierarchyClosure Find(PlanScope plan, string set, int setPosition, string qualifier, int qualifierPosition)
    {
        if (!plan.Model.TryGetSet(set, out var found))
        {
            throw ODataErrors.UnknownProperty(set, "$root", setPosition, ODataErrors.Nearest(set, plan.Model.EntitySets.Select(s => s.Name)));
        }
        var declared = found.Type.RecursiveHierarchies;
        return declared.FirstOrDefault(h => h.Qualifier == qualifier) is { } hierarchy
            ? new HierarchyClosure(plan, found.Type, hierarchy)
            : throw ODataErrors.UnknownHierarchy(qualifier, set, qualifierPosition, ODataErrors.Nearest(qualifier, declared.Select(h => h.Qualifier)));
    }

    /// <summary>A path ends at the nodes' identifier behind navigations that lead to them.</summary>
    public bool IsBehind(NodePath path) => path.Navigations.Count > 0 && IsOf(path.Navigations[^1].Target) && path.Property.Name == hierarchy.Node.Name;

    /// <summary>Some of the nodes, with a place when they have an order.</summary>
    public Reach Common(SelectPlan some, bool withPlace) => new(
        new CommonTable(plan.NextSource(), some),
        RowType([Column(Node, hierarchy.Node), .. withPlace ? [new StructuralProperty(Place, PrimitiveKind.Int64, false, Place)] : (StructuralProperty[])[]]));

    /// <summary>A SELECT over all nodes.</summary>
    public SelectBuilder Nodes()
    {
        var select = new SelectBuilder(plan, nodes);
        select.And(hierarchy.Node.IsNullable ? new IsNullScalar(select.Root.Column(hierarchy.Node), Negated: true) : null);
        return select;
    }

    /// <summary>A node's identifier, which is never null.</summary>
    public ColumnScalar NodeOf(EntityScope node) => new(node.Source, hierarchy.Node, false);

    /// <summary>Rows about nodes under a name, and what their columns are.</summary>
    public sealed record Reach(CommonTable Table, EntityType Type)
    {
        public SelectBuilder Rows(PlanScope plan) => new(plan, Type, new CommonSource(plan.NextSource(), Table));

        /// <summary>The nodes alone, for a test whether a value is among them.</summary>
        public SelectPlan Nodes(PlanScope plan)
        {
            var rows = Rows(plan);
            return rows.BuildRows([new OutputColumn(rows.Root.Column(Node))]);
        }
    }

    /// <summary>
    /// The nodes above (<paramref name="up"/>) or below those that <paramref name="starts"/> finds, themselves among them
    /// when <paramref name="withStart"/>, no farther than the distance. With <paramref name="byStart"/> each comes with
    /// the node it was reached from, else each once.
    /// </summary>
    public Reach Follow(bool up, Func<EntityScope, Scalar?> starts, bool withStart, Scalar? maxDistance, bool byStart)
    {
        var links = hierarchy.Parent.Columns.Select(c => up ? c.Source : c.Target).ToList();
        var type = RowType([
            .. byStart ? [Column(Start, hierarchy.Node)] : (StructuralProperty[])[],
            Column(Node, hierarchy.Node),
            .. links.Select((l, i) => Column(Link + i, l)),
            .. maxDistance is null ? (StructuralProperty[])[] : [new StructuralProperty(Distance, PrimitiveKind.Int64, false, Distance)]]);
        var number = plan.NextSource();

        var first = Nodes();
        first.And(starts(first.Root));
        var start = first.BuildRows(Columns(first.Root, NodeOf(first.Root), new NumberScalar(0)));
        var anchor = withStart ? start : Next(new DerivedSource(plan.NextSource(), start));
        return new Reach(new CommonTable(number, anchor) { Step = Next(new RecursionSource(plan.NextSource(), number)) }, type);

        SelectPlan Next(PlanSource source)
        {
            var next = Nodes();
            var reached = new EntityScope(next, type, source.Id, Nullable: false);
            next.JoinSource(source, Linked(hierarchy.Parent.Columns
                .Select((c, i) => (new ColumnScalar(next.Root.Source, up ? c.Target : c.Source, false), reached.Column(Link + i)))));
            if (maxDistance is null)
            {
                return next.BuildRows(Columns(next.Root, byStart ? reached.Column(Start) : null, null));
            }
            var distance = reached.Column(Distance);
            next.And(new CompareScalar(CompareOperator.Less, distance, maxDistance));
            return next.BuildRows(Columns(next.Root, byStart ? reached.Column(Start) : null, new ArithmeticScalar(ArithmeticOperator.Add, distance, new NumberScalar(1), PrimitiveKind.Int64)));
        }

        List<OutputColumn> Columns(EntityScope node, Scalar? from, Scalar? distance) =>
        [
            .. byStart ? [new OutputColumn(from!, Start)] : (OutputColumn[])[],
            new OutputColumn(NodeOf(node), Node),
            .. links.Select((l, i) => new OutputColumn(new ColumnScalar(node.Source, l, false), Link + i)),
            .. maxDistance is null ? (OutputColumn[])[] : [new OutputColumn(distance!, Distance)],
        ];
    }

    /// <summary>The condition that a node has no parent.</summary>
    public Scalar IsRoot(EntityScope node) => Lacks(node, c => (c.Target, c.Source));

    /// <summary>The condition that no node has this one as a parent.</summary>
    public Scalar IsLeaf(EntityScope node) => Lacks(node, c => (c.Source, c.Target));

    private ExistsScalar Lacks(EntityScope node, Func<(StructuralProperty Source, StructuralProperty Target), (StructuralProperty Theirs, StructuralProperty Own)> link)
    {
        var other = Nodes();
        other.And(Tied(other.Root, node, link));
        return new ExistsScalar(other.BuildExists(), Negated: true);
    }

    /// <summary>The condition that two nodes share a parent.</summary>
    public Scalar HaveCommonParent(EntityScope one, EntityScope other)
    {
        var parent = Nodes();
        parent.And(Tied(parent.Root, one, c => (c.Target, c.Source)));
        parent.And(Tied(parent.Root, other, c => (c.Target, c.Source)));
        return new ExistsScalar(parent.BuildExists(), Negated: false);
    }

    private Scalar Tied(EntityScope one, EntityScope other, Func<(StructuralProperty Source, StructuralProperty Target), (StructuralProperty One, StructuralProperty Other)> link) =>
        Linked(hierarchy.Parent.Columns.Select(link).Select(l => (new ColumnScalar(one.Source, l.One, false), new ColumnScalar(other.Source, l.Other, false))));

    // The columns count as never null: null ties nothing to nothing.
    private static Scalar Linked(IEnumerable<(ColumnScalar A, ColumnScalar B)> pairs) =>
        pairs.Select(p => (Scalar)new CompareScalar(CompareOperator.Equal, p.A, p.B)).Aggregate((a, b) => new LogicalScalar(true, a, b));

    /// <summary>
    /// All nodes that are reached from the start nodes, each with its place in the tree, once for every way that leads
    /// there. <paramref name="order"/> puts siblings in order, then their key does; without <paramref name="starts"/> the
    /// roots begin, else those rows of the node type, which stay in their own order where that one leaves them equal.
    /// <paramref name="limit"/> ends a circle with an error.
    /// </summary>
    public Reach Traverse(Func<EntityScope, IReadOnlyList<OrderItem>> order, (EntityScope Scope, IReadOnlyList<OrderItem> Order)? starts, bool reversed, int limit)
    {
        var ends = hierarchy.Parent.Columns;
        var ranked = Nodes();
        var rankedTable = new CommonTable(plan.NextSource(), ranked.BuildRows([
            new OutputColumn(NodeOf(ranked.Root), Node),
            .. ends.Select((c, i) => new OutputColumn(new ColumnScalar(ranked.Root.Source, c.Target, false), Link + i)),
            .. ends.Select((c, i) => new OutputColumn(new ColumnScalar(ranked.Root.Source, c.Source, false), UpLink + i)),
            new OutputColumn(new RowNumberScalar([], Directed([.. order(ranked.Root), .. ByKey(ranked.Root)])), Rank)]));
        var rankedType = RowType([
            Column(Node, hierarchy.Node),
            .. ends.Select((c, i) => Column(Link + i, c.Target)),
            .. ends.Select((c, i) => Column(UpLink + i, c.Source)),
            new StructuralProperty(Rank, PrimitiveKind.Int64, false, Rank)]);
        var type = RowType([
            Column(Node, hierarchy.Node),
            .. ends.Select((c, i) => Column(Link + i, c.Target)),
            new StructuralProperty(Place, PrimitiveKind.String, false, Place),
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
                    .. ends.Select((c, i) => new OutputColumn(new ColumnScalar(given.Scope.Source, c.Target, false), Link + i)),
                    new OutputColumn(new TreePlaceScalar(null, rank), Place),
                    new OutputColumn(new NumberScalar(1), Depth)]);
            }
            var roots = new SelectBuilder(plan, rankedType, new CommonSource(plan.NextSource(), rankedTable));
            var parent = Nodes();
            parent.And(Linked(ends.Select((c, i) => (new ColumnScalar(parent.Root.Source, c.Target, false), roots.Root.Column(UpLink + i)))));
            roots.And(new ExistsScalar(parent.BuildExists(), Negated: true));
            return roots.BuildRows(Columns(roots.Root, new TreePlaceScalar(null, roots.Root.Column(Rank)), new NumberScalar(1)));
        }

        SelectPlan Step()
        {
            var child = new SelectBuilder(plan, rankedType, new CommonSource(plan.NextSource(), rankedTable));
            var above = new EntityScope(child, type, plan.NextSource(), Nullable: false);
            child.JoinSource(new RecursionSource(above.Source, number), Linked(ends.Select((_, i) => (child.Root.Column(UpLink + i), above.Column(Link + i)))));
            child.And(new DepthGuardScalar(above.Column(Depth), limit));
            return child.BuildRows(Columns(
                child.Root,
                new TreePlaceScalar(above.Column(Place), child.Root.Column(Rank)),
                new ArithmeticScalar(ArithmeticOperator.Add, above.Column(Depth), new NumberScalar(1), PrimitiveKind.Int64)));
        }

        List<OutputColumn> Columns(EntityScope node, Scalar place, Scalar depth) =>
        [
            new OutputColumn(node.Column(Node), Node),
            .. ends.Select((_, i) => new OutputColumn(node.Column(Link + i), Link + i)),
            new OutputColumn(place, Place),
            new OutputColumn(depth, Depth),
        ];

        static IReadOnlyList<OrderItem> ByKey(EntityScope node) => [.. node.Type.Key.Select(k => new OrderItem(node.Column(k), false))];

        // Postorder is the reverse of the preorder in which siblings come the other way round.
        IReadOnlyList<OrderItem> Directed(IReadOnlyList<OrderItem> items) => reversed ? [.. items.Select(i => i with { Descending = !i.Descending })] : items;
    }

    private static StructuralProperty Column(string name, StructuralProperty of) => of with { Name = name, Column = name, IsNullable = false };

    private static EntityType RowType(IReadOnlyList<StructuralProperty> columns)
    {
        var type = new EntityType(Node, Node, null) { IsTransient = true };
        type.SetProperties(columns, []);
        return type;
    }
}
