using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Collections as operands (OData URL Conventions 4.01, sections 5.1.1.1, 5.1.1.5 and 5.1.1.6): lists in JSON, what paths
/// to many lead to in the order of the keys, and what <c>concat</c> and <c>substring</c> make of these.
/// </summary>
internal sealed class CollectionBinder(ExpressionBinder binder, PathBinder paths, Structures structures, Func<Syntax, bool> isLost)
{
    /// <summary>A collection; <see cref="Structure"/> is the type of its items where these are entities or complex values.</summary>
    private sealed record Bound(CollectionScalar Value, EntityType? Structure);

    public bool IsCollection(Syntax syntax) => syntax switch
    {
        ArraySyntax => true,
        CallSyntax call when Makes(call) is not null => call.Arguments.Any(IsCollection),
        _ => paths.TryValues(syntax, out _) || paths.TypeOf(syntax) is { IsMany: true } || isLost(syntax),
    };

    private static CanonicalFunction? Makes(CallSyntax call) =>
        CanonicalFunctions.OfCollections.TryGetValue(call.Name, out var function) && function is CanonicalFunction.Concat or CanonicalFunction.Substring ? function : null;

    /// <summary>A function of collections that gives a value.</summary>
    public Scalar Bind(CallSyntax call)
    {
        if (!CanonicalFunctions.OfCollections.TryGetValue(call.Name, out var function))
        {
            throw ODataErrors.TypeMismatch(call.Position, $"'{call.Name}' takes no collection.", $"hàm '{call.Name}' không nhận tập hợp.");
        }
        if (Makes(call) is not null)
        {
            throw ODataErrors.NotSupported("A collection or an object as a value");
        }
        if (function is CanonicalFunction.Length)
        {
            CallBinder.CheckCount(call, 1, 1);
            return new FunctionScalar(function, [Collection(call.Arguments[0], null).Value], PrimitiveKind.Int32, ResultNullable: false);
        }
        CallBinder.CheckCount(call, 2, 2);
        var (first, second) = Pair(call.Arguments[0], call.Arguments[1], call.Position);
        return new FunctionScalar(function, [first.Value, second.Value], function is CanonicalFunction.IndexOf ? PrimitiveKind.Int32 : PrimitiveKind.Boolean, ResultNullable: false);
    }

    /// <summary>Whether two collections hold the same items in the same order.</summary>
    public Scalar Same(Syntax left, Syntax right, int position)
    {
        // No collection is null.
        if (left is LiteralSyntax { IsNull: true } || right is LiteralSyntax { IsNull: true })
        {
            return new BooleanScalar(false);
        }
        var (first, second) = Pair(left, right, position);
        return new FunctionScalar(CanonicalFunction.SameItems, [first.Value, second.Value], PrimitiveKind.Boolean, ResultNullable: false);
    }

    /// <summary>Whether a value is among the items.</summary>
    public Scalar Has(Syntax collection, Syntax item, int position)
    {
        var (all, one) = Pair(collection, new ArraySyntax(item.Position, [item]), position);
        return new FunctionScalar(CanonicalFunction.HasSubset, [all.Value, one.Value], PrimitiveKind.Boolean, ResultNullable: false);
    }

    /// <summary>Two collections of like items; a list of JSON texts takes the type of the collection that it meets, whichever comes first.</summary>
    private (Bound First, Bound Second) Pair(Syntax left, Syntax right, int position)
    {
        var second = left is ArraySyntax && right is not ArraySyntax ? Collection(right, null) : null;
        var first = Collection(left, second);
        second ??= Collection(right, first);
        if (first.Value.Kind is PrimitiveKind.String && second.Value.Kind is not PrimitiveKind.String)
        {
            first = Collection(left, second);
        }
        if ((first.Structure is null && first.Value.Kind is not null && second.Structure is not null) || (second.Structure is null && second.Value.Kind is not null && first.Structure is not null))
        {
            throw ODataErrors.TypeMismatch(position, "a collection of values cannot be compared with one of entities or complex values.", "không so sánh được tập hợp giá trị với tập hợp thực thể.");
        }
        Operators.CheckComparable(first.Value, second.Value, position);
        return (first, second);
    }

