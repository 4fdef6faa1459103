using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Gives the hierarchy functions their meaning (OData Extension for Data Aggregation 4.0, section 5.5.2.1). They are true
/// or false: a value that is null or no node passes no test. Rejects hierarchies that are not declared (210), values that
/// identify no node (205), and nodes that depend on the row at hand (208).
/// </summary>
internal static class HierarchyFunctions
{
    /// <summary>The term of the annotation that says on which path a traversal came to a node.</summary>
    public const string UpPath = "Aggregation.UpPath";

    public static Scalar Bind(PlanScope plan, HierarchyFunctionSyntax call, ExpressionBinder binder)
    {
        if (call.Name == "rollupnode")
        {
            throw ODataErrors.TypeMismatch(call.Position, "Aggregation.rollupnode() is an entity; compare it with one by 'eq' or 'ne'.", "Aggregation.rollupnode() là một thực thể; hãy so sánh với thực thể khác bằng 'eq' hoặc 'ne'.");
        }
        var qualifier = (LiteralSyntax)call.Arguments["HierarchyQualifier"];
        var hierarchy = HierarchyClosure.Find(plan, call.Arguments["HierarchyNodes"], (string)qualifier.Value!, qualifier.Position, binder.Variables.Keys);
        var node = Identifier("Node");
        if (node is NullScalar)
        {
            return new BooleanScalar(false);
        }
        switch (call.Name)
        {
            case "isnode":
                return Among(node, hierarchy.Nodes());
            case "isroot":
                var roots = hierarchy.Nodes();
                roots.And(hierarchy.IsRoot(roots.Root));
                return Among(node, roots);
            case "isleaf":
                var leaves = hierarchy.Nodes();
                leaves.And(hierarchy.IsLeaf(leaves.Root));
                return Among(node, leaves);
            case "issibling":
                return Identifier("Other") is var other and not NullScalar ? IsSibling(hierarchy, node, other) : new BooleanScalar(false);
        }
        var up = call.Name == "isancestor";
        var start = Identifier(up ? "Descendant" : "Ancestor");
        var withSelf = call.Arguments.TryGetValue("IncludeSelf", out var self) && self is LiteralSyntax { Value: true };
        Scalar? distance = call.Arguments.TryGetValue("MaxDistance", out var most) ? plan.Literal((LiteralSyntax)most) : null;
        return start switch
        {
            NullScalar => new BooleanScalar(false),
            // One end is the same for all rows: the tree is followed from there.
            ParameterScalar => new InQueryScalar(node, Follow(up, start).Nodes(plan)),
            _ when node is ParameterScalar => new InQueryScalar(start, Follow(!up, node).Nodes(plan)),
            _ => IsPair(hierarchy.Follow(up, _ => null, withSelf, distance, byStart: true)),
        };

        HierarchyClosure.Reach Follow(bool upwards, Scalar from) =>
            hierarchy.Follow(upwards, n => new CompareScalar(CompareOperator.Equal, hierarchy.NodeOf(n), from), withSelf, distance, byStart: false);

        ExistsScalar IsPair(HierarchyClosure.Reach reach)
        {
            var pairs = reach.Rows(plan);
            pairs.And(Same(pairs.Root.Column(HierarchyClosure.Start), start));
            pairs.And(Same(pairs.Root.Column(HierarchyClosure.Node), node));
            return new ExistsScalar(pairs.BuildExists(), Negated: false);
        }

        InQueryScalar Among(Scalar value, SelectBuilder nodes) => new(value, nodes.BuildRows([new OutputColumn(hierarchy.NodeOf(nodes.Root))]));

        Scalar Identifier(string argument)
        {
            var syntax = call.Arguments[argument];
            var value = binder.Bind(syntax);
            var kind = hierarchy.NodeProperty.Kind;
            var fits = value.Kind is null || value.Kind == kind || (ExpressionBinder.IsNumeric(value.Kind) && ExpressionBinder.IsNumeric(kind));
            return !fits || value is ColumnScalar { Property.Storage: not StorageForm.Native }
                ? throw ODataErrors.TypeMismatch(syntax.Position, $"nodes are known by Edm.{kind}, not by Edm.{value.Kind}.", $"nút có mã kiểu Edm.{kind}, không phải Edm.{value.Kind}.")
                : value;
        }
    }

    /// <summary>
    /// <c>path eq Aggregation.rollupnode()</c>: whether the entity behind a path is the node that the group is made for;
    /// null when neither side is that function. Rejects it outside of such groups (207).
    /// </summary>
    public static Scalar? TryBindRollupNode(BinarySyntax binary, ExpressionBinder binder)
    {
        var (call, entity) = (binary.Left, binary.Right) switch
        {
            (_, HierarchyFunctionSyntax { Name: "rollupnode" } right) => (right, binary.Left),
            (HierarchyFunctionSyntax { Name: "rollupnode" } left, _) => (left, binary.Right),
            _ => (null, binary.Left),
        };
        if (call is null)
        {
            return null;
        }
        var position = call.Arguments.TryGetValue("Position", out var place) ? (long)((LiteralSyntax)place).Value! : 1;
        if (binder.These is not { } rows || position > rows.RollupNodes.Count)
        {
            throw ODataErrors.NotAllowedHere(
                "Aggregation.rollupnode() is known only inside groupby with as many rolluprecursive.",
                "Aggregation.rollupnode() chỉ có nghĩa trong groupby với đủ số rolluprecursive.");
        }
        var (hierarchy, node) = rows.RollupNodes[(int)position - 1];
        var own = binder.Bind(new MemberSyntax(entity.Position, entity, hierarchy.NodeProperty.Name));
        return new CompareScalar(binary.Operator is BinaryOperator.Equal ? CompareOperator.Equal : CompareOperator.NotEqual, own, rows.Scope.Column(node));
    }

    /// <summary>Both are nodes, not the same one, and have a parent in common or none at all.</summary>
    private static ExistsScalar IsSibling(HierarchyClosure hierarchy, Scalar node, Scalar other)
    {
        var one = hierarchy.Nodes();
        one.And(Same(hierarchy.NodeOf(one.Root), node));
        var two = hierarchy.Nodes();
        two.And(Same(hierarchy.NodeOf(two.Root), other));
        two.And(new CompareScalar(CompareOperator.NotEqual, hierarchy.NodeOf(two.Root), hierarchy.NodeOf(one.Root)));
        two.And(new LogicalScalar(false, hierarchy.HaveCommonParent(one.Root, two.Root), new LogicalScalar(true, hierarchy.IsRoot(one.Root), hierarchy.IsRoot(two.Root))));
        one.And(new ExistsScalar(two.BuildExists(), Negated: false));
        return new ExistsScalar(one.BuildExists(), Negated: false);
    }

    private static CompareScalar Same(Scalar node, Scalar value) => new(CompareOperator.Equal, node, value);
}
