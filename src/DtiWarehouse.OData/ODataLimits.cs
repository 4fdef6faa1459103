using System.ComponentModel.DataAnnotations;

namespace DtiWarehouse.OData;

/// <summary>
/// Limits on everything a caller can make grow. A request that passes one is refused with that limit's own code, which
/// stands behind it here; see <see cref="LimitKind"/>. The ranges are what the service can be run with.
/// </summary>
public sealed record ODataLimits
{
    /// <summary>Characters of path and query (ODATA311, status 414).</summary>
    [Range(256, 1_000_000)]
    public int MaxUrlLength { get; init; } = 16_384;
    /// <summary>Nesting of an expression, steps of a path (ODATA312). Parsers recurse: the range keeps their stack safe.</summary>
    [Range(5, 400)]
    public int MaxDepth { get; init; } = 100;
    /// <summary>Operators, calls, names and literals of a request (ODATA313).</summary>
    [Range(10, 100_000)]
    public int MaxNodes { get; init; } = 2_000;
    /// <summary>Items of one <c>in</c> list (ODATA314).</summary>
    [Range(1, 30_000)]
    public int MaxInItems { get; init; } = 1_000;
    /// <summary>Items of one <c>$orderby</c> (ODATA315).</summary>
    [Range(1, 100)]
    public int MaxOrderByItems { get; init; } = 10;
    /// <summary>Nesting of <c>$expand</c> (ODATA316).</summary>
    [Range(1, 20)]
    public int MaxExpandDepth { get; init; } = 5;
    /// <summary>Navigations expanded in one request (ODATA317).</summary>
    [Range(1, 500)]
    public int MaxExpandItems { get; init; } = 30;
    /// <summary>Transformations of one <c>$apply</c>, nested ones included (ODATA318).</summary>
    [Range(1, 200)]
    public int MaxApplySteps { get; init; } = 20;
    /// <summary>Branches that one <c>concat</c> or the levels of <c>rollup</c> may make (ODATA321).</summary>
    [Range(2, 200)]
    public int MaxApplyBranches { get; init; } = 24;
    /// <summary>Columns of an <c>$apply</c> result (ODATA319).</summary>
    [Range(1, 1_500)]
    public int MaxResultColumns { get; init; } = 200;
    /// <summary>Levels of a recursive hierarchy that <c>traverse</c> goes down, and the greatest distance that can be asked for (ODATA322).</summary>
    [Range(1, 1_000)]
    public int MaxHierarchyDepth { get; init; } = 100;
    /// <summary>Rows of a page that names no size.</summary>
    [Range(1, 10_000_000)]
    public int DefaultPageSize { get; init; } = 10_000;
    /// <summary>Rows of any page, whatever <c>$top</c> or <c>maxpagesize</c> ask for: the rest follows on further pages.</summary>
    [Range(1, 10_000_000)]
    public int MaxPageSize { get; init; } = 250_000;
    /// <summary>Rows of a table download, which has no pages (ODATA320).</summary>
    [Range(1, 100_000_000)]
    public int MaxDownloadRows { get; init; } = 1_000_000;
    /// <summary>Bytes of a body: <c>/$query</c> and <c>$batch</c> (ODATA303, status 413).</summary>
    [Range(256, 100_000_000)]
    public int MaxBodySize { get; init; } = 1_048_576;
    /// <summary>Requests of one <c>$batch</c> (ODATA304, status 413).</summary>
    [Range(1, 10_000)]
    public int MaxBatchParts { get; init; } = 100;
    /// <summary>Time a request may take to answer (ODATA302, status 503).</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(120);
    /// <summary>Time a table download may take, in place of <see cref="StatementTimeout"/> (ODATA302, status 503).</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromMinutes(10);
    /// <summary>Query shapes whose translation is kept.</summary>
    [Range(1, 1_000_000)]
    public int PlanCacheSize { get; init; } = 1_000;
    /// <summary>Requests that are known again by their text, each with its answer where that is small (<see cref="MaxKeptAnswer"/>).</summary>
    [Range(3, 1_000_000)]
    public int KnownRequests { get; init; } = 500;
    /// <summary>Bytes of an answer that is kept while the data is the same; 0 = none are.</summary>
    [Range(0, 1_000_000)]
    public int MaxKeptAnswer { get; init; } = 32_768;
}

/// <summary>One limit as an error tells it: its stable code, what it bounds in both languages, the option at fault, the HTTP status.</summary>
internal sealed record LimitKind(string Code, string English, string Vietnamese, string? Option = null, int Status = 400)
{
    public static readonly LimitKind UrlLength = new("ODATA311", "characters of the URL", "số ký tự của URL", Status: 414);
    public static readonly LimitKind Depth = new("ODATA312", "nesting depth", "độ sâu lồng nhau");
    public static readonly LimitKind Nodes = new("ODATA313", "expression size", "độ lớn của biểu thức");
    public static readonly LimitKind InItems = new("ODATA314", "items of 'in'", "số phần tử của 'in'");
    public static readonly LimitKind OrderByItems = new("ODATA315", "items of $orderby", "số phần tử của $orderby", "$orderby");
    public static readonly LimitKind ExpandDepth = new("ODATA316", "depth of $expand", "độ sâu của $expand", "$expand");
    public static readonly LimitKind ExpandItems = new("ODATA317", "items of $expand", "số phần tử của $expand", "$expand");
    public static readonly LimitKind HierarchyDepth = new("ODATA322", "levels of a hierarchy", "số cấp của cây phân cấp");
    public static readonly LimitKind ApplySteps = new("ODATA318", "steps of $apply", "số bước của $apply", "$apply");
    public static readonly LimitKind ResultColumns = new("ODATA319", "columns of a result", "số cột của kết quả", "$apply");
    public static readonly LimitKind ApplyBranches = new("ODATA321", "branches of concat or rollup", "số nhánh của concat hoặc rollup", "$apply");
    public static readonly LimitKind SqlLength = new("ODATA323", "characters of the statement that the request becomes", "số ký tự của câu lệnh mà yêu cầu trở thành");
    public static readonly LimitKind Parameters = new("ODATA324", "values that the database takes in one statement", "số giá trị mà cơ sở dữ liệu nhận trong một câu lệnh");
    public static readonly LimitKind DownloadRows = new("ODATA320", "rows of a download", "số dòng tải về", "$format");
}
