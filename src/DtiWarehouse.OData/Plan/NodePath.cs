using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// The path from a row to the identifier of the node that it belongs to; through collections, of the nodes. Rejects names
/// that are not there (203) and values that identify no node of the hierarchy (205).
/// </summary>
internal sealed class NodePath
{
    private readonly PlanScope _plan;
    private readonly SelectSyntax _syntax;
    /// <summary>By the number of navigations taken, where the path goes on in the text.</summary>
    private readonly List<int> _starts = [];

    public NodePath(PlanScope plan, EntityType rows, SelectSyntax syntax, StructuralProperty node)
    {
        (_plan, _syntax, Rows) = (plan, syntax, rows);
        var owner = rows;
        _starts.Add(0);
        for (var i = 0; i < syntax.Path.Count - 1; i++)
        {
            var name = syntax.Path[i];
            if (owner.FindRelated(name) is { } cast)
            {
                owner = cast;
                if (Navigations.Count == 0)
                {
                    Cast = cast;
                    continue;
                }
                // Of what a navigation leads to, only entities of the type are meant.
                Navigations[^1] = Navigations[^1] with { Target = cast };
                _starts[^1] = i + 1;
                continue;
            }
            if (!owner.TryGetNavigation(name, out var navigation))
            {
                throw ODataErrors.UnknownProperty(name, owner.Name, syntax.Position, ODataErrors.Nearest(name, owner.Navigations.Select(n => n.Name)));
            }
            Navigations.Add(navigation);
            _starts.Add(i + 1);
            owner = navigation.Target;
        }
        if (!owner.TryGetProperty(syntax.Path[^1], out var property))
        {
            throw ODataErrors.UnknownProperty(syntax.Path[^1], owner.Name, syntax.Position, ODataErrors.Nearest(syntax.Path[^1], owner.Properties.Select(p => p.Name)));
        }
        Property = property;
        if (property.Storage is not StorageForm.Native || (property.Kind != node.Kind && !(IsWhole(property.Kind) && IsWhole(node.Kind))))
        {
            throw ODataErrors.TypeMismatch(
                syntax.Position, $"'{string.Join('/', syntax.Path)}' (Edm.{property.Kind}) identifies no node; nodes are known by Edm.{node.Kind}.",
                $"'{string.Join('/', syntax.Path)}' (Edm.{property.Kind}) không xác định nút nào; nút có mã kiểu Edm.{node.Kind}.");
        }
    }

    /// <summary>The type that rows must be of for the path to lead from them anywhere; null = any.</summary>
    public EntityType? Cast { get; private set; }
    public List<NavigationProperty> Navigations { get; } = [];
    public StructuralProperty Property { get; }
    /// <summary>The type of the rows that the path starts from.</summary>
    public EntityType Rows { get; }

    /// <summary>A row may belong to several nodes.</summary>
    public bool IsMany => Navigations.Any(n => n.IsCollection);

    /// <summary>The identifier, in a query that gets a row for each where there are several.</summary>
    public Scalar Join(EntityScope row)
    {
        var many = Navigations.FindLastIndex(n => n.IsCollection);
        row = many < 0 ? row : Seen(row);
        foreach (var navigation in Navigations.Take(many + 1))
        {
            row = row.Select.Join(row, navigation);
        }
        return Value(row, many + 1);
    }

    /// <summary>The condition that an identifier passes a test, or one of several does.</summary>
    public Scalar Any(EntityScope row, Func<Scalar, Scalar> test) => Any(IsMany ? Seen(row) : row, 0, test);

    private EntityScope Seen(EntityScope row) => Cast is null ? row : row.As(Cast);

    private Scalar Any(EntityScope row, int from, Func<Scalar, Scalar> test)
    {
        var many = Navigations.FindIndex(from, n => n.IsCollection);
        if (many < 0)
        {
            return test(Value(row, from));
        }
        foreach (var navigation in Navigations.Take(many).Skip(from))
        {
            row = row.Select.Join(row, navigation);
        }
        var items = new SelectBuilder(_plan, Navigations[many].Target);
        items.And(SelectBuilder.Link(row, Navigations[many], items.Root.Source));
        items.And(Any(items.Root, many + 1, test));
        return new ExistsScalar(items.BuildExists(), Negated: false);
    }

    private Scalar Value(EntityScope row, int from)
    {
        var path = _syntax.Path.Skip(_starts[from]).Aggregate((MemberSyntax?)null, (target, name) => new MemberSyntax(_syntax.Position, target, name));
        return new ExpressionBinder(_plan, row).Bind(path!);
    }

    private static bool IsWhole(PrimitiveKind kind) => kind is PrimitiveKind.Byte or PrimitiveKind.SByte or PrimitiveKind.Int16 or PrimitiveKind.Int32 or PrimitiveKind.Int64;
}
