using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Semi-additive measures: states at a point in time, which no sum may add up over several.</summary>
internal sealed partial class ApplyPlanner
{
    /// <summary>Paths that a condition compares with one value, so that the rows it keeps have only that.</summary>
    private static IEnumerable<string> FixedPaths(Syntax condition) => condition switch
    {
        BinarySyntax { Operator: BinaryOperator.And } and => FixedPaths(and.Left).Concat(FixedPaths(and.Right)),
        BinarySyntax { Operator: BinaryOperator.Equal } equal => new[] { equal.Left, equal.Right }.OfType<MemberSyntax>().Select(PathText),
        _ => [],
    };

    private static string PathText(MemberSyntax member) => member.Target is MemberSyntax target ? $"{PathText(target)}/{member.Name}" : member.Name;

    /// <summary>A sum of states at one point in time is such a state itself.</summary>
    private static IReadOnlyList<string> StateOf(AggregateScalar value) =>
        value is { Method: AggregateMethod.Sum, Operand: ColumnScalar state } ? state.Property.FixedBy : [];

    private void CheckAdditive(ApplyRows rows, StructuralProperty state)
    {
        if (state.FixedBy.Any(f => f.Split('+').All(rows.Fixed.Contains)))
        {
            return;
        }
        var paths = string.Join(", ", state.FixedBy);
        var warning = new PlanWarning(
            "ODATA602",
            $"'{state.Name}' is a state at a point in time: this sum adds up several points in time and counts the same things more than once. Group by, or filter with eq, one of: {paths}.",
            $"'{state.Name}' là số tại một thời điểm: phép cộng này gộp nhiều thời điểm nên tính trùng. Hãy nhóm theo, hoặc lọc bằng eq, một trong: {paths}.");
        if (!plan.Warnings.Contains(warning))
        {
            plan.Warnings.Add(warning);
        }
    }
}
