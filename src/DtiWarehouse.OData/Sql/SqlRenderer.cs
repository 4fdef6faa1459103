using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;

namespace DtiWarehouse.OData.Sql;

/// <summary>SQL text with the slots of its parameters; values are bound per request.</summary>
internal sealed record Statement(string Sql, IReadOnlyList<ParameterSlot> Slots)
{
    /// <summary>The rows depend on the clock, not on the data alone.</summary>
    public bool IsVolatile { get; init; }
}

/// <summary>
/// Renders a plan as SQL, the same for every database but for what <see cref="SqlDialect"/> says. No text of a caller
/// enters: names come from the model, values go through parameters.
/// </summary>
internal sealed class SqlRenderer
{
    private const int MaxLength = 400_000;
    /// <summary>Beyond all ordinals that a plan gives.</summary>
    private const int SecondForms = 100_000;

    private readonly SqlDialect _dialect;
    private readonly StringBuilder _sql = new();
    private readonly List<ParameterSlot> _slots = [];
    private readonly Dictionary<ParameterSlot, ParameterSlot> _sent = [];
    private readonly List<string> _common = [];
    private readonly HashSet<int> _named = [];
    /// <summary>Recursions that are read through a query that leaves out what they had already.</summary>
    private readonly HashSet<int> _walked = [];
    private bool _isRecursive;
    private int _added;

    private SqlRenderer(SqlDialect dialect) => _dialect = dialect;

    public static Statement Render(SelectPlan plan, SqlDialect dialect)
    {
        var renderer = new SqlRenderer(dialect);
        renderer.Select(plan, isNested: false);
        if (renderer._slots.Count > dialect.MaxParameters)
        {
            throw ODataErrors.Limit(LimitKind.Parameters, dialect.MaxParameters);
        }
        return new Statement(renderer.Head() + renderer._sql + dialect.End(renderer._isRecursive), renderer._slots) { IsVolatile = renderer._slots.Exists(s => s.Origin is SlotOrigin.Now) };
    }

    private string Head() => _common.Count == 0 ? "" : $"{_dialect.With(_isRecursive)} {string.Join(",\n", _common)}\n";

