using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// Calls of canonical functions (OData URL Conventions 4.01, sections 5.1.1.5 to 5.1.1.12): arguments are counted and
/// typed, a null one makes the result null. Rejects unknown names (204) and types that do not fit (205).
/// </summary>
internal sealed class CallBinder(PlanScope plan, ExpressionBinder binder, PathBinder paths, CollectionBinder collections)
{
    public Scalar Bind(CallSyntax call)
    {
        if (IsKnown(call.Name) && (call.Arguments.Any(collections.IsCollection) || !CanonicalFunctions.Known.ContainsKey(call.Name)))
        {
            return collections.Bind(call);
        }
        if (string.Equals(call.Name, "now", StringComparison.OrdinalIgnoreCase))
        {
            CheckCount(call, 0, 0);
            return plan.Parameter(SlotOrigin.Now, 0, PrimitiveKind.DateTimeOffset);
        }
        if (!CanonicalFunctions.Known.TryGetValue(call.Name, out var signature))
        {
            throw Unknown(call);
        }
        CheckCount(call, signature.Required, signature.Arguments.Length);
        var arguments = call.Arguments.Select((a, i) => Argument(call.Name, a, signature.Arguments[i])).ToList();
        var result = signature.Result ?? (Operators.IsFloating(arguments[0].Kind) ? PrimitiveKind.Double : PrimitiveKind.Decimal);
        if (arguments.Any(a => a is NullScalar))
        {
            return new NullScalar(result);
        }
        if (arguments.Any(a => a is NotANumberScalar))
        {
            return new NotANumberScalar();
        }
        if (signature.Result is null && Operators.IsWhole(arguments[0].Kind))
        {
            // A whole number is round as it is.
            return arguments[0];
        }
        if (signature.Function is CanonicalFunction.MatchesPattern && arguments[1] is ParameterScalar { Slot.Origin: SlotOrigin.Literal } pattern)
        {
            arguments[1] = new ParameterScalar(pattern.Slot with { Origin = SlotOrigin.Pattern });
        }
        return new FunctionScalar(signature.Function, arguments, result, arguments.Any(a => a.Nullable));
    }

    /// <summary>A declared function: the relative periods.</summary>
    public Scalar Bind(FunctionSyntax function) => function is { Target: null } && function.Name.StartsWith(RelativePeriod.Namespace + ".", StringComparison.Ordinal)
        ? BindPeriod(function)
        : throw ODataErrors.NotSupported($"The function '{function.Name}'");

    /// <summary>Whether a date lies within a relative period; a null date does not.</summary>
    private LogicalScalar BindPeriod(FunctionSyntax function)
    {
        var period = RelativePeriod.Find(function.Name[(RelativePeriod.Namespace.Length + 1)..])
            ?? throw ODataErrors.UnknownFunction(function.Name, function.Position, ODataErrors.Nearest(function.Name, RelativePeriod.All.Select(p => $"{RelativePeriod.Namespace}.{p.Name}")));
        var date = function.Arguments.FirstOrDefault(a => a.Name is "Date" or "");
        var asOf = function.Arguments.FirstOrDefault(a => a.Name is "AsOf");
        if (date is null || function.Arguments.Count != (asOf is null ? 1 : 2))
        {
            throw ODataErrors.Syntax(function.Position, $"write {function.Name}(Date=…) or {function.Name}(Date=…,AsOf=2023-11-27).", $"hãy viết {function.Name}(Date=…) hoặc {function.Name}(Date=…,AsOf=2023-11-27).");
        }
        if (asOf is not null and not { Value: LiteralSyntax { Kind: PrimitiveKind.Date } })
        {
            throw ODataErrors.TypeMismatch(asOf.Position, "AsOf is a date such as 2023-11-27.", "AsOf là một ngày như 2023-11-27.");
        }
        var value = binder.Bind(date.Value);
        if (value.Kind is not (PrimitiveKind.Date or null))
        {
            throw ODataErrors.TypeMismatch(date.Value.Position, $"a date is expected, not Edm.{value.Kind}; an instant becomes one by date(…).", $"cần một ngày, không phải Edm.{value.Kind}; thời điểm đổi thành ngày bằng date(…).");
        }
        ParameterScalar Bound(bool isLast)
        {
            var slot = plan.Parameter(SlotOrigin.Period, 0, PrimitiveKind.Date).Slot;
            return new(slot with { Constant = new PeriodBound(period, isLast, (asOf?.Value as LiteralSyntax)?.Ordinal) });
        }
        return new LogicalScalar(true, new CompareScalar(CompareOperator.GreaterOrEqual, value, Bound(false)), new CompareScalar(CompareOperator.LessOrEqual, value, Bound(true)));
    }

