using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// The rows between two steps of <c>$apply</c>. Several collections may be transformed at once, each on its own: the
/// groups of a <c>groupby</c>, or the collections that an <c>$expand</c> nests.
/// </summary>
internal sealed record ApplyRows(EntityScope Scope)
{
    /// <summary>The order they came in; empty = none was asked for.</summary>
    public IReadOnlyList<OrderItem> Order { get; init; } = [];

    /// <summary>Hidden columns that tell which collection a row is in; empty = there is only one.</summary>
    public IReadOnlyList<StructuralProperty> Partition { get; init; } = [];

    /// <summary>All collections, one row each, as columns like <see cref="Partition"/>'s; null = each has a row still.</summary>
    public SelectPlan? Collections { get; init; }

    /// <summary>Paths with one value in each collection: those that rows were grouped by, and that a filter compared with eq.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>Entities in scope around the rows, when these are the collection of an expression.</summary>
    public IReadOnlyDictionary<string, Func<EntityScope>>? Variables { get; init; }

    /// <summary>The way from a row to the instance of the resource path; null = the row is one.</summary>
    public Func<EntityScope, EntityScope>? It { get; init; }

    /// <summary>The hierarchies that <c>rolluprecursive</c> goes along, with the column that holds the node of the group.</summary>
    public IReadOnlyList<(HierarchyClosure Hierarchy, StructuralProperty Node)> RollupNodes { get; init; } = [];

    /// <summary>Other rows of the same collections, in no order, with the same around them.</summary>
    public ApplyRows Anew(EntityScope scope) => new(scope) { Partition = Partition, Collections = Collections, Variables = Variables, It = It };

    public IReadOnlyList<Scalar> Groups => [.. Partition.Select(Scope.Column)];
}

/// <summary>
/// A collection that a transformation puts into each row under a name. <see cref="Open"/> plans the rows of the
/// collections of those parents whose values of <see cref="ParentColumns"/> it is given a condition for.
/// </summary>
internal sealed record NestedCollection(string Name, EntityType Target, IReadOnlyList<StructuralProperty> ParentColumns, Func<ParentCondition, ApplyRows> Open)
{
    /// <summary>The name is there only in rows where this column has a value; null = in all.</summary>
    public string? Presence { get; init; }
}

/// <summary>The condition that columns hold the values of one of a chunk of parent rows.</summary>
internal delegate Scalar ParentCondition(IReadOnlyList<Scalar> columns);
