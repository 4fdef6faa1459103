namespace DtiWarehouse.OData.Edm;

/// <summary>A path of a declaration: single navigations, then a property.</summary>
internal sealed record ModelPath(IReadOnlyList<NavigationProperty> Navigations, StructuralProperty Property)
{
    /// <param name="declaration">Names the declaration in errors.</param>
    /// <exception cref="InvalidOperationException">The path is none of the type.</exception>
    public static ModelPath Read(string declaration, EntityType type, string path)
    {
        var names = path.Split('/');
        var navigations = new List<NavigationProperty>();
        foreach (var name in names.SkipLast(1))
        {
            var owner = navigations.Count == 0 ? type : navigations[^1].Target;
            navigations.Add(owner.TryGetNavigation(name, out var navigation) && !navigation.IsCollection
                ? navigation
                : throw new InvalidOperationException($"{declaration}: {path}: {owner} has no single navigation {name}."));
        }
        var last = navigations.Count == 0 ? type : navigations[^1].Target;
        return last.TryGetProperty(names[^1], out var property)
            ? new ModelPath(navigations, property)
            : throw new InvalidOperationException($"{declaration}: {path}: {last} has no property {names[^1]}.");
    }
}
