using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// An expression as written, names unresolved (OData URL Conventions 4.01, section 5.1.1). <see cref="Position"/> is the
/// 0-based place in the decoded option it stands in.
/// </summary>
internal abstract record Syntax(int Position);

/// <summary>
/// A literal. Values that do not shape a plan (all but null, true, false and NaN) carry their place in
/// <see cref="ODataRequest.Literals"/>; the others have <see cref="Ordinal"/> -1.
/// </summary>
internal sealed record LiteralSyntax(int Position, PrimitiveKind? Kind, object? Value, int Ordinal) : Syntax(Position)
{
    public bool IsNull => Kind is null;
    /// <summary>A text in double quotes inside a JSON array or object: there it stands for a value of any type that JSON writes as text.</summary>
    public bool InJson { get; init; }
    /// <summary>A literal of the model's declarations: its value belongs to the plan.</summary>
    public bool IsDeclared { get; init; }
}

/// <summary>The value of <c>Namespace.Type'Member'</c>.</summary>
internal sealed record EnumerationLiteral(string TypeName, string Member);

/// <summary>A property, navigation property, range variable, <c>$it</c>, <c>$this</c> or <c>$root</c>; after a path when <see cref="Target"/> is given.</summary>
internal sealed record MemberSyntax(int Position, Syntax? Target, string Name) : Syntax(Position);

/// <summary><c>path/$count</c>, with the filter and search of <c>$count(…)</c>.</summary>
internal sealed record CountSyntax(int Position, Syntax Target, Syntax? Filter, Syntax? Search) : Syntax(Position);

/// <summary><c>path/$filter(condition)</c>: the members for which the condition is true.</summary>
internal sealed record FilteredPathSyntax(int Position, Syntax Target, Syntax Condition) : Syntax(Position);

/// <summary><c>$root/Set</c>, with a key where one is given: rows of the same service from its root.</summary>
internal sealed record RootSyntax(int Position, string Set, IReadOnlyList<ArgumentSyntax>? Key) : Syntax(Position);

/// <summary><c>path/any(x:…)</c> or <c>path/all(x:…)</c>; <c>any()</c> has neither variable nor body.</summary>
internal sealed record LambdaSyntax(int Position, Syntax Target, bool IsAll, string? Variable, Syntax? Body) : Syntax(Position);

/// <summary><c>path/aggregate(…)</c>; the path <c>$these</c> is the collection at hand.</summary>
internal sealed record AggregateCallSyntax(int Position, Syntax Target, AggregateItemSyntax Item) : Syntax(Position);

/// <summary>A canonical function, or a navigation with its key: arguments by position.</summary>
internal sealed record CallSyntax(int Position, string Name, IReadOnlyList<Syntax> Arguments) : Syntax(Position);

/// <summary>
/// A declared function, <c>Namespace.name(Parameter=value,…)</c>, bound to what stands before it when
/// <see cref="Target"/> is given; or a navigation in a path with its key.
/// </summary>
internal sealed record FunctionSyntax(int Position, Syntax? Target, string Name, IReadOnlyList<ArgumentSyntax> Arguments) : Syntax(Position);

/// <summary>A named value of a call, a key or a JSON object; the name of a value by position is "".</summary>
internal sealed record ArgumentSyntax(int Position, string Name, Syntax Value);

/// <summary><c>case(condition:value,…)</c>.</summary>
internal sealed record CaseSyntax(int Position, IReadOnlyList<(Syntax Condition, Syntax Value)> Branches) : Syntax(Position);

/// <summary><c>cast(operand,Type)</c> or <c>isof(operand,Type)</c>; without an operand the current instance is meant.</summary>
internal sealed record TypeCallSyntax(int Position, bool IsCast, Syntax? Operand, string Type, int TypePosition) : Syntax(Position);

/// <summary>A JSON array, or the list in parentheses after <c>in</c>.</summary>
internal sealed record ArraySyntax(int Position, IReadOnlyList<Syntax> Items) : Syntax(Position);

/// <summary>A JSON object.</summary>
internal sealed record ObjectSyntax(int Position, IReadOnlyList<ArgumentSyntax> Members) : Syntax(Position);

internal sealed record UnarySyntax(int Position, UnaryOperator Operator, Syntax Operand) : Syntax(Position);

