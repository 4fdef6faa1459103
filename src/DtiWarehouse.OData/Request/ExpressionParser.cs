using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses expressions (ABNF <c>commonExpr</c>) into syntax by precedence climbing. Takes one decoded option; rejects what
/// the grammar does not allow (101) and what passes the limits on depth, size and list length (301).
/// </summary>
internal sealed class ExpressionParser(Scanner scanner, ParseContext context)
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

    public Syntax Parse() => ParseBinary(0);

    private Syntax ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (TryPeekOperator(out var word, out var @operator, out var precedence) && precedence >= minimum)
        {
            Scanner.SkipBlanks();
            var position = Scanner.Position;
            Scanner.Position += word.Length;
            if (!Scanner.SkipBlanks() && Scanner.Current is not ('(' or '['))
            {
                throw Scanner.Unexpected("a blank", "khoảng trắng");
            }
            left = @operator is null
                ? new InSyntax(position, left, ParseList())
                : new BinarySyntax(position, @operator.Value, left, ParseBinary(precedence + 1));
            context.CountNode();
        }
        return left;
    }

    /// <summary>An operator after at least one blank. Precedence: OData URL Conventions 4.01, section 5.1.1.16.</summary>
    private bool TryPeekOperator(out string word, out BinaryOperator? @operator, out int precedence)
    {
        var start = Scanner.Position;
        (word, @operator, precedence) = ("", null, 0);
        var blank = Scanner.SkipBlanks();
        if (blank && char.IsAsciiLetter(Scanner.Current))
        {
            var end = Scanner.Position;
            while (end < Scanner.Text.Length && char.IsAsciiLetter(Scanner.Text[end]))
            {
                end++;
            }
            word = Scanner.Text[Scanner.Position..end];
            (precedence, @operator) = word.ToLowerInvariant() switch
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
        if (Scanner.Current is '[' or '{')
        {
            throw ODataErrors.NotSupported("JSON in an expression");
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
            return alias.Contains('.', StringComparison.Ordinal) || Scanner.Current == '/'
                ? throw ODataErrors.NotSupported($"The annotation '{alias}' in an expression")
                : context.Alias(alias, position);
        }
        var name = Scanner.TakeName(dots: true);
        if (Scanner.Current == '(')
        {
            if (name == "case")
            {
                // Its arguments are pairs, not expressions.
                throw ODataErrors.NotSupported("The function 'case'");
            }
            if (name.Contains('.', StringComparison.Ordinal) && !name.StartsWith("geo.", StringComparison.Ordinal))
            {
                throw ODataErrors.NotSupported($"The function '{name}'");
            }
            return ParseTail(new CallSyntax(position, name, ParseArguments()));
        }
        return ParseTail(new MemberSyntax(position, null, name));
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
                "$count" when Scanner.Current != '(' => new CountSyntax(position, target, null),
                _ when Scanner.Current == '(' && name.ToLowerInvariant() is "any" or "all" => ParseLambda(target, position, name),
                "aggregate" when Scanner.Current == '(' => ParseAggregate(target, position),
                _ when Scanner.Current == '(' => throw ODataErrors.NotSupported($"A key or a function in a path ('{name}(…)')"),
                _ when name[0] == '$' => throw ODataErrors.NotSupported($"'{name}' in an expression"),
                _ => new MemberSyntax(position, target, name),
            };
        }
        return target;
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

    private AggregateCallSyntax ParseAggregate(Syntax target, int position)
    {
        context.Enter();
        Scanner.Expect('(');
        Scanner.SkipBlanks();
        var item = new ApplyParser(Scanner, context).ParseAggregateExpression();
        Scanner.SkipBlanks();
        Scanner.Expect(')');
        context.Leave();
        return new AggregateCallSyntax(position, target, item with { Alias = "value" });
    }

    private List<Syntax> ParseArguments()
    {
        context.Enter();
        Scanner.Expect('(');
        var arguments = ParseItems();
        context.Leave();
        return arguments;
    }

    private List<Syntax> ParseList()
    {
        if (Scanner.Current is '[' or '@')
        {
            throw ODataErrors.NotSupported("A collection other than a list in parentheses after 'in'");
        }
        if (Scanner.Current != '(')
        {
            throw Scanner.Unexpected("a list in parentheses such as ('a','b')", "danh sách trong ngoặc như ('a','b')");
        }
        var items = ParseArguments();
        if (items.Count > context.Limits.MaxInItems)
        {
            throw ODataErrors.Limit(LimitKind.InItems, context.Limits.MaxInItems);
        }
        return items;
    }

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
