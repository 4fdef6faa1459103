using System.Runtime.InteropServices;
using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Request;

/// <summary>What all parsers of one request share: limits, literals, parameter aliases.</summary>
internal sealed class ParseContext(ODataLimits limits, IReadOnlyDictionary<string, string> aliases, bool exactNames = true)
{
    private readonly List<LiteralSyntax> _literals = [];
    private readonly List<LiteralSpan> _spans = [];
    // Few requests have aliases.
    private Stack<IReadOnlyDictionary<string, (string Text, int Position)>>? _nestedAliases;
    private List<string>? _openAliases;
    private List<string>? _usedAliases;
    private int _nodes;
    private int _depth;

    public ODataLimits Limits { get; } = limits;

    /// <summary>Reads a declaration of the model, whose literals are no request's.</summary>
    public static ParseContext OfDeclaration() => new(new ODataLimits(), new Dictionary<string, string>()) { _isDeclaration = true };

    private bool _isDeclaration;
    public IReadOnlyList<LiteralSyntax> Literals => _literals;
    /// <summary>System query options have only their exact names, see <see cref="SystemOptions"/>.</summary>
    public bool ExactNames { get; } = exactNames;

    /// <summary>How often <c>$it</c> has been named so far.</summary>
    public int ItMentions { get; set; }

    public void CountNode()
    {
        if (++_nodes > Limits.MaxNodes)
        {
            throw ODataErrors.Limit(LimitKind.Nodes, Limits.MaxNodes);
        }
    }

    /// <summary>Where the registered literals stand in the texts they were read from, from front to back.</summary>
    public ReadOnlySpan<LiteralSpan> SpansInOrder()
    {
        _spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        return CollectionsMarshal.AsSpan(_spans);
    }

    /// <summary>Texts of the aliases that the request refers to.</summary>
    public IReadOnlyList<string> UsedAliases => _usedAliases ?? [];

    /// <summary>One level of nesting deeper; the limit keeps the parser's own stack safe.</summary>
    public void Enter()
    {
        if (++_depth > Limits.MaxDepth)
        {
            throw ODataErrors.Limit(LimitKind.Depth, Limits.MaxDepth);
        }
    }

    public void Leave() => _depth--;

    /// <summary>Aliases with values of their own inside a pair of parentheses, by the place of their values; they hide outer ones.</summary>
    public void EnterAliases(IReadOnlyDictionary<string, (string Text, int Position)> nested) => (_nestedAliases ??= []).Push(nested);

    public void LeaveAliases() => _nestedAliases!.Pop();

    /// <summary>Registers a literal; null, true, false and NaN shape the plan and are not registered.</summary>
    public LiteralSyntax Literal(int position, PrimitiveKind? kind, object? value, Scanner scanner, bool inJson = false)
    {
        if (_isDeclaration)
        {
            return new LiteralSyntax(position, kind, value, -1) { IsDeclared = true };
        }
        if (kind is null or PrimitiveKind.Boolean || value is double.NaN)
        {
            return new LiteralSyntax(position, kind, value, -1);
        }
        var literal = new LiteralSyntax(position, kind, value, _literals.Count) { InJson = inJson };
        _literals.Add(literal);
        // The name of an enumeration type shapes the plan, and so do JSON's quotes: what they enclose may become another
        // type than a text in single quotes.
        var start = value is EnumerationLiteral ? scanner.Text.IndexOf('\'', position) : position;
        var inset = inJson ? 1 : 0;
        _spans.Add(new LiteralSpan(scanner.Text, start + inset, scanner.Position - inset, kind.Value));
        return literal;
    }

    /// <summary>The value of <c>@name</c> as if it stood here, <paramref name="asList"/> after <c>in</c>; an alias without a value is null (URL Conventions 5.3).</summary>
    public Syntax Alias(string name, int position, bool asList = false)
    {
        var nested = _nestedAliases?.FirstOrDefault(a => a.ContainsKey(name));
        if (nested is null && !aliases.ContainsKey(name))
        {
            return new LiteralSyntax(position, null, null, -1);
        }
        if ((_openAliases ??= []).Contains(name))
        {
            throw ODataErrors.Syntax(position, $"the alias {name} refers to itself.", $"bí danh {name} tự tham chiếu.");
        }
        _openAliases.Add(name);
        Enter();
        try
        {
            if (nested is not null)
            {
                // Its value stands inside the text of the option, so the option's text tells its shape.
                var (option, start) = nested[name];
                var inner = new ExpressionParser(new Scanner(option) { Position = start }, this);
                return asList ? inner.ParseOrList() : inner.Parse();
            }
            (_usedAliases ??= []).Add(aliases[name]);
            var parser = new ExpressionParser(new Scanner(aliases[name]), this);
            return asList ? parser.ParseAllOrList() : parser.ParseAll();
        }
        finally
        {
            Leave();
            _openAliases.Remove(name);
        }
    }
}

/// <summary>A literal's place in a text.</summary>
internal readonly record struct LiteralSpan(string Text, int Start, int End, PrimitiveKind Kind);
