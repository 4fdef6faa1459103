using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>What conditions on dates mean for the whole numbers that hold the same days (<see cref="ModelDeclarations.DayNumbers"/>).</summary>
internal static class DayNumbers
{
    /// <summary>A day as yyyymmdd.</summary>
    public static long Of(DateOnly day) => (day.Year * 10_000L) + (day.Month * 100) + day.Day;

    /// <summary>
    /// The condition of a SELECT, with that on a day's number beside the comparison of a date with a parameter: both hold in the
    /// same rows. Where tables are in no parts by the number, only where an index has it behind a column that one value, or one
    /// of a list, is asked of, or for one day where an index has it and not the date: many days may be most rows, which are read
    /// faster in their own order.
    /// </summary>
    public static Scalar? Implied(SelectPlan plan, bool inParts) => plan.Where is null ? null : Implied(plan.Where, plan, inParts);

    private static Scalar Implied(Scalar condition, SelectPlan plan, bool inParts) => condition switch
    {
        LogicalScalar { IsAnd: true } and => and with { Left = Implied(and.Left, plan, inParts), Right = Implied(and.Right, plan, inParts) },
        CompareScalar
        {
            Operator: not CompareOperator.NotEqual,
            Left: ColumnScalar { Property: { Kind: PrimitiveKind.Date, DayNumber: { } number } } date,
            Right: ParameterScalar { Nullable: false, Slot: { Kind: PrimitiveKind.Date, Origin: SlotOrigin.Literal or SlotOrigin.Period or SlotOrigin.Constant } day },
        } compare when IsTable(plan, date.Source) && (inParts || (number.IsIndexedAlone && compare.Operator is CompareOperator.Equal) || IsAsked(plan.Where!, date.Source, number.IndexedBehind)) =>
            new LogicalScalar(true, compare, compare with
            {
                Left = new ColumnScalar(date.Source, number.Property, date.Nullable),
                Right = new ParameterScalar(day with { Kind = PrimitiveKind.Int64, IsDayNumber = true }),
            }),
        _ => condition,
    };

    private static bool IsTable(SelectPlan plan, int source) => plan.Joins.Select(j => j.Source).Prepend(plan.From).Any(s => s.Id == source && s is TableSource or DerivedSource { Query: { From: TableSource, Columns: [{ Value: AllColumnsScalar }] } });

    private static bool IsAsked(Scalar condition, int source, IReadOnlyList<string> columns) => condition switch
    {
        LogicalScalar { IsAnd: true } and => IsAsked(and.Left, source, columns) || IsAsked(and.Right, source, columns),
        CompareScalar { Operator: CompareOperator.Equal, Left: ColumnScalar column } => column.Source == source && columns.Contains(column.Property.Column),
        InScalar { Item: ColumnScalar column } => column.Source == source && columns.Contains(column.Property.Column),
        _ => false,
    };
}
