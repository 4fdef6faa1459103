using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>The condition "comes after the row of the token" for an order with nulls lowest, ties and mixed directions.</summary>
internal static class Keyset
{
    /// <summary>
    /// Built from the last order item outwards. For a value that is there the bound stands first
    /// (<c>a &gt;= v and (a &gt; v or …)</c>), so that an index on the first column finds the place.
    /// </summary>
    public static Scalar After(IReadOnlyList<OrderItem> order, IReadOnlyList<PageColumn> columns, bool[] tokenNulls, PlanScope plan)
    {
        Scalar after = new BooleanScalar(false);
        for (var i = order.Count - 1; i >= 0; i--)
        {
            after = Step(order[i], columns[i], i, tokenNulls[i], after, isLast: i == order.Count - 1, plan);
        }
        return after;
    }

    private static Scalar Step(OrderItem item, PageColumn column, int index, bool isNull, Scalar rest, bool isLast, PlanScope plan)
    {
        var value = item.Value;
        if (isNull)
        {
            var tie = And(new IsNullScalar(value, false), rest);
            return item.Descending ? tie : Or(new IsNullScalar(value, true), isLast ? new BooleanScalar(false) : tie);
        }
        ParameterScalar Bound() => plan.Parameter(SlotOrigin.Token, index, column.Kind, column.Storage is StorageForm.ScaledInteger ? column.Scale : null);
        var beyond = new CompareScalar(item.Descending ? CompareOperator.Less : CompareOperator.Greater, value, Bound());
        if (isLast && !(item.Descending && value.Nullable))
        {
            return beyond;
        }
        if (item.Descending && value.Nullable)
        {
            var lower = Or(beyond, new IsNullScalar(value, false));
            return isLast ? lower : Or(lower, And(new CompareScalar(CompareOperator.Equal, value, Bound()), rest));
        }
        var bound = new CompareScalar(item.Descending ? CompareOperator.LessOrEqual : CompareOperator.GreaterOrEqual, value, Bound());
        return And(bound, Or(beyond, rest));
    }

    private static LogicalScalar And(Scalar a, Scalar b) => new(true, a, b);

    private static Scalar Or(Scalar a, Scalar b) => b is BooleanScalar { Value: false } ? a : new LogicalScalar(false, a, b);
}
