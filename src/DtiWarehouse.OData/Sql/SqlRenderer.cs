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
    private readonly SqlDialect _dialect;
    private readonly StringBuilder _sql = new();
    private readonly List<ParameterSlot> _slots = [];
    private bool _isVolatile;

    private SqlRenderer(SqlDialect dialect) => _dialect = dialect;

    public static Statement Render(SelectPlan plan, SqlDialect dialect)
    {
        var renderer = new SqlRenderer(dialect);
        renderer.Select(plan);
        return new Statement(renderer._sql.ToString(), renderer._slots) { IsVolatile = renderer._isVolatile };
    }

    private void Select(SelectPlan plan)
    {
        _sql.Append(plan.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        for (var i = 0; i < plan.Columns.Count; i++)
        {
            _sql.Append(i == 0 ? "" : ", ").Append(Stored(plan.Columns[i].Value));
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
        if (plan.Where is not null)
        {
            _sql.Append("\nWHERE ").Append(Condition(plan.Where, exact: false));
        }
        if (plan.GroupBy.Count > 0)
        {
            _sql.Append("\nGROUP BY ").Append(string.Join(", ", plan.GroupBy.Select(Comparable)));
        }
        if (plan.OrderBy.Count > 0)
        {
            _sql.Append("\nORDER BY ").Append(Order(plan.OrderBy));
        }
        if (plan.Limit is not null || plan.Offset is not null)
        {
            _sql.Append('\n').Append(_dialect.Page(plan.Limit is null ? null : Value(plan.Limit), plan.Offset is null ? null : Value(plan.Offset)));
        }
    }

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

    private static string Alias(int id) => "t" + id.ToString(CultureInfo.InvariantCulture);

    private string Order(IReadOnlyList<OrderItem> items) =>
        string.Join(", ", items.Select(i => _dialect.OrderBy(Comparable(i.Value), i.Descending, i.Value.Nullable)));

    /// <summary>
    /// A condition. Where only "true" counts (<paramref name="exact"/> is false) an unknown comparison may stand for
    /// false and the plain operator serves; below a NOT, or as a value, it must be false itself.
    /// </summary>
    private string Condition(Scalar scalar, bool exact)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return scalar switch
        {
            BooleanScalar constant => _dialect.ConditionLiteral(constant.Value),
            LogicalScalar { IsAnd: true } and => $"{Operand(and.Left, exact, inAnd: true)} AND {Operand(and.Right, exact, inAnd: true)}",
            LogicalScalar or => $"{Operand(or.Left, exact, inAnd: false)} OR {Operand(or.Right, exact, inAnd: false)}",
            NotScalar not => $"NOT ({Condition(not.Operand, exact: true)})",
            IsNullScalar isNull => $"{Stored(isNull.Operand)} IS {(isNull.Negated ? "NOT " : "")}NULL",
            CompareScalar compare => Compare(compare, exact),
            InScalar membership => In(membership, exact),
            HasScalar has => Has(has),
            ExistsScalar exists => $"{(exists.Negated ? "NOT " : "")}EXISTS ({Subquery(exists.Query)})",
            SearchScalar { Texts.Count: 0 } => _dialect.ConditionLiteral(false),
            SearchScalar search => _dialect.Search([.. search.Texts.Select(Value)], Value(search.Term)),
            NullScalar => _dialect.UnknownCondition,
            FunctionScalar { ResultKind: PrimitiveKind.Boolean } function => Function(function),
            _ => _dialect.IsTrue(Value(scalar), exact && scalar.Nullable),
        };
    }

    private string Has(HasScalar has)
    {
        var flags = Value(has.Flags);
        return $"({_dialect.BitAnd(Value(has.Value), flags)} = {flags})";
    }

    private string Operand(Scalar scalar, bool exact, bool inAnd) =>
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
                return _dialect.IsSame(left, right);
            case CompareOperator.NotEqual when nullable:
                return _dialect.IsDistinct(left, right);
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

    /// <summary>A value as its column stores it: for output, order and comparison with its like.</summary>
    private string Stored(Scalar scalar) => scalar is ColumnScalar column ? Column(column) : Value(scalar);

    /// <summary>A value by which rows are put in order or in groups; equal ones are the same.</summary>
    private string Comparable(Scalar scalar) => IsText(scalar) ? Value(scalar) : Stored(scalar);

    private string Column(ColumnScalar column) => $"{Alias(column.Source)}.{_dialect.Quote(column.Property.Column)}";

    /// <summary>A value as its type means it.</summary>
    private string Value(Scalar scalar)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return scalar switch
        {
            ColumnScalar { Property: { Storage: StorageForm.ScaledInteger, Scale: { } scale } } column => _dialect.Unscale(Column(column), scale),
            ColumnScalar { Property.Storage: StorageForm.Text } column => _dialect.FromText(Column(column), column.Property.Kind),
            ColumnScalar column => Column(column),
            DerivedColumnScalar derived => $"{Alias(derived.Source)}.{_dialect.Quote(derived.Column)}",
            ParameterScalar parameter => Parameter(parameter.Slot),
            NullScalar => "NULL",
            BooleanScalar constant => _dialect.BooleanValue(constant.Value),
            ConstantScalar { Value: string text } => _dialect.TextLiteral(text),
            ConstantScalar { Value: bool truth } => _dialect.BooleanValue(truth),
            ConstantScalar number => Convert.ToString(number.Value, CultureInfo.InvariantCulture)!,
            NegateScalar negate => $"(-{Value(negate.Operand)})",
            ArithmeticScalar arithmetic => Arithmetic(arithmetic),
            FunctionScalar { ResultKind: not PrimitiveKind.Boolean } function => Function(function),
            CountScalar count => $"({Subquery(count.Query)})",
            CountAllScalar => "COUNT(*)",
            AggregateScalar aggregate => Aggregate(aggregate),
            NumberScalar number => number.Value.ToString(CultureInfo.InvariantCulture),
            CoalesceScalar coalesce => $"COALESCE({Value(coalesce.Value)}, {Value(coalesce.Default)})",
            HoldsScalar holds => $"CASE WHEN {Condition(holds.Condition, exact: false)} THEN 1 END",
            PresenceScalar presence => $"CASE WHEN {Stored(presence.Operand)} IS NOT NULL THEN 1 END",
            PlainScalar plain => Value(plain.Operand),
            SubqueryScalar subquery => $"({Subquery(subquery.Query)})",
            RunningSumScalar running => $"SUM({Value(running.Operand)}) OVER ({Window(running.Partition, running.Order)}{(running.Order.Count == 0 ? "" : " ROWS UNBOUNDED PRECEDING")})",
            RowNumberScalar number => $"ROW_NUMBER() OVER ({Window(number.Partition, number.Order)})",
            _ => _dialect.ConditionAsValue(Condition(scalar, exact: true)),
        };
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
        var operand = aggregate.Operand is null ? "*" : aggregate.Storage is not StorageForm.Native ? Stored(aggregate.Operand) : Value(aggregate.Operand);
        var call = aggregate.Method switch
        {
            AggregateMethod.Sum => $"SUM({operand})",
            AggregateMethod.Min => $"MIN({operand})",
            AggregateMethod.Max => $"MAX({operand})",
            AggregateMethod.Average => _dialect.Average(operand),
            AggregateMethod.CountDistinct => $"COUNT(DISTINCT {operand})",
            AggregateMethod.ConcatenateDistinct => _dialect.ConcatenateDistinct(operand),
            _ => $"COUNT({operand})",
        };
        return aggregate.Condition is null ? call : $"{call} FILTER (WHERE {Condition(aggregate.Condition, exact: false)})";
    }

    private string Arithmetic(ArithmeticScalar arithmetic)
    {
        var left = Value(arithmetic.Left);
        var right = Value(arithmetic.Right);
        return arithmetic.Operator switch
        {
            ArithmeticOperator.Add => $"({left} + {right})",
            ArithmeticOperator.Subtract => $"({left} - {right})",
            ArithmeticOperator.Multiply => $"({left} * {right})",
            ArithmeticOperator.Divide => _dialect.Divide(left, right, whole: arithmetic.ResultKind is PrimitiveKind.Int64),
            ArithmeticOperator.DivideExact => _dialect.Divide(left, right, whole: false),
            _ => _dialect.Modulo(left, right, whole: arithmetic.ResultKind is PrimitiveKind.Int64),
        };
    }

    /// <summary>An instant goes in with the offset it is kept with: its parts are those of its own clock.</summary>
    private string Function(FunctionScalar function)
    {
        _isVolatile |= function.Function is CanonicalFunction.Now;
        return _dialect.Function(
            function.Function,
            [.. function.Arguments.Select(a => a.Kind is PrimitiveKind.DateTimeOffset ? Stored(a) : Value(a))],
            function.Arguments);
    }

    private string Parameter(ParameterSlot slot)
    {
        if (!_slots.Any(s => s.Ordinal == slot.Ordinal))
        {
            _slots.Add(slot);
        }
        return _dialect.Parameter(slot.Ordinal);
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
