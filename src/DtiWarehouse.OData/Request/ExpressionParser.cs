using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses expressions (ABNF <c>commonExpr</c>) into syntax by precedence climbing. Takes one decoded option; rejects what
/// the grammar does not allow (101) and what passes the limits on depth, size and list length (301).
/// </summary>
internal sealed partial class ExpressionParser(Scanner scanner, ParseContext context)
{
    public Scanner Scanner { get; } = scanner;

    /// <summary>A whole option that is one expression.</summary>
    public Syntax ParseAll()
    {
        Scanner.SkipBlanks();
        var expression = Parse();
        Scanner.SkipBlanks();
        if (!Scanner.AtEnd)
        {
            throw Scanner.Unexpected("an operator or the end", "toán tử hoặc hết biểu thức");
        }
        return expression;
    }

    /// <summary>A whole option that is one expression, or a list in parentheses.</summary>
    public Syntax ParseAllOrList()
    {
        Scanner.SkipBlanks();
        var parsed = ParseOrList();
        Scanner.SkipBlanks();
        return Scanner.AtEnd ? parsed : throw Scanner.Unexpected("an operator or the end", "toán tử hoặc hết biểu thức");
    }

    public Syntax ParseOrList() => Scanner.Current == '(' ? ParseList() : Parse();

    public Syntax Parse() => ParseBinary(0);