    private void Select(SelectPlan plan, bool isNested = true)
    {
        if (!_dialect.GroupsByValues)
        {
            plan = new GroupedColumns(IsPlain, _dialect.AsMeant, NextSource).Of(plan);
        }
        _sql.Append(plan.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        var head = _sql.Length;
        for (var i = 0; i < plan.Columns.Count; i++)
        {
            _sql.Append(i == 0 ? "" : ", ").Append(Output(plan.Columns[i].Value));
            if (plan.Columns[i].Name is { } name)
            {
                _sql.Append(" AS ").Append(_dialect.Quote(name));
            }
        }
        _sql.Append("\nFROM ");
        Source(plan.From);
        foreach (var join in plan.Joins)
        {
            _sql.Append(join.IsInner ? "\nJOIN " : "\nLEFT JOIN ");
            Source(join.Source);
            _sql.Append(" ON ").Append(Condition(join.On, exact: false));
        }
        if (DayNumbers.Implied(plan, _dialect.HasTablesInParts) is { } where)
        {
            _sql.Append("\nWHERE ").Append(Condition(where, exact: false));
        }
        if (plan.GroupBy.Count > 0)
        {
            _sql.Append("\nGROUP BY ").Append(string.Join(", ", plan.GroupBy.Select(Comparable)));
        }
        var isCut = plan.Limit is not null || plan.Offset is not null;
        if (plan.OrderBy.Count > 0 && (isCut || !isNested || _dialect.OrdersNestedQueries))
        {
            _sql.Append("\nORDER BY ").Append(Order(plan.OrderBy));
        }
        if (isCut)
        {
            var (limit, offset) = (plan.Limit is null ? null : Value(plan.Limit), plan.Offset is null ? null : Value(plan.Offset));
            if (plan.OrderBy.Count == 0 && offset is not null && _dialect.NoOrder.Length > 0)
            {
                _sql.Append("\nORDER BY ").Append(_dialect.NoOrder);
            }
            if (_dialect.Page(limit, offset) is { Length: > 0 } page)
            {
                _sql.Append('\n').Append(page);
            }
            _sql.Insert(head, _dialect.Top(limit, offset));
        }
    }

    private int NextSource() => SecondForms + _added++;

    /// <summary>A value that any database groups by and aggregates: a column of the SELECT's own rows as it is, or a number.</summary>
    private bool IsPlain(SelectPlan plan, Scalar? value) => value is null or NumberScalar
        || (value is ColumnScalar column && (plan.From.Id == column.Source || plan.Joins.Any(j => j.Source.Id == column.Source)) && Comparable(column) == Bare(column));

    private void Source(PlanSource source)
    {
        switch (source)
        {
            case TableSource table:
                _sql.Append(_dialect.Table(table.Table, table.Schema));
                break;
            case DerivedSource derived:
                _sql.Append('(');
                Select(derived.Query);
                _sql.Append(')');
                break;
            case CommonSource common:
                Define(common.Table);
                _sql.Append(Name(common.Table.Number));
                break;
            case RecursionSource recursion:
                _sql.Append(_walked.Contains(recursion.Number) ? WalkName(recursion.Number) : Name(recursion.Number));
                break;
            case SingleRowSource:
                _sql.Append("(SELECT 1 AS one)");
                break;
            case UnionSource union:
                _sql.Append('(');
                for (var i = 0; i < union.Parts.Count; i++)
                {
                    _sql.Append(i == 0 ? "" : "\nUNION ALL\n");
                    Select(union.Parts[i]);
                }
                _sql.Append(')');
                break;
        }
        _sql.Append(" AS ").Append(Alias(source.Id));
    }

    /// <summary>Puts the query at the head of the statement, behind those that it reads itself.</summary>
    private void Define(CommonTable table)
    {
        if (!_named.Add(table.Number))
        {
            return;
        }
        if (table is { Step: { } step, KeepsEqualRows: false } && !_dialect.EndsCircles)
        {
            _isRecursive = true;
            DefineWalk(table, step);
            return;
        }
        var body = Subquery(table.Query);
        if (table.Step is not null)
        {
            _isRecursive = true;
            body += $"\n{_dialect.RecursiveUnion(table.KeepsEqualRows)}\n{Subquery(table.Step)}";
        }
        _common.Add($"{Name(table.Number)} AS (\n{body}\n)");
    }

    /// <summary>
    /// A recursion that goes no way through a node twice, and its different rows. A node on a circle is reached by a way
    /// without one too.
    /// </summary>
    private void DefineWalk(CommonTable table, SelectPlan step)
    {
        const string Way = "way";
        _walked.Add(table.Number);
        var id = step.Joins.Select(j => j.Source).Prepend(step.From).OfType<RecursionSource>().Single().Id;
        var way = new ColumnScalar(id, new StructuralProperty("", PrimitiveKind.String, false, Way), false);
        var body = $"{Subquery(WithWay(table.Query, null))}\n{_dialect.RecursiveUnion(keepsEqualRows: true)}\n{Subquery(WithWay(step, way))}";
        _common.Add($"{WalkName(table.Number)} AS (\n{body}\n)");
        var columns = string.Join(", ", table.Query.Columns.Select(c => $"w.{_dialect.Quote(c.Name!)} AS {_dialect.Quote(c.Name!)}"));
        _common.Add($"{Name(table.Number)} AS (\nSELECT DISTINCT {columns}\nFROM {WalkName(table.Number)} AS w\n)");

        SelectPlan WithWay(SelectPlan plan, Scalar? before)
        {
            var node = plan.Columns.First(c => c.Name == table.WalkedBy).Value;
            Scalar? isNew = before is null ? null : new OffWayScalar(before, node);
            return plan with
            {
                Columns = [.. plan.Columns, new OutputColumn(new WayScalar(before, node), Way)],
                Where = plan.Where is null || isNew is null ? plan.Where ?? isNew : new LogicalScalar(true, plan.Where, isNew),
            };
        }
    }

    private static string WalkName(int number) => "r" + number.ToString(CultureInfo.InvariantCulture);

    private static string Name(int number) => "q" + number.ToString(CultureInfo.InvariantCulture);

    private static string Alias(int id) => "t" + id.ToString(CultureInfo.InvariantCulture);

    private string Order(IReadOnlyList<OrderItem> items)
    {
        var values = items.Select(i => (Item: i, Text: _dialect.Ordered(i.Value is ColumnScalar or DerivedColumnScalar ? Comparable(i.Value) : _dialect.CalculatedOrder(Comparable(i.Value)), i.Value.Kind)));
        // Behind its first place a value orders nothing.
        var distinct = _dialect.RepeatsOrder ? values : values.DistinctBy(v => v.Text);
        return string.Join(", ", distinct.Select(v => _dialect.OrderBy(v.Text, v.Item.Descending, v.Item.Value.Nullable)));
    }

    /// <summary>
    /// A condition. Where only "true" counts (<paramref name="exact"/> is false) an unknown comparison may stand for
    /// false and the plain operator serves; below a NOT, or as a value, it must be false itself.
    /// </summary>
    private string Condition(Scalar scalar, bool exact)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Bounded(scalar switch
        {
            BooleanScalar constant => _dialect.ConditionLiteral(constant.Value),
            LogicalScalar { IsAnd: true } and => $"{Operand(and.Left, exact, inAnd: true)} AND {Operand(and.Right, exact, inAnd: null)}",
            LogicalScalar or => $"{Operand(or.Left, exact, inAnd: false)} OR {Operand(or.Right, exact, inAnd: null)}",
            NotScalar not => $"NOT ({Condition(not.Operand, exact: true)})",
            IsNullScalar isNull => $"{Stored(isNull.Operand)} IS {(isNull.Negated ? "NOT " : "")}NULL",
            CompareScalar compare => Compare(compare, exact),
            InScalar membership => In(membership, exact),
            HasScalar has => Has(has),
            ExistsScalar exists => $"{(exists.Negated ? "NOT " : "")}EXISTS ({Subquery(exists.Query)})",
            InQueryScalar membership => InQuery(membership, exact),
            InKeysScalar membership => Known(_dialect.InKeys(Stored(membership.Item), Value(membership.Keys)), exact && membership.Item.Nullable),
            OffWayScalar off => _dialect.IsOffWay(Value(off.Way), AsText(off.Node)),
            DepthGuardScalar guard => _dialect.DepthGuard(Value(guard.Depth), guard.Limit),
            SearchScalar { Texts.Count: 0 } => _dialect.ConditionLiteral(false),
            SearchScalar search => _dialect.Search([.. search.Texts.Select(Value)], Value(search.Term)),
            NullScalar => _dialect.UnknownCondition,
            FunctionScalar { ResultKind: PrimitiveKind.Boolean } function => Function(function),
            _ => _dialect.IsTrue(Value(scalar), exact && scalar.Nullable),
        });
    }

