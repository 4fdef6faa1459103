using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses <c>$apply</c> and <c>$compute</c> with the expression grammar of the other options. Rejects what the grammar
/// does not allow (101), too many steps (301), and transformations of the extension that are not done (208).
/// </summary>
internal sealed class ApplyParser(Scanner scanner, ParseContext context)
{
    private static readonly string[] Known =
        ["aggregate", "groupby", "concat", "identity", "compute", "addnested", "join", "outerjoin", "nest", "filter", "search", "orderby", "skip", "top", "topcount", "topsum", "toppercent", "bottomcount", "bottomsum", "bottompercent", "ancestors", "descendants", "traverse"];

    private int _steps;

    /// <summary>The transformations that work, in the order of the specification; capabilities are written from this list.</summary>
    public static IReadOnlyList<string> Transformations => Known;

    public static bool IsTransformation(string name) => Known.Contains(name);

    public List<TransformationSyntax> Parse()
    {
        var steps = new List<TransformationSyntax>();
        int end;
        do
        {
            scanner.SkipBlanks();
            steps.Add(ParseStep());
            end = scanner.Position;
            scanner.SkipBlanks();
        }
        while (scanner.TryTake('/'));
        // A blank here belongs to the 'as' that may follow.
        scanner.Position = end;
        return steps;
    }

    private TransformationSyntax ParseStep()
    {
        if (++_steps > context.Limits.MaxApplySteps)
        {
            throw ODataErrors.Limit(LimitKind.ApplySteps, context.Limits.MaxApplySteps);
        }
        var position = scanner.Position;
        var name = scanner.TakeName(dots: true);
        if (name == "identity")
        {
            return new IdentitySyntax(position);
        }
        if (name.Contains('.', StringComparison.Ordinal))
        {
            scanner.Expect('(');
            scanner.SkipBlanks();
            return scanner.TryTake(')')
                ? new FunctionStepSyntax(position, name)
                : throw ODataErrors.NotSupported($"The transformation '{name}' with parameters", "$apply");
        }
        if (!Known.Contains(name))
        {
            throw ODataErrors.UnknownFunction(name, position, ODataErrors.Nearest(name, Known));
        }
        scanner.Expect('(');
        context.Enter();
        scanner.SkipBlanks();
        TransformationSyntax step = name switch
        {
            "filter" => new FilterSyntax(position, ParseExpression()),
            "search" => new SearchStepSyntax(position, new SearchParser(scanner, context).Parse()),
            "compute" => new ComputeStepSyntax(position, ParseComputed()),
            "aggregate" => new AggregateSyntax(position, ParseAggregates()),
            "groupby" => ParseGroupBy(position),
            "concat" => ParseConcat(position),
            "nest" => new NestSyntax(position, ParseNested()),
            "addnested" => ParseAddNested(position),
            "join" or "outerjoin" => ParseJoin(position, name == "outerjoin"),
            "orderby" => new OrderStepSyntax(position, OptionsParser.ParseOrderBy(scanner, context)),
            "skip" or "top" => new LimitSyntax(position, name == "skip", ParseNumber()),
            "ancestors" or "descendants" or "traverse" => new HierarchyParser(scanner, context).ParseTransformation(position, name, this),
            _ => ParseExtreme(position, name),
        };
        scanner.SkipBlanks();
        scanner.Expect(')');
        context.Leave();
        return step;
    }

    private Syntax ParseExpression() => new ExpressionParser(scanner, context).Parse();