    private Syntax ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (TryPeekOperator(out var length, out var @operator, out var precedence) && precedence >= minimum)
        {
            Scanner.SkipBlanks();
            var position = Scanner.Position;
            Scanner.Position += length;
            if (!Scanner.SkipBlanks() && Scanner.Current is not ('(' or '['))
            {
                throw Scanner.Unexpected("a blank", "khoảng trắng");
            }
            left = @operator is null
                ? new InSyntax(position, left, ParseCollection())
                : new BinarySyntax(position, @operator.Value, left, ParseBinary(precedence + 1));
            context.CountNode();
        }
        return left;
    }

    /// <summary>An operator after at least one blank. Precedence: OData URL Conventions 4.01, section 5.1.1.16.</summary>
    private bool TryPeekOperator(out int length, out BinaryOperator? @operator, out int precedence)
    {
        const int Longest = 5;
        var start = Scanner.Position;
        (length, @operator, precedence) = (0, null, 0);
        var blank = Scanner.SkipBlanks();
        if (blank && char.IsAsciiLetter(Scanner.Current))
        {
            var end = Scanner.Position;
            while (end < Scanner.Text.Length && char.IsAsciiLetter(Scanner.Text[end]))
            {
                end++;
            }
            length = end - Scanner.Position;
            Span<char> word = stackalloc char[Longest];
            (precedence, @operator) = length > Longest ? (0, null) : word[..Scanner.Text.AsSpan(Scanner.Position, length).ToLowerInvariant(word)] switch
            {
                "or" => (1, BinaryOperator.Or),
                "and" => (2, BinaryOperator.And),
                "eq" => (3, BinaryOperator.Equal),
                "ne" => (3, BinaryOperator.NotEqual),
                "lt" => (4, BinaryOperator.Less),
                "le" => (4, BinaryOperator.LessOrEqual),
                "gt" => (4, BinaryOperator.Greater),
                "ge" => (4, BinaryOperator.GreaterOrEqual),
                "add" => (5, BinaryOperator.Add),
                "sub" => (5, BinaryOperator.Subtract),
                "mul" => (6, BinaryOperator.Multiply),
                "div" => (6, BinaryOperator.Divide),
                "divby" => (6, BinaryOperator.DivideBy),
                "mod" => (6, BinaryOperator.Modulo),
                "has" => (8, BinaryOperator.Has),
                "in" => (8, (BinaryOperator?)null),
                _ => (0, null),
            };
        }
        Scanner.Position = start;
        return precedence > 0;
    }

    private Syntax ParseUnary()
    {
        var position = Scanner.Position;
        if (Scanner.TryTakeWord("not"))
        {
            if (!Scanner.SkipBlanks() && Scanner.Current != '(')
            {
                throw Scanner.Unexpected("a blank or '('", "khoảng trắng hoặc '('");
            }
            return ParseOperand(position, UnaryOperator.Not);
        }
        if (Scanner.Current == '-' && !char.IsAsciiDigit(Scanner.Peek(1)) && Scanner.Peek(1) != 'I')
        {
            Scanner.Position++;
            Scanner.SkipBlanks();
            return ParseOperand(position, UnaryOperator.Negate);
        }
        return ParsePrimary();
    }

    private UnarySyntax ParseOperand(int position, UnaryOperator @operator)
    {
        context.CountNode();
        context.Enter();
        var operand = ParseBinary(7);
        context.Leave();
        return new UnarySyntax(position, @operator, operand);
    }

    private Syntax ParsePrimary()
    {
        context.CountNode();
        var position = Scanner.Position;
        if (Scanner.TryTake('('))
        {
            context.Enter();
            Scanner.SkipBlanks();
            var inner = Parse();
            Scanner.SkipBlanks();
            Scanner.Expect(')');
            context.Leave();
            return inner;
        }
        if (Scanner.Current == '[')
        {
            return ParseArray();
        }
        if (Scanner.Current == '{')
        {
            return ParseObject();
        }
        if (Scanner.TryTakeLiteral(out var kind, out var value))
        {
            return context.Literal(position, kind, value, Scanner);
        }
        if (!Scanner.AtName)
        {
            throw Scanner.Unexpected("a property, a literal or '('", "thuộc tính, giá trị hoặc '('");
        }
        if (Scanner.Current == '@')
        {
            var alias = Scanner.TakeName(dots: true);
            return alias.Contains('.', StringComparison.Ordinal)
                ? throw ODataErrors.NotSupported($"The annotation '{alias}' in an expression")
                : ParseTail(context.Alias(alias, position));
        }
        var name = Scanner.TakeName(dots: true);
        if (name == "$root")
        {
            return ParseTail(ParseRoot(position));
        }
        if (Scanner.Current != '(')
        {
            context.ItMentions += name == "$it" ? 1 : 0;
            return ParseTail(new MemberSyntax(position, null, name));
        }
        return ParseTail(name.ToLowerInvariant() switch
        {
            "case" => ParseCase(position),
            "cast" => ParseTypeCall(position, isCast: true),
            "isof" => ParseTypeCall(position, isCast: false),
            var known when known.StartsWith("geo.", StringComparison.Ordinal) => new CallSyntax(position, name, ParseArguments()),
            _ when HierarchyParser.IsFunction(name) => new HierarchyParser(Scanner, context).ParseFunction(position, name),
            _ when name.Contains('.', StringComparison.Ordinal) || AtNamedArgument() => new FunctionSyntax(position, null, name, ParseNamedArguments()),
            _ => new CallSyntax(position, name, ParseArguments()),
        });
    }

    /// <summary><c>/Property</c>, <c>/$count</c>, <c>/any(…)</c>, <c>/all(…)</c> after a path.</summary>
    private Syntax ParseTail(Syntax target)
    {
        var hops = 0;
        while (Scanner.Current == '/')
        {
            Scanner.Position++;
            if (++hops > context.Limits.MaxDepth)
            {
                throw ODataErrors.Limit(LimitKind.Depth, context.Limits.MaxDepth);
            }
            context.CountNode();
            var position = Scanner.Position;
            var name = Scanner.TakeName(dots: true);
            if (name[0] == '@')
            {
                throw ODataErrors.NotSupported($"The annotation '{name}' in an expression");
            }
            target = name switch
            {
                "$count" => ParseCount(target, position),
                "$filter" when Scanner.Current == '(' => ParseFiltered(target, position),
                _ when Scanner.Current == '(' && name.ToLowerInvariant() is "any" or "all" => ParseLambda(target, position, name),
                "aggregate" when Scanner.Current == '(' => ParseAggregate(target, position),
                _ when name[0] == '$' => throw ODataErrors.NotSupported($"'{name}' in an expression"),
                _ when Scanner.Current == '(' => new FunctionSyntax(position, target, name, ParseNamedArguments()),
                _ => new MemberSyntax(position, target, name),
            };
        }
        return target;
    }

    private CountSyntax ParseCount(Syntax target, int position)
    {
        Syntax? filter = null;
        Syntax? search = null;
        if (Scanner.TryTake('('))
        {
            context.Enter();
            do
            {
                Scanner.SkipBlanks();
                var at = Scanner.Position;
                var option = Scanner.TakeName();
                Scanner.SkipBlanks();
                Scanner.Expect('=');
                Scanner.SkipBlanks();
                (filter, search) = option switch
                {
                    "$filter" when filter is null => (Parse(), search),
                    "$search" when search is null => (filter, new SearchParser(Scanner, context).Parse()),
                    "$filter" or "$search" => throw ODataErrors.DuplicateOption(option),
                    _ => throw ODataErrors.Syntax(at, $"'{option}' does not fit $count; $filter and $search do.", $"'{option}' không dùng với $count; chỉ $filter và $search."),
                };
                Scanner.SkipBlanks();
            }
            while (Scanner.TryTake(';'));
            Scanner.Expect(')');
            context.Leave();
        }
        return new CountSyntax(position, target, filter, search);
    }

    private FilteredPathSyntax ParseFiltered(Syntax target, int position)
    {
        context.Enter();
        Scanner.Expect('(');
        Scanner.SkipBlanks();
        var condition = Parse();
        Scanner.SkipBlanks();
        Scanner.Expect(')');
        context.Leave();
        return new FilteredPathSyntax(position, target, condition);
    }

    /// <summary>A path that begins with <c>$root/</c>.</summary>
    public Syntax ParseRootPath()
    {
        var position = Scanner.Position;
        context.CountNode();
        return Scanner.TryTakeWord("$root") ? ParseTail(ParseRoot(position)) : throw Scanner.Unexpected("'$root/' and an entity set", "'$root/' và một tập thực thể");
    }

    private RootSyntax ParseRoot(int position)
    {
        Scanner.Expect('/');
        var set = Scanner.TakeName();
        return new RootSyntax(position, set, Scanner.Current == '(' ? ParseNamedArguments() : null);
    }

    private LambdaSyntax ParseLambda(Syntax target, int position, string name)
    {
        context.Enter();
        var isAll = string.Equals(name, "all", StringComparison.OrdinalIgnoreCase);
        Scanner.Expect('(');
        Scanner.SkipBlanks();
        if (!isAll && Scanner.TryTake(')'))
        {
            context.Leave();
            return new LambdaSyntax(position, target, false, null, null);
        }
        var variable = Scanner.TakeName();
        Scanner.SkipBlanks();
        Scanner.Expect(':');
        Scanner.SkipBlanks();
        var body = Parse();
        Scanner.SkipBlanks();
        Scanner.Expect(')');
        context.Leave();
        return new LambdaSyntax(position, target, isAll, variable, body);
    }

    /// <summary>What stands after <c>in</c>.</summary>
    private Syntax ParseCollection() => Scanner.Current switch
    {
        '(' => ParseList(),
        '@' when Scanner.Position is var position => context.Alias(Scanner.TakeName(), position, asList: true),
        _ => ParsePrimary(),
    };

    private ArraySyntax ParseList()
    {
        var position = Scanner.Position;
        return Array(position, ParseArguments());
    }

    private ArraySyntax Array(int position, List<Syntax> items) => items.Count > context.Limits.MaxInItems
        ? throw ODataErrors.Limit(LimitKind.InItems, context.Limits.MaxInItems)
        : new ArraySyntax(position, items);

    private List<Syntax> ParseItems()
    {
        var items = new List<Syntax>();
        Scanner.SkipBlanks();
        if (Scanner.TryTake(')'))
        {
            return items;
        }
        do
        {
            Scanner.SkipBlanks();
            items.Add(Parse());
            Scanner.SkipBlanks();
        }
        while (Scanner.TryTake(','));
        Scanner.Expect(')');
        return items;
    }
}