    private string AsText(Scalar value) => value.Kind is PrimitiveKind.String ? Value(value) : _dialect.Cast(Value(value), value.Kind!.Value, PrimitiveKind.String);

    private string Has(HasScalar has)
    {
        var flags = Value(has.Flags);
        return $"({_dialect.BitAnd(Value(has.Value), flags)} = {flags})";
    }

    /// <summary>Some operators name an operand more than once, so that nesting them multiplies the text.</summary>
    private static string Bounded(string text) => text.Length <= MaxLength ? text : throw ODataErrors.Limit(LimitKind.SqlLength, MaxLength);

    /// <summary>A right operand under the same operator keeps its parentheses: a database counts the depth of what it reads.</summary>
    private string Operand(Scalar scalar, bool exact, bool? inAnd) =>
        scalar is LogicalScalar logical && logical.IsAnd != inAnd ? $"({Condition(scalar, exact)})" : Condition(scalar, exact);

    private string Compare(CompareScalar compare, bool exact)
    {
        var raw = SharesStorage(compare.Left, compare.Right);
        var left = raw ? Stored(compare.Left) : Value(compare.Left);
        var right = raw ? Stored(compare.Right) : Value(compare.Right);
        var nullable = compare.Left.Nullable || compare.Right.Nullable;
        switch (compare.Operator)
        {
            case CompareOperator.Equal when compare.Left.Nullable && compare.Right.Nullable:
                return !exact && compare.Right is ParameterScalar ? _dialect.IsSameAsParameter(left, right) : _dialect.IsSame(left, right);
            case CompareOperator.NotEqual when compare.Left.Nullable && compare.Right.Nullable:
                return _dialect.IsDistinct(left, right);
            case CompareOperator.NotEqual when nullable:
                return compare.Left.Nullable ? _dialect.IsDistinctFromValue(left, right) : _dialect.IsDistinctFromValue(right, left);
        }
        var @operator = compare.Operator switch
        {
            CompareOperator.Equal => "=",
            CompareOperator.NotEqual => "<>",
            CompareOperator.Less => "<",
            CompareOperator.LessOrEqual => "<=",
            CompareOperator.Greater => ">",
            _ => ">=",
        };
        if (compare.Operator is not (CompareOperator.Equal or CompareOperator.NotEqual))
        {
            left = _dialect.Ordered(left, compare.Left.Kind);
        }
        var text = $"{left} {@operator} {right}";
        return exact && nullable ? _dialect.KnownTrue(text) : text;
    }

