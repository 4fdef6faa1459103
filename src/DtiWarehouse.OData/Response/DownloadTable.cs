using DtiWarehouse.OData.Edm;
using DtiWarehouse.OData.Plan;
using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Response;

/// <summary>A column of a table: its heading and the value below it.</summary>
internal sealed record TableColumn(string Heading, ValueMember Value);

/// <summary>
/// The rows of an answer as a flat table. Single navigations and complex values become columns called by their path
/// (<c>Nav/Prop</c>), values of derived types those called <c>Type/Prop</c>, empty in other rows; collections have no place in a row and are refused (413), never cut off.
/// </summary>
internal sealed record DownloadTable(string Name, IReadOnlyList<TableColumn> Columns)
{
    private enum Labels { Code, Name, Both }

    /// <exception cref="ODataError">413; 104 for a wrong <c>labels</c>.</exception>
    public static DownloadTable Of(QueryPlan plan, ODataRequest request)
    {
        if (plan.Kind is not (AnswerKind.Collection or AnswerKind.Entity))
        {
            throw ODataErrors.NotATable("A single value", "Một giá trị đơn");
        }
        if (plan.IsReferences)
        {
            throw ODataErrors.NotATable("A list of references", "Danh sách tham chiếu");
        }
        var labels = request.Labels switch
        {
            null or "code" => Labels.Code,
            "name" => Labels.Name,
            "both" => Labels.Both,
            _ => throw ODataErrors.OptionValue("labels", "code, name or both is expected.", "cần code, name hoặc both."),
        };
        var columns = new List<TableColumn>();
        Flatten(plan.Shape, "", "", labels, columns);
        return new DownloadTable(string.Join('-', request.Path.OfType<NameSegment>().Select(s => s.Name)), columns);
    }

    private static void Flatten(RowShape shape, string path, string labelPath, Labels labels, List<TableColumn> columns)
    {
        foreach (var member in shape.Members)
        {
            Flatten(shape.Type, member, path, labelPath, labels, columns);
        }
        var known = shape.Members.ToList();
        foreach (var variant in shape.Variants)
        {
            var own = $"{variant.Shape.Type.QualifiedName}/";
            foreach (var member in variant.Shape.Members.Where(m => !known.Exists(k => IsSame(k, m))).ToList())
            {
                known.Add(member);
                Flatten(variant.Shape.Type, member, path + own, labelPath + own, labels, columns);
            }
        }
    }

    private static bool IsSame(ShapeMember member, ShapeMember other) => ReferenceEquals(member, other)
        || (member is ValueMember value && other is ValueMember same && (value.Name, value.Ordinal) == (same.Name, same.Ordinal));

    private static void Flatten(EntityType type, ShapeMember member, string path, string labelPath, Labels labels, List<TableColumn> columns)
    {
        switch (member)
        {
            case ValueMember value:
                columns.Add(new TableColumn(Heading(path + value.Name, labelPath + LabelOf(type, value.Name), labels), value));
                break;
            case CountMember count:
                var number = new ValueMember(count.Name, count.Ordinal, PrimitiveKind.Int64, false, StorageForm.Native, null);
                columns.Add(new TableColumn(Heading($"{path}{count.Name}/$count", $"{labelPath}{LabelOf(type, count.Name)} / $count", labels), number));
                break;
            case AnnotationMember:
                // A table has no place for annotations.
                break;
            case EntityMember { IsReference: false } entity:
                Flatten(entity.Shape, $"{path}{entity.Name}/", $"{labelPath}{LabelOf(type, entity.Name)} / ", labels, columns);
                break;
            case EntityMember reference:
                throw ODataErrors.NotATable($"The reference '{path}{reference.Name}'", $"Tham chiếu '{path}{reference.Name}'");
            default:
                throw ODataErrors.NotATable($"The collection '{path}{member.Name}' inside each row", $"Tập hợp '{path}{member.Name}' trong mỗi dòng");
        }
    }

    /// <summary>What people call a member; its name where no label is declared.</summary>
    private static string LabelOf(EntityType type, string name) =>
        (type.TryGetProperty(name, out var property) ? property.Label : type.TryGetNavigation(name, out var navigation) ? navigation.Label : null) ?? name;

    private static string Heading(string path, string label, Labels labels) => labels switch
    {
        Labels.Code => path,
        Labels.Name => label,
        _ => label == path ? path : $"{label} ({path})",
    };
}
