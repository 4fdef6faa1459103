using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>An operand: its meaning, and how it was written.</summary>
internal readonly record struct Operand(Scalar Value, Syntax Syntax);

/// <summary>
/// The typing rules of comparison and arithmetic (OData URL Conventions 4.01, sections 5.1.1.1, 5.1.1.2 and 5.1.1.18):
/// which operands go together and what comes out. Rejects those that do not (205).
/// </summary>
internal static class Operators
{
    public static bool IsNumeric(PrimitiveKind? kind) => IsWhole(kind) || kind is PrimitiveKind.Decimal or PrimitiveKind.Single or PrimitiveKind.Double;

    public static bool IsWhole(PrimitiveKind? kind) =>
        kind is PrimitiveKind.Byte or PrimitiveKind.SByte or PrimitiveKind.Int16 or PrimitiveKind.Int32 or PrimitiveKind.Int64;

    public static bool IsFloating(PrimitiveKind? kind) => kind is PrimitiveKind.Single or PrimitiveKind.Double;

    public static Scalar Compare(CompareOperator @operator, Operand left, Operand right, int position)
    {
        var (a, b) = (left.Value, right.Value);
        if (a is NotANumberScalar || b is NotANumberScalar)
        {
            CheckComparable(a, b, position);
            return new BooleanScalar(@operator is CompareOperator.NotEqual);
        }
        if (a is NullScalar || b is NullScalar)
        {
            var other = a is NullScalar ? b : a;
            return @operator switch
            {
                CompareOperator.Equal or CompareOperator.NotEqual when other is NullScalar => new BooleanScalar(@operator is CompareOperator.Equal),
                CompareOperator.Equal or CompareOperator.NotEqual => new IsNullScalar(other, @operator is CompareOperator.NotEqual),
                // An order comparison with null is false.
                _ => new BooleanScalar(false),
            };
        }
        (a, b) = (AsMember(Coerce(left, b.Kind), b), AsMember(Coerce(right, a.Kind), a));
        CheckComparable(a, b, position);
        if (@operator is not (CompareOperator.Equal or CompareOperator.NotEqual) && a.Kind is PrimitiveKind.Binary)
        {
            throw ODataErrors.TypeMismatch(position, $"values of Edm.{a.Kind} have no order; use eq or ne.", $"giá trị Edm.{a.Kind} không có thứ tự; hãy dùng eq hoặc ne.");
        }
        return new CompareScalar(@operator, Scaled(a, b), Scaled(b, a));
    }

    /// <summary>
    /// A text that stands for a value of the type it meets: a duration without its prefix (section 5.1.1.14.1), and in JSON
    /// whatever JSON writes as text.
    /// </summary>
    public static Scalar Coerce(Operand operand, PrimitiveKind? kind) =>
        operand is { Value: ParameterScalar { Kind: PrimitiveKind.String } text, Syntax: LiteralSyntax literal }
            && kind is PrimitiveKind.Duration or PrimitiveKind.Date or PrimitiveKind.TimeOfDay or PrimitiveKind.DateTimeOffset or PrimitiveKind.Guid or PrimitiveKind.Binary
            && (literal.InJson || kind is PrimitiveKind.Duration)
            ? new ParameterScalar(text.Slot with { Kind = kind.Value })
            : operand.Value;

    /// <summary>The member of an enumeration that a literal names; that of a request is seen when its value is sent.</summary>
    public static ParameterScalar Member(ParameterScalar literal, EnumerationType enumeration)
    {
        var slot = literal.Slot with { Kind = PrimitiveKind.Enum, Enumeration = enumeration };
        return new ParameterScalar(slot.Origin is SlotOrigin.Constant ? slot with { Constant = slot.NumberOf(slot.Constant!, 0) } : slot);
    }

    /// <summary>A text that meets a value of an enumeration names a member of it.</summary>
    public static Scalar AsMember(Scalar value, Scalar other) =>
        value is ParameterScalar { Kind: PrimitiveKind.String, Slot.Origin: SlotOrigin.Literal or SlotOrigin.Constant } text && other.Enumeration is { } enumeration
            ? Member(text, enumeration)
            : value;

    /// <summary><c>flags has member</c>: null when either is null (section 5.1.1.1.9).</summary>
    public static Scalar Has(Scalar flags, Scalar member, int position)
    {
        member = AsMember(member, flags);
        if (flags is NullScalar || member is NullScalar)
        {
            return new NullScalar(PrimitiveKind.Boolean);
        }
        return flags.Enumeration is not null && flags.Enumeration == member.Enumeration
            ? new HasScalar(flags, member)
            : throw ODataErrors.TypeMismatch(position, "'has' expects a value of an enumeration and a member of the same.", "'has' cần một giá trị liệt kê và một phần tử của cùng kiểu.");
    }

