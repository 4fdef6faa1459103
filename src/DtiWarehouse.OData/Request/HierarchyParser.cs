using System.Collections.Frozen;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>
/// Parses what refers to recursive hierarchies: transformations, the grouping element and the functions (OData Extension
/// for Data Aggregation 4.0, sections 5.5.2.1 and 6). Rejects what the grammar does not allow (101), distances beyond the
/// limit (301).
/// </summary>
internal sealed class HierarchyParser(Scanner scanner, ParseContext context)
{
    private const string Namespace = "Aggregation.";

    /// <summary>The functions, with the arguments that each takes beside the common ones; those with a question mark may be left out.</summary>
    private static readonly FrozenDictionary<string, string[]> Functions = new Dictionary<string, string[]>
    {
        ["isnode"] = [],
        ["isroot"] = [],
        ["isleaf"] = [],
        ["isdescendant"] = ["Ancestor", "MaxDistance?", "IncludeSelf?"],
        ["isancestor"] = ["Descendant", "MaxDistance?", "IncludeSelf?"],
        ["issibling"] = ["Other"],
    }.ToFrozenDictionary();

    private static readonly string[] Common = ["HierarchyNodes", "HierarchyQualifier", "Node"];

    public static bool IsFunction(string name) =>
        (name.StartsWith(Namespace, StringComparison.Ordinal) || name.StartsWith("Org.OData.Aggregation.V1.", StringComparison.Ordinal))
        && (Functions.ContainsKey(name[(name.LastIndexOf('.') + 1)..]) || name.EndsWith(".rollupnode", StringComparison.Ordinal));

    /// <summary>The arguments of <c>ancestors</c>, <c>descendants</c> or <c>traverse</c>, from behind the parenthesis on.</summary>
    public TransformationSyntax ParseTransformation(int position, string name, ApplyParser apply)
    {
        var hierarchy = ParseReference();
        Comma();
        return name == "traverse" ? ParseTraverse(position, hierarchy, apply) : ParseKin(position, name == "ancestors", hierarchy, apply);
    }

    /// <summary>The arguments of <c>rolluprecursive</c>, from its parenthesis on.</summary>
    public RollupRecursiveSyntax ParseRollup(int position, ApplyParser apply)
    {
        context.Enter();
        scanner.Expect('(');
        scanner.SkipBlanks();
        var hierarchy = ParseReference();
        var rollup = new RollupRecursiveSyntax(position, hierarchy, TryComma() ? apply.Parse() : []);
        scanner.SkipBlanks();
        scanner.Expect(')');
        context.Leave();
        return rollup;
    }

    private KinSyntax ParseKin(int position, bool isAncestors, HierarchyReferenceSyntax hierarchy, ApplyParser apply)
    {
        var start = apply.Parse();
        var distance = default(LiteralSyntax);
        var keep = false;
        if (TryComma())
        {
            if (char.IsAsciiDigit(scanner.Current))
            {
                distance = ParseDistance();
                keep = TryComma() && KeepStart();
            }
            else
            {
                keep = KeepStart();
            }
        }
        return new KinSyntax(position, isAncestors, hierarchy, start, distance, keep);
    }

    private bool KeepStart()
    {
        if (!scanner.TryTakeWord("keep") || !scanner.SkipBlanks() || !scanner.TryTakeWord("start"))
        {
            throw scanner.Unexpected("a distance or 'keep start'", "khoảng cách hoặc 'keep start'");
        }
        return true;
    }

    private TraverseSyntax ParseTraverse(int position, HierarchyReferenceSyntax hierarchy, ApplyParser apply)
    {
        var isPostorder = scanner.TryTakeWord("postorder");
        if (!isPostorder && !scanner.TryTakeWord("preorder"))
        {
            throw scanner.Unexpected("'preorder' or 'postorder'", "'preorder' hoặc 'postorder'");
        }
        IReadOnlyList<TransformationSyntax> start = [];
        IReadOnlyList<OrderBySyntax> order = [];
        var more = TryComma();
        if (more && AtTransformation())
        {
            start = apply.Parse();
            more = TryComma();
        }
        if (more)
        {
            order = OptionsParser.ParseOrderBy(scanner, context);
        }
        return new TraverseSyntax(position, hierarchy, isPostorder, start, order);
    }

    /// <summary>A transformation starts here, not an expression to order by.</summary>
    private bool AtTransformation()
    {
        var start = scanner.Position;
        var name = scanner.AtName ? scanner.TakeName(dots: true) : "";
        var isCall = scanner.Current == '(';
        // A declared one takes nothing.
        var isTransformation = name.Contains('.', StringComparison.Ordinal) ? isCall && scanner.TryTake('(') && scanner.TryTake(')') : ApplyParser.IsTransformation(name) && (isCall || name == "identity");
        scanner.Position = start;
        return isTransformation;
    }

