using DtiWarehouse.OData.Edm;

namespace DtiWarehouse.OData.Plan;

/// <summary>Casts and tests between the types of a hierarchy (OData URL Conventions 4.01, sections 4.11 and 5.1.1.10).</summary>
internal static class TypeCasts
{
    /// <summary>An entity seen as of another type of its hierarchy, where its values are null unless it is of that type.</summary>
    public static EntityScope Cast(EntityScope entity, string qualifiedName, int position) =>
        // Rows that were grouped by values behind casts hold these under their bare names.
        IsLost(entity.Type, qualifiedName) ? entity : entity.As(Find(entity, qualifiedName, position));

    /// <summary>Rows were of a type, or of one it could be cast to, before they were aggregated.</summary>
    public static bool IsLost(EntityType type, string qualifiedName) => type.FindRelated(qualifiedName) is null && type.AggregatedFrom?.FindRelated(qualifiedName) is not null;

    /// <summary>Whether an entity is there and of a type.</summary>
    public static Scalar IsOf(EntityScope entity, string qualifiedName, int position)
    {
        if (IsLost(entity.Type, qualifiedName))
        {
            // What rows were grouped by tells whether they are of the type; others are of none.
            var tests = entity.Type.Properties.Select(p => (p.TypeName, p.Presence)).Concat(entity.Type.Navigations.Select(n => (n.TypeName, n.Presence)));
            return tests.FirstOrDefault(t => t.TypeName == qualifiedName).Presence is { } there
                ? new IsNullScalar(entity.Column(new StructuralProperty("", PrimitiveKind.Int64, true, there)), Negated: true)
                : new BooleanScalar(false);
        }
        var type = Find(entity, qualifiedName, position);
        return entity.IsOf(type) ?? entity.IsThere();
    }

    public static EntityType Find(EntityScope entity, string qualifiedName, int position) =>
        entity.Type.FindRelated(qualifiedName) ?? throw ODataErrors.TypeMismatch(
            position,
            $"there is no type '{qualifiedName}' that {entity.Type.QualifiedName} could be.{ODataErrors.DidYouMean(ODataErrors.Nearest(qualifiedName, entity.Type.DerivedTypes.Select(t => t.QualifiedName)))}",
            $"không có kiểu '{qualifiedName}' nào mà {entity.Type.QualifiedName} có thể là.");
}