    private string In(InScalar membership, bool exact)
    {
        var raw = membership.List.All(v => SharesStorage(membership.Item, v));
        var item = raw ? Stored(membership.Item) : Value(membership.Item);
        var list = string.Join(", ", membership.List.Select(v => raw ? Stored(v) : Value(v)));
        var text = $"{item} IN ({list})";
        if (membership.HasNull)
        {
            return $"({(exact ? _dialect.KnownTrue(text) : text)} OR {item} IS NULL)";
        }
        return exact && membership.Item.Nullable ? _dialect.KnownTrue(text) : text;
    }

    private string Known(string condition, bool known) => known ? _dialect.KnownTrue(condition) : condition;

    private string InQuery(InQueryScalar membership, bool exact)
    {
        var text = $"{Stored(membership.Item)} IN ({Subquery(membership.Query)})";
        return exact && membership.Item.Nullable ? _dialect.KnownTrue(text) : text;
    }

    /// <summary>Two operands stand in the same stored form, so they compare as they are and an index serves.</summary>
    private static bool SharesStorage(Scalar left, Scalar right)
    {
        return ScaleOf(left) == ScaleOf(right) && !IsText(left) && !IsText(right);

        static int? ScaleOf(Scalar scalar) => scalar switch
        {
            ColumnScalar { Property: { Storage: StorageForm.ScaledInteger, Scale: { } scale } } => scale,
            ParameterScalar parameter => parameter.Slot.Scale,
            _ => null,
        };
    }

    private static bool IsText(Scalar scalar) => scalar is ColumnScalar { Property.Storage: StorageForm.Text };

    /// <summary>What a SELECT gives out: columns as they are stored, calculated decimals checked to be some.</summary>
    private string Output(Scalar scalar) => scalar is AllColumnsScalar all ? Alias(all.Source) + ".*" :
        scalar.Kind is PrimitiveKind.Decimal && scalar is ArithmeticScalar or NegateScalar or CaseScalar or FunctionScalar or AggregateScalar { Storage: StorageForm.Native, Method: AggregateMethod.Sum }
            ? _dialect.InDecimal(Value(scalar))
            : Stored(scalar);

    /// <summary>A value as its column stores it: for output, order and comparison with its like.</summary>
    private string Stored(Scalar scalar) => scalar is ColumnScalar column ? Column(column) : Value(scalar);

    /// <summary>A value by which rows are put in order or in groups; equal ones are the same.</summary>
    private string Comparable(Scalar scalar) => IsText(scalar) ? Value(scalar) : Stored(scalar);

    private string Column(ColumnScalar column) => _dialect.Column(Bare(column), column.Property);

    private string Bare(ColumnScalar column) => $"{Alias(column.Source)}.{_dialect.Quote(column.Property.Column)}";

    /// <summary>What is stored for a property, as its type means it.</summary>
    private string Meant(string stored, StructuralProperty property) => property switch
    {
        { Storage: StorageForm.ScaledInteger, Scale: { } scale } => _dialect.Unscale(stored, scale),
        { Storage: StorageForm.Text } => _dialect.FromText(stored, property.Kind),
        _ => stored,
    };

