namespace DtiWarehouse.OData;

/// <summary>Limits on everything a caller can make grow. Each one answers with its own sentence under code ODATA301.</summary>
public sealed record ODataLimits
{
    /// <summary>Characters of path and query.</summary>
    public int MaxUrlLength { get; init; } = 16_384;
    /// <summary>Nesting of an expression.</summary>
    public int MaxDepth { get; init; } = 100;
    /// <summary>Operators, calls, names and literals of a request.</summary>
    public int MaxNodes { get; init; } = 2_000;
    /// <summary>Items of one <c>in</c> list.</summary>
    public int MaxInItems { get; init; } = 1_000;
    /// <summary>Items of one <c>$orderby</c>.</summary>
    public int MaxOrderByItems { get; init; } = 10;
    /// <summary>Transformations of one <c>$apply</c>, nested ones included.</summary>
    public int MaxApplySteps { get; init; } = 20;
    /// <summary>Branches that one <c>concat</c> or the levels of <c>rollup</c> may make.</summary>
    public int MaxApplyBranches { get; init; } = 24;
    /// <summary>Columns of an <c>$apply</c> result.</summary>
    public int MaxResultColumns { get; init; } = 200;
    /// <summary>Nesting of <c>$expand</c>.</summary>
    public int MaxExpandDepth { get; init; } = 5;
    /// <summary>Navigations expanded in one request.</summary>
    public int MaxExpandItems { get; init; } = 30;
    /// <summary>Rows of a page that names no size.</summary>
    public int DefaultPageSize { get; init; } = 10_000;
    /// <summary>Rows of any page, whatever <c>$top</c> or <c>maxpagesize</c> ask for.</summary>
    public int MaxPageSize { get; init; } = 250_000;
    /// <summary>Time a request may take to answer.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(120);
    /// <summary>Query shapes whose translation is kept.</summary>
    public int PlanCacheSize { get; init; } = 1_000;
}
