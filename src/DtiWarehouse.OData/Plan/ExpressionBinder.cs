using System.Runtime.CompilerServices;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Gives syntax its meaning: looks names up in the model, checks types, and yields typed scalars. Rejects unknown names
/// (203, 204), types that do not fit (205) and what is not done yet (208). Paths are <see cref="PathBinder"/>'s, calls
/// <see cref="CallBinder"/>'s, the rules of operators <see cref="Operators"/>'.
/// </summary>
internal sealed partial class ExpressionBinder
{
    private readonly PlanScope _plan;
    private readonly EntityScope _current;
    private readonly PathBinder _paths;
    private readonly CallBinder _calls;
    private readonly Structures _structures;
    private readonly CollectionBinder _collections;

    /// <param name="plan">The request's plan.</param>
    /// <param name="current">The entity that names without a prefix belong to; <c>$this</c>.</param>
    /// <param name="it">The instance of the resource path, <c>$it</c>, when an expression stands deeper; null = <paramref name="current"/>.</param>
    public ExpressionBinder(PlanScope plan, EntityScope current, Func<EntityScope>? it = null)
        : this(plan, current, it, null)
    {
    }

    private ExpressionBinder(PlanScope plan, EntityScope current, Func<EntityScope>? it, PathBinder? outer)
    {
        _plan = plan;
        _current = current;
        _paths = new PathBinder(plan, this, current, it, outer);
        _structures = new Structures(this, _paths);
        _collections = new CollectionBinder(this, _paths, _structures, IsLostCollection);
        _calls = new CallBinder(plan, this, _paths, _collections);
    }

    /// <summary>For a condition on the members of a collection in an expression: names are theirs, <c>$it</c> and range variables go on.</summary>
    public ExpressionBinder Within(EntityScope members) => new(_plan, members, null, _paths) { Aggregator = Aggregator };

    /// <summary>An expression that must be true or false: <c>$filter</c>, a lambda's body.</summary>
    public Scalar BindCondition(Syntax syntax)
    {
        var bound = Bind(syntax);
        return bound.Kind switch
        {
            PrimitiveKind.Boolean => bound,
            null when bound is NullScalar => new NullScalar(PrimitiveKind.Boolean),
            _ => throw ODataErrors.TypeMismatch(syntax.Position, $"a condition is expected, not a value of Edm.{bound.Kind}.", $"cần một điều kiện, không phải giá trị Edm.{bound.Kind}."),
        };
    }