    private static ODataError Unknown(CallSyntax call) => CanonicalFunctions.Foreseen.Contains(call.Name)
        ? ODataErrors.NotSupported($"The function '{call.Name}'")
        : ODataErrors.UnknownFunction(call.Name, call.Position, ODataErrors.Nearest(call.Name, CanonicalFunctions.Names));

    public static void CheckCount(CallSyntax call, int least, int most)
    {
        if (call.Arguments.Count < least || call.Arguments.Count > most)
        {
            var count = least == most ? $"{least}" : $"{least} or {most}";
            throw ODataErrors.Syntax(call.Position, $"'{call.Name}' takes {count} argument(s), not {call.Arguments.Count}.", $"hàm '{call.Name}' nhận {count} tham số, không phải {call.Arguments.Count}.");
        }
    }

    private Scalar Argument(string function, Syntax syntax, PrimitiveKind[] kinds)
    {
        var argument = Operators.Coerce(new(binder.Bind(syntax), syntax), kinds[0]);
        if (argument.Kind is { } kind && !kinds.Contains(kind))
        {
            var wanted = string.Join(" or ", kinds.Take(2).Select(k => $"Edm.{k}"));
            throw ODataErrors.TypeMismatch(syntax.Position, $"'{function}' expects {wanted} here, not Edm.{kind}.", $"hàm '{function}' cần {wanted} ở đây, không phải Edm.{kind}.");
        }
        return argument;
    }

    private static bool IsKnown(string name) => CanonicalFunctions.Known.ContainsKey(name) || CanonicalFunctions.OfCollections.ContainsKey(name);

    /// <summary><c>case</c>: results of one type, or numbers, which meet in the widest.</summary>
    public Scalar Bind(CaseSyntax syntax)
    {
        var branches = syntax.Branches.Select(b => (Condition: binder.BindCondition(b.Condition), Value: new Operand(binder.Bind(b.Value), b.Value))).ToList();
        var other = branches.Find(b => b.Value.Value.Kind is not (null or PrimitiveKind.String)).Value.Value?.Kind;
        var member = branches.Find(b => b.Value.Value.Enumeration is not null).Value.Value;
        var values = branches.ConvertAll(b => member is null ? Operators.Coerce(b.Value, other) : Operators.AsMember(b.Value.Value, member));
        PrimitiveKind? kind = null;
        foreach (var next in values.Select(v => v.Kind).OfType<PrimitiveKind>())
        {
            kind = kind is null || kind == next ? next
                : Operators.IsNumeric(kind) && Operators.IsNumeric(next) ? Operators.Promote(kind, next)
                : throw ODataErrors.NotSupported($"A 'case' that gives Edm.{kind} or Edm.{next}");
        }
        if (values.Any(v => v.Kind is PrimitiveKind.Enum && v.Enumeration != member!.Enumeration))
        {
            throw ODataErrors.NotSupported("A 'case' that gives members of several enumerations");
        }
        return kind is null ? new NullScalar() : new CaseScalar([.. branches.Zip(values, (b, v) => (b.Condition, v))], kind);
    }

