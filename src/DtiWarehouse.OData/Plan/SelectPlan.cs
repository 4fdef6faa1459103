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

/// <summary>The rows of a query at the head of the statement.</summary>
internal sealed record CommonSource(int Id, CommonTable Table) : PlanSource(Id);

/// <summary>In the step of a recursive common table, the rows that the last step added to it.</summary>
internal sealed record RecursionSource(int Id, int Number) : PlanSource(Id);

/// <summary>
/// A query that stands once at the head of the statement, however many sources read it: rows that are needed twice, or
/// with a <see cref="Step"/> a recursion, which adds the step's rows over its own until none is new. It sees nothing of
/// the queries that read it. <see cref="Number"/> names it, unique in the statement.
/// </summary>
internal sealed record CommonTable(int Number, SelectPlan Query)
{
    public SelectPlan? Step { get; init; }
    /// <summary>A row equal to an earlier one is new too; else a circle of references comes to its end by itself.</summary>
    public bool KeepsEqualRows { get; init; }
    /// <summary>The column that names the node of a row: a way that comes to a node again leads to no new one.</summary>
    public string WalkedBy { get; init; } = "";
}

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