    private Bound Collection(Syntax syntax, Bound? like)
    {
        switch (syntax)
        {
            case ArraySyntax array when like?.Structure is { } type || (type = array.Items.Select(i => paths.TypeOf(i)?.Type).FirstOrDefault(t => t is not null)) is not null:
                return new Bound(new ListScalar([.. array.Items.Select(i => structures.Item(i, type))], null), type);
            case ArraySyntax array:
                return new Bound(List(array, like?.Value), null);
            case CallSyntax call when Makes(call) is { } function:
                return Made(call, function, like);
        }
        if (isLost(syntax))
        {
            return new Bound(new ListScalar([], null), null);
        }
        if (paths.TryValues(syntax, out var values))
        {
            var (rows, property) = values();
            return new Bound(Rows(rows, Written(new PlainScalar(rows.Column(property), property.Kind)), property.Enumeration), null);
        }
        if (paths.TypeOf(syntax) is { IsMany: true })
        {
            var rows = paths.Rows(syntax);
            return new Bound(Rows(rows, structures.Item(rows), null) with { IsStructured = true }, rows.Type);
        }
        throw ODataErrors.TypeMismatch(syntax.Position, "a collection is expected here, such as [1,2] or a path to many values.", "ở đây cần một tập hợp, như [1,2] hoặc đường dẫn đến nhiều giá trị.");
    }

    private ListScalar List(ArraySyntax array, Scalar? like)
    {
        var items = array.Items.Select(i => like is null ? binder.Bind(i) : Operators.AsMember(Operators.Coerce(new(binder.Bind(i), i), like.Kind), like)).ToList();
        foreach (var (item, i) in items.Select((item, i) => (item, i)))
        {
            Operators.CheckComparable(items.Find(x => x.Kind is not null) ?? item, item, array.Items[i].Position);
        }
        var typed = items.Find(i => i.Kind is not null);
        return new ListScalar([.. items.Select(Written)], typed?.Kind) { ItemEnumeration = typed?.Enumeration };
    }

    private static RowsScalar Rows(EntityScope rows, Scalar item, EnumerationType? enumeration)
    {
        rows.Select.OrderBy.AddRange(rows.Type.Key.Select(k => new OrderItem(rows.Column(k), false)));
        return new RowsScalar(rows.Select.BuildRows([new OutputColumn(item, RowsScalar.Column)]), item is PlainScalar plain ? plain.AsKind : item is CastScalar ? PrimitiveKind.Binary : null) { ItemEnumeration = enumeration };
    }

    private Bound Made(CallSyntax call, CanonicalFunction function, Bound? like)
    {
        if (function is CanonicalFunction.Concat)
        {
            CallBinder.CheckCount(call, 2, 2);
            var (first, second) = Pair(call.Arguments[0], call.Arguments[1], call.Position);
            if (like is not null && first.Value.Kind != like.Value.Kind)
            {
                (first, second) = (Collection(call.Arguments[0], like), Collection(call.Arguments[1], like));
            }
            return Made([first.Value, second.Value], first.Structure is null && first.Value.Kind is null ? second : first);
        }
        CallBinder.CheckCount(call, 2, 3);
        var all = Collection(call.Arguments[0], like);
        var numbers = call.Arguments.Skip(1).Select(a => binder.Bind(a) is var number && (Operators.IsWhole(number.Kind) || number is NullScalar)
            ? number
            : throw ODataErrors.TypeMismatch(a.Position, "a whole number is expected.", "cần số nguyên."));
        return Made([all.Value, .. numbers], all);

        Bound Made(IReadOnlyList<Scalar> arguments, Bound items) =>
            new(new MadeScalar(function, arguments, items.Value.Kind) { ItemEnumeration = items.Value.Enumeration }, items.Structure);
    }

    /// <summary>An item in a form that JSON has.</summary>
    public static Scalar Written(Scalar item) => item.Kind is PrimitiveKind.Binary ? new CastScalar(item, PrimitiveKind.String) : item;
}
