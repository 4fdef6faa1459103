namespace DtiWarehouse.OData.Edm;

/// <summary>What a service declares about a model beyond what its tables say. Everything is checked when the model is built.</summary>
public sealed record ModelDeclarations
{
    public static readonly ModelDeclarations None = new();

    /// <summary>
    /// By entity set, the paths such as <c>Product/Name</c> to the texts that <c>$search</c> looks at; a set that is not
    /// named is searched in its own texts.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> SearchPaths { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// By entity set, the paths such as <c>UnitKey</c> or <c>Report/UnitKey</c> to whole numbers that tie its rows to a
    /// <see cref="RowScope"/>: a caller bound to one sees the rows where one of them leads to one of its keys. Rows of sets
    /// that are not named are everyone's.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> ScopedBy { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Sets that show another's rows with what lies behind its navigations, as one table.</summary>
    public IReadOnlyList<FlatSetDeclaration> FlatSets { get; init; } = [];

    /// <summary>By entity set, properties that together identify an entity beside its key. Unique indexes of the model need no declaration.</summary>
    public IReadOnlyDictionary<string, string[][]> AlternateKeys { get; init; } = new Dictionary<string, string[][]>();

    /// <summary>
    /// Enumerations are served as the primitive type of their column, for clients that read enumeration types poorly. By
    /// default those kept as numbers are enumeration types. Those kept as text are texts either way: the members' order
    /// and flags cannot be told from a text.
    /// </summary>
    public bool PlainEnumerations { get; init; }

    /// <summary>Sets (<c>Orders</c>) and members of their types (<c>Orders/Payload</c>, <c>Orders/Address/Geo</c>) that are not served.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>Entity sets of types that the context has no <c>DbSet</c> property for, by name.</summary>
    public IReadOnlyDictionary<string, Type> EntitySets { get; init; } = new Dictionary<string, Type>();

    /// <summary>Sets whose table holds one row, each served as a singleton of the same name.</summary>
    public IReadOnlyCollection<string> Singletons { get; init; } = [];

    /// <summary>By set, the properties that tell the rows of a type apart which EF Core maps without a key, such as a view.</summary>
    public IReadOnlyDictionary<string, string[]> Keys { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// By entity set and name, custom aggregates: each a <c>$apply</c> text over the set's rows whose one result row ends
    /// with the value, such as <c>aggregate(Amount with sum as Value)</c>. A request names it as <c>aggregate(Name as …)</c>
    /// (Data Aggregation 4.0, section 5.2.1). Its type is that of the value.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> CustomAggregates { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Trees of entities: what <c>ancestors</c>, <c>descendants</c>, <c>traverse</c> and <c>rolluprecursive</c> go along.</summary>
    public IReadOnlyList<RecursiveHierarchyDeclaration> RecursiveHierarchies { get; init; } = [];

    /// <summary>Levels of properties that <c>rollup</c> can be told by name.</summary>
    public IReadOnlyList<LeveledHierarchyDeclaration> LeveledHierarchies { get; init; } = [];

    /// <summary>By entity set and name, transformations that requests name as <c>Namespace.Name()</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, TransformationDeclaration>> Transformations { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, TransformationDeclaration>>();

    /// <summary>By entity set, what may be added up and what may not.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Measures>> Measures { get; init; } = new Dictionary<string, IReadOnlyList<Measures>>();

    /// <summary>
    /// By entity set, dates whose day another property of the row holds as a whole number, yyyymmdd, such as <c>OrderDate</c> and
    /// <c>OrderDateKey</c>: indexes and partitions by the number serve conditions on the date too.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> DayNumbers { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Stored summaries of sets, which answer aggregations where they hold all that is needed.</summary>
    public IReadOnlyList<SummaryDeclaration> Summaries { get; init; } = [];

    /// <summary>By qualified name, aggregation methods beside the standard ones, such as <c>Text.concat</c>.</summary>
    public IReadOnlyDictionary<string, AggregationMethod> AggregationMethods { get; init; } = new Dictionary<string, AggregationMethod>();
}

/// <summary>Over which rows the sum of a measure means something (Kimball: additive, semi-additive and non-additive facts).</summary>
public enum Additivity
{
    /// <summary>Over any rows.</summary>
    Additive,
    /// <summary>Over the rows of one point in time.</summary>
    SemiAdditive,
    /// <summary>Over none: a share, a score, values of different units.</summary>
    NonAdditive,
}

/// <summary>
/// Measures of one additivity. <c>$metadata</c> tells it as <c>dtiw.additivity</c>; a sum that means nothing is answered with a
/// warning, and no summary may hold one.
/// </summary>
/// <param name="Properties">The measures.</param>
public sealed record Measures(Additivity Additivity, params string[] Properties)
{
    /// <summary>
    /// Paths that tell the point in time of a semi-additive measure, each by itself or several together with <c>+</c>, such as
    /// <c>Month/Year+Month/Number</c>: a sum over rows that no grouping and no <c>eq</c> filter ties to one is warned of.
    /// </summary>
    public IReadOnlyList<string> FixedBy { get; init; } = [];
}

/// <summary>What a custom aggregation method does.</summary>
public enum AggregationMethod
{
    /// <summary>The distinct texts in their order, with commas between.</summary>
    ConcatenateDistinct,
}
