using Microsoft.EntityFrameworkCore;

namespace DtiWarehouse.OData.Edm;

/// <summary>
/// Reads an entity data model out of an EF Core context. Takes: entity types of one table or view each, hierarchies in one
/// table, primitive columns and enumerations, owned and complex types, references, collections and many-to-many. Leaves
/// out: members without a public property, and navigations to types that no set reaches. Whatever else it meets it
/// refuses, so that nothing is missing silently.
/// </summary>
public static class EntityFrameworkModel
{
    /// <summary>
    /// Builds the model. The context's <c>DbSet</c> properties name the entity sets and give their order;
    /// <c>[Display]</c>, <c>[DisplayName]</c> and <c>[Comment]</c> give labels and descriptions.
    /// </summary>
    /// <param name="declarations">Null = <see cref="ModelDeclarations.None"/>.</param>
    /// <exception cref="InvalidOperationException">A mapping that the service cannot serve, or a declaration that does not fit the model; the message names it.</exception>
    public static ODataModel Create(DbContext context, string @namespace, string containerName, ModelDeclarations? declarations = null)
    {
        declarations ??= ModelDeclarations.None;
        var model = new EntityFrameworkReader(context, @namespace, containerName, declarations).Read();
        foreach (var (set, paths) in declarations.SearchPaths)
        {
            SetSearchPaths(Declared(model, set, "Search paths"), paths);
        }
        foreach (var (set, paths) in declarations.ScopedBy)
        {
            SetScopePaths(Declared(model, set, "Row scope"), paths);
        }
        foreach (var (set, keys) in declarations.AlternateKeys)
        {
            AddAlternateKeys(model, set, keys);
        }
        foreach (var type in model.EntityTypes)
        {
            type.AggregationMethods = declarations.AggregationMethods;
        }
        HierarchyDeclarations.Apply(model, declarations);
        foreach (var (set, aggregates) in declarations.CustomAggregates)
        {
            var type = Declared(model, set, "Custom aggregates").Type;
            type.CustomAggregates = aggregates.ToDictionary(a => a.Key, a => CustomAggregate.Read(model, type, a.Key, a.Value), StringComparer.Ordinal);
        }
        foreach (var (set, measures) in declarations.Measures)
        {
            SetAdditivity(Declared(model, set, "Measures").Type, measures);
        }
        foreach (var (set, transformations) in declarations.Transformations)
        {
            var type = Declared(model, set, "Transformations").Type;
            type.Transformations = transformations.ToDictionary(t => $"{@namespace}.{t.Key}", t => DeclaredTransformation.Read(model, type, t.Key, t.Value), StringComparer.Ordinal);
        }
        return model;
    }

    private static void AddAlternateKeys(ODataModel model, string set, string[][] keys)
    {
        var type = Declared(model, set, "Alternate keys").Type;
        IEnumerable<IReadOnlyList<StructuralProperty>> declared = keys.Select(names => names
            .Select(n => type.TryGetProperty(n, out var property) ? property : throw new InvalidOperationException($"Alternate key of {set}: {type} has no property {n}."))
            .ToList());
        type.OwnAlternateKeys = [.. type.OwnAlternateKeys.Concat(declared).DistinctBy(k => string.Join(',', k.Select(p => p.Name).Order(StringComparer.Ordinal)))];
    }

    private static void SetAdditivity(EntityType type, IReadOnlyList<Measures> declared)
    {
        var marked = new Dictionary<StructuralProperty, StructuralProperty>();
        foreach (var measures in declared)
        {
            if ((measures.Additivity is Additivity.SemiAdditive) != (measures.FixedBy.Count > 0))
            {
                throw new InvalidOperationException($"Measures of {type}: {measures.Properties[0]}: semi-additive measures, and no others, name what tells their point in time.");
            }
            foreach (var name in measures.Properties)
            {
                if (!type.TryGetProperty(name, out var property) || !marked.TryAdd(property, property with { Additivity = measures.Additivity, FixedBy = measures.FixedBy }))
                {
                    throw new InvalidOperationException($"Measures of {type}: there is no property {name}, or it is named twice.");
                }
            }
        }
        foreach (var each in type.DerivedTypes.Prepend(type))
        {
            each.SetProperties([.. each.Properties.Select(p => marked.GetValueOrDefault(p, p))], each.Key);
        }
    }

    private static EntitySet Declared(ODataModel model, string set, string declaration) =>
        model.TryGetSet(set, out var found) ? found : throw new InvalidOperationException($"{declaration}: there is no entity set {set}.");

    private static void SetSearchPaths(EntitySet set, string[] paths)
    {
        foreach (var path in paths)
        {
            if (ModelPath.Read($"Search path of {set.Name}", set.Type, path).Property.Kind is not PrimitiveKind.String)
            {
                throw new InvalidOperationException($"Search path of {set.Name}: {path} is no text.");
            }
        }
        set.Type.SearchPaths = [.. paths.Select(p => p.Split('/'))];
    }

    private static void SetScopePaths(EntitySet set, string[] paths)
    {
        var type = set.Type;
        var read = paths.Select(path => ModelPath.Read($"Row scope of {set.Name}", type, path)).ToList();
        if (read.Count == 0 || read.Find(path => path.Property.Kind is not (PrimitiveKind.Int16 or PrimitiveKind.Int32 or PrimitiveKind.Int64)) is not null)
        {
            throw new InvalidOperationException($"Row scope of {set.Name}: each path leads to a whole number, and there is one at least.");
        }
        // Rows of a derived type are rows of its base: a scope that held for one alone would leak through the other.
        if (type.BaseType is not null || type.DerivedTypes.Count > 0)
        {
            throw new InvalidOperationException($"Row scope of {set.Name}: types of a hierarchy cannot be scoped.");
        }
        type.ScopePaths = read;
    }
}
