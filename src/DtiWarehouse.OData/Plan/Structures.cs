using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Entities and complex values as operands (OData URL Conventions 4.01, section 5.1.1.1): entities are the same by their
/// keys, complex values by all that they hold. Rejects types that have nothing in common and members that are not there.
/// </summary>
internal sealed class Structures(ExpressionBinder binder, PathBinder paths)
{
    /// <summary>One entity or complex value: what tells it from others, and whether it is there at all.</summary>
    private sealed record Structure(EntityType Type, IReadOnlyList<Operand> Parts, Scalar IsThere)
    {
        public bool HasKey => HasKeyOf(Type);
    }

    private static bool HasKeyOf(EntityType type) => !type.IsComplex && type.Key.Count > 0;

    /// <summary>Whether an operand is an entity, a complex value or an object in JSON.</summary>
    public bool IsStructure(Syntax syntax) => syntax is ObjectSyntax || paths.TypeOf(syntax) is { IsMany: false };

    /// <summary><c>eq</c> of two operands of which one at least is a structure; null equals null.</summary>
    public Scalar Same(Syntax left, Syntax right, int position)
    {
        var type = TypeOf(left, right, position);
        var (a, b) = (Bind(left, type), Bind(right, type));
        return (a, b) switch
        {
            (null, null) => new BooleanScalar(true),
            (null, _) => new NotScalar(b.IsThere),
            (_, null) => new NotScalar(a.IsThere),
            _ => Same(a, b, position),
        };
    }

    /// <summary>The condition that a row is the structure that an operand is.</summary>
    public Scalar Same(EntityScope row, Syntax operand, int position)
    {
        CheckRelated(row.Type, paths.TypeOf(operand)?.Type ?? row.Type, position);
        return Bind(operand, row.Type) is { } other ? Same(Of(row, operand), other, position) : new BooleanScalar(false);
    }

    private static Scalar Same(Structure a, Structure b, int position)
    {
        var equal = Operators.Join(isAnd: true, [.. a.Parts.Zip(b.Parts, (x, y) => Operators.Compare(CompareOperator.Equal, x, y, position))]);
        // Keys of an entity that is missing are null, and equal as such.
        return a.HasKey || (a.IsThere, b.IsThere) is (BooleanScalar { Value: true }, BooleanScalar { Value: true })
            ? equal
            : new LogicalScalar(false,
                new LogicalScalar(true, new LogicalScalar(true, a.IsThere, b.IsThere), equal),
                new LogicalScalar(true, new NotScalar(a.IsThere), new NotScalar(b.IsThere)));
    }

    /// <summary>A structure as one item of a collection: the list of what tells it from others; null for null.</summary>
    public Scalar Item(Syntax syntax, EntityType type)
    {
        CheckRelated(type, paths.TypeOf(syntax)?.Type ?? type, syntax.Position);
        return Bind(syntax, type) is { } item ? Item(item) : new NullScalar();
    }

    /// <summary>The rows of a query as items.</summary>
    public ListScalar Item(EntityScope row) => Item(Of(row, new MemberSyntax(0, null, "$this")));

    private static ListScalar Item(Structure structure) => new([.. structure.Parts.Select(p => CollectionBinder.Written(p.Value))], null);

    private EntityType TypeOf(Syntax left, Syntax right, int position)
    {
        var (a, b) = (paths.TypeOf(left)?.Type, paths.TypeOf(right)?.Type);
        if (a is not null && b is not null)
        {
            CheckRelated(a, b, position);
        }
        return a ?? b ?? throw ODataErrors.NotSupported("Comparing two objects in JSON");
    }

    private static void CheckRelated(EntityType a, EntityType b, int position)
    {
        if (Root(a) != Root(b) || HasKeyOf(a) != HasKeyOf(b))
        {
            throw ODataErrors.TypeMismatch(position, $"{a.QualifiedName} cannot be compared with {b.QualifiedName}.", $"không so sánh được {a.QualifiedName} với {b.QualifiedName}.");
        }

        static string Root(EntityType type) => type.BaseType is null ? type.QualifiedName : Root(type.BaseType);
    }

    /// <summary>What an operand means, an object in JSON as one of a type; null for null.</summary>
    private Structure? Bind(Syntax syntax, EntityType type) => syntax switch
    {
        LiteralSyntax { IsNull: true } => null,
        ObjectSyntax literal => OfLiteral(literal, type),
        _ when paths.TypeOf(syntax) is { IsMany: false } => Of(paths.Entity(syntax), syntax),
        _ => throw ODataErrors.TypeMismatch(syntax.Position, $"a value of {type.QualifiedName} is expected here.", $"ở đây cần một giá trị kiểu {type.QualifiedName}."),
    };

    private Structure Of(EntityScope scope, Syntax syntax) => !HasKeyOf(scope.Type)
        ? new Structure(scope.Type, [.. Members(scope).Select(m => new Operand(m, syntax))], paths.IsThere(scope))
        : new Structure(scope.Type, [.. scope.Type.Key.Select(k => new Operand(paths.ValueOf(scope, k), syntax))], paths.IsThere(scope));

    /// <summary>All values of a complex value, and of each one inside it whether it is there.</summary>
    private IEnumerable<Scalar> Members(EntityScope scope) => scope.Type.Properties.Select(p => paths.ValueOf(scope, p)).Concat(Parts(scope.Type).SelectMany(n =>
    {
        var part = scope.Select.Join(scope, n);
        return Members(part).Prepend(paths.IsThere(part));
    }));

    private static IEnumerable<NavigationProperty> Parts(EntityType type) => type.Navigations.Where(n => n is { IsComplex: true, IsCollection: false } or { IsInline: true, IsCollection: false });

    private Structure OfLiteral(ObjectSyntax literal, EntityType type)
    {
        if (!type.IsComplex)
        {
            throw ODataErrors.NotSupported("Comparing entities with JSON");
        }
        return new Structure(type, [.. Members(literal, type)], new BooleanScalar(true));
    }

    private IEnumerable<Operand> Members(ObjectSyntax? literal, EntityType type)
    {
        var given = literal?.Members.Where(m => !m.Name.Contains('@', StringComparison.Ordinal)).ToList() ?? [];
        if (given.Find(m => !type.TryGetProperty(m.Name, out _) && !Parts(type).Any(n => n.Name == m.Name)) is { } unknown)
        {
            throw PathBinder.Unknown(type, unknown.Name, unknown.Position);
        }
        foreach (var property in type.Properties)
        {
            var value = given.Find(m => m.Name == property.Name)?.Value ?? new LiteralSyntax(0, null, null, -1);
            var like = new ColumnScalar(-1, property, true);
            var bound = Operators.AsMember(Operators.Coerce(new(binder.Bind(value), value), property.Kind), like);
            Operators.CheckComparable(like, bound, value.Position);
            yield return new Operand(bound, value);
        }
        foreach (var part in Parts(type))
        {
            var value = given.Find(m => m.Name == part.Name)?.Value as ObjectSyntax;
            yield return new Operand(new BooleanScalar(value is not null), literal!);
            foreach (var member in Members(value, part.Target))
            {
                yield return member;
            }
        }
    }
}
