using System.Collections;
using System.Globalization;
using System.Text;

namespace DtiWarehouse.OData.Plan;

/// <summary>A plan for people to read: one clause a line, nested queries indented. Shows no value of a request, as plans hold none.</summary>
internal static class PlanText
{
    public static string Of(SelectPlan plan)
    {
        var text = new StringBuilder();
        Select(plan, 0, text);
        return text.ToString();
    }

    private static void Select(SelectPlan plan, int depth, StringBuilder text)
    {
        Line("from ", plan.From);
        foreach (var join in plan.Joins)
        {
            Line("left join ", join.Source, $" on {Value(join.On)}");
        }
        Clause("where", plan.Where is null ? [] : [plan.Where]);
        Clause("group by", plan.GroupBy);
        text.Append(' ', depth * 2).Append("columns ").AppendJoin(", ", plan.Columns.Select(c => Value(c.Value) + (c.Name is null ? "" : $" as {c.Name}"))).Append('\n');
        if (plan.OrderBy.Count > 0)
        {
            text.Append(' ', depth * 2).Append("order by ").AppendJoin(", ", plan.OrderBy.Select(Value)).Append('\n');
        }
        Clause("skip", plan.Offset is null ? [] : [plan.Offset]);
        Clause("take", plan.Limit is null ? [] : [plan.Limit]);

        void Line(string word, PlanSource source, string rest = "")
        {
            text.Append(' ', depth * 2).Append(word);
            if (source is DerivedSource derived)
            {
                text.Append(CultureInfo.InvariantCulture, $"rows t{source.Id}{rest}\n");
                Select(derived.Query, depth + 1, text);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{(source as TableSource)?.Table ?? source.GetType().Name} t{source.Id}{rest}\n");
            }
        }

        void Clause(string word, IReadOnlyList<Scalar> values)
        {
            if (values.Count > 0)
            {
                text.Append(' ', depth * 2).Append(word).Append(' ').AppendJoin(", ", values.Select(Value)).Append('\n');
            }
        }
    }

    private static string Value(object? value) => value switch
    {
        ColumnScalar column => string.Create(CultureInfo.InvariantCulture, $"t{column.Source}.{column.Property.Name}"),
        DerivedColumnScalar column => string.Create(CultureInfo.InvariantCulture, $"t{column.Source}.{column.Column}"),
        ParameterScalar parameter => string.Create(CultureInfo.InvariantCulture, $"{{{parameter.Slot.Origin} {parameter.Slot.Index}: {parameter.Slot.Kind}}}"),
        BooleanScalar constant => constant.Value ? "true" : "false",
        LogicalScalar logical => $"({Value(logical.Left)} {(logical.IsAnd ? "and" : "or")} {Value(logical.Right)})",
        CompareScalar compare => $"({Value(compare.Left)} {compare.Operator} {Value(compare.Right)})",
        OrderItem item => Value(item.Value) + (item.Descending ? " desc" : ""),
        SelectPlan nested => $"[{Of(nested).TrimEnd('\n').Replace("\n", "; ", StringComparison.Ordinal)}]",
        Scalar scalar => Call(scalar),
        string text => text,
        IEnumerable list => $"({string.Join(", ", list.Cast<object?>().Select(Value))})",
        null => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Any other value by its name and what it was made of, in the order of its declaration.</summary>
    private static string Call(Scalar scalar)
    {
        var type = scalar.GetType();
        var parts = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => Value(type.GetProperty(p.Name!)!.GetValue(scalar)));
        return $"{type.Name.Replace("Scalar", "", StringComparison.Ordinal)}({string.Join(", ", parts)})";
    }
}