    /// <summary>A value as its type means it.</summary>
    private string Value(Scalar scalar)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Bounded(scalar switch
        {
            ColumnScalar column => Meant(Column(column), column.Property),
            RowPropertyScalar property => Meant($"({Subquery(property.Query)})", property.Property),
            DerivedColumnScalar derived => $"{Alias(derived.Source)}.{_dialect.Quote(derived.Column)}",
            ParameterScalar parameter => Parameter(parameter.Slot),
            NullScalar => _dialect.Null(scalar.Kind),
            BooleanScalar constant => _dialect.BooleanValue(constant.Value),
            ConstantScalar { Value: string text } => _dialect.TextLiteral(text),
            ConstantScalar { Value: bool truth } => _dialect.BooleanValue(truth),
            ConstantScalar number => Convert.ToString(number.Value, CultureInfo.InvariantCulture)!,
            WayScalar way => _dialect.Walk(way.Before is null ? null : Value(way.Before), AsText(way.Node)),
            TreePlaceScalar place => _dialect.TreePlace(place.Parent is null ? null : Value(place.Parent), Value(place.Number)),
            TreePathScalar path => _dialect.TreePath(path.ParentPath is null ? null : Value(path.ParentPath), path.Parent is null ? "" : AsText(path.Parent)),
            NotANumberScalar => _dialect.NotANumber,
            NegateScalar or ArithmeticScalar => Calculated(scalar, Value),
            CaseScalar choice => Case(choice, Value),
            CastScalar { To: PrimitiveKind.DateTimeOffset } cast => _dialect.FromText(Cast(cast), PrimitiveKind.DateTimeOffset),
            CastScalar cast => Cast(cast),
            ListScalar list => _dialect.List([.. list.Items.Select(i => (Value(i), i is CollectionScalar ? null : i.Kind, i is CollectionScalar))]),
            RowsScalar rows => _dialect.ListOf(Subquery(Placed(rows.Query)), RowsScalar.Column, rows.ItemKind, rows.IsStructured),
            MadeScalar made => _dialect.Function(made.Function, [.. made.Arguments.Select(Value)], made.Arguments),
            FunctionScalar { ResultKind: not PrimitiveKind.Boolean } function => Function(function),
            CountScalar count => $"({Subquery(count.Query)})",
            CountAllScalar => _dialect.CountAll,
            AggregateScalar aggregate => Aggregate(aggregate),
            MeanScalar mean => _dialect.Mean(Value(mean.Sum), Value(mean.Number)),
            NumberScalar number => _dialect.WholeNumber(number.Value),
            CoalesceScalar coalesce => $"COALESCE({Value(coalesce.Value)}, {Value(coalesce.Default)})",
            HoldsScalar holds => $"CASE WHEN {Condition(holds.Condition, exact: false)} THEN 1 END",
            PresenceScalar presence => $"CASE WHEN {Stored(presence.Operand)} IS NOT NULL THEN 1 END",
            PlainScalar plain => Value(plain.Operand),
            SubqueryScalar subquery => $"({Subquery(subquery.Query)})",
            RunningSumScalar running => _dialect.Total($"SUM({_dialect.Addend(Value(running.Operand), running.Kind)}) OVER ({Window(running.Partition, running.Order)}{(running.Order.Count == 0 ? "" : " ROWS UNBOUNDED PRECEDING")})", running.Kind),
            RowNumberScalar { Order.Count: 0 } number when _dialect.NoOrder.Length > 0 => $"ROW_NUMBER() OVER ({Window(number.Partition, [])} ORDER BY {_dialect.NoOrder})",
            RowNumberScalar number => $"ROW_NUMBER() OVER ({Window(number.Partition, number.Order)})",
            _ => _dialect.ConditionAsValue(Condition(scalar, exact: true), scalar.Nullable),
        });
    }

    /// <summary>An instant with the offset that it is kept or written with: its parts are those of its own clock.</summary>
    private string WithOffset(Scalar scalar) => scalar switch
    {
        _ when !_dialect.KeepsOffsets => Offset(scalar) is { } minutes ? _dialect.OwnClock(Value(scalar), minutes) : Value(scalar),
        ColumnScalar column => Column(column),
        RowPropertyScalar property => $"({Subquery(property.Query)})",
        ParameterScalar parameter => Parameter(parameter.Slot with { KeepsOffset = true }),
        ArithmeticScalar => Calculated(scalar, WithOffset),
        CaseScalar choice => Case(choice, WithOffset),
        CastScalar cast => Cast(cast),
        _ => Value(scalar),
    };

    /// <summary>The minutes by which an instant's own clock is ahead of UTC, where the database keeps instants in UTC; null = none.</summary>
    private string? Offset(Scalar scalar) => scalar switch
    {
        ParameterScalar { Slot.Origin: SlotOrigin.Literal } parameter => Parameter(parameter.Slot with { KeepsOffset = true }),
        ArithmeticScalar arithmetic => Offset(arithmetic.Left),
        CaseScalar choice when choice.Branches.Any(b => Offset(b.Value) is not null) => Case(choice, value => Offset(value) ?? _dialect.WholeNumber(0)),
        CastScalar { Operand.Kind: PrimitiveKind.String } cast => _dialect.OffsetOf(Value(cast.Operand)),
        _ => null,
    };

    private string Case(CaseScalar choice, Func<Scalar, string> value) =>
        $"CASE {string.Join(' ', choice.Branches.Select(b => $"WHEN {Condition(b.Condition, exact: false)} THEN {value(b.Value)}"))} END";

    private string Cast(CastScalar cast) => cast is { Operand.Kind: PrimitiveKind.DateTimeOffset, To: PrimitiveKind.String } && !_dialect.KeepsOffsets
        ? _dialect.InstantAsText(WithOffset(cast.Operand), Offset(cast.Operand) ?? _dialect.WholeNumber(0))
        : _dialect.Cast(cast.Operand.Kind is PrimitiveKind.DateTimeOffset ? WithOffset(cast.Operand) : Value(cast.Operand), cast.Operand.Kind is PrimitiveKind.Enum ? PrimitiveKind.Int64 : cast.Operand.Kind!.Value, cast.To);

    /// <summary>Arithmetic, with one check of the range around a whole calculation.</summary>
    private string Calculated(Scalar scalar, Func<Scalar, string> instant)
    {
        var isWhole = scalar.Kind is PrimitiveKind.Int64 || (scalar is NegateScalar && (Operators.IsWhole(scalar.Kind) || scalar.Kind is PrimitiveKind.Duration));
        var text = Unchecked(scalar, instant);
        return isWhole && !IsSafe(scalar) ? _dialect.InInt64(text) : text;
    }

    private string Unchecked(Scalar scalar, Func<Scalar, string> instant)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (scalar is NegateScalar negate)
        {
            var negated = Inner(negate.Operand);
            return Bounded($"(-{(Operators.IsWhole(negate.Kind) ? _dialect.Operand(negated, negate.Kind!.Value, PrimitiveKind.Int64) : negated)})");
        }
        var arithmetic = (ArithmeticScalar)scalar;
        var (left, right) = (arithmetic.Left.Kind!.Value, arithmetic.Right.Kind!.Value);
        if (!Operators.IsNumeric(left) || !Operators.IsNumeric(right))
        {
            // The span between two instants does not depend on how they are kept.
            var first = arithmetic.ResultKind is PrimitiveKind.DateTimeOffset ? instant(arithmetic.Left) : Value(arithmetic.Left);
            return Bounded(_dialect.Calculate(arithmetic.Operator, left, right, first, Value(arithmetic.Right)));
        }
        var isWhole = arithmetic.ResultKind is PrimitiveKind.Int64;
        return Bounded(arithmetic.Operator switch
        {
            ArithmeticOperator.Add => $"({Part(arithmetic.Left)} + {Part(arithmetic.Right)})",
            ArithmeticOperator.Subtract => $"({Part(arithmetic.Left)} - {Part(arithmetic.Right)})",
            ArithmeticOperator.Multiply => $"({Part(arithmetic.Left)} * {Part(arithmetic.Right)})",
            ArithmeticOperator.Divide or ArithmeticOperator.DivideExact => _dialect.Divide(Wide(arithmetic.Left, Value), Wide(arithmetic.Right, Value), arithmetic.ResultKind),
            _ => _dialect.Modulo(Wide(arithmetic.Left, Value), Wide(arithmetic.Right, Value), arithmetic.ResultKind),
        });

        string Part(Scalar operand) => Wide(operand, isWhole ? Inner : Value);

        string Wide(Scalar operand, Func<Scalar, string> value) => _dialect.Operand(value(operand), operand.Kind!.Value, arithmetic.ResultKind);

        // What overflows inside a sum or product shows in its result: the check around the whole serves.
        string Inner(Scalar operand) => operand is NegateScalar or ArithmeticScalar { ResultKind: PrimitiveKind.Int64 } ? Unchecked(operand, instant) : Value(operand);
    }

    /// <summary>Sums, products and quotients of two numbers of up to 32 bits fit 64 bits.</summary>
    private static bool IsSafe(Scalar scalar)
    {
        return scalar switch
        {
            NegateScalar negate => IsSmall(negate.Operand),
            ArithmeticScalar { Operator: ArithmeticOperator.Modulo } => true,
            ArithmeticScalar arithmetic => IsSmall(arithmetic.Left) && IsSmall(arithmetic.Right),
            _ => false,
        };

        static bool IsSmall(Scalar operand) => operand is ColumnScalar && Operators.IsWhole(operand.Kind) && operand.Kind is not PrimitiveKind.Int64;
    }

    private string Window(IReadOnlyList<Scalar> partition, IReadOnlyList<OrderItem> order)
    {
        var groups = partition.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", partition.Select(Comparable))}";
        var places = order.Count == 0 ? "" : $"ORDER BY {Order(order)}";
        return groups.Length > 0 && places.Length > 0 ? $"{groups} {places}" : groups + places;
    }

    private string Aggregate(AggregateScalar aggregate)
    {
        // A value kept as a scaled number is summed as that; it is scaled back where it is read.
        var operand = aggregate.Operand is null ? null : aggregate.Storage is not StorageForm.Native ? Stored(aggregate.Operand) : Value(aggregate.Operand);
        var condition = aggregate.Condition is null ? null : Condition(aggregate.Condition, exact: false);
        return _dialect.Aggregate(aggregate.Method, operand, aggregate.Storage is StorageForm.ScaledInteger ? PrimitiveKind.Int64 : aggregate.Operand?.Kind, condition);
    }

    private string Function(FunctionScalar function)
    {
        if (CanonicalFunctions.NameOf(function.Function) is { } name && _dialect.Lacks(name))
        {
            throw ODataErrors.NotSupported($"The function '{name}', which the database lacks,");
        }
        if (function is { Function: CanonicalFunction.TotalOffsetMinutes, Arguments: [var instant] } && !_dialect.KeepsOffsets)
        {
            return _dialect.Function(function.Function, [Value(instant), Offset(instant) ?? _dialect.WholeNumber(0)], function.Arguments);
        }
        return _dialect.Function(
            function.Function,
            [.. function.Arguments.Select(a => a.Kind is PrimitiveKind.DateTimeOffset && a is not CollectionScalar ? WithOffset(a) : Value(a))],
            function.Arguments);
    }

    /// <summary>The rows of a collection with their places, where the order of a nested query would not tell.</summary>
    private SelectPlan Placed(SelectPlan rows) => _dialect.OrdersNestedQueries ? rows
        : rows with { Columns = [.. rows.Columns, new OutputColumn(new RowNumberScalar([], rows.OrderBy), SqlDialect.Place)] };

    /// <summary>A literal that stands in two forms, as a number and as the scaled number of a column, is sent twice.</summary>
    private string Parameter(ParameterSlot slot)
    {
        if (!_sent.TryGetValue(slot, out var sent))
        {
            sent = _slots.Exists(s => s.Ordinal == slot.Ordinal) ? slot with { Ordinal = SecondForms + _slots.Count } : slot;
            _sent[slot] = sent;
            _slots.Add(sent);
        }
        return _dialect.Compared(_dialect.Parameter(sent.Ordinal), sent.Kind);
    }

    /// <summary>A nested query shares the parameters of the statement around it.</summary>
    private string Subquery(SelectPlan plan)
    {
        var outer = _sql.ToString();
        _sql.Clear();
        Select(plan);
        var text = _sql.ToString();
        _sql.Clear().Append(outer);
        return text;
    }
}
