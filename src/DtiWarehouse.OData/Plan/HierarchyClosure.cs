using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// The relations of one recursive hierarchy as plans: which nodes lie above or below others, and the places of all nodes
/// in its trees. Parents are followed by the columns that join them, through the table between where there is one,
/// whatever their number; a circle of parents ends. Where the nodes are <paramref name="some"/> of their type only, a
/// parent that is none of them is no parent.
/// </summary>
internal sealed partial class HierarchyClosure(PlanScope plan, EntityType nodes, RecursiveHierarchy hierarchy, CommonTable? some)
{
    // A column of a common table is called as what it holds.
    public const string Start = "start", Node = "node", Place = "place", Path = "path";
    private const string Distance = "distance", Rank = "rank", Depth = "depth", Link = "link", UpLink = "uplink";

    private readonly IReadOnlyList<StructuralProperty> _childColumns = hierarchy.Parent.Through is { } through
        ? [.. through.Sources.Select(s => s.Source)]
        : [.. hierarchy.Parent.Columns.Select(c => c.Source)];
    private readonly IReadOnlyList<StructuralProperty> _parentColumns = hierarchy.Parent.Through is { } between
        ? [.. between.Targets.Select(t => t.Target)]
        : [.. hierarchy.Parent.Columns.Select(c => c.Target)];

    public EntityType Type => nodes;
    public string Qualifier => hierarchy.Qualifier;
    public StructuralProperty NodeProperty => hierarchy.Node;
    public bool HasManyParents => hierarchy.Parent.IsCollection;

    /// <summary>Rows of a type are nodes, perhaps with computed values.</summary>
    public bool IsOf(EntityType type) => ReferenceEquals(type.Origin ?? type.AggregatedFrom ?? type, nodes);

    /// <summary>
    /// Finds the hierarchy that a reference means: the nodes are the entities of a path from <c>$root</c>. Rejects paths
    /// that lead to none (201, 203, 205), qualifiers (210), and nodes that depend on the row at hand (208), where
    /// <paramref name="variables"/> are the names that refer to it.
    /// </summary>
    public static HierarchyClosure Find(PlanScope plan, Syntax path, string qualifier, int qualifierPosition, IEnumerable<string> variables)
    {
        var rows = NodesOf(plan, path, variables);
        var declared = rows.Type.SelfAndBases().SelectMany(t => t.RecursiveHierarchies.Select(h => (Type: t, Hierarchy: h))).ToList();
        if (declared.FirstOrDefault(d => d.Hierarchy.Qualifier == qualifier) is not ({ } type, { } hierarchy))
        {
            throw ODataErrors.UnknownHierarchy(qualifier, rows.Type.Name, qualifierPosition, ODataErrors.Nearest(qualifier, declared.Select(d => d.Hierarchy.Qualifier)));
        }
        var some = rows.Select.IsWholeTable && ReferenceEquals(rows.Type, type) ? null
            : new CommonTable(plan.NextSource(), rows.Select.BuildRows([new OutputColumn(rows.Column(hierarchy.Node), Node)]) with { IsDistinct = true });
        return new HierarchyClosure(plan, type, hierarchy, some);
    }

    private static EntityScope NodesOf(PlanScope plan, Syntax path, IEnumerable<string> variables)
    {
        var root = path;
        while (root is not RootSyntax)
        {
            root = root switch
            {
                MemberSyntax { Target: { } target } => target,
                FilteredPathSyntax filtered => filtered.Target,
                FunctionSyntax { Target: { } target } => target,
                MemberSyntax => throw ODataErrors.NotSupported("A hierarchy whose nodes depend on the row at hand"),
                _ => throw ODataErrors.TypeMismatch(root.Position, "a path from $root to many entities is expected.", "cần một đường dẫn từ $root đến nhiều thực thể."),
            };
        }
        if (root is RootSyntax { Set: var set } && !plan.Model.TryGetSet(set, out _))
        {
            throw ODataErrors.UnknownProperty(set, "$root", root.Position, ODataErrors.Nearest(set, plan.Model.EntitySets.Select(s => s.Name)));
        }
        static EntityScope ThisRow() => throw ODataErrors.NotSupported("A hierarchy whose nodes depend on the row at hand");
        var nowhere = new SelectBuilder(plan, new EntityType("", "", null)).Root;
        return new ExpressionBinder(plan, nowhere, ThisRow) { Variables = variables.ToDictionary(v => v, _ => (Func<EntityScope>)ThisRow, StringComparer.Ordinal) }.Rows(path);
    }

    /// <summary>A path ends at the nodes' identifier behind navigations that lead to them.</summary>
    public bool IsBehind(NodePath path) => path.Navigations.Count > 0 && IsOf(path.Navigations[^1].Target) && path.Property.Name == hierarchy.Node.Name;