    /// <summary>The condition that a row answers to a <c>$search</c>: each term stands in one of the declared texts, or else of its own, enumerated ones aside.</summary>
    public Scalar BindSearch(Syntax search)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return search switch
        {
            BinarySyntax binary => new LogicalScalar(binary.Operator is BinaryOperator.And, BindSearch(binary.Left), BindSearch(binary.Right)),
            UnarySyntax not => new NotScalar(BindSearch(not.Operand)),
            LiteralSyntax term => new SearchScalar(
                _current.Type.SearchPaths.Count > 0
                    ? [.. _current.Type.SearchPaths.Select(SearchedText)]
                    : [.. _current.Type.Properties.Where(p => p.Kind is PrimitiveKind.String && p.AllowedValues.Count == 0).Select(_current.Column)],
                _plan.Parameter(SlotOrigin.SearchTerm, term.Ordinal, PrimitiveKind.String)),
            _ => throw ODataErrors.NotSupported("This search", "$search"),
        };
    }

    private ColumnScalar SearchedText(IReadOnlyList<string> path)
    {
        var owner = _current;
        foreach (var name in path.SkipLast(1))
        {
            owner.Type.TryGetNavigation(name, out var navigation);
            owner = owner.Select.Join(owner, navigation!);
        }
        owner.Type.TryGetProperty(path[^1], out var property);
        return owner.Column(property!);
    }

    public Scalar Bind(Syntax syntax)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return syntax switch
        {
            LiteralSyntax { IsNull: true } => new NullScalar(),
            LiteralSyntax { Kind: PrimitiveKind.Boolean } literal => new BooleanScalar((bool)literal.Value!),
            LiteralSyntax { Value: EnumerationLiteral } literal => BindMember(literal),
            LiteralSyntax { Value: double.NaN } => new NotANumberScalar(),
            LiteralSyntax literal => _plan.Literal(literal),
            MemberSyntax member => AggregatedAway(member) ?? _paths.Value(member),
            UnarySyntax { Operator: UnaryOperator.Not } not => new NotScalar(BindCondition(not.Operand)),
            UnarySyntax negation => Operators.Negate(BindOperand(negation.Operand)),
            BinarySyntax binary => BindBinary(binary),
            InSyntax membership => BindIn(membership),
            CallSyntax { Name: "isdefined" } call => BindIsDefined(call),
            CallSyntax call => _calls.Bind(call),
            CaseSyntax choice => _calls.Bind(choice),
            TypeCallSyntax type => _calls.Bind(type),
            HierarchyFunctionSyntax call => HierarchyFunctions.Bind(_plan, call, this),
            LambdaSyntax lambda => BindLambda(lambda),
            CountSyntax { Target: MemberSyntax { Target: null, Name: "$these" } } count => BindTheseCount(count),
            CountSyntax count => BindCount(count),
            AggregateCallSyntax aggregate => BindAggregate(aggregate),
            FunctionSyntax function => _calls.Bind(function),
            ArraySyntax or ObjectSyntax => throw ODataErrors.NotSupported("A collection or an object as a value"),
            RootSyntax or FilteredPathSyntax => throw ODataErrors.TypeMismatch(syntax.Position, "a value is expected, not entities; name a property, or use any, all or $count.", "ở đây cần một giá trị, không phải thực thể; hãy nêu thuộc tính, hoặc dùng any, all, $count."),
            _ => throw ODataErrors.NotSupported("This expression"),
        };
    }

    /// <summary>A member of an enumeration by its type's name; which member is seen when the value is sent.</summary>
    private ParameterScalar BindMember(LiteralSyntax literal)
    {
        var name = ((EnumerationLiteral)literal.Value!).TypeName;
        return _plan.Model.TryGetEnumeration(name, out var enumeration)
            ? Operators.Member(_plan.Literal(literal), enumeration)
            : throw ODataErrors.TypeMismatch(literal.Position, $"there is no enumeration type '{name}'.", $"không có kiểu liệt kê '{name}'.");
    }

    private Operand BindOperand(Syntax syntax) => new(Bind(syntax), syntax);

    private Scalar BindBinary(BinarySyntax binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And or BinaryOperator.Or:
                return new LogicalScalar(binary.Operator is BinaryOperator.And, BindCondition(binary.Left), BindCondition(binary.Right));
            case BinaryOperator.Has:
                return Operators.Has(Bind(binary.Left), Bind(binary.Right), binary.Position);
            case BinaryOperator.Equal or BinaryOperator.NotEqual when binary.Right is LiteralSyntax { IsNull: true } && Presence(binary.Left, binary.Operator is BinaryOperator.NotEqual) is { } present:
                return present;
            case BinaryOperator.Equal or BinaryOperator.NotEqual when HierarchyFunctions.TryBindRollupNode(binary, this) is { } same:
                return same;
            case BinaryOperator.Equal or BinaryOperator.NotEqual when (binary.Left, binary.Right) is (ArraySyntax left, ArraySyntax right):
                return Negated(SameItems(left, right), binary.Operator);
            case BinaryOperator.Equal or BinaryOperator.NotEqual when _collections.IsCollection(binary.Left) || _collections.IsCollection(binary.Right):
                return Negated(_collections.Same(binary.Left, binary.Right, binary.Position), binary.Operator);
            case BinaryOperator.Equal or BinaryOperator.NotEqual when IsStructure(binary.Left) || IsStructure(binary.Right):
                return Negated(_structures.Same(binary.Left, binary.Right, binary.Position), binary.Operator);
        }
        return Operator(binary.Operator, BindOperand(binary.Left), BindOperand(binary.Right), binary.Position);
    }

    private static Scalar Negated(Scalar same, BinaryOperator @operator) => @operator is BinaryOperator.Equal ? same : new NotScalar(same);

    private bool IsStructure(Syntax syntax) => _structures.IsStructure(syntax) && !(syntax is MemberSyntax member && AggregatedAway(member) is not null);

    private Scalar? Presence(Syntax syntax, bool isThere) =>
        syntax is MemberSyntax member && AggregatedAway(member) is { } away ? new IsNullScalar(away, isThere) : _paths.TryPresence(syntax, isThere);

    private static Scalar Operator(BinaryOperator @operator, Operand left, Operand right, int position) => @operator switch
    {
        BinaryOperator.Equal => Operators.Compare(CompareOperator.Equal, left, right, position),
        BinaryOperator.NotEqual => Operators.Compare(CompareOperator.NotEqual, left, right, position),
        BinaryOperator.Less => Operators.Compare(CompareOperator.Less, left, right, position),
        BinaryOperator.LessOrEqual => Operators.Compare(CompareOperator.LessOrEqual, left, right, position),
        BinaryOperator.Greater => Operators.Compare(CompareOperator.Greater, left, right, position),
        BinaryOperator.GreaterOrEqual => Operators.Compare(CompareOperator.GreaterOrEqual, left, right, position),
        BinaryOperator.Add => Operators.Calculate(ArithmeticOperator.Add, left, right, position),
        BinaryOperator.Subtract => Operators.Calculate(ArithmeticOperator.Subtract, left, right, position),
        BinaryOperator.Multiply => Operators.Calculate(ArithmeticOperator.Multiply, left, right, position),
        BinaryOperator.Divide => Operators.Calculate(ArithmeticOperator.Divide, left, right, position),
        BinaryOperator.DivideBy => Operators.Calculate(ArithmeticOperator.DivideExact, left, right, position),
        _ => Operators.Calculate(ArithmeticOperator.Modulo, left, right, position),
    };

    /// <summary>Two lists are equal when they are as long and every item equals the one in its place.</summary>
    private Scalar SameItems(ArraySyntax left, ArraySyntax right) => left.Items.Count != right.Items.Count
        ? new BooleanScalar(false)
        : Operators.Join(isAnd: true, [.. left.Items.Zip(right.Items, (l, r) => BindBinary(new BinarySyntax(r.Position, BinaryOperator.Equal, l, r)))]);

    private Scalar BindIn(InSyntax membership) => membership switch
    {
        { Item: ArraySyntax item, Collection: ArraySyntax list } => Operators.Join(isAnd: false, [.. list.Items.Select(i =>
            i is ArraySyntax other ? SameItems(item, other) : throw ODataErrors.TypeMismatch(i.Position, "a list is expected here.", "ở đây cần một danh sách."))]),
        { Collection: ArraySyntax list } when IsStructure(membership.Item) => Operators.Join(isAnd: false, [.. list.Items.Select(i => _structures.Same(membership.Item, i, membership.Position))]),
        { Collection: ArraySyntax list } => BindInList(BindOperand(membership.Item), list),
        { Collection: CallSyntax call } when _collections.IsCollection(call) => _collections.Has(call, membership.Item, membership.Position),
        _ when IsStructure(membership.Item) && _paths.TypeOf(membership.Collection) is { IsMany: true } => BindInStructures(membership),
        _ when IsLostCollection(membership.Collection) => new BooleanScalar(false),
        _ when _paths.TryValues(membership.Collection, out var values) => BindInRows(BindOperand(membership.Item), values, membership.Position),
        _ => throw ODataErrors.TypeMismatch(membership.Collection.Position, "a list such as ('a','b') or a path to many values is expected after 'in'.", "sau 'in' cần danh sách như ('a','b') hoặc đường dẫn đến nhiều giá trị."),
    };

    /// <summary>Literals make one list, which an index serves; other items are compared one by one.</summary>
    private static Scalar InList(Scalar item, List<Scalar> literals, bool hasNull) =>
        item is NullScalar ? new BooleanScalar(hasNull)
            : literals.Count == 0 && hasNull ? new IsNullScalar(item, false)
            // Nothing is in an empty list.
            : literals.Count == 0 ? new BooleanScalar(false)
            : new InScalar(item, literals, hasNull);

    private Scalar BindInList(Operand item, ArraySyntax list)
    {
        var literals = new List<Scalar>();
        var others = new List<Scalar>();
        var hasNull = false;
        foreach (var syntax in list.Items)
        {
            var operand = BindOperand(syntax);
            var value = Operators.AsMember(Operators.Coerce(operand, item.Value.Kind), item.Value);
            if (value is NullScalar)
            {
                hasNull = true;
            }
            else if (value is ParameterScalar or BooleanScalar && item.Value is not (ParameterScalar or NotANumberScalar or NullScalar))
            {
                Operators.CheckComparable(item.Value, value, syntax.Position);
                literals.Add(Operators.Scaled(value, item.Value));
            }
            else
            {
                others.Add(Operators.Compare(CompareOperator.Equal, item, operand, syntax.Position));
            }
        }
        return others.Count == 0
            ? InList(item.Value, literals, hasNull)
            : Operators.Join(isAnd: false, literals.Count > 0 || hasNull ? [InList(item.Value, literals, hasNull), .. others] : others);
    }

    private ExistsScalar BindInRows(Operand item, Func<(EntityScope Rows, StructuralProperty Property)> values, int position)
    {
        var (rows, property) = values();
        rows.Select.And(Operators.Compare(CompareOperator.Equal, new(rows.Column(property), item.Syntax), item, position));
        return new ExistsScalar(rows.Select.BuildExists(), Negated: false);
    }

    private ExistsScalar BindInStructures(InSyntax membership)
    {
        var rows = _paths.Rows(membership.Collection);
        rows.Select.And(_structures.Same(rows, membership.Item, membership.Position));
        return new ExistsScalar(rows.Select.BuildExists(), Negated: false);
    }

    private Scalar BindLambda(LambdaSyntax lambda)
    {
        if (IsLostCollection(lambda.Target))
        {
            return new BooleanScalar(lambda.IsAll);
        }
        var rows = _paths.Rows(lambda.Target);
        if (lambda.Body is not null)
        {
            var body = _paths.With(lambda, rows, () => BindCondition(lambda.Body));
            // all(x: p) = no row for which p is not true.
            rows.Select.And(lambda.IsAll ? new NotScalar(IsTrue(body)) : body);
        }
        return new ExistsScalar(rows.Select.BuildExists(), Negated: lambda.IsAll);
    }

    private static Scalar IsTrue(Scalar condition) =>
        condition.Nullable ? new CompareScalar(CompareOperator.Equal, condition, new BooleanScalar(true)) : condition;

    private Scalar BindCount(CountSyntax count)
    {
        if (IsLostCollection(count.Target))
        {
            return new NumberScalar(0);
        }
        var rows = _paths.Rows(count.Target);
        var within = Within(rows);
        rows.Select.And(count.Search is null ? null : within.BindSearch(count.Search));
        rows.Select.And(count.Filter is null ? null : within.BindCondition(count.Filter));
        return new CountScalar(_paths.Count(rows));
    }

    /// <summary>The correlated count of a navigation's rows, with the filter and search of an <c>$expand</c>.</summary>
    public static SelectPlan CountOf(PlanScope plan, EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options, Func<EntityScope>? it = null)
    {
        var inner = new SelectBuilder(plan, navigation.Target);
        inner.And(SelectBuilder.Link(owner, navigation, inner.Root.Source));
        var binder = new ExpressionBinder(plan, inner.Root, it);
        inner.And(options.Search is null ? null : binder.BindSearch(options.Search));
        inner.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
        return inner.BuildCount();
    }

    internal static bool IsNumeric(PrimitiveKind? kind) => Operators.IsNumeric(kind);
}
