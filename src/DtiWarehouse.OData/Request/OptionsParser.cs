using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses system query options, those of the request and those nested in <c>$expand</c>, into one syntax. Rejects
/// unknown and repeated options, wrong values (102-104) and what later versions of the service will do (208).
/// </summary>
internal sealed class OptionsParser(ParseContext context)
{
    private static readonly string[] Known =
        ["$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$skiptoken", "$format", "$levels", "$apply", "$compute", "$search"];

    private static readonly string[] Foreseen =
        ["$deltatoken", "$index", "$schemaversion", "$id"];

    private int _expandDepth;
    private int _expandItems;

    /// <summary>The options of a request: decoded names and values, custom options and aliases left out.</summary>
    public QueryOptionsSyntax Parse(IEnumerable<(string Name, string Value)> options)
    {
        var parsed = QueryOptionsSyntax.Empty;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in options)
        {
            CheckName(name, nested: false);
            if (!seen.Add(name))
            {
                throw ODataErrors.DuplicateOption(name);
            }
            var scanner = new Scanner(value);
            try
            {
                scanner.SkipBlanks();
                parsed = ParseOption(parsed, name, scanner);
                scanner.SkipBlanks();
                if (!scanner.AtEnd)
                {
                    throw scanner.Unexpected("the end", "hết giá trị");
                }
            }
            catch (ODataError e)
            {
                throw e.At(name);
            }
        }
        return parsed;
    }

    private static void CheckName(string name, bool nested)
    {
        if (Foreseen.Contains(name))
        {
            throw ODataErrors.NotSupported($"The query option {name}", name);
        }
        if (!Known.Contains(name) || (nested && name is "$skiptoken" or "$format"))
        {
            throw ODataErrors.UnknownOption(name, ODataErrors.Nearest(name, Known));
        }
    }

    private QueryOptionsSyntax ParseOption(QueryOptionsSyntax options, string name, Scanner scanner) => name switch
    {
        "$filter" => options with { Filter = ParseExpression(scanner) },
        "$search" => options with { Search = new SearchParser(scanner, context).Parse() },
        "$orderby" => options with { OrderBy = ParseOrderBy(scanner) },
        "$select" => options with { Select = ParseSelect(scanner) },
        "$expand" => options with { Expand = ParseExpand(scanner) },
        "$top" => options with { Top = ParseNumber(scanner, name) },
        "$skip" => options with { Skip = ParseNumber(scanner, name) },
        "$count" => options with { Count = ParseBoolean(scanner) },
        "$apply" => options with { Apply = new ApplyParser(scanner, context).Parse() },
        "$compute" => options with { Compute = new ApplyParser(scanner, context).ParseComputed() },
        "$levels" => options with { Levels = ParseLevels(scanner) },
        "$skiptoken" => options with { SkipToken = TakeRest(scanner) },
        "$format" => options with { Format = TakeRest(scanner) },
        _ => throw ODataErrors.UnknownOption(name, null),
    };

    private Syntax ParseExpression(Scanner scanner)
    {
        scanner.SkipBlanks();
        var expression = new ExpressionParser(scanner, context).Parse();
        scanner.SkipBlanks();
        if (!scanner.AtEnd && scanner.Current is not (';' or ')' or ','))
        {
            throw scanner.Unexpected("an operator or the end", "toán tử hoặc hết biểu thức");
        }
        return expression;
    }

    private List<OrderBySyntax> ParseOrderBy(Scanner scanner) => ParseOrderBy(scanner, context);

    internal static List<OrderBySyntax> ParseOrderBy(Scanner scanner, ParseContext context)
    {
        var items = new List<OrderBySyntax>();
        do
        {
            scanner.SkipBlanks();
            var expression = new ExpressionParser(scanner, context).Parse();
            var blank = scanner.SkipBlanks();
            var descending = blank && scanner.TryTakeWord("desc");
            _ = descending || (blank && scanner.TryTakeWord("asc"));
            items.Add(new OrderBySyntax(expression, descending));
            if (items.Count > context.Limits.MaxOrderByItems)
            {
                throw ODataErrors.Limit("items of $orderby", context.Limits.MaxOrderByItems, "$orderby");
            }
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private List<SelectSyntax> ParseSelect(Scanner scanner)
    {
        var items = new List<SelectSyntax>();
        do
        {
            scanner.SkipBlanks();
            var position = scanner.Position;
            if (scanner.TryTake('*'))
            {
                items.Add(new SelectSyntax(position, ["*"]));
            }
            else
            {
                var path = new List<string> { scanner.TakeName(dots: true) };
                while (scanner.Current == '/' && scanner.Peek(1) != '@')
                {
                    scanner.Position++;
                    path.Add(scanner.TakeName(dots: true));
                }
                if (scanner.Current is '.' or '(' or '/')
                {
                    throw ODataErrors.NotSupported("A cast, a function, an annotation or nested options in $select", "$select");
                }
                items.Add(new SelectSyntax(position, path));
            }
            context.CountNode();
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private List<ExpandSyntax> ParseExpand(Scanner scanner)
    {
        if (++_expandDepth > context.Limits.MaxExpandDepth)
        {
            throw ODataErrors.Limit("depth of $expand", context.Limits.MaxExpandDepth, "$expand");
        }
        var items = new List<ExpandSyntax>();
        do
        {
            scanner.SkipBlanks();
            var position = scanner.Position;
            if (++_expandItems > context.Limits.MaxExpandItems)
            {
                throw ODataErrors.Limit("items of $expand", context.Limits.MaxExpandItems, "$expand");
            }
            var name = scanner.TryTake('*') ? "*" : scanner.TakeName(dots: true);
            var form = ExpandForm.Entities;
            var prefix = new List<string>();
            while (name != "*" && scanner.Current == '/' && scanner.Peek(1) is not ('$' or '@' or '*'))
            {
                scanner.Position++;
                prefix.Add(name);
                name = scanner.TakeName(dots: true);
            }
            if (scanner.Current == '.' || (scanner.Current == '/' && scanner.Peek(1) == '*'))
            {
                throw ODataErrors.NotSupported("A cast, an annotation or a complex property in $expand", "$expand");
            }
            if (scanner.TryTake('/'))
            {
                form = scanner.TakeName() switch
                {
                    "$ref" => ExpandForm.References,
                    "$count" => ExpandForm.Count,
                    var other => throw ODataErrors.NotSupported($"'{name}/{other}' in $expand", "$expand"),
                };
            }
            scanner.SkipBlanks();
            items.Add(new ExpandSyntax(position, name, form, scanner.TryTake('(') ? ParseNested(scanner) : QueryOptionsSyntax.Empty) { Prefix = prefix });
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        _expandDepth--;
        return items;
    }

    private QueryOptionsSyntax ParseNested(Scanner scanner)
    {
        var options = QueryOptionsSyntax.Empty;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            scanner.SkipBlanks();
            var name = scanner.TakeName();
            if (name[0] == '@')
            {
                throw ODataErrors.NotSupported("An alias inside $expand", "$expand");
            }
            CheckName(name, nested: true);
            if (!seen.Add(name))
            {
                throw ODataErrors.DuplicateOption(name);
            }
            scanner.SkipBlanks();
            scanner.Expect('=');
            scanner.SkipBlanks();
            options = ParseOption(options, name, scanner);
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(';'));
        scanner.Expect(')');
        return options;
    }

    private LiteralSyntax ParseNumber(Scanner scanner, string option)
    {
        var position = scanner.Position;
        if (!scanner.TryTakeLiteral(out var kind, out var value) || kind is not PrimitiveKind.Int64 || (long)value! < 0)
        {
            throw ODataErrors.OptionValue(option, "a whole number of 0 or more is expected.", "cần số nguyên không âm.");
        }
        return context.Literal(position, kind, value, scanner);
    }

    private static bool ParseBoolean(Scanner scanner)
    {
        if (scanner.TryTakeWord("true"))
        {
            return true;
        }
        return scanner.TryTakeWord("false") ? false : throw ODataErrors.OptionValue("$count", "true or false is expected.", "cần true hoặc false.");
    }

    private static int ParseLevels(Scanner scanner)
    {
        if (scanner.TryTakeWord("max"))
        {
            return -1;
        }
        return scanner.TryTakeLiteral(out var kind, out var value) && kind is PrimitiveKind.Int64 && value is > 0L and < 100L
            ? (int)(long)value
            : throw ODataErrors.OptionValue("$levels", "a number from 1 to 99 or max is expected.", "cần số từ 1 đến 99 hoặc max.");
    }

    private static string TakeRest(Scanner scanner)
    {
        var rest = scanner.Text[scanner.Position..];
        scanner.Position = scanner.Text.Length;
        return rest;
    }
}
