using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>
/// A typed value of the relational plan. <see cref="Kind"/> is null for the bare null. Booleans may be unknown
/// (<see cref="Nullable"/>); comparisons never are: OData defines them as two-valued (URL Conventions 4.01, 5.1.1.1).
/// </summary>
internal abstract record Scalar(PrimitiveKind? Kind, bool Nullable)
{
    /// <summary>The type of a value of kind <see cref="PrimitiveKind.Enum"/>.</summary>
    public virtual EnumerationType? Enumeration => null;
}

/// <summary>A column of a source of the plan.</summary>
internal sealed record ColumnScalar(int Source, StructuralProperty Property, bool Nullable) : Scalar(Property.Kind, Nullable)
{
    public override EnumerationType? Enumeration => Property.Enumeration;
}

/// <summary>A parameter: the value of a literal of the request or one the service supplies (see <see cref="SlotOrigin"/>).</summary>
internal sealed record ParameterScalar(ParameterSlot Slot) : Scalar(Slot.Kind, Slot.MayBeNull)
{
    public override EnumerationType? Enumeration => Slot.Enumeration;
}

/// <summary>A constant of the model, such as a discriminator: text, a whole number, true or false.</summary>
internal sealed record ConstantScalar(object Value) : Scalar(Value is string ? PrimitiveKind.String : Value is bool ? PrimitiveKind.Boolean : PrimitiveKind.Int64, false);

/// <summary>Whether a value of an enumeration has all of some flags set.</summary>
internal sealed record HasScalar(Scalar Value, Scalar Flags) : Scalar(PrimitiveKind.Boolean, Value.Nullable || Flags.Nullable);

/// <summary>A whole number of the plan's own.</summary>
internal sealed record NumberScalar(long Value) : Scalar(PrimitiveKind.Int64, false);

/// <summary>A value, or another one where it is null.</summary>
internal sealed record CoalesceScalar(Scalar Value, Scalar Default) : Scalar(Value.Kind, Default.Nullable);

/// <summary>1 where a value is there, else null.</summary>
internal sealed record PresenceScalar(Scalar Operand) : Scalar(PrimitiveKind.Int64, true);

/// <summary>1 where a condition holds, else null.</summary>
internal sealed record HoldsScalar(Scalar Condition) : Scalar(PrimitiveKind.Int64, true);

/// <summary>A value by its type, no longer as its column stores it.</summary>
internal sealed record PlainScalar(Scalar Operand, PrimitiveKind AsKind) : Scalar(AsKind, Operand.Nullable);

/// <summary>The only value of a query's only row.</summary>
internal sealed record SubqueryScalar(SelectPlan Query, PrimitiveKind ResultKind, bool ResultNullable) : Scalar(ResultKind, ResultNullable);

internal sealed record NullScalar(PrimitiveKind? Of = null) : Scalar(Of, true);

/// <summary>The literal NaN, which is equal to nothing and calculates to itself.</summary>
internal sealed record NotANumberScalar() : Scalar(PrimitiveKind.Double, false);

internal sealed record BooleanScalar(bool Value) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>A comparison: null equals only null; every order comparison with null is false.</summary>
internal sealed record CompareScalar(CompareOperator Operator, Scalar Left, Scalar Right) : Scalar(PrimitiveKind.Boolean, false);

internal sealed record IsNullScalar(Scalar Operand, bool Negated) : Scalar(PrimitiveKind.Boolean, false);

internal sealed record LogicalScalar(bool IsAnd, Scalar Left, Scalar Right) : Scalar(PrimitiveKind.Boolean, Left.Nullable || Right.Nullable);

internal sealed record NotScalar(Scalar Operand) : Scalar(PrimitiveKind.Boolean, Operand.Nullable);

/// <summary>Membership in a list of parameters; false for null unless the list holds null.</summary>
internal sealed record InScalar(Scalar Item, IReadOnlyList<Scalar> List, bool HasNull) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>
/// Arithmetic of two numbers, or of dates, instants and durations, the duration on the left when it is multiplied. Null
/// over a divisor of 0, infinite for a floating dividend; an error for the request when the result does not fit its type.
/// </summary>
internal sealed record ArithmeticScalar(ArithmeticOperator Operator, Scalar Left, Scalar Right, PrimitiveKind ResultKind)
    : Scalar(ResultKind, Left.Nullable || Right.Nullable || ResultKind is PrimitiveKind.Double || Operator is not (ArithmeticOperator.Add or ArithmeticOperator.Subtract or ArithmeticOperator.Multiply));

internal sealed record NegateScalar(Scalar Operand) : Scalar(Operand.Kind, Operand.Nullable);

/// <summary>Whether any of the texts holds a term, case and marks aside; null texts hold none.</summary>
internal sealed record SearchScalar(IReadOnlyList<Scalar> Texts, Scalar Term) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>A canonical function; null when an argument is null.</summary>
internal sealed record FunctionScalar(CanonicalFunction Function, IReadOnlyList<Scalar> Arguments, PrimitiveKind ResultKind, bool ResultNullable)
    : Scalar(ResultKind, ResultNullable);

