using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>Calls: <c>case</c>, <c>cast</c> and <c>isof</c>, named arguments, JSON values, aggregates (OData URL Conventions 4.01, section 5.1.1).</summary>
internal sealed partial class ExpressionParser
{
    private CaseSyntax ParseCase(int position)
    {
        context.Enter();
        Scanner.Expect('(');
        var branches = new List<(Syntax, Syntax)>();
        do
        {
            Scanner.SkipBlanks();
            var condition = Parse();
            Scanner.SkipBlanks();
            Scanner.Expect(':');
            Scanner.SkipBlanks();
            branches.Add((condition, Parse()));
            Scanner.SkipBlanks();
        }
        while (Scanner.TryTake(','));
        Scanner.Expect(')');
        context.Leave();
        return new CaseSyntax(position, branches);
    }

    /// <summary>The type's name, bare or in quotes, is no literal of the request: it shapes the plan.</summary>
    private TypeCallSyntax ParseTypeCall(int position, bool isCast)
    {
        context.Enter();
        Scanner.Expect('(');
        Scanner.SkipBlanks();
        var typePosition = Scanner.Position;
        Syntax? operand = null;
        if (!TryTakeLastType(out var type))
        {
            operand = Parse();
            Scanner.SkipBlanks();
            Scanner.Expect(',');
            Scanner.SkipBlanks();
            typePosition = Scanner.Position;
            if (!TryTakeLastType(out type))
            {
                throw Scanner.Unexpected("a type such as Edm.Int32 and ')'", "một kiểu như Edm.Int32 và ')'");
            }
        }
        context.Leave();
        return new TypeCallSyntax(position, isCast, operand, type, typePosition);
    }

    /// <summary>A type's name and the parenthesis that closes the call.</summary>
    private bool TryTakeLastType(out string type)
    {
        var start = Scanner.Position;
        if (!Scanner.TryTakeQuoted(out type))
        {
            if (!Scanner.AtName || Scanner.Current is '$' or '@')
            {
                return false;
            }
            type = Scanner.TakeName(dots: true);
            if (type == "Collection" && Scanner.Current == '(')
            {
                throw ODataErrors.NotSupported("A collection type in cast or isof");
            }
        }
        Scanner.SkipBlanks();
        if (Scanner.TryTake(')'))
        {
            return true;
        }
        Scanner.Position = start;
        return false;
    }

    private ArraySyntax ParseArray()
    {
        var position = Scanner.Position;
        context.Enter();
        Scanner.Expect('[');
        var items = new List<Syntax>();
        Scanner.SkipBlanks();
        if (!Scanner.TryTake(']'))
        {
            do
            {
                items.Add(ParseJsonValue());
            }
            while (Scanner.TryTake(','));
            Scanner.Expect(']');
        }
        context.Leave();
        return Array(position, items);
    }

    private ObjectSyntax ParseObject()
    {
        var position = Scanner.Position;
        context.Enter();
        Scanner.Expect('{');
        var members = new List<ArgumentSyntax>();
        Scanner.SkipBlanks();
        if (!Scanner.TryTake('}'))
        {
            do
            {
                Scanner.SkipBlanks();
                var at = Scanner.Position;
                var name = Scanner.Current == '"' ? Scanner.TakeJsonText() : throw Scanner.Unexpected("a name in double quotes", "tên trong dấu nháy kép");
                Scanner.SkipBlanks();
                Scanner.Expect(':');
                members.Add(new ArgumentSyntax(at, name, ParseJsonValue()));
            }
            while (Scanner.TryTake(','));
            Scanner.Expect('}');
        }
        context.Leave();
        return new ObjectSyntax(position, members);
    }

    /// <summary>A text in double quotes or any expression, with the blanks around it.</summary>
    private Syntax ParseJsonValue()
    {
        Scanner.SkipBlanks();
        var position = Scanner.Position;
        Syntax value;
        if (Scanner.Current == '"')
        {
            context.CountNode();
            value = context.Literal(position, PrimitiveKind.String, Scanner.TakeJsonText(), Scanner, inJson: true);
        }
        else
        {
            value = Parse();
        }
        Scanner.SkipBlanks();
        return value;
    }

    /// <summary>Whether the parenthesis here opens <c>name=value</c>.</summary>
    private bool AtNamedArgument()
    {
        var start = Scanner.Position;
        Scanner.Position++;
        Scanner.SkipBlanks();
        var named = Scanner.AtName && Scanner.Current is not ('$' or '@');
        if (named)
        {
            Scanner.TakeName();
            Scanner.SkipBlanks();
            named = Scanner.Current == '=';
        }
        Scanner.Position = start;
        return named;
    }

    /// <summary>Arguments of a declared function, all with names, or a key, whose single value may stand without one.</summary>
    private List<ArgumentSyntax> ParseNamedArguments()
    {
        context.Enter();
        var arguments = new List<ArgumentSyntax>();
        var named = AtNamedArgument();
        Scanner.Expect('(');
        Scanner.SkipBlanks();
        if (!Scanner.TryTake(')'))
        {
            do
            {
                Scanner.SkipBlanks();
                var position = Scanner.Position;
                var name = "";
                if (named)
                {
                    name = Scanner.TakeName();
                    Scanner.SkipBlanks();
                    Scanner.Expect('=');
                    Scanner.SkipBlanks();
                }
                arguments.Add(new ArgumentSyntax(position, name, Parse()));
                Scanner.SkipBlanks();
            }
            while (Scanner.TryTake(','));
            Scanner.Expect(')');
        }
        context.Leave();
        return arguments;
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
}
