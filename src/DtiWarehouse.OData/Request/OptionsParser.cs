using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses system query options, those of the request and those nested in <c>$expand</c>, into one syntax. Rejects
/// repeated options and wrong values (102, 104), unknown nested ones (103), and what the service does not do (208).
/// </summary>
internal sealed class OptionsParser(ParseContext context)
{
    private int _expandDepth;
    private int _expandItems;

    /// <summary>The options of a request: exact names and decoded values, custom options and aliases left out. All mistakes are reported.</summary>
    public QueryOptionsSyntax Parse(List<(string Name, string Value)> options)
    {
        var parsed = new QueryOptionsSyntax();
        ODataError.Gather(options, (Parser: this, Options: options, Parsed: parsed), static (state, option, place) =>
        {
            for (var before = 0; before < place; before++)
            {
                if (state.Options[before].Name == option.Name)
                {
                    throw ODataErrors.DuplicateOption(option.Name);
                }
            }
            state.Parser.Parse(state.Parsed, option.Name, new Scanner(option.Value));
        });
        return parsed;
    }

    private void Parse(QueryOptionsSyntax parsed, string name, Scanner scanner)
    {
        try
        {
            scanner.SkipBlanks();
            ParseOption(parsed, name, scanner);
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

    private void ParseOption(QueryOptionsSyntax options, string name, Scanner scanner)
    {
        switch (name)
        {
            case "$filter":
                options.Filter = ParseExpression(scanner);
                break;
            case "$search":
                options.Search = new SearchParser(scanner, context).Parse();
                break;
            case "$orderby":
                options.OrderBy = ParseOrderBy(scanner);
                break;
            case "$select":
                options.Select = ParseSelect(scanner);
                break;
            case "$expand":
                options.Expand = ParseExpand(scanner);
                break;
            case "$top":
                options.Top = ParseNumber(scanner, name);
                break;
            case "$skip":
                options.Skip = ParseNumber(scanner, name);
                break;
            case "$count":
                options.Count = ParseBoolean(scanner);
                break;
            case "$apply":
                options.Apply = new ApplyParser(scanner, context).Parse();
                break;
            case "$compute":
                options.Compute = new ApplyParser(scanner, context).ParseComputed();
                break;
            case "$levels":
                options.Levels = ParseLevels(scanner);
                break;
            case "$skiptoken":
                options.SkipToken = TakeRest(scanner);
                break;
            case "$format":
                options.Format = TakeRest(scanner);
                break;
            case "$schemaversion":
                options.SchemaVersion = TakeRest(scanner);
                break;
            default:
                throw ODataErrors.UnknownOption(name, null);
        }
    }

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
                throw ODataErrors.Limit(LimitKind.OrderByItems, context.Limits.MaxOrderByItems);
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
            items.Add(ParseSelectItem(scanner));
            context.CountNode();
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        return items;
    }

    private SelectSyntax ParseSelectItem(Scanner scanner)
    {
        var position = scanner.Position;
        if (scanner.TryTake('*'))
        {
            return new SelectSyntax(position, ["*"]);
        }
        string[] path = [TakeSegment(scanner)];
        if (scanner.Current == '/')
        {
            List<string> segments = [.. path];
            while (scanner.TryTake('/'))
            {
                segments.Add(TakeSegment(scanner));
            }
            path = [.. segments];
        }
        if (scanner.Current == '.' && scanner.Peek(1) == '*')
        {
            // All operations of a namespace.
            scanner.Position += 2;
            path[^1] += ".*";
        }
        if (TryTakeParameters(scanner))
        {
            path[^1] += "()";
            return new SelectSyntax(position, path);
        }
        return new SelectSyntax(position, path) { Options = scanner.TryTake('(') ? ParseNested(scanner) : QueryOptionsSyntax.Empty };
    }

    private static string TakeSegment(Scanner scanner) =>
        scanner.Current == '@' ? throw ODataErrors.NotSupported("An annotation in $select", "$select") : scanner.TakeName(dots: true);

    /// <summary>The names of a function's parameters in parentheses, which tell it from a property with options.</summary>
    private static bool TryTakeParameters(Scanner scanner)
    {
        var start = scanner.Position;
        if (!scanner.TryTake('('))
        {
            return false;
        }
        while (scanner.AtName)
        {
            scanner.TakeName();
            if (!scanner.TryTake(','))
            {
                break;
            }
        }
        if (scanner.TryTake(')'))
        {
            return true;
        }
        scanner.Position = start;
        return false;
    }

    private List<ExpandSyntax> ParseExpand(Scanner scanner)
    {
        if (++_expandDepth > context.Limits.MaxExpandDepth)
        {
            throw ODataErrors.Limit(LimitKind.ExpandDepth, context.Limits.MaxExpandDepth);
        }
        var items = new List<ExpandSyntax>();
        do
        {
            scanner.SkipBlanks();
            var position = scanner.Position;
            if (++_expandItems > context.Limits.MaxExpandItems)
            {
                throw ODataErrors.Limit(LimitKind.ExpandItems, context.Limits.MaxExpandItems);
            }
            var (path, form) = ParseExpandPath(scanner);
            // Behind the navigation property a type may stand, which only some of what it leads to is of.
            var cast = path.Count > 1 && IsCast(path[^1]) ? path[^1] : null;
            var name = path[cast is null ? ^1 : ^2];
            if (IsCast(name))
            {
                throw scanner.Unexpected("a navigation property", "một thuộc tính liên kết");
            }
            scanner.SkipBlanks();
            items.Add(new ExpandSyntax(position, name, form, scanner.TryTake('(') ? ParseNested(scanner) : QueryOptionsSyntax.Empty)
            {
                Prefix = [.. path.SkipLast(cast is null ? 1 : 2)],
                Cast = cast,
            });
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));
        _expandDepth--;
        return items;
    }