internal sealed record BinarySyntax(int Position, BinaryOperator Operator, Syntax Left, Syntax Right) : Syntax(Position);

/// <summary><c>item in collection</c>: a list, a JSON array or a path to many values.</summary>
internal sealed record InSyntax(int Position, Syntax Item, Syntax Collection) : Syntax(Position);

internal enum UnaryOperator { Not, Negate }

internal enum BinaryOperator { Or, And, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Has, Add, Subtract, Multiply, Divide, DivideBy, Modulo }

/// <summary>One item of <c>$orderby</c>.</summary>
internal sealed record OrderBySyntax(Syntax Expression, bool Descending);

/// <summary>One item of <c>$compute</c> or <c>compute(…)</c>: an expression and the name it gets.</summary>
internal sealed record ComputeSyntax(Syntax Expression, string Alias, int AliasPosition);

/// <summary>One step of <c>$apply</c> (OData Extension for Data Aggregation 4.0).</summary>
internal abstract record TransformationSyntax(int Position);

/// <summary><c>identity</c>.</summary>
internal sealed record IdentitySyntax(int Position) : TransformationSyntax(Position);

/// <summary><c>filter(condition)</c>.</summary>
internal sealed record FilterSyntax(int Position, Syntax Condition) : TransformationSyntax(Position);

/// <summary><c>search(terms)</c>.</summary>
internal sealed record SearchStepSyntax(int Position, Syntax Terms) : TransformationSyntax(Position);

/// <summary><c>compute(expression as Name, …)</c>.</summary>
internal sealed record ComputeStepSyntax(int Position, IReadOnlyList<ComputeSyntax> Items) : TransformationSyntax(Position);

/// <summary><c>aggregate(…)</c>.</summary>
internal sealed record AggregateSyntax(int Position, IReadOnlyList<AggregateItemSyntax> Items) : TransformationSyntax(Position);

/// <summary>
/// One item of <c>aggregate</c>: <c>$count</c> (no expression), a path to a count, an expression with a method, or the path
/// to a custom aggregate (no method). Each <c>from</c> groups first and applies its method to the groups' values.
/// </summary>
internal sealed record AggregateItemSyntax(int Position, Syntax? Expression, string? Method, string Alias, int AliasPosition)
{
    public IReadOnlyList<FromSyntax> From { get; init; } = [];
}

/// <summary><c>from paths with method</c>.</summary>
internal sealed record FromSyntax(int Position, IReadOnlyList<SelectSyntax> Paths, string? Method);

/// <summary><c>groupby((paths),inner)</c>; without inner steps the groups themselves.</summary>
internal sealed record GroupBySyntax(int Position, IReadOnlyList<GroupingSyntax> Groupings, IReadOnlyList<TransformationSyntax> Inner) : TransformationSyntax(Position);

/// <summary>What <c>groupby</c> groups by.</summary>
internal abstract record GroupingSyntax(int Position);

/// <summary>A path to a property or a single navigation.</summary>
internal sealed record GroupingPathSyntax(SelectSyntax Path) : GroupingSyntax(Path.Position);

/// <summary><c>rollup(path,path,…)</c>, or <c>rollup(Qualifier)</c> when there is one path of one segment.</summary>
internal sealed record RollupSyntax(int Position, IReadOnlyList<SelectSyntax> Levels) : GroupingSyntax(Position);

/// <summary><c>Namespace.Name()</c>: a transformation that the model declares.</summary>
internal sealed record FunctionStepSyntax(int Position, string Name) : TransformationSyntax(Position);

/// <summary><c>concat(sequence,sequence,…)</c>.</summary>
internal sealed record ConcatSyntax(int Position, IReadOnlyList<IReadOnlyList<TransformationSyntax>> Sequences) : TransformationSyntax(Position);

/// <summary><c>nest(sequence as Name,…)</c>.</summary>
internal sealed record NestSyntax(int Position, IReadOnlyList<NestedSyntax> Items) : TransformationSyntax(Position);

/// <summary><c>addnested(Navigation,sequence as Name,…)</c>.</summary>
internal sealed record AddNestedSyntax(int Position, SelectSyntax Path, IReadOnlyList<NestedSyntax> Items) : TransformationSyntax(Position);

/// <summary>A transformation sequence and the name its result gets.</summary>
internal sealed record NestedSyntax(IReadOnlyList<TransformationSyntax> Steps, string Alias, int AliasPosition);