    /// <summary>
    /// <c>cast</c> and <c>isof</c> of values, and <c>isof</c> of entities (section 5.1.1.10): a cast that the assignment rules do not name gives null,
    /// like one that fails; <c>isof</c> is whether it does not, null for null.
    /// </summary>
    public Scalar Bind(TypeCallSyntax call)
    {
        if (!call.Type.StartsWith("Edm.", StringComparison.Ordinal))
        {
            return plan.Model.TryGetEnumeration(call.Type, out var enumeration) ? BindToEnumeration(call, enumeration)
                : call.IsCast ? throw ODataErrors.TypeMismatch(call.Position, "a cast entity is no value; name one of its properties.", "thực thể đã ép kiểu không phải giá trị; hãy nêu một thuộc tính của nó.")
                : paths.IsOf(call);
        }
        if (!Enum.TryParse<PrimitiveKind>(call.Type[4..], out var kind) || !Enum.IsDefined(kind) || kind is PrimitiveKind.Enum || char.IsAsciiDigit(call.Type[4]))
        {
            throw call.Type[4..] is "Stream" or "Untyped" or "PrimitiveType" or "EntityType" or "ComplexType" || call.Type.StartsWith("Edm.Geo", StringComparison.Ordinal)
                ? ODataErrors.NotSupported($"'{(call.IsCast ? "cast" : "isof")}' with the type {call.Type}")
                : ODataErrors.TypeMismatch(call.TypePosition, $"there is no type {call.Type}.", $"không có kiểu {call.Type}.");
        }
        if (call.Operand is null)
        {
            // The instance is an entity, which no rule makes a value.
            return call.IsCast ? new NullScalar(kind) : new BooleanScalar(false);
        }
        var operand = binder.Bind(call.Operand);
        if (operand is NullScalar)
        {
            return new NullScalar(call.IsCast ? kind : PrimitiveKind.Boolean);
        }
        return CastOrTest(call, operand, operand.Enumeration is null ? Cast(operand, kind) : kind is PrimitiveKind.String ? NameOf(operand) : new NullScalar(kind));
    }

    private static Scalar CastOrTest(TypeCallSyntax call, Scalar operand, Scalar cast) => call.IsCast ? cast
        : operand.Nullable ? new CaseScalar([(new IsNullScalar(operand, Negated: true), IsValue(cast))], PrimitiveKind.Boolean)
        : IsValue(cast);

    /// <summary>A text that names a member is that member; all else that is no value of the enumeration is none.</summary>
    private Scalar BindToEnumeration(TypeCallSyntax call, EnumerationType enumeration)
    {
        var operand = call.Operand is null ? new NullScalar() : binder.Bind(call.Operand);
        if (operand is NullScalar)
        {
            return call.IsCast ? new NullScalar() : new NullScalar(PrimitiveKind.Boolean);
        }
        return CastOrTest(call, operand, operand.Enumeration == enumeration ? operand : new CaseScalar(
            [.. NamedValues(enumeration).Select(named => (
                operand.Kind is PrimitiveKind.String ? new CompareScalar(CompareOperator.Equal, operand, new ConstantScalar(named.Name)) : (Scalar)new BooleanScalar(false),
                Member(enumeration, named.Value)))],
            PrimitiveKind.Enum));
    }

    /// <summary>A value of an enumeration as text: the name that the wire shows, its number where it has none.</summary>
    private static CaseScalar NameOf(Scalar value) => new(
        [.. NamedValues(value.Enumeration!).Select(named => ((Scalar)new CompareScalar(CompareOperator.Equal, value, new ConstantScalar(named.Value)), (Scalar)new ConstantScalar(named.Name))),
            (new BooleanScalar(true), new CastScalar(value, PrimitiveKind.String))],
        PrimitiveKind.String);

    private static IReadOnlyList<(long Value, string Name)> NamedValues(EnumerationType enumeration)
    {
        const int most = 256;
        return enumeration.NamedValues(most) ?? throw ODataErrors.NotSupported($"A cast of {enumeration.QualifiedName}, whose flags give more than {most} values together,");
    }

    private Scalar Member(EnumerationType enumeration, long value)
    {
        var member = plan.Parameter(SlotOrigin.Constant, 0, PrimitiveKind.Enum);
        return new ParameterScalar(member.Slot with { Enumeration = enumeration, Constant = value });
    }

    private static Scalar IsValue(Scalar cast) => cast is NullScalar ? new BooleanScalar(false) : cast.Nullable ? new IsNullScalar(cast, Negated: true) : new BooleanScalar(true);

    private static Scalar Cast(Scalar operand, PrimitiveKind kind)
    {
        var from = operand.Kind!.Value;
        return from == kind ? operand
            : operand is NotANumberScalar && kind is PrimitiveKind.Single ? operand
            : operand is NotANumberScalar && Operators.IsNumeric(kind) ? new NullScalar(kind)
            : from is PrimitiveKind.String || kind is PrimitiveKind.String || (Operators.IsNumeric(from) && Operators.IsNumeric(kind)) ? new CastScalar(operand, kind)
            : new NullScalar(kind);
    }
}
