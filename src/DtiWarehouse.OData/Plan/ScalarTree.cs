namespace DtiWarehouse.OData.Plan;

/// <summary>Values of a plan as trees.</summary>
internal static class ScalarTree
{
    /// <summary>
    /// The value with its leaves replaced: columns, aggregates (with what is in them) and whatever holds no other value; null
    /// where <paramref name="leaf"/> gives null for one, or where the value holds a query of its own.
    /// </summary>
    public static Scalar? Replace(Scalar value, Func<Scalar, Scalar?> leaf)
    {
        return value switch
        {
            CompareScalar v => Of(v.Left) is { } left && Of(v.Right) is { } right ? v with { Left = left, Right = right } : null,
            LogicalScalar v => Of(v.Left) is { } left && Of(v.Right) is { } right ? v with { Left = left, Right = right } : null,
            ArithmeticScalar v => Of(v.Left) is { } left && Of(v.Right) is { } right ? v with { Left = left, Right = right } : null,
            CoalesceScalar v => Of(v.Value) is { } first && Of(v.Default) is { } second ? v with { Value = first, Default = second } : null,
            MeanScalar v => Of(v.Sum) is { } sum && Of(v.Number) is { } number ? new MeanScalar(sum, number) : null,
            HasScalar v => Of(v.Value) is { } held && Of(v.Flags) is { } flags ? v with { Value = held, Flags = flags } : null,
            NotScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            NegateScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            IsNullScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            PresenceScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            PlainScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            CastScalar v => Of(v.Operand) is { } operand ? v with { Operand = operand } : null,
            HoldsScalar v => Of(v.Condition) is { } condition ? v with { Condition = condition } : null,
            InKeysScalar v => Of(v.Item) is { } item ? v with { Item = item } : null,
            InScalar v => Of(v.Item) is { } item && All(v.List) is { } list ? v with { Item = item, List = list } : null,
            FunctionScalar v => All(v.Arguments) is { } arguments ? v with { Arguments = arguments } : null,
            SearchScalar v => All(v.Texts) is { } texts && Of(v.Term) is { } term ? v with { Texts = texts, Term = term } : null,
            CaseScalar v => All([.. v.Branches.SelectMany(b => new[] { b.Condition, b.Value })]) is { } parts
                ? v with { Branches = [.. parts.Chunk(2).Select(b => (b[0], b[1]))] }
                : null,
            ColumnScalar or DerivedColumnScalar or AggregateScalar or CountAllScalar or ParameterScalar or ConstantScalar or NumberScalar or NullScalar or NotANumberScalar or BooleanScalar => leaf(value),
            _ => null,
        };

        Scalar? Of(Scalar part) => Replace(part, leaf);

        List<Scalar>? All(IReadOnlyList<Scalar> parts)
        {
            var replaced = parts.Select(Of).ToList();
            return replaced.Contains(null) ? null : [.. replaced.OfType<Scalar>()];
        }
    }

    /// <summary>The leaves of a value; null where it holds a query of its own.</summary>
    public static List<Scalar>? Leaves(Scalar value)
    {
        var leaves = new List<Scalar>();
        return Replace(value, leaf =>
        {
            leaves.Add(leaf);
            return leaf;
        }) is null ? null : leaves;
    }

    /// <summary>Whether the value is made of aggregates over the rows of its query.</summary>
    public static bool Aggregates(Scalar value) => Leaves(value) is { } leaves && leaves.Exists(l => l is AggregateScalar or CountAllScalar);

    /// <summary>The conditions that all must hold for a condition to hold.</summary>
    public static IEnumerable<Scalar> Conjuncts(Scalar? condition) => condition switch
    {
        null => [],
        LogicalScalar { IsAnd: true } and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
        _ => [condition],
    };
}