    private static bool IsCast(string name) => name.Contains('.', StringComparison.Ordinal);

    private static (List<string> Path, ExpandForm Form) ParseExpandPath(Scanner scanner)
    {
        var path = new List<string>();
        do
        {
            if (scanner.Current == '@')
            {
                throw ODataErrors.NotSupported("An annotation in $expand", "$expand");
            }
            var name = scanner.TryTake('*') ? "*" : scanner.TakeName(dots: true);
            if (path.Count > 0 && name[0] == '$')
            {
                return (path, name switch
                {
                    "$ref" => ExpandForm.References,
                    "$count" when path[^1] != "*" => ExpandForm.Count,
                    "$count" => throw scanner.Unexpected("'$ref' after '*/'", "'$ref' sau '*/'"),
                    var other => throw ODataErrors.NotSupported($"'{path[^1]}/{other}' in $expand", "$expand"),
                });
            }
            if (path is [.., "*"])
            {
                throw scanner.Unexpected("'$ref' after '*/'", "'$ref' sau '*/'");
            }
            path.Add(name);
        }
        while (scanner.TryTake('/'));
        return (path, ExpandForm.Entities);
    }

    private QueryOptionsSyntax ParseNested(Scanner scanner)
    {
        var options = new QueryOptionsSyntax();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var mentions = context.ItMentions;
        context.Enter();
        context.EnterAliases(NestedAliases(scanner));
        do
        {
            scanner.SkipBlanks();
            var written = scanner.TakeName();
            var name = written[0] == '@' ? written : SystemOptions.ReadNested(written, context.ExactNames);
            if (!seen.Add(name))
            {
                throw ODataErrors.DuplicateOption(name);
            }
            scanner.SkipBlanks();
            scanner.Expect('=');
            scanner.SkipBlanks();
            if (name[0] == '@')
            {
                scanner.Position = EndOfOption(scanner.Text, scanner.Position);
            }
            else
            {
                ParseOption(options, name, scanner);
            }
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(';'));
        scanner.Expect(')');
        context.LeaveAliases();
        context.Leave();
        options.MentionsIt = context.ItMentions > mentions;
        return options;
    }

    /// <summary>Aliases that get their values between here and the closing parenthesis: they may be used before.</summary>
    private static Dictionary<string, (string Text, int Position)> NestedAliases(Scanner scanner)
    {
        var aliases = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        var text = scanner.Text;
        for (var start = scanner.Position; start < text.Length; start = EndOfOption(text, start) + 1)
        {
            var item = new Scanner(text) { Position = start };
            item.SkipBlanks();
            if (item.Current == '@' && item.AtName)
            {
                var name = item.TakeName();
                item.SkipBlanks();
                if (item.TryTake('='))
                {
                    item.SkipBlanks();
                    aliases.TryAdd(name, (text, item.Position));
                }
            }
            if (EndOfOption(text, start) is var end && end < text.Length && text[end] == ')')
            {
                break;
            }
        }
        return aliases;
    }

    /// <summary>Where the option that begins at a place ends: at the next <c>;</c> or <c>)</c> of its own level.</summary>
    private static int EndOfOption(string text, int start)
    {
        var depth = 0;
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted && depth == 0:
                case ';' when !quoted && depth == 0:
                    return i;
                case ')' when !quoted:
                    depth--;
                    break;
            }
        }
        return text.Length;
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
