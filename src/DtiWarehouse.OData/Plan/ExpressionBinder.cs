using System.Runtime.CompilerServices;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Gives syntax its meaning: looks names up in the model, joins navigations, checks types, and yields typed scalars.
/// Rejects unknown names (203, 204), types that do not fit (205) and what is not done yet (208).
/// </summary>
internal sealed partial class ExpressionBinder(PlanScope plan, EntityScope it)
{
    private readonly Dictionary<string, EntityScope> _variables = new(StringComparer.Ordinal) { ["$it"] = it };

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
                it.Type.SearchPaths.Count > 0
                    ? [.. it.Type.SearchPaths.Select(SearchedText)]
                    : [.. it.Type.Properties.Where(p => p.Kind is PrimitiveKind.String && p.AllowedValues.Count == 0).Select(it.Column)],
                plan.Parameter(SlotOrigin.SearchTerm, term.Ordinal, PrimitiveKind.String)),
            _ => throw ODataErrors.NotSupported("This search", "$search"),
        };
    }

    private ColumnScalar SearchedText(IReadOnlyList<string> path)
    {
        var owner = it;
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
            LiteralSyntax literal => plan.Literal(literal),
            MemberSyntax member => BindProperty(member),
            UnarySyntax unary => BindUnary(unary),
            BinarySyntax binary => BindBinary(binary),
            InSyntax membership => BindIn(membership),
            CallSyntax call => BindCall(call),
            LambdaSyntax lambda => BindLambda(lambda),
            CountSyntax { Target: MemberSyntax { Target: null, Name: "$these" } } count => BindTheseCount(count),
            CountSyntax count => BindCount(count),
            AggregateCallSyntax aggregate => BindAggregate(aggregate),
            _ => throw ODataErrors.NotSupported("This expression"),
        };
    }

    /// <summary>A member of an enumeration by its type's name; which member is seen when the value is sent.</summary>
    private ParameterScalar BindMember(LiteralSyntax literal)
    {
        var name = ((EnumerationLiteral)literal.Value!).TypeName;
        return plan.Model.TryGetEnumeration(name, out var enumeration)
            ? Member(plan.Parameter(SlotOrigin.Literal, literal.Ordinal, PrimitiveKind.Enum), enumeration)
            : throw ODataErrors.TypeMismatch(literal.Position, $"there is no enumeration type '{name}'.", $"không có kiểu liệt kê '{name}'.");
    }

    private static ParameterScalar Member(ParameterScalar literal, EnumerationType enumeration) =>
        new(literal.Slot with { Kind = PrimitiveKind.Enum, Enumeration = enumeration });

    /// <summary>A text that meets a value of an enumeration names a member of it.</summary>
    private static Scalar AsMember(Scalar value, Scalar other) =>
        value is ParameterScalar { Kind: PrimitiveKind.String, Slot.Origin: SlotOrigin.Literal } text && other.Enumeration is { } enumeration ? Member(text, enumeration) : value;

    private Scalar BindProperty(MemberSyntax member)
    {
        if (member.Target is null && _variables.ContainsKey(member.Name))
        {
            throw ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' is an entity; name one of its properties.", $"'{member.Name}' là một thực thể; hãy nêu một thuộc tính của nó.");
        }
        if (AggregatedAway(member) is { } away)
        {
            return away;
        }
        var (scope, name) = Owner(member);
        if (scope.Type.TryGetProperty(name, out var property))
        {
            return scope.Column(property);
        }
        if (scope.Type.TryGetNavigation(name, out var navigation))
        {
            throw ODataErrors.TypeMismatch(member.Position, $"'{name}' is a navigation property; name a property behind it, such as {name}/{navigation.Target.Properties[0].Name}.", $"'{name}' là thuộc tính liên kết; hãy nêu thuộc tính phía sau, như {name}/{navigation.Target.Properties[0].Name}.");
        }
        throw Unknown(scope, name, member.Position);
    }

    /// <summary>
    /// The entity that the last name of a path belongs to. A foreign key read through its navigation
    /// (<c>Unit/UnitKey</c>) is the column of the referring row: no join.
    /// </summary>
    private (EntityScope Scope, string Name) Owner(MemberSyntax member)
    {
        if (member.Target is null)
        {
            return (it, member.Name);
        }
        if (member.Target is MemberSyntax target && !IsVariable(target))
        {
            var (owner, name) = Owner(target);
            if (owner.Type.TryGetNavigation(name, out var navigation) && navigation is { IsCollection: false, IsDependent: true })
            {
                foreach (var (source, key) in navigation.Columns)
                {
                    if (key.Name == member.Name)
                    {
                        return (owner, source.Name);
                    }
                }
            }
        }
        return (Entity(member.Target), member.Name);
    }

    private bool IsVariable(MemberSyntax member) => member.Target is null && _variables.ContainsKey(member.Name);

    /// <summary>The single entity that a path leads to.</summary>
    private EntityScope Entity(Syntax syntax)
    {
        if (syntax is CallSyntax { Name: "cast" } cast && Casted(cast) is { } type)
        {
            return TypeCasts.Cast(cast.Arguments.Count > 1 ? Entity(cast.Arguments[0]) : it, type.Name, type.Position);
        }
        if (syntax is not MemberSyntax member)
        {
            throw ODataErrors.TypeMismatch(syntax.Position, "a path is expected before '/'.", "cần một đường dẫn trước '/'.");
        }
        if (IsVariable(member))
        {
            return _variables[member.Name];
        }
        if (member.Target is null && member.Name is "$root" or "$this")
        {
            throw ODataErrors.NotSupported($"'{member.Name}'");
        }
        var owner = member.Target is null ? it : Entity(member.Target);
        if (member.Name.Contains('.', StringComparison.Ordinal))
        {
            return TypeCasts.Cast(owner, member.Name, member.Position);
        }
        if (!owner.Type.TryGetNavigation(member.Name, out var navigation))
        {
            throw owner.Type.TryGetProperty(member.Name, out _)
                ? ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' is a value; nothing can follow it after '/'.", $"'{member.Name}' là một giá trị; sau nó không thể có '/'.")
                : Unknown(owner, member.Name, member.Position);
        }
        if (navigation.IsCollection)
        {
            throw ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' leads to many entities; use any, all or $count.", $"'{member.Name}' dẫn đến nhiều thực thể; hãy dùng any, all hoặc $count.");
        }
        return owner.Select.Join(owner, navigation);
    }

    private (EntityScope Owner, NavigationProperty Navigation) Collection(Syntax syntax)
    {
        if (syntax is MemberSyntax member && !IsVariable(member))
        {
            var owner = member.Target is null ? it : Entity(member.Target);
            if (member.Name.Contains('.', StringComparison.Ordinal))
            {
                throw ODataErrors.NotSupported($"The type cast '{member.Name}' of a collection inside an expression");
            }
            if (owner.Type.TryGetNavigation(member.Name, out var navigation))
            {
                return navigation.IsCollection ? (owner, navigation)
                    : throw ODataErrors.TypeMismatch(member.Position, $"'{member.Name}' leads to one entity, not to many.", $"'{member.Name}' chỉ dẫn đến một thực thể.");
            }
            throw Unknown(owner, member.Name, member.Position);
        }
        throw ODataErrors.TypeMismatch(syntax.Position, "a collection is expected.", "cần một tập hợp.");
    }

    private static ODataError Unknown(EntityScope scope, string name, int position) =>
        ODataErrors.UnknownProperty(name, scope.Type.Name, position, ODataErrors.Nearest(name, scope.Type.MemberNames));

    private Scalar BindUnary(UnarySyntax unary)
    {
        if (unary.Operator is UnaryOperator.Not)
        {
            return new NotScalar(BindCondition(unary.Operand));
        }
        var operand = Bind(unary.Operand);
        return operand is NullScalar ? operand
            : IsNumeric(operand.Kind) ? new NegateScalar(operand)
            : operand.Kind is PrimitiveKind.Duration ? throw ODataErrors.NotSupported("Arithmetic with dates and durations")
            : throw ODataErrors.TypeMismatch(unary.Position, $"a number is expected after '-', not Edm.{operand.Kind}.", $"sau '-' cần một số, không phải Edm.{operand.Kind}.");
    }

    private Scalar BindBinary(BinarySyntax binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And or BinaryOperator.Or:
                return new LogicalScalar(binary.Operator is BinaryOperator.And, BindCondition(binary.Left), BindCondition(binary.Right));
            case BinaryOperator.Has:
                return Has(Bind(binary.Left), Bind(binary.Right), binary);
            case BinaryOperator.Equal or BinaryOperator.NotEqual when IsNullLiteral(binary.Right) && TryBindPresence(binary.Left, binary.Operator is BinaryOperator.NotEqual) is { } present:
                return present;
        }
        var left = Bind(binary.Left);
        var right = Bind(binary.Right);
        return binary.Operator switch
        {
            BinaryOperator.Equal => Compare(CompareOperator.Equal, left, right, binary),
            BinaryOperator.NotEqual => Compare(CompareOperator.NotEqual, left, right, binary),
            BinaryOperator.Less => Compare(CompareOperator.Less, left, right, binary),
            BinaryOperator.LessOrEqual => Compare(CompareOperator.LessOrEqual, left, right, binary),
            BinaryOperator.Greater => Compare(CompareOperator.Greater, left, right, binary),
            BinaryOperator.GreaterOrEqual => Compare(CompareOperator.GreaterOrEqual, left, right, binary),
            BinaryOperator.Add => Arithmetic(ArithmeticOperator.Add, left, right, binary),
            BinaryOperator.Subtract => Arithmetic(ArithmeticOperator.Subtract, left, right, binary),
            BinaryOperator.Multiply => Arithmetic(ArithmeticOperator.Multiply, left, right, binary),
            BinaryOperator.Divide => Arithmetic(ArithmeticOperator.Divide, left, right, binary),
            BinaryOperator.DivideBy => Arithmetic(ArithmeticOperator.DivideExact, left, right, binary),
            BinaryOperator.Modulo => Arithmetic(ArithmeticOperator.Modulo, left, right, binary),
            _ => throw ODataErrors.NotSupported($"The operator '{binary.Operator}'"),
        };
    }

    /// <summary><c>flags has member</c>: null when either is null (OData URL Conventions 4.01, section 5.1.1.1.9).</summary>
    private static Scalar Has(Scalar left, Scalar right, BinarySyntax syntax)
    {
        right = AsMember(right, left);
        if (left is NullScalar || right is NullScalar)
        {
            return new NullScalar(PrimitiveKind.Boolean);
        }
        return left.Enumeration is not null && left.Enumeration == right.Enumeration
            ? new HasScalar(left, right)
            : throw ODataErrors.TypeMismatch(syntax.Position, "'has' expects a value of an enumeration and a member of the same.", "'has' cần một giá trị liệt kê và một phần tử của cùng kiểu.");
    }

    private static bool IsNullLiteral(Syntax syntax) => syntax is LiteralSyntax { IsNull: true };

    /// <summary><c>Nav eq null</c>: whether the entity or complex value behind the path is missing, or with <c>ne</c> there; null when the syntax leads to none.</summary>
    private Scalar? TryBindPresence(Syntax syntax, bool isThere)
    {
        if (syntax is not MemberSyntax member || IsVariable(member))
        {
            return null;
        }
        if (AggregatedAway(member) is { } away)
        {
            return new IsNullScalar(away, isThere);
        }
        var owner = member.Target is null ? it : Entity(member.Target);
        if (!owner.Type.TryGetNavigation(member.Name, out var navigation) || navigation.IsCollection)
        {
            return null;
        }
        return owner.Select.Join(owner, navigation).IsThere(isThere);
    }

    private static Scalar Compare(CompareOperator @operator, Scalar left, Scalar right, BinarySyntax syntax)
    {
        if (left is NullScalar || right is NullScalar)
        {
            var other = left is NullScalar ? right : left;
            return @operator switch
            {
                CompareOperator.Equal or CompareOperator.NotEqual when other is NullScalar => new BooleanScalar(@operator is CompareOperator.Equal),
                CompareOperator.Equal or CompareOperator.NotEqual => new IsNullScalar(other, @operator is CompareOperator.NotEqual),
                // An order comparison with null is false.
                _ => new BooleanScalar(false),
            };
        }
        (left, right) = (AsMember(left, right), AsMember(right, left));
        CheckComparable(left, right, syntax.Position);
        if (@operator is not (CompareOperator.Equal or CompareOperator.NotEqual) && left.Kind is PrimitiveKind.Binary)
        {
            throw ODataErrors.TypeMismatch(syntax.Position, $"values of Edm.{left.Kind} have no order; use eq or ne.", $"giá trị Edm.{left.Kind} không có thứ tự; hãy dùng eq hoặc ne.");
        }
        return new CompareScalar(@operator, Scaled(left, right), Scaled(right, left));
    }

    /// <summary>A parameter that meets a column of scaled decimals is sent in the column's form, so that an index on it serves.</summary>
    private static Scalar Scaled(Scalar value, Scalar other) =>
        value is ParameterScalar parameter && other is ColumnScalar { Property: { Storage: StorageForm.ScaledInteger, Scale: { } scale } }
            ? new ParameterScalar(parameter.Slot with { Scale = scale })
            : value;

    private static void CheckComparable(Scalar one, Scalar other, int position)
    {
        var (left, right) = (one.Kind!.Value, other.Kind!.Value);
        if (one.Enumeration != other.Enumeration)
        {
            var (first, second) = (one.Enumeration?.QualifiedName ?? $"Edm.{left}", other.Enumeration?.QualifiedName ?? $"Edm.{right}");
            throw ODataErrors.TypeMismatch(position, $"{first} cannot be compared with {second}.", $"không so sánh được {first} với {second}.");
        }
        if (left == right || (IsNumeric(left) && IsNumeric(right)))
        {
            return;
        }
        var hint = (left, right) is (PrimitiveKind.Date, PrimitiveKind.DateTimeOffset) or (PrimitiveKind.DateTimeOffset, PrimitiveKind.Date)
            ? (" Write a date as 2023-11-27 and an instant as 2023-11-27T00:00:00Z.", " Viết ngày là 2023-11-27, thời điểm là 2023-11-27T00:00:00Z.")
            : left is PrimitiveKind.String || right is PrimitiveKind.String
                ? (" Text stands in single quotes, other values do not.", " Văn bản đặt trong dấu nháy đơn, giá trị khác thì không.")
                : ("", "");
        throw ODataErrors.TypeMismatch(position, $"Edm.{left} cannot be compared with Edm.{right}.{hint.Item1}", $"không so sánh được Edm.{left} với Edm.{right}.{hint.Item2}");
    }

    private static Scalar Arithmetic(ArithmeticOperator @operator, Scalar left, Scalar right, BinarySyntax syntax)
    {
        if (left is NullScalar || right is NullScalar)
        {
            return new NullScalar(left.Kind ?? right.Kind);
        }
        if (!IsNumeric(left.Kind) || !IsNumeric(right.Kind))
        {
            var temporal = IsTemporal(left.Kind) ? IsTemporal(right.Kind) || IsNumeric(right.Kind) : IsNumeric(left.Kind) && right.Kind is PrimitiveKind.Duration;
            throw temporal
                ? ODataErrors.NotSupported("Arithmetic with dates and durations")
                : ODataErrors.TypeMismatch(syntax.Position, $"Edm.{left.Kind} and Edm.{right.Kind} do not calculate.", $"không tính toán được với Edm.{left.Kind} và Edm.{right.Kind}.");
        }
        return new ArithmeticScalar(@operator, left, right, Promote(left.Kind!.Value, right.Kind!.Value, @operator));
    }

    private static bool IsTemporal(PrimitiveKind? kind) => kind is PrimitiveKind.Date or PrimitiveKind.DateTimeOffset or PrimitiveKind.Duration;

    private static PrimitiveKind Promote(PrimitiveKind left, PrimitiveKind right, ArithmeticOperator @operator)
    {
        if (left is PrimitiveKind.Double or PrimitiveKind.Single || right is PrimitiveKind.Double or PrimitiveKind.Single)
        {
            return PrimitiveKind.Double;
        }
        return left is PrimitiveKind.Decimal || right is PrimitiveKind.Decimal || @operator is ArithmeticOperator.DivideExact
            ? PrimitiveKind.Decimal
            : PrimitiveKind.Int64;
    }

    private Scalar BindIn(InSyntax membership)
    {
        var item = Bind(membership.Item);
        var list = new List<Scalar>();
        var hasNull = false;
        foreach (var syntax in membership.List)
        {
            var value = Bind(syntax);
            if (value is NullScalar)
            {
                hasNull = true;
                continue;
            }
            if (value is not (ParameterScalar or BooleanScalar))
            {
                throw ODataErrors.NotSupported("A list of 'in' with anything but literals");
            }
            value = AsMember(value, item);
            if (item.Kind is not null)
            {
                CheckComparable(item, value, syntax.Position);
            }
            list.Add(Scaled(value, item));
        }
        return item is NullScalar ? new BooleanScalar(hasNull)
            : list.Count == 0 && hasNull ? new IsNullScalar(item, false)
            // Nothing is in an empty list.
            : list.Count == 0 ? new BooleanScalar(false)
            : new InScalar(item, list, hasNull);
    }

    private Scalar BindLambda(LambdaSyntax lambda)
    {
        var (owner, navigation) = Collection(lambda.Target);
        var inner = new SelectBuilder(plan, navigation.Target);
        inner.And(SelectBuilder.Link(owner, navigation, inner.Root.Source));
        if (lambda.Body is not null)
        {
            var variable = lambda.Variable!;
            if (!_variables.TryAdd(variable, inner.Root))
            {
                throw ODataErrors.Syntax(lambda.Position, $"the variable '{variable}' is already in use.", $"biến '{variable}' đã được dùng.");
            }
            var body = BindCondition(lambda.Body);
            _variables.Remove(variable);
            // all(x: p) = no row for which p is not true.
            inner.And(lambda.IsAll ? new NotScalar(IsTrue(body)) : body);
        }
        return new ExistsScalar(inner.BuildExists(), Negated: lambda.IsAll);
    }

    private static Scalar IsTrue(Scalar condition) =>
        condition.Nullable ? new CompareScalar(CompareOperator.Equal, condition, new BooleanScalar(true)) : condition;

    private CountScalar BindCount(CountSyntax count)
    {
        var (owner, navigation) = Collection(count.Target);
        return new CountScalar(CountOf(plan, owner, navigation, QueryOptionsSyntax.Empty));
    }

    /// <summary>The correlated count of a navigation's rows, with the filter and search of an <c>$expand</c>.</summary>
    public static SelectPlan CountOf(PlanScope plan, EntityScope owner, NavigationProperty navigation, QueryOptionsSyntax options)
    {
        var inner = new SelectBuilder(plan, navigation.Target);
        inner.And(SelectBuilder.Link(owner, navigation, inner.Root.Source));
        var binder = new ExpressionBinder(plan, inner.Root);
        inner.And(options.Search is null ? null : binder.BindSearch(options.Search));
        inner.And(options.Filter is null ? null : binder.BindCondition(options.Filter));
        return inner.BuildCount();
    }

    /// <summary>The type that <c>cast</c> or <c>isof</c> names, when it is none of Edm's.</summary>
    private static MemberSyntax? Casted(CallSyntax call) =>
        call.Arguments is [MemberSyntax { Target: null } only] && only.Name.Contains('.', StringComparison.Ordinal) ? only
        : call.Arguments is [_, MemberSyntax { Target: null } type] && !type.Name.StartsWith("Edm.", StringComparison.Ordinal) ? type
        : null;

    private Scalar BindCall(CallSyntax call)
    {
        if (call.Name == "isof" && Casted(call) is { } type)
        {
            return TypeCasts.IsOf(call.Arguments.Count > 1 ? Entity(call.Arguments[0]) : it, type.Name, type.Position);
        }
        if (call.Name == "isdefined")
        {
            return BindIsDefined(call);
        }
        if (!CanonicalFunctions.Known.TryGetValue(call.Name, out var signature))
        {
            throw CanonicalFunctions.Foreseen.Contains(call.Name)
                ? ODataErrors.NotSupported($"The function '{call.Name}'")
                : ODataErrors.UnknownFunction(call.Name, call.Position, ODataErrors.Nearest(call.Name, CanonicalFunctions.Known.Keys));
        }
        if (call.Arguments.Count < signature.Required || call.Arguments.Count > signature.Arguments.Length)
        {
            var count = signature.Required == signature.Arguments.Length ? $"{signature.Required}" : $"{signature.Required} or {signature.Arguments.Length}";
            throw ODataErrors.Syntax(call.Position, $"'{call.Name}' takes {count} argument(s), not {call.Arguments.Count}.", $"hàm '{call.Name}' nhận {count} tham số, không phải {call.Arguments.Count}.");
        }
        var arguments = new List<Scalar>();
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = Bind(call.Arguments[i]);
            if (argument.Kind is { } kind && !signature.Arguments[i].Contains(kind))
            {
                var wanted = string.Join(" or ", signature.Arguments[i].Take(2).Select(k => $"Edm.{k}"));
                throw ODataErrors.TypeMismatch(call.Arguments[i].Position, $"'{call.Name}' expects {wanted} here, not Edm.{kind}.", $"hàm '{call.Name}' cần {wanted} ở đây, không phải Edm.{kind}.");
            }
            arguments.Add(argument);
        }
        return arguments.Any(a => a is NullScalar)
            ? new NullScalar(signature.Result ?? PrimitiveKind.Decimal)
            : new FunctionScalar(signature.Function, arguments, signature.Result ?? NumberOf(arguments[0].Kind!.Value), arguments.Any(a => a.Nullable));
    }

    private static PrimitiveKind NumberOf(PrimitiveKind kind) => kind is PrimitiveKind.Double or PrimitiveKind.Single ? PrimitiveKind.Double : PrimitiveKind.Decimal;

    internal static bool IsNumeric(PrimitiveKind? kind) =>
        kind is PrimitiveKind.Byte or PrimitiveKind.SByte or PrimitiveKind.Int16 or PrimitiveKind.Int32 or PrimitiveKind.Int64
            or PrimitiveKind.Decimal or PrimitiveKind.Single or PrimitiveKind.Double;
}
