namespace DtiWarehouse.OData.Plan;

/// <summary>
/// One SELECT as data. A transformation over a query is a plan whose source is that query, so plans compose as derived
/// tables. Nothing here knows a database or a URL.
/// </summary>
internal sealed record SelectPlan(
    PlanSource From,
    IReadOnlyList<JoinPlan> Joins,
    Scalar? Where,
    IReadOnlyList<OutputColumn> Columns,
    IReadOnlyList<OrderItem> OrderBy,
    Scalar? Offset,
    Scalar? Limit)
{
    /// <summary>Grouping columns; empty = no groups (one row when a column aggregates).</summary>
    public IReadOnlyList<Scalar> GroupBy { get; init; } = [];
    /// <summary>Equal rows count once.</summary>
    public bool IsDistinct { get; init; }
}

/// <summary>What a SELECT reads from; <see cref="Id"/> is its alias, unique in the statement.</summary>
internal abstract record PlanSource(int Id);

internal sealed record TableSource(int Id, string Table, string? Schema) : PlanSource(Id);

internal sealed record DerivedSource(int Id, SelectPlan Query) : PlanSource(Id);

/// <summary>One row of nothing, to put values beside.</summary>
internal sealed record SingleRowSource(int Id) : PlanSource(Id);

/// <summary>The rows of all parts, whose columns stand in the same order under the same names.</summary>
internal sealed record UnionSource(int Id, IReadOnlyList<SelectPlan> Parts) : PlanSource(Id);

/// <summary>A left join, so that a row never goes missing because a reference dangles; or an inner one.</summary>
internal sealed record JoinPlan(PlanSource Source, Scalar On, bool IsInner = false);

/// <summary>An output column; named where an outer query refers to it.</summary>
internal sealed record OutputColumn(Scalar Value, string? Name = null);

/// <summary>Null is lowest: first ascending, last descending (OData Protocol 4.01, section 11.2.6.2).</summary>
internal sealed record OrderItem(Scalar Value, bool Descending);