    public List<ComputeSyntax> ParseComputed()
    {
        var items = new List<ComputeSyntax>();
        do
        {
            scanner.SkipBlanks();
            var expression = ParseExpression();
            var (alias, position) = ParseAlias();
            items.Add(new ComputeSyntax(expression, alias, position));
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private (string Alias, int Position) ParseAlias()
    {
        if (!scanner.SkipBlanks() || !scanner.TryTakeWord("as") || !scanner.SkipBlanks())
        {
            throw scanner.Unexpected("'as' and a name", "'as' và một tên");
        }
        var position = scanner.Position;
        return (scanner.TakeName(), position);
    }

    private List<AggregateItemSyntax> ParseAggregates()
    {
        var items = new List<AggregateItemSyntax>();
        do
        {
            scanner.SkipBlanks();
            items.Add(ParseAggregate());
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private AggregateItemSyntax ParseAggregate()
    {
        var item = ParseAggregateExpression();
        var end = scanner.Position;
        if (item is { Method: null, From.Count: 0, Expression: MemberSyntax custom } && !(scanner.SkipBlanks() && scanner.TryTakeWord("as")))
        {
            scanner.Position = end;
            return item with { Alias = custom.Name, AliasPosition = custom.Position };
        }
        scanner.Position = end;
        var (name, position) = ParseAlias();
        return item with { Alias = name, AliasPosition = position };
    }

    /// <summary>An aggregate expression without its alias, as the function <c>aggregate</c> takes it.</summary>
    public AggregateItemSyntax ParseAggregateExpression()
    {
        var position = scanner.Position;
        if (scanner.TryTakeWord("$count"))
        {
            return new AggregateItemSyntax(position, null, null, "", position) { From = ParseFroms() };
        }
        var expression = ParseExpression();
        string? method = null;
        var end = scanner.Position;
        if (expression is not CountSyntax && scanner.SkipBlanks() && scanner.TryTakeWord("with") && scanner.SkipBlanks())
        {
            method = scanner.TakeName(dots: true);
        }
        else
        {
            scanner.Position = end;
            if (expression is not (MemberSyntax or CountSyntax))
            {
                throw scanner.Unexpected("'with' and a method such as sum", "'with' và phương thức như sum");
            }
        }
        return new AggregateItemSyntax(position, expression, method, "", position) { From = ParseFroms() };
    }

    private List<FromSyntax> ParseFroms()
    {
        var froms = new List<FromSyntax>();
        var end = scanner.Position;
        while (scanner.SkipBlanks() && scanner.TryTakeWord("from"))
        {
            var position = scanner.Position;
            var paths = new List<SelectSyntax>();
            do
            {
                // An alias must end a 'from', so a comma before it can only go on with the paths.
                scanner.SkipBlanks();
                paths.Add(ParsePath());
                end = scanner.Position;
                scanner.SkipBlanks();
            }
            while (scanner.TryTake(','));
            scanner.Position = end;
            string? method = null;
            if (scanner.SkipBlanks() && scanner.TryTakeWord("with") && scanner.SkipBlanks())
            {
                method = scanner.TakeName(dots: true);
                end = scanner.Position;
            }
            scanner.Position = end;
            froms.Add(new FromSyntax(position, paths, method));
            if (froms.Count > context.Limits.MaxApplySteps)
            {
                throw ODataErrors.Limit(LimitKind.ApplySteps, context.Limits.MaxApplySteps);
            }
        }
        scanner.Position = end;
        return froms;
    }

    private GroupBySyntax ParseGroupBy(int position)
    {
        scanner.Expect('(');
        var groupings = new List<GroupingSyntax>();
        do
        {
            scanner.SkipBlanks();
            groupings.Add(ParseGrouping());
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        scanner.Expect(')');
        scanner.SkipBlanks();
        return new GroupBySyntax(position, groupings, scanner.TryTake(',') ? Parse() : []);
    }

    private GroupingSyntax ParseGrouping()
    {
        var position = scanner.Position;
        var path = ParsePath();
        return scanner.Current != '(' ? new GroupingPathSyntax(path)
            : path.Path is ["rollup"] ? new RollupSyntax(position, ParsePaths())
            : path.Path is ["rolluprecursive"] ? new HierarchyParser(scanner, context).ParseRollup(position, this)
            : throw ODataErrors.NotSupported($"'{path.Path[^1]}' in groupby", "$apply");
    }

    /// <summary>Paths in parentheses.</summary>
    private List<SelectSyntax> ParsePaths()
    {
        scanner.Expect('(');
        var paths = new List<SelectSyntax>();
        do
        {
            scanner.SkipBlanks();
            paths.Add(ParsePath());
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        scanner.Expect(')');
        return paths;
    }

    private ConcatSyntax ParseConcat(int position)
    {
        var sequences = new List<IReadOnlyList<TransformationSyntax>>();
        do
        {
            sequences.Add(Parse());
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return sequences.Count > 1
            ? new ConcatSyntax(position, sequences)
            : throw scanner.Unexpected("',' and a second sequence", "',' và chuỗi phép biến đổi thứ hai");
    }

    private List<NestedSyntax> ParseNested()
    {
        var items = new List<NestedSyntax>();
        do
        {
            var steps = Parse();
            var (alias, position) = ParseAlias();
            items.Add(new NestedSyntax(steps, alias, position));
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private AddNestedSyntax ParseAddNested(int position)
    {
        var path = ParsePath(mayEndInCast: true);
        scanner.SkipBlanks();
        scanner.Expect(',');
        return new AddNestedSyntax(position, path, ParseNested());
    }

    private JoinSyntax ParseJoin(int position, bool isOuter)
    {
        var path = ParsePath(mayEndInCast: true);
        var (alias, aliasPosition) = ParseAlias();
        scanner.SkipBlanks();
        return new JoinSyntax(position, isOuter, path, alias, aliasPosition, scanner.TryTake(',') ? Parse() : []);
    }

    private SelectSyntax ParsePath(bool mayEndInCast = false)
    {
        var position = scanner.Position;
        var path = new List<string> { ParseSegment(mayEndInCast: false) };
        while (scanner.TryTake('/'))
        {
            path.Add(ParseSegment(mayEndInCast));
        }
        context.CountNode();
        return new SelectSyntax(position, path);
    }

    private string ParseSegment(bool mayEndInCast)
    {
        if (scanner.Current == '@')
        {
            throw scanner.Unexpected("a property", "một thuộc tính");
        }
        var name = scanner.TakeName(dots: true);
        return name.Contains('.', StringComparison.Ordinal) && scanner.Current != '/' && !mayEndInCast
            ? throw scanner.Unexpected("'/' and a property of that type", "'/' và một thuộc tính của kiểu đó")
            : name;
    }

    private ExtremeSyntax ParseExtreme(int position, string name)
    {
        var isTop = name.StartsWith("top", StringComparison.Ordinal);
        var kind = name[(isTop ? 3 : 6)..] switch
        {
            "count" => ExtremeKind.Count,
            "sum" => ExtremeKind.Sum,
            _ => ExtremeKind.Percent,
        };
        var measure = ParseExpression();
        scanner.SkipBlanks();
        scanner.Expect(',');
        scanner.SkipBlanks();
        return new ExtremeSyntax(position, isTop, kind, measure, ParseExpression());
    }

    private LiteralSyntax ParseNumber()
    {
        var position = scanner.Position;
        return scanner.TryTakeLiteral(out var kind, out var value) && value is >= 0L
            ? context.Literal(position, kind, value, scanner)
            : throw ODataErrors.Syntax(position, "a whole number of 0 or more is expected.", "cần số nguyên không âm.");
    }
}