/// <summary><c>join(Navigation as Name,sequence)</c> or <c>outerjoin(…)</c>.</summary>
internal sealed record JoinSyntax(int Position, bool IsOuter, SelectSyntax Path, string Alias, int AliasPosition, IReadOnlyList<TransformationSyntax> Steps) : TransformationSyntax(Position);

/// <summary><c>orderby(…)</c>.</summary>
internal sealed record OrderStepSyntax(int Position, IReadOnlyList<OrderBySyntax> Items) : TransformationSyntax(Position);

/// <summary><c>skip(n)</c> or <c>top(n)</c>.</summary>
internal sealed record LimitSyntax(int Position, bool IsSkip, LiteralSyntax Count) : TransformationSyntax(Position);

/// <summary><c>topcount(n,value)</c>, <c>topsum</c>, <c>toppercent</c> and their bottom twins.</summary>
internal sealed record ExtremeSyntax(int Position, bool IsTop, ExtremeKind Kind, Syntax Measure, Syntax Value) : TransformationSyntax(Position);

internal enum ExtremeKind { Count, Sum, Percent }

/// <summary>One item of <c>$select</c>: <c>*</c>, a property, a navigation property or a qualified operation, with a path to it.</summary>
internal sealed record SelectSyntax(int Position, IReadOnlyList<string> Path)
{
    public bool IsWildcard => Path is ["*"];
    /// <summary>Options in parentheses behind the path.</summary>
    public QueryOptionsSyntax Options { get; init; } = QueryOptionsSyntax.Empty;
}

/// <summary>One item of <c>$expand</c>: <c>*</c> or a navigation property, <c>/$ref</c> or <c>/$count</c>, nested options.</summary>
internal sealed record ExpandSyntax(int Position, string Navigation, ExpandForm Form, QueryOptionsSyntax Options)
{
    /// <summary>Type casts and complex properties before the navigation property.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];
    /// <summary>The type behind the navigation property that entities must be of to be expanded; null = any.</summary>
    public string? Cast { get; init; }
}

internal enum ExpandForm { Entities, References, Count }

/// <summary>System query options of a request or of one expanded navigation, in any order; null = not given. Nothing sets them once they are parsed.</summary>
internal sealed record QueryOptionsSyntax
{
    public static readonly QueryOptionsSyntax Empty = new();

    /// <summary>Some expression, in these options or deeper, names the instance of the resource path.</summary>
    public bool MentionsIt { get; set; }

    public Syntax? Filter { get; set; }
    /// <summary><c>$search</c>: text literals under AND, OR and NOT.</summary>
    public Syntax? Search { get; set; }
    public IReadOnlyList<OrderBySyntax> OrderBy { get; set; } = [];
    public IReadOnlyList<SelectSyntax> Select { get; set; } = [];
    public IReadOnlyList<ExpandSyntax> Expand { get; set; } = [];
    public LiteralSyntax? Top { get; set; }
    public LiteralSyntax? Skip { get; set; }
    public bool Count { get; set; }
    public string? SkipToken { get; set; }
    public string? Format { get; set; }
    public IReadOnlyList<TransformationSyntax> Apply { get; set; } = [];
    public IReadOnlyList<ComputeSyntax> Compute { get; set; } = [];
    /// <summary><c>$levels</c>; -1 = max.</summary>
    public int? Levels { get; set; }
    /// <summary><c>$schemaversion</c>; null = not given.</summary>
    public string? SchemaVersion { get; set; }
}

/// <summary>One segment of the resource path after the service root.</summary>
internal abstract record PathSegment(string Text);

/// <summary>A name, with the key in parentheses when there is one. A single unnamed value has the name "".</summary>
internal sealed record NameSegment(string Text, string Name, IReadOnlyList<(string Name, LiteralSyntax Value)>? Key) : PathSegment(Text);

/// <summary><c>$filter(condition)</c>, with the key of one of the entities that it keeps.</summary>
internal sealed record FilterSegment(string Text, Syntax Condition, IReadOnlyList<(string Name, LiteralSyntax Value)>? Key) : PathSegment(Text);

/// <summary><c>$count</c>, <c>$value</c>, <c>$ref</c>, <c>$metadata</c> and the like.</summary>
internal sealed record SystemSegment(string Text) : PathSegment(Text);
