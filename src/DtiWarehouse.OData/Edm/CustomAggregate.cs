using DtiWarehouse.OData.Request;

namespace DtiWarehouse.OData.Edm;

/// <summary>An aggregate that the model declares by name: the transformations that make its one value, of type <see cref="Kind"/>.</summary>
internal sealed record CustomAggregate(string Name, PrimitiveKind Kind, IReadOnlyList<TransformationSyntax> Steps)
{
    /// <summary>Reads a declaration and plans it once over its entity type, which tells its type and every mistake in it.</summary>
    /// <exception cref="InvalidOperationException">The declaration is no transformation of the type, or leaves no value.</exception>
    public static CustomAggregate Read(ODataModel model, EntityType type, string name, string text)
    {
        var (steps, result) = DeclaredTransformation.Plan(model, type, $"Custom aggregate {type}/{name}", text);
        return result is { IsTransient: true, Properties: [.., var value], Key: [] }
            ? new CustomAggregate(name, value.Kind, steps)
            : throw new InvalidOperationException($"Custom aggregate {type}/{name}: '{text}' does not end in one row with a value.");
    }
}