/// <summary>The value of the first condition that is true; null when none is.</summary>
internal sealed record CaseScalar(IReadOnlyList<(Scalar Condition, Scalar Value)> Branches, PrimitiveKind? ResultKind)
    : Scalar(ResultKind, Branches[^1].Condition is not BooleanScalar { Value: true } || Branches.Any(b => b.Value.Nullable))
{
    public override EnumerationType? Enumeration => Branches.Select(b => b.Value.Enumeration).FirstOrDefault(e => e is not null);
}

/// <summary>A value as another type; null when it is no value of that type.</summary>
internal sealed record CastScalar(Scalar Operand, PrimitiveKind To) : Scalar(To, true);

/// <summary>Values in an order, as one: those of a list, of a query's column, or made of others.</summary>
internal abstract record CollectionScalar(PrimitiveKind? ItemKind) : Scalar(ItemKind, false)
{
    public EnumerationType? ItemEnumeration { get; init; }
    public override EnumerationType? Enumeration => ItemEnumeration;
}

/// <summary>Without a kind, items may be lists themselves: what tells an entity or a complex value.</summary>
internal sealed record ListScalar(IReadOnlyList<Scalar> Items, PrimitiveKind? ItemKind) : CollectionScalar(ItemKind);

/// <summary>The query has one column, <see cref="Column"/>.</summary>
internal sealed record RowsScalar(SelectPlan Query, PrimitiveKind? ItemKind) : CollectionScalar(ItemKind)
{
    public const string Column = "v";

    /// <summary>Each item is a list.</summary>
    public bool IsStructured { get; init; }
}

/// <summary>A collection that a function makes of others; null where a number that it takes is.</summary>
internal sealed record MadeScalar(CanonicalFunction Function, IReadOnlyList<Scalar> Arguments, PrimitiveKind? ItemKind) : CollectionScalar(ItemKind);

/// <summary>The property of the one row of a query; null when there is none.</summary>
internal sealed record RowPropertyScalar(SelectPlan Query, StructuralProperty Property) : Scalar(Property.Kind, true)
{
    public override EnumerationType? Enumeration => Property.Enumeration;
}

/// <summary>Whether a correlated query has a row.</summary>
internal sealed record ExistsScalar(SelectPlan Query, bool Negated) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>Whether a whole number is among those of a parameter, one text with commas between.</summary>
internal sealed record InKeysScalar(Scalar Item, ParameterScalar Keys) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>All columns of a source, as they are: an output alone.</summary>
internal sealed record AllColumnsScalar(int Source) : Scalar(null, true);

/// <summary>Whether a value is among those of a query of one column; null is among none.</summary>
internal sealed record InQueryScalar(Scalar Item, SelectPlan Query) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>
/// The place of a node in a tree as text: the parent's place, if it has one, and the node's number among its siblings in
/// a fixed width. As texts go, a parent comes before what is below it, and siblings come by number.
/// </summary>
internal sealed record TreePlaceScalar(Scalar? Parent, Scalar Number) : Scalar(PrimitiveKind.String, false);

/// <summary>
/// The identifiers of the nodes above a node as a JSON array of texts, the nearest first: a parent's identifier before the
/// parent's own path; empty where there is no parent.
/// </summary>
internal sealed record TreePathScalar(Scalar? ParentPath, Scalar? Parent) : Scalar(PrimitiveKind.String, false);

/// <summary>True; the statement fails when the number passes the limit, for a hierarchy that is too deep or runs in a circle.</summary>
internal sealed record DepthGuardScalar(Scalar Depth, int Limit) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>The nodes that a recursion has come by, with one more at the end; see <see cref="CommonTable.WalkedBy"/>.</summary>
internal sealed record WayScalar(Scalar? Before, Scalar Node) : Scalar(PrimitiveKind.String, false);

/// <summary>Whether a node is not among those that a recursion has come by.</summary>
internal sealed record OffWayScalar(Scalar Way, Scalar Node) : Scalar(PrimitiveKind.Boolean, false);

/// <summary>The number of rows of a correlated query.</summary>
internal sealed record CountScalar(SelectPlan Query) : Scalar(PrimitiveKind.Int64, false);

/// <summary><c>COUNT(*)</c> over the rows of its own query.</summary>
internal sealed record CountAllScalar() : Scalar(PrimitiveKind.Int64, false);

/// <summary>
/// An aggregate over the rows of a group: null over nothing, but for counts. With a condition only the rows for which it
/// is true take part, while the group stays.
/// </summary>
internal sealed record AggregateScalar(AggregateMethod Method, Scalar? Operand, Scalar? Condition, PrimitiveKind ResultKind, StorageForm Storage, int? Scale)
    : Scalar(ResultKind, Method is not (AggregateMethod.Count or AggregateMethod.CountDistinct))
{
    public override EnumerationType? Enumeration => ResultKind is PrimitiveKind.Enum ? Operand?.Enumeration : null;
}