    /// <summary>A parameter that meets a column of scaled decimals is sent in the column's form, so that an index on it serves.</summary>
    public static Scalar Scaled(Scalar value, Scalar other) =>
        value is ParameterScalar parameter && other is ColumnScalar { Property: { Storage: StorageForm.ScaledInteger, Scale: { } scale } }
            ? new ParameterScalar(parameter.Slot with { Scale = scale })
            : value;

    public static void CheckComparable(Scalar a, Scalar b, int position)
    {
        if (a.Kind is not { } left || b.Kind is not { } right)
        {
            return;
        }
        if (a.Enumeration != b.Enumeration)
        {
            var (first, second) = (a.Enumeration?.QualifiedName ?? $"Edm.{left}", b.Enumeration?.QualifiedName ?? $"Edm.{right}");
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

    public static Scalar Negate(Operand operand)
    {
        var value = operand.Value;
        return value is NullScalar or NotANumberScalar ? value
            : IsNumeric(value.Kind) || value.Kind is PrimitiveKind.Duration ? new NegateScalar(value)
            : throw ODataErrors.TypeMismatch(operand.Syntax.Position, $"a number or a duration is expected after '-', not Edm.{value.Kind}.", $"sau '-' cần một số hoặc khoảng thời gian, không phải Edm.{value.Kind}.");
    }

    public static Scalar Calculate(ArithmeticOperator @operator, Operand left, Operand right, int position)
    {
        if (left.Value is NullScalar || right.Value is NullScalar)
        {
            return new NullScalar(left.Value.Kind ?? right.Value.Kind);
        }
        var a = IsTemporal(right.Value.Kind) ? Coerce(left, PrimitiveKind.Duration) : left.Value;
        var b = IsTemporal(left.Value.Kind) ? Coerce(right, PrimitiveKind.Duration) : right.Value;
        if (!IsNumeric(a.Kind) || !IsNumeric(b.Kind))
        {
            return CalculateTime(@operator, a, b)
                ?? throw ODataErrors.TypeMismatch(position, $"Edm.{a.Kind} and Edm.{b.Kind} do not go together here.", $"không tính toán được với Edm.{a.Kind} và Edm.{b.Kind}.");
        }
        return a is NotANumberScalar || b is NotANumberScalar
            ? new NotANumberScalar()
            : new ArithmeticScalar(@operator, a, b, Promote(a.Kind, b.Kind, @operator is ArithmeticOperator.DivideExact));
    }

    /// <summary>Arithmetic of dates, instants and durations; null for operands that the specification does not pair.</summary>
    private static ArithmeticScalar? CalculateTime(ArithmeticOperator @operator, Scalar a, Scalar b)
    {
        PrimitiveKind? result = (@operator, a.Kind, b.Kind) switch
        {
            (ArithmeticOperator.Add or ArithmeticOperator.Subtract, PrimitiveKind.DateTimeOffset or PrimitiveKind.Date or PrimitiveKind.Duration, PrimitiveKind.Duration) => a.Kind,
            (ArithmeticOperator.Subtract, PrimitiveKind.DateTimeOffset or PrimitiveKind.Date, _) when a.Kind == b.Kind => PrimitiveKind.Duration,
            (ArithmeticOperator.Multiply or ArithmeticOperator.Divide or ArithmeticOperator.DivideExact, PrimitiveKind.Duration, _) when IsNumeric(b.Kind) && b is not NotANumberScalar => PrimitiveKind.Duration,
            (ArithmeticOperator.Multiply, _, PrimitiveKind.Duration) when IsNumeric(a.Kind) && a is not NotANumberScalar => PrimitiveKind.Duration,
            _ => null,
        };
        return result is null ? null
            : a.Kind is not PrimitiveKind.Duration && @operator is ArithmeticOperator.Multiply ? new ArithmeticScalar(@operator, b, a, result.Value)
            : new ArithmeticScalar(@operator, a, b, result.Value);
    }

    private static bool IsTemporal(PrimitiveKind? kind) => kind is PrimitiveKind.Date or PrimitiveKind.DateTimeOffset or PrimitiveKind.Duration;

    /// <summary>The type that two numbers are calculated in, whole ones as decimals when <paramref name="exact"/>.</summary>
    public static PrimitiveKind Promote(PrimitiveKind? left, PrimitiveKind? right, bool exact = false) =>
        IsFloating(left) || IsFloating(right) ? PrimitiveKind.Double
        : exact || left is PrimitiveKind.Decimal || right is PrimitiveKind.Decimal ? PrimitiveKind.Decimal
        : PrimitiveKind.Int64;

    /// <summary>Conditions under one operator, as a tree of little depth however many they are.</summary>
    public static Scalar Join(bool isAnd, IReadOnlyList<Scalar> conditions)
    {
        return conditions.Count == 0 ? new BooleanScalar(isAnd) : Range(0, conditions.Count);

        Scalar Range(int from, int to) => to - from == 1
            ? conditions[from]
            : new LogicalScalar(isAnd, Range(from, (from + to) / 2), Range((from + to) / 2, to));
    }
}