    private HierarchyReferenceSyntax ParseReference()
    {
        var position = scanner.Position;
        var nodes = new ExpressionParser(scanner, context).ParseRootPath();
        Comma();
        var qualifierPosition = scanner.Position;
        var qualifier = scanner.TakeName();
        Comma();
        return new HierarchyReferenceSyntax(position, nodes, qualifier, qualifierPosition, ParsePath());
    }

    private SelectSyntax ParsePath()
    {
        var position = scanner.Position;
        var path = new List<string>();
        do
        {
            context.CountNode();
            var name = scanner.TakeName(dots: true);
            if (name[0] is '$' or '@')
            {
                throw ODataErrors.Syntax(position, "a path of properties is expected.", "cần một đường dẫn thuộc tính.");
            }
            path.Add(name);
        }
        while (scanner.TryTake('/'));
        return new SelectSyntax(position, path);
    }

    private LiteralSyntax ParseDistance()
    {
        var position = scanner.Position;
        if (!scanner.TryTakeLiteral(out var kind, out var value) || value is not >= 1L)
        {
            throw ODataErrors.Syntax(position, "a whole number of 1 or more is expected.", "cần số nguyên từ 1 trở lên.");
        }
        if ((long)value > context.Limits.MaxHierarchyDepth)
        {
            throw ODataErrors.Limit(LimitKind.HierarchyDepth, context.Limits.MaxHierarchyDepth);
        }
        return context.Literal(position, kind, value, scanner);
    }

    /// <summary>The arguments of a function by name, from its parenthesis on.</summary>
    public HierarchyFunctionSyntax ParseFunction(int position, string qualifiedName)
    {
        var name = qualifiedName[(qualifiedName.LastIndexOf('.') + 1)..];
        string[] takes = name == "rollupnode" ? ["Position?"] : [.. Common, .. Functions[name]];
        var arguments = new Dictionary<string, Syntax>(StringComparer.Ordinal);
        context.Enter();
        scanner.Expect('(');
        scanner.SkipBlanks();
        while (!scanner.TryTake(')'))
        {
            if (arguments.Count > 0)
            {
                scanner.Expect(',');
                scanner.SkipBlanks();
            }
            var place = scanner.Position;
            var argument = scanner.TakeName();
            if (!takes.Contains(argument) && !takes.Contains(argument + "?"))
            {
                throw ODataErrors.Syntax(place, $"'{name}' takes {string.Join(", ", takes)}, not '{argument}'.", $"hàm '{name}' nhận {string.Join(", ", takes)}, không nhận '{argument}'.");
            }
            scanner.SkipBlanks();
            scanner.Expect('=');
            scanner.SkipBlanks();
            if (!arguments.TryAdd(argument, ParseArgument(argument)))
            {
                throw ODataErrors.Syntax(place, $"'{argument}' is given twice.", $"'{argument}' xuất hiện hai lần.");
            }
            scanner.SkipBlanks();
        }
        context.Leave();
        return takes.FirstOrDefault(t => t[^1] != '?' && !arguments.ContainsKey(t)) is { } missing
            ? throw ODataErrors.Syntax(position, $"'{name}' needs the argument {missing}.", $"hàm '{name}' cần tham số {missing}.")
            : new HierarchyFunctionSyntax(position, name, arguments);
    }

    /// <summary>What names a hierarchy, and a position, shapes the plan; so it is no literal like others.</summary>
    private Syntax ParseArgument(string argument)
    {
        var position = scanner.Position;
        if (argument is "MaxDistance")
        {
            return ParseDistance();
        }
        if (argument is "HierarchyQualifier" or "Position" or "IncludeSelf")
        {
            if (!scanner.TryTakeLiteral(out var kind, out var value))
            {
                throw scanner.Current == '@'
                    ? ODataErrors.NotSupported($"An alias for {argument}")
                    : scanner.Unexpected("a literal", "một giá trị");
            }
            var fits = argument switch
            {
                "HierarchyQualifier" => kind is PrimitiveKind.String,
                "Position" => value is >= 1L,
                _ => kind is PrimitiveKind.Boolean,
            };
            return fits
                ? new LiteralSyntax(position, kind, value, -1)
                : throw ODataErrors.TypeMismatch(position, $"this is no value for {argument}.", $"đây không phải giá trị của {argument}.");
        }
        return new ExpressionParser(scanner, context).Parse();
    }

    private void Comma()
    {
        scanner.SkipBlanks();
        scanner.Expect(',');
        scanner.SkipBlanks();
    }

    private bool TryComma()
    {
        scanner.SkipBlanks();
        if (!scanner.TryTake(','))
        {
            return false;
        }
        scanner.SkipBlanks();
        return true;
    }
}
