using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses <c>$apply</c> and <c>$compute</c> with the expression grammar of the other options. Rejects what the grammar
/// does not allow (101), too many steps (301), and transformations of the extension that are not done (208).
/// </summary>
internal sealed class ApplyParser(Scanner scanner, ParseContext context)
{
    private static readonly string[] Known =
        ["identity", "filter", "search", "compute", "aggregate", "groupby", "orderby", "skip", "top", "topcount", "topsum", "toppercent", "bottomcount", "bottomsum", "bottompercent"];

    private static readonly string[] Foreseen =
        ["concat", "expand", "join", "outerjoin", "nest", "addnested", "ancestors", "descendants", "traverse"];

    private int _steps;

    /// <summary>The transformations that work, in the order of the specification; capabilities are written from this list.</summary>
    public static IReadOnlyList<string> Transformations => Known;

    public List<TransformationSyntax> Parse()
    {
        var steps = new List<TransformationSyntax>();
        do
        {
            scanner.SkipBlanks();
            steps.Add(ParseStep());
            scanner.SkipBlanks();
        }
        while (scanner.TryTake('/'));
        return steps;
    }

    private TransformationSyntax ParseStep()
    {
        if (++_steps > context.Limits.MaxApplySteps)
        {
            throw ODataErrors.Limit("steps of $apply", context.Limits.MaxApplySteps, "$apply");
        }
        var position = scanner.Position;
        var name = scanner.TakeName(dots: true);
        if (name == "identity")
        {
            return new IdentitySyntax(position);
        }
        if (!Known.Contains(name))
        {
            throw Foreseen.Contains(name) || name.Contains('.', StringComparison.Ordinal)
                ? ODataErrors.NotSupported($"The transformation '{name}'", "$apply")
                : ODataErrors.UnknownFunction(name, position, ODataErrors.Nearest(name, Known));
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
            "orderby" => new OrderStepSyntax(position, OptionsParser.ParseOrderBy(scanner, context)),
            "skip" or "top" => new LimitSyntax(position, name == "skip", ParseNumber(wholeOnly: true)),
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
        var position = scanner.Position;
        if (scanner.TryTakeWord("$count"))
        {
            var (alias, aliasPosition) = ParseAlias();
            return new AggregateItemSyntax(position, null, "$count", alias, aliasPosition);
        }
        var expression = ParseExpression();
        var beforeMethod = scanner.Position;
        if (!scanner.SkipBlanks() || !scanner.TryTakeWord("with") || !scanner.SkipBlanks())
        {
            scanner.Position = beforeMethod;
            throw expression is MemberSyntax or CountSyntax
                ? ODataErrors.NotSupported("A custom aggregate, or a count over a path,", "$apply")
                : scanner.Unexpected("'with' and a method such as sum", "'with' và phương thức như sum");
        }
        var method = scanner.TakeName(dots: true);
        var end = scanner.Position;
        if (scanner.SkipBlanks() && scanner.TryTakeWord("from"))
        {
            throw ODataErrors.NotSupported("'from' in aggregate", "$apply");
        }
        scanner.Position = end;
        var (name, namePosition) = ParseAlias();
        return new AggregateItemSyntax(position, expression, method, name, namePosition);
    }

    private GroupBySyntax ParseGroupBy(int position)
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
        scanner.SkipBlanks();
        return new GroupBySyntax(position, paths, scanner.TryTake(',') ? Parse() : []);
    }

    private SelectSyntax ParsePath()
    {
        var position = scanner.Position;
        var path = new List<string> { ParseSegment() };
        if (scanner.Current == '(')
        {
            throw ODataErrors.NotSupported($"'{path[0]}' in groupby", "$apply");
        }
        while (scanner.TryTake('/'))
        {
            path.Add(ParseSegment());
        }
        context.CountNode();
        return new SelectSyntax(position, path);
    }

    private string ParseSegment()
    {
        if (scanner.Current == '@')
        {
            throw scanner.Unexpected("a property", "một thuộc tính");
        }
        var name = scanner.TakeName(dots: true);
        return name.Contains('.', StringComparison.Ordinal) && scanner.Current != '/'
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
        var measure = ParseNumber(wholeOnly: kind is ExtremeKind.Count);
        scanner.SkipBlanks();
        scanner.Expect(',');
        scanner.SkipBlanks();
        return new ExtremeSyntax(position, isTop, kind, measure, ParseExpression());
    }

    private LiteralSyntax ParseNumber(bool wholeOnly)
    {
        var position = scanner.Position;
        if (scanner.Current == '$')
        {
            throw ODataErrors.NotSupported("A calculated measure", "$apply");
        }
        var isNumber = scanner.TryTakeLiteral(out var kind, out var value)
            && value is >= 0L or >= 0m or >= 0d
            && (kind is PrimitiveKind.Int64 || (!wholeOnly && kind is PrimitiveKind.Decimal or PrimitiveKind.Double));
        return isNumber
            ? context.Literal(position, kind, value, scanner)
            : throw ODataErrors.Syntax(position, wholeOnly ? "a whole number of 0 or more is expected." : "a number of 0 or more is expected.", wholeOnly ? "cần số nguyên không âm." : "cần số không âm.");
    }
}