    /// <summary>A path is the nodes' identifier in rows that are nodes.</summary>
    public bool IsNode(NodePath path) => path.Navigations.Count == 0 && path.Cast is null && IsOf(path.Rows) && path.Property.Name == hierarchy.Node.Name;

    /// <summary>Some of the nodes, with a place when they have an order, and with the path that leads there.</summary>
    public Reach Common(SelectPlan chosen, bool withPlace, bool withPath) => new(
        new CommonTable(plan.NextSource(), chosen),
        RowType([
            Column(Node, hierarchy.Node),
            .. withPlace ? [new StructuralProperty(Place, PrimitiveKind.Int64, false, Place)] : (StructuralProperty[])[],
            .. withPath ? [new StructuralProperty(Path, PrimitiveKind.String, false, Path)] : (StructuralProperty[])[]]));

    /// <summary>A SELECT over all nodes.</summary>
    public SelectBuilder Nodes()
    {
        var select = new SelectBuilder(plan, nodes);
        select.And(hierarchy.Node.IsNullable ? new IsNullScalar(select.Root.Column(hierarchy.Node), Negated: true) : null);
        if (some is not null)
        {
            var source = new CommonSource(plan.NextSource(), some);
            var among = new SelectPlan(source, [], null, [new OutputColumn(new ColumnScalar(source.Id, Column(Node, hierarchy.Node), false))], [], null, null);
            select.And(new InQueryScalar(NodeOf(select.Root), among));
        }
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
        var links = up ? _childColumns : _parentColumns;
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
        return new Reach(new CommonTable(number, anchor) { Step = Next(new RecursionSource(plan.NextSource(), number)), WalkedBy = Node }, type);

        SelectPlan Next(PlanSource source)
        {
            var next = Nodes();
            var reached = new EntityScope(next, type, source.Id, Nullable: false);
            next.JoinSource(source, Tie(next, isParent: up, Own(next.Root, up ? _parentColumns : _childColumns), [.. links.Select((_, i) => reached.Column(Link + i))]));
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
    public Scalar IsRoot(EntityScope node) => new ExistsScalar(Relative(node, isParent: true).BuildExists(), Negated: true);

    /// <summary>The condition that no node has this one as a parent.</summary>
    public Scalar IsLeaf(EntityScope node) => new ExistsScalar(Relative(node, isParent: false).BuildExists(), Negated: true);

    /// <summary>The condition that two nodes share a parent.</summary>
    public Scalar HaveCommonParent(EntityScope one, EntityScope other)
    {
        var parent = Relative(one, isParent: true);
        parent.And(Tie(parent, isParent: true, Own(parent.Root, _parentColumns), Own(other, _childColumns)));
        return new ExistsScalar(parent.BuildExists(), Negated: false);
    }

    /// <summary>The parents of a node, or its children.</summary>
    private SelectBuilder Relative(EntityScope node, bool isParent)
    {
        var relative = Nodes();
        relative.And(Tie(relative, isParent, Own(relative.Root, isParent ? _parentColumns : _childColumns), Own(node, isParent ? _childColumns : _parentColumns)));
        return relative;
    }

    /// <summary>
    /// The condition that the node of a SELECT is a parent of another node, or a child; columns of both are given. The
    /// table between them, where there is one, is joined to the SELECT.
    /// </summary>
    private Scalar Tie(SelectBuilder select, bool isParent, IReadOnlyList<ColumnScalar> own, IReadOnlyList<ColumnScalar> others)
    {
        if (hierarchy.Parent.Through is not { } through)
        {
            return Linked(own.Zip(others));
        }
        var table = new TableSource(plan.NextSource(), through.Table, through.Schema);
        List<ColumnScalar> children = [.. through.Sources.Select(s => new ColumnScalar(table.Id, s.Column, false))];
        List<ColumnScalar> parents = [.. through.Targets.Select(t => new ColumnScalar(table.Id, t.Column, false))];
        select.JoinSource(table, Linked((isParent ? parents : children).Zip(own)));
        return Linked((isParent ? children : parents).Zip(others));
    }

    private static List<ColumnScalar> Own(EntityScope node, IReadOnlyList<StructuralProperty> columns) => [.. columns.Select(c => new ColumnScalar(node.Source, c, false))];

    // The columns count as never null: null ties nothing to nothing.
    private static Scalar Linked(IEnumerable<(ColumnScalar A, ColumnScalar B)> pairs) =>
        pairs.Select(p => (Scalar)new CompareScalar(CompareOperator.Equal, p.A, p.B)).Aggregate((a, b) => new LogicalScalar(true, a, b));

    private static StructuralProperty Column(string name, StructuralProperty of) => of with { Name = name, Column = name, IsNullable = false };

    private static EntityType RowType(IReadOnlyList<StructuralProperty> columns)
    {
        var type = new EntityType(Node, Node, null) { IsTransient = true };
        type.SetProperties(columns, []);
        return type;
    }
}
