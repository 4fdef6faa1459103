using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Plan;

/// <summary>Measures whose sum does not mean something over any rows: states at a point in time, shares, scores.</summary>
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

    private void CheckAdditive(ApplyRows rows, StructuralProperty measure)
    {
        if (measure.Additivity is Additivity.NonAdditive)
        {
            Warn(
                "ODATA603",
                $"'{measure.Name}' does not add up: the sum of shares, scores or values of different units means nothing. Take the average, the least or the greatest, or add up what it is made of.",
                $"'{measure.Name}' không cộng được: tổng của tỷ lệ, điểm hoặc các đơn vị tính khác nhau không có nghĩa. Hãy lấy trung bình, nhỏ nhất, lớn nhất, hoặc cộng các số tạo nên nó.");
        }
        else if (measure.FixedBy.Count > 0 && !measure.FixedBy.Any(f => f.Split('+').All(rows.Fixed.Contains)))
        {
            var paths = string.Join(", ", measure.FixedBy);
            Warn(
                "ODATA602",
                $"'{measure.Name}' is a state at a point in time: this sum adds up several points in time and counts the same things more than once. Group by, or filter with eq, one of: {paths}.",
                $"'{measure.Name}' là số tại một thời điểm: phép cộng này gộp nhiều thời điểm nên tính trùng. Hãy nhóm theo, hoặc lọc bằng eq, một trong: {paths}.");
        }
    }

    private void Warn(string code, string english, string vietnamese)
    {
        var warning = new PlanWarning(code, english, vietnamese);
        if (!plan.Warnings.Contains(warning))
        {
            plan.Warnings.Add(warning);
        }
    }
}
