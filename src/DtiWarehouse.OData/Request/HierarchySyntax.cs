namespace DtiWarehouse.OData.Request;

/// <summary><c>$root/Nodes,Qualifier,path</c>: the path to a hierarchy's nodes, which hierarchy of theirs, and the path from a row to the node that it belongs to.</summary>
internal sealed record HierarchyReferenceSyntax(int Position, Syntax Nodes, string Qualifier, int QualifierPosition, SelectSyntax Path);

/// <summary><c>ancestors(…)</c> or <c>descendants(…)</c> of the rows that the start transformations leave.</summary>
internal sealed record KinSyntax(
    int Position, bool IsAncestors, HierarchyReferenceSyntax Hierarchy, IReadOnlyList<TransformationSyntax> Start, LiteralSyntax? MaxDistance, bool KeepStart)
    : TransformationSyntax(Position);

/// <summary><c>traverse(…)</c>; without start transformations it begins at the roots.</summary>
internal sealed record TraverseSyntax(
    int Position, HierarchyReferenceSyntax Hierarchy, bool IsPostorder, IReadOnlyList<TransformationSyntax> Start, IReadOnlyList<OrderBySyntax> OrderBy)
    : TransformationSyntax(Position);

/// <summary><c>rolluprecursive(…)</c> among what is grouped by; without transformations every node is a group.</summary>
internal sealed record RollupRecursiveSyntax(int Position, HierarchyReferenceSyntax Hierarchy, IReadOnlyList<TransformationSyntax> Nodes) : GroupingSyntax(Position);

/// <summary><c>Aggregation.isroot(…)</c> and its like, with named arguments.</summary>
internal sealed record HierarchyFunctionSyntax(int Position, string Name, IReadOnlyDictionary<string, Syntax> Arguments) : Syntax(Position);