/// <summary>The average of whole numbers whose sum and number are known, exactly as the average of the numbers themselves; null over none.</summary>
internal sealed record MeanScalar(Scalar Sum, Scalar Number) : Scalar(PrimitiveKind.Double, true);

/// <summary>The sum of a value over this row and those before it in an order, or over all rows, of the same partition.</summary>
internal sealed record RunningSumScalar(Scalar Operand, IReadOnlyList<Scalar> Partition, IReadOnlyList<OrderItem> Order) : Scalar(Operand.Kind, true);

/// <summary>1-based place of a row among those with the same partition values, in an order.</summary>
internal sealed record RowNumberScalar(IReadOnlyList<Scalar> Partition, IReadOnlyList<OrderItem> Order) : Scalar(PrimitiveKind.Int64, false);

/// <summary>A column of a derived source, by the name that the inner query gives it.</summary>
internal sealed record DerivedColumnScalar(int Source, string Column, PrimitiveKind? OfKind, bool OfNullable, StorageForm Storage, int? Scale) : Scalar(OfKind, OfNullable);

internal enum AggregateMethod { Sum, Min, Max, Average, CountDistinct, Count, ConcatenateDistinct }

internal enum CompareOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

internal enum ArithmeticOperator { Add, Subtract, Multiply, Divide, DivideExact, Modulo }

/// <summary>Canonical functions of OData URL Conventions 4.01, section 5.1.1.5 and following.</summary>
internal enum CanonicalFunction
{
    Contains, StartsWith, EndsWith, Length, IndexOf, Substring, ToLower, ToUpper, Trim, Concat,
    Year, Month, Day, Hour, Minute, Second, FractionalSeconds, Date, Time, MinDateTime, MaxDateTime,
    Round, Floor, Ceiling, TotalOffsetMinutes, TotalSeconds, MatchesPattern, HasSubset, HasSubsequence,
    /// <summary>What <c>eq</c> means between collections.</summary>
    SameItems,
}

/// <summary>Where a parameter's value comes from at run time.</summary>
internal enum SlotOrigin
{
    /// <summary>A literal of the request.</summary>
    Literal,
    /// <summary>A value of the page token.</summary>
    Token,
    /// <summary>A literal of <c>$top</c> or <c>$skip</c>, two of which add up: beyond what any table holds, all numbers mean the same.</summary>
    RowCount,
    /// <summary>Rows to read: the page and one more, to know whether another follows.</summary>
    PageLimit,
    /// <summary>A key value of a chunk of parent rows.</summary>
    ParentKey,
    /// <summary>A literal of <c>$search</c>, folded as the texts are.</summary>
    SearchTerm,
    /// <summary>A literal that must be a regular expression.</summary>
    Pattern,
    /// <summary>The time of the request, the same in all its statements.</summary>
    Now,
    /// <summary>An end of a relative period: see <see cref="PeriodBound"/>.</summary>
    Period,
    /// <summary>A literal of the model's declarations.</summary>
    Constant,
    /// <summary>The keys of the caller's <see cref="RowScope"/>, whole numbers with commas between.</summary>
    Scope,
}

/// <summary>
/// A parameter of the translated query: its place, the type it is sent as, and for scaled decimals the scale that the
/// column it meets is stored with. <see cref="Index"/> is the literal's ordinal, or the place among the token's values
/// or the parents' keys.
/// </summary>
internal sealed record ParameterSlot(int Ordinal, SlotOrigin Origin, int Index, PrimitiveKind Kind, int? Scale)
{
    /// <summary>
    /// An instant is sent with the offset it was written with: its parts are asked for. Where the database keeps no offsets,
    /// the minutes of the offset are sent.
    /// </summary>
    public bool KeepsOffset { get; init; }
    /// <summary>The value may be null and is then compared as one.</summary>
    public bool MayBeNull { get; init; }
    /// <summary>The value itself, where the model and not the request gives it.</summary>
    public object? Constant { get; init; }
    /// <summary>The value is a date; its day is sent as a whole number, see <see cref="DayNumbers"/>.</summary>
    public bool IsDayNumber { get; init; }
    /// <summary>The literal names a member of this type; its number is sent.</summary>
    public EnumerationType? Enumeration { get; init; }

    /// <summary>The number of the member that a literal names; 400 when it names none.</summary>
    public long NumberOf(LiteralSyntax literal) => NumberOf(literal.Value!, literal.Position);

    public long NumberOf(object value, int position)
    {
        var member = value is EnumerationLiteral named ? named.Member : (string)value;
        return Enumeration!.Parse(member) ?? throw ODataErrors.TypeMismatch(
            position,
            $"{Enumeration} has no member '{member}'.{ODataErrors.DidYouMean(ODataErrors.Nearest(member, Enumeration.Members.Select(m => m.Name)))}",
            $"{Enumeration} không có phần tử '{member}'.");
    }
}
